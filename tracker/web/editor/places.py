"""From words that were marked or pasted to places in the text. The one place where UTF-16 becomes code points."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _

from tracker.domain.text import code_point_offset, find_all, utf16_offset

Pieces = tuple[tuple[int, int], ...]

GAP: Final = " […] "
"""Between the pieces of an excerpt, as text."""

CONTEXT: Final = 60
"""Characters on each side that tell two places apart."""

_GAP: Final = re.compile(r"\s*\[(?:…|\.\.\.)\]\s*")
_RANGE: Final = re.compile(r"(\d{1,9})-(\d{1,9})")


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """One of several places at which the words stand, with what surrounds it there."""

    start: int
    before: str
    words: str
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Located:
    """Either `pieces` (in code points), or the `places` to choose from, or what is wrong in `error`."""

    pieces: Pieces = ()
    places: tuple[Place, ...] = ()
    error: str = ""


def located(*, text: str, words: str, ranges: str = "", place: str = "") -> Located:
    """Where the words stand in the text.

    `ranges` are the places as the browser sent them; they count where exactly these words stand there.
    Otherwise the words are searched, in pieces where they hold " […] ", spaces and line breaks taken for one
    another; `place` is the start that was chosen where they stand twice.
    """
    if not words.strip():
        return Located(error=_("Mark the words, or paste them from the text."))
    pieces = marked(text=text, ranges=ranges)
    if pieces and words.split() == joined(text, pieces).split():
        return Located(pieces=pieces)
    found: list[tuple[int, int]] = []
    for number, part in enumerate(_GAP.split(words.strip())):
        hits = [hit for hit in _hits(text, part) if not found or hit[0] > found[-1][1]]
        if not hits:
            return Located(error=_missing(part, after_others=bool(found)))
        if number == 0 and len(hits) > 1:
            chosen = [hit for hit in hits if str(hit[0]) == place]
            if not chosen:
                return Located(
                    places=tuple(_place(text, hit) for hit in hits[:50]),
                    error=_("These words stand in the text %(times)s times. Say which you mean.")
                    % {"times": len(hits)},
                )
            hits = chosen
        found.append(hits[0])
    return Located(pieces=tuple(found))


def inside(*, text: str, pieces: Pieces, words: str) -> tuple[int, int] | None:
    """The first place of the words inside the pieces, or None. For the core of an excerpt."""
    for start, end in pieces:
        for a, b in _hits(text[start:end], words.strip()):
            return start + a, start + b
    return None


def joined(text: str, pieces: Pieces) -> str:
    """The words of the pieces as they are shown."""
    return GAP.join(text[start:end] for start, end in pieces)


def for_browser(*, text: str, pieces: Pieces) -> str:
    """The places in UTF-16 units, as the browser's script reads them."""
    return ",".join(
        f"{utf16_offset(text=text, code_points=start)}-{utf16_offset(text=text, code_points=end)}"
        for start, end in pieces
    )


def marked(*, text: str, ranges: str) -> Pieces:
    """Places as the browser sent them ("12-40,55-60", in UTF-16 units), in code points; none where they are bad."""
    parts = [_RANGE.fullmatch(part) for part in ranges.split(",")[:50]] if ranges else []
    try:
        return tuple(
            (
                code_point_offset(text=text, utf16_units=int(found[1])),
                code_point_offset(text=text, utf16_units=int(found[2])),
            )
            for found in parts
            if found
        )
    except IndexError:
        return ()


def _hits(text: str, words: str) -> list[tuple[int, int]]:
    """Verbatim, else with any space or line break for any other."""
    if not words:
        return []
    exact = [(start, start + len(words)) for start in find_all(text=text, words=words)]
    if exact:
        return exact
    parts = words.split()
    if len(parts) < 2 or len(parts) > 2_000:
        return []
    return [match.span() for match in re.finditer(r"\s+".join(map(re.escape, parts)), text)]


def _place(text: str, hit: tuple[int, int]) -> Place:
    start, end = hit
    return Place(
        start=start,
        before=text[max(0, start - CONTEXT) : start],
        words=text[start:end],
        after=text[end : end + CONTEXT],
    )


def _missing(part: str, *, after_others: bool) -> str:
    shown = part if len(part) <= 80 else part[:79] + "…"
    if after_others:
        return _("“%(words)s” does not stand in the text after the piece before it.") % {"words": shown}
    return _("“%(words)s” does not stand in the text, character for character.") % {"words": shown}
