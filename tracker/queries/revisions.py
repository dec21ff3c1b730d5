"""Every public revision of a claim: who changed what, when and why, counted from its publication."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.apps import apps

from tracker.domain.text import Change, word_changes
from tracker.models import Answer, Excerpt, Party, Question, User

FIELDS = ("polarity", "certainty", "act", "manner", "conditional", "cue", "said", "said_note", "coding_note")

Row = dict[str, Any]


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
    """The public revisions of the claim with this id, newest first. Seven queries, whatever their number."""
    rows = _history(
        "claimevent",
        {"pgh_obj_id": claim, "published_at__isnull": False},
        known_at,
        ("withdrawn_at", "excerpt_id", "question_id", "answer_id", "speaker_id", "core", *FIELDS),
    )
    relays = _history("relayevent", {"claim_id": claim}, known_at, ("pgh_obj_id", "position", "party_id"))
    texts = _Texts(rows, relays)
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


def _history(table: str, of: Row, known_at: datetime | None, fields: tuple[str, ...]) -> list[Row]:
    """The rows of an event table, oldest first. One query."""
    events: Any = apps.get_model("tracker", table)
    found = events.objects.filter(**of)
    if known_at is not None:
        found = found.filter(pgh_created_at__lte=known_at)
    named = ("revision", "pgh_created_at", "pgh_label", "pgh_context", *fields)
    return list(found.order_by("pgh_created_at", "revision").values(*named))


class _Texts:
    """What the ids in the revisions stand for. Five queries."""

    def __init__(self, rows: list[Row], relays: list[Row]) -> None:
        def ids(name: str, of: list[Row] = rows) -> set[int]:
            return {row[name] for row in of if row[name] is not None}

        self._relays = relays
        self._excerpts = dict(Excerpt.objects.filter(id__in=ids("excerpt_id")).values_list("id", "exact"))
        self._questions = dict(Question.objects.filter(id__in=ids("question_id")).values_list("id", "text"))
        self._answers = dict(Answer.objects.filter(id__in=ids("answer_id")).values_list("id", "text"))
        parties = ids("speaker_id") | ids("party_id", relays)
        self._parties = dict(Party.objects.filter(id__in=parties).values_list("id", "name"))
        by = {row["pgh_context"]["by"] for row in rows if row["pgh_context"]}
        self.people: dict[Any, str] = dict(User.objects.filter(id__in=by - {None}).values_list("id", "username"))

    def of(self, row: Row) -> dict[str, str]:
        """The revision as texts, field by field."""
        words: list[str] = self._excerpts.get(row["excerpt_id"], [])
        return {
            "words": " […] ".join(words),
            "question": self._questions.get(row["question_id"], ""),
            "answer": self._answers.get(row["answer_id"], ""),
            "speaker": self._parties.get(row["speaker_id"], ""),
            "relays": " › ".join(self._relays_at(row["pgh_created_at"])),
            **{name: str(row[name]) for name in FIELDS},
        }

    def _relays_at(self, at: datetime) -> list[str]:
        last: dict[int, Row] = {}
        for row in self._relays:
            if row["pgh_created_at"] <= at:
                last[row["pgh_obj_id"]] = row
        held = sorted((row["position"], row["party_id"]) for row in last.values() if row["pgh_label"] != "delete")
        return [self._parties.get(party, "") for _, party in held]


def _altered(before: dict[str, str], after: dict[str, str]) -> tuple[Altered, ...]:
    return tuple(
        Altered(field=name, changes=word_changes(before=before[name], after=after[name]))
        for name in after
        if before[name] != after[name]
    )
