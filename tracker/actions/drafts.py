"""Half-written work: its owner's alone, free in form, without history."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Final, cast

from django.db import transaction
from django.db.models.functions import Now
from django.utils.translation import gettext as _

from tracker.actions.refusals import Refused
from tracker.domain import policy
from tracker.domain.text import BadText, refuse_bad_text
from tracker.models import Draft, User
from tracker.models.people import role_of

LARGEST: Final = 2_500_000
"""Characters of the largest payload as JSON: a captured text fits."""

MOST: Final = 500
"""Drafts of one editor."""


def save_draft(*, by: User, key: str, purpose: str, payload: Mapping[str, str]) -> Draft:
    """Keep half-written work under its key: the draft of that key if it is there, else a new one.

    Drafts are no part of the record: they take no instant of it, so that saving while writing neither waits
    for other writers nor moves the record's clock; their time is the database's. Refused: the key of somebody
    else's draft; a payload above `LARGEST`; what no database holds. Three queries.
    """
    _own_work(by)
    try:
        refuse_bad_text(text="".join((key, purpose, *payload, *payload.values())))
    except BadText as bad:
        raise Refused(rule="text_is_storable", message=str(bad)) from None
    if len(json.dumps(payload)) > LARGEST or len(purpose) > 200 or not 8 <= len(key) <= 64:
        raise Refused(rule="draft_is_not_too_large", message=_("This is too large to be kept as a draft."))
    with transaction.atomic():
        draft = Draft.objects.select_for_update().filter(key=key).first()
        if draft is None:
            if Draft.objects.filter(owner=by).count() >= MOST:
                raise Refused(
                    rule="drafts_are_not_too_many",
                    message=_("You have %(most)s drafts; discard some.") % {"most": MOST},
                )
            draft = Draft.objects.create(key=key, owner=by, purpose=purpose, payload=dict(payload), updated_at=Now())
        elif draft.owner_id != by.pk:
            raise Refused(rule="not_allowed", message=_("This draft is somebody else’s."))
        else:
            draft.purpose, draft.payload, draft.updated_at = purpose, dict(payload), Now()
            draft.save(update_fields=["purpose", "payload", "updated_at"])
        draft.refresh_from_db(fields=["updated_at"])
        return draft


def discard_draft(*, by: User, key: str) -> bool:
    """Remove a draft of one's own; whether there was one. One query."""
    _own_work(by)
    return Draft.objects.filter(owner=by, key=key).delete()[0] > 0


def _own_work(by: User) -> None:
    if not policy.allowed(role=cast(policy.Role, role_of(by)), action="edit_draft", is_owner=True):
        raise Refused(rule="not_allowed", message=_("Your account may not do this. Nothing was changed."))
