"""Second thoughts beside the form: each in the case that calls for it, in none that does not, and never in the way."""

from __future__ import annotations

import html
import re
from datetime import date
from typing import Any
from urllib.parse import urlencode

import pytest
from django.test import Client

from tests.actions.world import World
from tracker.actions.make_party import add_affiliation
from tracker.actions.publish_claim import publish_claim
from tracker.actions.withdraw_claim import withdraw_claim
from tracker.models import Claim, Distinction


def said(response: Any) -> str:
    """The second thoughts of a page or fragment, as text."""
    page = response.content.decode()
    part = page.split('id="doubts">')[1].split("</div></div>")[0] if 'id="doubts"' in page else page
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", part)).split())


@pytest.fixture
def asked(world: World, alice: Client, bench: str, filled: dict[str, Any]) -> Any:
    """Asks with the form as filled, and with what is given; by the script's fragment and by the form sent to find."""

    def ask(**more: str) -> str:
        given = filled | more
        start = world.snapshot.text.find(given["words"])
        units = len(world.snapshot.text[:start].encode("utf-16-le")) // 2
        fragment = said(
            alice.get(f"{bench}doubts?" + urlencode(given | {"pieces": f"{units}-{units + len(given['words'])}"}))
        )
        page = said(alice.post(bench, given | {"do": "find"}))
        assert fragment == page
        return page

    return ask


def test_an_ordinary_claim_raises_none(asked: Any) -> None:
    assert asked() == ""


def test_the_same_party_said_the_opposite(world: World, asked: Any) -> None:
    claim = world.published(
        words=world.words("The South denies it."), polarity="denies", cue="denies", said="2010-12-01"
    )
    told = asked()
    assert "On 1 Dec 2010 the same party said the opposite. Is this a shift?" in told.replace("\xa0", " ")
    assert "North Korea denies South Korea fired first" in told
    assert claim.key
    assert "opposite" not in asked(polarity="denies")


def test_another_answer_of_an_exclusive_question_is_the_opposite_too(world: World, asked: Any) -> None:
    world.published(words=world.words("The South denies it."), answer=world.answer(1), cue="denies", said="2010-12-01")
    assert "the same party said the opposite" in asked()


def test_who_speaks_for_the_party_is_the_party(world: World, asked: Any) -> None:
    army = world.party("Army", kind="agency")
    add_affiliation(by=world.alice, note="", member=army, organisation=world.north, grounds="the text", speaks_for=True)
    world.published(words=world.words("The South denies it."), speaker=army, polarity="denies", cue="denies")
    assert "Army denies" in asked()


def test_another_partys_opposite_is_no_shift(world: World, asked: Any) -> None:
    world.published(words=world.words("The South denies it."), speaker=world.south, polarity="denies", cue="denies")
    assert asked() == ""


def test_the_same_words_with_this_answer_and_with_another(world: World, asked: Any) -> None:
    world.published()
    assert "These words are recorded already with this answer: North Korea affirms South Korea fired first" in asked()
    yesno = asked(question=world.yesno.key, answer=world.answer(question=world.yesno).key)
    assert "These words already answer another question: North Korea affirms South Korea fired first" in yesno


def test_a_withdrawn_claim_raises_none_and_a_proposed_one_does(world: World, asked: Any) -> None:
    claim = world.record()
    assert "recorded already" in asked()
    public = publish_claim(by=world.alice, note="", claim=claim, seen=claim.revision, says_this=True)
    withdraw_claim(by=world.alice, note="misread", claim=public, seen=public.revision)
    assert asked() == ""


def test_said_after_it_was_published(asked: Any) -> None:
    assert "later than the day of publication, 9 Dec 2010" in asked(said="2010-12-10").replace("\xa0", " ")


def test_a_person_out_of_office_on_that_day(world: World, asked: Any) -> None:
    kim = world.party("Kim Tae-young", kind="person")
    add_affiliation(
        by=world.alice,
        note="",
        member=kim,
        organisation=world.south,
        grounds="public record",
        speaks_for=True,
        since=date(2009, 9, 23),
        until=date(2010, 12, 4),
    )
    assert "Kim Tae-young spoke for nobody on that day" in asked(speaker=kim.key)
    assert "spoke for nobody" not in asked(speaker=kim.key, said="2010-12-03")


def test_a_question_with_one_answer_only(world: World, asked: Any) -> None:
    lone = world.ask("Why did it start?", "It was a drill", kind="choice")
    answer = world.answer(question=lone).key
    assert "This question has one answer only, “It was a drill”." in asked(question=lone.key, answer=answer)
    yesno = asked(question=world.yesno.key, answer=world.answer(question=world.yesno).key)
    assert "one answer only" not in yesno


def test_answers_that_read_nearly_alike_are_told_apart_on_the_spot(
    world: World, alice: Client, bench: str, filled: dict[str, Any], asked: Any
) -> None:
    rounds = world.ask("How many rounds were fired?", "about 170 rounds", "about 200 rounds", kind="choice")
    hits = world.ask("How many rounds hit the island?", "about 80 rounds", "about 90 rounds", kind="choice")
    given = {"question": rounds.key, "answer": world.answer(question=rounds).key}
    assert "An answer to another question reads nearly alike: about 80 rounds" in asked(**given)
    distinguish = filled | given | {"distinguish": hits.key, "do": ""}
    refused = alice.post(bench, distinguish)
    assert (refused.status_code, Distinction.objects.count()) == (422, 0)
    assert "Say why these are two questions." in html.unescape(refused.content.decode())
    told = alice.post(bench, distinguish | {"distinction_note": "Fired is not landed."})
    assert told.status_code == 200
    pair = Distinction.objects.get()
    assert (pair.question, pair.other, pair.note) == (rounds, hits, "Fired is not landed.")
    assert "Fired is not landed. Compare: How many rounds hit the island?" in said(told)
    assert f'value="{filled["cue"]}"' in told.content.decode()
    again = alice.post(bench, filled | {"question": hits.key, "distinguish": rounds.key, "distinction_note": "Again"})
    assert "told apart already" in again.content.decode()
    assert Distinction.objects.count() == 1


def test_none_of_them_stops_anybody(world: World, alice: Client, bench: str, filled: dict[str, Any]) -> None:
    world.published(words=world.words("The South denies it."), polarity="denies", cue="denies")
    assert alice.post(bench, filled).status_code == 302
    assert Claim.objects.counted().count() == 2


def test_what_one_correction_holds_is_no_doubt_about_itself(world: World, alice: Client) -> None:
    claim = world.published()
    assert said(alice.get(f"/edit/claims/{claim.key}/")) == ""


def test_cost(world: World, alice: Client, bench: str, filled: dict[str, Any], django_assert_num_queries: Any) -> None:
    world.published()
    address = f"{bench}doubts?" + urlencode(filled | {"pieces": "0-5"})
    alice.get(address)
    with django_assert_num_queries(9):  # the session, the account, source and text, and five
        assert alice.get(address).status_code == 200
