"""Where it is written: the work, the fixed text that was read, the verbatim words."""

from __future__ import annotations

from typing import Self

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from tracker.domain import policy
from tracker.models.base import VISIBLE, Keyed, PiecesField, Versioned, in_order, not_blank, one_of
from tracker.models.history import REDACTING, publication_guard, revision_guards, versioned
from tracker.models.known_by import RecordQuerySet
from tracker.models.party import Party
from tracker.models.people import role_of
from tracker.models.triggers import guard, never_emptied, refuse, refuse_when
from tracker.models.visibility import PublicQuerySet, Published

EXTENTS = [(extent, extent) for extent in ("whole", "extract", "quotation")]


@versioned()
class Source(Versioned, Published):
    """The work. `published` is EDTF text, with its first and last day beside it."""

    slug = models.SlugField(max_length=200, unique=True, allow_unicode=True)
    title = models.TextField()
    publisher = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")
    author = models.TextField(default="", blank=True)
    published = models.TextField()
    published_start = models.DateField()
    published_end = models.DateField()
    url = models.TextField(default="", blank=True)
    language = models.TextField()
    rights = models.TextField(default="", blank=True)
    extent = models.TextField(choices=EXTENTS)
    translation_of = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="translations"
    )

    objects = PublicQuerySet.as_manager()

    class Meta:
        constraints = [
            *not_blank("source", "slug", "title", "published", "language"),
            one_of("source", "extent", EXTENTS),
            in_order("source", "published_start", "published_end", "published_in_order"),
            models.CheckConstraint(
                condition=Q(translation_of__isnull=True) | ~Q(translation_of=F("id")),
                name="source_is_no_translation_of_itself",
            ),
        ]
        triggers = [*revision_guards(public="OLD.published_at IS NOT NULL"), publication_guard()]


class SnapshotQuerySet(RecordQuerySet):
    def visible_to(self, viewer: object) -> Self:
        """Snapshots of sources that the viewer may see."""
        return self.filter(source__in=Source.objects.all().visible_to(viewer))


class Snapshot(Keyed):
    """The fixed text that was read. It never changes, so annotations cannot orphan.

    `fetched` says how a text came from the open web: final address, every redirect, status, headers, time.
    """

    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="snapshots")
    text = models.TextField()
    sha256 = models.TextField()
    captured_at = models.DateTimeField()
    captured_from = models.TextField(default="", blank=True)
    original = models.BinaryField(null=True, blank=True)
    media_type = models.TextField(default="", blank=True)
    fetched = models.JSONField(null=True, blank=True)
    redacted_at = models.DateTimeField(null=True, blank=True)
    redaction_ground = models.TextField(default="", blank=True)

    objects = SnapshotQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(text__regex=VISIBLE) | Q(redacted_at__isnull=False),
                name="snapshot_text_is_not_blank",
            ),
            models.CheckConstraint(
                condition=Q(redacted_at__isnull=True, redaction_ground="")
                | Q(redacted_at__isnull=False, redaction_ground__regex=VISIBLE, text=""),
                name="snapshot_redaction_has_a_ground",
            ),
            models.CheckConstraint(
                condition=Q(original__isnull=True, media_type="")
                | Q(original__isnull=False, media_type__regex=VISIBLE),
                name="snapshot_original_has_a_media_type",
            ),
        ]
        triggers = [
            guard(
                "a_hash",
                pgtrigger.Insert,
                refuse_when(
                    "NEW.sha256 IS DISTINCT FROM encode(sha256(convert_to(NEW.text, 'UTF8')), 'hex')",
                    "snapshot_sha256_is_of_its_text",
                    "The sha256 is not that of the text.",
                ),
                refuse_when(
                    "NEW.redacted_at IS NOT NULL",
                    "snapshot_is_captured_whole",
                    "A snapshot is captured with its text, and redacted only afterwards.",
                ),
                refuse_when(
                    "NOT EXISTS (SELECT FROM tracker_change made"
                    " WHERE made.xid = pg_current_xact_id() AND made.at = NEW.captured_at)",
                    "change_has_by",
                    "A snapshot is captured in a change that says who makes it, at the instant of that change.",
                ),
            ),
            guard(
                "b_fixed",
                pgtrigger.Update | pgtrigger.Delete,
                f"IF NOT ({REDACTING}) OR TG_OP = 'DELETE' THEN",
                refuse("snapshot_never_changes", "A snapshot never changes. Capture the source again."),
                "END IF;",
                refuse_when(
                    "OLD.redacted_at IS NOT NULL OR NEW.redacted_at IS NULL"
                    " OR (NEW.id, NEW.key, NEW.source_id, NEW.sha256, NEW.captured_at, NEW.captured_from)"
                    " IS DISTINCT FROM"
                    " (OLD.id, OLD.key, OLD.source_id, OLD.sha256, OLD.captured_at, OLD.captured_from)",
                    "snapshot_never_changes",
                    "A redaction takes the text and keeps hash, ground and date.",
                ),
            ),
            never_emptied("snapshot_never_changes", "A snapshot never changes."),
        ]


