"""The pictures of the docs, taken from the real server in Chromium: `script/test tests/screenshots.py`.

Not collected by a plain run of the tests: it writes into docs/screens/.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.conf import settings

from tests.browser.people import person, sign_in
from tests.serving import Site

SCREENS = Path(settings.BASE_DIR) / "docs" / "screens"
WIDTHS = {1280: 1000, 390: 844}  # and the heights of their first screens
READER = {
    "home": "/",
    "incident": "/incidents/yeonpyeong/",
    "question": "/incidents/cheonan/questions/what-sank-the-cheonan/",
    "claim": "/claims/k03/",
    "source": "/sources/voa-2010-12-09/",
    "party": "/parties/dprk/",
}

EDITOR = {
    "inbox": "/edit/",
    "desk": "/edit/incidents/yeonpyeong/",
    "question-desk": "/edit/questions/Y1/",
    "capture": "/edit/sources/new",
}


def test_the_pictures(site: Site, new_page: Callable[..., Any]) -> None:
    person("alice")
    for width, height in WIDTHS.items():
        viewport = {"width": width, "height": height}
        reader = new_page(base_url=site.url, viewport=viewport)
        for name, address in READER.items():
            take(reader, address, f"{name}-{width}")
        editor = new_page(base_url=site.url, viewport=viewport)
        sign_in(editor, "alice")
        for name, address in EDITOR.items():
            take(editor, address, f"{name}-{width}")
        editor.goto("/edit/sources/voa-2010-12-09/?counter=k01")
        mark(editor, "k04")
        editor.locator("#offers-speaker > *").first.wait_for()
        editor.wait_for_timeout(1_500)  # proposals, second thoughts and the sentence come by themselves
        editor.screenshot(path=SCREENS / f"workbench-{width}.png")
    dark = new_page(base_url=site.url, viewport={"width": 1280, "height": 1000}, color_scheme="dark")
    take(dark, READER["incident"], "incident-dark-1280")


def mark(page: Any, key: str) -> None:
    """Drag over the words that carry only this claim."""
    words = page.locator(f"mark[data-claims='{key}']").last
    words.scroll_into_view_if_needed()
    first, last = words.evaluate("m => { const r = [...m.getClientRects()]; return [r[0], r.at(-1)] }")
    page.mouse.move(first["x"] + 1, first["y"] + first["height"] / 2)
    page.mouse.down()
    page.mouse.move(last["x"] + last["width"] - 1, last["y"] + last["height"] / 2, steps=8)
    page.mouse.up()
    page.locator("button.take").click()


def take(page: Any, address: str, name: str) -> None:
    """A picture of the first screen."""
    page.goto(address)
    page.evaluate("document.fonts.ready")
    page.screenshot(path=SCREENS / f"{name}.png")
