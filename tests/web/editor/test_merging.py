"""Merging and splitting: shown whole before it is done, shown again when something changed, without a script."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from tests.actions.world import World, account
from tests.web.editor.test_records import form, seen
from tests.web.reader.reading import words
from tracker.models import Change, Claim, Party, Question


@pytest.fixture
def stella(world: World) -> Client:
    """A steward."""
    client = Client()
    client.force_login(account("stella", role="steward"))
    return client


@pytest.fixture
def dprk(world: World) -> Party:
    """The North once more, with a claim that contradicts the first record's."""
    world.published()
    party = world.party("DPRK", also_known_as=["조선"])
    world.published(speaker=party, words=world.words("The South denies it."), polarity="denies", cue="")
    return party


def test_a_merge_is_shown_whole_before_it_is_done(world: World, stella: Client, dprk: Party) -> None:
    address = f"/edit/parties/{dprk.slug}/merge"
    assert "Merge it into another party" in words(seen(stella.get(f"/edit/parties/{dprk.slug}/")))
    before = Change.objects.count()
    page = seen(stella.post(address, {"into": world.north.key}))
    told = words(page.cssselect("#foreseen")[0])
    for part in ("DPRK becomes North Korea.", "1 claim moves", "조선", "contested", "one-sided", "as its speaker"):
        assert part in told
    assert (Change.objects.count(), Party.objects.get(pk=dprk.pk).merged_into) == (before, None)
    sent = form(page, "#foreseen form")
    assert seen(stella.post(address, sent | {"note": " "}), 422).cssselect("#fault-note")
    answer = stella.post(address, sent | {"note": "one state"})
    assert answer["Location"] == f"/edit/parties/{world.north.slug}/"
    page = seen(stella.get(answer["Location"]))
    assert "“DPRK” leads here now." in words(page)
    assert "This party was merged into another: North Korea" in words(seen(stella.get(f"/edit/parties/{dprk.slug}/")))
    assert "DPRK" not in [link.text_content() for link in seen(stella.get("/edit/parties/")).cssselect(".rows a")]


def test_a_preview_that_went_stale_is_shown_again(world: World, stella: Client, dprk: Party) -> None:
    address = f"/edit/parties/{dprk.slug}/merge"
    sent = form(seen(stella.post(address, {"into": world.north.key})), "#foreseen form") | {"note": "one"}
    world.published(speaker=dprk, words=world.words("The South"), cue="")
    page = seen(stella.post(address, sent), 409)
    assert "Something changed meanwhile. Nothing was saved" in words(page)
    assert "2 claims move" in words(page)
    stella.post(address, form(page, "#foreseen form"))
    assert Party.objects.get(pk=dprk.pk).merged_into == world.north


def test_of_claims_that_would_stand_twice_one_is_chosen(world: World, stella: Client, dprk: Party) -> None:
    mine = Claim.objects.get(speaker=world.north)
    theirs = world.published(speaker=dprk)
    address = f"/edit/parties/{dprk.slug}/merge"
    page = seen(stella.post(address, {"into": world.north.key}), 422)
    assert page.cssselect("#fault-withdraw")
    offered = [box.get("value") for box in page.cssselect(".twin input")]
    assert set(offered) == {mine.key, theirs.key}
    page = seen(stella.post(address, {"into": world.north.key, "withdraw": [theirs.key]}))
    assert f"Withdrawn{theirs.key}" in words(page)
    stella.post(address, form(page, "#foreseen form") | {"note": "one"})
    theirs.refresh_from_db()
    assert theirs.withdrawn_at is not None


def test_what_cannot_be_one_is_refused_in_words(world: World, stella: Client, dprk: Party) -> None:
    address = f"/edit/parties/{dprk.slug}/merge"
    assert "Choose the party" in words(seen(stella.post(address, {"into": ""}), 422))
    assert "another party than this one" in words(seen(stella.post(address, {"into": dprk.key}), 422))


def test_only_a_steward_merges(world: World, alice: Client, dprk: Party) -> None:
    assert alice.get(f"/edit/parties/{dprk.slug}/merge").status_code == 403
    assert "Merge it into another" not in words(seen(alice.get(f"/edit/parties/{dprk.slug}/")))


@pytest.fixture
def again(world: World) -> Question:
    """The same question, worded otherwise, with a claim."""
    question = world.ask("Who began?", "The South began", "Nobody")
    world.published(question=question, answer=world.answer(0, question))
    world.published(speaker=world.south, words=world.words("The South denies it."), cue="", polarity="denies")
    return question


def test_two_questions_become_one(world: World, stella: Client, again: Question) -> None:
    address = f"/edit/questions/{again.key}/merge"
    assert seen(stella.get(address)).cssselect("#f-into option")[1].get("value") == world.question.key
    page = seen(stella.get(f"{address}?into={world.question.key}"))
    becomes = f"becomes-{world.answer(0, again).key}"
    assert page.cssselect(f"#f-{becomes}")
    sent = {"into": world.question.key, becomes: world.answer().key, "note": "the same"}
    page = seen(stella.post(address, sent))
    told = words(page.cssselect("#foreseen")[0])
    assert "The South began → South Korea fired first" in told
    assert "merged into another" in told
    answer = stella.post(address, form(page, "#foreseen form"))
    assert answer["Location"] == f"/edit/questions/{world.question.key}/"
    assert Claim.objects.filter(question=world.question, answer=world.answer()).count() == 2
    page = seen(stella.get(f"/edit/questions/{again.key}/"))
    assert "This question was merged into another: Which side fired first?" in words(page)
    assert "Merged into others" in words(seen(stella.get(f"/edit/incidents/{world.incident.slug}/")))


def test_a_question_is_split(world: World, stella: Client, again: Question) -> None:
    address = f"/edit/questions/{world.question.key}/split"
    claim = Claim.objects.get(question=world.question)
    page = seen(stella.post(address, {"question_text": "Who answered?"}), 422)
    assert page.cssselect("#fault-claims")
    sent: dict[str, Any] = {"question_text": "누가 먼저?", "claims": [claim.key], "note": "two things"}
    page = seen(stella.post(address, sent))
    told = words(page.cssselect("#foreseen")[0])
    assert "To: 누가 먼저?" in told
    assert "not there yet" in told
    answer = stella.post(address, form(page, "#foreseen form"))
    assert answer["Location"] == f"/edit/questions/{world.question.key}/"
    claim.refresh_from_db()
    assert claim.question.text == "누가 먼저?"
    assert world.question.answers.count() == 2


def test_a_split_to_a_question_that_is_there(world: World, stella: Client, again: Question) -> None:
    address = f"/edit/questions/{world.question.key}/split"
    claim = Claim.objects.get(question=world.question)
    becomes = f"becomes-{world.answer().key}"
    page = seen(stella.post(address, {"into": again.key, "claims": [claim.key]}))
    assert page.cssselect(f"#f-{becomes}")
    page = seen(stella.post(address, {"into": again.key, "claims": [claim.key], becomes: world.answer(0, again).key}))
    stella.post(address, form(page, "#foreseen form") | {"note": "two"})
    claim.refresh_from_db()
    assert (claim.question, claim.answer) == (again, world.answer(0, again))
