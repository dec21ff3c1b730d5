"""What an editor's form offers: parties, questions with their answers, incidents."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tracker.models import Answer, Distinction, Incident, Party, Question


@dataclass(frozen=True, slots=True, kw_only=True)
class PartyChoice:
    key: str
    name: str
    monogram: str
    kind: str
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerChoice:
    key: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionChoice:
    key: str
    text: str
    kind: str
    incident: str
    answers: tuple[AnswerChoice, ...]
    distinctions: tuple[tuple[str, str], ...]
    """The questions easily taken for this one: (key, why they are two)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """`incidents` are (key, title); questions come in their order."""

    parties: tuple[PartyChoice, ...]
    incidents: tuple[tuple[str, str], ...]
    questions: tuple[QuestionChoice, ...]

    def question(self, key: str) -> QuestionChoice | None:
        return next((question for question in self.questions if question.key == key), None)

    def party(self, key: str) -> PartyChoice | None:
        return next((party for party in self.parties if party.key == key), None)

    def names(self) -> Mapping[str, Sequence[str]]:
        """Every party's names by its key, as the proposals want them."""
        return {party.key: (party.name, *party.names) for party in self.parties}


def choices(*, viewer: object) -> Choices:
    """All that this viewer may choose from: what was merged into another is not. Five queries."""
    answers: dict[str, list[AnswerChoice]] = defaultdict(list)
    for key, text, question in (
        Answer.objects.all()
        .visible_to(viewer)
        .order_by("question_id", "order", "id")
        .values_list("key", "text", "question__key")
    ):
        answers[question].append(AnswerChoice(key=key, text=text))
    apart: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for one, other, note in (
        Distinction.objects.all().visible_to(viewer).order_by("id").values_list("question__key", "other__key", "note")
    ):
        apart[one].append((other, note))
        apart[other].append((one, note))
    return Choices(
        parties=tuple(
            PartyChoice(key=key, name=name, monogram=monogram, kind=kind, names=tuple(names))
            for key, name, monogram, kind, names in Party.objects.all()
            .visible_to(viewer)
            .filter(merged_into__isnull=True)
            .order_by("name", "id")
            .values_list("key", "name", "monogram", "kind", "also_known_as")
        ),
        incidents=tuple(Incident.objects.all().visible_to(viewer).order_by("id").values_list("key", "title")),
        questions=tuple(
            QuestionChoice(
                key=key,
                text=text,
                kind=kind,
                incident=incident,
                answers=tuple(answers[key]),
                distinctions=tuple(apart[key]),
            )
            for key, text, kind, incident in Question.objects.all()
            .visible_to(viewer)
            .filter(merged_into__isnull=True)
            .order_by("incident_id", "order", "id")
            .values_list("key", "text", "kind", "incident__key")
        ),
    )
