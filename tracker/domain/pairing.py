"""Which sentence became which: the changed sentences of two texts, in pairs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final, NamedTuple

_ALIKE_HERE: Final = 0.4
"""The share of letters in common from which on a sentence between the same neighbours is the old one, changed."""
_ALIKE_ELSEWHERE: Final = 0.65
"""The same for a sentence somewhere else in the text."""
_FEW: Final = 64
"""So many pairs between the same neighbours are all compared."""
_RARE: Final = 8
"""Two words side by side that stand in more sentences than that do not tell which one is meant."""
_CANDIDATES: Final = 4


class Sentence(NamedTuple):
    """A sentence without an equal: its words, as numbers, and where it stands."""

    first: int
    """The number of its first word among all such words of its text."""
    words: Sequence[int]
    weights: Sequence[int]
    """What each word tells, in letters."""
    gap: int
    """Sentences with the same number stand between the same equal sentences."""
    place: float
    """From 0 at the beginning to 1 at the end of the text."""


class _Likeness(NamedTuple):
    """Sorts the likest first; of equally like ones the nearest."""

    unlike: float
    distance: float
    old: int
    new: int


def similar_pairs(*, old: Sequence[Sentence], new: Sequence[Sentence]) -> Iterator[tuple[Sentence, Sentence]]:
    """Pairs of sentences of which one became the other, each sentence in one pair at most.

    The likest pair first (Sørensen's and Dice's share of letters in common), so that of near twins each gets its
    own. Cost: linear in the words, times `_RARE` and `_CANDIDATES` at most, whatever the sentences are.
    """
    bags, others = [_bag(sentence) for sentence in old], [_bag(sentence) for sentence in new]
    likenesses = []
    for index, match in _candidates(old, new):
        here = old[index].gap == new[match].gap
        likeness = _likeness(bags[index], others[match])
        if likeness >= (_ALIKE_HERE if here else _ALIKE_ELSEWHERE):
            distance = abs(old[index].place - new[match].place)
            likenesses.append(_Likeness(1 - likeness, distance, index, match))
    taken, given = set[int](), set[int]()
    for _, _, index, match in sorted(likenesses):
        if index not in taken and match not in given:
            taken.add(index)
            given.add(match)
            yield old[index], new[match]


def _candidates(old: Sequence[Sentence], new: Sequence[Sentence]) -> Iterator[tuple[int, int]]:
    """Pairs worth comparing: between the same neighbours where these are few, and those with rare words in common."""
    neighbours, others = _by_gap(old), _by_gap(new)
    holders: dict[tuple[int, int], list[int]] = {}
    for match, sentence in enumerate(new):
        for pair in set(pairwise(sentence.words)):
            holders.setdefault(pair, []).append(match)
    for index, sentence in enumerate(old):
        votes = Counter[int]()
        for pair in set(pairwise(sentence.words)):
            holding = holders.get(pair, ())
            if len(holding) <= _RARE:
                votes.update(holding)
        near = others.get(sentence.gap, ())
        if len(near) * len(neighbours[sentence.gap]) > _FEW:
            near = ()
        for match in dict.fromkeys([*near, *(match for match, _ in votes.most_common(_CANDIDATES))]):
            yield index, match


def _by_gap(sentences: Sequence[Sentence]) -> dict[int, list[int]]:
    gaps: dict[int, list[int]] = {}
    for index, sentence in enumerate(sentences):
        gaps.setdefault(sentence.gap, []).append(index)
    return gaps


def _bag(sentence: Sentence) -> Counter[int]:
    """The letters of each word, over all times that it stands there."""
    bag = Counter[int]()
    for word, weight in zip(sentence.words, sentence.weights, strict=True):
        bag[word] += weight
    return bag


def _likeness(bag: Counter[int], other: Counter[int]) -> float:
    if len(bag) > len(other):
        bag, other = other, bag
    common = sum([min(bag[word], other[word]) for word in bag.keys() & other.keys()])
    return 2 * common / ((bag.total() + other.total()) or 1)
