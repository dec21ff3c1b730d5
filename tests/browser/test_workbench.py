"""The workbench by real key presses, mouse and touch; offsets behind emoji; what survives."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.actions.world import World
from tests.browser.accessible import violations
from tests.browser.people import PASSWORD, person, sign_in, sign_in_by_form
from tests.serving import Site
from tracker.models import Claim, Draft, Excerpt, User

TEXT = (
    "A cat 🐈 and a family 👨‍👩‍👧 watched.\n\n"
    "The North says the South fired first. The South denies it. 북측은 “먼저” 쏘았다고 말했다.\n\n"
    "Seoul said no. Tokyo said no."
)


class Made(World):
    """The small record, with an account that the real server lets in."""

    alice: User  # type: ignore[assignment]


@pytest.fixture
def small(empty_site: Site) -> tuple[World, Site]:
    world = World()
    world.__dict__["alice"] = person("alice")
    world.north, world.south, world.question  # noqa: B018
    world.__dict__["snapshot"] = world.capture(text=TEXT)
    return world, empty_site


@pytest.fixture
def bench(small: tuple[World, Site], new_page: Callable[..., Any]) -> Any:
    """alice at the workbench of the source, the text in focus."""
    world, site = small
    page = new_page(base_url=site.url, viewport={"width": 1280, "height": 1000})
    page.set_default_timeout(20_000)
    sign_in(page, "alice", f"/edit/sources/{world.snapshot.source.slug}/")
    page.locator("#text").focus()
    return page


def press(page: Any, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def selected(page: Any) -> str:
    return page.evaluate("getSelection().toString()")


def words(page: Any) -> str:
    return page.locator("#f-words").input_value()


def pieces(page: Any) -> list[tuple[int, int]]:
    return page.evaluate("document.getElementById('pieces').value.split(',').map((r) => r.split('-').map(Number))")


def units(place: int) -> int:
    """UTF-16 units of a place in code points."""
    return len(TEXT[:place].encode("utf-16-le")) // 2


def fill_rest(page: Any) -> None:
    """Everything but the words."""
    page.get_by_label("Speaker", exact=True).select_option(label="North Korea")
    page.get_by_label("Question", exact=True).select_option(label="Which side fired first?")
    page.get_by_role("radio", name="South Korea fired first").check()
    page.get_by_role("radio", name="affirms it").check()
    page.get_by_label("Said", exact=True).fill("2010-12-09")


class TestMarkingByKeys:
    def test_arrows_step_over_emoji_and_joined_sequences_as_one(self, bench: Any) -> None:
        press(bench, *["ArrowRight"] * 6, "Shift+ArrowRight")
        assert selected(bench) == "🐈"
        press(bench, *["ArrowRight"] * 15)
        press(bench, "Shift+ArrowRight")
        start = TEXT.index("👨")
        assert selected(bench) == "👨‍👩‍👧"
        press(bench, "Enter")
        assert pieces(bench) == [[units(start), units(start + 5)]]

    def test_control_moves_by_word_and_alt_by_sentence_and_shift_extends(self, bench: Any) -> None:
        press(bench, "Alt+ArrowDown", "ArrowRight", "Control+ArrowRight", "Control+Shift+ArrowRight")
        assert selected(bench) == " North"
        press(bench, "Home", "Alt+Shift+ArrowDown")
        assert selected(bench) == "The North says the South fired first."
        press(bench, "Alt+Shift+ArrowDown")
        assert selected(bench) == "The North says the South fired first. The South denies it."
        press(bench, "Control+Shift+ArrowLeft")
        assert selected(bench) == "The North says the South fired first. The South denies "

    def test_w_and_s_select_the_next_word_and_sentence(self, bench: Any) -> None:
        press(bench, "w", "w")
        assert selected(bench) == "cat"
        press(bench, "Shift+W")
        assert selected(bench) == "cat 🐈 and"
        press(bench, "s", "s")
        assert selected(bench) == "The North says the South fired first."

    def test_home_end_and_lines(self, bench: Any) -> None:
        press(bench, "ArrowDown", "Home", "Shift+End")
        assert selected(bench).startswith("The North says")
        press(bench, "Control+End", "Control+Shift+Home")
        assert selected(bench).endswith("Tokyo said no.")
        press(bench, "Escape")
        assert selected(bench) == ""

    def test_the_marked_words_are_stored_in_code_points(self, small: tuple[World, Site], bench: Any) -> None:
        press(bench, "s", "s", "Enter")
        assert words(bench) == "The North says the South fired first."
        fill_rest(bench)
        bench.get_by_label("Do these words say this?").check()
        bench.get_by_role("button", name="Publish", exact=True).click()
        bench.get_by_text("Published: one claim.").wait_for()
        start = TEXT.index("The North")
        assert Excerpt.objects.get().pieces == ((start, start + 37),)
        assert start != units(start)
        assert bench.locator("mark").inner_text() == "The North says the South fired first."

    def test_another_piece_and_undo(self, bench: Any) -> None:
        press(bench, "s", "s", "Enter", "s", "s", "s", "a")
        assert words(bench) == "The North says the South fired first. […] Seoul said no."
        box = bench.get_by_label("Words", exact=True)
        press(bench, "u")  # both pieces were saved within ten seconds, which is one step
        expect(box).to_have_value(re.compile(r"^(The North says the South fired first\.)?$"))
        if box.input_value():  # or two, where the machine was slow
            bench.locator("#text").focus()
            press(bench, "Control+z")
        expect(box).to_have_value("")

    def test_hangul_is_marked_by_word(self, bench: Any) -> None:
        press(bench, "s", "s", "s", "w", "Enter")
        assert words(bench) == "북측은"

    def test_the_caret_and_what_is_selected_are_announced(self, bench: Any) -> None:
        press(bench, "s")
        bench.locator("#live", has_text="Selected: A cat 🐈 and a family 👨‍👩‍👧 watched.").wait_for()
        press(bench, "Enter")
        bench.locator("#live", has_text="Taken: A cat").wait_for()

    def test_letters_are_letters_in_a_field_and_can_be_switched_off(self, bench: Any) -> None:
        bench.get_by_label("Reporter’s verb").press_sequentially("snjkc?")
        assert bench.get_by_label("Reporter’s verb").input_value() == "snjkc?"
        bench.locator("#text").focus()
        press(bench, "?")
        bench.get_by_label("Single letters are keys").uncheck()
        press(bench, "Escape", "s")
        assert selected(bench) == ""
        press(bench, "Control+Shift+ArrowRight")
        assert selected(bench) == "A"

    def test_tab_leaves_the_text(self, bench: Any) -> None:
        press(bench, "Tab")
        assert bench.evaluate("document.activeElement.id") != "text"


class TestClaimsByKeys:
    @pytest.fixture
    def filed(self, small: tuple[World, Site], bench: Any) -> Any:
        world, _ = small
        world.published(words=world.words("The North says the South fired first."))
        world.published(words=world.words("The South denies it."), speaker=world.south, polarity="denies", cue="denies")
        bench.reload()
        bench.locator("#text").focus()
        return bench

    def test_j_and_k_go_through_the_claims(self, filed: Any) -> None:
        press(filed, "j")
        assert filed.locator(".filed li.now").inner_text().startswith("1")
        press(filed, "j")
        assert filed.locator("mark.now").inner_text() == "The South denies it."
        filed.locator("#live", has_text="Claim 2: South Korea denies").wait_for()
        press(filed, "k")
        assert filed.locator("mark.now").inner_text() == "The North says the South fired first."

    def test_c_counters_the_claim_in_focus(self, filed: Any) -> None:
        press(filed, "c")
        filed.locator("#live", has_text="No claim is in focus").wait_for()
        press(filed, "j", "c")
        assert filed.get_by_label("Question", exact=True).input_value() != ""
        assert filed.get_by_role("radio", name="North Korea fired first").is_checked()
        assert filed.get_by_role("radio", name="affirms it").is_checked()
        press(filed, "j", "c")
        assert filed.get_by_role("radio", name="South Korea fired first").is_checked()
        assert filed.get_by_role("radio", name="affirms it").is_checked()

    def test_enter_on_marked_words_goes_to_their_claim(self, filed: Any) -> None:
        press(filed, "s", "s", "Escape", "ArrowLeft", "Enter")
        assert filed.evaluate("document.activeElement.textContent").startswith("North Korea affirms")

    def test_overlapping_excerpts_are_told_apart(self, small: tuple[World, Site], filed: Any) -> None:
        world, _ = small
        text = world.snapshot.text
        start = text.index("South fired first. The South")
        from tracker.actions.claim_content import Words

        over = Words(snapshot=world.snapshot, pieces=((start, start + 28),))
        world.published(words=over, cue="")
        filed.reload()
        assert [badge.inner_text() for badge in filed.locator("a.no").all()] == ["1", "2", "3"]
        looks = {mark.get_attribute("class") for mark in filed.locator("mark").all()}
        assert {"u0", "u0 u1", "u1"} <= looks
        assert violations(filed) == []


class TestByMouse:
    def test_dragging_selects_and_a_press_takes(self, bench: Any) -> None:
        box = bench.locator("#text p").nth(1).bounding_box()
        bench.mouse.move(box["x"] + 3, box["y"] + 15)
        bench.mouse.down()
        bench.mouse.move(box["x"] + 200, box["y"] + 15, steps=8)
        bench.mouse.up()
        chosen = selected(bench)
        assert chosen
        bench.locator("button.take").click()
        assert words(bench) == chosen
        start = TEXT.index(chosen)
        assert pieces(bench) == [[units(start), units(start + len(chosen))]]

    def test_the_button_never_stands_in_the_way_of_a_slow_drag(self, bench: Any) -> None:
        box = bench.locator("#text p").nth(1).bounding_box()
        bench.mouse.move(box["x"] + 3, box["y"] + 15)
        bench.mouse.down()
        bench.mouse.move(box["x"] + 200, box["y"] + 15, steps=8)
        assert bench.locator("button.take").is_hidden()
        bench.mouse.move(box["x"] + 220, box["y"] + 25, steps=8)  # where it would have stood
        bench.mouse.up()
        assert bench.locator("button.take").is_visible()
        assert selected(bench) in bench.locator("#text p").nth(1).inner_text()

    def test_on_a_phone_a_press_takes_and_leads_to_the_form(self, bench: Any) -> None:
        bench.set_viewport_size({"width": 390, "height": 844})
        box = bench.locator("#text p").nth(2).bounding_box()
        bench.mouse.dblclick(box["x"] + 20, box["y"] + 15)
        bench.locator("button.take").click()
        assert words(bench) == "Seoul"
        bench.locator("#form-h").wait_for()
        assert bench.evaluate("document.getElementById('form-h').getBoundingClientRect().top") < 844

    def test_pasted_words_are_found_by_the_server(self, bench: Any) -> None:
        bench.locator("#f-words").fill("Seoul said no.")
        fill_rest(bench)
        bench.get_by_label("Do these words say this?").check()
        bench.get_by_role("button", name="Propose").click()
        bench.get_by_text("Proposed: one claim.").wait_for()
        assert Claim.objects.get().excerpt.exact == ["Seoul said no."]


class TestProposals:
    def test_stand_beside_their_fields_and_are_never_taken_silently(self, bench: Any) -> None:
        press(bench, "s", "s", "Enter")
        offer = bench.get_by_role("button", name="Take it: says")
        offer.wait_for()
        assert bench.get_by_label("Reporter’s verb").input_value() == ""
        assert bench.get_by_label("Speaker", exact=True).input_value() == ""
        offer.click()
        assert bench.get_by_label("Reporter’s verb").input_value() == "says"
        bench.get_by_role("button", name="Take it: North Korea").click()
        assert bench.locator("#f-speaker option:checked").inner_text() == "North Korea"

    def test_the_question_is_cleared_when_words_answer_or_stance_change(self, bench: Any) -> None:
        confirm = bench.get_by_label("Do these words say this?")
        fill_rest(bench)
        assert not confirm.is_checked()
        for change in (
            lambda: (bench.locator("#text").focus(), press(bench, "s", "Enter")),
            lambda: bench.locator("#f-words").fill("Seoul"),
            lambda: bench.get_by_role("radio", name="North Korea fired first").check(),
            lambda: bench.get_by_role("radio", name="denies it").check(),
        ):
            confirm.check()
            change()
            assert not confirm.is_checked()


def test_no_violation_on_the_workbench_with_everything_open(bench: Any) -> None:
    press(bench, "s", "s", "Enter")
    fill_rest(bench)
    bench.evaluate("document.querySelectorAll('details').forEach((each) => { each.open = true })")
    assert violations(bench) == []
    press(bench, "Tab")
    bench.locator("#text").focus()
    press(bench, "?")
    assert violations(bench) == []
    press(bench, "Escape")
    bench.set_viewport_size({"width": 390, "height": 844})
    assert violations(bench) == []
    assert bench.evaluate("document.documentElement.scrollWidth") <= 390


def test_nothing_of_another_editor_is_on_the_device(small: tuple[World, Site], bench: Any) -> None:
    person("bob")
    bench.locator("#f-cue").fill("typed by alice")
    bench.wait_for_timeout(500)
    bench.context.clear_cookies()
    sign_in_by_form(bench, "bob", f"/edit/sources/{small[0].snapshot.source.slug}/")
    assert bench.locator("#f-cue").input_value() == ""
    assert PASSWORD not in bench.evaluate("JSON.stringify(localStorage)")
    assert not Draft.objects.filter(owner__username="bob").exists()
