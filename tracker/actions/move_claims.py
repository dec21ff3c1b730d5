"""Claims that move: to another speaker, or to another question; and those that would then stand twice."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection
from django.utils.translation import gettext as _

from tracker.actions.change import save
from tracker.actions.refusals import Refused
from tracker.models import Answer, Claim, Question

Place = tuple[int, int, int, int | None]
"""What no two published claims share: excerpt, speaker, question and answer, by their ids."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MovedClaim:
    """A claim that gets a revision, as it stood before, and what of it changes: `to` names where it comes."""

    key: str
    revision: int
    public: bool
    speaker: str
    polarity: str
    question: str
    answer: str
    words: str
    to: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Twins:
    """Published claims that would say the same with the same words: all but one are to be withdrawn."""

    words: str
    question: str
    claims: tuple[tuple[str, str], ...]
    """Key, and the claim in a few words."""


@dataclass
class Collides(Refused):
    """Claims would stand twice; nothing was written. `twins` says which, for somebody to choose."""

    twins: tuple[Twins, ...] = ()


def living(**of: Any) -> list[Claim]:
    """Claims that were not withdrawn, with what a preview says of them, in a settled order. One query."""
    named = ("question", "answer", "speaker", "excerpt")
    return list(Claim.objects.filter(withdrawn_at__isnull=True, **of).select_related(*named).distinct().order_by("id"))


def moved(claim: Claim, *, to: str) -> MovedClaim:
    """What is told of a claim that moves. No query."""
    return MovedClaim(
        key=claim.key,
        revision=claim.revision,
        public=claim.published_at is not None,
        speaker=claim.speaker.name,
        polarity=claim.polarity,
        question=claim.question.text,
        answer=claim.answer.text if claim.answer else "",
        words=" […] ".join(claim.excerpt.exact),
        to=to,
    )


def withdraw_twins(
    claims: Sequence[Claim], *, place: Callable[[Claim], Place], withdraw: Collection[str], at: datetime
) -> tuple[list[Claim], tuple[str, ...]]:
    """Withdraw what was chosen of claims that would come to the same place; gives those that still move, and the
    keys of the withdrawn. Refused (`Collides`) where more than one would be left. Inside a change. One query, and
    one for each claim that is withdrawn."""
    public = [claim for claim in claims if claim.published_at is not None]
    places: dict[Place, list[Claim]] = defaultdict(list)
    for claim in public:
        places[place(claim)].append(claim)
    there = living(
        published_at__isnull=False,
        excerpt__in={key[0] for key in places},
        question__in={key[2] for key in places},
    )
    moving = {claim.pk for claim in public}
    for claim in there:
        stands: Place = (claim.excerpt_id, claim.speaker_id, claim.question_id, claim.answer_id)
        if claim.pk not in moving and stands in places:
            places[stands].append(claim)
    gone: list[Claim] = []
    open_: list[Twins] = []
    for group in places.values():
        chosen = [claim for claim in group if claim.key in withdraw]
        if len(group) - len(chosen) > 1:
            open_.append(_twins(group))
        if len(group) > 1:
            gone += chosen if len(chosen) < len(group) else chosen[1:]
    if open_:
        raise Collides(
            rule="claim_is_published_once",
            message=_("Published claims would stand twice. Choose which of them is withdrawn."),
            field="withdraw",
            twins=tuple(open_),
        )
    for claim in gone:
        save(claim, seen=claim.revision, withdrawn_at=at)
    left = {claim.pk for claim in gone}
    return [claim for claim in claims if claim.pk not in left], tuple(sorted(claim.key for claim in gone))


def _twins(group: Sequence[Claim]) -> Twins:
    first = group[0]
    return Twins(
        words=" […] ".join(first.excerpt.exact),
        question=first.question.text,
        claims=tuple(
            (claim.key, f"{claim.speaker.name}: {claim.answer.text if claim.answer else claim.question.text}")
            for claim in group
        ),
    )


def copy_answer(answer: Answer, *, to: Question) -> Answer:
    """The answer once more, at the end of another question's. Inside a change. Two queries."""
    last = Answer.objects.filter(question=to).order_by("-order").values_list("order", flat=True).first()
    return Answer.objects.create(
        question=to,
        order=0 if last is None else last + 1,
        text=answer.text,
        about_id=answer.about_id,
        number=answer.number,
        days=answer.days,
    )


def move_to_question(claims: Sequence[Claim], *, question: Question, answers: dict[int, Answer]) -> None:
    """Make each claim one on this question and on the answer that its own becomes. Inside a change.

    A claim and the one that takes it back have one answer: that is looked at when both have moved. One query, and
    one for each claim.
    """
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS claim_retracts_same_answer_and_polarity DEFERRED")
    for claim in claims:
        answer = answers[claim.answer_id] if claim.answer_id is not None else None
        save(claim, seen=claim.revision, question=question, answer=answer)
