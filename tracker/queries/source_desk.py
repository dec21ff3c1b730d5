"""Sources as editors look for them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Max, Q

from tracker.models import Snapshot, Source
from tracker.queries.lists import Page

PER_PAGE = 50
RECENT = 15

_COUNTED = Q(
    snapshots__excerpts__claims__published_at__isnull=False, snapshots__excerpts__claims__withdrawn_at__isnull=True
)
_WAITING = Q(snapshots__excerpts__claims__published_at__isnull=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceRow:
    slug: str
    title: str
    publisher: str
    published: str
    published_end: date
    claims: int
    waiting: int
    captured_at: datetime


def source_list(*, viewer: object, words: str, page: int) -> Page[SourceRow] | None:
    """Sources whose title or publisher holds these words, the one captured last first; None beyond the last page.

    Three queries.
    """
    named = Q(title__icontains=words) | Q(publisher__name__icontains=words)
    found = Source.objects.all().visible_to(viewer).filter(named, snapshots__isnull=False)
    of = max(1, -(-found.values("pk").distinct().count() // PER_PAGE))
    if page > of:
        return None
    latest = found.annotate(last=Max("snapshots__captured_at")).order_by("-last", "-id")
    ids = list(latest.values_list("pk", flat=True)[PER_PAGE * (page - 1) : PER_PAGE * page])
    return Page(rows=_rows(viewer, ids), number=page, of=of)


def captured_last(*, viewer: object) -> tuple[SourceRow, ...]:
    """The sources of the texts that were captured last. Two queries."""
    texts = Snapshot.objects.all().visible_to(viewer).order_by("-captured_at", "-id")
    return _rows(viewer, texts.values_list("source", flat=True)[:RECENT])


def _rows(viewer: object, ids: Iterable[int]) -> tuple[SourceRow, ...]:
    rows: Any = (
        Source.objects.all()
        .visible_to(viewer)
        .filter(pk__in=list(ids))
        .annotate(
            captured_at=Max("snapshots__captured_at"),
            claims=Count("snapshots__excerpts__claims", distinct=True, filter=_COUNTED),
            waiting=Count("snapshots__excerpts__claims", distinct=True, filter=_WAITING),
        )
        .order_by("-captured_at", "-id")
        .values_list(
            "slug", "title", "publisher__name", "published", "published_end", "captured_at", "claims", "waiting"
        )
    )
    return tuple(
        SourceRow(
            slug=slug,
            title=title,
            publisher=publisher,
            published=published,
            published_end=end,
            claims=claims,
            waiting=proposed,
            captured_at=captured_at,
        )
        for slug, title, publisher, published, end, captured_at, claims, proposed in rows
    )
