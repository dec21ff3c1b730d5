"""The record of incidents, read from the database for the rules to compute on."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import date, datetime, timedelta
from typing import Any

from django.db import connection

from tracker.domain import record as rows
from tracker.models import Answer, Claim, Incident, Question, Relay
from tracker.models.known_by import as_known

# whom the parties of a record speak for, and those in turn
_AFFILIATIONS = """
SELECT * FROM (
    WITH RECURSIVE involved AS (
        SELECT p.id FROM "tracker_party" p WHERE p.key = ANY(%s)
      UNION
        SELECT a.organisation_id FROM involved
        JOIN "tracker_affiliation" a ON a.member_id = involved.id AND a.speaks_for
    )
    SELECT p.key, p.kind, organisation.key, a.during FROM involved
    JOIN "tracker_party" p ON p.id = involved.id
    LEFT JOIN "tracker_affiliation" a ON a.member_id = p.id AND a.speaks_for
    LEFT JOIN "tracker_party" organisation ON organisation.id = a.organisation_id
) speaking ORDER BY 1, 4
"""


def load_record(*, viewer: object, known_at: datetime | None, incidents: Collection[str] | None = None) -> rows.Record:
    """The record of the incidents with these keys (None: of all), as known at an instant (None: now).

    Incidents, questions and answers are those that the viewer may see; claims are those that count for
    everybody, so a status never depends on who looks. What was merged into another by then is not among them.
    Six queries, whatever the size.
    """
    the_incidents = Incident.objects.all().visible_to(viewer).known_by(known_at)
    if incidents is not None:
        the_incidents = the_incidents.filter(key__in=list(incidents))
    ids = dict(the_incidents.values_list("key", "id"))
    scope = list(ids.values())
    questions = _questions(viewer, known_at, scope)
    claims = _claims(known_at, scope)
    incident_rows = _incidents(known_at, scope)
    parties, affiliations = voices(
        known_at=known_at,
        involved={
            *(side for incident in incident_rows.values() for side in incident.sides),
            *(a.about for q in questions.values() for a in q.answers if a.about is not None),
            *(claim.speaker for claim, _ in claims),
            *(relay for claim, _ in claims for relay in claim.relays),
        },
    )
    return rows.Record(
        parties=parties,
        affiliations=affiliations,
        incidents=incident_rows,
        sources={source.key: source for _, source in claims},
        questions=questions,
        claims=_whole(claim for claim, _ in claims if claim.question in questions),
    )


def _whole(claims: Iterable[rows.Claim]) -> dict[str, rows.Claim]:
    """The claims by key, without those that take back a claim which itself no longer counts."""
    by_key = {claim.key: claim for claim in claims}
    return {key: claim for key, claim in by_key.items() if claim.retracts is None or claim.retracts in by_key}


def _incidents(known_at: datetime | None, scope: list[int]) -> dict[str, rows.Incident]:
    sides: dict[str, list[str]] = defaultdict(list)
    days: dict[str, rows.Days] = {}
    found = (
        Incident.objects.all()
        .known_by(known_at)
        .filter(id__in=scope)
        .order_by("id", "sides__order", "sides__id")
        .values_list("key", "occurred_start", "occurred_end", "sides__party__key", "sides__party__merged_into")
    )
    for key, start, end, side, merged in found:
        days[key] = rows.Days(start, end)
        if side is not None and merged is None:
            sides[key].append(side)
    return {key: rows.Incident(key, span, tuple(sides[key])) for key, span in days.items()}


def _questions(viewer: object, known_at: datetime | None, scope: list[int]) -> dict[str, rows.Question]:
    answers: dict[str, list[rows.Answer]] = defaultdict(list)
    for key, question, about, number, days in (
        Answer.objects.all()
        .visible_to(viewer)
        .known_by(known_at)
        .filter(question__incident__in=scope)
        .order_by("question_id", "order", "id")
        .values_list("key", "question__key", "about__key", "number", "days")
    ):
        answers[question].append(rows.Answer(key, about, value_of(number=number, days=days)))
    found: Iterable[tuple[Any, ...]] = (
        Question.objects.all()
        .visible_to(viewer)
        .known_by(known_at)
        .filter(incident__in=scope, merged_into__isnull=True)
        .order_by("incident_id", "order", "id")
        .values_list("key", "incident__key", "kind", "exclusive")
    )
    return {
        key: rows.Question(key, incident, kind, exclusive, tuple(answers[key]))
        for key, incident, kind, exclusive in found
    }


def value_of(*, number: Any, days: Any) -> rows.Value | None:
    """The value of an answer from its two columns; days are stored half open and read closed."""
    if number is not None:
        return rows.Value(number.lower, number.upper)
    if days is not None:
        return rows.Value(days.lower, _last_day(days.upper))
    return None


def _last_day(beyond: date | None) -> date | None:
    return None if beyond is None else beyond - timedelta(days=1)


def _claims(known_at: datetime | None, scope: list[int]) -> list[tuple[rows.Claim, rows.Source]]:
    counted = Claim.objects.all().counted().known_by(known_at).filter(question__incident__in=scope)
    relays: dict[int, list[str]] = defaultdict(list)
    for claim_id, party in (
        Relay.objects.all()
        .known_by(known_at)
        .filter(claim__question__incident__in=scope, claim__published_at__isnull=False)
        .order_by("claim_id", "position")
        .values_list("claim_id", "party__key")
    ):
        relays[claim_id].append(party)
    found: Iterable[tuple[Any, ...]] = counted.order_by("id").values_list(
        "id",
        "excerpt__snapshot__source__translation_of__key",
        "said_start",
        "said_end",
        "key",
        "excerpt__snapshot__source__key",
        "question__key",
        "answer__key",
        "speaker__key",
        "polarity",
        "certainty",
        "act",
        "manner",
        "conditional",
        "retracts__key",
    )
    return [
        (
            rows.Claim(
                key=key,
                source=source,
                question=question,
                answer=answer,
                speaker=speaker,
                polarity=polarity,
                certainty=certainty,
                act=act,
                manner=manner,
                conditional=conditional,
                said=rows.Days(start, end),
                relays=tuple(relays[id_]),
                retracts=retracts,
            ),
            rows.Source(source, original),
        )
        for (
            id_,
            original,
            start,
            end,
            key,
            source,
            question,
            answer,
            speaker,
            polarity,
            certainty,
            act,
            manner,
            conditional,
            retracts,
        ) in found
    ]


def voices(
    *, known_at: datetime | None, involved: Iterable[str]
) -> tuple[dict[str, rows.Party], tuple[rows.Affiliation, ...]]:
    """The parties of these keys and all whom they speak for in turn, with the affiliations that say so. One query."""
    parties: dict[str, rows.Party] = {}
    affiliations: list[rows.Affiliation] = []
    with connection.cursor() as cursor:
        cursor.execute(*as_known(_AFFILIATIONS, (sorted(involved),), known_at))
        for key, kind, organisation, during in cursor.fetchall():
            parties[key] = rows.Party(key, kind)
            if organisation is not None:
                affiliations.append(rows.Affiliation(key, organisation, True, during.lower, during.upper))
    return parties, tuple(affiliations)
