"""Correcting and withdrawing."""

from __future__ import annotations

import html
import re

from django.test import Client

from tests.actions.world import World
from tracker.models import Claim


def form(world: World, claim: Claim, page: str, **more: str) -> dict:
    """The form as it stands on the page, with some of it changed."""
    given = dict(re.findall(r'<input type="hidden" name="(\w+)"[^>]* value="([^"]*)"', page))
    return given | {
        "words": "The North says the South fired first.",
        "speaker": claim.speaker.key,
        "relay": world.voa.key,
        "cue": "says",
        "question": world.question.key,
        "answer": world.answer().key,
        "polarity": "affirms",
        "said": "2010-12-09",
        "certainty": "certain",
        "act": "state",
        "manner": "indirect",
        "note": "misread",
        "says_this": "1",
        "do": "save",
    } | more  # fmt: skip


def test_a_correction_keeps_the_address_and_is_told_in_the_history(world: World, alice: Client) -> None:
    claim = world.published()
    address = f"/edit/claims/{claim.key}/"
    page = alice.get(address).content.decode()
    assert re.search(r'name="seen" value="2"', page)
    answer = alice.post(address, form(world, claim, page, certainty="probable", words="the South fired first", cue=""))
    assert answer["Location"].startswith(address)
    corrected = Claim.objects.get()
    assert (corrected.key, corrected.revision, corrected.certainty) == (claim.key, 3, "probable")
    told = html.unescape(alice.get(f"{address}history", follow=True).content.decode())
    assert "misread" in told
    assert "<del>The North says </del>the South fired first<del>.</del>" in told
    assert "<del>certain</del><ins>probable</ins>" in told
    assert [f"Revision {n}" in told for n in (1, 2, 3, 4)] == [True, True, True, False]


def test_a_public_claim_is_not_corrected_without_saying_why(world: World, alice: Client) -> None:
    claim = world.published()
    address = f"/edit/claims/{claim.key}/"
    page = alice.get(address).content.decode()
    answer = alice.post(address, form(world, claim, page, certainty="probable", note=""))
    assert answer.status_code == 422
    assert 'href="#f-note"' in answer.content.decode()
    assert Claim.objects.get().revision == 2


def test_a_withdrawal_needs_a_note_and_is_told(world: World, alice: Client) -> None:
    claim = world.published()
    address = f"/edit/claims/{claim.key}/withdraw"
    answer = alice.post(address, {"seen": "2", "withdraw_note": ""})
    assert answer.status_code == 422
    assert 'href="#f-withdraw_note"' in answer.content.decode()
    assert alice.post(address, {"seen": "1", "withdraw_note": "x"}).status_code == 409
    assert alice.post(address, {"seen": "2", "withdraw_note": "an inference"}).status_code == 302
    assert Claim.objects.get().withdrawn_at is not None
    page = alice.get(f"/edit/claims/{claim.key}/").content.decode()
    assert "Withdrawn" in page
    assert "withdrawn" in alice.get(f"/edit/history/claim/{claim.key}").content.decode()


def test_a_correction_without_the_revision_that_was_seen_is_refused(world: World, alice: Client) -> None:
    claim = world.published()
    address = f"/edit/claims/{claim.key}/"
    page = alice.get(address).content.decode()
    for seen in ("", "two", "9" * 40):
        assert alice.post(address, form(world, claim, page, seen=seen, certainty="probable")).status_code in (409, 422)
    assert Claim.objects.get().revision == 2
