"""Into the capture form from another page: pasted, by the bookmarklet, by "share" on a phone."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.browser.accessible import violations
from tests.browser.people import person, sign_in
from tests.ingest.webserver import Server, serving
from tests.serving import Site
from tracker.web.editor.from_browser import BOOKMARKLET

PASTE = """(field, given) => {
  const data = new DataTransfer();
  for (const [type, text] of Object.entries(given)) data.setData(type, text);
  field.focus();
  field.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
}"""


@pytest.fixture
def page(site: Site, new_page: Callable[..., Any]) -> Any:
    person("alice")
    found = new_page(base_url=site.url, viewport={"width": 1280, "height": 1000})
    found.set_default_timeout(30_000)
    sign_in(found, "alice", "/edit/sources/new")
    return found


@pytest.fixture
def elsewhere(browser: Any, page: Any, site: Site) -> Iterator[tuple[Any, Server]]:
    """A page of another site, in the browser of alice, who is signed in here."""
    context = browser.new_context(base_url=site.url)
    other = context.new_page()
    sign_in(other, "alice")
    with serving() as server:
        other.goto(f"{server.url}/page?a=1&b=%20")
        yield other, server
    context.close()


def paste(page: Any, **given: str) -> str:
    field = page.get_by_label("Text", exact=True)
    kinds = {"html": "text/html", "plain": "text/plain"}
    page.evaluate(
        f"([field, given]) => ({PASTE})(field, given)",
        [field.element_handle(), {kinds[kind]: text for kind, text in given.items()}],
    )
    return field.input_value()


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<h1>One</h1><p>Two <b>bold</b>\n  words.</p><p>Three.</p>", "One\n\nTwo bold words.\n\nThree."),
        ("<p>One<br>two</p><ul><li>a</li><li>b</li></ul><p>End", "One\ntwo\n\na\nb\n\nEnd"),
        (
            "<style>p{}</style><script>alert(1)</script><div>포격 <i>e\u0301</i></div><div>🐈‍⬛</div>",
            "포격 e\u0301\n🐈‍⬛",
        ),
        ("<pre>a\n  b</pre>", "a\n  b"),
        ("<p>A line\nof the source</p>", "A line of the source"),
        ('<p style="a:b" title="1 > 0">One</p><p class=\'x>y\'>Two</p>', "One\n\nTwo"),
        ("<p><img src=https://elsewhere.example/x.png onerror=alert(1)>Safe</p>", "Safe"),
    ],
)
def test_rich_text_keeps_its_paragraphs(page: Any, html: str, text: str) -> None:
    assert paste(page, html=html, plain="unused") == text


def test_a_paste_can_be_taken_back_and_goes_where_the_caret_is(page: Any) -> None:
    field = page.get_by_label("Text", exact=True)
    field.fill("ab")
    field.press("ArrowLeft")
    assert paste(page, html="<p>1</p><p>2</p>") == "a1\n\n2b"
    field.press("Control+z")
    assert field.input_value() == "ab"


def test_the_bookmarklet_hands_over_address_title_and_selected_words(
    page: Any, elsewhere: tuple[Any, Server], site: Site
) -> None:
    page.get_by_text("From your browser or phone").click()
    link = page.get_by_role("link", name="Capture with Counterclaim")
    script = link.get_attribute("href")
    assert script == BOOKMARKLET % f"{site.url}/edit/sources/new"
    assert violations(page) == []
    other, server = elsewhere
    other.evaluate("document.title = 'A & B'; getSelection().selectAllChildren(document.querySelector('p'))")
    with other.expect_popup() as opened:
        other.evaluate(script.removeprefix("javascript:"))
    form = opened.value
    assert form.get_by_label("Title").input_value() == "A & B"
    assert form.get_by_label("Address where it was read").input_value() == f"{server.url}/page?a=1&b=%20"
    assert form.get_by_label("Text", exact=True).input_value().startswith("South Korea denies that it fired first")
    assert form.get_by_label("What is kept").input_value() == "extract"
    assert violations(form) == []


def test_the_manifest_is_sound_to_chromium_and_a_shared_page_arrives_in_the_form(page: Any) -> None:
    devtools = page.context.new_cdp_session(page)
    found = devtools.send("Page.getAppManifest")
    assert found["errors"] == []
    target = json.loads(found["data"])["share_target"]
    names = target["params"]
    given = {names["title"]: "A denial", names["text"]: "https://a.example/denial"}
    page.goto(f"{target['action']}?" + "&".join(f"{name}={value}" for name, value in given.items()))
    assert page.get_by_label("Title").input_value() == "A denial"
    assert page.get_by_label("Address where it was read").input_value() == "https://a.example/denial"
    assert violations(page) == []
