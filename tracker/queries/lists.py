"""The lists of parties and of sources."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Generic, TypeVar

from django.db.models import Count

from tracker.models import Claim, Party, Source
from tracker.queries.display import PartyRow

PER_PAGE = 200
Row = TypeVar("Row")


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedParty:
    party: PartyRow
    claims: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedSource:
    slug: str
    title: str
    publisher: str
    published: str
    extent: str
    claims: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Page(Generic[Row]):
    rows: tuple[Row, ...]
    number: int
    of: int


def parties(*, known_at: datetime | None, page: int) -> Page[ListedParty] | None:
    """Every public party by name that is not merged, with the claims in its own mouth. Three queries."""
    public = Party.objects.all().published().known_by(known_at).filter(merged_into__isnull=True)
    of = _pages(public.count())
    if page > of:
        return None
    rows = list(
        public.order_by("name", "key")[PER_PAGE * (page - 1) : PER_PAGE * page].values_list(
            "id", "key", "slug", "name", "monogram", "kind", "also_known_as"
        )
    )
    counts = dict(
        Claim.objects.all()
        .counted()
        .known_by(known_at)
        .filter(speaker__in=[row[0] for row in rows])
        .values("speaker")
        .annotate(n=Count("id"))
        .values_list("speaker", "n")
    )
    return Page(
        rows=tuple(
            ListedParty(
                party=PartyRow(key=key, slug=slug, name=name, monogram=monogram, kind=kind, also_known_as=tuple(aka)),
                claims=counts.get(id_, 0),
            )
            for id_, key, slug, name, monogram, kind, aka in rows
        ),
        number=page,
        of=of,
    )


def sources(*, known_at: datetime | None, page: int) -> Page[ListedSource] | None:
    """Every public source, latest first, with the number of claims on it. Three queries."""
    public = Source.objects.all().published().known_by(known_at)
    of = _pages(public.count())
    if page > of:
        return None
    rows = list(
        public.order_by("-published_end", "-published_start", "id")[
            PER_PAGE * (page - 1) : PER_PAGE * page
        ].values_list("id", "slug", "title", "publisher__name", "published", "extent")
    )
    counts = dict(
        Claim.objects.all()
        .counted()
        .known_by(known_at)
        .filter(excerpt__snapshot__source__in=[row[0] for row in rows])
        .values("excerpt__snapshot__source")
        .annotate(n=Count("id"))
        .values_list("excerpt__snapshot__source", "n")
    )
    return Page(
        rows=tuple(
            ListedSource(
                slug=slug,
                title=title,
                publisher=publisher,
                published=published,
                extent=extent,
                claims=counts.get(id_, 0),
            )
            for id_, slug, title, publisher, published, extent in rows
        ),
        number=page,
        of=of,
    )


def _pages(count: int) -> int:
    return max(1, -(-count // PER_PAGE))
