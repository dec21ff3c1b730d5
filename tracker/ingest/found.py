"""What is found in a file, and the refusal of one that is not read. Knows neither Django nor any parser."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final, Literal, NamedTuple

Origin = Literal["json-ld", "open-graph", "meta", "markup", "properties", "text"]
Field = Literal["title", "byline", "published", "language", "publisher", "address"]

LARGEST: Final = 20 * 1024 * 1024
"""Bytes of the largest file."""

LONGEST: Final = 2_000_000
"""Characters of the longest text that is read out of one."""

PAGE_BREAK: Final = "\n\f"
"""What stands between the pages of a PDF: the form feed that plain text has always had for it."""


class Proposal(NamedTuple):
    """A value for a field of the source, and what in the file says so."""

    value: str
    origin: Origin


@dataclass(slots=True, kw_only=True)
class Found:
    """A text as it was read. `pages` are the places, in code points, at which the pages of a PDF begin."""

    text: str
    media_type: str
    charset: str = ""
    pages: list[int] = field(default_factory=list)
    proposals: dict[Field, Proposal] = field(default_factory=dict)


class Unreadable(Exception):
    """Why a file is not read: a key of `sentences.SENTENCES`, and what its sentence names."""

    def __init__(self, why: str, **facts: str | int) -> None:
        super().__init__(why)
        self.why = why
        self.facts = facts
