"""Parties as editors name, tie and merge them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Q

from tracker.models import Affiliation, Answer, Claim, Party, Relay, Side, Source
from tracker.queries.lists import Page

PER_PAGE = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedParty:
    slug: str
    name: str
    monogram: str
    kind: str
    also_known_as: tuple[str, ...]
    claims: int
    public: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class TieRow:
    """An affiliation as seen from one of its ends; `last` is its last day."""

    key: str
    name: str
    slug: str
    role: str
    speaks_for: bool
    first: date | None
    last: date | None
    grounds: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PartyDesk:
    """`frozen` says that published claims rest on the party, so that its kind stays."""

    party: Party
    frozen: bool
    belongs: tuple[TieRow, ...]
    members: tuple[TieRow, ...]
    speaks: int
    tells: int
    sources: int
    sides: int
    merged: tuple[str, ...]


def party_list(*, viewer: object, words: str, page: int) -> Page[ListedParty] | None:
    """The living parties one of whose names holds these words, by name; None beyond the last page. Two queries."""
    named = Q(name__icontains=words) | Q(also_known_as__icontains=words) | Q(monogram__iexact=words)
    found = Party.objects.all().visible_to(viewer).filter(named, merged_into__isnull=True)
    of = max(1, -(-found.count() // PER_PAGE))
    if page > of:
        return None
    rows = found.annotate(n=Count("claims", filter=Q(claims__withdrawn_at__isnull=True))).order_by("name", "id")
    columns = rows.values_list("slug", "name", "monogram", "kind", "also_known_as", "n", "published_at")
    return Page(
        rows=tuple(
            ListedParty(
                slug=slug,
                name=name,
                monogram=monogram,
                kind=kind,
                also_known_as=tuple(also),
                claims=n,
                public=published is not None,
            )
            for slug, name, monogram, kind, also, n, published in columns[PER_PAGE * (page - 1) : PER_PAGE * page]
        ),
        number=page,
        of=of,
    )


def party_desk(*, viewer: object, party: Party) -> PartyDesk:
    """A party with its affiliations, and how much rests on it. Eight queries."""
    living = Claim.objects.all().visible_to(viewer).filter(withdrawn_at__isnull=True)
    speaks = living.filter(speaker=party).count()
    tells = living.filter(relays__party=party).count()
    sources = Source.objects.all().visible_to(viewer).filter(publisher=party).count()
    rests = (
        Q(speaker=party)
        | Q(pk__in=Relay.objects.filter(party=party).values("claim"))
        | Q(answer__in=Answer.objects.filter(about=party).values("pk"))
        | Q(excerpt__snapshot__source__publisher=party)
    )
    return PartyDesk(
        party=party,
        frozen=Claim.objects.all().published().filter(rests).exists(),
        belongs=_ties(party, "member", "organisation"),
        members=_ties(party, "organisation", "member"),
        speaks=speaks,
        tells=tells,
        sources=sources,
        sides=Side.objects.filter(party=party).count(),
        merged=tuple(Party.objects.filter(merged_into=party).order_by("name", "id").values_list("name", flat=True)),
    )


def _ties(party: Party, mine: str, other: str) -> tuple[TieRow, ...]:
    rows: Any = (
        Affiliation.objects.filter(**{mine: party, f"{other}__merged_into": None})
        .order_by("-speaks_for", f"{other}__name", "id")
        .values_list("key", f"{other}__name", f"{other}__slug", "role", "speaks_for", "during", "grounds")
    )
    return tuple(
        TieRow(
            key=key,
            name=name,
            slug=slug,
            role=role,
            speaks_for=speaks_for,
            first=during.lower,
            last=None if during.upper is None else date.fromordinal(during.upper.toordinal() - 1),
            grounds=grounds,
        )
        for key, name, slug, role, speaks_for, during, grounds in rows
    )


def party_options(*, viewer: object, but: Party | None = None) -> list[tuple[str, str]]:
    """Every living party by its key, but one; a name that two share is told apart by its kind. One query."""
    living = Party.objects.all().visible_to(viewer).filter(merged_into__isnull=True).order_by("name", "id")
    rows = list(living.values_list("key", "name", "kind"))
    names = Counter(name for _, name, _ in rows)
    return [
        (key, name if names[name] == 1 else f"{name} ({kind})")
        for key, name, kind in rows
        if but is None or key != but.key
    ]


def source_options(*, viewer: object, but: Source) -> list[tuple[str, str]]:
    """Every other source by its key. One query."""
    others = Source.objects.all().visible_to(viewer).exclude(pk=but.pk).order_by("title", "id")
    return [
        (key, f"{title} ({published})") for key, title, published in others.values_list("key", "title", "published")
    ]
