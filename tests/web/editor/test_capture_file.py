"""Capture from a file, without JavaScript: sent, read, proved, captured with its bytes."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client

from tests.actions.world import World
from tests.ingest.papers import document, docx, paragraph, pdf
from tracker.models import Draft, Party, Snapshot, Source

ADDRESS = "/edit/sources/new"
HEAD = (
    '<script type="application/ld+json">{"@type": "NewsArticle", "headline": "Who fired", "datePublished": "2010-12-09",'
    ' "author": {"name": "A. B."}, "publisher": {"name": "voice of america"}}</script>'
    '<link rel="canonical" href="https://example.org/who-fired">'
)
WORDS = "North Korea, on Thursday repeated its contention that South Korea started the artillery fire last month."
PAGE = f"<!DOCTYPE html><html lang=en-US><head>{HEAD}</head><body><p>{WORDS}</p></body></html>"

Send = Callable[..., HttpResponse]


@pytest.fixture
def world(db: None) -> World:
    """Rolled back: no test here changes a record twice, which would need two transactions."""
    return World()


@pytest.fixture
def send(alice: Client) -> Send:
    """Sends the form with a file, and follows to the page that shows what was read."""

    def sending(data: bytes, name: str = "page.html", **more: Any) -> HttpResponse:
        file = SimpleUploadedFile(name, data, more.pop("content_type", "application/octet-stream"))
        given = {"draft": "s2345678", "purpose": "source:new", "language": "en", "extent": "whole", "do": "read"}
        return alice.post(ADDRESS, given | more | {"file": file}, follow=True)

    return sending


def fields(answer: HttpResponse) -> dict[str, str]:
    """What stands in the form, as a browser without JavaScript would send it back."""
    page = answer.content.decode()
    found = dict(re.findall(r'<input id="f-\w+" name="(\w+)" value="([^"]*)"', page))
    found |= dict(re.findall(r'<textarea id="f-\w+" name="(\w+)"[^>]*>\n(.*?)</textarea>', page, re.DOTALL))
    for name, options in re.findall(r'<select id="f-\w+" name="(\w+)"[^>]*>(.*?)</select>', page, re.DOTALL):
        found[name] = "".join(re.findall(r'<option value="([^"]*)" selected>', options))
    found |= dict(re.findall(r'<input type="hidden" name="(draft|purpose)" value="([^"]*)"', page))
    return {name: unescape(value) for name, value in found.items()}


def test_a_page_is_read_proved_and_captured_with_its_bytes(world: World, alice: Client, send: Send) -> None:
    voa = world.voa
    answer = send(PAGE.encode(), "my page.html", content_type="text/html")
    assert answer.status_code == 200
    assert not Source.objects.exists()
    form = fields(answer)
    expected = {
        "text": WORDS,
        "title": "Who fired",
        "author": "A. B.",
        "published": "2010-12-09",
        "language": "en-US",
        "publisher": voa.key,
        "url": "https://example.org/who-fired",
    }
    assert {name: form[name] for name in expected} == expected
    page = unescape(answer.content.decode())
    assert page.count("Proposed from the page’s JSON-LD.") == 4
    assert page.count("Proposed from the page’s markup.") == 2
    assert "Read from “my page.html”" in page

    answer = alice.post(ADDRESS, form | {"title": "Mended", "do": "capture"})
    assert answer["Location"] == "/edit/sources/mended/?filed=s2345678"
    snapshot = Snapshot.objects.get()
    assert (snapshot.text, snapshot.media_type, snapshot.captured_from) == (WORDS, "text/html", "my page.html")
    assert bytes(snapshot.original) == PAGE.encode()
    assert not Draft.objects.exists()
    assert fields(alice.get(ADDRESS))["text"] == ""


def test_the_pages_of_a_pdf_are_told_and_kept_in_its_text(world: World, alice: Client, send: Send) -> None:
    answer = send(pdf("One.", "", "Three."), "report.pdf")
    page = answer.content.decode()
    assert "PDF, 3 pages." in page
    assert "No text was found on page 2" in page
    form = fields(answer) | {"title": "Report", "publisher": world.voa.key, "published": "2010"}
    assert alice.post(ADDRESS, form | {"do": "capture"}).status_code == 302
    assert Snapshot.objects.get().text == "One.\n\f\n\fThree."


def test_a_word_document_and_text_in_another_encoding(world: World, send: Send) -> None:
    assert fields(send(docx(document(paragraph("포격"))), "a.docx"))["text"] == "포격"
    page = send("하나 둘 셋\n".encode("cp949") * 40, "a.txt", draft="s3456789").content.decode()
    assert "Read as cp949" in page
    assert "하나 둘 셋" in page


def test_what_the_editor_typed_is_not_replaced_and_the_file_is_quoted_beside_it(world: World, send: Send) -> None:
    answer = send(PAGE.encode(), title="My own title", publisher=world.north.key)
    assert fields(answer)["title"] == "My own title"
    assert fields(answer)["publisher"] == world.north.key
    assert "The file says “Who fired” (the page’s JSON-LD)." in unescape(answer.content.decode())


def test_an_unknown_publisher_is_proposed_as_a_new_party(world: World, alice: Client, send: Send) -> None:
    form = fields(send(PAGE.replace("voice of america", "Kyodo").encode()))
    assert (form["publisher"], form["party_name"], form["party_kind"]) == ("new", "Kyodo", "media")
    assert not Party.objects.exists()
    assert alice.post(ADDRESS, form | {"do": "capture"}).status_code == 302
    assert Source.objects.get().publisher.name == "Kyodo"


def test_another_file_takes_the_place_of_the_first_unless_words_would_be_lost(alice: Client, send: Send) -> None:
    form = fields(send(PAGE.encode()))
    answer = send(b"Other words.", "b.txt", **{name: form[name] for name in ("text", "title", "published")})
    assert {name: fields(answer)[name] for name in ("text", "title", "published")} == {
        "text": "Other words.",
        "title": "",
        "published": "",
    }
    answer = send(PAGE.encode(), text="My own words.")
    assert answer.status_code == 422
    assert fields(answer)["text"] == "My own words."
    assert "Empty it, and do this again." in answer.content.decode()


def test_a_file_that_is_sent_with_another_button_is_read_first(world: World, send: Send) -> None:
    for do in ("capture", "draft"):
        assert fields(send(b"Words.", "a.txt", do=do))["text"] == "Words."
    assert not Source.objects.exists()


@pytest.mark.parametrize(
    ("data", "name", "said"),
    [
        (b"", "a.txt", "is empty"),
        (b"\x89PNG\r\n\x1a\n" + bytes(50), "a.txt", "This is a picture"),
        (pdf(""), "a.pdf", "it is scanned"),
        (b"words", "a.exe", "are not read"),
        (b"a" * (20 * 1024 * 1024 + 1), "a.txt", "more than 20 MB"),
        (b"a" * 2_000_001, "a.txt", "more than 2000000 characters"),
    ],
)
def test_a_file_that_is_not_read_leaves_the_form_as_it_was(
    alice: Client, send: Send, data: bytes, name: str, said: str
) -> None:
    answer = send(data, name, title="Typed")
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert fields(answer)["title"] == "Typed"
    assert not Draft.objects.exists()
    assert not Source.objects.exists()


def test_without_a_file_there_is_nothing_to_read(alice: Client) -> None:
    answer = alice.post(ADDRESS, {"draft": "s2345678", "do": "read", "title": "Typed"})
    assert answer.status_code == 422
    assert "Choose a file" in answer.content.decode()


def test_a_request_larger_than_any_form_is_answered_with_a_sentence(alice: Client) -> None:
    for files in (
        {"file": SimpleUploadedFile("a.txt", b"a" * (40 * 1024 * 1024))},
        {"text": "a" * (9 * 1024 * 1024)},
    ):
        answer = alice.post(ADDRESS, {"draft": "s2345678", "do": "read", **files})
        assert answer.status_code == 413
        assert "A file may have 20 MB" in answer.content.decode()
    assert not Draft.objects.exists()


def test_a_long_korean_text_waits_beside_a_draft_that_has_no_room_for_it(
    world: World, alice: Client, send: Send
) -> None:
    text = "포격이 시작되었다.\n" * 60_000
    answer = send(text.encode(), "long.txt")
    assert fields(answer)["text"] == text
    assert "text" not in Draft.objects.get().payload or Draft.objects.get().payload["text"] == ""
    form = fields(answer) | {"title": "Long", "publisher": world.voa.key, "published": "2010", "do": "capture"}
    assert alice.post(ADDRESS, form).status_code == 302
    assert Snapshot.objects.get().text == text


def test_the_text_can_be_kept_without_the_file(world: World, alice: Client, send: Send) -> None:
    form = fields(send(PAGE.encode()))
    answer = alice.post(ADDRESS, form | {"do": "drop"}, follow=True)
    assert "Read from" not in answer.content.decode()
    form = fields(answer) | {"publisher": world.voa.key, "do": "capture"}
    assert alice.post(ADDRESS, form).status_code == 302
    snapshot = Snapshot.objects.get()
    assert (snapshot.text, snapshot.original, snapshot.media_type) == (WORDS, None, "")


def test_nobody_comes_to_another_editors_file(world: World, bob: Client, send: Send) -> None:
    form = fields(send(PAGE.encode()))
    assert bob.get(f"{ADDRESS}?draft=s2345678").status_code == 404
    bob.post(ADDRESS, form | {"publisher": world.voa.key, "do": "capture"})
    assert Snapshot.objects.get().original is None


class TestKnownAlready:
    def sent(self, world: World, alice: Client, **more: str) -> HttpResponse:
        given = {
            "draft": "s2345678",
            "text": "Other words.",
            "title": "Again",
            "publisher": world.voa.key,
            "published": "2010-12-09",
            "language": "en",
            "extent": "whole",
            "do": "capture",
        }
        return alice.post(ADDRESS, given | more)

    def test_the_same_text_is_said_before_anything_is_saved(self, world: World, alice: Client, send: Send) -> None:
        known = world.snapshot
        answer = send(known.text.encode(), "a.txt")
        assert "the same text" in answer.content.decode()
        assert f"/edit/sources/{known.source.slug}/" in answer.content.decode()
        answer = self.sent(world, alice, text=known.text)
        assert (answer.status_code, Source.objects.count()) == (422, 1)
        assert "This may be captured already" in answer.content.decode()
        assert self.sent(world, alice, text=known.text, filed_as="new").status_code == 302
        assert Source.objects.count() == 2

    @pytest.mark.parametrize(
        "url",
        [
            "https://example.org/a?b=1",
            "http://www.example.org/a?b=1",
            "https://EXAMPLE.org/a/?b=1#part",
            "https://example.org:443/a?b=1&utm_source=x&fbclid=y",
        ],
    )
    def test_so_is_the_same_address_in_another_spelling(self, world: World, alice: Client, url: str) -> None:
        world.capture(url="https://example.org/a?b=1", title="First")
        answer = self.sent(world, alice, url=url)
        assert answer.status_code == 422
        assert "the same address" in answer.content.decode()

    @pytest.mark.parametrize(
        "url", ["https://example.org/a?b=2", "https://example.org/A?b=1", "https://example.org:x/"]
    )
    def test_another_address_is_not(self, world: World, alice: Client, url: str) -> None:
        world.capture(url="https://example.org/a?b=1", title="First")
        assert self.sent(world, alice, url=url).status_code == 302
