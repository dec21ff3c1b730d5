"""Questions that ask the same become one; one that asks two things is split."""

from __future__ import annotations

from typing import Any

import pytest

from tests.actions.world import World, account
from tracker.actions.change import change
from tracker.actions.claim_content import Reasoned
from tracker.actions.make_incident import make_incident
from tracker.actions.make_question import AnswerText, make_question
from tracker.actions.merge_questions import NEW, QuestionsMerged, merge_questions
from tracker.actions.move_claims import Collides
from tracker.actions.refusals import Refused
from tracker.actions.split_question import QuestionSplit, split_question
from tracker.actions.withdraw_claim import withdraw_claim
from tracker.models import Answer, Claim, Distinction, Question, Reason, User


@pytest.fixture
def steward(world: World) -> User:
    return account("stella", role="steward")


@pytest.fixture
def again(world: World) -> Question:
    """The same question, worded otherwise."""
    return world.ask("Who began?", "North Korea fired first", "Nobody did")


def merge(world: World, steward: User, question: Question, **more: Any) -> QuestionsMerged:
    given = {"by": steward, "note": "the same", "question": question, "into": world.question, "answers": {}}
    return merge_questions(**given | more)


def other(world: World, question: Question, number: int = 0, words: str = "The South denies it.", **more: Any) -> Claim:
    """A published claim of the South's on that question."""
    given = {"speaker": world.south, "question": question, "answer": world.answer(number, question), "cue": ""}
    return world.published(**given | {"words": world.words(words)} | more)


def test_claims_come_to_the_answers_of_the_same_words_or_to_new_ones(
    world: World, steward: User, again: Question
) -> None:
    same, new = other(world, again), other(world, again, 1, "The South")
    merged = merge(world, steward, again)
    assert [(claim.key, claim.to) for claim in merged.claims] == [
        (same.key, "North Korea fired first"),
        (new.key, "Nobody did"),
    ]
    assert Claim.objects.get(pk=same.pk).answer == world.answer(1)
    assert (Claim.objects.get(pk=new.pk).answer, world.answer(2).text) == (world.answer(2), "Nobody did")
    assert Claim.objects.get(pk=same.pk).revision == 3
    assert Question.objects.get(pk=again.pk).merged_into == world.question
    assert [Answer.objects.get(pk=world.answer(n).pk).published_at is not None for n in (0, 1, 2)] == [
        False,
        True,
        True,
    ]


def test_an_answer_becomes_what_was_chosen(world: World, steward: User, again: Question) -> None:
    claim = other(world, again, 1)
    merge(world, steward, again, answers={world.answer(1, again).key: world.answer().key})
    assert Claim.objects.get(pk=claim.pk).answer == world.answer()
    assert world.question.answers.count() == 2


def test_the_same_words_may_all_the_same_become_a_new_answer(world: World, steward: User, again: Question) -> None:
    merge(world, steward, again, answers={world.answer(0, again).key: NEW})
    assert world.question.answers.count() == 4


def test_who_takes_a_claim_back_goes_with_it(world: World, steward: User, again: Question) -> None:
    claim = other(world, again)
    back = other(world, again, words="The South", act="retract", retracts=claim)
    merge(world, steward, again)
    assert {Claim.objects.get(pk=each.pk).answer for each in (claim, back)} == {world.answer(1)}


def test_who_takes_a_withdrawn_claim_back_stays_with_it(world: World, steward: User, again: Question) -> None:
    claim = other(world, again)
    back = other(world, again, words="The South", act="retract", retracts=claim)
    withdraw_claim(by=steward, note="misread", claim=claim, seen=2)
    assert merge(world, steward, again).claims == ()
    assert Claim.objects.get(pk=back.pk).question == again


def test_reasons_and_distinctions_move_too(world: World, steward: User, again: Question) -> None:
    reason = Reasoned(answer=world.answer(0, again), direction="supports")
    twice = Reasoned(answer=world.answer(1), direction="supports")
    claim = other(world, world.yesno, reasons=(reason, twice))
    single = other(world, world.yesno, words="The South", reasons=(reason,))
    with change(by=steward, note="", may="make_question"):
        for question, far in ((again, world.yesno), (world.question, again)):
            Distinction.objects.create(question=question, other=far, note="not the same")
    merged = merge(world, steward, again)
    assert merged.reasons == (claim.key, single.key)
    assert set(Reason.objects.values_list("claim", "answer")) == {
        (claim.pk, world.answer(1).pk),
        (single.pk, world.answer(1).pk),
    }
    assert Distinction.objects.filter(question=world.question, other=world.yesno).exists()


