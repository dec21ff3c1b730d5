"""The change log: one row per writing transaction, the clock of the whole record."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pgtrigger
from django.conf import settings
from django.db import connection, models

from tracker.models.triggers import guard, never_emptied, refuse


class TransactionIdField(models.Field):
    """Postgres' `xid8`."""

    def db_type(self, connection: Any) -> str:
        return "xid8"


class Change(models.Model):
    """A transaction that wrote: when, who, why. Rows are only added, by `instant()`."""

    at = models.DateTimeField(primary_key=True)
    xid = TransactionIdField(null=True, unique=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    note = models.TextField(default="")

    class Meta:
        triggers = [
            guard(
                "append_only",
                pgtrigger.Update | pgtrigger.Delete,
                # after a restore from a dump, the ids of old transactions mean nothing and are set to null
                "IF TG_OP = 'UPDATE' AND NEW.xid IS NULL"
                " AND (NEW.at, NEW.by_id, NEW.note) IS NOT DISTINCT FROM (OLD.at, OLD.by_id, OLD.note)"
                " THEN RETURN NEW; END IF;",
                refuse("history_is_append_only", "The history can only be added to."),
            ),
            never_emptied("history_is_append_only", "The history can only be added to."),
        ]

    def __str__(self) -> str:
        return self.at.isoformat()


def instant(*, by: int, note: str) -> datetime:
    """The one instant of this transaction; the first statement of every action.

    Takes the lock that puts writers in order until commit, and notes who writes (`by`, an account's id) and
    why. Called again in the same transaction it returns the same instant. One query.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT tracker_instant(%s, %s)", [by, note])
        return cursor.fetchone()[0]


def latest_instant(*, known_by: datetime | None = None) -> datetime | None:
    """The last instant of the record, or the last up to `known_by`; None where nothing was recorded. One query."""
    changes = Change.objects.all() if known_by is None else Change.objects.filter(at__lte=known_by)
    return changes.aggregate(latest=models.Max("at"))["latest"]
