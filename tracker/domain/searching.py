"""What a reader's search asks for, and the index that answers it: words, phrases, parts of CJK words.

Chinese, Japanese and Korean are written without the spaces that a search needs, or with endings glued on: their
words are kept as pairs of neighbouring characters, so that every part of a word is found. The same folding
serves the index, the question, and the marks in what was found.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache
from typing import Final, Literal, NamedTuple

MOST: Final = 12
"""Words and phrases that one search looks for; what comes after them is left out, and said."""

READ: Final = 50_000
"""Characters of a source's text that it is found by."""

_LONGEST: Final = 100
_MARKS: Final = re.compile("[\u0300-\u036f]")
_SIGNS: Final = re.compile(r"[\W_]")
_CJK: Final = (
    r"\u1100-\u11ff\u3005-\u3007\u3040-\u30ff\u3130-\u318f\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff"
    r"\ua960-\ua97f\uac00-\ud7ff\uf900-\ufaff\uff66-\uff9f\U00020000-\U0003ffff"
)
_TOKEN: Final = re.compile(rf"(?P<cjk>[{_CJK}\u3099\u309a]+)|(?:[^\W_{_CJK}][\u0300-\u036f]*)+")
_QUOTED: Final = re.compile(r"[\"“”„‟«»「」『』]")
_CLOSED: Final = re.compile(r"\"([^\"]*)\"|[“„‟”]([^“”„‟]*)[”“]|«([^»]*)»|「([^」]*)」|『([^』]*)』")
_SPELLED: Final = str.maketrans(
    {"ø": "o", "đ": "d", "ð": "d", "ł": "l", "ħ": "h", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th", "ŋ": "ng"}
)

# what Postgres' English knows as too common to be kept; a test compares the two
COMMON: Final = frozenset((
    "i", "me", "my", "myself", "we", "our", "ours", "ourselves", "you", "your", "yours", "yourself", "yourselves",
    "he", "him", "his", "himself", "she", "her", "hers", "herself", "it", "its", "itself", "they", "them", "their",
    "theirs", "themselves", "what", "which", "who", "whom", "this", "that", "these", "those", "am", "is", "are",
    "was", "were", "be", "been", "being", "have", "has", "had", "having", "do", "does", "did", "doing", "a", "an",
    "the", "and", "but", "if", "or", "because", "as", "until", "while", "of", "at", "by", "for", "with", "about",
    "against", "between", "into", "through", "during", "before", "after", "above", "below", "to", "from", "up",
    "down", "in", "out", "on", "off", "over", "under", "again", "further", "then", "once", "here", "there", "when",
    "where", "why", "how", "all", "any", "both", "each", "few", "more", "most", "other", "some", "such", "no",
    "nor", "not", "only", "own", "same", "so", "than", "too", "very", "s", "t", "can", "will", "just", "don",
    "should", "now",
))  # fmt: skip


class Token(NamedTuple):
    """A word of a text: where it stands, and what it is compared by."""

    start: int
    end: int
    folded: str
    cjk: bool


@dataclass(frozen=True, slots=True)
class Part:
    """Something to be found: a word, or a phrase that must stand exactly so. `text` is as it was typed."""

    kind: Literal["word", "phrase"]
    text: str
    tokens: tuple[Token, ...]

    @property
    def common(self) -> bool:
        """A word that nearly every English text holds."""
        return self.kind == "word" and self.tokens[0].folded in COMMON

    @property
    def by_stem(self) -> bool:
        """A word that is looked for in all its English forms."""
        return self.kind == "word" and self.tokens[0].folded.isascii()


@dataclass(frozen=True, slots=True)
class Asked:
    """A search as it is understood. `common` words are left out; `left_out` counts what came after the first MOST.

    `name` is the whole as it would stand in a list of names.
    """

    parts: tuple[Part, ...]
    common: tuple[str, ...]
    unclosed: bool
    left_out: int
    name: str

    @property
    def stems(self) -> str:
        """The words that are looked for by stem."""
        return " ".join(part.tokens[0].folded for part in self.parts if part.by_stem)

    @property
    def exact(self) -> str:
        """What is looked for as it stands, as a tsquery."""
        return " & ".join(f"({exactly(part=part)})" for part in self.parts if not part.by_stem)


@lru_cache(maxsize=20_000)
def fold(word: str) -> str:
    """A word without case, width and diacritics: Ōsaka and OSAKA are osaka. Hangul and kana stay whole."""
    plain = _MARKS.sub("", unicodedata.normalize("NFKD", word))
    return _SIGNS.sub("", unicodedata.normalize("NFC", plain).casefold().translate(_SPELLED))[:_LONGEST]


def tokens(*, text: str) -> list[Token]:
    """The words of a text in order, CJK runs apart from the others. Linear."""
    return [
        Token(match.start(), match.end(), folded, match["cjk"] is not None)
        for match in _TOKEN.finditer(text)
        if (folded := fold(match.group()))
    ]


def as_name(*, text: str) -> str:
    """A name as names are compared: its folded words, with one space between."""
    return " ".join(token.folded for token in tokens(text=text))


def asked(*, text: str) -> Asked:
    """What a reader typed, understood: quoted phrases, and single words. Nothing that is typed is refused.

    A quotation mark that is never closed is taken for none. Linear in the text.
    """
    found: list[Part] = []
    at = 0
    for match in _CLOSED.finditer(text):
        found += _words(text[at : match.start()])
        inner = next(group for group in match.groups() if group is not None)
        if words := tokens(text=inner):
            found.append(Part("phrase", inner.strip(), tuple(words)))
        at = match.end()
    rest = text[at:]
    found += _words(rest)
    parts = list({(part.kind, *(token.folded for token in part.tokens)): part for part in found}.values())
    kept = [part for part in parts if not part.common]
    return Asked(
        parts=tuple(kept[:MOST]),
        common=tuple(part.text for part in parts if part.common),
        unclosed=bool(_QUOTED.search(rest)),
        left_out=max(0, len(kept) - MOST),
        name=as_name(text=text),
    )


def _words(text: str) -> list[Part]:
    return [Part("word", text[token.start : token.end], (token,)) for token in tokens(text=text)]


def pairs(*, run: str, last: bool) -> tuple[str, ...]:
    """The pairs of neighbouring characters of a CJK run; with `last`, its last character alone as well."""
    two = tuple(run[at : at + 2] for at in range(len(run) - 1))
    return (*two, run[-1]) if last else two


def exactly(*, part: Part) -> str:
    """The tsquery of a part as it stands, over what `vector` makes."""
    steps: list[str] = []
    for nth, token in enumerate(part.tokens, start=1):
        if not token.cjk:
            steps.append(f"'{token.folded}'")
        elif nth < len(part.tokens):
            steps += [f"'{pair}'" for pair in pairs(run=token.folded, last=True)]
        elif len(token.folded) == 1:
            steps.append(f"'{token.folded}':*")
        else:
            steps += [f"'{pair}'" for pair in pairs(run=token.folded, last=False)]
    return " <-> ".join(steps)


def vector(*, fields: Sequence[tuple[str, str]]) -> str:
    """The tsvector literal of some texts, each with its weight (A to D): words as they stand, CJK words as pairs.

    A phrase is never found across two texts. Linear.
    """
    places: dict[str, list[str]] = {}
    at = 0
    for text, weight in fields:
        for token in tokens(text=text):
            for lexeme in pairs(run=token.folded, last=True) if token.cjk else (token.folded,):
                at += 1
                places.setdefault(lexeme, []).append(f"{min(at, 16383)}{weight}")
        at += 2
    return " ".join(f"'{lexeme}':{','.join(where[:250])}" for lexeme, where in places.items())


def english(*, text: str) -> str:
    """The words of a text that have English stems, for Postgres to stem."""
    return " ".join(token.folded for token in tokens(text=text) if token.folded.isascii())


def nearest(*, word: str, names: Iterable[str]) -> str | None:
    """The word of some names that a mistyped word most likely means; None where none is near. For a few names.

    A word of three letters or fewer is near to too many.
    """
    if len(word) < 4:
        return None
    near = max(((SequenceMatcher(None, word, o).ratio(), o) for name in names for o in name.split()), default=(0, ""))
    return near[1] if near[0] >= 0.75 and near[1] != word else None
