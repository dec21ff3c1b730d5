"""What a page about a claim offers to whom, and why not: the same rules by which the actions refuse."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from tracker.actions.withdraw_claim import published_by
from tracker.models import Claim, User
from tracker.queries.review import writer_of
from tracker.web.jinja import may_do


@dataclass(frozen=True, slots=True, kw_only=True)
class Allowed:
    """`publish` and `save` are offered unless the sentence says why not. The rest is offered or not."""

    why_not_publish: str = ""
    why_not_save: str = ""
    send_back: bool = False
    discard: bool = False
    withdraw: bool = False


def with_new_claim(user: User) -> Allowed:
    """For a form that makes claims. No query."""
    return Allowed(why_not_publish=_not_yours(user))


def with_claim(user: User, claim: Claim) -> Allowed:
    """For a claim that is there, which came with its question's incident. One query at most."""
    own = claim.author_id == user.pk
    if claim.withdrawn_at is not None:
        return Allowed(why_not_save=_("It was withdrawn."))
    incident = claim.question.incident
    frozen = ""
    if incident.frozen:
        frozen = _("This incident is frozen: nothing of it changes until a steward opens it again.")
    if claim.published_at is not None:
        mine = may_do(user, "withdraw_claim", own=True)
        theirs = may_do(user, "withdraw_claim") or (mine and published_by(claim=claim) == user.pk)
        editors = _("Editors correct what is public.")
        return Allowed(
            why_not_save=frozen or ("" if may_do(user, "correct_claim") else editors),
            withdraw=not frozen and theirs,
        )
    eyes = incident.four_eyes and may_do(user, "publish_claim") and writer_of(claim=claim) == user.pk
    four_eyes = _("This incident asks for four eyes, and you wrote this: somebody else publishes it.") if eyes else ""
    revisers = _("Its author and editors revise a proposal. Tell them what you see by a comment.")
    return Allowed(
        why_not_publish=_not_yours(user) or frozen or four_eyes,
        why_not_save=frozen or ("" if may_do(user, "revise_proposal", own=own) else revisers),
        send_back=may_do(user, "return_claim"),
        discard=not frozen and may_do(user, "discard_proposal", own=own),
    )


def _not_yours(user: User) -> str:
    return "" if may_do(user, "publish_claim") else _("Your account proposes; an editor publishes.")
