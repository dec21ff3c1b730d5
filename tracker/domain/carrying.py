"""What becomes of an excerpt of several pieces, and of its core, in a later text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tracker.domain.anchoring import Alignment, Kind
from tracker.domain.text import find_all

Pieces = tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Carried:
    """Where an excerpt stands in the new text: `pieces` in code points, none where it is gone.

    `score` is the share of letters in common, over all pieces.
    """

    outcome: Kind
    pieces: Pieces
    score: float


def carried(*, alignment: Alignment, pieces: Pieces) -> Carried:
    """Where the pieces of an excerpt are in the new text, taken together.

    exact and moved: each piece is there in the same words, in the same order, and still apart from the next.
    gone: none is there. changed: everything else, also where only some of them are left. Cost: as `find`.
    """
    found = alignment.find_pieces(pieces=pieces)
    places = [(each.start, each.end) for each in found if each.start is not None and each.end is not None]
    if not places:
        return Carried("gone", (), 0.0)
    standing = _apart(places)
    letters = [end - start for start, end in pieces]
    score = sum(each.score * length for each, length in zip(found, letters, strict=True)) / sum(letters)
    kinds = {each.kind for each in found}
    if kinds <= {"exact", "moved"} and list(standing) == places:
        return Carried("exact" if kinds == {"exact"} else "moved", standing, 1.0)
    return Carried("changed", standing, round(min(score, 1.0), 3))


def core_carried(
    *, core: tuple[int, int], old: Sequence[tuple[int, str]], new: Sequence[tuple[int, str]]
) -> tuple[int, int] | None:
    """Where the core of an excerpt stands in its new words; None where that cannot be said.

    `old` and `new` are the pieces, each with its start and its words. The core is carried when its words stand
    as often in the new pieces as in the old ones: it is the same one of them. Cost: linear.
    """
    start, end = core
    words = next((text[start - at : end - at] for at, text in old if at <= start and end <= at + len(text)), "")
    before, after = _places(old, words), _places(new, words)
    if start not in before or len(before) != len(after):
        return None
    place = after[before.index(start)]
    return place, place + len(words)


def _places(pieces: Sequence[tuple[int, str]], words: str) -> list[int]:
    return [at + place for at, text in pieces for place in find_all(text=text, words=words)]


def _apart(places: Sequence[tuple[int, int]]) -> Pieces:
    """The places in order; those that touch or overlap are one."""
    made: list[tuple[int, int]] = []
    for start, end in sorted(places):
        if made and start <= made[-1][1]:
            made[-1] = (made[-1][0], max(made[-1][1], end))
        else:
            made.append((start, end))
    return tuple(made)
