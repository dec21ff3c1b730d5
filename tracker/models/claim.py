"""Who said what: the claim, the chain that told us, the reasons that were given."""

from __future__ import annotations

from typing import Self

import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import IntegerRangeField
from django.db import models
from django.db.models import F, Q

from tracker.models.base import ForeignKeyTogether, Versioned, in_order, not_blank, one_of
from tracker.models.history import freezing_guard, publication_guard, revision_guards, versioned
from tracker.models.incident import Answer, Question
from tracker.models.known_by import RecordQuerySet
from tracker.models.party import Party
from tracker.models.source import Excerpt
from tracker.models.triggers import Sealed, at_commit, guard, refuse_when
from tracker.models.visibility import PublicQuerySet, Published

POLARITIES = [(word, word) for word in ("affirms", "denies", "declines")]
CERTAINTIES = [(word, word) for word in ("certain", "probable", "possible", "unspecified")]
ACTS = [(word, word) for word in ("state", "restate", "concede", "decline", "retract")]
MANNERS = [(word, word) for word in ("own voice", "direct", "mixed", "indirect", "presupposed")]
DIRECTIONS = [(word, word) for word in ("supports", "undermines")]


_INCIDENT_OF = "(SELECT q.incident_id FROM tracker_question q WHERE q.id = {}.question_id)"


def _four_eyes() -> Sealed:
    """Where the incident asks for it, who publishes a revision is another than who wrote it."""
    return guard(
        "e_four_eyes",
        pgtrigger.Insert | pgtrigger.Update,
        "IF NEW.published_at IS NOT NULL AND EXISTS (SELECT FROM tracker_incident i"
        f" WHERE i.four_eyes AND i.id = {_INCIDENT_OF.format('NEW')}) THEN",
        "IF TG_OP = 'UPDATE' THEN",
        "SELECT (v.pgh_context ->> 'by')::bigint INTO writer FROM tracker_claimevent v"
        " WHERE v.pgh_obj_id = OLD.id AND v.revision = OLD.revision; was := OLD.published_at;",
        "END IF;",
        refuse_when(
            "was IS NULL AND (writer IS NULL OR writer ="
            " (SELECT made.by_id FROM tracker_change made WHERE made.xid = pg_current_xact_id()))",
            "publication_has_four_eyes",
            "This incident asks for four eyes: somebody else than who wrote the claim publishes it.",
        ),
        "END IF;",
        declare=[("writer", "bigint"), ("was", "timestamptz")],
    )


def _of_what_lives() -> Sealed:
    """No claim comes to a party or a question that was merged into another."""
    return guard(
        "d_merged",
        pgtrigger.Insert | pgtrigger.Update,
        "IF TG_OP = 'INSERT' THEN",
        refuse_when(_MERGED_SPEAKER, *_MERGED),
        refuse_when(_MERGED_QUESTION, *_MERGED),
        "ELSE",
        refuse_when(f"NEW.speaker_id <> OLD.speaker_id AND {_MERGED_SPEAKER}", *_MERGED),
        refuse_when(f"NEW.question_id <> OLD.question_id AND {_MERGED_QUESTION}", *_MERGED),
        "END IF;",
    )


_MERGED_SPEAKER = "EXISTS (SELECT FROM tracker_party p WHERE p.id = NEW.speaker_id AND p.merged_into_id IS NOT NULL)"
_MERGED_QUESTION = (
    "EXISTS (SELECT FROM tracker_question q WHERE q.id = NEW.question_id AND q.merged_into_id IS NOT NULL)"
)
_MERGED = ("claim_is_of_what_lives", "This party or question was merged into another. Choose that one.")


class ClaimQuerySet(PublicQuerySet):
    def counted(self) -> Self:
        """Claims that count in a status: published and not withdrawn."""
        return self.published().filter(withdrawn_at__isnull=True)


