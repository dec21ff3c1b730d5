"""How an action writes: one transaction, one instant, and refusals in words."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any, cast

from django.db import Error, transaction
from django.utils.translation import gettext as _

from tracker.actions.index_search import keep_search
from tracker.actions.refusals import Refused, refusal_of
from tracker.domain import policy
from tracker.models import User, instant
from tracker.models.people import role_of


@contextmanager
def change(*, by: User, note: str, may: policy.Action, own: bool = False) -> Iterator[datetime]:
    """One transaction of the record; gives the instant that is its time everywhere.

    `may` is what the account must be allowed to do, `own` whether it is with something of theirs. A
    refusal of the database comes out as `Refused`, with nothing written. What search finds is kept in step.
    Two queries besides those of the body, and those of `keep_search` where something public changed.
    """
    permit(by=by, may=may, own=own)
    try:
        with transaction.atomic():
            at = instant(by=by.pk, note=note)
            yield at
            keep_search(today=at.date())
    except Error as error:
        raise refusal_of(error) from error


def permit(*, by: User, may: policy.Action, own: bool = False) -> None:
    """`Refused` unless the account may do it, `own` with something of theirs. No query."""
    if not policy.allowed(role=cast(policy.Role, role_of(by)), action=may, is_owner=own):
        raise Refused(rule="not_allowed", message=_("Your account may not do this. Nothing was changed."))


def save(row: Any, *, seen: int, **fields: Any) -> None:
    """Write `fields` to a versioned row that was read at revision `seen`; refused if somebody was faster.

    One query.
    """
    for name, value in fields.items():
        setattr(row, name, value)
    row.revision = seen + 1
    row.save(update_fields=[*fields, "revision"])


def publish(*rows: Any, at: datetime) -> None:
    """Make public, at the instant of the transaction, those of the rows that are not yet. One query a row."""
    for row in rows:
        if row is not None and row.published_at is None:
            save(row, seen=row.revision, published_at=at)
