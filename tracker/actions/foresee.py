"""Say what a change does to statuses before it is done.

The change is carried out on trial, in the transaction that would keep it; the record is read before and after
by the reader's own queries and rules. Then it is kept, or all of it is taken back: an instant that is taken
back was never one of the record.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import Generic, TypeVar

from django.db import connection

from tracker.actions.change import change
from tracker.domain import policy
from tracker.models import User
from tracker.queries.preview import StatusChange, status_changes
from tracker.queries.record import load_record

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome(Generic[T]):
    """`kept` says whether it was done. `made` is what the work gave, `token` stands for it and the changes."""

    kept: bool
    made: T
    changes: tuple[StatusChange, ...]
    token: str


class _TakenBack(Exception):
    """Ends the transaction of a trial."""


def foresee(
    *,
    by: User,
    note: str,
    may: policy.Action,
    work: Callable[[], T],
    incidents: Callable[[], Collection[str]],
    said_by: date,
    agreed: str,
    unasked: bool,
) -> Outcome[T]:
    """Do `work`, which names in plain values what it did, and keep it where it does what was agreed to.

    `agreed` is the token of an outcome that somebody has seen. Kept is work whose outcome is still that one; with
    `unasked` also work that changes no status, unseen. All else is taken back, so that its outcome can be shown.
    `incidents` gives the keys of those whose statuses may change, before anything is done. `said_by` is the
    present of the first clock. Refused: what the work refuses, and what the database refuses at the end of a
    transaction. Fourteen queries besides those of the work and of `incidents`; two more where statuses change.
    """
    try:
        with change(by=by, note=note, may=may):
            keys = incidents()
            before = load_record(viewer=by, known_at=None, incidents=keys)
            made = work()
            with connection.cursor() as cursor:
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            after = load_record(viewer=by, known_at=None, incidents=keys)
            changes = status_changes(before=before, after=after, said_by=said_by)
            token = sha256(repr((made, changes)).encode()).hexdigest()[:32]
            kept = agreed == token or (unasked and not agreed and not changes)
            outcome = Outcome(kept=kept, made=made, changes=changes, token=token)
            if not kept:
                raise _TakenBack
    except _TakenBack:
        pass
    return outcome
