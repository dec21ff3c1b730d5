"""Every bad input of capture, from the form to its answer: one sentence that says what to do, nothing half saved."""

from __future__ import annotations

import shutil
import threading
import time
from functools import partial
from html import unescape
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client

from tests.actions.world import World
from tests.ingest.papers import document, docx, looping_pages, paragraph, pdf
from tests.ingest.webserver import LAB, certificate_for, serving
from tests.jobs.working import do_jobs_here
from tests.web.editor.test_capture_file import ADDRESS, fields
from tracker.ingest import fetch as fetching
from tracker.ingest.fetch import fetch
from tracker.ingest.guard import Lab
from tracker.jobs import capture as job
from tracker.models import Capture, Draft, Snapshot, Source

KOREAN = "북한은 남한이 먼저 포격을 시작했다는 주장을 되풀이했다.\n" * 20
JAPANESE = "北朝鮮は韓国が先に砲撃を始めたと主張した。カタカナとひらがな。\n" * 20


@pytest.fixture
def world(db: None) -> World:
    return World()


def send(client: Client, data: bytes, name: str) -> HttpResponse:
    file = SimpleUploadedFile(name, data, "application/octet-stream")
    given = {"draft": "s2345678", "purpose": "source:new", "language": "en", "extent": "whole", "do": "read"}
    return client.post(ADDRESS, given | {"title": "Typed", "file": file}, follow=True)


@pytest.mark.parametrize(
    ("data", "name", "said"),
    [
        pytest.param(b"", "a.txt", "is empty. Choose", id="empty"),
        pytest.param(b"a" * (20 * 1024 * 1024 + 1), "a.txt", "more than 20 MB. Save the part", id="above 20 MB"),
        pytest.param(b"abc def\n" * 2_600_000, "a.txt", "more than 2000000 characters. Save the part", id="20 MB"),
        pytest.param(bytes(range(256)) * 40, "a.txt", "This is no text", id="binary renamed .txt"),
        pytest.param(b"MZ\x90\x00" + bytes(500), "a.txt", "This is a program", id="program renamed .txt"),
        pytest.param("café ".encode() * 20 + b"caf\xc3 ", "a.txt", "Save it anew as UTF-8", id="broken UTF-8"),
        pytest.param("가나".encode("utf-16") + b"\x00", "a.txt", "Save it anew as UTF-8", id="broken UTF-16"),
        pytest.param(b"words and a NUL \x00 " + b"words " * 100, "a.txt", "holds a NUL character", id="NUL"),
        pytest.param(looping_pages(), "a.pdf", "is damaged", id="PDF with a loop"),
        pytest.param(pdf("", ""), "a.pdf", "it is scanned", id="scanned PDF"),
        pytest.param(
            docx(document(paragraph("&x;"), before='<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]>')),
            "a.docx",
            "refers to something outside itself",
            id="DOCX with an external entity",
        ),
        pytest.param(
            docx(document(paragraph("words")), {"media/x.bin": bytes(101 * 1024 * 1024)}),
            "a.docx",
            "unpacks to more than 100 MB",
            id="DOCX bomb",
        ),
        pytest.param(
            b"<!DOCTYPE html><body>" + b"<div>" * 100_000 + b"words", "a.html", "nested too deeply", id="100,000 deep"
        ),
    ],
)
def test_a_bad_file_is_one_sentence_and_nothing_is_kept(alice: Client, data: bytes, name: str, said: str) -> None:
    answer = send(alice, data, name)
    assert answer.status_code == 422
    page = unescape(answer.content.decode())
    assert said in page
    assert page.count('class="fault" id=') == 1
    assert fields(answer)["title"] == "Typed"
    assert not any(table.objects.exists() for table in (Draft, Capture, Source))


@pytest.mark.parametrize(
    ("data", "text"),
    [
        pytest.param(KOREAN.encode("euc-kr"), KOREAN, id="EUC-KR"),
        pytest.param(JAPANESE.encode("shift-jis"), JAPANESE, id="Shift-JIS"),
        pytest.param(KOREAN.encode("utf-16"), KOREAN, id="UTF-16"),
        pytest.param("שלום עולם \u202eabc\u202c مرحبا \u2067x\u2069 end".encode(), None, id="right to left, overrides"),
        pytest.param("e\u0301 a\u0308\u0323 👨‍👩‍👧 𝔘𝔫𝔦 𐎀 end".encode(), None, id="combining and astral"),
    ],
)
def test_an_unusual_text_is_kept_code_point_for_code_point(
    world: World, alice: Client, data: bytes, text: str | None
) -> None:
    text = text or data.decode()
    form = fields(send(alice, data, "a.txt"))
    assert form["text"] == text
    form |= {"publisher": world.voa.key, "published": "2010", "do": "capture"}
    assert alice.post(ADDRESS, form).status_code == 302
    assert Snapshot.objects.get().text == text


