"""Known already: the editor says what it is, and it is filed as that."""

from __future__ import annotations

from html import unescape

import pytest
from django.http import HttpResponse
from django.test import Client

from tests.actions.world import TEXT, World
from tests.web.editor.test_capture_file import ADDRESS
from tracker.models import Snapshot, Source


def send(client: Client, world: World, filed_as: str = "", **more: str) -> HttpResponse:
    given = {
        "draft": "s2345678",
        "text": f"{TEXT} And more.",
        "title": "Again",
        "publisher": world.voa.key,
        "published": "2010-12-09",
        "language": "en",
        "extent": "whole",
        "do": "capture",
        "filed_as": filed_as,
    }
    return client.post(ADDRESS, given | more)


def test_nearly_the_same_text_is_shown_in_per_cent_before_anything_is_saved(world: World, alice: Client) -> None:
    known = world.snapshot.source
    answer = send(alice, world)
    page = unescape(answer.content.decode())
    assert answer.status_code == 422
    assert (
        f'<a href="/edit/sources/{known.slug}/">Who fired</a>: 87 % of this text stand there, 100 % of that one' in page
    )
    assert "This may be captured already." in page
    assert Source.objects.count() == 1
    for value in ("new", f"again:{known.slug}", f"translation:{known.slug}"):
        assert f'name="filed_as" value="{value}"' in page


def test_as_another_capture_it_needs_no_more_than_the_text(world: World, alice: Client) -> None:
    known = world.snapshot.source
    answer = send(alice, world, f"again:{known.slug}", title="", publisher="", published="")
    assert answer["Location"] == f"/edit/sources/{known.slug}/?filed=s2345678"
    assert Source.objects.count() == 1
    assert known.snapshots.count() == 2
    assert known.snapshots.latest("id").text.endswith(" And more.")


def test_as_a_translation_it_names_its_original(world: World, alice: Client) -> None:
    known = world.snapshot.source
    assert send(alice, world, f"translation:{known.slug}", language="ko").status_code == 302
    made = Source.objects.latest("id")
    assert (made.translation_of, made.language) == (known, "ko")


def test_as_a_new_source_it_stands_for_itself(world: World, alice: Client) -> None:
    assert world.snapshot
    assert send(alice, world, "new").status_code == 302
    assert Source.objects.latest("id").translation_of is None
    assert Source.objects.count() == 2


@pytest.mark.parametrize("filed_as", ["again:nowhere", "translation:nowhere", "nonsense"])
def test_a_source_that_is_not_there_is_said(world: World, alice: Client, filed_as: str) -> None:
    assert world.snapshot
    answer = send(alice, world, filed_as)
    assert answer.status_code == 422
    assert "There is no such source." in answer.content.decode()
    assert Snapshot.objects.count() == 1
