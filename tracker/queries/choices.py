"""What an editor's form offers: parties, questions with their answers, incidents."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from tracker.models import Answer, Incident, Party, Question


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


def choices(*, viewer: object) -> Choices:
    """All that this viewer may choose from: what was merged into another is not. Four queries."""
    answers: dict[str, list[AnswerChoice]] = defaultdict(list)
    for key, text, question in (
        Answer.objects.all()
        .visible_to(viewer)
        .order_by("question_id", "order", "id")
        .values_list("key", "text", "question__key")
    ):
        answers[question].append(AnswerChoice(key=key, text=text))
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
            )
            for key, text, kind, incident in Question.objects.all()
            .visible_to(viewer)
            .filter(merged_into__isnull=True)
            .order_by("incident_id", "order", "id")
            .values_list("key", "text", "kind", "incident__key")
        ),
    )
