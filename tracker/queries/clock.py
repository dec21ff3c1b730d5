"""The two clocks of every view: said by a day, known by an instant."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from tracker.models import latest_instant


@dataclass(frozen=True, slots=True)
class Clocks:
    """What the reader asked for, resolved.

    `said_by` is the last day on which a counted claim was said. `known_at` is the last instant of the record
    up to the one asked for; None means now, so that the present is read.
    """

    said_by: date
    known_at: datetime | None


def end_of(*, day: date) -> datetime:
    """The last microsecond of a day, UTC: what a bare date means on the second clock."""
    return datetime.combine(day, time.max, tzinfo=UTC)


def resolve(*, said_by: date, known_by: datetime | None) -> Clocks:
    """Fix the second clock to an instant that exists. One query, none for the present."""
    if known_by is None:
        return Clocks(said_by=said_by, known_at=None)
    return Clocks(said_by=said_by, known_at=latest_instant(known_by=known_by) or known_by)
