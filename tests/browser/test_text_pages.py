"""A text with pages: their numbers in the margin, and the page of an excerpt wherever it is named."""

from __future__ import annotations

from typing import Any

from tests.actions.world import World
from tests.browser.accessible import violations
from tests.browser.hands import at_bench, captured, marked, press, units, words
from tests.browser.test_workbench import small  # noqa: F401 - a fixture
from tests.serving import Site

TEXT = "First page 🐈.\fSecond page.\n\nThe North says the South fired first.\fThird page, where it\fends."


def test_the_bench_and_the_readers_pages_name_the_page(small: tuple[World, Site], new_page: Any) -> None:  # noqa: F811
    world, site = small
    snapshot = captured(world, TEXT)
    claim = world.published(words=world.words(snapshot=snapshot))
    page = at_bench(new_page(base_url=site.url, viewport={"width": 1280, "height": 1000}), snapshot)
    assert page.locator("#text .page").all_text_contents() == ["p. 1", "p. 2", "p. 3", "p. 4"]
    assert page.get_by_role("link", name="Excerpt 1, p. 2, 1 claim").text_content() == "1"
    assert page.locator(".filed .n").inner_text().split() == ["1", "p.", "2"]
    page.locator("#text").focus()
    press(page, "Control+End", "Control+Shift+ArrowUp", "Alt+Shift+ArrowUp", "Enter")
    assert words(page) == "Third page, where it\n\nends."
    start = TEXT.index("Third")
    assert marked(page) == [[units(TEXT, start), units(TEXT, len(TEXT))]]
    assert page.locator("#where").inner_text() == f"characters {start} to {len(TEXT)}, p. 3"
    assert violations(page) == []
    page.set_viewport_size({"width": 320, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    page.goto(f"/claims/{claim.key}/")
    assert page.get_by_text("9 Dec 2010, p. 2.").count() == 2
    page.goto(f"/sources/{snapshot.source.slug}/")
    assert page.locator(f"[id='{claim.key}']").inner_text().endswith("· p. 2")
