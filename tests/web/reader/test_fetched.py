"""How a text came from the open web stands on its source's page."""

from __future__ import annotations

from html import unescape

import pytest
from django.test import Client

from tests.actions.world import World

WAY = {
    "asked": "https://example.org/a",
    "redirects": [{"address": "https://example.org/a", "status": 301}],
    "address": "https://www.example.org/a",
    "status": 200,
    "headers": [["Last-Modified", "Thu, 09 Dec 2010 10:00:00 GMT"], ["X-Trap", "<script>alert(1)</script>"]],
    "at": "2010-12-09T12:00:00+00:00",
}


@pytest.fixture
def world(db: None) -> World:
    return World()


def page(world: World) -> str:
    world.published()
    return Client().get(f"/sources/{world.snapshot.source.slug}/").content.decode()


def test_every_redirect_the_last_address_and_what_the_server_said(world: World) -> None:
    world.__dict__["snapshot"] = world.capture(fetched=WAY)
    found = page(world)
    assert '<span class="hash">301 https://example.org/a</span>' in found
    assert '<span class="hash">200 https://www.example.org/a</span>' in found
    assert "12:00\u00a0UTC" in found
    assert "Last-Modified: Thu, 09 Dec 2010 10:00:00 GMT" in unescape(found)
    assert "<script>alert" not in found


def test_a_text_that_was_pasted_says_nothing_of_it(world: World) -> None:
    assert "What the server said" not in page(world)
