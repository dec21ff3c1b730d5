"""The claim's form by real keys: lists to type into, proposals by one key, second thoughts while it is filled."""

from __future__ import annotations

from typing import Any

import pytest

from tests.actions.world import World
from tests.browser.accessible import violations
from tests.browser.editing import Hands
from tests.browser.test_workbench import bench, small  # noqa: F401 - fixtures
from tests.serving import Site
from tracker.models import Claim


@pytest.fixture
def hands(bench: Any) -> Hands:  # noqa: F811
    """alice with the North's sentence taken into the form, the speaker's field in focus, proposals shown."""
    hands = Hands(bench)
    hands.press("s", "s", "Enter")
    bench.locator(".offer[data-first]").first.wait_for()
    hands.press("n")
    bench.locator(".combo input:focus").wait_for()
    return hands


def rows(page: Any) -> list[str]:
    """The options that are listed, the one that is ready in brackets."""
    return page.locator("[role=listbox]:visible [role=option]").evaluate_all(
        "(all) => all.map((row) => row.getAttribute('aria-selected') === 'true'"
        " ? `[${row.querySelector('.t-main').textContent}]` : row.querySelector('.t-main').textContent)"
    )


class TestProposals:
    def test_one_key_takes_what_is_proposed_for_the_field_and_clears_it(self, hands: Hands) -> None:
        hands.press("Alt+v")
        assert hands.state()["cue"] == ""
        hands.press("Alt+Enter")
        assert hands.state()["cue"] == "says"
        hands.page.locator("#form-live", has_text="Taken as proposed: says").wait_for()
        assert hands.page.get_by_role("button", name="Clear it: says").is_visible()
        hands.press("Alt+Enter")
        assert hands.state()["cue"] == ""
        hands.page.locator("#form-live", has_text="Cleared: says").wait_for()

    def test_one_key_takes_all_and_goes_to_what_is_missing_and_clears_all(self, hands: Hands) -> None:
        hands.press("Alt+Shift+Enter")
        hands.page.locator(".offer.taken").first.wait_for()
        state = hands.state()
        assert (len(state["speakers"]), len(state["relays"]), state["cue"], state["at"]) == (1, 1, "says", "question")
        assert hands.page.locator("#f-speaker option:checked").inner_text() == "North Korea"
        hands.press("Alt+Shift+Enter")
        hands.page.locator(".offer.taken").first.wait_for(state="detached")
        state = hands.state()
        assert (state["speakers"], state["relays"], state["cue"]) == ([], [], "")

    def test_what_the_editor_chose_is_never_taken_over(self, hands: Hands) -> None:
        hands.press("Alt+v")
        hands.type("fired")
        hands.press("Alt+Shift+Enter")
        hands.page.locator(".offer.taken").first.wait_for()
        assert hands.state()["cue"] == "fired"

    def test_filing_takes_none(self, hands: Hands) -> None:
        hands.press("Control+Enter")
        assert hands.state()["at"] == "speaker"
        assert (hands.state()["cue"], hands.state()["speakers"]) == ("", [])

    def test_the_field_is_described_by_its_proposal(self, hands: Hands) -> None:
        described = hands.page.locator("#f-cue").get_attribute("aria-describedby")
        assert "says" in hands.page.locator(f"#{described.split()[-1]}").inner_text()


class TestRelays:
    def test_a_speaker_chosen_by_hand_is_told_by_the_publisher(self, hands: Hands) -> None:
        hands.type("seoul")
        hands.press("Enter")
        relay = hands.page.locator("#f-relay option:checked")
        publisher = hands.page.evaluate("JSON.parse(document.getElementById('bench-data').textContent).publisher")
        assert relay.inner_text() == publisher
        hands.press("Alt+s", "Delete")
        hands.type(publisher)
        hands.press("Enter")
        assert hands.state()["relays"] == []

    def test_a_relay_chosen_by_hand_stays(self, hands: Hands) -> None:
        hands.press("Alt+r")
        hands.type("seoul")
        hands.press("Tab", "Alt+s")
        hands.type("north k")
        hands.press("Enter")
        assert hands.page.locator("#f-relay option:checked").inner_text() == "South Korea"
        hands.press("Alt+r", "Delete", "Alt+s")
        hands.type("seoul")
        hands.press("Enter")
        assert hands.state()["relays"] == []


