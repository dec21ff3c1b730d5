"""Take back a step: only while what it changed still stands at what the step left."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, cast

from django.db import transaction
from django.db.models.functions import Now
from django.utils.translation import gettext as _

from tracker.actions.change import change, save
from tracker.actions.drafts import fields_of
from tracker.actions.publish_claim import fresh
from tracker.actions.refusals import Refused
from tracker.actions.restore import may_correct, put_claim_back, put_record_back
from tracker.actions.review import discard_proposal
from tracker.actions.withdraw_claim import published_by
from tracker.domain import policy
from tracker.models import Claim, Comment, Draft, Step, User
from tracker.models.people import role_of
from tracker.queries.history import KINDS, saved_since


@dataclass(frozen=True, slots=True, kw_only=True)
class Undone:
    """What was taken back. `draft` is the draft that stands again, None where none does; `key` and `purpose` name
    the draft in any case."""

    step: Step
    draft: Draft | None = None
    key: str = ""
    purpose: str = ""


def take_back(*, by: User, step: int | None = None, note: str = "") -> Undone:
    """Take back a step of one's own: this one, or the last that is not taken back yet.

    A draft is as it was before, or there again; a proposal is removed and its draft there again; a correction gets a
    revision with what stood before; a publication is a withdrawal, and a withdrawal is taken back. What readers see
    needs a note. Refused, with nothing changed: where there is none; where the subject was changed since, and then
    the sentence says by whom; what the account may not do. About fifteen queries.
    """
    mine = Step.objects.filter(owner=by, undone_at__isnull=True).order_by("-id")
    found = (mine if step is None else mine.filter(pk=step)).first()
    if found is None:
        raise Refused(rule="there_is_a_step", message=_("There is nothing to take back."))
    return _HOW[found.kind](by, found, note)


def _done(step: Step) -> None:
    """Marked in the same transaction; of two who take it back at once, one finds it done."""
    if not Step.objects.filter(pk=step.pk, undone_at__isnull=True).update(undone_at=Now()):
        raise Refused(rule="step_is_taken_back_once", message=_("This was taken back already."))


# drafts


def _saved(by: User, step: Step, _note: str) -> Undone:
    key, purpose = step.subject.partition(":")[2], step.after["purpose"]
    _own_draft(by)
    with transaction.atomic():
        _done(step)
        draft = Draft.objects.select_for_update().filter(owner=by, key=key).first()
        if draft is None:
            raise Refused(rule="subject_still_stands", message=_("This draft was filed or discarded since."))
        if any(draft.payload.get(name) != value for name, value in step.after["fields"].items()):
            raise Refused(rule="subject_still_stands", message=_("You changed the same fields of this draft since."))
        if step.before["new"]:
            draft.delete()
            return Undone(step=step, key=key, purpose=purpose)
        fields = {**fields_of(draft.payload), **step.before["fields"]}
        draft.payload, draft.updated_at = {name: text for name, text in fields.items() if text is not None}, Now()
        draft.save(update_fields=["payload", "updated_at"])
        draft.refresh_from_db()
        return Undone(step=step, draft=draft, key=key, purpose=purpose)


def _discarded(by: User, step: Step, _note: str) -> Undone:
    _own_draft(by)
    with transaction.atomic():
        _done(step)
        return _back_as_a_draft(by, step, {"key": step.subject.partition(":")[2], **step.before})


def _back_as_a_draft(by: User, step: Step, kept: Mapping[str, Any] | None) -> Undone:
    if kept is None:
        return Undone(step=step)
    draft, fresh_one = Draft.objects.get_or_create(
        key=kept["key"],
        defaults={"owner": by, "purpose": kept["purpose"], "payload": kept["payload"], "updated_at": Now()},
    )
    if not fresh_one:
        raise Refused(rule="subject_still_stands", message=_("There is a draft in its place already."))
    draft.refresh_from_db()
    return Undone(step=step, draft=draft, key=draft.key, purpose=draft.purpose)


def _own_draft(by: User) -> None:
    if not policy.allowed(role=cast(policy.Role, role_of(by)), action="edit_draft", is_owner=True):
        raise Refused(rule="not_allowed", message=_("Your account may not do this. Nothing was changed."))


# the record


def _proposed(by: User, step: Step, note: str) -> Undone:
    claims = list(Claim.objects.filter(key__in=step.after["claims"]))
    if not claims:
        raise Refused(rule="subject_still_stands", message=_("It was removed since."))
    own = all(claim.author_id == by.pk for claim in claims)
    with change(by=by, note=note, may="discard_proposal", own=own):
        _done(step)
        for claim in claims:
            _untouched(by, "claim", claim, step.after["claims"][claim.key])
            said = Comment.objects.filter(claim=claim).exclude(author=by).select_related("author").first()
            if said is not None:
                raise Refused(
                    rule="subject_still_stands",
                    message=_("%(editor)s commented on it since: send it back or correct it instead.")
                    % {"editor": said.author.username},
                )
        for claim in claims:
            if Claim.objects.filter(retracts=claim).exists():
                raise Refused(rule="subject_still_stands", message=_("Another claim takes it back: remove that first."))
            discard_proposal(by=by, note=note, claim=claim, seen=claim.revision)
        return _back_as_a_draft(by, step, step.before.get("draft"))


def _corrected(by: User, step: Step, note: str) -> Undone:
    kind, row = _row(step)
    may, own = may_correct(claim=row, by=by) if kind == "claim" else ("correct_record", False)
    with change(by=by, note=note, may=may, own=own) as at:
        _done(step)
        current = _untouched(by, kind, row, step.after["revision"])
        before = step.before["revision"]
        if kind == "claim":
            put_claim_back(claim=current, revision=before, at=at)
        else:
            put_record_back(kind=kind, row=current, revision=before, at=at)
        _stands_again(step.subject, before, current.revision)
        return Undone(step=step)


def _published(by: User, step: Step, note: str) -> Undone:
    return _withdrawn_or_not(by, step, note, withdrawn=True)


def _withdrawn(by: User, step: Step, note: str) -> Undone:
    return _withdrawn_or_not(by, step, note, withdrawn=False)


def _withdrawn_or_not(by: User, step: Step, note: str, *, withdrawn: bool) -> Undone:
    _kind, row = _row(step)
    with change(by=by, note=note, may="withdraw_claim", own=published_by(claim=row) == by.pk) as at:
        _done(step)
        current = _untouched(by, "claim", row, step.after["revision"])
        save(current, seen=current.revision, withdrawn_at=at if withdrawn else None)
        if not withdrawn:
            _stands_again(step.subject, step.before["revision"], current.revision)
        return Undone(step=step)


def _row(step: Step) -> tuple[str, Any]:
    kind, _colon, key = step.subject.partition(":")
    row = KINDS[kind].objects.filter(key=key).first()
    if row is None:
        raise Refused(rule="subject_still_stands", message=_("It was removed since."))
    return kind, row


def _untouched(by: User, kind: str, row: Any, revision: int) -> Any:
    """The record as it stands, where that is what the step left; else refused, and the sentence says by whom."""
    current = fresh(row, seen=row.revision) if kind == "claim" else type(row).objects.get(pk=row.pk)
    if current.revision == revision:
        return current
    last = saved_since(kind=kind, pk=row.pk, seen=revision, until=current.revision)
    who = last[0].by if last else ""
    if who == by.username:
        message = _("You changed it since. Its history says how; a later step may be taken back first.")
    else:
        message = _("%(editor)s changed it since. Its history says how.") % {"editor": who}
    raise Refused(rule="subject_still_stands", message=message)


def _stands_again(subject: str, revision: int, now: int) -> None:
    """What stood at that revision stands again at a newer one: steps that left it can be taken back in turn."""
    key = subject.partition(":")[2]
    for earlier in Step.objects.filter(undone_at__isnull=True, subject=subject, after__revision=revision):
        earlier.after["revision"] = now
        earlier.save(update_fields=["after"])
    left = Step.objects.filter(undone_at__isnull=True, kind="propose", after__claims__contains={key: revision})
    for proposed in left:
        proposed.after["claims"][key] = now
        proposed.save(update_fields=["after"])


_HOW: Final = {
    "draft": _saved,
    "discard": _discarded,
    "propose": _proposed,
    "correct": _corrected,
    "publish": _published,
    "withdraw": _withdrawn,
}
