"""The texts in which a source was captured, for its editors."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from tracker.models import Carryover, Claim, Snapshot, Source


@dataclass(frozen=True, slots=True, kw_only=True)
class Capture:
    """One of the texts; `claims` rest on it, `undecided` proposals to carry words over to it wait for an editor."""

    key: str
    captured_at: datetime
    captured_from: str
    newest: bool
    claims: int
    undecided: int


def captures(*, viewer: object, source: Source) -> tuple[Capture, ...]:
    """The texts of the source, the newest first. One query."""
    claims = Claim.objects.all().visible_to(viewer).filter(withdrawn_at__isnull=True)
    undecided = Carryover.objects.all().visible_to(viewer).filter(decided_at__isnull=True)
    found = (
        Snapshot.objects.filter(source=source)
        .annotate(
            claims=_count(claims.filter(excerpt__snapshot=OuterRef("pk")), "excerpt__snapshot"),
            undecided=_count(
                undecided.filter(snapshot=OuterRef("pk"), excerpt__in=claims.values("excerpt")), "snapshot"
            ),
        )
        .order_by("-captured_at", "-id")
        .values_list("key", "captured_at", "captured_from", "claims", "undecided")
    )
    return tuple(
        Capture(
            key=key,
            captured_at=at,
            captured_from=origin,
            newest=number == 0,
            claims=claims,
            undecided=undecided if number == 0 else 0,
        )
        for number, (key, at, origin, claims, undecided) in enumerate(found)
    )


def _count(rows: QuerySet[Any], by: str) -> Coalesce:
    """How many of the rows there are, for each row outside."""
    return Coalesce(Subquery(rows.order_by().values(by).annotate(count=Count("pk")).values("count")), 0)
