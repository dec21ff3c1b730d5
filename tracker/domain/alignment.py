"""Which places of an old text are which of a new one: sentences first, then the words of those that changed.

Every word of the new text goes to one place of the old at most. That is what keeps a sentence that was cut
from being found in its near twin: the twin has an owner already.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from typing import Final, NamedTuple

from tracker.domain.pairing import Sentence, similar_pairs
from tracker.domain.sentences import Span, sentences, words
from tracker.domain.sequences import Block, common_blocks, unique_runs

_TELLING: Final = 12
"""Letters from which on equal words are no coincidence within the same changed passage."""
_UNMISTAKABLE: Final = 24
"""Letters from which on equal words, which stand nowhere else, are no coincidence in the whole text."""
_SEED: Final = 4


class Run(NamedTuple):
    """Words from `old` to `old_end` that stand from `new` to `new_end` of the new text, but for case and quotes."""

    old: int
    old_end: int
    new: int
    new_end: int


class Aligned(NamedTuple):
    """What the new text has kept, in the order of the old; and the sentences of both."""

    runs: list[Run]
    old_sentences: list[Span]
    new_sentences: list[Span]


class _Side:
    """One of the two texts: its sentences, and the words of those that have no equal on the other side."""

    def __init__(self, text: str, numbers: dict[str, int]) -> None:
        self.text = text
        self.numbers = numbers
        """Equal words and equal sentences of both sides have equal numbers."""
        self.spans = list(sentences(text=text))
        self.keys = [self.number(" ".join(text[start:end].split())) for start, end in self.spans]
        self.match = [-1] * len(self.spans)
        """The equal sentence of the other side, or -1."""
        self.gap = [0] * len(self.spans)
        """How many runs of equal sentences stand before each."""
        self.places: list[Span] = []
        self.words: list[int] = []
        self.weights: list[int] = []
        self.owner: list[int] = []
        """For each word, the equal word of the other side, or -1."""

    def number(self, key: str) -> int:
        return self.numbers.setdefault(key, len(self.numbers))

    def loose(self) -> Iterator[Sentence]:
        """Takes the sentences without an equal apart into words."""
        for index, span in enumerate(self.spans):
            if self.match[index] < 0:
                first = len(self.words)
                for word in words(text=self.text, span=span):
                    self.places.append(Span(word.start, word.end))
                    self.words.append(self.number(word.key))
                    self.weights.append(word.weight)
                self.owner.extend([-1] * (len(self.words) - first))
                yield Sentence(
                    first=first,
                    words=self.words[first:],
                    weights=self.weights[first:],
                    gap=self.gap[index],
                    place=span.start / len(self.text),
                )


def aligned(*, old: str, new: str) -> Aligned:
    """Everything that the new text has kept of the old, sentences first and then words.

    Cost: linear in the lengths, but for what `common_blocks` takes; texts of 1 MB in some seconds, whatever they
    hold, and in tenths of a second where most sentences are kept.
    """
    numbers: dict[str, int] = {}
    before, after = _Side(old, numbers), _Side(new, numbers)
    _match_equal(before, after)
    _match_moved(before, after)
    runs = [
        run for index, match in enumerate(before.match) if match >= 0 for run in _equal(before, after, index, match)
    ]
    loose, others = list(before.loose()), list(after.loose())
    for one, other in similar_pairs(old=loose, new=others):
        blocks = common_blocks(old=one.words, new=other.words)
        _own(before, after, (Block(one.first + o, other.first + n, size) for o, n, size in blocks))
    _match_rest(before, after, loose, others)
    _match_moved_words(before, after)
    runs.extend(_word_runs(before, after))
    return Aligned(_joined(sorted(runs), old, new), before.spans, after.spans)


def _match_equal(before: _Side, after: _Side) -> None:
    """The sentences that stayed, in order."""
    blocks = common_blocks(old=before.keys, new=after.keys)
    for o, n, size in blocks:
        for shift in range(size):
            _pair(before, after, o + shift, n + shift)
    for side, starts in ((before, [block.old for block in blocks]), (after, [block.new for block in blocks])):
        side.gap = [bisect_right(starts, index) for index in range(len(side.spans))]


def _match_moved(before: _Side, after: _Side) -> None:
    """Equal sentences at other places: telling ones where they are as many on both sides, and then their neighbours."""
    free: dict[int, list[int]] = {}
    for index, key in enumerate(after.keys):
        if after.match[index] < 0:
            free.setdefault(key, []).append(index)
    asking: dict[int, list[int]] = {}
    for index, key in enumerate(before.keys):
        if before.match[index] < 0 and key in free and _weight(before, index) >= _TELLING:
            asking.setdefault(key, []).append(index)
    for key, places in asking.items():
        for index, match in zip(places, free[key], strict=False):
            if before.match[index] >= 0 or after.match[match] >= 0:  # it followed a neighbour
                continue
            _pair(before, after, index, match)
            for step in (-1, 1):
                _follow(before, after, index + step, match + step, step)


def _follow(before: _Side, after: _Side, index: int, match: int, step: int) -> None:
    while (
        0 <= index < len(before.keys)
        and 0 <= match < len(after.keys)
        and before.match[index] < 0
        and after.match[match] < 0
        and before.keys[index] == after.keys[match]
    ):
        _pair(before, after, index, match)
        index, match = index + step, match + step


def _pair(before: _Side, after: _Side, index: int, match: int) -> None:
    before.match[index], after.match[match] = match, index


def _weight(side: _Side, index: int) -> int:
    return sum(word.weight for word in words(text=side.text, span=side.spans[index]))


def _equal(before: _Side, after: _Side, index: int, match: int) -> Iterator[Run]:
    """An equal sentence as one run; where it was wrapped anew, word by word."""
    span, other = before.spans[index], after.spans[match]
    if before.text[span.start : span.end] == after.text[other.start : other.end]:
        yield Run(*span, *other)
        return
    for one, its in zip(words(text=before.text, span=span), words(text=after.text, span=other), strict=True):
        yield Run(one.start, one.end, its.start, its.end)


def _own(before: _Side, after: _Side, blocks: Iterable[Block]) -> None:
    for o, n, size in blocks:
        before.owner[o : o + size] = range(n, n + size)
        after.owner[n : n + size] = range(o, o + size)


def _match_rest(before: _Side, after: _Side, loose: Sequence[Sentence], others: Sequence[Sentence]) -> None:
    """What pairs of sentences left over: sentences that were joined or divided, words that went next door."""
    rest, room = _free_by_gap(before, loose), _free_by_gap(after, others)
    for gap in rest.keys() & room.keys():
        mine, theirs = rest[gap], room[gap]
        blocks = common_blocks(old=[before.words[o] for o in mine], new=[after.words[n] for n in theirs])
        for block in blocks:
            pairs = zip(
                mine[block.old : block.old + block.size], theirs[block.new : block.new + block.size], strict=True
            )
            _own(before, after, [run for run in _unbroken(pairs) if _tells(before, run, _TELLING)])


def _free_by_gap(side: _Side, loose: Sequence[Sentence]) -> dict[int, list[int]]:
    free: dict[int, list[int]] = {}
    for sentence in loose:
        places = range(sentence.first, sentence.first + len(sentence.words))
        free.setdefault(sentence.gap, []).extend(place for place in places if side.owner[place] < 0)
    return free


def _match_moved_words(before: _Side, after: _Side) -> None:
    """Words that went elsewhere, in or without their sentence: a run that stands nowhere else, as far as it reaches."""
    rest = [place for place, owner in enumerate(before.owner) if owner < 0]
    room = [place for place, owner in enumerate(after.owner) if owner < 0]
    seeds = unique_runs(old=[before.words[o] for o in rest], new=[after.words[n] for n in room], size=_SEED)
    for seed, its in seeds:
        o, n = rest[seed], room[its]
        if before.owner[o] >= 0 or after.owner[n] >= 0:
            continue
        size = 0
        while _free(before, after, o - 1, n - 1):
            o, n, size = o - 1, n - 1, size + 1
        while _free(before, after, o + size, n + size):
            size += 1
        if _tells(before, Block(o, n, size), _UNMISTAKABLE):
            _own(before, after, [Block(o, n, size)])


def _free(before: _Side, after: _Side, o: int, n: int) -> bool:
    return (
        0 <= o < len(before.words)
        and 0 <= n < len(after.words)
        and before.owner[o] < 0
        and after.owner[n] < 0
        and before.words[o] == after.words[n]
    )


def _tells(side: _Side, block: Block, letters: int) -> bool:
    return sum(side.weights[block.old : block.old + block.size]) >= letters


def _unbroken(pairs: Iterable[tuple[int, int]]) -> list[Block]:
    """Pairs of equal words as runs of words that stand side by side in both texts."""
    blocks: list[Block] = []
    for o, n in pairs:
        last = blocks[-1] if blocks else None
        if last and (last.old + last.size, last.new + last.size) == (o, n):
            blocks[-1] = last._replace(size=last.size + 1)
        else:
            blocks.append(Block(o, n, 1))
    return blocks


def _word_runs(before: _Side, after: _Side) -> Iterator[Run]:
    for place, owner in enumerate(before.owner):
        if owner >= 0:
            yield Run(*before.places[place], *after.places[owner])


def _joined(runs: Sequence[Run], old: str, new: str) -> list[Run]:
    """Neighbours become one where they stand verbatim, with the same between them."""
    joined: list[Run] = []
    for run in runs:
        last = joined[-1] if joined else None
        if (
            last
            and last.new_end <= run.new
            and run.old - last.old_end == run.new - last.new_end
            and run.old_end - run.old == run.new_end - run.new
            and last.old_end - last.old == last.new_end - last.new
            and old[last.old_end : run.old] == new[last.new_end : run.new]
        ):
            joined[-1] = Run(last.old, run.old_end, last.new, run.new_end)
        else:
            joined.append(run)
    return joined
