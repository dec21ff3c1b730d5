"""What became of each claim by a day: set aside, taken back, superseded, or standing; shifts and splits."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal, NamedTuple

from tracker.domain.principals import Ground, Principals
from tracker.domain.record import Claim, Polarity, Question
from tracker.domain.translations import Translations
from tracker.domain.values import Span, spans


class Stance(NamedTuple):
    """What a claim takes: an answer, one way or the other."""

    answer: str
    polarity: Polarity


def stance(*, claim: Claim) -> Stance | None:
    """What the words are for or against; None for a decline, and for a retraction, which asserts nothing."""
    if claim.answer is None or claim.polarity == "declines" or claim.act == "retract":
        return None
    return Stance(answer=claim.answer, polarity=claim.polarity)


@dataclass(frozen=True, slots=True)
class Fate:
    """What became of one claim by the day asked for. Keys of other claims are in ascending order."""

    claim: Claim
    principal: str
    ground: Ground | None
    retracted_by: tuple[str, ...]
    superseded_by: tuple[str, ...]

    @property
    def stands(self) -> bool:
        """Neither set aside, taken back nor superseded. What asserts nothing can stand too (a decline)."""
        return self.ground is None and not self.retracted_by and not self.superseded_by

    @property
    def does(self) -> Literal["affirms", "denies", "declines", "takes back"]:
        """What the speaker does with it, for an account in words: "South Korea affirms X (claim k1)"."""
        return "takes back" if self.claim.act == "retract" else self.claim.polarity

    @property
    def takes_back(self) -> bool:
        """Whether it is a retraction that has effect."""
        return self.ground is None and self.claim.retracts is not None

    @property
    def position(self) -> Stance | None:
        """Where its principal stands by this claim; None where it holds no position."""
        return stance(claim=self.claim) if self.stands else None


@dataclass(frozen=True, slots=True, order=True)
class Shift:
    """A party's change of position: the last claim before it and the first after."""

    party: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Standing:
    """All claims on one question that exist by the day asked for, by key in ascending order."""

    fates: Mapping[str, Fate]
    shifts: tuple[Shift, ...]
    split: Mapping[str, frozenset[str]]
    """Every split party with the answers on which it is split."""
    translated: frozenset[str]
    """The answers that two translations of one text set against one another."""


History = Mapping[Stance, Sequence[Claim]]
"""One principal's claims that count, by what they take, each in the order of the first day of `said`."""


def standing(
    *,
    question: Question,
    claims: Iterable[Claim],
    translations: Translations,
    principals: Principals,
    said_by: date,
) -> Standing:
    """Rules 1 and 2 for the claims on one question, as far as they were said by the end of that day.

    A claim exists from the last day of the bounds of its `said`. Cost: n log n, one step for each pair of
    claims of which one supersedes the other, and one for each pair of stances of one principal.
    """
    said = sorted((claim for claim in claims if claim.said.end <= said_by), key=lambda claim: claim.key)
    grounds = {claim.key: principals.ground(claim=claim) for claim in said}
    roots = {claim.key: principals.principal(party=claim.speaker, day=claim.said.end) for claim in said}
    retracted: dict[str, list[str]] = defaultdict(list)
    for claim in said:
        if claim.retracts is not None and grounds[claim.key] is None:
            retracted[claim.retracts].append(claim.key)

    counting = [claim for claim in said if grounds[claim.key] is None and claim.key not in retracted]
    histories: dict[str, dict[Stance, list[Claim]]] = defaultdict(lambda: defaultdict(list))
    for claim in sorted(counting, key=lambda claim: claim.said.start):
        if (taken := stance(claim=claim)) is not None:
            histories[roots[claim.key]][taken].append(claim)

    taken_up = spans(question=question)
    courses = {party: _course(history, taken_up, translations) for party, history in histories.items()}
    superseded = {key: by for course in courses.values() for key, by in course.superseded.items()}
    shifts = (
        Shift(party=party, before=before, after=after)
        for party, course in courses.items()
        for before, after in course.shifts
    )
    return Standing(
        fates={
            claim.key: Fate(
                claim=claim,
                principal=roots[claim.key],
                ground=grounds[claim.key],
                retracted_by=tuple(retracted.get(claim.key, ())),
                superseded_by=tuple(sorted(superseded.get(claim.key, ()))),
            )
            for claim in said
        },
        shifts=tuple(sorted(shifts)),
        split={party: course.split for party, course in courses.items() if course.split},
        translated=frozenset(answer for course in courses.values() for answer in course.translated),
    )


@dataclass(frozen=True, slots=True)
class _Course:
    """What one principal's claims on one question do to one another."""

    superseded: Mapping[str, Sequence[str]]
    shifts: Sequence[tuple[str, str]]
    split: frozenset[str]
    translated: frozenset[str]


def _course(history: History, taken_up: Mapping[str, Span], translations: Translations) -> _Course:
    conflicts = [(one, other) for one in history for other in history if _conflict(one, other, taken_up)]
    sources = {taken: {claim.source for claim in claims} for taken, claims in history.items()}
    kin = {source: translations.of(source=source) for each in sources.values() for source in each}

    superseded: dict[str, list[str]] = defaultdict(list)
    changes: list[tuple[Claim, Claim]] = []
    for one, other in conflicts:
        starts = [claim.said.start for claim in history[other]]
        for claim in history[one]:
            for later in history[other][bisect_right(starts, claim.said.end) :]:
                superseded[claim.key].append(later.key)
                if later.source not in kin[claim.source]:
                    changes.append((claim, later))

    left = {
        taken: {claim.source for claim in claims if claim.key not in superseded} for taken, claims in history.items()
    }
    return _Course(
        superseded=superseded,
        shifts=tuple(_shifts(changes)),
        split=frozenset(
            one.answer for one, other in conflicts if any(left[other] - kin[source] for source in left[one])
        ),
        translated=frozenset(
            one.answer for one, other in conflicts if any(sources[other] & kin[source] for source in sources[one])
        ),
    )


def conflict(*, question: Question, one: Stance, other: Stance) -> bool:
    """Whether one principal that takes both says the opposite of itself (rule 2). Cost: linear in the answers."""
    return _conflict(one, other, spans(question=question))


def _conflict(one: Stance, other: Stance, taken_up: Mapping[str, Span]) -> bool:
    """One answer both ways, or two answers affirmed that exclude one another."""
    if one.answer == other.answer:
        return one.polarity != other.polarity
    affirmed = one.polarity == other.polarity == "affirms"
    return affirmed and taken_up[one.answer].is_disjoint_from(taken_up[other.answer])


def _shifts(changes: Collection[tuple[Claim, Claim]]) -> Iterator[tuple[str, str]]:
    """The pairs whose first is the last that the second superseded, and whose second superseded it first.

    Where dates overlap none is the last or the first, and each is named.
    """
    ended: dict[str, date] = {}
    began: dict[str, date] = {}
    for before, after in changes:
        ended[before.key] = min(ended.get(before.key, date.max), after.said.end)
        began[after.key] = max(began.get(after.key, date.min), before.said.start)
    for before, after in changes:
        if after.said.start <= ended[before.key] and before.said.end >= began[after.key]:
            yield before.key, after.key
