"""Working together: comments on claims, what somebody watches, steps to take back, letters of readers."""

from __future__ import annotations

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from tracker.domain import policy
from tracker.models.base import Keyed, not_blank, one_of
from tracker.models.claim import Claim
from tracker.models.incident import Incident, Question
from tracker.models.party import Party
from tracker.models.people import role_of

COMMENT_KINDS = [(kind, kind) for kind in ("comment", "return")]
LETTER_KINDS = [(kind, kind) for kind in ("mistake", "source", "reply")]
LETTER_OUTCOMES = [(outcome, outcome) for outcome in ("open", "mended", "declined", "spam")]


class CommentQuerySet(models.QuerySet):
    def visible_to(self, viewer: object) -> Self:
        """Comments are among those who may see proposals."""
        if policy.allowed(role=role_of(viewer), action="view_proposed"):
            return self
        return self.none()


class Comment(Keyed):
    """What a colleague says of a claim, of one of its fields, or of words in it. A *return* sends it back.

    `revision` is the claim's that was read: a claim is sent back while its last return is of its present revision.
    """

    claim = models.ForeignKey(Claim, on_delete=models.CASCADE, related_name="comments")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    revision = models.IntegerField()
    kind = models.TextField(choices=COMMENT_KINDS, default="comment")
    field = models.TextField(default="", blank=True)
    quote = models.TextField(default="", blank=True)
    text = models.TextField()
    resolved_at = models.DateTimeField(null=True, blank=True)
    resolved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    objects = CommentQuerySet.as_manager()

    class Meta:
        constraints = [*not_blank("comment", "text"), one_of("comment", "kind", COMMENT_KINDS)]
        indexes = [models.Index(fields=["claim", "at"], name="comment_by_claim")]


class Watch(models.Model):
    """Somebody wants to hear of changes of one incident, question or party."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="watches")
    incident = models.ForeignKey(Incident, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    question = models.ForeignKey(Question, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    party = models.ForeignKey(Party, null=True, blank=True, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(incident__isnull=False, question__isnull=True, party__isnull=True)
                | Q(incident__isnull=True, question__isnull=False, party__isnull=True)
                | Q(incident__isnull=True, question__isnull=True, party__isnull=False),
                name="watch_is_of_one_thing",
            ),
            models.UniqueConstraint(
                fields=["user", "incident", "question", "party"], name="watch_stands_once", nulls_distinct=False
            ),
        ]

    def __str__(self) -> str:
        return f"watch {self.pk}"


class Step(models.Model):
    """One step of an editor that can be taken back: what stood before it, and what it left.

    The last fifty of each editor are kept. `subject` names what was changed, such as "claim:k01"; a step is
    taken back only while that still stands at what the step left.
    """

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="steps")
    at = models.DateTimeField()
    kind = models.TextField()
    subject = models.TextField()
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["owner", "-id"], name="step_by_owner")]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject}"


class LetterQuerySet(models.QuerySet):
    def visible_to(self, viewer: object) -> Self:
        """Letters are for those who may answer them; senders find theirs by its code."""
        if policy.allowed(role=role_of(viewer), action="answer_letter"):
            return self
        return self.none()


class Letter(Keyed):
    """A reader writes in: a mistake in a claim, a source for a question, a party's reply. No account, no address.

    The sender finds the answer by a code, of which only the hash is kept.
    """

    kind = models.TextField(choices=LETTER_KINDS)
    claim = models.ForeignKey(Claim, null=True, blank=True, on_delete=models.CASCADE, related_name="letters")
    question = models.ForeignKey(Question, null=True, blank=True, on_delete=models.CASCADE, related_name="letters")
    party = models.ForeignKey(Party, null=True, blank=True, on_delete=models.CASCADE, related_name="letters")
    text = models.TextField()
    address = models.TextField(default="", blank=True)
    signed = models.TextField(default="", blank=True)
    code_hash = models.TextField(unique=True)
    received_at = models.DateTimeField()
    outcome = models.TextField(choices=LETTER_OUTCOMES, default="open")
    answer = models.TextField(default="", blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    objects = LetterQuerySet.as_manager()

    class Meta:
        constraints = [
            *not_blank("letter", "text"),
            one_of("letter", "kind", LETTER_KINDS),
            one_of("letter", "outcome", LETTER_OUTCOMES),
            models.CheckConstraint(
                condition=Q(kind="mistake", claim__isnull=False, question__isnull=True, party__isnull=True)
                | Q(kind="source", claim__isnull=True, question__isnull=False, party__isnull=True)
                | Q(kind="reply", claim__isnull=True, question__isnull=True, party__isnull=False),
                name="letter_is_about_what_its_kind_says",
            ),
            models.CheckConstraint(
                condition=Q(outcome="open", answered_at__isnull=True, answered_by__isnull=True)
                | (~Q(outcome="open") & Q(answered_at__isnull=False, answered_by__isnull=False)),
                name="letter_answer_says_who_and_when",
            ),
        ]
        indexes = [models.Index(fields=["outcome", "received_at"], name="letter_by_outcome")]
