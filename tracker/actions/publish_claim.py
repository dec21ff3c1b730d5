"""Make a claim public, and what it rests on with it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Final

from django.db import connection
from django.utils.translation import gettext as _

from tracker.actions.change import change, publish
from tracker.actions.claim_content import confirmed
from tracker.actions.refusals import Refused, Stale
from tracker.actions.sentences import SENTENCES
from tracker.actions.steps import remember_revision
from tracker.models import Answer, Claim, Incident, Party, Question, Reason, Relay, Side, Source, User

# the parties named, and whom they speak for on any day, through all others
_WITH_WHOM_THEY_SPEAK_FOR: Final = """
WITH RECURSIVE named AS (
    SELECT unnest(%s::bigint[]) AS id
  UNION
    SELECT a.organisation_id FROM named JOIN tracker_affiliation a ON a.member_id = named.id AND a.speaks_for
)
SELECT id FROM named
"""


def publish_claim(*, by: User, note: str, claim: Claim, seen: int, says_this: bool) -> Claim:
    """Publish the claim that was seen at revision `seen`, with its source, publisher, question, answer,
    incident and its sides, speaker, relays, whom the answer is laid to, and whom these speak for: all are
    public from their first published claim.

    Refused: `Stale` where somebody changed it meanwhile; without `says_this`; who wrote this revision, where the
    incident asks for four eyes; the same words of the same speaker on the same answer twice. Eleven queries, and one
    for each row that becomes public.
    """
    confirmed(says_this)
    with change(by=by, note=note, may="publish_claim") as at:
        current = fresh(claim, seen=seen)
        publish(current, at=at)
        publish_what_it_rests_on(current, at=at)
        remember_revision(kind="publish", of="claim", row=current, seen=seen)
        return current


def fresh(claim: Claim, *, seen: int) -> Claim:
    """The claim as it stands now, inside a change; `Stale` where that is not what was seen. One query.

    `Stale` too where it is gone, or was published since `claim` was read: who may change it was asked of that.
    """
    current = Claim.objects.select_related("excerpt__snapshot", "retracts").filter(pk=claim.pk).first()
    if current is None:
        raise Stale(rule="revision_is_next", message=_("This proposal was discarded meanwhile."))
    if current.revision != seen or current.published_at != claim.published_at:
        raise Stale(rule="revision_is_next", message=_(SENTENCES["revision_is_next"][1]))
    return current


def publish_what_it_rests_on(claim: Claim, *, at: datetime) -> None:
    """Everything that a published claim names is public too. Inside a change."""
    if claim.retracts is not None and claim.retracts.published_at is None:
        raise Refused(
            rule="retracted_claim_is_public",
            message=_("Publish the claim that this one takes back first."),
            field="retracts",
        )
    source = Source.objects.get(pk=claim.excerpt.snapshot.source_id)
    # what the caller holds may be older than this transaction: read it again
    named = {claim.answer_id, *Reason.objects.filter(claim=claim).values_list("answer", flat=True)}
    answers = list(Answer.objects.filter(pk__in=[pk for pk in named if pk is not None]))
    questions = list(Question.objects.filter(pk__in={claim.question_id, *(answer.question_id for answer in answers)}))
    incidents = list(Incident.objects.filter(pk__in={question.incident_id for question in questions}))
    parties = {
        claim.speaker_id,
        source.publisher_id,
        *Relay.objects.filter(claim=claim).values_list("party", flat=True),
        *Side.objects.filter(incident__in=incidents).values_list("party", flat=True),
        *(answer.about_id for answer in answers if answer.about_id is not None),
    }
    publish(source, *incidents, *questions, *answers, *unpublished(parties), at=at)


def unpublished(parties: Iterable[int]) -> list[Party]:
    """Those of the parties that are not public yet, and of all whom they speak for. Two queries."""
    with connection.cursor() as cursor:
        cursor.execute(_WITH_WHOM_THEY_SPEAK_FOR, [sorted(parties)])
        involved = [row[0] for row in cursor.fetchall()]
    return list(Party.objects.filter(pk__in=involved, published_at__isnull=True))
