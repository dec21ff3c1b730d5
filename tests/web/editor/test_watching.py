"""The button to watch, on pages that stay everybody's for readers; what changed, in the inbox."""

from __future__ import annotations

import html
import re
from typing import Any

import pytest
from django.test import Client

from tests.actions.world import World
from tracker.actions.edit_records import edit_party
from tracker.models import User, Watch


@pytest.fixture
def addresses(world: World) -> dict[str, tuple[str, str]]:
    """By what is watched: the address of its page, its key."""
    world.published()
    incident, question, party = world.incident, world.question, world.north
    return {
        "incident": (f"/incidents/{incident.slug}/", incident.key),
        "question": (f"/incidents/{incident.slug}/questions/{question.slug}/", question.key),
        "party": (f"/parties/{party.slug}/", party.key),
    }


def text(answer: Any) -> str:
    return html.unescape(answer.content.decode())


def test_watched_and_no_more_from_the_readers_page(addresses: dict[str, tuple[str, str]], alice: Client) -> None:
    for kind, (address, key) in addresses.items():
        for do in ("watch", "stop"):
            page = text(alice.get(address))
            assert f'name="do" value="{do}"' in page, kind
            answer = alice.post("/edit/watch", {"kind": kind, "key": key, "do": do, "next": address})
            assert answer["Location"] == address
            assert Watch.objects.count() == (do == "watch")


def test_readers_get_the_public_page_with_nothing_of_anybody(
    addresses: dict[str, tuple[str, str]], alice: Client, world: World
) -> None:
    reader = Client()
    reader.force_login(world.charlie)
    for address, _key in addresses.values():
        public = Client().get(address)
        mine = alice.get(address)
        assert "/edit/watch" in text(mine)
        assert mine["Cache-Control"] == "private"
        assert "/edit/watch" not in text(public)
        assert ("Cache-Control" in public, "Cookie" in public.get("Vary", ""), bool(public.cookies)) == (
            False,
            False,
            False,
        )
        assert public.content == Client(headers={"Cookie": ""}).get(address).content
        assert "/edit/watch" not in text(reader.get(address))


def test_a_readers_page_asks_nothing_more_of_the_database(
    addresses: dict[str, tuple[str, str]], alice: Client, django_assert_num_queries: Any
) -> None:
    address = addresses["party"][0]
    with django_assert_num_queries(20):
        Client().get(address)
    with django_assert_num_queries(20 + 4):  # the session, the account, the party, the watch
        alice.get(address)


def test_what_changed_stands_in_the_inbox_until_it_is_read(
    addresses: dict[str, tuple[str, str]], alice: Client, world: World
) -> None:
    alice.post("/edit/watch", {"kind": "party", "key": addresses["party"][1], "do": "watch"})
    edit_party(by=world.bob, note="its name", party=world.north, seen=2, name="DPRK", kind="state", monogram="NK")
    page = text(alice.get("/edit/"))
    assert f'href="/edit/history/party/{world.north.key}#r3"' in page
    assert "“its name”" in page
    until = re.search(r'name="until" value="([^"]*)"', page)
    assert until
    assert alice.post("/edit/read", {"until": until[1]})["Location"] == "/edit/#changed"
    assert "Nothing that you have not read." in text(alice.get("/edit/"))
    assert "Party: DPRK" in text(alice.get("/edit/"))


@pytest.mark.parametrize(
    ("form", "status"),
    [
        ({"kind": "claim", "key": "k"}, 400),
        ({"kind": "party", "key": "nobody"}, 404),
        ({"kind": "party", "key": "a\0b"}, 404),
    ],
)
def test_what_cannot_be_watched(alice: Client, form: dict[str, str], status: int) -> None:
    assert alice.post("/edit/watch", form).status_code == status


@pytest.mark.parametrize("until", ["", "soon", "2010-11-23T00:00:00"])
def test_read_up_to_no_instant(alice: Client, until: str) -> None:
    assert alice.post("/edit/read", {"until": until}).status_code == 400


@pytest.mark.parametrize("back", ["https://elsewhere.example/", "//elsewhere.example", "javascript:alert(1)", ""])
def test_nobody_is_led_elsewhere(world: World, alice: Client, back: str) -> None:
    answer = alice.post("/edit/watch", {"kind": "party", "key": world.north.key, "do": "watch", "next": back})
    assert answer["Location"] == "/edit/"


def test_accounts_of_readers_watch_nothing(world: World) -> None:
    client = Client()
    client.force_login(User.objects.get(pk=world.charlie.pk))
    assert client.post("/edit/watch", {"kind": "party", "key": world.north.key}).status_code == 403
