"""What somebody watches, and up to when they have read what changed. No part of the record: it takes no instant."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final, Literal, cast

from django.db import transaction
from django.db.models import F, Q, Value
from django.db.models.functions import Coalesce, Greatest, Least, Now
from django.utils.translation import gettext as _

from tracker.actions.refusals import Refused
from tracker.domain import policy
from tracker.models import Incident, Party, Question, User, Watch
from tracker.models.people import role_of

Watched = Literal["incident", "question", "party"]
WATCHED: Final[Mapping[str, Any]] = {"incident": Incident, "question": Question, "party": Party}


def watch(*, by: User, kind: Watched, row: Incident | Question | Party) -> None:
    """Hear of changes of this; nothing happens where it is watched already. Who watches for the first time hears of
    what changes from now on. Three queries."""
    _may(by)
    with transaction.atomic():
        what: dict[str, Any] = {kind: row}
        Watch.objects.get_or_create(user=by, **what)
        User.objects.filter(pk=by.pk, seen_at__isnull=True).update(seen_at=Now())


def unwatch(*, by: User, kind: Watched, row: Incident | Question | Party) -> None:
    """Hear of it no more. One query."""
    _may(by)
    Watch.objects.filter(user=by, **{kind: row}).delete()


def mark_read(*, by: User, until: datetime) -> None:
    """What changed up to this instant has been read; never further than now, and never back. One query."""
    _may(by)
    read = Least(Value(until), Now())
    User.objects.filter(Q(seen_at__isnull=True) | Q(seen_at__lt=read), pk=by.pk).update(
        seen_at=Greatest(Coalesce(F("seen_at"), read), read)
    )


def _may(by: User) -> None:
    if not policy.allowed(role=cast(policy.Role, role_of(by)), action="watch"):
        raise Refused(rule="not_allowed", message=_("Your account may not do this. Nothing was changed."))
