"""The record: the rows that every rule of the domain is computed from.

Rows are plain, frozen and complete; they come from the database (`tracker.queries.record`) or from a
case file (`tracker.interop.casefile`) and are the same either way. Keys are the domain's own
immutable keys ("Y1", "k01", "dprk"), never database ids.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Literal

PartyKind = Literal["state", "agency", "body", "person", "media", "unnamed"]
QuestionKind = Literal["yesno", "choice", "quantity", "time", "naming"]
Polarity = Literal["affirms", "denies", "declines"]
Certainty = Literal["certain", "probable", "possible", "unspecified"]
Act = Literal["state", "restate", "concede", "decline", "retract"]
Manner = Literal["own voice", "direct", "mixed", "indirect", "presupposed"]

Bound = Decimal | date


@dataclass(frozen=True, slots=True)
class Days:
    """The first and the last day of an EDTF date, both inclusive."""

    start: date
    end: date


@dataclass(frozen=True, slots=True)
class Value:
    """A closed range of numbers or of days; a missing bound is open."""

    low: Bound | None
    high: Bound | None


@dataclass(frozen=True, slots=True)
class Party:
    key: str
    kind: PartyKind


@dataclass(frozen=True, slots=True)
class Affiliation:
    """`member` belongs to `organisation` on the days from `start` up to, not including, `end`."""

    member: str
    organisation: str
    speaks_for: bool
    start: date | None
    end: date | None


@dataclass(frozen=True, slots=True)
class Incident:
    key: str
    occurred: Days
    sides: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    key: str
    about: str | None
    value: Value | None


@dataclass(frozen=True, slots=True)
class Question:
    """A question with its answers in their order."""

    key: str
    incident: str
    kind: QuestionKind
    exclusive: bool
    answers: tuple[Answer, ...]


@dataclass(frozen=True, slots=True)
class Source:
    key: str
    translation_of: str | None


@dataclass(frozen=True, slots=True)
class Claim:
    """One attributed speech act. `relays` run from the publisher inward."""

    key: str
    source: str
    question: str
    answer: str | None
    speaker: str
    polarity: Polarity
    certainty: Certainty
    act: Act
    manner: Manner
    conditional: bool
    said: Days
    relays: tuple[str, ...]
    retracts: str | None


@dataclass(frozen=True, slots=True)
class Record:
    """Everything that the rules may look at. Mappings are by key; questions and claims keep their order."""

    parties: Mapping[str, Party] = field(default_factory=dict)
    affiliations: tuple[Affiliation, ...] = ()
    incidents: Mapping[str, Incident] = field(default_factory=dict)
    sources: Mapping[str, Source] = field(default_factory=dict)
    questions: Mapping[str, Question] = field(default_factory=dict)
    claims: Mapping[str, Claim] = field(default_factory=dict)
