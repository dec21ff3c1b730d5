"""Two questions that ask the same become one."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from django.db.models import Q
from django.utils.translation import gettext as _

from tracker.actions.change import change, publish, save
from tracker.actions.move_claims import MovedClaim, copy_answer, living, move_to_question, moved, withdraw_twins
from tracker.actions.publish_claim import unpublished
from tracker.actions.refusals import Refused
from tracker.models import Answer, Claim, Distinction, Question, Reason, User


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionsMerged:
    """What a merge moves, in plain words: `answers` are each old answer's words, and those of what it becomes."""

    revisions: tuple[int, int]
    claims: tuple[MovedClaim, ...]
    withdrawn: tuple[str, ...]
    answers: tuple[tuple[str, str], ...]
    reasons: tuple[str, ...]


def merge_questions(
    *,
    by: User,
    note: str,
    question: Question,
    into: Question,
    answers: Mapping[str, str],
    withdraw: Collection[str] = (),
) -> QuestionsMerged:
    """Make `question` one with `into`, which lives on; the address of `question` says so.

    `answers` says, by keys, which answer of `into` each of its answers becomes; one that it does not name becomes
    an answer of the same words, a new one if there is none. Claims are corrected by new revisions; reasons for or
    against an answer, and distinctions, move with it. Refused: two questions of different incidents, kinds or
    units; what `merge_parties` refuses. About fifteen queries, and one for each row that moves.
    """
    with change(by=by, note=note, may="merge_records") as at:
        old, new = Question.objects.get(pk=question.pk), Question.objects.get(pk=into.pk)
        one_kind(old, new)
        revisions = (old.revision, new.revision)
        become = targets(list(old.answers.order_by("order", "id")), to=new, wanted=answers)
        claims = movable(living(question=old))
        claims, gone = withdraw_twins(claims, place=lambda claim: place(claim, new, become), withdraw=withdraw, at=at)
        told = tuple(moved(claim, to=words_of(claim, become)) for claim in claims)
        for earlier in Question.objects.filter(merged_into=old):
            save(earlier, seen=earlier.revision, merged_into=new)
        save(old, seen=old.revision, merged_into=new)
        move_to_question(claims, question=new, answers=become)
        merged = QuestionsMerged(
            revisions=revisions,
            claims=told,
            withdrawn=gone,
            answers=tuple((answer.text, become[answer.pk].text) for answer in old.answers.order_by("order", "id")),
            reasons=_move_reasons(become),
        )
        _move_distinctions(old, new)
        if old.published_at is not None:
            publish_answers(new, become.values(), at=at)
        return merged


def one_kind(old: Question, new: Question) -> None:
    """Refused: claims cannot move between questions of another incident, kind or unit."""
    if old.pk == new.pk:
        raise Refused(
            rule="question_merges_into_another", message=_("Choose another question than this one."), field="into"
        )
    for each in (old, new):
        if each.merged_into_id is not None:
            raise Refused(
                rule="question_merges_into_a_living_one",
                message=_("“%(question)s” was merged into another question already.") % {"question": each.text},
                field="into",
            )
    if old.incident_id != new.incident_id:
        raise Refused(
            rule="questions_are_of_one_incident", message=_("The two belong to different incidents."), field="into"
        )
    if (old.kind, old.unit) != (new.kind, new.unit):
        raise Refused(
            rule="questions_are_of_one_kind",
            message=_("The two are of different kinds, or count in different units: their answers cannot be one."),
            field="into",
        )


def targets(answers: Collection[Answer], *, to: Question, wanted: Mapping[str, str]) -> dict[int, Answer]:
    """The answer of `to` that each of these becomes: the wanted one, else the one of the same words, the only one of
    a yes-or-no question, or a new one. Inside a change. One query, and two for each new answer."""
    there = list(Answer.objects.filter(question=to).order_by("order", "id"))
    by_key = {answer.key: answer for answer in there}
    by_text = {answer.text.casefold(): answer for answer in reversed(there)}
    made: dict[int, Answer] = {}
    for answer in answers:
        same = by_text.get(answer.text.casefold()) or (there[0] if to.kind == "yesno" and there else None)
        found = by_key.get(wanted.get(answer.key, "")) or (None if wanted.get(answer.key) == NEW else same)
        made[answer.pk] = found or copy_answer(answer, to=to)
    return made


NEW = "new"
"""Wanted for an answer that becomes a new one, whatever the words of others."""


def movable(claims: list[Claim]) -> list[Claim]:
    """Those that can move: not one that takes back a withdrawn claim, which stays and counts no more with it."""
    taken = {claim.retracts_id for claim in claims if claim.retracts_id is not None}
    alive = {claim.pk for claim in claims} | set(
        Claim.objects.filter(pk__in=taken, withdrawn_at__isnull=True).values_list("pk", flat=True)
    )
    return [claim for claim in claims if claim.retracts_id is None or claim.retracts_id in alive]


def place(claim: Claim, question: Question, become: Mapping[int, Answer]) -> tuple[int, int, int, int | None]:
    """Where the claim comes to stand."""
    answer = None if claim.answer_id is None else become[claim.answer_id].pk
    return claim.excerpt_id, claim.speaker_id, question.pk, answer


def words_of(claim: Claim, become: Mapping[int, Answer]) -> str:
    """What the claim's answer becomes, in words."""
    return _("the whole question") if claim.answer_id is None else become[claim.answer_id].text


def publish_answers(question: Question, answers: Collection[Answer], *, at: object) -> None:
    """Make the question public, and the answers with whom they are laid to. Inside a change."""
    rows = list({answer.pk: answer for answer in answers}.values())
    about = [answer.about_id for answer in rows if answer.about_id is not None]
    publish(question, *rows, *unpublished(about), at=at)  # type: ignore[arg-type]


def _move_reasons(become: Mapping[int, Answer]) -> tuple[str, ...]:
    """Reasons for or against the old answers are for or against the new ones; each claim gets a revision."""
    reasons = Reason.objects.filter(answer__in=become, claim__withdrawn_at__isnull=True).order_by("id")
    keys = []
    for reason in reasons.select_related("claim"):
        claim = Claim.objects.get(pk=reason.claim_id)
        answer = become[reason.answer_id]
        save(claim, seen=claim.revision)
        if Reason.objects.filter(claim=claim, answer=answer).exists():
            reason.delete()
        else:
            save(reason, seen=reason.revision, answer=answer)
        keys.append(claim.key)
    return tuple(keys)


def _move_distinctions(old: Question, new: Question) -> None:
    """What is told apart from the old question is told apart from the new one, unless it is already, or is it."""
    apart = set()
    for one, other in Distinction.objects.filter(Q(question=new) | Q(other=new)).values_list("question", "other"):
        apart |= {one, other}
    for pair in Distinction.objects.filter(Q(question=old) | Q(other=old)).order_by("id"):
        far = pair.other_id if pair.question_id == old.pk else pair.question_id
        if far == new.pk or far in apart:
            continue
        side = {"question": new} if pair.question_id == old.pk else {"other": new}
        save(pair, seen=pair.revision, **side)
