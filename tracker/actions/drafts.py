"""Half-written work: its owner's alone, free in form, without history."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Final, cast

from django.db import IntegrityError, transaction
from django.db.models.functions import Now
from django.utils.translation import gettext as _

from tracker.actions.refusals import Refused, Stale
from tracker.actions.steps import remember_discard, remember_draft
from tracker.domain import policy
from tracker.domain.text import BadText, refuse_bad_text
from tracker.models import Claim, Draft, Step, User
from tracker.models.people import role_of

LARGEST: Final = 2_500_000
"""Characters of the largest payload as JSON: a captured text fits."""

MOST: Final = 500
"""Drafts of one editor."""

TAB: Final = "tab"
"""Where the payload holds which tab of a browser wrote it last."""


def save_draft(
    *, by: User, key: str, purpose: str, payload: Mapping[str, str], seen: str | None = None, tab: str = ""
) -> Draft:
    """Keep half-written work under its key: the draft of that key if it is there, else a new one.

    `seen` is when the draft was saved that this one is written on ("" for none), `tab` the browser's tab that
    writes; without `seen` nothing is compared. `Stale` where the draft was saved by another tab since: nothing is
    overwritten, and the caller keeps this text under another key.

    Drafts are no part of the record: they take no instant of it, so that saving while writing neither waits
    for other writers nor moves the record's clock; their time is the database's. Refused: the key of somebody
    else's draft; a payload above `LARGEST`; what no database holds. Five queries.
    """
    _own_work(by)
    try:
        refuse_bad_text(text="".join((key, purpose, tab, *payload, *payload.values())))
    except BadText as bad:
        raise Refused(rule="text_is_storable", message=str(bad)) from None
    if len(json.dumps(payload)) > LARGEST or len(purpose) > 200 or len(tab) > 64 or not 8 <= len(key) <= 64:
        raise Refused(rule="draft_is_not_too_large", message=_("This is too large to be kept as a draft."))
    kept = dict(payload) | ({TAB: tab} if tab else {})
    with transaction.atomic():
        draft = Draft.objects.select_for_update().filter(key=key).first()
        before = None if draft is None else fields_of(draft.payload)
        if draft is None:
            draft = _new(by, key, purpose, kept)
        elif draft.owner_id != by.pk:
            raise Refused(rule="not_allowed", message=_("This draft is somebody else’s."))
        else:
            _still_seen(draft, seen, tab)
            draft.purpose, draft.payload, draft.updated_at = purpose, kept, Now()
            draft.save(update_fields=["purpose", "payload", "updated_at"])
        draft.refresh_from_db(fields=["updated_at"])
        remember_draft(by=by, key=key, purpose=purpose, before=before, after=payload)
        return draft


def discard_draft(*, by: User, key: str) -> bool:
    """Remove a draft of one's own; whether there was one. The step can be taken back. Three queries."""
    _own_work(by)
    with transaction.atomic():
        draft = Draft.objects.select_for_update().filter(owner=by, key=key).first()
        if draft is None:
            return False
        draft.delete()
        remember_discard(by=by, key=key, purpose=draft.purpose, payload=fields_of(draft.payload))
        return True


def file_draft(
    *, by: User, key: str, purpose: str, payload: Mapping[str, str], claims: Sequence[Claim], corrects: bool = False
) -> None:
    """The draft became these claims: it goes, and stays with the step, which brings it back when it is taken back.

    `payload` is the form as it was filed; what it made on the way should be named by its key in it. Of a correction
    (`corrects`) nothing comes back but the record itself. Two queries.
    """
    _own_work(by)
    with transaction.atomic():
        Draft.objects.filter(owner=by, key=key).delete()
        if not corrects:
            filed = {"key": key, "purpose": purpose, "payload": dict(payload)}
            Step.objects.filter(
                owner=by, kind="propose", subject=f"claim:{claims[0].key}", undone_at__isnull=True
            ).update(before={"draft": filed})


def fields_of(payload: Mapping[str, str]) -> dict[str, str]:
    """What the draft holds of its form, without which tab wrote it."""
    return {name: value for name, value in payload.items() if name != TAB}


def _new(by: User, key: str, purpose: str, payload: Mapping[str, str]) -> Draft:
    if Draft.objects.filter(owner=by).count() >= MOST:
        raise Refused(
            rule="drafts_are_not_too_many",
            message=_("You have %(most)s drafts; discard some.") % {"most": MOST},
        )
    try:
        with transaction.atomic():
            return Draft.objects.create(key=key, owner=by, purpose=purpose, payload=dict(payload), updated_at=Now())
    except IntegrityError:  # two tabs saved it first at the same moment
        raise _overtaken() from None


def _still_seen(draft: Draft, seen: str | None, tab: str) -> None:
    """Whether this is written on what stands there: on that very save, or by the tab that wrote it."""
    if seen is None or seen == draft.updated_at.isoformat() or (tab and draft.payload.get(TAB) == tab):
        return
    raise _overtaken()


def _overtaken() -> Stale:
    return Stale(rule="draft_is_the_one_seen", message=_("Another tab saved this draft meanwhile."))


def _own_work(by: User) -> None:
    if not policy.allowed(role=cast(policy.Role, role_of(by)), action="edit_draft", is_owner=True):
        raise Refused(rule="not_allowed", message=_("Your account may not do this. Nothing was changed."))
