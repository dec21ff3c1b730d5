"""The site as an app: what a phone reads before it offers to share pages to it."""

from __future__ import annotations

import json

import pytest
from django.contrib.staticfiles import finders
from django.test import Client

pytestmark = pytest.mark.django_db


def test_it_names_the_capture_form_as_the_place_to_share_to() -> None:
    answer = Client().get("/manifest.webmanifest")
    assert answer["Content-Type"] == "application/manifest+json"
    found = json.loads(answer.content)
    assert found["share_target"] == {
        "action": "/edit/sources/new",
        "method": "GET",
        "enctype": "application/x-www-form-urlencoded",
        "params": {"title": "title", "text": "text", "url": "url"},
    }
    assert (found["start_url"], found["scope"]) == ("/", "/")


def test_its_icons_are_there_in_the_size_that_it_says() -> None:
    for icon in json.loads(Client().get("/manifest.webmanifest").content)["icons"]:
        with open(finders.find(icon["src"].removeprefix("/static/")), "rb") as file:
            head = file.read(24)
        size = (int.from_bytes(head[16:20], "big"), int.from_bytes(head[20:24], "big"))
        assert "{}x{}".format(*size) == icon["sizes"]


def test_every_page_links_to_it() -> None:
    assert '<link rel="manifest" href="/manifest.webmanifest">' in Client().get("/").content.decode()
