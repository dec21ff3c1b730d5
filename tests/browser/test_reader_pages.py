"""Reader pages in a real browser: for everybody, at every width, in every scheme, on paper."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe

PAGES = [
    "/",
    "/parties/",
    "/sources/",
    "/incidents/yeonpyeong/",
    "/incidents/yeonpyeong/?said_by=2010-11-24&parties=dprk&parties=rok&parties=prc&parties=us",
    "/incidents/cheonan/",
    "/incidents/aftermath/",
    "/incidents/yeonpyeong/questions/who-fired-first/",
    "/incidents/cheonan/questions/what-sank-the-cheonan/",
    "/claims/k03/",
    "/claims/k39/",
    "/sources/voa-2010-12-09/",
    "/sources/un-s-2010-648/",
    "/parties/dprk/",
    "/parties/mullen/",
    "/parties/voa/",
    "/incidents/yeonpyeong/?said_by=2010-11-22",
]
REFUSED = ["/incidents/nowhere/", "/incidents/yeonpyeong/?said_by=soon"]
OPEN_ALL = "document.querySelectorAll('details').forEach(each => each.open = true)"


def violations(page: Any) -> list[str]:
    found = Axe().run(page).response["violations"]
    return [f"{each['id']}: {node['html'][:160]}" for each in found for node in each["nodes"]]


def look_at(page: Any, width: int, scheme: str = "light") -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme=scheme)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("address", [*PAGES, *REFUSED])
def test_axe_finds_nothing_on_any_page_with_everything_open(
    reading_site: Any, new_page: Callable[..., Any], page_faults: list[str], address: str, scheme: str
) -> None:
    page = new_page(base_url=reading_site.url)
    page.goto(address)
    page.evaluate(OPEN_ALL)
    for width in (1280, 390):
        look_at(page, width, scheme)
        assert violations(page) == [], f"at {width}"
    page_faults[:] = [fault for fault in page_faults if "status of 40" not in fault]


def test_axe_finds_nothing_on_the_incident_page_as_it_is_first_seen(
    reading_site: Any, new_page: Callable[..., Any]
) -> None:
    page = new_page(base_url=reading_site.url)
    page.goto("/incidents/yeonpyeong/")
    for width in (1280, 390):
        look_at(page, width)
        assert violations(page) == []


@pytest.mark.parametrize("address", PAGES)
def test_no_page_scrolls_sideways_from_320_to_1920_px(
    reading_site: Any, new_page: Callable[..., Any], address: str
) -> None:
    page = new_page(base_url=reading_site.url)
    page.goto(address)
    page.evaluate(OPEN_ALL)
    for width in (320, 390, 640, 768, 1024, 1280, 1920):
        look_at(page, width)
        beyond = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert beyond <= 0, f"at {width}"


def test_pages_need_no_script_and_load_nothing_but_their_own(reading_site: Any, new_page: Callable[..., Any]) -> None:
    page = new_page(base_url=reading_site.url, java_script_enabled=False)
    loaded: list[str] = []
    page.on("request", lambda request: loaded.append(request.resource_type))
    page.goto("/incidents/yeonpyeong/")
    assert set(loaded) <= {"document", "stylesheet", "font", "image", "other"}
    assert page.locator("#who-fired-first .q").first.is_visible()
    page.locator("#who-fired-first .why summary").click()
    assert page.locator("#who-fired-first .why-list").is_visible()


def test_the_first_visit_loads_fonts_of_120_kb_at_most(reading_site: Any, new_page: Callable[..., Any]) -> None:
    page = new_page(base_url=reading_site.url)
    sizes: list[int] = []
    page.on(
        "response",
        lambda response: sizes.append(len(response.body())) if response.request.resource_type == "font" else None,
    )
    page.goto("/incidents/yeonpyeong/", wait_until="networkidle")
    assert 0 < len(sizes) <= 4
    assert sum(sizes) < 120_000


def test_who_says_what_is_read_in_the_first_screen_and_on_a_phone_in_three(
    reading_site: Any, new_page: Callable[..., Any]
) -> None:
    for width, height, screens in ((1280, 1000, 1), (390, 844, 3)):
        page = new_page(base_url=reading_site.url, viewport={"width": width, "height": height})
        page.goto("/incidents/yeonpyeong/")
        table = page.locator("table.glance").bounding_box()
        assert table["y"] + table["height"] <= height * screens, width


def test_a_long_excerpt_opens_in_place_and_closes_again(reading_site: Any, new_page: Callable[..., Any]) -> None:
    page = new_page(base_url=reading_site.url)
    page.goto("/incidents/yeonpyeong/")
    cell = page.locator("#response-or-provocation .cell").nth(1)
    rest = cell.locator(".rest").first
    assert not rest.is_visible()
    cell.locator(".whole summary").first.click()
    assert rest.is_visible()
    cell.locator(".whole summary").first.click()
    assert not rest.is_visible()


def test_copied_words_are_the_source_s_alone(reading_site: Any, new_page: Callable[..., Any]) -> None:
    page = new_page(base_url=reading_site.url)
    page.goto("/incidents/yeonpyeong/")
    copied = page.evaluate(
        """() => {
            const quote = document.querySelector("#response-or-provocation .cell:nth-child(2) .q")
            getSelection().selectAllChildren(quote)
            return getSelection().toString()
        }"""
    )
    assert copied.strip() == "South Korea's government calls the act a clear military provocation and unpardonable."


def test_on_paper_everything_is_open_and_nothing_is_to_be_pressed(
    reading_site: Any, new_page: Callable[..., Any]
) -> None:
    page = new_page(base_url=reading_site.url)
    page.goto("/incidents/yeonpyeong/")
    page.emulate_media(media="print")
    assert page.locator("#response-or-provocation .pos > .q .rest").first.is_visible()
    assert not page.locator(".picker").is_visible()
    assert not page.locator("nav").first.is_visible()
    assert "said by today" in page.locator(".printed").inner_text()


def test_the_skip_link_leads_past_the_head_of_the_page(reading_site: Any, new_page: Callable[..., Any]) -> None:
    page = new_page(base_url=reading_site.url)
    page.goto("/incidents/yeonpyeong/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the content"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.querySelector('main').contains(document.activeElement)")


def test_forced_colours_keep_hatch_tiles_and_shapes(reading_site: Any, new_page: Callable[..., Any]) -> None:
    page = new_page(base_url=reading_site.url, forced_colors="active")
    page.goto("/incidents/yeonpyeong/")
    hatch = page.evaluate("getComputedStyle(document.querySelector('.bar.h1')).backgroundImage")
    assert "gradient" in hatch
    filled = page.evaluate(
        "(() => { const s = getComputedStyle(document.querySelector('.t.f')); return [s.color, s.backgroundColor] })()"
    )
    assert filled[0] != filled[1]


def test_an_address_of_7000_characters_gets_a_page_of_ours_from_the_real_server(
    reading_site: Any, new_page: Callable[..., Any], page_faults: list[str]
) -> None:
    page = new_page(base_url=reading_site.url)
    response = page.goto("/incidents/" + "a" * 7000 + "/")
    assert response.status == 414
    assert page.locator("h1").inner_text() == "This address is too long"
    page_faults.clear()
