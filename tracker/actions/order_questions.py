"""Put questions, answers and sides in order; add, replace and take away sides."""

from __future__ import annotations

from typing import Any

from django.db.models import Max

from tracker.actions.change import change, publish, save
from tracker.actions.edit_records import as_seen, revise
from tracker.actions.publish_claim import unpublished
from tracker.models import Answer, Incident, Party, Question, Side, User


def order_question(*, by: User, note: str, question: Question, place: int) -> int:
    """Put the question in this place of its incident's living ones, counted from 1; gives the place it came to.

    Each question whose number changes gets a revision. Refused: a change of something public without a note.
    Two queries, and one for each such question: two, for a neighbour's place.
    """
    with change(by=by, note=note, may="correct_record"):
        siblings = Question.objects.filter(incident=question.incident_id, merged_into__isnull=True)
        return _put(siblings, question, place)


def order_answer(*, by: User, note: str, answer: Answer, place: int) -> int:
    """The same for an answer among its question's."""
    with change(by=by, note=note, may="correct_record"):
        return _put(Answer.objects.filter(question=answer.question_id), answer, place)


def order_side(*, by: User, note: str, side: Side, place: int) -> int:
    """The same for a side among its incident's."""
    with change(by=by, note=note, may="correct_record"):
        return _put(Side.objects.filter(incident=side.incident_id, party__merged_into__isnull=True), side, place)


def _put(siblings: Any, row: Any, place: int) -> int:
    rows = list(siblings.order_by("order", "id"))
    here = next((n for n, each in enumerate(rows) if each.pk == row.pk), None)
    if here is None:
        return place
    there = min(max(place, 1), len(rows)) - 1
    numbers = [each.order for each in rows]
    if len(set(numbers)) < len(numbers):
        numbers = list(range(len(rows)))
    rows.insert(there, rows.pop(here))
    for each, number in zip(rows, numbers, strict=True):
        if each.order != number:
            save(each, seen=each.revision, order=number)
    return there + 1


def add_side(*, by: User, note: str, incident: Incident, party: Party) -> Side:
    """One more side, at the end; public with its incident. Four queries, two more where that is public."""
    with change(by=by, note=note, may="correct_record") as at:
        last = Side.objects.filter(incident=incident).aggregate(last=Max("order"))["last"]
        side = Side.objects.create(incident=incident, party=party, order=0 if last is None else last + 1)
        if Incident.objects.filter(pk=incident.pk, published_at__isnull=False).exists():
            publish(*unpublished([party.pk]), at=at)
        return side


def replace_side(*, by: User, note: str, side: Side, seen: int, party: Party) -> Side:
    """Another party in the place of a side that was seen at revision `seen`. As `add_side`."""
    with change(by=by, note=note, may="correct_record") as at:
        current = as_seen(side, seen=seen)
        revise(current, seen=seen, party_id=party.pk)
        if Incident.objects.filter(pk=current.incident_id, published_at__isnull=False).exists():
            publish(*unpublished([party.pk]), at=at)
        return current


def take_side(*, by: User, note: str, side: Side, seen: int) -> None:
    """Take away a side that was seen at revision `seen`. Refused once its incident is public: what was published
    is never removed. Three queries."""
    with change(by=by, note=note, may="correct_record"):
        as_seen(side, seen=seen).delete()
