"""Who speaks: parties, and whom they speak for."""

from __future__ import annotations

import pgtrigger
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Q

from tracker.models.base import VISIBLE, Versioned, not_blank, one_of
from tracker.models.history import frozen_guard, merged_guard, publication_guard, revision_guards, versioned
from tracker.models.known_by import RecordQuerySet
from tracker.models.triggers import guard, refuse_when
from tracker.models.visibility import PublicQuerySet, Published

PARTY_KINDS = [(kind, kind) for kind in ("state", "agency", "body", "person", "media", "unnamed")]

# published claims that rest on a party: its speaker, relays, the party an answer is laid to, its publisher
_CLAIMS_ON_PARTY = """
    SELECT FROM tracker_claim c
    JOIN tracker_excerpt e ON e.id = c.excerpt_id
    JOIN tracker_snapshot s ON s.id = e.snapshot_id
    JOIN tracker_source o ON o.id = s.source_id
    LEFT JOIN tracker_answer a ON a.id = c.answer_id
    WHERE c.published_at IS NOT NULL AND (c.speaker_id = OLD.id OR a.about_id = OLD.id OR o.publisher_id = OLD.id
      OR EXISTS (SELECT FROM tracker_relay r WHERE r.claim_id = c.id AND r.party_id = OLD.id))
"""


@versioned()
class Party(Versioned, Published):
    """A state, agency, body, person, medium, or somebody unnamed."""

    slug = models.SlugField(max_length=200, unique=True, allow_unicode=True)
    name = models.TextField()
    monogram = models.TextField()
    kind = models.TextField(choices=PARTY_KINDS)
    also_known_as = ArrayField(models.TextField(), default=list, blank=True)
    country_code = models.TextField(default="", blank=True)
    wikidata = models.TextField(default="", blank=True)
    merged_into = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="merged")

    objects = PublicQuerySet.as_manager()

    class Meta:
        constraints = [
            *not_blank("party", "slug", "name", "monogram"),
            one_of("party", "kind", PARTY_KINDS),
            models.CheckConstraint(condition=Q(monogram__regex=r"^.{0,4}$"), name="party_monogram_has_four_at_most"),
        ]
        triggers = [
            *revision_guards(public="OLD.published_at IS NOT NULL"),
            publication_guard(),
            frozen_guard(
                fields=("kind",),
                rests=_CLAIMS_ON_PARTY,
                constraint="party_kind_is_frozen",
                message="Published claims rest on this party: its kind cannot change. Make a new party.",
            ),
            merged_guard("party"),
            guard(
                "d_names",
                pgtrigger.Insert | pgtrigger.Update,
                refuse_when(
                    f"EXISTS (SELECT FROM unnest(NEW.also_known_as) AS name WHERE (name ~ '{VISIBLE}') IS NOT TRUE)",
                    "party_also_known_as_is_not_blank",
                    "Another name of a party cannot be blank.",
                ),
            ),
            guard(
                "d_unnamed",
                pgtrigger.Insert | pgtrigger.Update,  # affiliations may come before their member, until commit
                refuse_when(
                    "NEW.kind = 'unnamed' AND EXISTS (SELECT FROM tracker_affiliation a"
                    " WHERE a.member_id = NEW.id AND a.speaks_for)",
                    "unnamed_speaks_for_nobody",
                    "An unnamed party cannot speak for anybody.",
                ),
            ),
        ]


class AffiliationQuerySet(RecordQuerySet):
    def visible_to(self, viewer: object) -> AffiliationQuerySet:
        """Affiliations between parties that the viewer may see."""
        return self.filter(
            member__in=Party.objects.all().visible_to(viewer),
            organisation__in=Party.objects.all().visible_to(viewer),
        )


@versioned()
class Affiliation(Versioned):
    """`member` belongs to `organisation` during [from, to); where it speaks for it, it counts as it."""

    member = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="affiliations")
    organisation = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="members")
    role = models.TextField(default="", blank=True)
    speaks_for = models.BooleanField(default=False)
    during = DateRangeField()
    grounds = models.TextField()

    objects = AffiliationQuerySet.as_manager()

    class Meta:
        constraints = [
            *not_blank("affiliation", "grounds"),
            models.CheckConstraint(condition=Q(during__isempty=False), name="affiliation_during_is_not_empty"),
            models.CheckConstraint(condition=~Q(member=F("organisation")), name="affiliation_is_not_with_itself"),
            ExclusionConstraint(
                name="affiliation_speaks_for_one_at_a_time",
                expressions=[("member", RangeOperators.EQUAL), ("during", RangeOperators.OVERLAPS)],
                condition=Q(speaks_for=True),
            ),
        ]
        triggers = [
            *revision_guards(
                public="EXISTS (SELECT FROM tracker_party p WHERE p.id = OLD.member_id AND p.published_at IS NOT NULL)"
                " AND EXISTS (SELECT FROM tracker_party p"
                " WHERE p.id = OLD.organisation_id AND p.published_at IS NOT NULL)"
            ),
            guard(
                "d_unnamed",
                pgtrigger.Insert | pgtrigger.Update,
                refuse_when(
                    "NEW.speaks_for AND EXISTS (SELECT FROM tracker_party p"
                    " WHERE p.id = NEW.member_id AND p.kind = 'unnamed')",
                    "unnamed_speaks_for_nobody",
                    "An unnamed party cannot speak for anybody.",
                ),
            ),
        ]
