"""Where marked words of an old text stand in a new one."""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from tracker.domain.alignment import Run, aligned
from tracker.domain.sentences import Span

Kind = Literal["exact", "moved", "changed", "gone"]

LONGEST: Final = 4_000_000
"""The longest text, in code points, that is compared."""
_STILL_THERE: Final = 0.45
"""The share of letters in common from which on words are the old ones, changed."""
_STRANGE: Final = 0.5
"""What a letter that is not of the excerpt takes away from a place; one that is of it adds 1."""
_ADDED: Final = 0.2
"""The same for a letter added within a sentence: a changed sentence is one thing still."""
_BACK: Final = 24
"""So many pieces of an excerpt back is looked for one to go on from, where those between went elsewhere."""


class TooLong(ValueError):
    """A text that is not compared; the message is a sentence for the person who gave it."""


@dataclass(frozen=True, slots=True)
class Found:
    """Where the words of an excerpt stand in the new text, in code points, and how much of them is left.

    exact: the same words at the same place. moved: the same words at another. changed: other words, which have
    taken the place of the old ones; `score` is the share of letters in common, below 1. gone: nowhere.
    """

    kind: Kind
    start: int | None
    end: int | None
    score: float


GONE: Final = Found(kind="gone", start=None, end=None, score=0.0)


class Alignment:
    """An old and a new text, compared once, to ask about many excerpts.

    Raises TooLong. Cost: see `aligned`.
    """

    def __init__(self, *, old: str, new: str) -> None:
        for text in (old, new):
            if len(text) > LONGEST:
                raise TooLong(f"The text has {len(text):,} characters; at most {LONGEST:,} are compared.")
        self.old, self.new = old, new
        self._runs, self._old_sentences, self._new_sentences = aligned(old=old, new=new)
        self._taken = sorted(self._runs, key=lambda run: run.new)

    def find_pieces(self, *, pieces: Sequence[tuple[int, int]]) -> tuple[Found, ...]:
        """Where each piece of an excerpt of several is, in the order given. Otherwise as `find`."""
        return tuple(self.find(start=start, end=end) for start, end in pieces)

    def find(self, *, start: int, end: int) -> Found:
        """Where the words from `start` up to `end` of the old text are in the new one.

        IndexError for a range that is empty or outside the old text. Cost: linear in the excerpt and its parts.
        """
        if not 0 <= start < end <= len(self.old):
            raise IndexError(f"{start} to {end} is no range of a text of {len(self.old)} code points")
        words = self.old[start:end]
        first = start + len(words) - len(words.lstrip())
        last = first + len(words.strip())
        pieces = list(self._pieces(first, last))
        group = self._nearest(pieces)
        if not group:
            return GONE
        place, place_end = group[0].new, group[-1].new_end
        if self.old[first:last] == self.new[place:place_end]:
            place, place_end = self._with_spaces(start, end, first, last, place, place_end)
            kind: Kind = "exact" if place == start and place_end == end else "moved"
            return Found(kind=kind, start=place, end=place_end, score=1.0)
        kept = sum(_letters(self.old[piece.old : piece.old_end]) for piece in group)
        score = 2 * kept / (_letters(words) + _letters(self.new[place:place_end]))
        if score < _STILL_THERE:
            return GONE
        return Found(
            kind="changed",
            start=self._from(group[0], first),
            end=self._to(group[-1], last),
            score=round(min(score, 1.0), 3),
        )

    def _pieces(self, start: int, end: int) -> Iterator[Run]:
        """What the new text has kept of a range, in the order of the old."""
        for index in range(bisect_right(self._runs, start, key=lambda run: run.old_end), len(self._runs)):
            run = self._runs[index]
            if run.old >= end:
                return
            cut, cut_end = max(start - run.old, 0), max(run.old_end - end, 0)
            if run.old_end - run.old != run.new_end - run.new:  # one word in two spellings
                cut = cut_end = 0
            yield Run(run.old + cut, run.old_end - cut_end, run.new + cut, run.new_end - cut_end)

    def _nearest(self, pieces: Sequence[Run]) -> Sequence[Run]:
        """The pieces that stand together in the new text, in order: the most letters for the fewest strange ones.

        The best local chain, as in local alignment (Smith and Waterman, 1981). Cost: linear, times `_BACK`.
        """
        gains: list[float] = []
        links: list[int] = []
        for index, piece in enumerate(pieces):
            gain, link = 0.0, -1
            for before in range(max(0, index - _BACK), index):
                reached = gains[before] - self._strangeness(pieces[before].new_end, piece)
                if reached > gain:
                    gain, link = reached, before
            gains.append(gain + piece.new_end - piece.new)
            links.append(link)
        chain = []
        index = max(range(len(pieces)), key=gains.__getitem__, default=-1)
        while index >= 0:
            chain.append(pieces[index])
            index = links[index]
        return chain[::-1]

    def _strangeness(self, end: int, piece: Run) -> float:
        """What is taken away for the letters of the new text from `end` up to the piece."""
        if piece.new < end:
            return math.inf
        within = _at(self._new_sentences, end - 1).end >= piece.new_end
        return (_ADDED if within else _STRANGE) * (piece.new - end)

    def _with_spaces(self, start: int, end: int, first: int, last: int, place: int, place_end: int) -> tuple[int, int]:
        """The place together with the spaces that the excerpt begins and ends with, where they are there too."""
        before, after = self.old[start:first], self.old[last:end]
        if self.new.endswith(before, 0, place):
            place -= len(before)
        if self.new.startswith(after, place_end):
            place_end += len(after)
        return place, place_end

    def _from(self, piece: Run, start: int) -> int:
        """The start of the place, with the words that took the place of those before the first kept one."""
        sentence = _at(self._old_sentences, piece.old)
        index = bisect_right(self._runs, piece.old, key=lambda run: run.old) - 1
        whole = start <= sentence.start
        if not whole:
            lost = self.old[self._runs[index - 1].old_end if index else 0 : piece.old].strip()
            if not lost or start > piece.old - len(lost):
                return piece.new
        floor = _at(self._new_sentences, piece.new).start
        for place in reversed(range(bisect_left(self._taken, piece.new, key=lambda run: run.new))):
            taken = self._taken[place]
            if taken.new_end <= floor:
                break
            if not (whole and sentence.start <= taken.old < sentence.end):
                floor = taken.new_end
                break
        return piece.new - len(self.new[floor : piece.new].lstrip())

    def _to(self, piece: Run, end: int) -> int:
        """The end of the place, with the words that took the place of those after the last kept one."""
        sentence = _at(self._old_sentences, piece.old_end - 1)
        index = bisect_left(self._runs, piece.old_end, key=lambda run: run.old)
        whole = end >= sentence.end
        if not whole:
            lost = self.old[piece.old_end : self._runs[index].old if index < len(self._runs) else sentence.end].strip()
            if not lost or end < piece.old_end + len(lost):
                return piece.new_end
        ceiling = _at(self._new_sentences, piece.new_end - 1).end
        for place in range(bisect_left(self._taken, piece.new_end, key=lambda run: run.new), len(self._taken)):
            taken = self._taken[place]
            if taken.new >= ceiling:
                break
            if not (whole and sentence.start <= taken.old < sentence.end):
                ceiling = taken.new
                break
        return piece.new_end + len(self.new[piece.new_end : ceiling].rstrip())


def _at(spans: Sequence[Span], place: int) -> Span:
    """The last of the spans that begins at a place or before it."""
    return spans[bisect_right(spans, place, key=lambda span: span.start) - 1]


def _letters(text: str) -> int:
    return sum(map(len, text.split()))
