"""Ask for work that is done later, by the worker."""

from __future__ import annotations

from django.db import transaction
from procrastinate.contrib.django import app


def enqueue(*, job: str, lock: str | None = None, **ids: int) -> None:
    """Have `job` (its name in tracker/jobs) done with these ids once this transaction is committed.

    It is a row like any other: rolled back with the rest, and done at least once. Of jobs with the same `lock`
    one is done at a time. One query.
    """
    assert transaction.get_connection().in_atomic_block, "a job is asked for with the row that it is about"
    app.configure_task(name=job, lock=lock).defer(**ids)