class TestLists:
    @pytest.mark.parametrize("typed", ["seo", "south k", "sk", "the so"])
    def test_a_party_is_found_by_name_other_name_and_monogram(self, hands: Hands, typed: str) -> None:
        hands.type(typed)
        assert rows(hands.page)[0] == "[South Korea]"
        hands.press("Enter")
        assert hands.page.locator("#f-speaker option:checked").inner_text() == "South Korea"

    def test_what_is_proposed_comes_first(self, hands: Hands) -> None:
        hands.press("ArrowDown")
        assert rows(hands.page)[0] == "[North Korea]"
        assert "proposed" in hands.page.locator("[role=option]:visible").first.inner_text()

    def test_the_pattern_of_a_combobox(self, hands: Hands) -> None:
        field = hands.page.locator("[role=combobox]:focus")
        assert field.get_attribute("aria-expanded") == "false"
        hands.press("ArrowDown", "ArrowDown")
        assert field.get_attribute("aria-expanded") == "true"
        active = hands.page.locator(f"#{field.get_attribute('aria-activedescendant')}")
        assert (active.get_attribute("role"), active.get_attribute("aria-selected")) == ("option", "true")
        assert active.locator("..").get_attribute("id") == field.get_attribute("aria-controls")
        hands.press("Escape")
        assert field.get_attribute("aria-expanded") == "false"
        assert field.get_attribute("aria-activedescendant") is None
        assert hands.state()["speakers"] == []

    @pytest.mark.parametrize("key", ["s", "r", "q"])
    def test_the_letter_of_a_field_opens_its_list(self, hands: Hands, key: str) -> None:
        hands.press(f"Alt+{key}")
        assert rows(hands.page)

    def test_tab_leads_from_an_open_list_to_the_next_field(self, hands: Hands) -> None:
        hands.type("seoul")
        hands.press("Enter", "Alt+s", "Tab")
        assert rows(hands.page) == []
        assert hands.state()["at"] == "speaker_2"

    def test_leaving_takes_what_was_typed_and_clears_what_was_emptied(self, hands: Hands) -> None:
        hands.type("seoul")
        hands.press("Tab")
        assert hands.page.locator("#f-speaker option:checked").inner_text() == "South Korea"
        hands.press("Alt+s", "Delete", "Tab")
        assert hands.state()["speakers"] == []

    @pytest.mark.parametrize(("key", "stance"), [("Enter", "affirms"), ("Shift+Enter", "denies")])
    def test_an_answer_brings_its_question_and_the_stance(self, hands: Hands, key: str, stance: str) -> None:
        hands.press("Alt+q")
        hands.type("north fired")
        hands.press(key)
        state = hands.state()
        assert hands.page.locator("#f-question option:checked").inner_text() == "Which side fired first?"
        assert hands.page.get_by_role("radio", name="North Korea fired first").is_checked()
        assert state["polarity"] == stance

    def test_a_decline_sets_what_goes_with_it(self, hands: Hands) -> None:
        hands.press("Alt+a")
        hands.type("d")
        state = hands.state()
        assert (state["polarity"], state["act"], state["certainty"]) == ("declines", "decline", "unspecified")


def test_a_claim_by_six_keys(hands: Hands) -> None:
    hands.press("Alt+Shift+Enter")
    hands.page.locator(".offer.taken").first.wait_for()
    hands.press("Enter")
    assert hands.state()["at"] == "says_this"
    assert not hands.page.locator("#f-says_this").is_checked()
    with hands.page.expect_navigation():
        hands.press("Control+Enter")
    claim = Claim.objects.get()
    assert claim.published_at is not None
    assert (claim.speaker.name, claim.cue, claim.answer.text) == ("North Korea", "says", "South Korea fired first")


def test_the_words_of_a_draft_change_by_four_keys_and_all_fields_stay(hands: Hands) -> None:
    hands.press("Alt+Shift+Enter")
    hands.page.locator(".offer.taken").first.wait_for()
    hands.press("Enter")
    hands.page.locator("#kept", has_text="kept on this device too").wait_for()
    page = hands.page
    page.goto("/edit/")
    page.get_by_role("link", name="A claim: “The North says").click()
    page.locator(".combo").first.wait_for()  # the keys are there
    page.locator("#f-said").focus()
    before = hands.state() | {"offers": [], "others": []}
    hands.doing = "change"
    hands.press("Escape")
    page.locator("#text:focus").wait_for()
    hands.press("Shift+S", "Enter")
    assert page.locator("#f-words").input_value() == "The North says the South fired first. The South denies it."
    assert hands.presses["change"] <= 4
    assert hands.state() | {"offers": [], "others": [], "at": before["at"]} == before


def test_the_day_steps_by_arrows(hands: Hands) -> None:
    hands.press("Alt+t", "ArrowDown")
    assert hands.state()["said"] == "2010-12-08"
    hands.press("PageDown", "ArrowUp")
    assert hands.state()["said"] == "2010-11-09"


def test_second_thoughts_come_while_the_form_is_filled(small: tuple[World, Site], hands: Hands) -> None:  # noqa: F811
    world, _site = small
    world.published(words=world.words("The South denies it."), polarity="denies", cue="denies", said="2010-12-01")
    hands.press("Alt+Shift+Enter")
    hands.page.locator(".offer.taken").first.wait_for()
    hands.press("Enter")
    hands.page.locator("#near", has_text="the same party said the opposite").wait_for()
    assert hands.page.locator("#near a").get_attribute("href").startswith("/edit/claims/")
    assert violations(hands.page) == []


def test_no_violation_with_proposals_taken_and_a_list_open(hands: Hands) -> None:
    hands.press("ArrowDown")
    assert violations(hands.page) == []
    hands.press("Escape", "Alt+Shift+Enter")
    hands.page.locator(".offer.taken").first.wait_for()
    assert rows(hands.page)
    assert violations(hands.page) == []
    hands.page.set_viewport_size({"width": 320, "height": 700})
    assert hands.page.evaluate("document.documentElement.scrollWidth") <= 320
    assert violations(hands.page) == []


def test_the_keys_of_the_form_are_in_the_list_of_all_keys(bench: Any) -> None:  # noqa: F811
    bench.keyboard.press("?")
    dialog = bench.get_by_role("dialog")
    for said in ("take what is proposed for the field", "Do these words say this", "back to the text", "denies it"):
        assert dialog.get_by_text(said).is_visible()
