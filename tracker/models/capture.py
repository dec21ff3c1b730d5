"""On the way into the record: what was read and is not filed yet, near-duplicates, words carried to a new text."""

from __future__ import annotations

from typing import Self

import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q

from tracker.domain import policy
from tracker.models.base import Keyed, PiecesField, one_of
from tracker.models.people import User, role_of
from tracker.models.source import Excerpt, Snapshot, Source
from tracker.models.triggers import guard, refuse, refuse_when

ORIGINS = [(origin, origin) for origin in ("address", "file", "paste")]
STATES = [(state, state) for state in ("waiting", "fetching", "reading", "ready", "refused", "filed")]
OUTCOMES = [(outcome, outcome) for outcome in ("exact", "moved", "changed", "gone")]


class CaptureQuerySet(models.QuerySet):
    def visible_to(self, viewer: object) -> Self:
        """A capture under way is its owner's alone, and only while they may capture."""
        if isinstance(viewer, User) and policy.allowed(role=role_of(viewer), action="capture_source"):
            return self.filter(owner=viewer)
        return self.none()


class Capture(Keyed):
    """What an editor brings in, until it is filed as a snapshot or dropped. Without history, deletable.

    `facts` holds what the text says of itself, each with where it came from; `fetched` becomes the snapshot's;
    `source` is set where this is another capture of a source; `progress` counts the bytes read so far.
    """

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="captures")
    origin = models.TextField(choices=ORIGINS)
    state = models.TextField(choices=STATES, default="waiting")
    address = models.TextField(default="", blank=True)
    name = models.TextField(default="", blank=True)
    progress = models.IntegerField(default=0)
    rule = models.TextField(default="", blank=True)
    message = models.TextField(default="", blank=True)
    original = models.BinaryField(null=True, blank=True)
    media_type = models.TextField(default="", blank=True)
    text = models.TextField(default="", blank=True)
    facts = models.JSONField(default=dict, blank=True)
    fetched = models.JSONField(null=True, blank=True)
    source = models.ForeignKey(Source, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    snapshot = models.ForeignKey(Snapshot, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    started_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    objects = CaptureQuerySet.as_manager()

    class Meta:
        constraints = [
            one_of("capture", "origin", ORIGINS),
            one_of("capture", "state", STATES),
        ]
        indexes = [models.Index(fields=["owner", "-updated_at"], name="capture_by_owner")]


class Shingles(models.Model):
    """Hashes of a snapshot's word sequences, to find nearly the same text. Derived: one command makes them anew."""

    snapshot = models.OneToOneField(Snapshot, primary_key=True, on_delete=models.CASCADE, related_name="shingles")
    hashes = ArrayField(models.IntegerField())

    class Meta:
        indexes = [GinIndex(fields=["hashes"], name="shingles_by_hash")]

    def __str__(self) -> str:
        return f"shingles of {self.snapshot_id}"


class CarryoverQuerySet(models.QuerySet):
    def visible_to(self, viewer: object) -> Self:
        """What was decided, of excerpts that the viewer may see; all of it for who may see proposals."""
        if policy.allowed(role=role_of(viewer), action="view_proposed"):
            return self
        return self.filter(decided_at__isnull=False, excerpt__in=Excerpt.objects.all().visible_to(viewer))


class Carryover(models.Model):
    """Where the words of an excerpt stand in a later snapshot of the same source: a proposal until an editor decides.

    `pieces` is null where the words are gone. `accepted` is the editor's yes or no, at the instant `decided_at`;
    a decision is final, and what it rests on stays as it was.
    """

    excerpt = models.ForeignKey(Excerpt, on_delete=models.PROTECT, related_name="carryovers")
    snapshot = models.ForeignKey(Snapshot, on_delete=models.PROTECT, related_name="carryovers")
    outcome = models.TextField(choices=OUTCOMES)
    pieces = PiecesField(null=True, blank=True)
    score = models.FloatField()
    accepted = models.BooleanField(null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)

    objects = CarryoverQuerySet.as_manager()

    class Meta:
        constraints = [
            one_of("carryover", "outcome", OUTCOMES),
            models.UniqueConstraint(fields=["excerpt", "snapshot"], name="carryover_is_one_per_snapshot"),
            models.CheckConstraint(
                condition=Q(outcome="gone", pieces__isnull=True) | (~Q(outcome="gone") & Q(pieces__isnull=False)),
                name="carryover_has_pieces_unless_gone",
            ),
            models.CheckConstraint(
                condition=Q(accepted__isnull=True, decided_by__isnull=True, decided_at__isnull=True)
                | Q(accepted__isnull=False, decided_by__isnull=False, decided_at__isnull=False),
                name="carryover_decision_says_who_and_when",
            ),
        ]
        triggers = [
            guard(
                "decided",
                pgtrigger.Update | pgtrigger.Delete,
                refuse_when(
                    "OLD.decided_at IS NOT NULL",
                    "carryover_decision_is_final",
                    "This was decided already. Correct the claim instead.",
                ),
                "IF TG_OP = 'UPDATE' AND (NEW.excerpt_id, NEW.snapshot_id) IS DISTINCT FROM"
                " (OLD.excerpt_id, OLD.snapshot_id) THEN",
                refuse("carryover_stays", "A proposal stays with its words and its text."),
                "END IF;",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.outcome}: {self.excerpt_id} in {self.snapshot_id}"
