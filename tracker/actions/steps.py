"""What an editor did last, kept so that it can be taken back: before and after, the last fifty of each editor."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Final

from django.db import connection
from psycopg.types.json import Jsonb

from tracker.models import Step, User

KEPT: Final = 50
TOGETHER: Final = 10
"""Seconds within which saves of the same fields of a draft are one step: else fifty would be a minute of typing."""

_MADE: Final = "SELECT at, by_id AS owner FROM tracker_change WHERE xid = pg_current_xact_id()"
_NOW: Final = "SELECT statement_timestamp() AS at, %(owner)s::bigint AS owner"
_ADD: Final = """
WITH made AS ({made}), gone AS (
  DELETE FROM tracker_step s USING made WHERE s.owner_id = made.owner AND (
    s.subject = %(subject)s AND s.at = made.at OR s.id <= (
      SELECT t.id FROM tracker_step t WHERE t.owner_id = made.owner ORDER BY t.id DESC OFFSET %(kept)s LIMIT 1))
)
INSERT INTO tracker_step (owner_id, at, kind, subject, before, after)
SELECT owner, at, %(kind)s, %(subject)s, %(before)s, %(after)s FROM made
"""
_WRITE_ON: Final = """
UPDATE tracker_step SET after = %(after)s WHERE id = (
  SELECT id FROM tracker_step WHERE owner_id = %(owner)s ORDER BY id DESC LIMIT 1)
AND kind = 'draft' AND subject = %(subject)s AND undone_at IS NULL AND after -> 'fields' ?& %(names)s::text[]
AND (SELECT count(*) FROM jsonb_object_keys(after -> 'fields')) = cardinality(%(names)s::text[])
AND at > statement_timestamp() - make_interval(secs => %(together)s)
RETURNING id, before
"""


def remember(*, kind: str, subject: str, before: Mapping[str, Any], after: Mapping[str, Any]) -> None:
    """Keep a step of whoever makes the present change, and forget those beyond the last fifty. Inside a change.

    Of several steps of one change with one subject, the last one stands for all. One query.
    """
    _add(_MADE, kind=kind, subject=subject, before=before, after=after)


def remember_revision(*, kind: str, of: str, row: Any, seen: int) -> None:
    """Keep that a record (`of`: "claim", "party", …) was changed from the revision seen to its present one.

    One query.
    """
    public = getattr(row, "published_at", None) is not None
    remember(
        kind=kind,
        subject=f"{of}:{row.key}",
        before={"revision": seen},
        after={"revision": row.revision, "public": public},
    )


def remember_draft(
    *, by: User, key: str, purpose: str, before: Mapping[str, str] | None, after: Mapping[str, str]
) -> None:
    """Keep that a draft was saved: the fields that differ, as they were and as they are; `before` is None where there
    was no draft. Saves of the same fields within `TOGETHER` seconds are one step, and none where they end as they
    began. Two queries.
    """
    old = before or {}
    names = sorted(name for name in {*old, *after} if old.get(name) != after.get(name))
    if before is not None and not names:
        return
    subject = f"draft:{key}"
    left = {"purpose": purpose, "fields": {name: after.get(name) for name in names}}
    with connection.cursor() as cursor:
        values: dict[str, Any] = {
            "after": Jsonb(left),
            "owner": by.pk,
            "subject": subject,
            "names": names,
            "together": TOGETHER,
        }
        cursor.execute(_WRITE_ON, values)
        written = cursor.fetchone()
    if written is None:
        was = {"new": before is None, "fields": {name: old.get(name) for name in names}}
        _add(_NOW, kind="draft", subject=subject, before=was, after=left, owner=by.pk)
        return
    pk, was = written[0], json.loads(written[1])
    if not was["new"] and was["fields"] == left["fields"]:
        Step.objects.filter(pk=pk).delete()


def remember_discard(*, by: User, key: str, purpose: str, payload: Mapping[str, str]) -> None:
    """Keep a draft that was discarded. One query."""
    before = {"purpose": purpose, "payload": dict(payload)}
    _add(_NOW, kind="discard", subject=f"draft:{key}", before=before, after={}, owner=by.pk)


def _add(made: str, *, before: Mapping[str, Any], after: Mapping[str, Any], **values: Any) -> None:
    given: dict[str, Any] = {**values, "before": Jsonb(before), "after": Jsonb(after), "kept": KEPT - 1}
    with connection.cursor() as cursor:
        cursor.execute(_ADD.format(made=made), given)
