"""One question whole: its answers, who holds each, every claim in order of time, why the status is what it is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from tracker.domain.course import course
from tracker.domain.paragraph import Clause, clauses
from tracker.domain.results import Finding, QuestionResult
from tracker.queries.accounts import Position, account
from tracker.queries.blocks import Block, block, principals
from tracker.queries.display import AnswerRow, Display, IncidentRow, PartyRow, QuestionRow
from tracker.queries.incident_page import Found
from tracker.queries.lines import Line, Lines, Tile, tile


@dataclass(frozen=True, slots=True, kw_only=True)
class Holder:
    """A party that takes a stance, with what weakens every one of its claims for it."""

    party: PartyRow
    hatch: int
    marks: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """An answer, who affirms, denies or declines it, and what that adds up to."""

    answer: AnswerRow
    tile: Tile
    finding: Finding
    among: Finding | None
    affirmed_by: tuple[Holder, ...]
    denied_by: tuple[Holder, ...]
    declined_by: tuple[Holder, ...]
    flags: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Nearby:
    """A required party without a position here, and what it says on other questions of the incident."""

    party: PartyRow
    hatch: int
    heard: str
    positions: tuple[tuple[QuestionRow, Position], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """A step of the question's story: from this day on it had this status, by these claims."""

    day: date
    finding: Finding
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionPage:
    incident: IncidentRow
    block: Block
    paragraph: tuple[Clause, ...]
    course: tuple[Moved, ...]
    of: int
    answers: tuple[Answered, ...]
    declined: tuple[Holder, ...]
    missing: tuple[Nearby, ...]
    lines: tuple[Line, ...]
    lanes: tuple[PartyRow, ...]
    parties: int
    sources: int
    before: QuestionRow | None
    after: QuestionRow | None
    hatches: Mapping[str, int]


def compose(*, found: Found, question: str, said_by: date) -> QuestionPage:
    """The page of one question from its incident's rows and results. No query."""
    display, results, incident = found.display, found.results, found.incident
    about = display.incidents[incident]
    row, result = display.questions[question], results[question]
    lines = Lines(display=display, results=results)
    siblings = display.questions_of(incident=incident)
    hatches = {key: i + 1 for i, key in enumerate(about.sides)} if len(about.sides) <= 4 else {}
    told = [lines.line(fate=fate) for fate in result.fates.values()]
    order = {key: i for i, key in enumerate(display.claims)}
    told.sort(key=lambda line: (line.said_end, order[line.key]))
    holders = _Holders(display, result, hatches)
    at = row.number - 1
    sides = [display.parties[key] for key in about.sides]
    others = [display.parties[key] for key in principals(result=result) if key not in about.sides]
    return QuestionPage(
        incident=about,
        block=block(question=row, result=result, columns=sides, display=display, lines=lines),
        paragraph=clauses(answers=[answer.key for answer in row.answers], result=result),
        course=tuple(
            Moved(
                day=step.day,
                finding=step.finding,
                lines=tuple(lines.line(fate=result.fates[key]) for key in step.claims),
            )
            for step in course(record=found.record, question=question, said_by=said_by) or ()
        ),
        of=len(siblings),
        answers=tuple(
            Answered(
                answer=answer,
                tile=tile(question=row, answer=answer.key, polarity="affirms"),
                finding=result.answers[answer.key].finding,
                among=result.answers[answer.key].among_sides,
                affirmed_by=holders.of(answer.key, "affirms"),
                denied_by=holders.of(answer.key, "denies"),
                declined_by=holders.of(answer.key, "declines"),
                flags=tuple(result.answers[answer.key].flags.answer),
            )
            for answer in row.answers
        ),
        declined=holders.of(None, "declines"),
        missing=_missing(display, results, result, siblings, lines, hatches),
        lines=tuple(told),
        lanes=(*sides, *others),
        parties=len(principals(result=result)),
        sources=len({fate.claim.source for each in siblings for fate in results[each.key].fates.values()}),
        before=siblings[at - 1] if at else None,
        after=siblings[at + 1] if at + 1 < len(siblings) else None,
        hatches=hatches,
    )


class _Holders:
    def __init__(self, display: Display, result: QuestionResult, hatches: Mapping[str, int]) -> None:
        self._display, self._result, self._hatches = display, result, hatches

    def of(self, answer: str | None, polarity: str) -> tuple[Holder, ...]:
        """Whoever takes this stance by a claim that stands; the sides first."""
        held: dict[str, list[str]] = {}
        for key, fate in self._result.fates.items():
            claim = fate.claim
            if fate.stands and not fate.takes_back and (claim.answer, claim.polarity) == (answer, polarity):
                held.setdefault(fate.principal, []).append(key)
        order = list(self._hatches)
        found = sorted(held, key=lambda key: (order.index(key) if key in order else len(order),))
        return tuple(
            Holder(
                party=self._display.parties[key],
                hatch=self._hatches.get(key, 0),
                marks=self._marks(held[key]),
            )
            for key in found
        )

    def _marks(self, claims: list[str]) -> tuple[str, ...]:
        rows = [self._display.claims[key] for key in claims]
        weak = {
            "hedged": all(row.certainty in ("probable", "possible") for row in rows),
            "hearsay": all(len(row.relays) >= 2 for row in rows),
            "presupposed": all(row.manner == "presupposed" for row in rows),
        }
        return tuple(name for name, holds in weak.items() if holds)


def _missing(
    display: Display,
    results: Mapping[str, QuestionResult],
    result: QuestionResult,
    siblings: tuple[QuestionRow, ...],
    lines: Lines,
    hatches: Mapping[str, int],
) -> tuple[Nearby, ...]:
    found = []
    for heard in ("unheard", "declined", "unclear", "withdrew"):
        for key in result.heard[heard]:
            party = display.parties[key]
            near = [
                (row, position)
                for row in siblings
                if row.key != result.key and heard == "unheard"
                for position in account(party=party, result=results[row.key], lines=lines).positions[:1]
            ]
            near.sort(key=lambda pair: abs(pair[0].number - display.questions[result.key].number))
            found.append(Nearby(party=party, hatch=hatches.get(key, 0), heard=heard, positions=tuple(near[:3])))
    return tuple(found)
