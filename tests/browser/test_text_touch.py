"""The text by finger: a press has the word, handles draw it out, and what is taken that way is the same."""

from __future__ import annotations

from typing import Any

import pytest

from tests.actions.world import World
from tests.browser.accessible import violations
from tests.browser.hands import Hands, at_bench, marked, on_touch, painted, words
from tests.browser.test_workbench import TEXT, small  # noqa: F401 - a fixture
from tests.serving import Site


@pytest.fixture
def phone(small: tuple[World, Site], new_page: Any) -> tuple[Any, Hands]:  # noqa: F811
    world, site = small
    page = on_touch(new_page, site, world.snapshot)
    return page, Hands(page, world.snapshot)


def test_a_press_has_the_word_and_handles_draw_it_out(phone: tuple[Any, Hands]) -> None:
    page, hands = phone
    hands.tap("denies")
    assert painted(page) == "denies"
    assert page.locator(".handle:visible").count() == 2
    hands.pull("end", of="denies", to="denies it. 북측")
    assert painted(page) == "denies it. 북측은"
    hands.pull("start", of="denies", to="first. The South denies")
    assert painted(page) == "first. The South denies it. 북측은"
    hands.pull("end", of="first. The South denies it. 북측은", to="first. The")
    assert painted(page) == "first. The"
    hands.pull("end", of="first. The", to="the Sou")
    assert painted(page) == "South fired"
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    hands.do("Take the words")
    assert words(page) == "South fired"
    assert page.locator("#form-h").bounding_box()["y"] < 844
    assert page.locator(".handle:visible").count() == 0


def test_a_resting_finger_draws_on(phone: tuple[Any, Hands]) -> None:
    page, hands = phone
    at, to = hands.edges("North"), hands.edges("fired first", still=True)
    scrolled = page.evaluate("scrollY")
    hands.touch("Start", *at["from"])
    page.locator(".handle.end").wait_for()
    for part in (0.3, 0.7, 1):
        x, y = (a + part * (b - a) for a, b in zip(at["from"], to["to"], strict=True))
        hands.touch("Move", x, y)
    hands.touch("End")
    assert painted(page) == "North says the South fired first"
    assert page.evaluate("scrollY") == scrolled


def test_by_character_cuts_a_word(phone: tuple[Any, Hands]) -> None:
    page, hands = phone
    hands.tap("북측은")
    page.get_by_role("button", name="By character").tap()
    assert page.get_by_role("button", name="By character").get_attribute("aria-pressed") == "true"
    hands.pull("end", of="북측은", to="북측")
    assert painted(page) == "북측"


def test_a_second_press_lets_go(phone: tuple[Any, Hands]) -> None:
    page, hands = phone
    hands.tap("Tokyo")
    hands.tap("Tokyo")
    assert painted(page) == ""
    hands.tap("Seoul")
    hands.do("Cancel")
    assert painted(page) == ""
    assert page.locator("#tools").is_hidden()


def test_pieces_and_core(phone: tuple[Any, Hands]) -> None:
    page, hands = phone
    hands.tap("North")
    hands.pull("end", of="North", to="North says the South fired first.")
    assert page.get_by_role("button", name="Add as a piece").is_hidden()
    hands.do("Take the words")
    hands.tap("Tokyo")
    hands.do("Add as a piece")
    assert words(page) == "North says the South fired first. […] Tokyo"
    hands.tap("fired")
    hands.pull("end", of="fired", to="fired first")
    hands.do("Core")
    assert page.locator("#f-core").input_value() == "fired first"
    assert painted(page, "core") == "fired first"
    assert marked(page) == [hands.span("North says the South fired first."), hands.span("Tokyo")]


class TestByMouse:
    """The same with a mouse."""

    @pytest.fixture
    def desk(self, small: tuple[World, Site], new_page: Any) -> tuple[Any, Hands]:  # noqa: F811
        world, site = small
        page = at_bench(new_page(base_url=site.url, viewport={"width": 1280, "height": 1000}), world.snapshot)
        return page, Hands(page, world.snapshot)

    def test_a_drag_snaps_to_words_and_loses_its_blanks(self, desk: tuple[Any, Hands]) -> None:
        page, hands = desk
        hands.drag("outh fired first. The Sou")
        assert page.evaluate("getSelection().toString()") == "South fired first. The South"
        hands.drag(" says the South ")
        page.get_by_role("button", name="Take the words").click()
        assert words(page) == "says the South"
        assert marked(page) == [hands.span("says the South")]

    def test_alt_draws_exactly(self, desk: tuple[Any, Hands]) -> None:
        page, hands = desk
        hands.drag("먼저” 쏘", exact=True)
        page.get_by_role("button", name="Take the words").click()
        assert words(page) == "먼저” 쏘"

    def test_pieces_and_core(self, desk: tuple[Any, Hands]) -> None:
        page, hands = desk
        hands.drag("The North says the South fired first.")
        assert page.get_by_role("button", name="Core").is_hidden()
        page.get_by_role("button", name="Take the words").click()
        hands.drag("Seoul said no.")
        page.get_by_role("button", name="Add as a piece").click()
        assert words(page) == "The North says the South fired first. […] Seoul said no."
        hands.drag("the South fired first")
        page.get_by_role("button", name="Core").click()
        assert page.locator("#f-core").input_value() == "the South fired first"
        assert painted(page, "core") == "the South fired first"
        assert len(marked(page)) == 2
        assert TEXT.count("the South fired first") == 1
