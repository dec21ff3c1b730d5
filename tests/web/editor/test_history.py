"""The history of anything, and the way back."""

from __future__ import annotations

import html
import re
from typing import Any

import pytest
from django.test import Client

from tests.actions.test_undo import correct
from tests.actions.world import World
from tests.web.editor.test_query_counts import count
from tracker.actions.edit_records import edit_party
from tracker.actions.make_distinction import make_distinction
from tracker.actions.make_party import add_affiliation
from tracker.actions.review import discard_proposal
from tracker.models import Claim, Excerpt, Party, Side
from tracker.queries.history import KINDS


def text(answer: Any) -> str:
    return html.unescape(answer.content.decode())


@pytest.fixture
def records(world: World) -> dict[str, Any]:
    """One record of each kind."""
    claim = world.published(words=world.words(gloss="북측은", gloss_language="ko"))
    admiral = world.party("An admiral", kind="person")
    return {
        "claim": claim,
        "question": world.question,
        "answer": world.answer(),
        "distinction": make_distinction(
            by=world.alice, note="x", question=world.question, other=world.yesno, why="One names a side"
        ),
        "party": world.north,
        "affiliation": add_affiliation(
            by=world.alice, note="x", member=admiral, organisation=world.north, grounds="His rank", speaks_for=True
        ),
        "incident": world.incident,
        "side": Side.objects.first(),
        "source": world.snapshot.source,
        "excerpt": Excerpt.objects.get(),
    }


def test_every_kind_of_record_has_one(records: dict[str, Any], alice: Client) -> None:
    assert set(records) == set(KINDS)
    for kind, row in records.items():
        page = text(alice.get(f"/edit/history/{kind}/{row.key}"))
        assert "Revision 1" in page, kind
        assert re.search(r"(made|proposed)[^<]* by alice", page), kind


def test_who_when_why_and_word_by_word(world: World, alice: Client) -> None:
    edit_party(
        by=world.bob,
        note="its own name",
        party=world.north,
        seen=1,
        name="North Korea (DPRK)",
        kind="state",
        monogram="NK",
    )
    page = text(alice.get(f"/edit/history/party/{world.north.key}"))
    assert "History of party: North Korea (DPRK)" in page
    assert "North Korea<ins> (DPRK)</ins>" in page
    assert "<del>Pyongyang; The North</del>" in page
    assert re.search(r"corrected .* by bob: its own name", page)


def test_back_to_a_revision_without_javascript(world: World, alice: Client) -> None:
    claim = world.published()
    correct(world, claim, certainty="probable")
    address = f"/edit/history/claim/{claim.key}"
    page = text(alice.get(address))
    assert re.findall(r'name="revision" value="(\d)"', page) == ["2", "1"]
    sent = {"seen": "3", "revision": "2", "note": ""}
    refused = alice.post(address, sent)
    assert (refused.status_code, "say in the note why" in text(refused)) == (422, True)
    assert alice.post(address, sent | {"note": "it was right", "seen": "2"}).status_code == 409
    assert alice.post(address, sent | {"note": "it was right"}).status_code == 302
    assert Claim.objects.get().certainty == "certain"
    assert "it was right" in text(alice.get(address))


def test_what_was_removed_keeps_its_history_and_has_no_way_back(world: World, alice: Client) -> None:
    claim = world.record()
    discard_proposal(by=world.alice, note="an inference", claim=claim, seen=1)
    address = f"/edit/history/claim/{claim.key}"
    page = text(alice.get(address))
    assert re.search(r"removed .* by alice: an inference", page)
    assert 'name="revision"' not in page
    assert alice.post(address, {"seen": "1", "revision": "1", "note": "x"}).status_code == 404


@pytest.mark.parametrize("address", ["claim/elsewhere", "verdict/k01", "claim/%00", "user/1"])
def test_what_there_is_not(alice: Client, address: str) -> None:
    assert alice.get(f"/edit/history/{address}").status_code == 404


def test_the_old_address_of_a_claims_history(world: World, alice: Client) -> None:
    claim = world.published()
    answer = alice.get(f"/edit/claims/{claim.key}/history")
    assert (answer.status_code, answer["Location"]) == (301, f"/edit/history/claim/{claim.key}")


COSTS = {
    "claim": 9,
    "question": 4,
    "answer": 4,
    "distinction": 5,
    "party": 3,
    "affiliation": 5,
    "incident": 3,
    "side": 5,
    "source": 4,
    "excerpt": 3,
}


def test_what_each_asks_of_the_database(records: dict[str, Any], alice: Client, django_assert_num_queries: Any) -> None:
    for kind, row in records.items():
        count(alice, f"/edit/history/{kind}/{row.key}", django_assert_num_queries, COSTS[kind])


@pytest.mark.parametrize("revisions", [1, 3, 50])
def test_and_that_it_does_not_grow(world: World, alice: Client, django_assert_num_queries: Any, revisions: int) -> None:
    for seen in range(1, revisions):
        name = f"North Korea {seen}"
        edit_party(by=world.alice, note="", party=world.north, seen=seen, name=name, kind="state", monogram="NK")
    assert Party.objects.get(pk=world.north.pk).revision == revisions
    count(alice, f"/edit/history/party/{world.north.key}", django_assert_num_queries, COSTS["party"])
