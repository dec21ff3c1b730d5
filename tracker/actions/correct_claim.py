"""The editor's change of mind: a new revision, at the same address."""

from __future__ import annotations

from django.utils.translation import gettext as _

from tracker.actions.change import change, save
from tracker.actions.claim_content import (
    Content,
    Words,
    confirmed,
    excerpt_of,
    fields_of,
    write_reasons,
    write_relays,
)
from tracker.actions.claim_rules import check
from tracker.actions.publish_claim import fresh, publish_what_it_rests_on
from tracker.actions.refusals import Refused
from tracker.actions.steps import remember_revision
from tracker.domain.policy import Action
from tracker.models import Claim, Party, Source, User


def correct_claim(
    *,
    by: User,
    note: str,
    claim: Claim,
    seen: int,
    words: Words,
    speaker: Party,
    content: Content,
    says_this: bool,
) -> Claim:
    """A revision of the claim that was seen at revision `seen`; relays, reasons, core and words with it.

    A proposed claim may be revised by its author and by editors, a published one by editors. Of a published claim
    every earlier revision stays readable, and the note says why. Refused: `Stale` where
    somebody was faster, with nothing overwritten; a published claim without a note; a withdrawn claim; a
    correction that changes nothing; what `record_claim` refuses. About eleven queries.
    """
    confirmed(says_this)
    columns = fields_of(content)
    may: Action = "correct_claim" if claim.published_at else "revise_proposal"
    with change(by=by, note=note, may=may, own=claim.author_id == by.pk) as at:
        current = fresh(claim, seen=seen)
        if current.withdrawn_at is not None:
            raise Refused(
                rule="withdrawn_claim_stays", message=_("This claim was withdrawn; its record stays as it was.")
            )
        source = Source.objects.select_related("publisher").get(pk=words.snapshot.source_id)
        excerpt = excerpt_of(words)
        glossed = excerpt.pk == current.excerpt_id and excerpt.revision != current.excerpt.revision
        check(content=content, speaker=speaker, excerpt=excerpt, source=source)
        columns |= {"excerpt": excerpt, "speaker": speaker}
        changed = {name: value for name, value in columns.items() if getattr(current, name) != value}
        save(current, seen=seen, **changed)
        parts = [write_relays(current, content.relays), write_reasons(current, content.reasons)]
        if not (changed or any(parts) or glossed):
            raise Refused(rule="correction_changes_something", message=_("Nothing is different from what is recorded."))
        if current.published_at is not None:
            publish_what_it_rests_on(current, at=at)
        remember_revision(kind="correct", of="claim", row=current, seen=seen)
        return current
