"""What nearly the same texts are found by: derived from snapshots, and made anew by one command."""

from __future__ import annotations

from collections.abc import Iterable

from tracker.domain.shingles import shingles
from tracker.models import Shingles, Snapshot


def keep_shingles(*, snapshots: Iterable[Snapshot]) -> None:
    """For snapshots that have none yet, in the transaction that makes them. One query."""
    Shingles.objects.bulk_create(
        Shingles(snapshot=snapshot, hashes=shingles(text=snapshot.text)) for snapshot in snapshots
    )


def make_shingles_anew(*, batch: int = 200) -> int:
    """Of every snapshot, a batch at a time; how many. Two queries a batch; other work goes on meanwhile."""
    last = made = 0
    while rows := list(Snapshot.objects.filter(pk__gt=last).order_by("pk").only("pk", "text")[:batch]):
        Shingles.objects.bulk_create(
            [Shingles(snapshot=row, hashes=shingles(text=row.text)) for row in rows],
            update_conflicts=True,
            unique_fields=["snapshot"],
            update_fields=["hashes"],
        )
        last, made = rows[-1].pk, made + len(rows)
    return made