@pytest.mark.parametrize(
    ("text", "said"),
    [("", "Paste the text"), (" \n\t", "Paste the text"), ("a\0b", "NUL"), ("a" * 2_000_001, "2000000")],
    ids=["empty", "blank", "NUL", "too long"],
)
def test_a_bad_paste_is_one_sentence(world: World, alice: Client, text: str, said: str) -> None:
    given = {"draft": "s2345678", "title": "Typed", "publisher": world.voa.key, "published": "2010", "language": "en"}
    answer = alice.post(ADDRESS, given | {"extent": "whole", "text": text, "do": "capture"})
    assert answer.status_code == 422
    page = unescape(answer.content.decode())
    assert page.count('class="fault" id="fault-text"') == 1
    assert said in page[page.index('id="fault-text"') :][:300]
    assert not any(table.objects.exists() for table in (Draft, Capture, Source))


@pytest.mark.parametrize(
    ("path", "said"),
    [
        pytest.param("/loop", "redirects more than 5 times. Open it", id="redirect loop"),
        pytest.param("/dripbody", "took longer than 3 seconds. Try again", id="a byte at a time"),
        pytest.param("/bomb", "more than 10 MB. Save the part", id="300 MB, packed"),
        pytest.param("/endless", "more than 10 MB. Save the part", id="without end"),
    ],
)
def test_a_bad_host_is_one_sentence(alice: Client, monkeypatch: pytest.MonkeyPatch, path: str, said: str) -> None:
    if path == "/dripbody":
        monkeypatch.setattr(fetching, "SECONDS", 3)
    with serving() as server:
        monkeypatch.setattr(job, "fetch", partial(fetch, ports=frozenset([server.port]), lab=LAB))
        assert said in refusal(alice, server.url + path)


@pytest.mark.skipif(shutil.which("openssl") is None, reason="openssl makes the certificates of this test")
def test_a_certificate_that_does_not_match_is_one_sentence(
    alice: Client, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    certificate = certificate_for(tmp_path, "news.example")
    lab = Lab(networks=LAB.networks, authority=str(certificate))
    with serving(certificate) as server:
        monkeypatch.setattr(job, "fetch", partial(fetch, ports=frozenset([server.port]), lab=lab))
        said = refusal(alice, f"https://127.0.0.1:{server.port}/page")
    assert "The certificate of “127.0.0.1” does not fit or is not trusted" in said


def refusal(client: Client, url: str) -> str:
    """The sentence at the address's field once the job is done; nothing else is kept of it."""
    given = {"draft": "s2345678", "purpose": "source:new", "language": "en", "extent": "whole", "do": "fetch"}
    client.post(ADDRESS, given | {"title": "Typed", "url": url})
    do_jobs_here()
    answer = client.get(f"{ADDRESS}?draft=s2345678")
    assert fields(answer)["title"] == "Typed"
    found = Capture.objects.get()
    assert (found.state, found.text, found.original, found.fetched) == ("refused", "", None, None)
    assert not Source.objects.exists()
    page = unescape(answer.content.decode())
    return page[page.index('id="fault-url"') :][:400]


def test_other_editors_are_answered_while_a_bomb_is_read(alice: Client, world: World) -> None:
    bomb = b"<!DOCTYPE html><body>" + b"<p><a href=x>word</a> " * 350_000
    other = Client()
    other.force_login(world.bob)
    assert other.get("/edit/sources/new").status_code == 200  # what is loaded once is loaded
    slowest = []
    done = threading.Event()

    def look() -> None:
        while not done.is_set():
            begun = time.monotonic()
            Client().get("/manifest.webmanifest")
            slowest.append(time.monotonic() - begun)
            time.sleep(0.05)

    looking = threading.Thread(target=look)
    looking.start()
    assert send(alice, bomb, "bomb.html").status_code == 422
    done.set()
    looking.join()
    assert len(slowest) > 10
    assert max(slowest) < 2
