"""A party: its account incident by incident, its shifts, who speaks for it, where nothing of it is recorded."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import connection

from tracker.domain.comparison import comparison
from tracker.domain.results import QuestionResult
from tracker.models import Affiliation, Incident, Party, Source
from tracker.models.known_by import as_known
from tracker.queries.accounts import Account, account, latest_first
from tracker.queries.display import Display, IncidentRow, PartyRow, QuestionRow
from tracker.queries.lines import Line, Lines
from tracker.queries.load import load_display, load_parties
from tracker.queries.record import load_record

# the party, and everybody who was ever recorded as speaking for it, directly or through others
_VOICES = """
SELECT * FROM (
WITH RECURSIVE voices AS (
    SELECT p.id FROM "tracker_party" p WHERE p.key = %s
  UNION
    SELECT a.member_id FROM voices JOIN "tracker_affiliation" a ON a.organisation_id = voices.id AND a.speaks_for
)
SELECT DISTINCT i.key FROM voices
JOIN "tracker_claim" c ON c.speaker_id = voices.id AND c.published_at IS NOT NULL AND c.withdrawn_at IS NULL
JOIN "tracker_question" q ON q.id = c.question_id
JOIN "tracker_incident" i ON i.id = q.incident_id AND i.published_at IS NOT NULL
) spoken
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tie:
    """An affiliation, seen from either end: for whom a party speaks, or not, since when, and why we say so."""

    party: PartyRow
    role: str
    speaks_for: bool
    since: date | None
    until: date | None
    grounds: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What the party says on one question; `lines` where it spoke for somebody else, or holds no position."""

    question: QuestionRow
    result: QuestionResult
    account: Account | None
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class InIncident:
    """The party's part in one incident; `unheard` only where it is required."""

    incident: IncidentRow
    told: tuple[Told, ...]
    unheard: tuple[QuestionRow, ...]
    sources: int
    side: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PartyPage:
    party: PartyRow
    kind: str
    speaks_for: tuple[Tie, ...]
    members: tuple[Tie, ...]
    incidents: tuple[InIncident, ...]
    claims: int
    published: tuple[tuple[str, str, str], ...]


def load(*, slug: str, viewer: object, said_by: date, known_at: datetime | None) -> PartyPage | None:
    """The page of a public party that is not merged into another; else None. Twenty queries, whatever the size."""
    public = Party.objects.all().published().known_by(known_at).filter(slug=slug, merged_into__isnull=True)
    key = public.values_list("key", flat=True).first()
    if key is None:
        return None
    party = load_parties(keys=[key], known_at=known_at)[key]
    incidents = _incidents(key, known_at)
    record = load_record(viewer=viewer, known_at=known_at, incidents=incidents)
    display = load_display(record=record, viewer=viewer, known_at=known_at)
    results = comparison(record=record, said_by=said_by)
    lines = Lines(display=display, results=results)
    told = tuple(_in_incident(party, incident, display, results, lines) for incident in display.incidents.values())
    return PartyPage(
        party=party,
        kind=party.kind,
        speaks_for=_ties(key, "member", "organisation", known_at),
        members=_ties(key, "organisation", "member", known_at),
        incidents=told,
        claims=sum(
            1
            for result in results.values()
            for fate in result.fates.values()
            if key in (fate.principal, fate.claim.speaker)
        ),
        published=tuple(
            Source.objects.all()
            .published()
            .known_by(known_at)
            .filter(publisher__key=key)
            .order_by("published_start", "id")
            .values_list("slug", "title", "published")
        ),
    )


def _incidents(key: str, known_at: datetime | None) -> list[str]:
    """The incidents in which the party has a part: as a side, or by what it or its members said. Two queries."""
    with connection.cursor() as cursor:
        cursor.execute(*as_known(_VOICES, (key,), known_at))
        spoken = [row[0] for row in cursor.fetchall()]
    sided = (
        Incident.objects.all()
        .published()
        .known_by(known_at)
        .filter(sides__party__key=key)
        .values_list("key", flat=True)
    )
    return sorted({*spoken, *sided})


def _in_incident(
    party: PartyRow,
    incident: IncidentRow,
    display: Display,
    results: Mapping[str, QuestionResult],
    lines: Lines,
) -> InIncident:
    told: list[Told] = []
    unheard: list[QuestionRow] = []
    for question in display.questions_of(incident=incident.key):
        result = results[question.key]
        own = account(party=party, result=result, lines=lines)
        for_others = latest_first(
            lines.line(fate=fate)
            for fate in result.fates.values()
            if fate.claim.speaker == party.key and fate.principal != party.key
        )
        if own.said or for_others:
            told.append(
                Told(
                    question=question,
                    result=result,
                    account=own if own.said else None,
                    lines=tuple(for_others),
                )
            )
        elif party.key in result.heard["unheard"]:
            unheard.append(question)
    return InIncident(
        incident=incident,
        told=tuple(told),
        unheard=tuple(unheard),
        sources=len(
            {
                fate.claim.source
                for question in display.questions_of(incident=incident.key)
                for fate in results[question.key].fates.values()
            }
        ),
        side=party.key in incident.sides,
    )


def _ties(key: str, mine: str, other: str, known_at: datetime | None) -> tuple[Tie, ...]:
    """The party's affiliations as `mine`, those that speak first. One query."""
    found: Any = (
        Affiliation.objects.all()
        .known_by(known_at)
        .filter(**{f"{mine}__key": key, f"{other}__published_at__isnull": False, f"{other}__merged_into": None})
        .order_by("-speaks_for", f"{other}__name", "id")
        .values_list(
            f"{other}__key",
            f"{other}__slug",
            f"{other}__name",
            f"{other}__monogram",
            f"{other}__kind",
            "role",
            "speaks_for",
            "during",
            "grounds",
        )
    )
    return tuple(
        Tie(
            party=PartyRow(key=other_key, slug=slug, name=name, monogram=monogram, kind=kind),
            role=role,
            speaks_for=speaks_for,
            since=during.lower,
            until=during.upper,
            grounds=grounds,
        )
        for other_key, slug, name, monogram, kind, role, speaks_for, during, grounds in found
    )
