"""Reviewing in a browser without JavaScript: who is offered what, what comes back, what changed meanwhile."""

from __future__ import annotations

import html
import re
from dataclasses import replace

import pytest
from django.test import Client

from tests.actions.world import World, account
from tests.web.editor.test_correct import form
from tracker.actions.correct_claim import correct_claim
from tracker.actions.govern_incident import govern_incident
from tracker.actions.review import comment_claim, discard_proposal, return_claim
from tracker.models import Claim, Comment, Incident, User


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def dora(world: World) -> User:
    return account("dora", role="contributor")


@pytest.fixture
def claim(world: World, dora: User) -> Claim:
    """Proposed by dora."""
    return world.record(by=dora)


def review(claim: Claim) -> str:
    return f"/edit/review/{claim.key}/"


def text(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return html.unescape(answer.content.decode())


def sent(client: Client, claim: Claim, do: str, **more: str):
    return client.post(review(claim), {"do": do, "seen": str(claim.revision)} | more)


def revise(world: World, claim: Claim, by: User, **more: str) -> Claim:
    return correct_claim(
        by=by,
        note="",
        claim=claim,
        seen=claim.revision,
        words=world.words(),
        speaker=world.north,
        content=replace(world.content, **more),
        says_this=True,
    )


def govern(world: World, **more: bool) -> None:
    incident = Incident.objects.get(pk=world.incident.pk)
    given = {"four_eyes": incident.four_eyes, "frozen": incident.frozen} | more
    steward = User.objects.filter(role="steward").first() or account("steward", role="steward")
    govern_incident(by=steward, note="asked for", incident=incident, seen=incident.revision, **given)


class TestTheRound:
    def test_a_proposal_is_read_beside_its_words_sent_back_revised_and_published(
        self, world: World, claim: Claim, dora: User, alice: Client
    ) -> None:
        contributor = signed_in(dora)
        page = text(alice, "/edit/review/")
        assert "<p>The North says the South fired first.</p>" in page
        assert "affirmed that" in page
        page = text(alice, review(claim))
        assert "<mark>The North says the South fired first.</mark>" in page
        assert "Proposed by dora" in page
        answer = sent(alice, claim, "comment", field="certainty", text="Is it certain?", quote="the South fired")
        assert answer.status_code == 302
        sent(alice, claim, "return", return_note="Look at the hedge.")
        assert "Nothing waits." in text(alice, "/edit/review/")
        inbox = text(contributor, "/edit/")
        assert "Look at the hedge." in inbox
        address = f"/edit/claims/{claim.key}/"
        assert address in inbox
        page = text(contributor, address)
        assert "Is it certain?" in page[page.index('for="f-certainty"') : page.index('for="f-act"')]
        assert "Look at the hedge." in page[: page.index('id="claim-form"')]
        answer = contributor.post(address, form(world, claim, page, certainty="probable"))
        assert answer.status_code == 302
        assert "Nothing came back." in text(contributor, "/edit/")
        revised = Claim.objects.get()
        assert "Review" in text(alice, "/edit/review/")
        assert sent(alice, revised, "publish", says_this="1").status_code == 302
        assert Claim.objects.get().published_at is not None

    def test_publishing_needs_the_words_read(self, claim: Claim, alice: Client) -> None:
        answer = sent(alice, claim, "publish")
        assert answer.status_code == 422
        assert 'href="#f-says_this"' in answer.content.decode()
        assert Claim.objects.get().published_at is None

    def test_sending_back_needs_a_note_and_keeps_what_was_typed(self, claim: Claim, alice: Client) -> None:
        answer = sent(alice, claim, "return", text="half a comment")
        assert answer.status_code == 422
        assert 'id="fault-return_note"' in answer.content.decode()
        assert "half a comment" in answer.content.decode()

    def test_a_comment_that_quotes_other_words_is_refused_beside_its_field(self, claim: Claim, alice: Client) -> None:
        answer = sent(alice, claim, "comment", text="Look", quote="other words")
        assert answer.status_code == 422
        assert 'id="fault-quote"' in answer.content.decode()

    def test_a_comment_is_resolved_from_where_it_is_read(self, claim: Claim, dora: User, alice: Client) -> None:
        sent(alice, claim, "comment", text="Look")
        comment = Comment.objects.get()
        contributor = signed_in(dora)
        address = f"/edit/claims/{claim.key}/"
        assert f'id="resolve-{comment.key}"' in text(contributor, address)
        answer = contributor.post(f"/edit/comments/{comment.key}/resolve", {"back": address})
        assert answer["Location"] == address
        assert "Look" not in text(contributor, address)
        assert "resolved by dora" in text(alice, review(claim))

    @pytest.mark.parametrize("back", ["//example.org/edit/", "https://example.org/", "/accounts/logout/"])
    def test_resolving_leads_nowhere_else(self, claim: Claim, alice: Client, back: str) -> None:
        sent(alice, claim, "comment", text="Look")
        answer = alice.post(f"/edit/comments/{Comment.objects.get().key}/resolve", {"back": back})
        assert answer["Location"] == review(claim)

    def test_a_discarded_proposal_is_gone_for_everybody(self, claim: Claim, dora: User, alice: Client) -> None:
        contributor = signed_in(dora)
        assert "Discard it" in text(contributor, review(claim))
        assert sent(contributor, claim, "discard", discard_note="an inference").status_code == 302
        assert not Claim.objects.exists()
        assert alice.get(review(claim)).status_code == 404

    def test_a_public_claim_is_opened_where_it_is_corrected(self, world: World, alice: Client) -> None:
        claim = world.published()
        assert alice.get(review(claim))["Location"] == f"/edit/claims/{claim.key}/"


class TestStale:
    def test_a_decision_on_what_was_changed_meanwhile_is_refused_with_both_versions(
        self, world: World, claim: Claim, dora: User, alice: Client
    ) -> None:
        revise(world, claim, dora, certainty="probable")
        for do, more in (("publish", {"says_this": "1"}), ("return", {"return_note": "typed"}), ("discard", {})):
            answer = sent(alice, claim, do, **more)
            page = html.unescape(answer.content.decode())
            assert answer.status_code == 409
            assert "dora changed this claim since you read it." in page
            assert re.search(r"<th scope=\"row\">Hedge</th><td>certain</td><td>probable</td>", page)
            assert 'name="seen" value="2"' in page
        assert (Claim.objects.get().published_at, Comment.objects.count()) == (None, 0)

    def test_what_was_typed_is_kept(self, world: World, claim: Claim, dora: User, alice: Client) -> None:
        revise(world, claim, dora, certainty="probable")
        answer = sent(alice, claim, "return", return_note="My long note")
        assert "My long note</textarea>" in answer.content.decode()

    def test_a_form_without_a_revision_decides_nothing(self, claim: Claim, alice: Client) -> None:
        for seen in ("", "x", "9" * 30):
            assert sent(alice, claim, "publish", says_this="1", seen=seen).status_code == 409
        assert Claim.objects.get().published_at is None

    def test_what_a_colleague_discarded_meanwhile_is_said(self, claim: Claim, alice: Client, world: World) -> None:
        discard_proposal(by=world.bob, note="", claim=claim, seen=1)
        assert sent(alice, claim, "publish", says_this="1").status_code == 404

    def test_what_a_colleague_published_meanwhile_is_said(self, claim: Claim, alice: Client, bob: Client) -> None:
        sent(bob, claim, "publish", says_this="1")
        answer = sent(alice, claim, "return", return_note="x")
        assert answer.status_code == 409
        assert "bob changed this claim since you read it." in html.unescape(answer.content.decode())


WHO = ("contributor", "author", "editor", "steward", "admin")
REVIEWS = {
    "publish": {"says_this": "1"},
    "return": {"return_note": "x"},
    "discard": {"discard_note": "x"},
    "comment": {"text": "x"},
}
MAY = {
    "publish": {"editor", "steward", "admin"},
    "return": {"editor", "steward", "admin"},
    "discard": {"author", "editor", "steward", "admin"},
    "comment": set(WHO),
}


@pytest.mark.parametrize("do", REVIEWS)
@pytest.mark.parametrize("who", WHO)
def test_each_role_does_what_the_table_says_and_is_offered_no_more(claim: Claim, dora: User, who: str, do: str) -> None:
    user = dora if who == "author" else account("somebody", role=who)
    client = signed_in(user)
    page = text(client, review(claim))
    assert (f'name="do" value="{do}"' in page) is (who in MAY[do])
    answer = sent(client, claim, do, **REVIEWS[do])
    assert answer.status_code == (302 if who in MAY[do] else 403)
    if who not in MAY[do]:
        assert "Your account may not do this" in answer.content.decode()


class TestTheForm:
    def test_offers_a_contributor_to_propose_and_refuses_publishing_in_words(
        self, dora: User, bench: str, filled: dict
    ) -> None:
        client = signed_in(dora)
        page = text(client, bench)
        assert 'value="propose"' in page
        assert 'value="publish"' not in page
        assert "Your account proposes; an editor publishes." in page
        answer = client.post(bench, filled | {"do": "publish"})
        assert answer.status_code == 422
        assert "Your account may not do this" in answer.content.decode()
        assert not Claim.objects.exists()
        assert client.post(bench, filled | {"do": "propose"}).status_code == 302
        assert Claim.objects.get().author == dora

    def test_offers_nobody_to_change_what_they_may_not(self, world: World, claim: Claim, dora: User) -> None:
        public = world.published(speaker=world.south)
        other = signed_in(account("other", role="contributor"))
        for each in (claim, public):
            page = text(other, f"/edit/claims/{each.key}/")
            assert 'value="save"' not in page
            assert 'value="publish"' not in page
            assert 'id="withdraw"' not in page
            answer = other.post(f"/edit/claims/{each.key}/", form(world, each, page, certainty="probable"))
            assert answer.status_code == 422
            assert "Your account may not do this" in answer.content.decode()

    @pytest.mark.parametrize(("who", "offered"), [("alice", True), ("bob", False), ("steward", True)])
    def test_offers_withdrawing_to_who_published_and_to_stewards(self, world: World, who: str, offered: bool) -> None:
        claim = world.published()
        user = account("s", role="steward") if who == "steward" else getattr(world, who)
        assert ('id="withdraw"' in text(signed_in(user), f"/edit/claims/{claim.key}/")) is offered

    def test_says_why_publishing_is_not_offered_under_four_eyes(self, world: World, bob: Client, alice: Client) -> None:
        govern(world, four_eyes=True)
        mine = world.record()
        for address in (review(mine), f"/edit/claims/{mine.key}/"):
            assert "somebody else publishes it." in text(alice, address)
            assert 'value="publish"' not in text(alice, address)
            assert 'value="publish"' in text(bob, address)
        answer = sent(alice, mine, "publish", says_this="1")
        assert answer.status_code == 422
        assert "asks for four eyes" in html.unescape(answer.content.decode())

    def test_says_that_an_incident_is_frozen_and_refuses_in_words(
        self, world: World, claim: Claim, alice: Client, bench: str, filled: dict
    ) -> None:
        govern(world, frozen=True)
        assert "This incident is frozen" in text(alice, review(claim))
        assert "This incident is frozen" in text(alice, f"/edit/claims/{claim.key}/")
        for answer in (sent(alice, claim, "publish", says_this="1"), alice.post(bench, filled)):
            assert answer.status_code == 422
            assert "Keep your work as a draft." in answer.content.decode()
        assert Claim.objects.get().published_at is None


class TestTheInbox:
    def test_is_empty_in_words(self, alice: Client) -> None:
        page = text(alice, "/edit/")
        for words in ("Nothing came back.", "Nothing waits.", "No half-written work.", "No source yet."):
            assert words in page
        assert "Nothing waits." in text(alice, "/edit/review/")

    def test_keeps_apart_what_came_back_to_me_and_to_others(self, world: World, claim: Claim, dora: User) -> None:
        return_claim(by=world.alice, note="For dora", claim=claim, seen=1)
        comment_claim(by=world.bob, claim=claim, seen=1, text="x")
        assert "For dora" in text(signed_in(dora), "/edit/")
        assert "1 open comment" in text(signed_in(dora), "/edit/")
        assert "For dora" not in text(signed_in(world.alice), "/edit/")


def test_governing_is_a_stewards_and_says_why(world: World, alice: Client) -> None:
    steward = signed_in(account("s", role="steward"))
    address = f"/edit/govern/{world.incident.key}/"
    assert alice.get(address).status_code == 403
    assert address in text(steward, "/edit/govern/")
    given = {"seen": "1", "frozen": "1"}
    assert steward.post(address, given).status_code == 422
    assert steward.post(address, given | {"note": "court order", "seen": "7"}).status_code == 409
    assert steward.post(address, given | {"note": "court order"}).status_code == 302
    assert Incident.objects.get().frozen
    assert "frozen" in text(steward, "/edit/govern/")


def test_readers_are_told_that_an_incident_is_frozen(world: World) -> None:
    world.published()
    address = f"/incidents/{world.incident.slug}/"
    assert "frozen" not in text(Client(), address)
    govern(world, frozen=True)
    assert "This incident is frozen" in text(Client(), address)
