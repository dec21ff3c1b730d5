"""One question turns out to be two: some of its claims move to another question, or to a new one."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from django.db.models import Q
from django.utils.translation import gettext as _

from tracker.actions.change import change
from tracker.actions.make_question import new_question
from tracker.actions.merge_questions import movable, one_kind, place, publish_answers, targets, words_of
from tracker.actions.move_claims import MovedClaim, living, move_to_question, moved, withdraw_twins
from tracker.actions.refusals import Refused
from tracker.models import Answer, Claim, Question, User


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionSplit:
    """What a split moves, in plain words; `also` are claims that had to come along."""

    revision: int
    into: str
    claims: tuple[MovedClaim, ...]
    also: tuple[str, ...]
    withdrawn: tuple[str, ...]
    answers: tuple[tuple[str, str], ...]


def split_question(
    *,
    by: User,
    note: str,
    question: Question,
    claims: Collection[str],
    answers: Mapping[str, str],
    into: Question | None = None,
    text: str = "",
    withdraw: Collection[str] = (),
) -> QuestionSplit:
    """Move the claims of these keys to the question `into`, or to a new one of this wording, kind and unit.

    Answers become others as in `merge_questions`. Who takes a claim back goes where that claim goes. The old
    question and its answers stay, with what is left. Refused: no claim; no wording; what `merge_questions` refuses.
    About fifteen queries, and one for each row that moves.
    """
    with change(by=by, note=note, may="merge_records") as at:
        old = Question.objects.get(pk=question.pk)
        chosen = set(Claim.objects.filter(question=old, key__in=list(claims)).values_list("pk", flat=True))
        together = _with_what_they_take_back(chosen)
        moving = movable(living(pk__in=together, question=old))
        if not moving:
            raise Refused(rule="split_moves_something", message=_("Choose the claims that move."), field="claims")
        if into is None:
            new = new_question(like=old, text=text)
        else:
            new = Question.objects.get(pk=into.pk)
            one_kind(old, new)
        used = {claim.answer_id for claim in moving if claim.answer_id is not None}
        become = targets(list(Answer.objects.filter(pk__in=used).order_by("order", "id")), to=new, wanted=answers)
        moving, gone = withdraw_twins(moving, place=lambda claim: place(claim, new, become), withdraw=withdraw, at=at)
        split = QuestionSplit(
            revision=old.revision,
            into=new.text,
            claims=tuple(moved(claim, to=words_of(claim, become)) for claim in moving),
            also=tuple(claim.key for claim in moving if claim.pk not in chosen),
            withdrawn=gone,
            answers=tuple(
                (answer.text, become[answer.pk].text)
                for answer in old.answers.order_by("order", "id")
                if answer.pk in become
            ),
        )
        move_to_question(moving, question=new, answers=become)
        if any(claim.published_at is not None for claim in moving):
            publish_answers(new, become.values(), at=at)
        return split


def _with_what_they_take_back(claims: set[int]) -> set[int]:
    """These claims, those that take them back, and those that they take back. Two queries, or a few more."""
    found = set(claims)
    while True:
        near = Q(retracts__in=found) | Q(retracted_by__in=found)
        more = set(Claim.objects.filter(near).values_list("pk", flat=True)) - found
        if not more:
            return found
        found |= more
