"""The two clocks as people and addresses write them: a day, or an instant of UTC."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from typing import Final

from tracker.queries.clock import end_of

_DAY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_INSTANT: Final = re.compile(
    r"([0-9]{4}-[0-9]{2}-[0-9]{2})[T ]([0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]{1,6})?)?)(Z|z|[+ -][0-9]{2}:[0-9]{2})?"
)


class BadMoment(ValueError):
    """A text that is no day, or no instant; the message is a sentence for the person who wrote it."""


def day_of(*, text: str) -> date:
    """The day that a text like 2010-11-23 names. Raises BadMoment."""
    if _DAY.fullmatch(text):
        try:
            return date.fromisoformat(text)
        except ValueError:
            raise BadMoment(f"{text} is not in the calendar.") from None
    raise BadMoment("It must be a day, written like 2010-11-23.")


def instant_of(*, text: str) -> datetime:
    """The instant that a text names: a day means its end, an instant without a zone is UTC. Raises BadMoment.

    A blank before the zone counts as the plus that an address turns into one.
    """
    if _DAY.fullmatch(text):
        return end_of(day=day_of(text=text))
    match = _INSTANT.fullmatch(text)
    if match is None:
        raise BadMoment("It must be a day like 2010-11-23, or an instant like 2010-11-23T14:30:00Z.")
    day, time, zone = match.groups()
    whole, _, fraction = time.partition(".")
    zone = "+00:00" if zone in (None, "Z", "z") else zone.replace(" ", "+")
    try:
        found = datetime.fromisoformat(f"{day}T{whole}{f'.{fraction:0<6}' if fraction else ''}{zone}")
        return found.astimezone(UTC)
    except (ValueError, OverflowError):
        raise BadMoment(f"{text} is not in the calendar.") from None
