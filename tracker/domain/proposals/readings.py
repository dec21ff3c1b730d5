"""What the words themselves tell of a claim: quoted or reported, hedged, on which day, said again."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Final

from tracker.domain.dates import BadDate, days
from tracker.domain.proposals.cues import Cue

Read = tuple[str, str]
"""A value and the words that suggest it."""

_QUOTED: Final = re.compile(r"[\"“„«「『][^\"“”„«»「」『』]{2,2000}(?:[\"”»」』]|$)")
_PROBABLE: Final = re.compile(
    r"\b(?:most\s+likely|more\s+likely|very\s+likely|likely|unlikely|probabl[ey]|presumably|apparently)\b",
    re.IGNORECASE,
)
_POSSIBLE: Final = re.compile(
    r"\b(?:perhaps|possibly|maybe|may(?!\s+\d)\s+(?:have|be|not)|might|could\s+(?:have|be)|it\s+is\s+possible)\b"
)
_STARTS_POSSIBLE: Final = re.compile(r"\b(?:Perhaps|Possibly|Maybe)\b")
_AGAIN: Final = re.compile(r"\b[Aa]s\s+(?:already|previously|earlier)\s+(?:reported|stated|said|announced)\b")
_IF: Final = re.compile(r"^\s*(?:that\s+)?if\b", re.IGNORECASE)

_WEEKDAYS: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS: Final = "January|February|March|April|May|June|July|August|September|October|November|December"
_DAY: Final = re.compile(
    rf"\b(?P<weekday>{'|'.join(_WEEKDAYS)})\b"
    rf"|\b(?P<near>today|yesterday)\b(?!['’])"
    rf"|\b(?P<month>{_MONTHS}|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)"
    r"\.?\s+(?P<day>\d{1,2})(?:,\s+(?P<year>\d{4}))?\b(?![\d:])"
    rf"|\b(?P<day2>\d{{1,2}})\s+(?P<month2>{_MONTHS})(?:\s+(?P<year2>\d{{4}}))?\b"
)
_QUOTE_ENDS: Final = re.compile(r"[\"”»]\s*(?:[\w.'’-]+\s+){0,5}$")
_CLAUSE: Final = re.compile(r"\bthat\b|[\"“”;:]")
_NOT_ITS_DAY: Final = re.compile(r"\b(?:in|during|since|until)\s+$")
_NEAR_BEFORE: Final = 5
_NEAR_AFTER: Final = 4
_NEAR_BEHIND_A_QUOTATION: Final = 12
"""Words between a reporter's verb and a day that belongs to it."""


def manner(*, sentence: str, cue: Cue, outer: bool) -> Read:
    """How the words are told by the sentence that holds the verb; `outer` says that the verb itself is told by
    somebody else."""
    quoted = list(_QUOTED.finditer(sentence))
    if not quoted or (outer and cue.kind == "says" and _whole(sentence, quoted)):
        return ("indirect", "")
    words = quoted[0].group()
    return ("direct" if _whole(sentence, quoted) else "mixed", words)


def _whole(sentence: str, quoted: list[re.Match[str]]) -> bool:
    """Whether the quotation is all that is told: it opens the sentence and ends as a clause, or fills most of it."""
    first = quoted[0]
    told = first.group().rstrip('"”»」』').rstrip()
    if sentence[: first.start()].strip(" '‘(") == "":
        return told.endswith((",", ".", "!", "?", "…", "。")) or sentence[first.end() : first.end() + 1] == ","
    return sentence[: first.start()].rstrip().endswith((":", ",")) and told.endswith((".", "!", "?"))


def certainty(*, cue: Cue | None, words: str) -> Read | None:
    """The speaker's own hedge, where one stands in the words; unspecified where nobody says it for sure."""
    if cue is not None and cue.kind in ("declines", "is said of"):
        return ("unspecified", cue.words)
    if found := _PROBABLE.search(words):
        return ("probable", found.group())
    if found := _POSSIBLE.search(words) or _STARTS_POSSIBLE.search(words):
        return ("possible", found.group())
    return None


def stance(*, cue: Cue | None, words: str) -> tuple[Read | None, Read | None]:
    """Act and polarity, where the verb leaves no doubt about them."""
    if cue is None:
        again = _AGAIN.search(words)
        return (("restate", again.group()) if again else None, None)
    if cue.kind == "declines":
        return ("decline", cue.words), ("declines", cue.words)
    if cue.kind == "again":
        return ("restate", cue.words), None
    if cue.kind == "concedes":
        return ("concede", cue.words), None
    return None, ("denies", cue.words) if cue.kind == "denies" else None


def conditional(*, text: str, cue: Cue | None) -> Read | None:
    """Said under an "if": the verb's own words begin with one."""
    found = _IF.match(text[cue.end : cue.end + 12]) if cue and cue.kind == "says" else None
    return ("1", f"{cue.words}{found.group()}") if cue and found else None


def said(*, text: str, span: tuple[int, int], cues: Sequence[Cue], published: str) -> Read | None:
    """The day on which it was said, from a day that stands beside a verb, against the day of publication.

    None where no day stands there, or the source was not published on one day: then nothing is sure.
    """
    try:
        bounds = days(text=published)
    except BadDate:
        return None
    if bounds.start != bounds.end:
        return None
    found: list[tuple[int, str, date]] = []
    for match in _DAY.finditer(text, *span):
        when = _resolved(match, bounds.start)
        for cue in cues if when else ():
            far = _distance(text, cue, match)
            if far is not None and when is not None:
                found.append((far, match.group(), when))
    if not found:
        return None
    _far, words, day = min(found)
    return (day.isoformat(), words)


def _distance(text: str, cue: Cue, day: re.Match[str]) -> int | None:
    """Words between a verb and a day that belongs to it; None where the day belongs to what is told."""
    if day.end() <= cue.start:
        between, most = text[day.end() : cue.start], _NEAR_BEFORE
    else:
        behind = _QUOTE_ENDS.search(text[: cue.start])
        between, most = text[cue.end : day.start()], _NEAR_BEHIND_A_QUOTATION if behind else _NEAR_AFTER
        if _NOT_ITS_DAY.search(between):
            return None
    far = len(between.split())
    return None if far > most or _CLAUSE.search(between) else far


def _resolved(match: re.Match[str], published: date) -> date | None:
    """The day that is meant: the last such one that is not after publication."""
    if match["weekday"]:
        back = (published.weekday() - _WEEKDAYS.index(match["weekday"])) % 7
        return published - timedelta(days=back)
    if match["near"]:
        return published - timedelta(days=match["near"] == "yesterday")
    name, day, year = (match[each] or match[f"{each}2"] for each in ("month", "day", "year"))
    month = next(number for number, each in enumerate(_MONTHS.split("|"), 1) if each.startswith(name[:3]))
    try:
        if year:
            when = date(int(year), month, int(day))
        else:
            when = date(published.year, month, int(day))
            if when > published:
                when = date(published.year - 1, month, int(day))
    except ValueError:
        return None
    return when if when <= published else None
