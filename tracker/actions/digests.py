"""When somebody's inbox was last mailed to them."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from django.db.models import Q

from tracker.models import User

EVERY: Final = {"daily": timedelta(hours=20), "weekly": timedelta(days=6, hours=20)}
"""How long ago the last one was at least: a little less than the name says, as the hour of sending wavers."""


def begin_digest(*, to: User, at: datetime) -> bool:
    """Note that a digest goes out now; whether one is due: asked for, with an address, to an open account, and the
    last one long enough ago. No part of the record. Called in the transaction that sends it. One query.
    """
    due = Q(digested_at__isnull=True)
    if to.digest in EVERY:
        due |= Q(digested_at__lte=at - EVERY[to.digest])
    asked = User.objects.filter(pk=to.pk, digest=to.digest, is_active=True).exclude(digest="never").exclude(email="")
    return asked.filter(due).update(digested_at=at) == 1
