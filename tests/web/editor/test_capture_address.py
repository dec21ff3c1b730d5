"""Capture by address, without JavaScript: fetched behind the guard, proved, captured with its bytes."""

from __future__ import annotations

import time
from collections.abc import Iterator
from functools import partial
from html import unescape
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from tests.actions.world import World
from tests.ingest.webserver import LAB, PAGE, Server, serving
from tests.jobs.working import do_jobs_here
from tests.web.editor.test_capture_file import ADDRESS, fields
from tracker.actions.captures import note_progress
from tracker.ingest.fetch import fetch
from tracker.jobs import capture as job
from tracker.models import Capture, Snapshot, Source


@pytest.fixture
def world(db: None) -> World:
    """Rolled back: no test here changes a record twice, which would need two transactions."""
    return World()


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    with serving() as found:
        monkeypatch.setattr(job, "fetch", partial(fetch, ports=frozenset([found.port]), lab=LAB))
        yield found


def ask(client: Client, url: str, **more: str) -> HttpResponse:
    given = {
        "draft": "s2345678",
        "purpose": "source:new",
        "language": "en",
        "extent": "whole",
        "do": "fetch",
        "url": url,
    }
    return client.post(ADDRESS, given | more, follow=True)


def fetched(client: Client, url: str, **more: str) -> HttpResponse:
    """The form once the job is done."""
    assert "Fetching a page" in ask(client, url, **more).content.decode()
    do_jobs_here()
    return client.get(f"{ADDRESS}?draft=s2345678")


def test_a_page_is_fetched_through_redirects_proved_and_captured(world: World, alice: Client, server: Server) -> None:
    answer = fetched(alice, f" {server.url}/count/3 ")
    form = fields(answer)
    assert form["text"] == "South Korea denies that it fired first, and says so at some length in this sentence."
    assert (form["title"], form["url"]) == ("A denial", f"{server.url}/count/3")
    page = unescape(answer.content.decode())
    assert f"Read from “{server.url}/page”" in page
    assert "Proposed from the page’s Open Graph." in page
    assert not Source.objects.exists()
    form |= {"publisher": world.voa.key, "published": "2010-12-20", "do": "capture"}
    assert alice.post(ADDRESS, form).status_code == 302
    snapshot = Snapshot.objects.get()
    assert (snapshot.media_type, snapshot.captured_from) == ("text/html", f"{server.url}/page")
    assert bytes(snapshot.original).decode() == PAGE
    assert snapshot.source.url == f"{server.url}/count/3"
    way = snapshot.fetched
    assert (way["asked"], way["address"], way["status"]) == (f"{server.url}/count/3", f"{server.url}/page", 200)
    assert way["redirects"] == [{"address": f"{server.url}/count/{number}", "status": 307} for number in (3, 2, 1)]
    assert ["Content-Type", "text/html"] in way["headers"]
    assert way["at"][:4].isdecimal()
    assert not Capture.objects.exists()


def test_a_korean_page_is_read_by_the_charset_of_its_header(alice: Client, server: Server) -> None:
    assert fields(fetched(alice, f"{server.url}/korean"))["text"] == "포격"


@pytest.mark.parametrize(
    ("path", "said"),
    [("/loop", "redirects more than 5 times"), ("/status/404", "answers 404"), ("/bomb", "more than 10 MB")],
)
def test_a_trap_leaves_the_form_as_it_was(alice: Client, server: Server, path: str, said: str) -> None:
    answer = fetched(alice, server.url + path, title="Typed")
    page = unescape(answer.content.decode())
    assert said in page
    assert 'id="fault-url"' in page
    assert (fields(answer)["title"], fields(answer)["url"]) == ("Typed", server.url + path)
    assert Capture.objects.get().original is None


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("http://169.254.169.254/latest/meta-data/", "link-local"),
        ("http://localhost/", "the server itself"),
        ("http://[::ffff:127.0.0.1]/", "a reserved address"),
        ("http://0x7f000001/", "a number in an unusual spelling"),
        ("http://example.org:8000/", "not 8000"),
        ("file:///etc/passwd", "http:// or https://"),
    ],
)
def test_what_is_off_the_open_web_is_refused_by_its_rule(alice: Client, url: str, said: str) -> None:
    page = unescape(fetched(alice, url).content.decode())
    assert said in page
    assert Capture.objects.get().state == "refused"
    assert not Source.objects.exists()


def test_without_an_address_nothing_is_begun(alice: Client) -> None:
    answer = ask(alice, " ")
    assert answer.status_code == 422
    assert "Give the address" in answer.content.decode()
    assert not Capture.objects.exists()


def test_words_in_the_text_field_are_not_replaced(alice: Client, server: Server) -> None:
    answer = ask(alice, f"{server.url}/page", text="My own words.")
    assert answer.status_code == 422
    assert fields(answer)["text"] == "My own words."
    assert not Capture.objects.exists()


def test_progress_is_a_page_and_for_scripts_a_sentence(alice: Client, server: Server) -> None:
    page = unescape(ask(alice, f"{server.url}/page").content.decode())
    assert "Waiting for its turn." in page
    assert 'href="?draft=s2345678"' in page

    def look() -> dict[str, str]:
        return alice.get(f"{ADDRESS}?draft=s2345678", headers={"Accept": "application/json"}).json()

    assert look() == {"state": "waiting", "said": "Waiting for its turn."}
    capture = Capture.objects.get()
    assert note_progress(capture=capture, state="fetching", progress=5000)
    assert look() == {"state": "fetching", "said": "Fetching: 4 kB so far."}
    Capture.objects.update(updated_at="2010-01-01T00:00Z")
    assert "Nothing is at work on it just now." in look()["said"]
    do_jobs_here()
    assert look() == {"state": "ready"}


def test_what_is_stopped_is_not_fetched(alice: Client, server: Server) -> None:
    ask(alice, f"{server.url}/page", title="Typed")
    answer = alice.post(ADDRESS, {"draft": "s2345678", "do": "stop"}, follow=True)
    assert fields(answer)["title"] == "Typed"
    do_jobs_here()
    assert server.asked == []
    assert not Capture.objects.exists()


def test_what_is_stopped_on_the_way_ends_there(alice: Client, server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(job, "OFTEN", 0)
    real = job.note_progress

    def note(**given: Any) -> bool:
        if given.get("progress"):
            Capture.objects.all().delete()
        return real(**given)

    monkeypatch.setattr(job, "note_progress", note)
    ask(alice, f"{server.url}/endless")
    begun = time.monotonic()
    do_jobs_here()
    assert time.monotonic() - begun < 10
    assert not Capture.objects.exists()


def test_a_job_that_is_begun_twice_changes_nothing(alice: Client, server: Server) -> None:
    fetched(alice, f"{server.url}/page")
    found = Capture.objects.get()
    job.fetch_capture.func(capture=found.pk)
    assert len(server.asked) == 1
    assert Capture.objects.get().updated_at == found.updated_at
