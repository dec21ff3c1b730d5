"""Text as it is kept: newlines, places in it, and what changed from one wording to another."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from difflib import SequenceMatcher
from typing import Final, Literal, NamedTuple

Op = Literal["kept", "added", "removed"]

PAGE_BREAK: Final = "\f"
"""Between the pages of a text that was printed."""

_UNKEEPABLE: Final = re.compile("[\0\ud800-\udfff]")
_PARTS: Final = re.compile(r"\s+|\w+|[^\w\s]")


class BadText(ValueError):
    """A text that cannot be kept; the message is a sentence for the person who gave it."""


class Change(NamedTuple):
    """A run of words that was kept, added or removed, with the spaces between them as they were."""

    op: Op
    words: str


def normalise_newlines(*, text: str) -> str:
    """The text with CRLF and CR as LF, and nothing else changed."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def refuse_bad_text(*, text: str) -> None:
    """Raises BadText for what no database or export can hold: a NUL, or half of a surrogate pair."""
    bad = _UNKEEPABLE.search(text)
    if bad is None:
        return
    what = "a NUL character" if bad.group() == "\0" else "half a character (a lone surrogate)"
    raise BadText(f"The text holds {what} at position {bad.start()}. Remove it.")


def find_all(*, text: str, words: str) -> tuple[int, ...]:
    """Every place, in code points, at which the words stand in the text verbatim; also overlapping ones.

    Empty words stand nowhere. Cost: one search of the text for each hit.
    """
    return tuple(_places(text, words)) if words else ()


def page_breaks(*, text: str) -> tuple[int, ...]:
    """The places of the form feeds, which stand between the pages of a text that has any. Cost: one search."""
    return find_all(text=text, words=PAGE_BREAK) if PAGE_BREAK in text else ()


def page_of(*, text: str, at: int) -> int | None:
    """The page, from one, on which the character at this place stands; None in a text without pages.

    A form feed belongs to the page that it ends. Cost: one search of the text.
    """
    breaks = page_breaks(text=text)
    return bisect_left(breaks, at) + 1 if breaks else None


def utf16_offset(*, text: str, code_points: int) -> int:
    """The place in UTF-16 units (JavaScript) of a place in code points. IndexError outside the text.

    Cost: linear in the offset.
    """
    if not 0 <= code_points <= len(text):
        raise IndexError(f"{code_points} is outside a text of {len(text)} code points")
    return code_points + sum(character > "\uffff" for character in text[:code_points])


def code_point_offset(*, text: str, utf16_units: int) -> int:
    """The place in code points of a place in UTF-16 units. IndexError outside the text.

    A place between the halves of a pair is that of the character: it cannot be cut. Cost: linear.
    """
    units = 0
    for place, character in enumerate(text):
        width = 2 if character > "\uffff" else 1
        if units <= utf16_units < units + width:
            return place
        units += width
    if utf16_units != units:
        raise IndexError(f"{utf16_units} is outside a text of {units} UTF-16 units")
    return len(text)


def word_changes(*, before: str, after: str) -> tuple[Change, ...]:
    """What turns one wording into the other, by words, signs and spaces; for showing a correction.

    What is kept and removed joins to `before`, what is kept and added to `after`. Cost: quadratic in the
    number of words at worst; meant for quotes and notes, not for whole sources.
    """
    old, new = _PARTS.findall(before), _PARTS.findall(after)
    changes: list[Change] = []
    for tag, i1, i2, j1, j2 in SequenceMatcher(a=old, b=new, autojunk=False).get_opcodes():
        if tag == "equal":
            changes.append(Change("kept", "".join(old[i1:i2])))
            continue
        if i1 < i2:
            changes.append(Change("removed", "".join(old[i1:i2])))
        if j1 < j2:
            changes.append(Change("added", "".join(new[j1:j2])))
    return tuple(changes)


def _places(text: str, words: str) -> Iterator[int]:
    place = text.find(words)
    while place >= 0:
        yield place
        place = text.find(words, place + 1)
