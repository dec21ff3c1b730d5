"""Words in context: the piece of a text that holds what a search asked for, with that marked."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from tracker.domain.searching import Asked, Part, Token, tokens

SHOWN: Final = 280
"""Characters of a text that are shown around what was found."""


class Stretch(NamedTuple):
    """A run of a text, and whether it is what was looked for."""

    text: str
    found: bool


@dataclass(frozen=True, slots=True)
class Context:
    """Words in context: joined, the stretches are a piece of the text, cut where they say."""

    stretches: tuple[Stretch, ...]
    cut_before: bool
    cut_after: bool

    @property
    def found(self) -> bool:
        return any(stretch.found for stretch in self.stretches)


def candidates(*, texts: Iterable[str], asked: Asked) -> tuple[str, ...]:
    """Words of the texts that may be other forms of a word asked for: those that begin alike."""
    begins = {part.tokens[0].folded[:2] for part in asked.parts if part.by_stem}
    words = {token.folded for text in texts for token in tokens(text=text)}
    return tuple(sorted(word for word in words if word[:2] in begins and word.isascii()))


def context(*, text: str, asked: Asked, forms: frozenset[str], most: int = SHOWN) -> Context:
    """The piece of a text that holds most of what was asked for, with that marked.

    `forms` are the words that count as forms of the words asked for by stem. Linear.
    """
    spans = _joined(_found(text, asked, forms))
    start, end = _window(text, spans, most)
    return Context(tuple(_stretches(text, spans, start, end)), start > 0, end < len(text))


def _found(text: str, asked: Asked, forms: frozenset[str]) -> list[tuple[int, int]]:
    words = tokens(text=text)
    spans: list[tuple[int, int]] = []
    for part in asked.parts:
        if part.by_stem:
            spans += [(word.start, word.end) for word in words if word.folded in forms and _alike(word, part)]
        elif len(part.tokens) == 1 and part.tokens[0].cjk:
            spans += [span for word in words if word.cjk for span in _within(word, part.tokens[0].folded)]
        else:
            spans += _runs(words, part.tokens)
    return spans


def _alike(word: Token, part: Part) -> bool:
    return word.folded[:2] == part.tokens[0].folded[:2]


def _within(word: Token, wanted: str) -> list[tuple[int, int]]:
    """The places of a part of a CJK word; the whole word where folding changed its length."""
    if wanted not in word.folded:
        return []
    if len(word.folded) != word.end - word.start:
        return [(word.start, word.end)]
    return [
        (word.start + at, word.start + at + len(wanted))
        for at in range(len(word.folded))
        if word.folded.startswith(wanted, at)
    ]


def _runs(words: Sequence[Token], wanted: Sequence[Token]) -> list[tuple[int, int]]:
    """Where the tokens of a phrase stand one after the other; its last CJK word may go on, its first begin before."""

    def fits(word: Token, want: Token, place: int) -> bool:
        if word.cjk and want.cjk and place == 0 and len(wanted) > 1:
            return word.folded.endswith(want.folded)
        if word.cjk and want.cjk and place == len(wanted) - 1:
            return word.folded.startswith(want.folded)
        return word.folded == want.folded

    size = len(wanted)
    return [
        (
            words[at].end - _part(words[at], wanted[0]),
            words[at + size - 1].start + _part(words[at + size - 1], wanted[-1]),
        )
        for at in range(len(words) - size + 1)
        if all(fits(words[at + place], wanted[place], place) for place in range(size))
    ]


def _part(word: Token, want: Token) -> int:
    """How many characters of a word are those wanted: a CJK word may go on; all of it where folding changed lengths."""
    length = word.end - word.start
    return len(want.folded) if word.cjk and length == len(word.folded) else length


def _joined(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    joined: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


def _window(text: str, spans: Sequence[tuple[int, int]], most: int) -> tuple[int, int]:
    """Where the piece that is shown begins and ends: at words, around as many finds as fit."""
    if len(text) <= most:
        return 0, len(text)
    room = most * 2 // 3
    best, holds, beyond = 0, 0, 0
    for nth, (start, _) in enumerate(spans):
        while beyond < len(spans) and spans[beyond][1] <= start + room:
            beyond += 1
        if beyond - nth > holds:
            best, holds = start, beyond - nth
    start = max(0, min(best - (most - room) // 2, len(text) - most))
    end = min(len(text), start + most)
    if start > 0 and (space := _space(text, start, min(start + 40, best))) is not None:
        start = space + 1
    if end < len(text) and (last := text.rfind(" ", end - 40, end)) > start:
        end = last
    return start, end


def _space(text: str, start: int, end: int) -> int | None:
    at = text.find(" ", start, end)
    return at if at >= 0 else None


def _stretches(text: str, spans: Iterable[tuple[int, int]], start: int, end: int) -> Iterable[Stretch]:
    at = start
    for first, last in spans:
        first, last = max(first, start), min(last, end)
        if first >= last:
            continue
        if at < first:
            yield Stretch(text[at:first], False)
        yield Stretch(text[first:last], True)
        at = last
    if at < end:
        yield Stretch(text[at:end], False)
