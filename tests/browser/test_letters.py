"""A reader writes in by keyboard and finds the answer, in a real browser."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.browser.accessible import violations
from tests.browser.people import person, sign_in
from tests.serving import Site
from tracker.models import Letter


@pytest.mark.parametrize(
    ("start", "heading", "address"),
    [
        ("/claims/k01/", "Report a mistake", ""),
        ("/incidents/yeonpyeong/questions/who-fired-first/", "Send a source", "https://example.org/words"),
        ("/parties/dprk-mfa/", "A party’s reply", ""),
    ],
)
def test_a_letter_goes_to_the_editors_and_their_answer_comes_back(
    site: Site, new_page: Callable[..., Any], page_faults: list[str], start: str, heading: str, address: str
) -> None:
    reader = new_page(base_url=site.url, viewport={"width": 390, "height": 800})
    reader.goto(start)
    reader.locator("main a[href*='/letters/new']").press("Enter")
    assert reader.get_by_role("heading", level=1).inner_text() == heading
    assert violations(reader) == []
    assert reader.evaluate("document.documentElement.scrollWidth <= innerWidth")
    reader.locator("#f-text").focus()
    reader.keyboard.type("The words are from the day before.")
    reader.keyboard.press("Tab")
    reader.keyboard.type(address or "no address")
    reader.wait_for_timeout(3_200)  # a person takes longer than a program
    reader.locator("#f-address").press("Enter")
    if not address:
        page_faults.clear()  # the refused form
        assert "Give an address that begins with" in reader.locator("#fault-address").inner_text()
        assert violations(reader) == []
        reader.locator("#f-address").fill("")
        reader.wait_for_timeout(3_200)
        reader.get_by_role("button", name="Send").press("Enter")
    code = reader.locator("code.code").inner_text()
    assert len(code) == 20
    assert violations(reader) == []

    person("an editor")
    editor = new_page(base_url=site.url, viewport={"width": 1280, "height": 800})
    sign_in(editor, "an editor", "/edit/letters/")
    assert violations(editor) == []
    editor.get_by_role("link", name="The words are from the day before").click()
    assert violations(editor) == []
    editor.get_by_label("What became of it").select_option("mended")
    editor.get_by_label("What the sender reads").fill("Corrected, with thanks.")
    editor.get_by_role("button", name="Answer").click()
    editor.get_by_text("No letter waits.").wait_for()
    assert Letter.objects.get().outcome == "mended"

    reader.goto("/letters/")
    reader.get_by_label("Code of the letter").fill(code)
    reader.keyboard.press("Enter")
    reader.get_by_text("Corrected, with thanks.").wait_for()
    assert violations(reader) == []
