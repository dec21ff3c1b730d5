"""Capture by address in a real browser: progress in sight, refusals in words, what is known said first."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from threading import Thread
from typing import Any

import pytest

from tests.browser.accessible import violations
from tests.browser.people import person, sign_in
from tests.ingest.webserver import LAB, Server, serving
from tests.jobs.working import do_jobs
from tests.serving import Site
from tracker.ingest.fetch import fetch
from tracker.jobs import capture as job
from tracker.models import Capture, Snapshot, Source


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    with serving() as found:
        monkeypatch.setattr(job, "fetch", partial(fetch, ports=frozenset([found.port]), lab=LAB))
        yield found


@pytest.fixture
def page(site: Site, new_page: Callable[..., Any]) -> Any:
    return at_the_form(site, new_page)


def at_the_form(site: Site, new_page: Callable[..., Any], **options: Any) -> Any:
    person("alice")
    found = new_page(base_url=site.url, **{"viewport": {"width": 1280, "height": 1000}} | options)
    found.set_default_timeout(30_000)
    sign_in(found, "alice", "/edit/sources/new")
    return found


def ask(page: Any, url: str) -> None:
    page.get_by_label("Address where it was read").fill(url)
    with page.expect_navigation():
        page.get_by_role("button", name="Fetch this page").click()


def test_progress_is_seen_until_the_form_is_filled(page: Any, server: Server) -> None:
    page.get_by_label("Rights").fill("invented for a test")
    ask(page, f"{server.url}/to/%2Fslowly")
    assert page.locator("#progress").inner_text() == "Waiting for its turn."
    assert violations(page) == []
    worker = Thread(target=do_jobs)
    worker.start()
    page.locator("#progress", has_text="kB so far").wait_for()
    page.get_by_label("Title").wait_for()  # by itself
    worker.join()
    assert page.get_by_label("Title").input_value() == "A denial"
    assert page.get_by_label("Rights").input_value() == "invented for a test"
    assert page.get_by_text("Proposed from the page’s Open Graph.").count() == 1
    assert violations(page) == []
    page.get_by_label("Publisher").select_option(label="Voice of America")
    page.get_by_label("Published", exact=True).fill("2010-12-20")
    page.get_by_role("button", name="Capture", exact=True).last.click()
    page.wait_for_url("**/edit/sources/a-denial/**")
    way = Snapshot.objects.latest("id").fetched
    assert [hop["status"] for hop in way["redirects"]] == [302]
    assert way["address"] == f"{server.url}/slowly"
    assert not Capture.objects.exists()


@pytest.mark.parametrize("width", [1280, 390, 320])
def test_a_refusal_says_its_rule_at_the_field(
    site: Site, new_page: Callable[..., Any], server: Server, width: int
) -> None:
    page = at_the_form(site, new_page, viewport={"width": width, "height": 900})
    ask(page, f"{server.url}/loop")
    do_jobs()
    page.locator("#fault-url").wait_for()
    assert "redirects more than 5 times" in page.locator("#fault-url").inner_text()
    assert page.get_by_label("Address where it was read").input_value() == f"{server.url}/loop"
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_without_javascript_one_looks_again(site: Site, new_page: Callable[..., Any], server: Server) -> None:
    page = at_the_form(site, new_page, java_script_enabled=False)
    ask(page, f"{server.url}/page")
    page.get_by_role("link", name="Look again").click()
    assert page.locator("#progress").inner_text() == "Waiting for its turn."
    do_jobs()
    page.get_by_role("link", name="Look again").click()
    assert page.get_by_label("Title").input_value() == "A denial"


def test_what_takes_too_long_is_stopped_and_the_form_is_back(page: Any, server: Server) -> None:
    page.get_by_label("Title").fill("Typed")
    ask(page, f"{server.url}/page")
    page.get_by_role("button", name="Stop, and back to the form").click()
    assert page.get_by_label("Title").input_value() == "Typed"
    assert not Capture.objects.exists()


def test_a_known_text_is_filed_as_another_capture_of_its_source(page: Any, page_faults: list[str]) -> None:
    known = Source.objects.get(slug="voa-2010-12-09")
    before = known.snapshots.get().text
    page.get_by_label("Text", exact=True).fill(f"{before}\n\nCorrected later, in this sentence.")
    page.get_by_role("button", name="Capture", exact=True).last.click()
    page.locator("#known").wait_for()
    assert all("422" in fault for fault in page_faults)
    page_faults.clear()
    assert "100 % of that one here" in page.locator("#known").inner_text()
    assert page.get_by_role("link", name=known.title).get_attribute("href") == f"/edit/sources/{known.slug}/"
    assert violations(page) == []
    page.get_by_label(f"Another capture of “{known.title}”").check()
    page.get_by_role("button", name="Capture", exact=True).last.click()
    page.wait_for_url(f"**/edit/sources/{known.slug}/**")
    assert known.snapshots.count() == 2
    assert "Captured again." in page.locator("main").inner_text()
