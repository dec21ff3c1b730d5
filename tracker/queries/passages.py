"""A text cut into paragraphs and flat segments, so that overlapping excerpts stay tellable apart."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final

from tracker.domain.text import page_breaks, utf16_offset

_BREAK: Final = re.compile(r"\s*\f\s*|\n[^\S\n\f]*(?:\n[^\S\n\f]*)+(?!\f)|\n$")
LANES: Final = 4
"""Ways to underline: excerpts that overlap get different ones, as long as there are not more than these."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Marked:
    """An excerpt in the text: its number in the order of the text, its pieces, the claims on it.

    `overlaps` are the numbers of those that share words with it, `page` is where it begins in a text with pages.
    """

    number: int
    key: str
    pieces: tuple[tuple[int, int], ...]
    claims: tuple[str, ...]
    lane: int
    overlaps: tuple[int, ...]
    page: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment:
    """A run of characters that the same excerpts cover. `opens` are those that begin here."""

    text: str
    covers: tuple[Marked, ...]
    opens: tuple[Marked, ...]

    @property
    def claims(self) -> str:
        return " ".join(claim for excerpt in self.covers for claim in excerpt.claims)

    @property
    def numbers(self) -> str:
        return " ".join(str(excerpt.number) for excerpt in self.covers)

    @property
    def lanes(self) -> str:
        return " ".join(sorted({f"u{excerpt.lane}" for excerpt in self.covers}))


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    """A paragraph, and the place of its first character in the whole text, in UTF-16 units as browsers count.

    The first one of a page says which page begins with it.
    """

    at: int
    page: int | None
    segments: tuple[Segment, ...]


def numbered(
    excerpts: Sequence[tuple[str, tuple[tuple[int, int], ...], tuple[str, ...]]], *, text: str
) -> tuple[Marked, ...]:
    """Excerpts (key, pieces, claims) in the order of the text, with numbers from one and their lanes.

    Cost: for each excerpt, those that are still open where it begins.
    """
    breaks = page_breaks(text=text)
    marked: list[Marked] = []
    open_ones: list[Marked] = []
    shared: dict[int, list[int]] = defaultdict(list)
    for number, (key, pieces, claims) in enumerate(sorted(excerpts, key=lambda each: each[1]), start=1):
        open_ones = [other for other in open_ones if other.pieces[-1][1] > pieces[0][0]]
        over = [other for other in open_ones if _overlap(other.pieces, pieces)]
        for other in over:
            shared[other.number].append(number)
            shared[number].append(other.number)
        taken = {other.lane for other in over}
        this = Marked(
            number=number,
            key=key,
            pieces=pieces,
            claims=claims,
            lane=next((lane for lane in range(LANES) if lane not in taken), LANES - 1),
            overlaps=(),
            page=bisect_left(breaks, pieces[0][0]) + 1 if breaks else None,
        )
        marked.append(this)
        open_ones.append(this)
    return tuple(replace(each, overlaps=tuple(shared[each.number])) for each in marked)


def paragraphs(*, text: str, excerpts: Sequence[Marked]) -> tuple[Paragraph, ...]:
    """The paragraphs of the text: blank lines and page breaks part them, all other characters are kept.

    Joined segments are their paragraph, character for character. Cost: the length of the text, and for each
    piece of an excerpt the number of paragraphs that it touches.
    """
    bounds = _bounds(text)
    here = _by_paragraph(bounds, excerpts)
    breaks = page_breaks(text=text)
    found: list[Paragraph] = []
    at = start = page = 0
    opened: set[int] = set()
    for number, (end, beyond) in enumerate(bounds):
        if start < end:
            segments = _segments(text, start, end, here.get(number, ()), opened)
            before, page = page, bisect_left(breaks, start) + 1 if breaks else 0
            found.append(Paragraph(at=at, page=page if page > before else None, segments=segments))
        part = text[start:beyond]
        at += utf16_offset(text=part, code_points=len(part))
        start = beyond
    return tuple(found)


def _by_paragraph(bounds: list[tuple[int, int]], excerpts: Sequence[Marked]) -> dict[int, list[Marked]]:
    """The excerpts that touch each paragraph, in their order."""
    ends = [end for end, _beyond in bounds]
    here: dict[int, list[Marked]] = defaultdict(list)
    for excerpt in excerpts:
        for first, last in excerpt.pieces:
            for number in range(bisect_right(ends, first), len(bounds)):
                start = bounds[number - 1][1] if number else 0
                if start >= last:
                    break
                if excerpt not in here[number][-1:]:
                    here[number].append(excerpt)
    return here


def _bounds(text: str) -> list[tuple[int, int]]:
    """Where each paragraph ends, and where the next begins."""
    ends = [match.span() for match in _BREAK.finditer(text)]
    return [*ends, (len(text), len(text))]


def _segments(text: str, start: int, end: int, here: Sequence[Marked], opened: set[int]) -> tuple[Segment, ...]:
    edges = {start, end}
    for excerpt in here:
        edges |= {edge for piece in excerpt.pieces for edge in piece if start < edge < end}
    cuts = sorted(edges)
    segments = []
    for a, b in pairwise(cuts):
        covers = tuple(each for each in here if any(x <= a and b <= y for x, y in each.pieces))
        opens = tuple(each for each in covers if each.number not in opened)
        opened.update(each.number for each in opens)
        segments.append(Segment(text=text[a:b], covers=covers, opens=opens))
    return tuple(segments)


def _overlap(one: tuple[tuple[int, int], ...], other: tuple[tuple[int, int], ...]) -> bool:
    return any(a < d and c < b for a, b in one for c, d in other)
