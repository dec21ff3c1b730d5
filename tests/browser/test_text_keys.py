"""The text by keyboard alone: moving, selecting, finding, the letters' switch, and what a screen reader is told."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from typing import Any

import pytest

from tests.actions.world import World
from tests.browser.accessible import violations
from tests.browser.hands import at_bench, marked, painted, press, units, words
from tests.browser.test_workbench import TEXT, bench, selected, small  # noqa: F401 - fixtures
from tests.serving import Site
from tracker.actions.claim_content import Words
from tracker.models import User


def announced(page: Any, said: str) -> None:
    page.locator("#live", has_text=said).wait_for()


class TestMoving:
    def test_by_paragraph_both_ways(self, bench: Any) -> None:  # noqa: F811
        press(bench, "Control+ArrowDown", "Control+Shift+ArrowDown")
        assert selected(bench).strip() == TEXT.split("\n\n")[1]
        press(bench, "Control+ArrowUp", "Control+Shift+ArrowUp")
        assert selected(bench).strip() == TEXT.split("\n\n")[0]

    def test_by_sentence_back(self, bench: Any) -> None:  # noqa: F811
        press(bench, "Control+End", "Alt+Shift+ArrowUp")
        assert selected(bench) == "Tokyo said no."
        press(bench, "Alt+Shift+ArrowUp")
        assert selected(bench) == "Seoul said no. Tokyo said no."

    def test_shift_selects_whole_words_and_alt_exactly(self, bench: Any) -> None:  # noqa: F811
        press(bench, "Control+End", "Home", "ArrowRight", "ArrowRight", "Shift+ArrowRight")
        assert selected(bench) == "Seoul"
        press(bench, "Shift+ArrowRight", "Shift+ArrowRight")
        assert selected(bench) == "Seoul said"
        press(bench, "Shift+ArrowLeft", "Shift+ArrowLeft")
        assert selected(bench) == "Seoul"
        press(bench, "Home", "ArrowRight", "Alt+Shift+ArrowRight", "Alt+Shift+ArrowRight")
        assert selected(bench) == "eo"
        press(bench, "Alt+Shift+ArrowLeft")
        assert selected(bench) == "e"

    def test_blanks_at_the_edges_are_not_taken(self, bench: Any) -> None:  # noqa: F811
        press(bench, "Control+End", "Home", "Control+ArrowRight", "Control+Shift+ArrowRight", "Alt+Shift+ArrowRight")
        assert selected(bench) == " said "
        press(bench, "Enter")
        assert words(bench) == "said"
        start = TEXT.index("said no.")
        assert marked(bench) == [[units(TEXT, start), units(TEXT, start + 4)]]
        press(bench, "Alt+Shift+ArrowLeft", "Enter")
        announced(bench, "No words are selected.")
        assert words(bench) == "said"

    def test_the_caret_tells_what_it_passes(self, bench: Any) -> None:  # noqa: F811
        press(bench, "ArrowRight")
        announced(bench, "space")
        press(bench, "Control+ArrowRight")
        announced(bench, "cat")
        press(bench, "Control+ArrowDown")
        announced(bench, "family")
        press(bench, "End")
        press(bench, "ArrowLeft", "ArrowRight")
        announced(bench, "end of the paragraph")


class TestPiecesAndCore:
    def test_a_core_is_marked_among_the_words(self, bench: Any) -> None:  # noqa: F811
        press(bench, "s", "s", "o")
        announced(bench, "The core is a part of the words that are taken.")
        press(bench, "Enter", "Home", "w", "w", "w", "w", "Shift+W", "Shift+W", "o")
        assert bench.locator("#f-core").input_value() == "the South fired"
        assert painted(bench, "core") == "the South fired"
        announced(bench, "Core: the South fired")
        assert words(bench) == "The North says the South fired first."

    def test_a_core_that_stands_twice_is_asked_to_be_longer(self, bench: Any) -> None:  # noqa: F811
        press(bench, "p", "p", "Enter", "Home", *["w"] * 8)
        assert selected(bench) == "The"
        press(bench, "w")
        assert selected(bench) == "South"
        press(bench, "o")
        announced(bench, "These words stand more than once")
        assert bench.locator("#f-core").input_value() == ""


class TestFinding:
    def test_finds_counts_and_selects(self, bench: Any) -> None:  # noqa: F811
        press(bench, "/")
        bench.keyboard.type("SAID  no")
        bar = bench.get_by_role("search", name="Find in the text")
        assert bar.get_by_role("status").inner_text() == "1 of 2"
        assert painted(bench, "found") == "said no|said no"
        press(bench, "ArrowDown")
        assert bar.get_by_role("status").inner_text() == "2 of 2"
        press(bench, "ArrowDown", "ArrowUp")
        assert bar.get_by_role("status").inner_text() == "2 of 2"
        assert violations(bench) == []
        press(bench, "Enter")
        assert (selected(bench), bench.evaluate("document.activeElement.id")) == ("said no", "text")
        announced(bench, "Selected: said no")
        assert bar.is_hidden()
        assert painted(bench, "found") == ""
        press(bench, "Enter")
        assert marked(bench)[0][0] == units(TEXT, TEXT.rindex("said no"))

    def test_escape_returns_the_caret(self, bench: Any) -> None:  # noqa: F811
        press(bench, "w", "w", "/")
        bench.keyboard.type("Tokyo")
        press(bench, "Escape", "w")
        assert selected(bench) == "and"

    def test_words_that_are_not_there_say_so(self, bench: Any) -> None:  # noqa: F811
        press(bench, "/")
        bench.keyboard.type("Paris")
        assert bench.get_by_role("search").get_by_role("status").inner_text() == "not in the text"
        press(bench, "Enter")
        assert bench.evaluate("document.activeElement.id") == "text"

    @pytest.mark.parametrize("form", ["NFC", "NFD"])
    def test_hangul_composed_or_not_and_while_it_is_composed(self, bench: Any, form: str) -> None:  # noqa: F811
        press(bench, "/")
        input_method = bench.context.new_cdp_session(bench)
        for part in ("ㅁ", "머", "먼"):
            input_method.send("Input.imeSetComposition", {"text": part, "selectionStart": 1, "selectionEnd": 1})
        bench.keyboard.insert_text(unicodedata.normalize(form, "먼저"))
        assert bench.get_by_role("search").get_by_role("status").inner_text() == "1 of 1"
        press(bench, "Enter", "Enter")
        assert words(bench) == "먼저"


class TestLetters:
    def test_the_switch_stands_on_the_account(self, small: tuple[World, Site], bench: Any, new_page: Any) -> None:  # noqa: F811
        press(bench, "?")
        assert violations(bench) == []
        with bench.expect_response("**/edit/keys/letters"):
            bench.get_by_label("Single letters are keys").uncheck()
        announced(bench, "Single-letter keys are off.")
        assert User.objects.get(username="alice").letter_keys is False
        other = at_bench(new_page(base_url=small[1].url), small[0].snapshot)
        other.locator("#text").focus()
        press(other, "s", "/", "?", "n", "p")
        assert (selected(other), other.evaluate("document.activeElement.id")) == ("", "text")
        other.get_by_role("button", name="all keys").click()
        with other.expect_response("**/edit/keys/letters"):
            other.get_by_label("Single letters are keys").check()
        assert User.objects.get(username="alice").letter_keys is True
        press(other, "Escape", "s")
        assert selected(other) != ""

    def test_without_letters_everything_is_a_button(self, bench: Any) -> None:  # noqa: F811
        bench.get_by_role("button", name="find").click()
        bench.keyboard.type("denies")
        press(bench, "Enter")
        press(bench, "Tab")
        assert bench.evaluate("document.activeElement.textContent").startswith("Take the words")
        press(bench, "Enter")
        assert words(bench) == "denies"
        assert bench.evaluate("document.activeElement.id") == "text"

    def test_a_lost_network_says_that_it_is_not_kept(self, bench: Any, page_faults: list[str]) -> None:  # noqa: F811
        press(bench, "?")
        bench.context.set_offline(True)
        bench.get_by_label("Single letters are keys").uncheck()
        announced(bench, "Only on this page")
        assert User.objects.get(username="alice").letter_keys is True
        page_faults.clear()


def tree(page: Any) -> set[tuple[str, str]]:
    """Role and name of everything that the accessibility tree holds."""
    nodes = page.context.new_cdp_session(page).send("Accessibility.getFullAXTree")["nodes"]
    return {
        (node.get("role", {}).get("value", ""), node.get("name", {}).get("value", "").strip())
        for node in nodes
        if not node["ignored"]
    }


def test_what_the_accessibility_tree_holds(bench: Any) -> None:  # noqa: F811
    press(bench, "s")
    announced(bench, "Selected")
    found = tree(bench)
    assert ("application", "Text of the source") in found
    assert ("group", "The selected words") in found
    assert ("button", "Take the words") in found
    assert ("status", "") in found
    assert violations(bench) == []
    press(bench, "/")
    assert {("search", "Find in the text"), ("textbox", "Words to find"), ("button", "Next")} <= tree(bench)
    press(bench, "Escape", "?")
    assert {("dialog", "Keys in the text"), ("checkbox", "Single letters are keys")} <= tree(bench)


def test_every_claim_and_overlap_has_a_role_and_a_name(small: tuple[World, Site], new_page: Callable[..., Any]) -> None:  # noqa: F811
    world, site = small
    text = world.snapshot.text
    outer, inner = (world.words("The North says the South fired first."), world.words("the South fired first"))
    world.published(words=outer)
    world.published(words=outer, speaker=world.south, question=world.yesno, answer=world.answer(0, world.yesno))
    world.published(words=inner, speaker=world.south, cue="")
    across = text.index("fired first. The South")
    world.published(words=Words(snapshot=world.snapshot, pieces=((across, across + 22),)), cue="")
    page = at_bench(new_page(base_url=site.url), world.snapshot)
    found = tree(page)
    names = (
        "Excerpt 1, 2 claims, overlaps 2, 3",
        "Excerpt 2, 1 claim, overlaps 1, 3",
        "Excerpt 3, 1 claim, overlaps 1, 2",
    )
    assert {("link", name) for name in names} <= found
    assert len([role for role, _ in found if role == "mark"]) >= 1
    claims = {name for role, name in found if role == "link" and " affirms " in name}
    assert claims == {
        "North Korea affirms South Korea fired first",
        "South Korea affirms The South fired first",
        "South Korea affirms South Korea fired first",
    }
    assert page.locator("a.no").all_text_contents() == ["1×2", "2", "3"]
    looks = [mark.get_attribute("class") for mark in page.locator("#text mark").all()]
    assert looks == ["u0", "u0 u1", "u0 u1 u2", "u0 u2", "u2"]
    # by keyboard: Enter under the caret leads to every claim there, the shortest excerpt first
    reached = []
    page.locator("#text").focus()
    press(page, "/")
    page.keyboard.type("fired")
    press(page, "Enter", "Escape", "ArrowLeft")
    for _ in range(4):
        press(page, "Enter")
        reached.append(page.evaluate("document.activeElement.closest('li').dataset.number"))
        press(page, "Escape")
        assert page.evaluate("document.activeElement.id") == "text"
    assert reached == ["2", "3", "1", "1"]
    # by mouse: a press on the words lights the same, one after the other
    box = page.locator("#text mark", has_text="fired first").first.bounding_box()
    lit = []
    for _ in range(4):
        page.mouse.click(box["x"] + 20, box["y"] + box["height"] / 2)
        lit.append(page.locator("a.no.now").get_attribute("data-number"))
    assert sorted(lit) == ["1", "1", "2", "3"]
    assert violations(page) == []
