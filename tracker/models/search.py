"""What search looks through: one derived row for every public record, made by `tracker.actions.index_search`."""

from __future__ import annotations

from typing import Any, Final, Self

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, GistIndex, OpClass
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import Q

from tracker.models.base import one_of
from tracker.models.claim import Claim
from tracker.models.incident import Answer, Incident, Question, Side
from tracker.models.party import Affiliation, Party
from tracker.models.source import Excerpt, Snapshot, Source
from tracker.models.triggers import Sealed

KINDS = [(kind, kind) for kind in ("party", "incident", "question", "source", "claim")]


class SearchRowQuerySet(models.QuerySet):
    def visible_to(self, viewer: object) -> Self:
        """Rows that are up to date: only public records have any, and search shows everybody the same."""
        return self.filter(stale=False)


class SearchRow(models.Model):
    """What one public record is found by. Derived: triggers mark it stale, and one command makes it anew.

    `of` is the record's id. `stems` holds English stems, `exact` words as they stand and CJK words as pairs of
    characters; `facets` what filters ask for, such as "speaker:7"; `names` short names, compared for likeness.
    """

    kind = models.TextField(choices=KINDS)
    of = models.BigIntegerField()
    stale = models.BooleanField(default=True, db_default=True)
    stems = SearchVectorField(default="", db_default="")
    exact = SearchVectorField(default="", db_default="")
    facets = ArrayField(models.TextField(), default=list, db_default=models.Value("{}"))
    names = models.TextField(default="", db_default="")
    said_start = models.DateField(null=True, blank=True)
    said_end = models.DateField(null=True, blank=True)

    objects = SearchRowQuerySet.as_manager()

    class Meta:
        constraints = [
            one_of("searchrow", "kind", KINDS),
            models.UniqueConstraint(fields=["kind", "of"], name="searchrow_is_one_per_record"),
        ]
        indexes = [
            # few writes and many reads: what waits to be filed is read by every search, so it is kept short
            GinIndex(
                fields=["stems", "exact", "facets"],
                name="searchrow_of_claims",
                condition=Q(kind="claim"),
                gin_pending_list_limit=256,
            ),
            GinIndex(
                fields=["stems", "exact", "facets"],
                name="searchrow_of_others",
                condition=~Q(kind="claim"),
                gin_pending_list_limit=256,
            ),
            GistIndex(OpClass("names", name="gist_trgm_ops"), name="searchrow_by_name", condition=~Q(names="")),
            models.Index(fields=["kind"], name="searchrow_stale", condition=Q(stale=True)),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.of}"


def _marked(kind: str, ids: str) -> str:
    """PL/pgSQL that marks the rows of these records as stale: at once nothing finds them any more."""
    return (
        "INSERT INTO tracker_searchrow AS r (kind, of)"  # noqa: S608
        f" SELECT DISTINCT '{kind}', found.id FROM ({ids}) AS found (id) WHERE found.id IS NOT NULL"
        " ON CONFLICT (kind, of) DO UPDATE SET stale = TRUE, stems = '', exact = '', facets = '{}', names = ''"
        " WHERE NOT r.stale;"
    )


def _when(condition: str, *steps: str) -> str:
    return f"IF {condition} THEN {' '.join(steps)} END IF;"


def _changed(*names: str) -> str:
    return "(" + " OR ".join(f"NEW.{name} IS DISTINCT FROM OLD.{name}" for name in names) + ")"


def _marks(operation: Any, *steps: str) -> Sealed:
    """An AFTER ROW trigger that marks what the row is found by, or what is found by it."""
    return Sealed(name="search", when=pgtrigger.After, operation=operation, func=" ".join([*steps, "RETURN NULL;"]))


_WRITTEN: Final = pgtrigger.Insert | pgtrigger.Update
_ANY: Final = pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete
_ON_UPDATE: Final = "TG_OP = 'UPDATE'"
_NOT_DELETE: Final = "TG_OP <> 'DELETE'"
_NOT_INSERT: Final = "TG_OP <> 'INSERT'"


def _claims(condition: str) -> str:
    return f"SELECT c.id FROM tracker_claim c WHERE c.published_at IS NOT NULL AND {condition}"  # noqa: S608


def _sources(condition: str) -> str:
    return f"SELECT s.id FROM tracker_source s WHERE s.published_at IS NOT NULL AND {condition}"  # noqa: S608


def _questions_of(incident: str) -> str:
    return f"SELECT q.id FROM tracker_question q WHERE q.incident_id = {incident} AND q.published_at IS NOT NULL"  # noqa: S608