@versioned()
class Claim(Versioned, Published):
    """The attributed speech act. `core` is a range of the snapshot inside the excerpt; None means all of it."""

    excerpt = models.ForeignKey(Excerpt, on_delete=models.PROTECT, related_name="claims")
    core = IntegerRangeField(null=True, blank=True)
    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="claims")
    answer = models.ForeignKey(Answer, null=True, blank=True, on_delete=models.PROTECT, related_name="claims")
    speaker = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="claims")
    polarity = models.TextField(choices=POLARITIES)
    certainty = models.TextField(choices=CERTAINTIES)
    act = models.TextField(choices=ACTS)
    conditional = models.BooleanField(default=False)
    manner = models.TextField(choices=MANNERS)
    cue = models.TextField(default="", blank=True)
    said = models.TextField()
    said_start = models.DateField()
    said_end = models.DateField()
    said_note = models.TextField(default="", blank=True)
    coding_note = models.TextField(default="", blank=True)
    retracts = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="retracted_by")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="claims")
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = ClaimQuerySet.as_manager()

    class Meta:
        constraints = [
            *not_blank("claim", "said"),
            one_of("claim", "polarity", POLARITIES),
            one_of("claim", "certainty", CERTAINTIES),
            one_of("claim", "act", ACTS),
            one_of("claim", "manner", MANNERS),
            in_order("claim", "said_start", "said_end", "said_in_order"),
            models.UniqueConstraint(
                fields=["id", "answer", "polarity"],
                name="claim_and_answer_and_polarity",
            ),
            ForeignKeyTogether(
                fields=["answer", "question"],
                to="tracker.Answer",
                to_fields=["id", "question"],
                name="claim_answer_belongs_to_question",
            ),
            ForeignKeyTogether(
                fields=["retracts", "answer", "polarity"],
                to="tracker.Claim",
                to_fields=["id", "answer", "polarity"],
                name="claim_retracts_same_answer_and_polarity",
            ),
            models.CheckConstraint(
                condition=Q(retracts__isnull=True) | Q(answer__isnull=False),
                name="claim_retract_has_an_answer",
            ),
            models.CheckConstraint(
                condition=Q(act="retract", retracts__isnull=False) | (~Q(act="retract") & Q(retracts__isnull=True)),
                name="claim_retract_names_a_claim",
            ),
            models.CheckConstraint(
                condition=Q(retracts__isnull=True) | ~Q(retracts=F("id")),
                name="claim_does_not_retract_itself",
            ),
            models.CheckConstraint(
                condition=Q(act="decline", polarity="declines") | (~Q(act="decline") & ~Q(polarity="declines")),
                name="claim_decline_declines",
            ),
            models.CheckConstraint(
                condition=~Q(polarity="declines") | Q(certainty="unspecified"),
                name="claim_decline_has_no_certainty",
            ),
            models.CheckConstraint(
                condition=Q(polarity="declines") | Q(answer__isnull=False),
                name="claim_position_has_an_answer",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True) | Q(published_at__isnull=False),
                name="claim_withdrawn_was_published",
            ),
            models.UniqueConstraint(
                fields=["excerpt", "speaker", "question", "answer"],
                condition=Q(published_at__isnull=False, withdrawn_at__isnull=True),
                nulls_distinct=False,
                name="claim_is_published_once",
            ),
        ]
        indexes = [models.Index(fields=["question", "said_end"], name="claim_by_question_and_day")]
        triggers = [
            *revision_guards(public="OLD.published_at IS NOT NULL"),
            publication_guard(),
            _of_what_lives(),
            _four_eyes(),
            freezing_guard(_INCIDENT_OF.format("ROW")),
            guard(
                "d_core",
                pgtrigger.Insert | pgtrigger.Update,
                refuse_when(
                    "NEW.core IS NOT NULL AND (isempty(NEW.core) OR lower_inf(NEW.core) OR upper_inf(NEW.core)"
                    " OR NOT EXISTS (SELECT FROM tracker_excerpt e WHERE e.id = NEW.excerpt_id"
                    " AND e.pieces @> NEW.core))",
                    "claim_core_is_inside_its_excerpt",
                    "The core words must stand inside the excerpt.",
                ),
            ),
        ]


