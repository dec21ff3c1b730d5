"""How much two texts share: the sequences of five words that stand in both, by hashes of them.

A short text keeps the hash of every sequence. A long one keeps only those that end in a number of zero bits, about
`MOST` of them: which ones does not depend on the text, so that an extract and the whole still have them in common.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import reduce
from operator import or_
from typing import Final
from zlib import crc32

WORDS: Final = 5
MOST: Final = 4096
"""Hashes that are kept of one text, at most."""

_SAMPLED: Final = MOST // 4
"""A text with fewer hashes keeps all of them."""

# Hangul has spaces between its words; in Chinese and Japanese every character counts as one
_CJK: Final = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_WORD: Final = re.compile(f"[{_CJK}]|[^\\W_{_CJK}]+")


def shingles(*, text: str) -> list[int]:
    """The hashes that are kept of a text, ascending, as signed numbers of 32 bits; none of fewer than five words.

    Letter case, punctuation, spaces, line breaks and how a letter is composed make no difference.
    """
    return sorted(each - (1 << 32) if each >> 31 else each for each in _sampled(set(_hashes(text))))


def shared(*, ours: Sequence[int], theirs: Sequence[int]) -> tuple[float, float]:
    """Which part of our text stands in theirs, and which of theirs in ours: from 0 to 1.

    Zero for both where fewer than three sequences are shared, unless a text has no more than that.
    """
    level = max(_level(ours), _level(theirs))
    mine, other = _at(level, ours), _at(level, theirs)
    both = len(mine & other)
    if not both or both < min(3, len(mine), len(other)):
        return 0.0, 0.0
    return both / len(mine), both / len(other)


def _hashes(text: str) -> Iterator[int]:
    words = _WORD.findall(unicodedata.normalize("NFKC", text).casefold())
    for start in range(len(words) - WORDS + 1):
        yield crc32(" ".join(words[start : start + WORDS]).encode())


def _sampled(hashes: set[int]) -> set[int]:
    level = 0
    while len(hashes) > MOST:
        level += 1
        hashes = {each for each in hashes if not each & ((1 << level) - 1)}
    return hashes


def _level(hashes: Sequence[int]) -> int:
    """The number of zero bits in which all of them end; a thousand do not share one by accident."""
    if len(hashes) < _SAMPLED:
        return 0
    ends = reduce(or_, hashes)
    return (ends & -ends).bit_length() - 1


def _at(level: int, hashes: Sequence[int]) -> set[int]:
    return {each for each in hashes if not each & ((1 << level) - 1)}
