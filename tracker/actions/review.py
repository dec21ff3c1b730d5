"""What colleagues say of a claim before it is public: comment, send back, resolve, discard.

Comments are no part of the record: they take no instant of it, and their time is the database's.
"""

from __future__ import annotations

from django.db import Error, transaction
from django.db.models.functions import Now
from django.utils.translation import gettext as _

from tracker.actions.change import change, permit
from tracker.actions.publish_claim import fresh
from tracker.actions.refusals import Refused, refusal_of
from tracker.actions.texts import kept, line
from tracker.models import Claim, Comment, Reason, Relay, User

LONGEST = 5_000
"""Characters of a comment, and of the words that it quotes."""

FIELDS = (
    "words", "core", "speaker", "relays", "cue", "question", "answer", "polarity", "said", "said_note", "certainty",
    "act", "manner", "conditional", "retracts", "reasons", "coding_note",
)  # fmt: skip
"""What a comment can be on: the fields of a claim as its form names them."""


def comment_claim(*, by: User, claim: Claim, seen: int, text: str, field: str = "", quote: str = "") -> Comment:
    """Say something of the claim as it was seen at revision `seen`: of all of it, of a `field`, of words in it.

    Refused: no text; a field that a claim has not; a quote that stands neither in its words nor in the text that
    they were marked in; an account that may not; `Stale` where the claim was changed meanwhile. Three queries.
    """
    permit(by=by, may="comment_claim")
    return _write(by, claim, seen=seen, kind="comment", field=field, quote=quote, text=text)


def return_claim(*, by: User, note: str, claim: Claim, seen: int) -> Comment:
    """Send a proposed claim back with a note. It is sent back until it is revised: then it waits again.

    Refused: no note; a claim that is public; an account that may not; `Stale` where the claim was changed
    meanwhile. Three queries.
    """
    permit(by=by, may="return_claim")
    if not note.strip():
        raise Refused(
            rule="return_says_why",
            message=_("Say what is to be done: the author reads it with the claim."),
            field="note",
        )
    return _write(by, claim, seen=seen, kind="return", text=note)


def resolve_comment(*, by: User, comment: Comment) -> None:
    """What the comment asked for is done. Resolved once: a second time changes nothing. One query."""
    permit(by=by, may="comment_claim")
    Comment.objects.filter(pk=comment.pk, resolved_at=None).update(resolved_at=Now(), resolved_by=by)


def discard_proposal(*, by: User, note: str, claim: Claim, seen: int) -> None:
    """Remove a claim that was never public, with its comments; the history keeps what it was and why it went.

    By its author and by editors. Refused: a claim that is public; `Stale` where it was changed meanwhile. Eight
    queries.
    """
    with change(by=by, note=note, may="discard_proposal", own=claim.author_id == by.pk):
        current = fresh(claim, seen=seen)
        for part in (Relay, Reason):
            part._default_manager.filter(claim=current).delete()
        current.delete()


def _write(by: User, claim: Claim, *, seen: int, kind: str, text: str, field: str = "", quote: str = "") -> Comment:
    if field and field not in FIELDS:
        raise Refused(rule="comment_field_is_known", message=_("Choose one of the claim’s fields."), field="field")
    said = kept(text, field="note" if kind == "return" else "text", longest=LONGEST).strip()
    quoted = line(quote, field="quote")
    try:
        with transaction.atomic():
            current = fresh(claim, seen=seen)
            if kind == "return" and current.published_at is not None:
                raise Refused(
                    rule="return_is_of_a_proposal",
                    message=_("This claim is public: it is corrected or withdrawn, not sent back."),
                )
            if quoted and quoted not in " ".join(current.excerpt.snapshot.text.split()):
                raise Refused(
                    rule="comment_quote_is_verbatim",
                    message=_("“%(quote)s” does not stand in the text.") % {"quote": quoted[:80]},
                    field="quote",
                )
            return Comment.objects.create(
                claim=current, author=by, at=Now(), revision=seen, kind=kind, field=field, quote=quoted, text=said
            )
    except Error as error:
        raise refusal_of(error) from error
