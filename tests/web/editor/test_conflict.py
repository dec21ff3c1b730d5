"""Two editors on one claim: the second to save sees what both found, theirs and mine, chooses, and loses nothing."""

from __future__ import annotations

import html
import re
from typing import Any

import pytest
from django.test import Client

from tests.actions.world import World
from tests.web.editor.test_correct import form
from tracker.actions.claim_content import Relayed
from tracker.models import Claim, Draft

CHOICE = re.compile(r'<fieldset class="choice" id="f-(\w+)".*?</fieldset>', re.S)


class Second:
    """bob, whose form alice overtook: what the page that asks him shows, and what it carries."""

    def __init__(self, client: Client, address: str, answer: Any) -> None:
        self.client, self.address, self.answer = client, address, answer
        self.page = answer.content.decode()
        self.text = html.unescape(self.page)

    @property
    def choices(self) -> dict[str, tuple[str, str, str, str]]:
        """By field: as found, theirs, mine, what is chosen beforehand."""
        return {found[1]: _read(found[0]) for found in CHOICE.finditer(self.page)}

    @property
    def form(self) -> dict[str, str]:
        hidden = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', self.page)
        picked = re.findall(r'name="(choose-\w+)" value="(\w+)" checked', self.page)
        return {name: html.unescape(value) for name, value in [*hidden, *picked]}

    def settle(self, how: str = "save", **more: str) -> Second:
        sent = self.form | {"says_this": "1", "note": "both read", "settle": how} | more
        return Second(self.client, self.address, self.client.post(self.address, sent))


def _read(field: str) -> tuple[str, str, str, str]:
    texts = re.findall(r'<span class="quoted" dir="auto">(.*?)</span>', field, re.S)
    picked = re.findall(r'value="(\w+)" checked', field)
    found, theirs, mine = map(html.unescape, texts)
    return found, theirs, mine, "".join(picked)


@pytest.fixture
def claim(world: World) -> Claim:
    return world.published(said_note="the day of the article")


def overtaken(world: World, claim: Claim, alice: Client, bob: Client, hers: dict, his: dict) -> Second:
    """Both open the form; she saves first."""
    address = f"/edit/claims/{claim.key}/"
    first, second = (form(world, claim, client.get(address).content.decode()) for client in (alice, bob))
    as_found = {"said_note": "the day of the article"}
    assert alice.post(address, first | as_found | {"note": "she read again"} | hers).status_code == 302
    return Second(bob, address, bob.post(address, second | as_found | {"note": "his note"} | his))


def test_only_what_differs_is_asked_and_what_one_side_alone_changed_is_chosen_beforehand(
    world: World, claim: Claim, alice: Client, bob: Client
) -> None:
    asked = overtaken(
        world,
        claim,
        alice,
        bob,
        {"certainty": "probable", "said_note": "the day of the broadcast"},
        {"certainty": "possible", "manner": "mixed"},
    )
    assert asked.answer.status_code == 409
    assert "alice saved this while you were writing." in asked.text
    assert "Note of alice: “she read again”" in asked.text
    assert asked.choices == {
        "certainty": ("certain", "<del>certain</del><ins>probable</ins>", "<del>certain</del><ins>possible</ins>", ""),
        "manner": ("reported", "reported", "<del>reported</del><ins>partly quoted</ins>", "mine"),
        "said_note": (
            "the day of the article",
            "the day of the <del>article</del><ins>broadcast</ins>",
            "the day of the article",
            "theirs",
        ),
    }
    assert 'value="his note"' in asked.page
    assert Claim.objects.get().certainty == "probable"


def test_what_is_chosen_is_saved_on_top_of_theirs(world: World, claim: Claim, alice: Client, bob: Client) -> None:
    asked = overtaken(
        world, claim, alice, bob, {"certainty": "probable", "said_note": ""}, {"certainty": "possible", "cue": ""}
    )
    done = asked.settle(**{"choose-certainty": "mine"})
    assert done.answer.status_code == 302
    saved = Claim.objects.get()
    assert (saved.certainty, saved.said_note, saved.cue, saved.revision) == ("possible", "", "", 4)
    assert not Draft.objects.exists()


