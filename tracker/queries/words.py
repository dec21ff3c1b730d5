"""A quotation as it is shown: which words answer, which can wait, which are the reporter's verb."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from tracker.queries.display import WordsRow

LONG = 320
"""Above this many characters a sentence is cut at a word; the whole is one press away."""

SHOWN = 240
GAP = " […] "

_SENTENCE_END = re.compile(r"[.!?。]+[\"'”’)\]]*\s+")
_ABBREVIATION = re.compile(
    r"(?:\b[A-Z]|\b(?:Mr|Mrs|Ms|Dr|Gen|Adm|Sen|Gov|St|No|vs|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec|a\.m|p\.m))\.\s+$"
)
_ENDED = re.compile(r"[.!?。][\"'”’)\]]*\s*$")
_RIGHT_TO_LEFT = frozenset({"ar", "arc", "ckb", "dv", "fa", "he", "ku", "ps", "sd", "ug", "ur", "yi"})


@dataclass(frozen=True, slots=True)
class Segment:
    """A run of the words: `part` tells whether it is shown at once, `cue` whether it is the reporter's verb."""

    text: str
    part: Literal["before", "shown", "after"]
    cue: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """The words of an excerpt. Joined segments are the excerpt, character for character.

    `opens_late` and `ends_early` say that the excerpt begins or ends inside a sentence.
    """

    words: str
    segments: tuple[Segment, ...]
    language: str
    direction: Literal["ltr", "rtl"]
    length: int
    cut_before: bool
    cut_after: bool
    opens_late: bool
    ends_early: bool
    gloss: str
    gloss_language: str
    redacted: bool

    @property
    def cut(self) -> bool:
        return self.cut_before or self.cut_after


def direction_of(*, language: str) -> Literal["ltr", "rtl"]:
    """The direction in which the language is written, from its BCP 47 tag."""
    return "rtl" if language.split("-", maxsplit=1)[0].lower() in _RIGHT_TO_LEFT else "ltr"


def quote(*, words: WordsRow, core: tuple[int, int] | None, cue: str, language: str) -> Quote:
    """The excerpt, its answering sentence shown first. `core` is a range of the snapshot. No query."""
    text = GAP.join(words.exact)
    start, end = _shown(text, _in_text(words, core))
    return Quote(
        words=words.key,
        segments=_segments(text, start, end, cue),
        language=language,
        direction=direction_of(language=language),
        length=len(text),
        cut_before=start > 0,
        cut_after=end < len(text),
        opens_late=text[:1].islower(),
        ends_early=not _ENDED.search(text),
        gloss=words.gloss,
        gloss_language=words.gloss_language,
        redacted=words.redacted,
    )


def _in_text(words: WordsRow, core: tuple[int, int] | None) -> tuple[int, int] | None:
    """Where a range of the snapshot stands in the joined pieces."""
    if core is None:
        return None
    offset = 0
    for (start, end), exact in zip(words.pieces, words.exact, strict=True):
        if start <= core[0] and core[1] <= end:
            return offset + core[0] - start, offset + core[1] - start
        offset += len(exact) + len(GAP)
    return None


def _shown(text: str, core: tuple[int, int] | None) -> tuple[int, int]:
    """The sentences that the core touches; a very long one ends at a word."""
    start, end = 0, len(text)
    if core is not None:
        for stop in _stops(text):
            if stop <= core[0]:
                start = stop
            elif stop >= core[1]:
                end = stop
                break
        end = len(text[:end].rstrip()) if end < len(text) else end
    if end - start > LONG:
        least = max(start + SHOWN, core[1] if core else 0)
        space = text.find(" ", least)
        end = space if 0 <= space < end else end
    return start, end


def _stops(text: str) -> list[int]:
    """Where a sentence ends and the next begins."""
    return [
        match.end()
        for match in _SENTENCE_END.finditer(text)
        if not text[match.end() : match.end() + 1].islower() and not _ABBREVIATION.search(text, 0, match.end())
    ]


def _segments(text: str, start: int, end: int, cue: str) -> tuple[Segment, ...]:
    at = text.find(cue, start, end) if cue else -1
    if cue and at < 0:
        at = text.find(cue)
    marks = {0, start, end, len(text)} | ({at, at + len(cue)} if at >= 0 else set())
    edges = sorted(marks)
    return tuple(
        Segment(
            text=text[a:b],
            part="before" if b <= start else "after" if a >= end else "shown",
            cue=at >= 0 and at <= a and b <= at + len(cue),
        )
        for a, b in pairwise(edges)
        if a < b
    )
