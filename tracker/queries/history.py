"""What became of a record, revision by revision: who, when, why, and what changed word by word."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, Literal

from django.apps import apps

from tracker.domain.text import Change, word_changes
from tracker.models import (
    Affiliation,
    Answer,
    Claim,
    Distinction,
    Excerpt,
    Incident,
    Party,
    Question,
    Side,
    Source,
    User,
)
from tracker.queries.told import Row, Told, told_of

KINDS: Final[Mapping[str, Any]] = {
    "claim": Claim,
    "question": Question,
    "answer": Answer,
    "distinction": Distinction,
    "party": Party,
    "affiliation": Affiliation,
    "incident": Incident,
    "side": Side,
    "source": Source,
    "excerpt": Excerpt,
}
"""Whatever has a history, by the name that stands in its address."""

Did = Literal["made", "proposed", "published", "corrected", "withdrawn", "reinstated", "removed"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Revision:
    """`did` says what kind of change it was; `changes` the fields that read otherwise than before."""

    number: int
    at: datetime
    by: str
    note: str
    did: Did
    changes: tuple[tuple[str, tuple[Change, ...]], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Saved:
    """A change: who, when, why."""

    revision: int
    by: str
    at: datetime
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """All revisions of one record, the newest first; `row` is None for one that was removed.

    `name` is what it is called, by its newest revision.
    """

    kind: str
    key: str
    name: str
    row: Any
    revisions: tuple[Revision, ...]


def history(*, kind: str, key: str, viewer: object) -> History | None:
    """Of the record of this kind and key; None where the viewer may not see it or there is none.

    Ten queries at most, however many revisions there are.
    """
    model = KINDS[kind]
    row = model.objects.all().visible_to(viewer).filter(key=key).first()
    pk = row.pk if row is not None else _removed(kind, key, model)
    if pk is None:
        return None
    rows = events(kind=kind, pk=pk)
    told = told_of(kind=kind, rows=rows)
    return History(kind=kind, key=key, name=told.name(rows[-1]), row=row, revisions=_revisions(kind, rows, told))


def events(*, kind: str, pk: int) -> list[Row]:
    """The rows of the history of one record, oldest first. One query."""
    event = apps.get_model("tracker", f"{KINDS[kind].__name__}Event")
    return list(event.objects.filter(pgh_obj=pk).order_by("revision", "pgh_id").values())


def saved_since(*, kind: str, pk: int, seen: int, until: int) -> tuple[Saved, ...]:
    """Who saved the revisions after the one that was seen, the newest first. Two queries."""
    event = apps.get_model("tracker", f"{KINDS[kind].__name__}Event")
    rows = list(
        event.objects.filter(pgh_obj=pk, revision__gt=seen, revision__lte=until)
        .order_by("-revision")
        .values("revision", "pgh_created_at", "pgh_context")
    )
    people = editors(rows)
    return tuple(
        Saved(
            revision=row["revision"],
            by=people.get(row["pgh_context"]["by"], ""),
            at=row["pgh_created_at"],
            note=row["pgh_context"]["note"],
        )
        for row in rows
    )


def editors(rows: list[Row]) -> dict[int, str]:
    """The names of those who wrote these rows of a history, by account. One query."""
    return dict(User.objects.filter(pk__in={row["pgh_context"]["by"] for row in rows}).values_list("pk", "username"))


def _removed(kind: str, key: str, model: Any) -> int | None:
    """What was never public may be gone from the present; the history keeps it for who may see proposals."""
    event = apps.get_model("tracker", f"{KINDS[kind].__name__}Event")
    gone: int | None = event.objects.filter(key=key, pgh_label="delete").values_list("pgh_obj_id", flat=True).first()
    return gone


def _revisions(kind: str, rows: list[Row], told: Told) -> tuple[Revision, ...]:
    people = editors(rows)
    revisions: list[Revision] = []
    before: Row | None = None
    for row in rows:
        now = told.texts(row)
        then = told.texts(before) if before else {}
        revisions.append(
            Revision(
                number=row["revision"],
                at=row["pgh_created_at"],
                by=people.get(row["pgh_context"]["by"], ""),
                note=row["pgh_context"]["note"],
                did=_did(kind, before, row),
                changes=tuple(
                    (name, word_changes(before=then[name], after=now[name]))
                    for name in now
                    if before and row["pgh_label"] != "delete" and then[name] != now[name]
                ),
            )
        )
        before = row
    return tuple(reversed(revisions))


def _did(kind: str, before: Row | None, row: Row) -> Did:
    if row["pgh_label"] == "delete":
        return "removed"
    withdrawn, was_withdrawn = row.get("withdrawn_at"), before and before.get("withdrawn_at")
    if withdrawn and not was_withdrawn:
        return "withdrawn"
    if was_withdrawn and not withdrawn:
        return "reinstated"
    if row.get("published_at") and not (before and before["published_at"]):
        return "published"
    if before:
        return "corrected"
    return "proposed" if kind == "claim" else "made"
