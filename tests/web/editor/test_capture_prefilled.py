"""What another page hands over: by the bookmarklet, by a phone's "share", by "capture again"."""

from __future__ import annotations

from urllib.parse import urlencode

import pytest
from django.test import Client

from tests.actions.world import World
from tests.web.editor.test_capture_file import ADDRESS, fields
from tracker.models import Draft


@pytest.mark.parametrize(
    ("given", "title", "text", "url"),
    [
        (
            {"title": "A denial", "text": "Words <b> & 포격", "url": "https://a.example/?b=1&c=2"},
            "A denial",
            "Words <b> & 포격",
            "https://a.example/?b=1&c=2",
        ),
        ({"title": "A denial", "text": "https://a.example/x"}, "A denial", "", "https://a.example/x"),
        ({"text": "A denial\nhttps://a.example/x"}, "A denial", "", "https://a.example/x"),
        ({"text": "Only words."}, "", "Only words.", ""),
        ({"url": "javascript:alert(1)"}, "", "", "javascript:alert(1)"),
        ({}, "", "", ""),
    ],
)
def test_it_stands_in_the_form_and_nothing_is_saved(
    alice: Client, given: dict[str, str], title: str, text: str, url: str
) -> None:
    form = fields(alice.get(f"{ADDRESS}?{urlencode(given)}"))
    assert (form["title"], form["text"], form["url"]) == (title, text, url)
    assert form["extent"] == ("extract" if text else "whole")
    assert not Draft.objects.exists()


def test_it_is_still_there_after_signing_in() -> None:
    answer = Client().get(f"{ADDRESS}?title=A&url=https://a.example/")
    assert answer["Location"] == "/accounts/login/?next=/edit/sources/new%3Ftitle%3DA%26url%3Dhttps%3A//a.example/"


def test_a_source_is_captured_again_from_its_address(world: World, alice: Client) -> None:
    source = world.capture(url="https://example.org/a").source
    assert f'href="{ADDRESS}?again={source.slug}"' in alice.get(f"/edit/sources/{source.slug}/").content.decode()
    answer = alice.get(f"{ADDRESS}?again={source.slug}")
    assert fields(answer)["url"] == "https://example.org/a"
    assert f'value="again:{source.slug}" checked' in answer.content.decode()


def test_a_source_that_is_not_there_is_not_captured_again(alice: Client) -> None:
    assert "filed_as" not in alice.get(f"{ADDRESS}?again=nowhere").content.decode()