def test_a_field_that_both_changed_must_be_decided(world: World, claim: Claim, alice: Client, bob: Client) -> None:
    asked = overtaken(world, claim, alice, bob, {"certainty": "probable"}, {"certainty": "possible", "cue": ""})
    again = asked.settle(**{"choose-cue": "theirs"})
    assert again.answer.status_code == 422
    assert "Choose one of both." in again.text
    assert again.choices["certainty"][0] == "certain"
    assert again.choices["cue"][3] == "theirs"
    assert again.form["found"] == asked.form["found"] == "2"
    assert again.settle(**{"choose-certainty": "theirs"}).answer.status_code == 422  # nothing of his is left to save
    assert Claim.objects.get().revision == 3


def test_it_can_be_put_into_the_form_to_write_on(world: World, claim: Claim, alice: Client, bob: Client) -> None:
    asked = overtaken(world, claim, alice, bob, {"certainty": "probable"}, {"said_note": "from the byline"})
    page = asked.settle("form").page
    assert '<option value="probable" selected>' in page
    assert 'value="from the byline"' in page
    assert 'name="seen" value="3"' in page
    assert Claim.objects.get().revision == 3


def test_a_third_who_is_faster_is_asked_about_again(world: World, claim: Claim, alice: Client, bob: Client) -> None:
    asked = overtaken(world, claim, alice, bob, {"certainty": "probable"}, {"certainty": "possible"})
    address = f"/edit/claims/{claim.key}/"
    third = form(world, claim, alice.get(address).content.decode(), said_note="of the broadcast", certainty="probable")
    assert alice.post(address, third).status_code == 302
    again = asked.settle(**{"choose-certainty": "mine"})
    assert again.answer.status_code == 409
    assert again.choices["certainty"][:3] == (
        "probable",
        "probable",
        "<del>probable</del><ins>possible</ins>",
    )
    assert again.choices["said_note"][1] == "<del>the day </del>of the <del>article</del><ins>broadcast</ins>"
    assert again.settle().answer.status_code == 302
    saved = Claim.objects.get()
    assert (saved.certainty, saved.said_note) == ("possible", "of the broadcast")


def test_an_answer_is_taken_together_with_its_question_and_relays_by_name(
    world: World, claim: Claim, alice: Client, bob: Client
) -> None:
    asked = overtaken(
        world,
        claim,
        alice,
        bob,
        {"relay": "", "answer": world.answer(1).key},
        {"question": world.yesno.key, "answer": world.answer(0, world.yesno).key},
    )
    assert asked.choices["relays"] == ("Voice of America", "<del>Voice of America</del>", "Voice of America", "theirs")
    assert asked.choices["answer"][0] == "Which side fired first? South Korea fired first"
    assert asked.choices["answer"][3] == ""
    assert asked.settle(**{"choose-answer": "mine"}).answer.status_code == 302
    saved = Claim.objects.get()
    assert (saved.question, saved.answer, saved.relays.count()) == (world.yesno, world.answer(0, world.yesno), 0)


def test_what_was_typed_is_a_draft_that_asks_again_when_it_is_opened(
    world: World, claim: Claim, alice: Client, bob: Client
) -> None:
    asked = overtaken(world, claim, alice, bob, {"certainty": "probable"}, {"certainty": "possible"})
    draft = Draft.objects.get()
    assert (draft.owner, draft.payload["certainty"], draft.payload["seen"]) == (world.bob, "possible", "2")
    opened = Second(bob, asked.address, bob.get(asked.address, {"draft": draft.key}))
    assert opened.answer.status_code == 200
    assert opened.choices == asked.choices
    assert opened.settle(**{"choose-certainty": "mine"}).answer.status_code == 302
    assert Claim.objects.get().certainty == "possible"
    assert not Draft.objects.exists()


def test_what_both_changed_alike_is_not_asked(world: World, claim: Claim, alice: Client, bob: Client) -> None:
    asked = overtaken(world, claim, alice, bob, {"certainty": "possible"}, {"certainty": "possible"})
    assert asked.answer.status_code == 409
    assert asked.choices == {}
    assert "Both say the same" in asked.text


def test_verbs_of_relays_are_told_with_them(world: World, alice: Client, bob: Client) -> None:
    claim = world.published(relays=(Relayed(party=world.voa),))
    asked = overtaken(world, claim, alice, bob, {"said_note": "x"}, {"relay_cue": "says"})
    assert asked.choices["relays"][2] == "Voice of America<ins> (says)</ins>"
