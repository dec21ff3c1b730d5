"""What `load_case` takes: a whole case as rows of the record's tables, references by key.

A field is named as the column that it goes into, so a row says by itself what it is compared with.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from tracker.domain.record import (
    Act,
    Certainty,
    Manner,
    PartyKind,
    Polarity,
    QuestionKind,
    Value,
)

Span = tuple[date | None, date | None]
"""[from, to); None where open or unknown."""


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """What is wrong: in which record ("claims k01"), in which field ("" for the record), and why, in words."""

    record: str
    field: str
    reason: str

    def __str__(self) -> str:
        return f"{self.record}: {self.field} {self.reason}".replace(":  ", ": ")


class LoadRefused(ValueError):
    """A case that was not loaded, with every fault that was found. Nothing was written."""

    def __init__(self, *, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(map(str, self.faults)))


class Row(Protocol):
    """A row that knows the name by which people find it in the case file."""

    @property
    def label(self) -> str: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentRow:
    key: str
    slug: str
    title: str
    summary: str
    occurred: str
    occurred_start: date
    occurred_end: date
    place: str

    @property
    def label(self) -> str:
        return f"incidents {self.key}"


@dataclass(frozen=True, slots=True, kw_only=True)
class SideRow:
    incident: str
    party: str

    @property
    def label(self) -> str:
        return f"incidents {self.incident}, side {self.party}"


@dataclass(frozen=True, slots=True, kw_only=True)
class PartyRow:
    key: str
    slug: str
    name: str
    monogram: str
    kind: PartyKind
    also_known_as: tuple[str, ...]
    country_code: str
    wikidata: str

    @property
    def label(self) -> str:
        return f"parties {self.key}"


@dataclass(frozen=True, slots=True, kw_only=True)
class AffiliationRow:
    member: str
    organisation: str
    role: str
    speaks_for: bool
    during: Span
    grounds: str

    @property
    def label(self) -> str:
        return f"affiliations {self.member} - {self.organisation}"


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceRow:
    key: str
    slug: str
    title: str
    publisher: str
    author: str
    published: str
    published_start: date
    published_end: date
    url: str
    language: str
    rights: str
    extent: str
    translation_of: str | None

    @property
    def label(self) -> str:
        return f"sources {self.key}"


@dataclass(frozen=True, slots=True, kw_only=True)
class TextRow:
    """The text of a source as it was read; `captured_from` says where."""

    source: str
    text: str
    captured_from: str

    @property
    def label(self) -> str:
        return f"sources {self.source}"


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionRow:
    key: str
    incident: str
    slug: str
    text: str
    kind: QuestionKind
    exclusive: bool
    unit: str

    @property
    def label(self) -> str:
        return f"questions {self.key}"


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerRow:
    key: str
    question: str
    text: str
    about: str | None
    number: Value | None
    days: Value | None

    @property
    def label(self) -> str:
        return f"questions {self.question}, answer {self.key}"


@dataclass(frozen=True, slots=True, kw_only=True)
class DistinctionRow:
    question: str
    other: str
    note: str

    @property
    def label(self) -> str:
        return f"distinctions {self.question} - {self.other}"


@dataclass(frozen=True, slots=True, kw_only=True)
class ExcerptRow:
    """Verbatim words of a source's text: pieces in code points, and the words of each."""

    source: str
    pieces: tuple[tuple[int, int], ...]
    exact: tuple[str, ...]
    gloss: str
    gloss_language: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimRow:
    """A claim with what belongs to it: its relays from the publisher inward, its reasons as (answer, direction)."""

    key: str
    excerpt: ExcerptRow
    core: tuple[int, int] | None
    question: str
    answer: str | None
    speaker: str
    polarity: Polarity
    certainty: Certainty
    act: Act
    conditional: bool
    manner: Manner
    cue: str
    said: str
    said_start: date
    said_end: date
    said_note: str
    coding_note: str
    retracts: str | None
    relays: tuple[str, ...]
    reasons: tuple[tuple[str, str], ...]

    @property
    def label(self) -> str:
        return f"claims {self.key}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A whole case, each table in the order of the file; every key that a row names is in it."""

    incidents: tuple[IncidentRow, ...]
    sides: tuple[SideRow, ...]
    parties: tuple[PartyRow, ...]
    affiliations: tuple[AffiliationRow, ...]
    sources: tuple[SourceRow, ...]
    texts: tuple[TextRow, ...]
    questions: tuple[QuestionRow, ...]
    answers: tuple[AnswerRow, ...]
    distinctions: tuple[DistinctionRow, ...]
    claims: tuple[ClaimRow, ...]
