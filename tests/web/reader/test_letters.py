"""A reader writes in, and looks the answer up, without an account and without JavaScript."""

from __future__ import annotations

import time
from typing import Any

import pytest
from django.test import Client

from tests.web.reader.reading import one, page, words
from tests.web.reader.world import World
from tracker.actions.letters import answer_letter
from tracker.models import Claim, Letter

WORDS = "The North fired first, the South says."


@pytest.fixture
def claim(world: World) -> Claim:
    return world.says(world.question(), WORDS, world.south)


def form(client: Client, where: str, /, **typed: str) -> dict[str, str]:
    """What a browser sends from the form: its hidden fields, and what was typed."""
    shown = page(client, where)
    hidden = {field.get("name"): field.get("value") or "" for field in shown.cssselect("form.letter input")}
    return hidden | {"text": "It was said in May."} | typed


@pytest.fixture
def slowly(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Time goes on between opening a form and sending it."""
    began = time.time()

    def later(seconds: float) -> None:
        monkeypatch.setattr("django.core.signing.time.time", lambda: began + seconds)

    return later


def test_a_letter_is_sent_from_the_claims_page_and_its_answer_is_looked_up(
    world: World, claim: Claim, client: Client, slowly: Any
) -> None:
    (link,) = [
        a.get("href") for a in page(client, f"/claims/{claim.key}/").cssselect("main a") if "letters" in a.get("href")
    ]
    typed = form(client, link)
    slowly(20)
    sent = client.post(link, typed)
    assert sent.status_code == 302
    thanks = page(client, sent["Location"])
    code = words(one(thanks, "code.code"))
    assert "has arrived" in words(one(thanks, "[role=status]"))
    assert "No editor has answered yet" in words(thanks)
    answer_letter(by=world.alice, letter=Letter.objects.get(), outcome="declined", answer="The words are as printed.")
    looked_up = client.get("/letters/", {"code": f" {code.upper()} "})
    shown = page(client, looked_up["Location"])
    assert "Not taken up." in words(shown)
    assert "The words are as printed." in words(shown)
    assert client.get("/letters/", {"code": "nothing"}).status_code == 404


def test_a_fault_is_told_at_its_field_and_what_was_typed_stays(world: World, client: Client, slowly: Any) -> None:
    question = world.question()
    world.says(question, WORDS, world.south)
    address = f"/letters/new?about=question:{question.key}"
    typed = form(client, address, text="These words.", address="ftp://example.org/")
    slowly(20)
    response = client.post(address, typed)
    assert response.status_code == 422
    assert "https://" in response.content.decode()
    assert "These words.</textarea>" in response.content.decode()
    assert not Letter.objects.exists()


def test_a_program_that_fills_everything_in_or_is_too_quick_is_told_so(
    claim: Claim, client: Client, slowly: Any
) -> None:
    address = f"/letters/new?about=claim:{claim.key}"
    typed = form(client, address)
    assert "That was quick" in client.post(address, typed).content.decode()
    slowly(20)
    assert "left empty" in client.post(address, typed | {"website": "x"}).content.decode()
    slowly(60 * 60 * 25)
    again = client.post(address, typed)
    assert "nothing that you typed is lost" in again.content.decode()
    assert client.post(address, typed | {"opened": "made up"}).status_code == 422
    assert not Letter.objects.exists()


def test_six_letters_from_one_place_are_too_many(claim: Claim, client: Client, slowly: Any) -> None:
    address = f"/letters/new?about=claim:{claim.key}"
    typed = form(client, address)
    slowly(20)
    assert [client.post(address, typed).status_code for _each in range(6)] == [302] * 5 + [422]


@pytest.mark.parametrize("about", ["", "claim", "claim:", "claim:nothing", "user:1", "claim:\0", "party:" + "x" * 500])
def test_a_letter_is_about_something_public(world: World, client: Client, about: str) -> None:
    assert client.get("/letters/new", {"about": about}).status_code == 404


def test_what_is_only_proposed_gets_no_letters(world: World, client: Client) -> None:
    proposed = world.claim(world.question(), WORDS, world.south)
    assert client.get("/letters/new", {"about": f"claim:{proposed.key}"}).status_code == 404
    assert client.get("/letters/new", {"about": f"question:{proposed.question.key}"}).status_code == 404


def test_an_editor_answers_from_the_queue(world: World, claim: Claim, client: Client, slowly: Any) -> None:
    address = f"/letters/new?about=claim:{claim.key}"
    typed = form(client, address, address="https://example.org/page", text="Line one.\nLine two <b>.")
    slowly(20)
    client.post(address, typed)
    editor = Client()
    editor.force_login(world.alice)
    queue = page(editor, "/edit/letters/")
    (link,) = [a.get("href") for a in queue.cssselect("ul.rows a")]
    shown = page(editor, link)
    assert "Line two <b>." in words(shown)
    empty = editor.post(link, {"outcome": "mended", "answer": ""})
    assert empty.status_code == 422
    assert editor.post(link, {"outcome": "mended", "answer": "Corrected."}).status_code == 302
    late = editor.post(link, {"outcome": "declined", "answer": "My own answer."})
    assert late.status_code == 422
    assert "A colleague answered" in late.content.decode()
    assert "My own answer." in late.content.decode()
    assert "No letter waits" in words(page(editor, "/edit/letters/"))
