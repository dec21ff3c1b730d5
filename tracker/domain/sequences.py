"""What two sequences have in common, in order: of sentences, or of words.

Method: runs that stand once on either side hold the two together (Bram Cohen's patience diff, here over runs of
items and not over single ones), and what is left between them is compared item by item (longest common
subsequence by Hyyrö's bit-parallel rows, "Bit-parallel LCS-length computation revisited", 2004).
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

_RUNS: Final = (8, 4, 2)
"""Lengths of the runs that may hold two sequences together, the most telling first."""
_LAST_RESORT: Final = (1,)
_ROUNDS: Final = 6
"""How often a stretch is divided by runs of one length, since what is unique in a part may not be in the whole."""
_COMPARISONS: Final = 2_000_000
"""The most pairs of items that one stretch may have to be compared item by item; a longer one has nothing in common."""


class Block(NamedTuple):
    """`size` items from `old` on are the same as those from `new` on."""

    old: int
    new: int
    size: int


class _Stretch(NamedTuple):
    old: int
    old_end: int
    new: int
    new_end: int
    run: int
    rounds: int


def common_blocks(*, old: Sequence[int], new: Sequence[int]) -> list[Block]:
    """The common items of two sequences, in order and without overlap, neighbours joined.

    Exact (a longest common subsequence between the runs that hold) for stretches below the limit. Cost: linear
    in the lengths, times `_ROUNDS` at worst, and some milliseconds for each stretch that is compared item by item;
    seconds for half a million items on each side, whatever they are.
    """
    found: list[Block] = []
    open_stretches = [_Stretch(0, len(old), 0, len(new), 0, _ROUNDS)]
    while open_stretches:
        stretch = _trimmed(old, new, open_stretches.pop(), found)
        pairs = (stretch.old_end - stretch.old) * (stretch.new_end - stretch.new)
        if not pairs:
            continue
        small = pairs <= _COMPARISONS
        runs = _RUNS if small else _RUNS + _LAST_RESORT
        if stretch.run == len(runs) or not stretch.rounds:
            if small:
                found.extend(_longest_common(old, new, stretch))
            continue
        anchors = _anchors(old, new, stretch, runs[stretch.run])
        found.extend(anchors)
        if small or not anchors:
            open_stretches.extend(_between(stretch._replace(run=stretch.run + 1), anchors))
        else:
            open_stretches.extend(_between(stretch._replace(rounds=stretch.rounds - 1), anchors))
    return _joined(found)


def unique_runs(*, old: Sequence[int], new: Sequence[int], size: int) -> Iterator[tuple[int, int]]:
    """The places (in old, in new) of every run of `size` items that stands exactly once on either side.

    In the order of old. Cost: linear.
    """
    places = _once(new, size)
    for place, at in ((place, places.get(run, -1)) for run, place in _once(old, size).items()):
        if at >= 0 and place >= 0 and old[place : place + size] == new[at : at + size]:
            yield place, at


def _once(items: Sequence[int], size: int) -> dict[int, int]:
    """The place of each run by its hash; -1 for one that stands more than once."""
    places: dict[int, int] = {}
    for place, run in enumerate(zip(*(items[shift:] for shift in range(size)), strict=False)):
        key = hash(run)
        places[key] = -1 if key in places else place
    return places


def _trimmed(old: Sequence[int], new: Sequence[int], stretch: _Stretch, found: list[Block]) -> _Stretch:
    """The stretch without what both sides begin and end with, which is added to what was found."""
    o, o_end, n, n_end, run, rounds = stretch
    while o < o_end and n < n_end and old[o] == new[n]:
        o, n = o + 1, n + 1
    if o > stretch.old:
        found.append(Block(stretch.old, stretch.new, o - stretch.old))
    while o < o_end and n < n_end and old[o_end - 1] == new[n_end - 1]:
        o_end, n_end = o_end - 1, n_end - 1
    if o_end < stretch.old_end:
        found.append(Block(o_end, n_end, stretch.old_end - o_end))
    return _Stretch(o, o_end, n, n_end, run, rounds)


def _anchors(old: Sequence[int], new: Sequence[int], stretch: _Stretch, size: int) -> list[Block]:
    """The longest chain of unique runs that stands in the same order on both sides, each as far as it reaches."""
    before = old[stretch.old : stretch.old_end]
    after = new[stretch.new : stretch.new_end]
    blocks: list[Block] = []
    o_end = n_end = 0
    for o, n in _rising(list(unique_runs(old=before, new=after, size=size))):
        if o < o_end or n < n_end:
            continue
        first, reach = 0, size
        while o - first > o_end and n - first > n_end and before[o - first - 1] == after[n - first - 1]:
            first += 1
        while o + reach < len(before) and n + reach < len(after) and before[o + reach] == after[n + reach]:
            reach += 1
        blocks.append(Block(stretch.old + o - first, stretch.new + n - first, first + reach))
        o_end, n_end = o + reach, n + reach
    return blocks


def _rising(pairs: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The longest part of the pairs (sorted by their first number) whose second numbers rise."""
    tails: list[int] = []
    chain: list[int] = []
    before: list[int] = []
    for index, (_, at) in enumerate(pairs):
        length = bisect_left(tails, at)
        before.append(chain[length - 1] if length else -1)
        tails[length : length + 1] = [at]
        chain[length : length + 1] = [index]
    rising = []
    index = chain[-1] if chain else -1
    while index >= 0:
        rising.append(pairs[index])
        index = before[index]
    return rising[::-1]


def _between(stretch: _Stretch, anchors: Sequence[Block]) -> Iterator[_Stretch]:
    o, n = stretch.old, stretch.new
    for block in anchors:
        yield _Stretch(o, block.old, n, block.new, stretch.run, stretch.rounds)
        o, n = block.old + block.size, block.new + block.size
    yield _Stretch(o, stretch.old_end, n, stretch.new_end, stretch.run, stretch.rounds)


def _longest_common(old: Sequence[int], new: Sequence[int], stretch: _Stretch) -> Iterator[Block]:
    """A longest common subsequence, from the end."""
    one, other = range(stretch.old, stretch.old_end), range(stretch.new, stretch.new_end)
    if len(one) <= len(other):
        return (Block(o, n, 1) for o, n in _common_pairs(old, one, new, other))
    return (Block(o, n, 1) for n, o in _common_pairs(new, other, old, one))


def _common_pairs(short: Sequence[int], one: range, long: Sequence[int], other: range) -> Iterator[tuple[int, int]]:
    """One bit for each place of the short side, and one row of bits for each place of the long one that can matter."""
    bits: dict[int, int] = {}
    for shift, place in enumerate(one):
        bits[short[place]] = bits.get(short[place], 0) | 1 << shift
    lines = [place for place in other if long[place] in bits]
    everything = (1 << len(one)) - 1
    row = everything
    rows = [row]
    for place in lines:
        hits = row & bits[long[place]]
        row = ((row + hits) | (row - hits)) & everything
        rows.append(row)
    column, line = len(one), len(lines)
    while column and line:
        bit = 1 << (column - 1)
        if rows[line] & bit:
            column -= 1
            continue
        line -= 1
        if rows[line] & bit:
            column -= 1
            yield one[column], lines[line]


def _joined(blocks: list[Block]) -> list[Block]:
    joined: list[Block] = []
    for block in sorted(blocks):
        last = joined[-1] if joined else None
        if last and (last.old + last.size, last.new + last.size) == (block.old, block.new):
            joined[-1] = last._replace(size=last.size + block.size)
        else:
            joined.append(block)
    return joined
