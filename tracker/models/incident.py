"""What is disputed: incidents, their sides, their questions and the answers."""

from __future__ import annotations

import pgtrigger
from django.contrib.postgres.fields import DateRangeField
from django.db import models
from django.db.models import F, Q

from tracker.models.base import VISIBLE, DecimalClosedRangeField, Versioned, in_order, not_blank, one_of
from tracker.models.history import (
    FROZEN,
    freezing_guard,
    frozen_guard,
    merged_guard,
    publication_guard,
    revision_guards,
    versioned,
)
from tracker.models.known_by import RecordQuerySet
from tracker.models.party import Party
from tracker.models.triggers import guard, refuse_when
from tracker.models.visibility import PublicQuerySet, Published

QUESTION_KINDS = [(kind, kind) for kind in ("yesno", "choice", "quantity", "time", "naming")]

_ONE_ANSWER = "A yes-or-no question has exactly one answer."
_VALUE_FITS = "An answer's value is a number on a quantity question, days on a time question, and nothing elsewhere."


@versioned()
class Incident(Versioned, Published):
    """A contested event. `occurred` is EDTF text, with its first and last day beside it.

    With `four_eyes`, a claim is published by another than who wrote it; while `frozen`, nothing of it changes.
    """

    slug = models.SlugField(max_length=200, unique=True, allow_unicode=True)
    title = models.TextField()
    summary = models.TextField(default="", blank=True)
    occurred = models.TextField()
    occurred_start = models.DateField()
    occurred_end = models.DateField()
    place = models.TextField(default="", blank=True)
    four_eyes = models.BooleanField(default=False, db_default=False)
    frozen = models.BooleanField(default=False, db_default=False)

    objects = PublicQuerySet.as_manager()

    class Meta:
        constraints = [
            *not_blank("incident", "slug", "title", "occurred"),
            in_order("incident", "occurred_start", "occurred_end", "occurred_in_order"),
        ]
        triggers = [
            *revision_guards(public="OLD.published_at IS NOT NULL"),
            publication_guard(),
            guard(
                "f_frozen_incident",
                pgtrigger.Update,  # only the change that opens it again
                refuse_when("OLD.frozen AND NEW.frozen", *FROZEN),
            ),
        ]


class IncidentPartQuerySet(RecordQuerySet):
    def visible_to(self, viewer: object) -> IncidentPartQuerySet:
        """Rows of incidents that the viewer may see."""
        return self.filter(incident__in=Incident.objects.all().visible_to(viewer))


@versioned()
class Side(Versioned):
    """A party whose agreement counts, in its order."""

    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="sides")
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")
    order = models.IntegerField(default=0)

    objects = IncidentPartQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["incident", "party"], name="side_stands_once")]
        triggers = [
            *revision_guards(
                public="EXISTS (SELECT FROM tracker_incident i"
                " WHERE i.id = OLD.incident_id AND i.published_at IS NOT NULL)"
            ),
            freezing_guard("ROW.incident_id"),
        ]


@versioned()
class Question(Versioned, Published):
    """Two claims conflict only relative to a question."""

    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="questions")
    slug = models.SlugField(max_length=200, allow_unicode=True)
    order = models.IntegerField(default=0)
    text = models.TextField()
    kind = models.TextField(choices=QUESTION_KINDS)
    exclusive = models.BooleanField()
    unit = models.TextField(default="", blank=True)
    merged_into = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="merged")

    objects = PublicQuerySet.as_manager()

    class Meta:
        constraints = [
            *not_blank("question", "slug", "text"),
            one_of("question", "kind", QUESTION_KINDS),
            models.UniqueConstraint(fields=["incident", "slug"], name="question_slug_is_one_per_incident"),
            models.CheckConstraint(
                condition=Q(exclusive=True) | ~Q(kind__in=["yesno", "quantity", "time"]),
                name="question_is_exclusive_by_kind",
            ),
            models.CheckConstraint(
                condition=Q(kind="quantity", unit__regex=VISIBLE) | (~Q(kind="quantity") & Q(unit="")),
                name="question_unit_belongs_to_quantity",
            ),
        ]
        triggers = [
            *revision_guards(public="OLD.published_at IS NOT NULL"),
            publication_guard(),
            frozen_guard(
                fields=("incident_id", "kind", "exclusive", "unit"),
                rests="SELECT FROM tracker_claim c WHERE c.question_id = OLD.id AND c.published_at IS NOT NULL",
                constraint="question_is_frozen",
                message="Published claims rest on this question: its kind, exclusiveness, unit and incident"
                " cannot change. Make a new question.",
            ),
            merged_guard("question"),
            freezing_guard("ROW.incident_id"),
            guard(
                "d_answers",
                pgtrigger.Insert | pgtrigger.Update,  # answers may come before their question, until commit
                refuse_when(
                    "NEW.kind = 'yesno' AND (SELECT count(*) FROM tracker_answer a WHERE a.question_id = NEW.id) > 1",
                    "yesno_has_one_answer",
                    _ONE_ANSWER,
                ),
                refuse_when(
                    "EXISTS (SELECT FROM tracker_answer a WHERE a.question_id = NEW.id"
                    " AND (a.number IS NOT NULL AND NEW.kind <> 'quantity'"
                    " OR a.days IS NOT NULL AND NEW.kind <> 'time'))",
                    "answer_value_fits_question",
                    _VALUE_FITS,
                ),
            ),
        ]


