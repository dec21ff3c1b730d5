"""Every public revision of a claim: who changed what, when and why, counted from its publication."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from tracker.domain.text import Change, word_changes
from tracker.models import Answer, Claim, Excerpt, Party, Question, User

FIELDS = ("polarity", "certainty", "act", "manner", "conditional", "cue", "said", "said_note", "coding_note")


@dataclass(frozen=True, slots=True, kw_only=True)
class Altered:
    """A field of the claim, before and after, word by word."""

    field: str
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Revision:
    """`number` counts public revisions from 1; `altered` is what this one changed; the newest is current."""

    number: int
    at: datetime
    by: str
    note: str
    current: bool
    withdrawn: bool
    altered: tuple[Altered, ...]
    words: str


def claim_revisions(*, claim: int, known_at: datetime | None) -> tuple[Revision, ...]:
    """The public revisions of the claim with this id, newest first. At most six queries, whatever their number."""
    event = Claim._meta.get_field("events").related_model
    rows = list(
        event.objects.filter(pgh_obj_id=claim, published_at__isnull=False)
        .exclude(pgh_label="delete")
        .order_by("revision")
        .values(
            "revision", "pgh_created_at", "pgh_context", "withdrawn_at", "excerpt_id", "question_id",
            "answer_id", "speaker_id", *FIELDS,
        )
    )  # fmt: skip
    if known_at is not None:
        rows = [row for row in rows if row["pgh_created_at"] <= known_at]
    texts = _Texts(rows)
    made = []
    for nth, row in enumerate(rows):
        context = row["pgh_context"] or {}
        before = texts.of(rows[nth - 1]) if nth else None
        after = texts.of(row)
        made.append(
            Revision(
                number=nth + 1,
                at=row["pgh_created_at"],
                by=texts.people.get(context.get("by"), ""),
                note=context.get("note", ""),
                current=nth == len(rows) - 1,
                withdrawn=row["withdrawn_at"] is not None,
                altered=_altered(before, after) if before else (),
                words=after["words"],
            )
        )
    return tuple(reversed(made))


class _Texts:
    """What the ids in the revisions stand for."""

    def __init__(self, rows: list[dict[str, object]]) -> None:
        def ids(name: str) -> set[object]:
            return {row[name] for row in rows if row[name] is not None}

        self.excerpts = dict(Excerpt.objects.filter(id__in=ids("excerpt_id")).values_list("id", "exact"))
        self.questions = dict(Question.objects.filter(id__in=ids("question_id")).values_list("id", "text"))
        self.answers = dict(Answer.objects.filter(id__in=ids("answer_id")).values_list("id", "text"))
        self.speakers = dict(Party.objects.filter(id__in=ids("speaker_id")).values_list("id", "name"))
        by = {context.get("by") for row in rows if isinstance(context := row["pgh_context"], dict)}
        self.people = dict(User.objects.filter(id__in=by - {None}).values_list("id", "username"))

    def of(self, row: dict[str, object]) -> dict[str, str]:
        """The revision as texts, field by field."""
        words = self.excerpts.get(row["excerpt_id"], [])
        return {
            "words": " […] ".join(words),
            "question": self.questions.get(row["question_id"], ""),
            "answer": self.answers.get(row["answer_id"], ""),
            "speaker": self.speakers.get(row["speaker_id"], ""),
            **{name: str(row[name]) for name in FIELDS},
        }


def _altered(before: dict[str, str], after: dict[str, str]) -> tuple[Altered, ...]:
    return tuple(
        Altered(field=name, changes=word_changes(before=before[name], after=after[name]))
        for name in after
        if before[name] != after[name]
    )
