"""A claim that should not have stood."""

from __future__ import annotations

from django.apps import apps
from django.utils.translation import gettext as _

from tracker.actions.change import change, save
from tracker.actions.publish_claim import fresh
from tracker.actions.refusals import Refused
from tracker.actions.steps import remember_revision
from tracker.models import Claim, User


def withdraw_claim(*, by: User, note: str, claim: Claim, seen: int) -> Claim:
    """Withdraw a published claim that was seen at revision `seen`; its address says so and why.

    It counts no more, and every revision stays readable. An editor withdraws what they published themselves, a
    steward any. Refused: `Stale` where somebody changed it meanwhile; without a note; a claim that is not
    public, or is withdrawn already. Five queries.
    """
    with change(by=by, note=note, may="withdraw_claim", own=published_by(claim=claim) == by.pk) as at:
        current = fresh(claim, seen=seen)
        if current.withdrawn_at is not None:
            raise Refused(rule="claim_is_withdrawn_once", message=_("This claim is withdrawn already."))
        save(current, seen=seen, withdrawn_at=at)
        remember_revision(kind="withdraw", of="claim", row=current, seen=seen)
        return current


def published_by(*, claim: Claim) -> int | None:
    """The account that published the claim, by the history; None where it is not public. One query."""
    event = apps.get_model("tracker", "ClaimEvent")
    published = event.objects.filter(pgh_obj=claim.pk, pgh_created_at=claim.published_at)
    by: int | None = published.values_list("pgh_context__by", flat=True).first() if claim.published_at else None
    return by