def _questions_of_member(row: str) -> str:
    """Those on which somebody said or told something who speaks for the member, or is it."""
    return (
        f"WITH RECURSIVE heard AS (SELECT {row}.member_id AS id UNION SELECT a.member_id FROM heard"  # noqa: S608
        " JOIN tracker_affiliation a ON a.organisation_id = heard.id AND a.speaks_for)"
        " SELECT c.question_id FROM heard JOIN tracker_claim c ON c.speaker_id = heard.id"
        " WHERE c.published_at IS NOT NULL"
    )


# What each table's rows are found by, and what else depends on them: words, names, and the status of questions.
_MARKING: Final[dict[type[models.Model], Sealed]] = {
    Claim: _marks(
        _WRITTEN,
        _when(
            "NEW.published_at IS NOT NULL",
            _marked("claim", "SELECT NEW.id"),
            _marked("question", "SELECT NEW.question_id"),
            _when(
                f"{_ON_UPDATE} AND NEW.question_id <> OLD.question_id", _marked("question", "SELECT OLD.question_id")
            ),
        ),
    ),
    Excerpt: _marks(pgtrigger.Update, _marked("claim", _claims("c.excerpt_id = NEW.id"))),
    Snapshot: _marks(
        _WRITTEN,
        _marked(
            "source", "SELECT s.id FROM tracker_source s WHERE s.id = NEW.source_id AND s.published_at IS NOT NULL"
        ),
    ),
    Source: _marks(
        _WRITTEN,
        _when("NEW.published_at IS NOT NULL", _marked("source", "SELECT NEW.id")),
        _when(
            f"{_ON_UPDATE} AND {_changed('language', 'translation_of_id')}",
            _marked(
                "claim",
                _claims(
                    "c.excerpt_id IN (SELECT e.id FROM tracker_excerpt e JOIN tracker_snapshot n"
                    " ON n.id = e.snapshot_id WHERE n.source_id = NEW.id)"
                ),
            ),
        ),
    ),
    Question: _marks(
        _WRITTEN,
        _when("NEW.published_at IS NOT NULL", _marked("question", "SELECT NEW.id")),
        _when(f"{_ON_UPDATE} AND {_changed('text')}", _marked("claim", _claims("c.question_id = NEW.id"))),
    ),
    Answer: _marks(
        _WRITTEN,
        _when("NEW.published_at IS NOT NULL", _marked("question", "SELECT NEW.question_id")),
        _when(f"{_ON_UPDATE} AND {_changed('text')}", _marked("claim", _claims("c.answer_id = NEW.id"))),
    ),
    Party: _marks(
        _WRITTEN,
        _when("NEW.published_at IS NOT NULL", _marked("party", "SELECT NEW.id")),
        _when(
            f"{_ON_UPDATE} AND {_changed('name', 'also_known_as')}",
            _marked("claim", _claims("c.speaker_id = NEW.id")),
            _marked("source", _sources("s.publisher_id = NEW.id")),
        ),
        _when(
            f"{_ON_UPDATE} AND {_changed('merged_into_id')}",
            _marked("incident", "SELECT d.incident_id FROM tracker_side d WHERE d.party_id = NEW.id"),
            _marked(
                "question",
                "SELECT q.id FROM tracker_side d JOIN tracker_question q ON q.incident_id = d.incident_id"
                " WHERE d.party_id = NEW.id AND q.published_at IS NOT NULL",
            ),
        ),
    ),
    Affiliation: _marks(
        _ANY,
        _when(_NOT_DELETE, _when("NEW.speaks_for", _marked("question", _questions_of_member("NEW")))),
        _when(_NOT_INSERT, _when("OLD.speaks_for", _marked("question", _questions_of_member("OLD")))),
    ),
    Side: _marks(
        _ANY,
        _when(
            _NOT_DELETE,
            _marked("incident", "SELECT NEW.incident_id"),
            _marked("question", _questions_of("NEW.incident_id")),
        ),
        _when(
            _NOT_INSERT,
            _marked("incident", "SELECT OLD.incident_id"),
            _marked("question", _questions_of("OLD.incident_id")),
        ),
    ),
    Incident: _marks(
        _WRITTEN,
        _when("NEW.published_at IS NOT NULL", _marked("incident", "SELECT NEW.id")),
        _when(f"{_ON_UPDATE} AND {_changed('occurred_end')}", _marked("question", _questions_of("NEW.id"))),
    ),
}

for _model, _trigger in _MARKING.items():
    pgtrigger.register(_trigger)(_model)
