"""What holds of each incident: four eyes, frozen or not, and what waits on it."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, Q

from tracker.models import Incident


@dataclass(frozen=True, slots=True, kw_only=True)
class Governed:
    """`waiting` counts the claims that are proposed on it."""

    key: str
    slug: str
    title: str
    occurred: str
    public: bool
    four_eyes: bool
    frozen: bool
    waiting: int


def governed(*, viewer: object) -> tuple[Governed, ...]:
    """Every incident that the viewer may see, by title. One query."""
    waiting = Count("questions__claims", filter=Q(questions__claims__published_at__isnull=True))
    rows = (
        Incident.objects.all()
        .visible_to(viewer)
        .annotate(waiting=waiting)
        .order_by("title", "id")
        .values_list("key", "slug", "title", "occurred", "published_at", "four_eyes", "frozen", "waiting")
    )
    return tuple(
        Governed(
            key=key,
            slug=slug,
            title=title,
            occurred=occurred,
            public=published_at is not None,
            four_eyes=four_eyes,
            frozen=frozen,
            waiting=proposed,
        )
        for key, slug, title, occurred, published_at, four_eyes, frozen, proposed in rows
    )
