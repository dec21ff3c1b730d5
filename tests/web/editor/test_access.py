"""Who enters, what is kept from a session that ran out, and what bad input meets."""

from __future__ import annotations

import json
import re

import pytest
from django.test import Client

from tests.actions.world import World
from tracker.models import Claim, Draft, Snapshot, Source

ROOMS = ["/edit/", "/edit/sources/new", "/edit/sources/{slug}/", "/edit/claims/{key}/", "/edit/history/claim/{key}"]


def token(page: str) -> str:
    return re.search(r'name="editor" value="([^"]+)"', page)[1]


@pytest.mark.parametrize("room", ROOMS)
def test_nobody_enters_without_signing_in_and_a_reader_not_at_all(world: World, alice: Client, room: str) -> None:
    claim = world.published()
    address = room.format(slug=world.snapshot.source.slug, key=claim.key)
    answer = Client().get(address)
    assert (answer.status_code, answer["Location"]) == (302, f"/accounts/login/?next={address}")
    charlie = Client()
    charlie.force_login(world.charlie)
    assert charlie.get(address).status_code == 403
    answer = alice.get(address)
    assert answer.status_code == 200
    assert "no-store" in answer["Cache-Control"]


def test_what_is_not_there_is_404(world: World, alice: Client) -> None:
    for address in (
        "/edit/sources/nothing/",
        "/edit/claims/nothing/",
        f"/edit/sources/{world.snapshot.source.slug}/?draft=nothing1",
        f"/edit/sources/{world.snapshot.source.slug}/?counter=nothing",
    ):
        assert alice.get(address).status_code == 404


def test_what_was_typed_survives_a_session_that_ran_out_even_without_javascript(
    world: World, alice: Client, bench: str, filled: dict
) -> None:
    form = {"editor": token(alice.get(bench).content.decode())} | filled
    alice.logout()
    answer = alice.post(bench, form)
    assert answer.status_code == 302
    assert answer["Location"] == f"/accounts/login/?next={bench}%3Fdraft%3Dk2345678"
    assert not Claim.objects.exists()
    draft = Draft.objects.get()
    assert (draft.owner, draft.payload["words"]) == (world.alice, filled["words"])
    alice.force_login(world.alice)
    assert filled["words"] in alice.get(f"{bench}?draft=k2345678").content.decode()


def test_without_the_token_of_an_editors_form_nothing_is_kept(world: World, bench: str, filled: dict) -> None:
    for forged in ("", "1:2:3", f"{world.alice.pk}:x:y"):
        answer = Client().post(bench, filled | {"editor": forged})
        assert answer["Location"] == f"/accounts/login/?next={bench}"
    assert not Draft.objects.exists()


def test_drafts_are_kept_while_typing_and_401_says_signed_out(world: World, alice: Client, filled: dict) -> None:
    answer = alice.post("/edit/drafts", filled, headers={"accept": "application/json"})
    assert answer.status_code == 200
    assert json.loads(answer.content)["key"] == "k2345678"
    assert "says_this" not in Draft.objects.get().payload
    alice.logout()
    assert alice.post("/edit/drafts", filled, headers={"accept": "application/json"}).status_code == 401


def test_nobody_overwrites_or_discards_another_editors_draft(
    world: World, alice: Client, bob: Client, filled: dict
) -> None:
    alice.post("/edit/drafts", filled)
    assert bob.post("/edit/drafts", filled | {"cue": "mine"}).status_code == 422
    bob.post("/edit/drafts/k2345678/discard")
    assert Draft.objects.get().payload["cue"] == "says"
    alice.post("/edit/drafts/k2345678/discard")
    assert not Draft.objects.exists()


def test_writes_need_the_token_against_forgery(world: World, bench: str, filled: dict) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(world.alice)
    for address in (bench, "/edit/drafts", "/edit/sources/new", "/edit/drafts/k2345678/discard", "/accounts/logout/"):
        assert strict.post(address, filled).status_code == 403
    assert not Claim.objects.exists()


def test_a_field_that_is_sent_twice_is_refused(world: World, alice: Client, bench: str, filled: dict) -> None:
    assert alice.post(bench, filled | {"polarity": ["affirms", "denies"]}).status_code == 400
    assert not Claim.objects.exists()


def test_a_form_that_asks_for_nothing_we_do_is_refused(alice: Client, bench: str, filled: dict) -> None:
    assert alice.post(bench, filled | {"do": "destroy"}).status_code == 400


class TestCapture:
    def form(self, world: World, **more: str) -> dict:
        given = {
            "draft": "s2345678",
            "purpose": "source:new",
            "text": "One\r\ntwo\rthree",
            "title": "A title",
            "publisher": world.voa.key,
            "published": "2010-12-09",
            "language": "en",
            "extent": "whole",
            "do": "capture",
        }
        return given | more

    def test_leads_to_the_workbench(self, world: World, alice: Client) -> None:
        answer = alice.post("/edit/sources/new", self.form(world))
        assert answer["Location"] == "/edit/sources/a-title/?filed=s2345678"
        assert Snapshot.objects.get().text == "One\ntwo\nthree"

    def test_makes_the_publisher_with_it(self, world: World, alice: Client) -> None:
        given = self.form(world, publisher="new", party_name="Kyodo", party_kind="media")
        assert alice.post("/edit/sources/new", given).status_code == 302
        assert Source.objects.get().publisher.name == "Kyodo"

    def test_of_two_million_characters_is_taken_and_of_more_refused(self, world: World, alice: Client) -> None:
        assert alice.post("/edit/sources/new", self.form(world, text="a" * 2_000_000)).status_code == 302
        answer = alice.post("/edit/sources/new", self.form(world, text="a" * 2_000_001))
        assert answer.status_code == 422
        assert "is the most" in answer.content.decode()

    @pytest.mark.parametrize(
        ("change", "said"),
        [
            ({"text": ""}, "Paste the text"),
            ({"text": "a\0b"}, "NUL"),
            ({"title": ""}, "title"),
            ({"publisher": ""}, "who published it"),
            ({"publisher": "new"}, "name"),
            ({"published": "soon"}, "date"),
            ({"language": "x" * 50}, "tag"),
            ({"url": "javascript:alert(1)"}, "http"),
            ({"extent": "most"}, "offered"),
        ],
    )
    def test_is_refused_beside_the_field(self, world: World, alice: Client, change: dict, said: str) -> None:
        answer = alice.post("/edit/sources/new", self.form(world, author="Kept by hand", **change))
        page = answer.content.decode()
        assert answer.status_code == 422
        assert said in page
        assert 'value="Kept by hand"' in page
        assert not Source.objects.exists()

    def test_is_kept_as_a_draft(self, world: World, alice: Client) -> None:
        answer = alice.post("/edit/sources/new", self.form(world, do="draft", title=""))
        assert "One\ntwo\nthree</textarea>" in alice.get(answer["Location"]).content.decode()


def test_a_form_from_before_a_new_sign_in_is_not_carried_out_but_kept(
    world: World, alice: Client, bench: str, filled: dict
) -> None:
    editor = token(alice.get(bench).content.decode())
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(world.alice)
    answer = strict.post(bench, filled | {"editor": editor})
    assert answer.status_code == 403
    assert f'href="{bench}?draft=k2345678"' in answer.content.decode()
    assert (Draft.objects.get().owner, Claim.objects.exists()) == (world.alice, False)
    assert "Nothing was changed" in strict.post(bench, filled | {"draft": "other123"}).content.decode()
    assert Draft.objects.count() == 1
