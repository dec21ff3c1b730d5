"""What was merged into another: its address stays, and says what happened."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.apps import apps

from tracker.models import Party, Question


@dataclass(frozen=True, slots=True, kw_only=True)
class Merged:
    """A party or a question that was merged: as it was called, since when it was public, when and why it was
    merged, and into what. The incident is a question's."""

    name: str
    since: datetime | None
    at: datetime
    note: str
    into_name: str
    into_slug: str
    incident_slug: str = ""
    incident_title: str = ""


def merged_party(*, slug: str, known_at: datetime | None) -> Merged | None:
    """The public party at this address, if it was merged by then; else None. Two queries, one where it was not."""
    found = (
        Party.objects.all()
        .published()
        .known_by(known_at)
        .filter(slug=slug, merged_into__isnull=False)
        .values_list("id", "name", "published_at", "merged_into__name", "merged_into__slug")
        .first()
    )
    if found is None:
        return None
    id_, name, since, into_name, into_slug = found
    at, note = _when("partyevent", id_)
    return Merged(name=name, since=since, at=at, note=note, into_name=into_name, into_slug=into_slug)


def merged_question(*, incident: str, slug: str, known_at: datetime | None) -> Merged | None:
    """The same for the question at this address of an incident."""
    found = (
        Question.objects.all()
        .published()
        .known_by(known_at)
        .filter(incident__slug=incident, slug=slug, merged_into__isnull=False)
        .values_list(
            "id",
            "text",
            "published_at",
            "merged_into__text",
            "merged_into__slug",
            "incident__slug",
            "incident__title",
        )
        .first()
    )
    if found is None:
        return None
    id_, name, since, into_name, into_slug, incident_slug, incident_title = found
    at, note = _when("questionevent", id_)
    return Merged(
        name=name,
        since=since,
        at=at,
        note=note,
        into_name=into_name,
        into_slug=into_slug,
        incident_slug=incident_slug,
        incident_title=incident_title,
    )


def _when(table: str, id_: int) -> tuple[datetime, str]:
    """When it was merged first, and why."""
    events: Any = apps.get_model("tracker", table)
    merges = events.objects.filter(pgh_obj_id=id_, merged_into__isnull=False).order_by("revision")
    at, context = merges.values_list("pgh_created_at", "pgh_context")[0]
    return at, (context or {}).get("note", "")


def living_slugs(*, slugs: Collection[str], known_at: datetime | None) -> dict[str, str]:
    """For each of these addresses of parties that was merged by then, that of the party that lives. One query."""
    merged = (
        Party.objects.all()
        .known_by(known_at)
        .filter(slug__in=[slug for slug in slugs if "\0" not in slug], merged_into__isnull=False)
    )
    return dict(merged.values_list("slug", "merged_into__slug"))


@dataclass(frozen=True, slots=True, kw_only=True)
class MergedKey:
    """What was merged, by key and address, and the key of what it was merged into."""

    key: str
    slug: str
    into: str


def merged_into_parties(*, keys: Collection[str], known_at: datetime | None) -> tuple[MergedKey, ...]:
    """The public parties that were merged into these, by key. One query."""
    merged = Party.objects.all().published().known_by(known_at).filter(merged_into__key__in=list(keys))
    return _keys(merged)


def merged_of_incident(*, incident: str, known_at: datetime | None) -> tuple[MergedKey, ...]:
    """The public questions of the incident with this key that were merged into others. One query."""
    merged = Question.objects.all().published().known_by(known_at).filter(incident__key=incident)
    return _keys(merged.filter(merged_into__isnull=False))


def _keys(rows: Any) -> tuple[MergedKey, ...]:
    named = rows.order_by("id").values_list("key", "slug", "merged_into__key")
    return tuple(MergedKey(key=key, slug=slug, into=into) for key, slug, into in named)
