"""Search in a real browser: with and without script, at every width, in every scheme."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.accessible import violations

PAGES = (
    "/search",
    "/search?q=torpedo",
    "/search?q=torpedo&speaker=dprk&polarity=denies&since=2010-05-01&said_by=2010-12-31",
    "/search?q=Yeonpyong",
    "/search?q=xqzzyw",
    "/search?q=the+of",
)


@pytest.mark.parametrize("address", PAGES)
def test_axe_finds_nothing_and_nothing_scrolls_sideways(
    reading_site: Any, new_page: Callable[..., Any], address: str
) -> None:
    page = new_page(base_url=reading_site.url)
    page.goto(address)
    for width in (320, 390, 768, 1280):
        page.set_viewport_size({"width": width, "height": 900})
        beyond = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert beyond <= 0, f"at {width}"
        if width in (390, 1280):
            assert violations(page) == [], f"at {width}"


@pytest.mark.parametrize("script", [True, False])
def test_a_reader_searches_filters_and_reads_a_claim_by_keys(
    reading_site: Any, new_page: Callable[..., Any], script: bool
) -> None:
    page = new_page(base_url=reading_site.url, java_script_enabled=script)
    page.goto("/")
    page.get_by_role("searchbox").focus()
    page.keyboard.type('"bubble jet"')
    page.keyboard.press("Enter")
    page.wait_for_url("**/search?q=%22bubble+jet%22")
    assert page.locator(".hit mark").first.inner_text() == "bubble jet"
    page.locator(".filters").get_by_role("link", name="Claims").click()
    page.wait_for_url("**/search?q=%22bubble+jet%22&kind=claim")
    assert page.locator("#hits").inner_text() == "1 hit"
    page.locator(".hit h3 a").click()
    page.wait_for_url("**/claims/k51/")


def test_on_a_phone_the_way_to_search_stands_in_the_head(reading_site: Any, new_page: Callable[..., Any]) -> None:
    page = new_page(base_url=reading_site.url, viewport={"width": 390, "height": 844})
    page.goto("/claims/k01/")
    assert not page.locator(".top .find").is_visible()
    page.locator(".top nav").get_by_role("link", name="Search").click()
    page.wait_for_url("**/search")
    page.get_by_label("Look for").fill("torpedo")
    page.get_by_role("button", name="Search").click()
    page.get_by_role("link", name="Filter these hits").click()
    expect(page.locator("#filters")).to_be_in_viewport()
