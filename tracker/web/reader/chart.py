"""Claims in time as a drawing: a lane for each party, a mark for each claim. Numbers only; the template draws."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from tracker.queries.display import PartyRow
from tracker.queries.lines import Line

WIDTH, LEFT, RIGHT, LANE, TOP = 1200, 215, 40, 50, 12
NEAR = 16
"""Marks of one lane closer than this are set side by side."""

LABEL = 88


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    line: Line
    x: float
    y: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Lane:
    party: PartyRow
    hatch: int
    y: float
    marks: tuple[Mark, ...]
    positions: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Tick:
    on: date
    x: float
    label: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    width: int
    height: float
    left: int
    right: int
    lanes: tuple[Lane, ...]
    ticks: tuple[Tick, ...]


def chart(*, lanes: Sequence[PartyRow], lines: Sequence[Line], hatches: Mapping[str, int]) -> Chart:
    """Where everything stands. Affirming above its line, denying below, declining on it."""
    days = sorted({line.said_end for line in lines})
    first = days[0] if days else date.min
    span = max(1, (days[-1] - first).days) if days else 1
    reach = WIDTH - LEFT - RIGHT - 90

    def across(day: date) -> float:
        return round(LEFT + 24 + reach * (day - first).days / span, 1)

    drawn = []
    for nth, party in enumerate(lanes):
        y = TOP + LANE * nth + LANE / 2
        marks: list[Mark] = []
        for line in lines:
            if line.principal.key != party.key:
                continue
            shift = {"affirms": -12, "denies": 12}.get(line.polarity, 0)
            x = across(line.said_end)
            while any(abs(mark.x - x) < NEAR + 12 and mark.y == y + shift for mark in marks):
                x += NEAR + 14
            marks.append(Mark(line=line, x=x, y=y + shift))
        drawn.append(
            Lane(
                party=party,
                hatch=hatches.get(party.key, 0),
                y=y,
                marks=tuple(marks),
                positions=any(mark.line.ground is None for mark in marks),
            )
        )
    ticks: list[Tick] = []
    last = -1000.0
    for day in days:
        x = across(day)
        ticks.append(Tick(on=day, x=x, label=x - last >= LABEL))
        last = x if ticks[-1].label else last
    return Chart(
        width=WIDTH,
        height=TOP + LANE * len(lanes) + 30,
        left=LEFT,
        right=WIDTH - RIGHT,
        lanes=tuple(drawn),
        ticks=tuple(ticks),
    )
