"""What a change of the record does to statuses: the record before and after, by the same rules."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.db import connection

from tracker.domain.comparison import comparison
from tracker.domain.record import Record
from tracker.domain.results import Finding, QuestionResult
from tracker.models import Answer, Question

# the parties, and whoever was ever recorded as speaking for them: every incident in which these have a part
_OF_PARTIES: Final = """
WITH RECURSIVE voices AS (
    SELECT unnest(%(parties)s::bigint[]) AS id
  UNION
    SELECT a.member_id FROM voices JOIN tracker_affiliation a ON a.organisation_id = voices.id AND a.speaks_for
)
SELECT i.key FROM tracker_incident i WHERE i.id IN (
    SELECT q.incident_id FROM voices JOIN tracker_claim c ON c.speaker_id = voices.id
    JOIN tracker_question q ON q.id = c.question_id
  UNION
    SELECT q.incident_id FROM voices JOIN tracker_relay r ON r.party_id = voices.id
    JOIN tracker_claim c ON c.id = r.claim_id JOIN tracker_question q ON q.id = c.question_id
  UNION
    SELECT q.incident_id FROM voices JOIN tracker_answer a ON a.about_id = voices.id
    JOIN tracker_question q ON q.id = a.question_id
  UNION
    SELECT s.incident_id FROM voices JOIN tracker_side s ON s.party_id = voices.id
) ORDER BY i.key
"""
_OF_SOURCE: Final = """
SELECT i.key FROM tracker_incident i WHERE i.id IN (
    SELECT q.incident_id FROM tracker_source o
    JOIN tracker_snapshot s ON s.source_id = o.id JOIN tracker_excerpt e ON e.snapshot_id = s.id
    JOIN tracker_claim c ON c.excerpt_id = e.id JOIN tracker_question q ON q.id = c.question_id
    WHERE o.id = %(source)s OR o.translation_of_id = %(source)s
) ORDER BY i.key
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerChange:
    """What an answer was found to be, and what it would be; None where it is not there."""

    answer: str
    before: Finding | None
    after: Finding | None


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusChange:
    """A question that reads otherwise afterwards: in its own status, among the sides, or in those of answers.

    `before` is None for a question that is new, `after` for one that is merged into another.
    """

    incident: str
    question: str
    before: Finding | None
    after: Finding | None
    among_before: Finding | None
    among_after: Finding | None
    answers: tuple[AnswerChange, ...]


def incidents_of_parties(*, parties: Collection[int]) -> tuple[str, ...]:
    """The keys of all incidents in which these parties, or whoever speaks for them, have a part. One query."""
    return _keys(_OF_PARTIES, {"parties": sorted(parties)})


def incidents_of_source(*, source: int) -> tuple[str, ...]:
    """The keys of all incidents with claims on this source or on a translation of it. One query."""
    return _keys(_OF_SOURCE, {"source": source})


def _keys(sql: str, values: Mapping[str, Any]) -> tuple[str, ...]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return tuple(row[0] for row in cursor.fetchall())


def status_changes(*, before: Record, after: Record, said_by: date) -> tuple[StatusChange, ...]:
    """The questions whose statuses differ between two states of one record, in its order.

    Two queries, for the words of questions and answers; none where nothing differs.
    """
    was, becomes = comparison(record=before, said_by=said_by), comparison(record=after, said_by=said_by)
    differ = [key for key in {**was, **becomes} if _found(was.get(key)) != _found(becomes.get(key))]
    if not differ:
        return ()
    questions = {
        key: (title, text)
        for key, title, text in Question.objects.filter(key__in=differ).values_list("key", "incident__title", "text")
    }
    answers = dict(
        Answer.objects.filter(question__key__in=differ)
        .order_by("question_id", "order", "id")
        .values_list("key", "text")
    )
    return tuple(
        StatusChange(
            incident=questions[key][0],
            question=questions[key][1],
            before=_finding(was.get(key)),
            after=_finding(becomes.get(key)),
            among_before=_among(was.get(key)),
            among_after=_among(becomes.get(key)),
            answers=_answers(was.get(key), becomes.get(key), answers),
        )
        for key in differ
    )


def _found(result: QuestionResult | None) -> object:
    """All that is compared of a question: findings, and not the claims that they rest on."""
    if result is None:
        return None
    of_answers = {key: (answer.finding, answer.among_sides) for key, answer in result.answers.items()}
    held = {key: found for key, found in of_answers.items() if found[0].status != "no claim"}
    return result.finding, result.among_sides, held


def _finding(result: QuestionResult | None) -> Finding | None:
    return result.finding if result else None


def _among(result: QuestionResult | None) -> Finding | None:
    return result.among_sides if result else None


def _answers(
    was: QuestionResult | None, becomes: QuestionResult | None, texts: Mapping[str, str]
) -> tuple[AnswerChange, ...]:
    before = {key: answer.finding for key, answer in was.answers.items()} if was else {}
    after = {key: answer.finding for key, answer in becomes.answers.items()} if becomes else {}
    return tuple(
        AnswerChange(answer=text, before=before.get(key), after=after.get(key))
        for key, text in texts.items()
        if _told(before.get(key)) != _told(after.get(key))
    )


def _told(finding: Finding | None) -> Finding | None:
    return None if finding is None or finding.status == "no claim" else finding