def test_claims_that_would_stand_twice(world: World, steward: User, again: Question) -> None:
    mine, twin = other(world, again), other(world, world.question, 1)
    with pytest.raises(Collides) as refused:
        merge(world, steward, again)
    assert {key for key, _ in refused.value.twins[0].claims} == {mine.key, twin.key}
    merge(world, steward, again, withdraw=[mine.key])
    assert (Claim.objects.get(pk=mine.pk).question, Claim.objects.counted().get()) == (again, twin)


@pytest.mark.parametrize(
    ("more", "rule"),
    [
        ({"kind": "naming"}, "questions_are_of_one_kind"),
        ({"elsewhere": True}, "questions_are_of_one_incident"),
    ],
)
def test_a_merge_is_refused(world: World, steward: User, more: dict, rule: str) -> None:
    incident = world.incident
    if more.pop("elsewhere", False):
        incident = make_incident(by=world.alice, note="", title="Cheonan", occurred="2010-03-26")
    given = {"by": world.alice, "note": "", "incident": incident, "text": "Who?", "kind": "choice"}
    question = make_question(**given | {"answers": [AnswerText(text="He")]} | more)
    with pytest.raises(Refused) as refused:
        merge(world, steward, question)
    assert refused.value.rule == rule


def test_a_question_is_merged_once_and_not_into_itself(world: World, steward: User, again: Question) -> None:
    for question, into in ((world.question, world.question),):
        with pytest.raises(Refused, match="another question than this one"):
            merge(world, steward, question, into=into)
    merge(world, steward, again)
    with pytest.raises(Refused, match="merged into another question already"):
        merge(world, steward, again)


def split(world: World, steward: User, *claims: Claim, **more: Any) -> QuestionSplit:
    given: dict[str, Any] = {"by": steward, "note": "two things", "question": world.question, "answers": {}}
    return split_question(**given | {"claims": [claim.key for claim in claims]} | more)


def test_claims_move_to_a_new_question_and_the_old_one_stays(world: World, steward: User) -> None:
    stays, goes = world.published(), other(world, world.question, 1)
    made = split(world, steward, goes, text="누가 먼저 쏘았는가?")
    new = Question.objects.get(text="누가 먼저 쏘았는가?")
    assert (new.slug, new.kind, new.exclusive) == ("누가-먼저-쏘았는가", "choice", True)
    assert (made.into, [claim.key for claim in made.claims]) == (new.text, [goes.key])
    moved = Claim.objects.get(pk=goes.pk)
    assert (moved.question, moved.answer.text, moved.revision) == (new, "North Korea fired first", 3)
    assert new.answers.count() == 1
    assert {Claim.objects.get(pk=stays.pk).question, Question.objects.get(pk=world.question.pk)} == {world.question}
    assert new.published_at is not None
    assert new.answers.get().published_at is not None


def test_claims_move_to_a_question_that_is_there(world: World, steward: User, again: Question) -> None:
    goes = other(world, world.question, 1)
    split(world, steward, goes, into=again)
    assert Claim.objects.get(pk=goes.pk).answer == world.answer(0, again)


def test_a_split_takes_along_who_takes_back(world: World, steward: User) -> None:
    claim = other(world, world.question, 1)
    back = other(world, world.question, 1, "The South", act="retract", retracts=claim)
    for chosen in (claim, back):
        made = split(world, steward, chosen, text=f"Another {chosen.key}?")
        assert len(made.claims) == 2
        merge(world, steward, Question.objects.get(text=made.into))


@pytest.mark.parametrize(
    ("more", "message"), [({"text": "Who?"}, "Choose the claims"), ({"text": " ", "all": True}, "letter or a digit")]
)
def test_a_split_is_refused(world: World, steward: User, more: dict, message: str) -> None:
    claim = world.published()
    claims = [claim] if more.pop("all", False) else []
    with pytest.raises(Refused, match=message):
        split(world, steward, *claims, **more)
    with pytest.raises(Refused, match="may not do this"):
        split(world, world.alice, claim, text="Who?")