@versioned()
class Answer(Versioned, Published):
    """The proposition that many mouths share. `number` or `days` hold its value as a closed range."""

    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="answers")
    order = models.IntegerField(default=0)
    text = models.TextField()
    about = models.ForeignKey(Party, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    number = DecimalClosedRangeField(null=True, blank=True)
    days = DateRangeField(null=True, blank=True)

    objects = PublicQuerySet.as_manager()

    class Meta:
        constraints = [
            *not_blank("answer", "text"),
            models.UniqueConstraint(
                fields=["id", "question"],
                name="answer_and_question",
            ),
            models.CheckConstraint(
                condition=Q(number__isnull=True)
                | Q(number__isempty=False)
                & (Q(number__lower_inc=True) | Q(number__lower_inf=True))
                & (Q(number__upper_inc=True) | Q(number__upper_inf=True)),
                name="answer_number_is_closed",
            ),
            models.CheckConstraint(
                condition=Q(days__isnull=True) | Q(days__isempty=False), name="answer_days_are_not_empty"
            ),
        ]
        triggers = [
            *revision_guards(public="OLD.published_at IS NOT NULL"),
            publication_guard(),
            frozen_guard(
                fields=("question_id", "about_id", "number", "days"),
                rests="SELECT FROM tracker_claim c WHERE c.answer_id = OLD.id AND c.published_at IS NOT NULL",
                constraint="answer_is_frozen",
                message="Published claims rest on this answer: whom it is laid to and its value cannot change."
                " Make a new answer.",
                # a party merged into another is that other: the answer is laid to nobody else
                moved={
                    "about_id": "EXISTS (SELECT FROM tracker_party p"
                    " WHERE p.id = OLD.about_id AND p.merged_into_id = NEW.about_id)"
                },
            ),
            freezing_guard("(SELECT q.incident_id FROM tracker_question q WHERE q.id = ROW.question_id)"),
            guard(
                "d_question",
                pgtrigger.Insert | pgtrigger.Update,
                "SELECT q.kind INTO kind FROM tracker_question q WHERE q.id = NEW.question_id;",
                refuse_when(
                    "kind = 'yesno' AND EXISTS (SELECT FROM tracker_answer a"
                    " WHERE a.question_id = NEW.question_id AND a.id <> NEW.id)",
                    "yesno_has_one_answer",
                    _ONE_ANSWER,
                ),
                refuse_when(
                    "NEW.number IS NOT NULL AND kind <> 'quantity' OR NEW.days IS NOT NULL AND kind <> 'time'",
                    "answer_value_fits_question",
                    _VALUE_FITS,
                ),
                declare=[("kind", "text")],
            ),
        ]


class DistinctionQuerySet(RecordQuerySet):
    def visible_to(self, viewer: object) -> DistinctionQuerySet:
        """Distinctions between questions that the viewer may see."""
        return self.filter(
            question__in=Question.objects.all().visible_to(viewer),
            other__in=Question.objects.all().visible_to(viewer),
        )


@versioned()
class Distinction(Versioned):
    """Two questions that are easily taken for one, and why they are two."""

    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="distinctions")
    other = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="+")
    note = models.TextField()

    objects = DistinctionQuerySet.as_manager()

    class Meta:
        constraints = [
            *not_blank("distinction", "note"),
            models.CheckConstraint(condition=~Q(question=F("other")), name="distinction_is_between_two"),
            models.UniqueConstraint(fields=["question", "other"], name="distinction_stands_once"),
        ]
        triggers = [
            *revision_guards(
                public="EXISTS (SELECT FROM tracker_question q"
                " WHERE q.id = OLD.question_id AND q.published_at IS NOT NULL)"
                " AND EXISTS (SELECT FROM tracker_question q WHERE q.id = OLD.other_id AND q.published_at IS NOT NULL)"
            ),
            freezing_guard(
                "(SELECT q.incident_id FROM tracker_question q WHERE q.id = ROW.question_id)",
                "(SELECT q.incident_id FROM tracker_question q WHERE q.id = ROW.other_id)",
            ),
        ]
