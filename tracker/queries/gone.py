"""Words that a later capture of their source does not hold any more, as an editor confirmed."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import OuterRef, Subquery
from django.db.models.functions import JSONObject

from tracker.models import Carryover
from tracker.queries.display import CaptureRow


def gone_from(*, excerpt: str, known_at: datetime | None) -> Subquery:
    """For a query whose field `excerpt` names an excerpt: the last capture that its words are gone from.

    As decided by `known_at` (None: now). A part of that query, which `capture_row` reads; no query of its own.
    """
    decided = Carryover.objects.filter(excerpt=OuterRef(excerpt), outcome="gone", accepted=True)
    if known_at is not None:
        decided = decided.filter(decided_at__lte=known_at)
    last = decided.order_by("-snapshot__captured_at", "-snapshot")
    return Subquery(last.values(row=JSONObject(key="snapshot__key", captured_at="snapshot__captured_at"))[:1])


def capture_row(found: dict[str, Any] | None) -> CaptureRow | None:
    """What `gone_from` found; None where the words are not gone."""
    if found is None:
        return None
    return CaptureRow(key=found["key"], captured_at=datetime.fromisoformat(found["captured_at"]))
