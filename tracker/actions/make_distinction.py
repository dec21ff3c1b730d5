"""Say why two questions that are easily taken for one are two."""

from __future__ import annotations

from django.db.models import Q
from django.utils.translation import gettext as _

from tracker.actions.change import change
from tracker.actions.refusals import Refused
from tracker.actions.texts import line
from tracker.models import Distinction, Question, User


def make_distinction(*, by: User, note: str, question: Question, other: Question, why: str) -> Distinction:
    """Tell two questions apart: both name the other from now on, with the reason.

    Refused: a question and itself, two that are told apart already, whichever came first, and no reason. Three
    queries.
    """
    with change(by=by, note=note, may="make_question"):
        reason = line(why, field="distinction_note")
        if Distinction.objects.filter(Q(question=question, other=other) | Q(question=other, other=question)).exists():
            raise Refused(
                rule="distinction_stands_once",
                message=_("These two questions are told apart already."),
                field="distinction_note",
            )
        return Distinction.objects.create(question=question, other=other, note=reason)
