"""Correct a question or one of its answers."""

from __future__ import annotations

from tracker.actions.change import change, publish
from tracker.actions.edit_records import as_seen, revise
from tracker.actions.make_question import ALWAYS_EXCLUSIVE, AnswerText, answer_fields
from tracker.actions.publish_claim import unpublished
from tracker.actions.texts import chosen, line
from tracker.models import Answer, Question, User
from tracker.models.incident import QUESTION_KINDS
from tracker.queries.record import value_of


def edit_question(
    *,
    by: User,
    note: str,
    question: Question,
    seen: int,
    text: str,
    kind: str,
    exclusive: bool = False,
    unit: str = "",
) -> Question:
    """A revision of the question that was seen at revision `seen`. Its address stays.

    Refused: `Stale` where somebody was faster; a change of nothing; of something public without a note; another
    kind, unit or exclusiveness once published claims rest on it. Three queries.
    """
    the_kind = chosen(kind, among=QUESTION_KINDS, field="question_kind")
    with change(by=by, note=note, may="correct_record"):
        current = as_seen(question, seen=seen)
        revise(
            current,
            seen=seen,
            text=line(text, field="question_text"),
            kind=the_kind,
            exclusive=exclusive or the_kind in ALWAYS_EXCLUSIVE,
            unit=line(unit, field="question_unit"),
        )
        return current


def edit_answer(*, by: User, note: str, answer: Answer, seen: int, wording: AnswerText) -> Answer:
    """A revision of the answer that was seen at revision `seen`; whom it is laid to becomes public with it.

    Refused as in `edit_question`: the value, and whom it is laid to, stay once published claims rest on it. Four
    queries, two more where it is public.
    """
    with change(by=by, note=note, may="correct_record") as at:
        current = as_seen(answer, seen=seen)
        kind = Question.objects.values_list("kind", flat=True).get(pk=current.question_id)
        fields = answer_fields(wording, kind=kind)
        # one value has several ways to be written as a range
        if value_of(number=fields["number"], days=fields["days"]) == value_of(number=current.number, days=current.days):
            fields |= {"number": current.number, "days": current.days}
        about = fields.pop("about")
        revise(current, seen=seen, about_id=about.pk if about else None, **fields)
        if current.published_at is not None and about is not None:
            publish(*unpublished([about.pk]), at=at)
        return current
