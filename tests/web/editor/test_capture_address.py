"""Capture by address, without JavaScript: fetched behind the guard, proved, captured with its bytes."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from html import unescape

import pytest
from django.http import HttpResponse
from django.test import Client

from tests.actions.world import World
from tests.ingest.webserver import LAB, PAGE, Server, serving
from tests.web.editor.test_capture_file import ADDRESS, fields
from tracker.ingest.fetch import fetch
from tracker.models import Draft, Snapshot, Source
from tracker.web.editor import files


@pytest.fixture
def world(db: None) -> World:
    """Rolled back: no test here changes a record twice, which would need two transactions."""
    return World()


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    with serving() as found:
        monkeypatch.setattr(files, "fetch", partial(fetch, ports=frozenset([found.port]), lab=LAB))
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


def test_a_page_is_fetched_through_redirects_proved_and_captured(world: World, alice: Client, server: Server) -> None:
    answer = ask(alice, f" {server.url}/count/3 ")
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


def test_a_korean_page_is_read_by_the_charset_of_its_header(alice: Client, server: Server) -> None:
    assert fields(ask(alice, f"{server.url}/korean"))["text"] == "포격"


@pytest.mark.parametrize(
    ("path", "said"),
    [("/loop", "redirects more than 5 times"), ("/status/404", "answers 404"), ("/bomb", "more than 10 MB")],
)
def test_a_trap_leaves_the_form_as_it_was(alice: Client, server: Server, path: str, said: str) -> None:
    answer = ask(alice, server.url + path, title="Typed")
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert (fields(answer)["title"], fields(answer)["url"]) == ("Typed", server.url + path)
    assert not Draft.objects.exists()


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("", "Give the address"),
        ("http://169.254.169.254/latest/meta-data/", "link-local"),
        ("http://localhost/", "the server itself"),
        ("http://[::ffff:127.0.0.1]/", "a reserved address"),
        ("http://0x7f000001/", "a number in an unusual spelling"),
        ("http://example.org:8000/", "not 8000"),
        ("file:///etc/passwd", "http:// or https://"),
    ],
)
def test_what_is_off_the_open_web_is_refused_by_its_rule(alice: Client, url: str, said: str) -> None:
    answer = ask(alice, url)
    assert answer.status_code == 422
    assert said in unescape(answer.content.decode())
    assert not Draft.objects.exists()


def test_words_in_the_text_field_are_not_replaced(alice: Client, server: Server) -> None:
    answer = ask(alice, f"{server.url}/page", text="My own words.")
    assert answer.status_code == 422
    assert fields(answer)["text"] == "My own words."
    assert server.asked == []
