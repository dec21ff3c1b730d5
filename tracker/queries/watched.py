"""What somebody watches, and what changed under them: by others, since they last read it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, Literal

from django.db import connection

from tracker.models import Incident, Party, Question, User, Watch
from tracker.queries.called import called

SHOWN: Final = 50

# rows of the history by the columns that lead there; what was removed since is found all the same
_CHANGED: Final = """
WITH mine AS (SELECT incident_id, question_id, party_id FROM tracker_watch WHERE user_id = %(me)s),
questions AS (
  SELECT id FROM tracker_question WHERE id IN (SELECT question_id FROM mine)
    OR incident_id IN (SELECT incident_id FROM mine)),
found AS (
{kinds}
)
SELECT kind, key, revision, did, at, coalesce(u.username, ''), note, mine FROM found
LEFT JOIN tracker_user u ON u.id = found.by
WHERE found.by <> %(me)s AND at > %(since)s ORDER BY at DESC, kind, key, revision DESC LIMIT %(limit)s
"""
_KIND: Final = """
  SELECT '{kind}' AS kind, e.key, e.revision, e.pgh_created_at AS at, (e.pgh_context ->> 'by')::bigint AS by,
    e.pgh_context ->> 'note' AS note, {mine} AS mine, CASE
      WHEN e.pgh_label = 'delete' THEN 'removed'{withdrawn}{published}
      WHEN e.pgh_label = 'insert' THEN '{made}' ELSE 'corrected' END AS did
  FROM tracker_{kind}event e WHERE {where}"""
_PUBLISHED: Final = " WHEN e.published_at = e.pgh_created_at THEN 'published'"
_WITHDRAWN: Final = " WHEN e.withdrawn_at = e.pgh_created_at THEN 'withdrawn'"
_ON_QUESTION: Final = "e.question_id IN (SELECT id FROM questions)"
_OF_PARTY: Final = "IN (SELECT party_id FROM mine)"
_WHERE: Final = {
    "claim": f"e.author_id = %(me)s OR {_ON_QUESTION} OR e.speaker_id {_OF_PARTY}",
    "question": "e.pgh_obj_id IN (SELECT id FROM questions)",
    "answer": _ON_QUESTION,
    "incident": "e.pgh_obj_id IN (SELECT incident_id FROM mine)",
    "side": "e.incident_id IN (SELECT incident_id FROM mine)",
    "party": f"e.pgh_obj_id {_OF_PARTY}",
    "affiliation": f"e.member_id {_OF_PARTY} OR e.organisation_id {_OF_PARTY}",
}
_SQL: Final = _CHANGED.format(
    kinds="  UNION ALL".join(
        _KIND.format(
            kind=kind,
            where=where,
            mine="e.author_id = %(me)s" if kind == "claim" else "FALSE",
            made="proposed" if kind == "claim" else "made",
            withdrawn=_WITHDRAWN if kind == "claim" else "",
            published="" if kind in ("side", "affiliation") else _PUBLISHED,
        )
        for kind, where in _WHERE.items()
    )
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Changed:
    """A change by somebody else. `mine`: of a claim that the viewer wrote; else of what they watch."""

    kind: str
    key: str
    name: str
    revision: int
    did: str
    at: datetime
    by: str
    note: str
    mine: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class News:
    """The newest changes first, at most fifty; `more` where there are more; `until` is the newest one's instant."""

    changes: tuple[Changed, ...]
    more: bool

    @property
    def until(self) -> datetime | None:
        return self.changes[0].at if self.changes else None


@dataclass(frozen=True, slots=True, kw_only=True)
class WatchRow:
    kind: Literal["incident", "question", "party"]
    key: str
    name: str


def news(*, viewer: User) -> News:
    """What others changed since `seen_at` of what the viewer watches and of the claims that they wrote.

    One query, and one for each kind of record among the changes.
    """
    values: dict[str, Any] = {"me": viewer.pk, "since": viewer.seen_at or viewer.date_joined, "limit": SHOWN + 1}
    with connection.cursor() as cursor:
        cursor.execute(_SQL, values)
        rows = cursor.fetchall()
    names = called(subjects={(kind, key) for kind, key, *_rest in rows[:SHOWN]})
    return News(
        changes=tuple(
            Changed(
                kind=kind,
                key=key,
                name=names.get((kind, key), key),
                revision=revision,
                did=did,
                at=at,
                by=by,
                note=note,
                mine=mine,
            )
            for kind, key, revision, did, at, by, note, mine in rows[:SHOWN]
        ),
        more=len(rows) > SHOWN,
    )


def watches(*, viewer: User) -> tuple[WatchRow, ...]:
    """What the viewer watches, in the order in which they began to. One query."""
    rows = Watch.objects.filter(user=viewer).order_by("id")
    found = rows.values_list(
        "incident__key", "incident__title", "question__key", "question__text", "party__key", "party__name"
    )
    return tuple(
        WatchRow(kind="incident", key=incident, name=title)
        if incident
        else WatchRow(kind="question", key=question, name=text)
        if question
        else WatchRow(kind="party", key=party, name=name)
        for incident, title, question, text, party, name in found
    )


def is_watched(*, viewer: User, row: Incident | Question | Party) -> bool:
    """Whether the viewer watches it. One query."""
    kind = type(row).__name__.lower()
    return Watch.objects.filter(user=viewer, **{kind: row}).exists()
