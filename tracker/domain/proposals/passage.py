"""What a proposer is given, and what it gives back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

Field = Literal["cue", "relay", "speaker", "manner", "certainty", "said", "act", "polarity", "conditional", "answer"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """A party as words may call it: its name first, then its other names and its monogram."""

    key: str
    kind: str
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Worded:
    """An answer with its question, as a marked passage may give it. `about` is the name of whom it is laid to."""

    key: str
    text: str
    question: str
    about: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """Marked words and where they stand.

    `core` are the words among them that carry the answer, empty for all; `before` what stands
    in front of them. `publisher` is the key of the source's, `heading` its title and author,
    `published` its date (EDTF).
    """

    words: str
    core: str = ""
    before: str = ""
    publisher: str
    heading: str = ""
    published: str = ""
    parties: Sequence[Named] = ()
    answers: Sequence[Worded] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """A suggestion for one field of a claim, with the words that suggest it. Never more than that.

    `value` is what the field would hold: a party's or an answer's key, a word of the field's vocabulary, an EDTF
    date, or a cue verbatim. `words` is empty where not words but their absence speaks.
    """

    field: Field
    value: str
    words: str
