"""Dates as people write them (EDTF) and the days that they stand for."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date
from time import struct_time
from typing import Final

from edtf import parse_edtf

from tracker.domain.record import Days

LONGEST: Final = 64
"""Characters of the longest date text that is read at all."""

_HOW: Final = "Write it like 2010-11-23, 2010-11, 2010 or 2010-11-23/2010-11-25."
_PLAIN: Final = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")
_SIGNS: Final = re.compile(r"[0-9XTZ:+?~%/.,\[\]{}-]+")
_SEASON: Final = re.compile(r"(?<![0-9X])[0-9X]{4}[?~%]?-(?:2[1-9]|3[0-9]|4[01])(?![0-9])")


class BadDate(ValueError):
    """A date text that gives no first and last day; the message is a sentence for the person who wrote it."""


def days(*, text: str) -> Days:
    """The first and the last day that an EDTF text stands for, both inclusive.

    Read are years, months, days, intervals of these, days with a time (as written, whatever the zone),
    unspecified digits ("201X", "2010-05-XX"), sets, and dates marked uncertain or approximate, whose bounds
    are those of their digits. Raises BadDate for everything else, and for what is open, unknown or a season
    at either end: it has no definite day there. Cost: microseconds for plain dates and their intervals, else
    up to 85 ms.
    """
    if not text.strip():
        raise BadDate(f"The date is empty. {_HOW}")
    if len(text) > LONGEST:
        raise BadDate(f"The date is longer than {LONGEST} characters. {_HOW}")
    if not _SIGNS.fullmatch(text):
        raise BadDate(f"The date holds signs that no date has. {_HOW}")
    if _SEASON.search(text):
        raise BadDate(f"“{text}” names a season, which has no definite first and last day. Write the months.")
    first, slash, last = text.partition("/")
    for end, which in ((first, "beginning"), (last, "end")) if slash else ():
        if end in ("", ".."):
            raise BadDate(f"“{text}” has no {which}. Write the first and the last day that it can mean.")
    begun, ended = _plain(first), _plain(last if slash else first)
    found = Days(start=begun.start, end=ended.end) if begun and ended else _from_library(text)
    if found.end < found.start:
        raise BadDate(f"“{text}” ends before it begins.")
    return found


def _plain(text: str) -> Days | None:
    """The days of a plain year, month or day; None where the text has another form."""
    match = _PLAIN.fullmatch(text)
    if match is None:
        return None
    year, month, day = match.groups()
    try:
        start = date(int(year), int(month or 1), int(day or 1))
    except ValueError:
        raise BadDate(f"“{text}” is not in the calendar.") from None
    if day:
        return Days(start=start, end=start)
    last = start.month if month else 12
    return Days(start=start, end=date(start.year, last, monthrange(start.year, last)[1]))


def _from_library(text: str) -> Days:
    """The strict bounds that the EDTF library finds."""
    try:
        found = parse_edtf(text)
        return Days(start=_day(found.lower_strict()), end=_day(found.upper_strict()))
    except Exception:
        raise BadDate(f"“{text}” gives no first and last day. {_HOW}") from None


def _day(bound: struct_time) -> date:
    return date(bound.tm_year, bound.tm_mon, bound.tm_mday)