class ClaimPartQuerySet(RecordQuerySet):
    def visible_to(self, viewer: object) -> Self:
        """Rows of claims that the viewer may see."""
        return self.filter(claim__in=Claim.objects.all().visible_to(viewer))


class ReasonQuerySet(ClaimPartQuerySet):
    def visible_to(self, viewer: object) -> Self:
        """Reasons of claims, for or against answers, where the viewer may see both."""
        return super().visible_to(viewer).filter(answer__in=Answer.objects.all().visible_to(viewer))


def _with_its_claim(table: str) -> Sealed:
    """What belongs to a claim changes only in a transaction that revises the claim."""
    return at_commit(
        "with_its_claim",
        pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
        "IF TG_OP = 'DELETE' THEN the_claim := OLD.claim_id; ELSE the_claim := NEW.claim_id; END IF;",
        refuse_when(
            "EXISTS (SELECT FROM tracker_claim c WHERE c.id = the_claim) AND NOT EXISTS (SELECT"
            " FROM tracker_claimevent v JOIN tracker_change made ON made.at = v.pgh_created_at"
            " WHERE v.pgh_obj_id = the_claim AND made.xid = pg_current_xact_id())",
            f"{table}_changes_with_its_claim",
            "This belongs to a claim and changes only with a revision of it.",
        ),
        declare=[("the_claim", "bigint")],
    )


def _stays_with_its_claim(table: str) -> Sealed:
    return guard(
        "b_claim",
        pgtrigger.Update,
        refuse_when(
            "NEW.claim_id <> OLD.claim_id",
            f"{table}_stays_with_its_claim",
            "This cannot move to another claim.",
        ),
    )


@versioned()
class Relay(Versioned):
    """One step of "who says who said", counted from the publisher inward, from 1."""

    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="relays")
    position = models.IntegerField()
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")
    cue = models.TextField(default="", blank=True)

    objects = ClaimPartQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["claim", "position"],
                name="relay_position_stands_once",
                deferrable=models.Deferrable.DEFERRED,
            ),
            models.UniqueConstraint(
                fields=["claim", "party"],
                name="relay_party_stands_once",
                deferrable=models.Deferrable.DEFERRED,
            ),
            models.CheckConstraint(condition=Q(position__gte=1), name="relay_position_counts_from_one"),
        ]
        triggers = [
            *revision_guards(public="FALSE"),
            _stays_with_its_claim("relay"),
            _with_its_claim("relay"),
            at_commit(
                "without_gaps",
                pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
                "IF TG_OP = 'DELETE' THEN the_claim := OLD.claim_id; ELSE the_claim := NEW.claim_id; END IF;",
                refuse_when(
                    "EXISTS (SELECT FROM tracker_relay r WHERE r.claim_id = the_claim"
                    " HAVING max(r.position) <> count(DISTINCT r.position))",
                    "relay_positions_have_no_gaps",
                    "The relays of a claim count 1, 2, 3 without a gap.",
                ),
                declare=[("the_claim", "bigint")],
            ),
        ]


@versioned()
class Reason(Versioned):
    """The claim was offered as support for an answer, or to undermine it."""

    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="reasons")
    answer = models.ForeignKey(Answer, on_delete=models.PROTECT, related_name="reasons")
    direction = models.TextField(choices=DIRECTIONS)

    objects = ReasonQuerySet.as_manager()

    class Meta:
        constraints = [
            one_of("reason", "direction", DIRECTIONS),
            models.UniqueConstraint(fields=["claim", "answer"], name="reason_stands_once"),
        ]
        triggers = [
            *revision_guards(public="FALSE"),
            _stays_with_its_claim("reason"),
            _with_its_claim("reason"),
        ]
