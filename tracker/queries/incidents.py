"""The list of incidents, for those who page through it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from tracker.models import Incident, Side

COLUMNS = ("id", "key", "slug", "title", "summary", "occurred", "place")


def listed_incidents(*, viewer: object, known_at: datetime | None) -> QuerySet[Incident, dict[str, Any]]:
    """The incidents that the viewer may see, as they stood at an instant (None: now), as rows of COLUMNS.

    The order is the caller's to give; `id` is one, and unique. No query until it is read, then one.
    """
    rows: QuerySet[Incident, dict[str, Any]] = (
        Incident.objects.all().visible_to(viewer).known_by(known_at).values(*COLUMNS)
    )
    return rows


def sides_of(*, incidents: Collection[int], known_at: datetime | None) -> dict[int, list[str]]:
    """The sides of these incidents, by the incident's id: parties' keys in their order. One query."""
    sides: dict[int, list[str]] = defaultdict(list)
    for incident, party in (
        Side.objects.all()
        .known_by(known_at)
        .filter(incident__in=list(incidents), party__merged_into__isnull=True)
        .order_by("incident_id", "order", "id")
        .values_list("incident_id", "party__key")
    ):
        sides[incident].append(party)
    return sides


def incident_key(*, slug: str, viewer: object, known_at: datetime | None) -> str | None:
    """The key of the incident at an address, if the viewer may see it; None if not. One query at most."""
    if "\0" in slug:
        return None
    found = Incident.objects.all().visible_to(viewer).known_by(known_at).filter(slug=slug)
    return found.values_list("key", flat=True).first()
