"""Word a question, and the answers that mouths can share."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal, InvalidOperation
from typing import Any, Final

from django.db.models import Max
from django.utils.translation import gettext as _
from psycopg.types.range import DateRange, NumericRange

from tracker.actions.change import change
from tracker.actions.refusals import Refused
from tracker.actions.texts import bounds, chosen, free_slug, line
from tracker.models import Answer, Incident, Party, Question, User
from tracker.models.incident import QUESTION_KINDS

ALWAYS_EXCLUSIVE: Final = frozenset({"yesno", "quantity", "time"})


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerText:
    """An answer as it is worded. `low` and `high` are its value: numbers on a quantity question, EDTF dates on
    a time question; empty where the words give no bound."""

    text: str
    about: Party | None = None
    low: str = ""
    high: str = ""


def make_question(
    *,
    by: User,
    note: str,
    incident: Incident,
    text: str,
    kind: str,
    answers: Sequence[AnswerText],
    exclusive: bool = False,
    unit: str = "",
) -> Question:
    """A new question at the end of its incident's, with its answers in this order.

    Not public until a claim on it is. Refused: a question without an answer; a value that cannot be read;
    what the database refuses. Four queries, and one for each answer.
    """
    the_kind = chosen(kind, among=QUESTION_KINDS, field="question_kind")
    if not answers:
        raise Refused(
            rule="question_has_an_answer", message=_("Write at least one answer to the question."), field="answer_text"
        )
    with change(by=by, note=note, may="make_question"):
        question = _ask(
            incident.pk,
            text=text,
            kind=the_kind,
            exclusive=exclusive or the_kind in ALWAYS_EXCLUSIVE,
            unit=line(unit, field="question_unit"),
        )
        for order, answer in enumerate(answers):
            _write(question, answer, order)
        return question


def new_question(*, like: Question, text: str) -> Question:
    """A question without answers, of the incident, kind and unit of another. Inside a change. Three queries."""
    return _ask(like.incident_id, text=text, kind=like.kind, exclusive=like.exclusive, unit=like.unit)


def _ask(incident: int, *, text: str, kind: str, exclusive: bool, unit: str) -> Question:
    words = line(text, field="question_text")
    siblings = Question.objects.filter(incident=incident)
    return Question.objects.create(
        incident_id=incident,
        slug=free_slug(words, taken=siblings, field="question_text"),
        order=(siblings.aggregate(last=Max("order"))["last"] or 0) + 1,
        text=words,
        kind=kind,
        exclusive=exclusive,
        unit=unit,
    )


def add_answer(*, by: User, note: str, question: Question, answer: AnswerText) -> Answer:
    """One more answer to a question, at the end. Not public until a claim on it is. Three queries."""
    with change(by=by, note=note, may="make_question"):
        last = Answer.objects.filter(question=question).aggregate(last=Max("order"))["last"]
        return _write(question, answer, 0 if last is None else last + 1)


def _write(question: Question, answer: AnswerText, order: int) -> Answer:
    return Answer.objects.create(question=question, order=order, **answer_fields(answer, kind=question.kind))


def answer_fields(answer: AnswerText, *, kind: str) -> dict[str, Any]:
    """The columns of an answer to a question of that kind, cleaned; refused are values that cannot be read."""
    return {
        "text": line(answer.text, field="answer_text"),
        "about": answer.about,
        "number": _number(answer) if kind != "time" else None,
        "days": _days(answer) if kind == "time" else None,
    }


def _number(answer: AnswerText) -> NumericRange | None:
    low, high = (_decimal(bound) for bound in (answer.low, answer.high))
    if low is None and high is None:
        return None
    if low is not None and high is not None and high < low:
        raise Refused(
            rule="answer_value_in_order", message=_("The number ends before it begins."), field="answer_value"
        )
    return NumericRange(low, high, "[]")


def _decimal(text: str) -> Decimal | None:
    if not text.strip():
        return None
    try:
        number = Decimal(text.strip())
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite() or len(text) > 40:
        raise Refused(
            rule="answer_value_is_a_number",
            message=_("“%(text)s” is no number. Write digits, with a point for fractions.")
            % {"text": text.strip()[:40]},
            field="answer_value",
        )
    return number


def _days(answer: AnswerText) -> DateRange | None:
    low = bounds(answer.low, field="answer_value").start if answer.low.strip() else None
    high = bounds(answer.high, field="answer_value").end if answer.high.strip() else None
    if low is None and high is None:
        return None
    if low is not None and high is not None and high < low:
        raise Refused(rule="answer_value_in_order", message=_("The days end before they begin."), field="answer_value")
    return DateRange(low, None if high is None else high + timedelta(days=1))