class ExcerptQuerySet(RecordQuerySet):
    def visible_to(self, viewer: object) -> ExcerptQuerySet:
        """Excerpts that carry a claim which the viewer may see; all of them for who may see proposals."""
        from tracker.models.claim import Claim  # the claim's module needs this one

        if policy.allowed(role=role_of(viewer), action="view_proposed"):
            return self
        return self.filter(id__in=Claim.objects.all().visible_to(viewer).values("excerpt"))


@versioned(redactable=["exact", "gloss", "gloss_language"])
class Excerpt(Versioned):
    """The verbatim words, in one piece or several. Pieces are ranges of code points of the snapshot's text."""

    snapshot = models.ForeignKey(Snapshot, on_delete=models.PROTECT, related_name="excerpts")
    pieces = PiecesField()
    exact = ArrayField(models.TextField())
    gloss = models.TextField(default="", blank=True)
    gloss_language = models.TextField(default="", blank=True)

    objects = ExcerptQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["snapshot", "pieces"], name="excerpt_pieces_are_one_per_snapshot"),
            models.CheckConstraint(
                condition=Q(gloss="", gloss_language="") | Q(gloss__regex=VISIBLE, gloss_language__regex=VISIBLE),
                name="excerpt_gloss_has_its_language",
            ),
        ]
        triggers = [
            *revision_guards(
                public="EXISTS (SELECT FROM tracker_claim c WHERE c.excerpt_id = OLD.id AND c.published_at IS NOT NULL)"
            ),
            guard(
                "b_fixed",
                pgtrigger.Update,
                refuse_when(
                    "(NEW.snapshot_id, NEW.pieces) IS DISTINCT FROM (OLD.snapshot_id, OLD.pieces)",
                    "excerpt_pieces_never_change",
                    "The pieces of an excerpt never change. Make another excerpt.",
                ),
                f"IF NOT ({REDACTING}) THEN",
                refuse_when(
                    "NEW.exact IS DISTINCT FROM OLD.exact",
                    "excerpt_pieces_never_change",
                    "The pieces of an excerpt never change. Make another excerpt.",
                ),
                "END IF;",
                refuse_when(
                    "NEW.exact IS DISTINCT FROM OLD.exact"
                    " AND NEW.exact <> array_fill(''::text, ARRAY[cardinality(OLD.exact)])",
                    "excerpt_pieces_never_change",
                    "A redaction takes the words and puts no others.",
                ),
            ),
            guard(
                "c_exact",
                pgtrigger.Insert,
                refuse_when(
                    "NEW.pieces IS NULL OR isempty(NEW.pieces) OR lower_inf(NEW.pieces) OR upper_inf(NEW.pieces)",
                    "excerpt_has_pieces",
                    "An excerpt has at least one piece, and each begins and ends somewhere.",
                ),
                refuse_when(
                    "array_ndims(NEW.exact) IS DISTINCT FROM 1 OR array_lower(NEW.exact, 1) <> 1"
                    " OR cardinality(NEW.exact) <> (SELECT count(*) FROM unnest(NEW.pieces))",
                    "excerpt_pieces_are_apart",
                    "The pieces of an excerpt stand in order and apart, each with its words.",
                ),
                "first := lower(NEW.pieces); beyond := upper(NEW.pieces);",
                "SELECT substring(s.text FROM first + 1 FOR beyond - first) INTO hull"
                " FROM tracker_snapshot s WHERE s.id = NEW.snapshot_id AND first >= 0;",
                refuse_when(
                    "hull IS NULL OR char_length(hull) <> beyond - first OR EXISTS (SELECT"
                    " FROM unnest(NEW.pieces) WITH ORDINALITY AS piece(span, nth)"
                    " WHERE substring(hull FROM lower(span) - first + 1 FOR upper(span) - lower(span))"
                    " IS DISTINCT FROM NEW.exact[nth])",
                    "excerpt_is_verbatim",
                    "The words of an excerpt must be the snapshot's characters in that place.",
                ),
                declare=[("first", "integer"), ("beyond", "integer"), ("hull", "text")],
            ),
        ]
