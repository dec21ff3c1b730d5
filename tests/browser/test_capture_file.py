"""A file captured in a real browser: read, proved, mended, kept; and what is typed beside it never lost."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.browser.accessible import violations
from tests.browser.people import person, sign_in
from tests.ingest.papers import pdf
from tests.serving import Site
from tracker.models import Snapshot

PAGE = """<!DOCTYPE html><html lang=en><head><meta property="og:site_name" content="Voice of America">
<script type="application/ld+json">{"@type": "NewsArticle", "headline": "A denial", "datePublished": "2010-12-20"}</script>
</head><body><p>South Korea denies that it fired first, and says so at some length in this sentence.</p></body></html>"""


@pytest.fixture
def page(site: Site, new_page: Callable[..., Any]) -> Any:
    person("alice")
    found = new_page(base_url=site.url, viewport={"width": 1280, "height": 1000})
    found.set_default_timeout(30_000)
    sign_in(found, "alice", "/edit/sources/new")
    return found


def send(page: Any, tmp_path: Path, data: bytes, name: str) -> None:
    (tmp_path / name).write_bytes(data)
    page.get_by_label("File to read").set_input_files(tmp_path / name)
    with page.expect_navigation():
        page.get_by_role("button", name="Read the file").click()


def test_a_file_fills_the_form_and_is_captured_with_its_bytes(page: Any, tmp_path: Path) -> None:
    page.get_by_label("Rights").fill("invented for a test")
    page.wait_for_timeout(400)  # the device has a copy of the form as it was
    send(page, tmp_path, PAGE.encode(), "denial.html")
    assert page.get_by_label("Title").input_value() == "A denial"
    assert page.get_by_label("Rights").input_value() == "invented for a test"
    assert page.get_by_label("Publisher").locator("option:checked").inner_text() == "Voice of America"
    assert page.get_by_text("Proposed from the page’s JSON-LD.").count() == 2
    assert violations(page) == []

    page.get_by_label("Title").fill("A denial, mended")
    page.locator("#kept", has_text="kept on this device too").wait_for()
    page.reload()
    assert page.get_by_label("Title").input_value() == "A denial, mended"
    page.get_by_label("Title").press("Enter")  # as the button that captures
    page.wait_for_url("**/edit/sources/a-denial-mended/**")
    snapshot = Snapshot.objects.latest("id")
    assert (snapshot.media_type, bytes(snapshot.original)) == ("text/html", PAGE.encode())


def test_a_refused_file_and_a_known_text_say_what_to_do(page: Any, tmp_path: Path, page_faults: list[str]) -> None:
    page.get_by_label("Title").fill("Typed")
    send(page, tmp_path, pdf(""), "scan.pdf")
    assert "it is scanned" in page.locator("#fault-file").inner_text()
    assert page.get_by_label("Title").input_value() == "Typed"
    assert violations(page) == []
    assert all("422" in fault for fault in page_faults)
    page_faults.clear()
    known = Snapshot.objects.earliest("id")
    send(page, tmp_path, known.text.encode(), "known.txt")
    assert page.get_by_role("link", name=known.source.title).is_visible()
    assert page.get_by_label("A new source").is_visible()
    assert violations(page) == []


def test_a_body_of_100_mb_is_answered_with_a_page(page: Any, tmp_path: Path, page_faults: list[str]) -> None:
    send(page, tmp_path, b"a" * 100 * 1024 * 1024, "huge.txt")
    assert "A file may have 20 MB" in page.locator("main").inner_text()
    assert all("413" in fault for fault in page_faults)
    page_faults.clear()
