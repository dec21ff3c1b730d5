"""One question in one paragraph: clauses composed by rule from the results, each with the claims that it tells of.

No clause says what a claim does not. Every claim that exists by the day asked for is told of once, and every
required party of which there is none is named.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from tracker.domain.principals import Ground
from tracker.domain.results import QuestionResult
from tracker.domain.standing import Fate

Tells = Literal["affirms", "denies", "earlier", "took back", "declines", "aside", "unheard"]
"""What a clause tells of: a position that stands, one that was given up for another, one that was taken back,
a refusal to answer, words that are set aside, nothing."""


@dataclass(frozen=True, slots=True)
class Clause:
    """What some parties do with one answer (None: with the question as a whole), by these claims.

    `parties` are principals; `denied` says which way an earlier, retracted or set-aside claim took the answer.
    `claims` are in order of the day said, the first of them tells since when; a clause that tells of nothing
    (*unheard*) has none. `ground` is why words are set aside.
    """

    tells: Tells
    parties: tuple[str, ...]
    answer: str | None
    denied: bool
    ground: Ground | None
    claims: tuple[str, ...]


def clauses(*, answers: Sequence[str], result: QuestionResult) -> tuple[Clause, ...]:
    """The paragraph on one question, from its result on the day asked for; `answers` are its keys in their order.

    Positions come first, answer by answer, affirmed before denied, who held it first before who joined; then what
    was given up, what was taken back, who declined, what is set aside, of whom nothing is recorded. Parties that
    took the same position on the same day share a clause. Cost: n log n in the claims on the question.
    """
    place = {answer: nth for nth, answer in enumerate(answers)}

    def order(clause: Clause) -> tuple[object, ...]:
        first = _when(result.fates[clause.claims[0]])
        return (
            _ORDER.index(clause.tells),
            place.get(clause.answer or "", len(place)),
            clause.denied,
            *first,
        )

    told = sorted((*_positions(result), *_others(result)), key=order)
    unheard = result.heard["unheard"]
    if unheard:
        told.append(Clause("unheard", unheard, None, False, None, ()))
    return tuple(told)


_ORDER: tuple[Tells, ...] = ("affirms", "denies", "earlier", "took back", "declines", "aside", "unheard")


def _positions(result: QuestionResult) -> Iterator[Clause]:
    """The positions that stand; parties that first took one on the same day together."""
    held: dict[tuple[str, bool], dict[str, list[Fate]]] = defaultdict(lambda: defaultdict(list))
    for fate in result.fates.values():
        if (position := fate.position) is not None:
            held[position.answer, position.polarity == "denies"][fate.principal].append(fate)
    for (answer, denied), parties in held.items():
        together: dict[object, list[Fate]] = defaultdict(list)
        for fates in parties.values():
            together[min(fate.claim.said.end for fate in fates)].extend(fates)
        for fates in together.values():
            yield _clause("denies" if denied else "affirms", fates, answer, denied)


def _others(result: QuestionResult) -> Iterator[Clause]:
    """What holds no position, by party and by what it is."""
    kinds: dict[tuple[Tells, str, str | None, bool, Ground | None], list[Fate]] = defaultdict(list)
    for fate in result.fates.values():
        tells = _tells(fate)
        if tells is not None:
            claim = fate.claim
            ground = fate.ground if tells == "aside" else None
            kinds[tells, fate.principal, claim.answer, claim.polarity == "denies", ground].append(fate)
    for (tells, _party, answer, denied, ground), fates in kinds.items():
        yield _clause(tells, fates, answer, denied, ground)


def _tells(fate: Fate) -> Tells | None:
    """How a claim that holds no position is told of; None for one that holds one."""
    if fate.ground is not None:
        return "aside"
    if fate.retracted_by or fate.takes_back:
        return "took back"
    if fate.superseded_by:
        return "earlier"
    return "declines" if fate.position is None else None


def _clause(
    tells: Tells, fates: Iterable[Fate], answer: str | None, denied: bool, ground: Ground | None = None
) -> Clause:
    ordered = sorted(fates, key=_when)
    return Clause(
        tells=tells,
        parties=tuple(sorted({fate.principal for fate in ordered})),
        answer=answer,
        denied=denied,
        ground=ground,
        claims=tuple(fate.claim.key for fate in ordered),
    )


def _when(fate: Fate) -> tuple[object, object, str]:
    return fate.claim.said.end, fate.claim.said.start, fate.claim.key
