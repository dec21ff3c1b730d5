"""What pages show of the record, beside what the rules look at: names, texts, words, dates as written.

Rows are plain and frozen, by the record's own keys; `tracker.queries.load` reads them from the database.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class PartyRow:
    key: str
    slug: str
    name: str
    monogram: str
    kind: str
    also_known_as: tuple[str, ...] = ()

    @property
    def short(self) -> str:
        """The name in a chain strip: the monogram where the party is known by it, else its name."""
        return self.monogram if self.kind != "state" and self.monogram in self.also_known_as else self.name


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceRow:
    key: str
    slug: str
    title: str
    publisher: str
    author: str
    published: str
    url: str
    language: str
    rights: str
    extent: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerRow:
    key: str
    text: str
    about: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionRow:
    """A question with its answers in their order; `number` counts the incident's questions from 1."""

    key: str
    incident: str
    slug: str
    number: int
    text: str
    kind: str
    exclusive: bool
    unit: str
    answers: tuple[AnswerRow, ...]

    def answer(self, *, key: str) -> AnswerRow:
        return next(answer for answer in self.answers if answer.key == key)


@dataclass(frozen=True, slots=True, kw_only=True)
class CaptureRow:
    """A text in which a source was captured, and when."""

    key: str
    captured_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class WordsRow:
    """An excerpt: pieces as ranges of code points of its snapshot, and the words of each.

    `gone_from` is the last capture of which an editor said that these words are not in it.
    """

    key: str
    source: str
    pieces: tuple[tuple[int, int], ...]
    exact: tuple[str, ...]
    gloss: str = ""
    gloss_language: str = ""
    redacted: bool = False
    capture: CaptureRow
    gone_from: CaptureRow | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimRow:
    """A claim as it is shown. `said` is EDTF text, `said_start` and `said_end` its bounds."""

    key: str
    words: str
    core: tuple[int, int] | None
    cue: str
    question: str
    answer: str | None
    speaker: str
    polarity: str
    certainty: str
    act: str
    manner: str
    conditional: bool
    said: str
    said_start: date
    said_end: date
    said_note: str = ""
    coding_note: str = ""
    relays: tuple[str, ...] = ()
    retracts: str | None = None
    revision: int = 1
    published_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DistinctionRow:
    question: str
    other: str
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentRow:
    key: str
    slug: str
    title: str
    summary: str
    occurred: str
    place: str
    sides: tuple[str, ...]
    frozen: bool = False
    changed: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Display:
    """Incidents, ready to be shown. Mappings are by key; questions and claims keep their order."""

    incidents: Mapping[str, IncidentRow]
    parties: Mapping[str, PartyRow]
    sources: Mapping[str, SourceRow]
    questions: Mapping[str, QuestionRow]
    words: Mapping[str, WordsRow]
    claims: Mapping[str, ClaimRow]
    distinctions: tuple[DistinctionRow, ...] = field(default=())

    def questions_of(self, *, incident: str) -> tuple[QuestionRow, ...]:
        return tuple(row for row in self.questions.values() if row.incident == incident)

    def source_of(self, *, claim: ClaimRow) -> SourceRow:
        return self.sources[self.words[claim.words].source]
