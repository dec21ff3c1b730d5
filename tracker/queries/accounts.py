"""What is recorded of one party on one question."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from tracker.domain.heard import heard
from tracker.domain.results import HEARD, Heard, QuestionResult
from tracker.domain.standing import Fate
from tracker.queries.display import PartyRow
from tracker.queries.lines import Change, Line, Lines, Tile


@dataclass(frozen=True, slots=True, kw_only=True)
class Position:
    """Where a party stands on one answer: its latest claim for it, and the shift that led there."""

    answer: str
    polarity: str
    tile: Tile
    lead: Line
    change: Change | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """A party's account. `shown` stands in for positions where it holds none: declines, or what is set aside.

    `rest` holds every other claim, latest first.
    """

    party: PartyRow
    heard: Heard
    positions: tuple[Position, ...]
    shown: tuple[Line, ...]
    rest: tuple[Line, ...]
    split: bool

    @property
    def lines(self) -> tuple[Line, ...]:
        """Every claim that is set in full."""
        return (*(position.lead for position in self.positions), *self.shown)

    @property
    def said(self) -> bool:
        return bool(self.positions or self.shown or self.rest)

    @property
    def stances(self) -> frozenset[tuple[str | None, str]]:
        return frozenset((position.answer, position.polarity) for position in self.positions)


def latest_first(lines: Iterable[Line]) -> list[Line]:
    """The latest claim first; of one day, what came through the fewest mouths."""
    return sorted(lines, key=lambda line: (-line.said_end.toordinal(), len(line.relays), line.key))


def account(*, party: PartyRow, result: QuestionResult, lines: Lines) -> Account:
    """The account of the party on the question, from the results of the day. No query."""
    fates = [fate for fate in result.fates.values() if fate.principal == party.key]
    positions = _positions(party, fates, result, lines)
    leads = {position.lead.key for position in positions}
    others = latest_first(lines.line(fate=fate) for fate in fates if fate.claim.key not in leads)
    shown = () if positions else tuple(_stand_ins(others))
    kept = {line.key for line in shown}
    found = heard(required=frozenset({party.key}), fates=fates)
    return Account(
        party=party,
        heard=next(kind for kind in HEARD if party.key in found[kind]),
        positions=positions,
        shown=shown,
        rest=tuple(line for line in others if line.key not in kept),
        split=party.key in result.splits,
    )


def _positions(party: PartyRow, fates: list[Fate], result: QuestionResult, lines: Lines) -> tuple[Position, ...]:
    held: dict[tuple[str, str], list[Fate]] = {}
    for fate in fates:
        if fate.position is not None:
            held.setdefault((fate.position.answer, fate.position.polarity), []).append(fate)
    order = list(result.answers)
    made = []
    for answer, polarity in sorted(held, key=lambda key: (key[1] != "affirms", order.index(key[0]))):
        group = held[answer, polarity]
        lead = latest_first(lines.line(fate=fate) for fate in group)[0]
        made.append(
            Position(
                answer=answer,
                polarity=polarity,
                tile=lead.tile,
                lead=lead,
                change=lines.change(
                    party=party.key,
                    question=result.key,
                    claims=frozenset(fate.claim.key for fate in group),
                ),
            )
        )
    return tuple(made)


def _stand_ins(others: list[Line]) -> list[Line]:
    """Without a position: the latest decline, else the latest of each answer that was set aside or ended."""
    declines = [line for line in others if line.polarity == "declines" and not line.ended]
    if declines:
        return declines[:1]
    first: dict[tuple[str, bool, str | None], Line] = {}
    for line in others:
        first.setdefault((line.tile.label, line.tile.negated, line.ground), line)
    return list(first.values())
