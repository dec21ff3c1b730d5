"""The rows of a case file, checked and typed, with everything that is shown and every source's text."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from tracker.domain.record import (
    Act,
    Certainty,
    Days,
    Manner,
    PartyKind,
    Polarity,
    QuestionKind,
    Record,
    Value,
)

Extent = Literal["whole", "extract", "quotation"]


@dataclass(frozen=True, slots=True)
class Dated:
    """A date as it was written (EDTF), and its first and last day."""

    text: str
    days: Days


@dataclass(frozen=True, slots=True)
class IncidentRow:
    """Its key is its slug."""

    key: str
    title: str
    summary: str
    occurred: Dated
    place: str
    sides: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PartyRow:
    """Its key is its slug. Outside ids are empty where none is given."""

    key: str
    name: str
    monogram: str
    kind: PartyKind
    also_known_as: tuple[str, ...]
    country: str
    wikidata: str


@dataclass(frozen=True, slots=True)
class AffiliationRow:
    member: str
    organisation: str
    role: str
    speaks_for: bool
    start: date | None
    end: date | None
    grounds: str


@dataclass(frozen=True, slots=True)
class SourceRow:
    """`content` is its text, as it stands in `file`, the path inside the case's folder."""

    key: str
    slug: str
    title: str
    publisher: str
    author: str
    published: Dated
    url: str
    language: str
    rights: str
    extent: Extent
    translation_of: str | None
    file: str
    content: str


@dataclass(frozen=True, slots=True)
class AnswerRow:
    key: str
    text: str
    about: str | None
    value: Value | None


@dataclass(frozen=True, slots=True)
class QuestionRow:
    """A question and its answers, in their order."""

    key: str
    incident: str
    slug: str
    text: str
    kind: QuestionKind
    exclusive: bool
    unit: str
    answers: tuple[AnswerRow, ...]


@dataclass(frozen=True, slots=True)
class Piece:
    """Words and where they stand in their source's text, in code points, [start, end)."""

    quote: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class ClaimRow:
    """`core` is the range in the source's text that carries the answer, or None for the whole excerpt."""

    key: str
    source: str
    pieces: tuple[Piece, ...]
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
    said: Dated
    said_note: str
    coding_note: str
    relays: tuple[str, ...]
    retracts: str | None
    gloss: str
    gloss_language: str


@dataclass(frozen=True, slots=True)
class ReasonRow:
    claim: str
    answer: str
    direction: Literal["supports", "undermines"]


@dataclass(frozen=True, slots=True)
class DistinctionRow:
    question: str
    other: str
    note: str


@dataclass(frozen=True, slots=True)
class CaseFile:
    """A whole case without fault. Mappings are by key and keep the file's order; the rules read `record`."""

    incidents: Mapping[str, IncidentRow]
    parties: Mapping[str, PartyRow]
    affiliations: tuple[AffiliationRow, ...]
    sources: Mapping[str, SourceRow]
    questions: Mapping[str, QuestionRow]
    claims: Mapping[str, ClaimRow]
    reasons: tuple[ReasonRow, ...]
    distinctions: tuple[DistinctionRow, ...]
    record: Record
