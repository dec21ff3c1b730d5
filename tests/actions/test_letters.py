"""Readers write in: what is kept, what is refused, who answers."""

from __future__ import annotations

import threading
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection

from tests.actions.world import World, account
from tracker.actions import letters
from tracker.actions.letters import answer_letter, letter_of, send_letter
from tracker.actions.refusals import Refused
from tracker.models import Change, Letter
from tracker.queries.letters import letters as find_letters


def sent(about: Any, **more: Any) -> str:
    given = {"text": "It was said in May.", "address": "", "signed": "", "sender": "192.0.2.1"} | more
    return send_letter(about=about, **given)


def refusal(about: Any, **more: Any) -> tuple[str, str]:
    with pytest.raises(Refused) as refused:
        sent(about, **more)
    return refused.value.rule, refused.value.field


def test_a_letter_is_found_by_its_code_of_which_only_a_hash_is_kept(world: World) -> None:
    claim, changes = world.published(), Change.objects.count()
    code = sent(claim, signed=" A reader ", address="https://example.org/a")
    letter = letter_of(code=code)
    assert letter is not None
    assert (letter.kind, letter.claim, letter.text, letter.signed) == (
        "mistake",
        claim,
        "It was said in May.",
        "A reader",
    )
    assert letter_of(code=code[:-1]) is None
    stored = Letter.objects.values().get()
    assert code not in str(stored)
    assert "192.0.2.1" not in str(stored)
    assert Change.objects.count() == changes


def test_each_kind_is_about_what_it_says(world: World) -> None:
    claim = world.published()
    sent(claim)
    sent(claim.question, address="https://example.org/")
    sent(claim.speaker)
    assert list(Letter.objects.order_by("id").values_list("kind", flat=True)) == ["mistake", "source", "reply"]


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ({"text": " \n"}, ("letter_text_is_not_blank", "text")),
        ({"text": "x" * 5_001}, ("letter_is_not_too_long", "text")),
        ({"text": "a\0b"}, ("text_is_storable", "text")),
        ({"signed": "x" * 201}, ("letter_is_not_too_long", "signed")),
        ({"address": "javascript:alert(1)"}, ("letter_address_is_of_the_web", "address")),
        ({"address": "https://"}, ("letter_address_is_of_the_web", "address")),
    ],
)
def test_what_cannot_be_kept_is_refused_at_its_field(
    world: World, more: dict[str, str], expected: tuple[str, str]
) -> None:
    assert refusal(world.published(), **more) == expected
    assert not Letter.objects.exists()


def test_a_source_says_where_it_is(world: World) -> None:
    assert refusal(world.question) == ("letter_names_its_source", "address")


def test_one_sender_writes_five_letters_an_hour_and_another_is_not_held_up(world: World) -> None:
    claim = world.published()
    for _each in range(5):
        sent(claim)
    assert refusal(claim) == ("letters_come_slowly", "")
    sent(claim, sender="192.0.2.2")
    assert Letter.objects.count() == 6


def test_what_is_refused_is_not_counted(world: World) -> None:
    claim = world.published()
    for _each in range(8):
        refusal(claim, text=" ")
    sent(claim)


def test_letters_about_one_thing_are_not_too_many(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(letters, "OPEN_ON_ONE", 2)
    claim = world.published()
    sent(claim)
    sent(claim)
    assert refusal(claim) == ("letters_are_not_too_many", "")
    sent(claim.speaker)
    answer_letter(by=world.alice, letter=Letter.objects.order_by("id")[0], outcome="spam", answer="")
    sent(claim)


def test_letters_sent_at_once_are_counted_one_by_one(cloned_db: str) -> None:
    world = World()
    claim, outcomes = world.published(), []

    def send() -> None:
        try:
            sent(claim)
            outcomes.append("sent")
        except Refused as refused:
            outcomes.append(refused.rule)
        finally:
            connection.close()

    threads = [threading.Thread(target=send) for _each in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["letters_come_slowly"] * 7 + ["sent"] * 5


def test_an_editor_answers_once_in_words(world: World) -> None:
    code = sent(world.published())
    letter = Letter.objects.get()
    with pytest.raises(Refused) as refused:
        answer_letter(by=world.alice, letter=letter, outcome="mended", answer=" ")
    assert (refused.value.rule, refused.value.field) == ("letter_is_answered_in_words", "answer")
    with pytest.raises(Refused) as refused:
        answer_letter(by=world.alice, letter=letter, outcome="open", answer="x")
    assert refused.value.rule == "letter_outcome_is_known"
    answer_letter(by=world.alice, letter=letter, outcome="mended", answer="It is corrected.")
    found = letter_of(code=code)
    assert found is not None
    assert (found.outcome, found.answer, found.answered_by) == ("mended", "It is corrected.", world.alice)
    with pytest.raises(Refused) as refused:
        answer_letter(by=world.bob, letter=letter, outcome="declined", answer="No.")
    assert refused.value.rule == "letter_is_answered_once"


@pytest.mark.parametrize("role", ["reader", "contributor"])
def test_who_may_not_answer_neither_answers_nor_sees(world: World, role: str) -> None:
    sent(world.published())
    somebody = account("somebody", role)
    with pytest.raises(Refused) as refused:
        answer_letter(by=somebody, letter=Letter.objects.get(), outcome="spam", answer="")
    assert refused.value.rule == "not_allowed"
    assert find_letters(viewer=somebody).waiting == ()
    assert len(find_letters(viewer=world.alice).waiting) == 1


@pytest.fixture(autouse=True)
def _no_letters_counted(request: pytest.FixtureRequest) -> None:
    if "world" in request.fixturenames:
        request.getfixturevalue("world")
        cache.clear()
