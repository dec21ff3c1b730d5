"""Rule 7: the claims that a status rests on; from these alone the same status comes out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from tracker.domain.record import Question
from tracker.domain.results import Status
from tracker.domain.standing import Fate, stance


def answer_because(*, question: Question, answer: str, status: Status, fates: Mapping[str, Fate]) -> tuple[str, ...]:
    """The keys, ascending, of the claims that the status of one answer rests on.

    They are the standing claims with a position on it, on an exclusive question also those on its other
    answers; for *no position* every claim on it and those that superseded them; for *no claim* none.
    """
    on_answer = [fate for fate in fates.values() if fate.claim.answer == answer]
    if status == "no claim":
        return ()
    if status == "no position":
        superseding = {key for fate in on_answer for key in fate.superseded_by}
        return tuple(sorted(superseding.union(fate.claim.key for fate in on_answer)))
    counted = fates.values() if question.exclusive else on_answer
    return tuple(sorted(fate.claim.key for fate in counted if fate.position is not None))


def question_because(*, of_answers: Iterable[tuple[str, ...]], fates: Mapping[str, Fate]) -> tuple[str, ...]:
    """The keys, ascending, of the claims that the status of a question rests on: those of all its answers.

    Where no answer has a claim, the declines of the whole. And where a claim among them was superseded by
    none among them, so that it would alone be a position that its party has left, what superseded it.
    """
    keys = {key for because in of_answers for key in because}
    if not keys:
        return tuple(sorted(fates))
    held = {(fate.principal, fate.position) for fate in fates.values() if fate.position is not None}
    rising = sorted(keys)
    while rising:
        fate = fates[rising.pop()]
        left = bool(fate.superseded_by) and (fate.principal, stance(claim=fate.claim)) not in held
        if left and keys.isdisjoint(fate.superseded_by):
            keys.update(fate.superseded_by)
            rising.extend(fate.superseded_by)
    return tuple(sorted(keys))
