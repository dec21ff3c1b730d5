"""A claim that should not have stood."""

from __future__ import annotations

from django.utils.translation import gettext as _

from tracker.actions.change import change, save
from tracker.actions.publish_claim import fresh
from tracker.actions.refusals import Refused
from tracker.models import Claim, User


def withdraw_claim(*, by: User, note: str, claim: Claim, seen: int) -> Claim:
    """Withdraw a published claim that was seen at revision `seen`; its address says so and why.

    It counts no more, and every revision stays readable. Refused: `Stale` where somebody changed it
    meanwhile; without a note; a claim that is not public, or is withdrawn already. Three queries.
    """
    with change(by=by, note=note, may="withdraw_claim") as at:
        current = fresh(claim, seen=seen)
        if current.withdrawn_at is not None:
            raise Refused(rule="claim_is_withdrawn_once", message=_("This claim is withdrawn already."))
        save(current, seen=seen, withdrawn_at=at)
        return current
