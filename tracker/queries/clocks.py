"""The first clock as bars: how many claims were said on each day, or in each month or year."""

from __future__ import annotations

import calendar
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

BARS = 8
"""More dates than this go by month, more months than twelve by year."""

HEIGHT = 26


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """`by` is the day that the bar's link asks for; `height` is out of HEIGHT. `fresh`: write the month (year) out."""

    by: date
    count: int
    height: int
    current: bool
    later: bool
    fresh: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Bars:
    unit: Literal["day", "month", "year"]
    bars: tuple[Bar, ...]


def bars(*, days: Iterable[date], said_by: date) -> Bars:
    """The bars for claims whose `said` ends on these days. The last bar by `said_by` is current. No query."""
    counts = Counter(days)
    ends: dict[date, date] = {day: day for day in counts}
    unit: Literal["day", "month", "year"] = "day"
    if len(set(ends.values())) > BARS:
        unit, ends = "month", {day: _month_end(day) for day in counts}
    if len(set(ends.values())) > 12:
        unit, ends = "year", {day: date(day.year, 12, 31) for day in counts}
    begins = {ends[day]: day for day in sorted(counts, reverse=True)}
    counts = _gather(counts, ends)
    most = max(counts.values(), default=1)
    made: list[Bar] = []
    ordered = sorted(counts)
    current = max((day for day in ordered if begins[day] <= said_by), default=None)
    before: date | None = None
    for day in ordered:
        made.append(
            Bar(
                by=day,
                count=counts[day],
                height=max(2, round(HEIGHT * counts[day] / most)),
                current=day == current,
                later=begins[day] > said_by,
                fresh=before is None or _group(before, unit) != _group(day, unit) or day == ordered[-1],
            )
        )
        before = day
    return Bars(unit=unit, bars=tuple(made))


def _group(day: date, unit: str) -> tuple[int, int]:
    return (day.year, day.month) if unit == "day" else (day.year, 0)


def _month_end(day: date) -> date:
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])


def _gather(counts: Counter[date], ends: Mapping[date, date]) -> Counter[date]:
    gathered: Counter[date] = Counter()
    for day, count in counts.items():
        gathered[ends[day]] += count
    return gathered
