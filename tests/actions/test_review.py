"""Proposing, commenting, sending back, revising, discarding; four eyes; a frozen incident."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from django.apps import apps

from tests.actions.world import World, account
from tracker.actions.correct_claim import correct_claim
from tracker.actions.edit_records import edit_incident
from tracker.actions.govern_incident import govern_incident
from tracker.actions.make_question import AnswerText, add_answer, make_question
from tracker.actions.publish_claim import publish_claim
from tracker.actions.refusals import Refused, Stale
from tracker.actions.review import comment_claim, discard_proposal, resolve_comment, return_claim
from tracker.actions.withdraw_claim import withdraw_claim
from tracker.models import Claim, Comment, Incident, User
from tracker.queries.review import state_of


@pytest.fixture
def contributor(world: World) -> User:
    return account("a contributor", role="contributor")


@pytest.fixture
def steward(world: World) -> User:
    return account("a steward", role="steward")


def revise(world: World, claim: Claim, *, by: User, **more: Any) -> Claim:
    return correct_claim(
        by=by,
        note=more.pop("note", ""),
        claim=claim,
        seen=more.pop("seen", claim.revision),
        words=world.words(),
        speaker=world.north,
        content=replace(world.content, **more),
        says_this=True,
    )


def publish(claim: Claim, *, by: User, note: str = "") -> Claim:
    return publish_claim(by=by, note=note, claim=claim, seen=claim.revision, says_this=True)


def govern(world: World, steward: User, **more: bool) -> Incident:
    incident = Incident.objects.get(pk=world.incident.pk)
    given = {"four_eyes": incident.four_eyes, "frozen": incident.frozen} | more
    return govern_incident(by=steward, note="asked for", incident=incident, seen=incident.revision, **given)


class TestRoles:
    def test_a_contributor_proposes_and_revises_and_discards_what_they_proposed(
        self, world: World, contributor: User
    ) -> None:
        claim = world.record(by=contributor)
        revised = revise(world, claim, by=contributor, certainty="probable")
        assert (revised.revision, revised.certainty) == (2, "probable")
        discard_proposal(by=contributor, note="", claim=revised, seen=2)
        assert not Claim.objects.exists()

    def test_a_contributor_publishes_nothing(self, world: World, contributor: User) -> None:
        with pytest.raises(Refused, match="Your account may not do this") as refused:
            publish(world.record(by=contributor), by=contributor)
        assert refused.value.rule == "not_allowed"
        assert not Claim.objects.published().exists()

    def test_a_contributor_changes_nothing_of_others_and_nothing_public(self, world: World, contributor: User) -> None:
        others = world.record()
        own = publish(world.record(by=contributor, speaker=world.south), by=world.alice)
        for claim in (others, own):
            with pytest.raises(Refused) as refused:
                revise(world, claim, by=contributor, certainty="probable", note="x")
            assert refused.value.rule == "not_allowed"
        for attempt in (
            lambda: discard_proposal(by=contributor, note="", claim=others, seen=1),
            lambda: return_claim(by=contributor, note="x", claim=others, seen=1),
            lambda: withdraw_claim(by=contributor, note="x", claim=own, seen=own.revision),
        ):
            with pytest.raises(Refused) as refused:
                attempt()
            assert refused.value.rule == "not_allowed"
        assert Claim.objects.count() == 2

    def test_what_was_published_meanwhile_is_not_revised_as_a_proposal(self, world: World, contributor: User) -> None:
        seen = world.record(by=contributor)
        publish(seen, by=world.alice)
        with pytest.raises(Stale):
            revise(world, Claim(pk=seen.pk, author=contributor), by=contributor, seen=2, certainty="probable", note="x")

    def test_a_reader_says_nothing(self, world: World) -> None:
        claim = world.record()
        with pytest.raises(Refused) as refused:
            comment_claim(by=world.charlie, claim=claim, seen=1, text="x")
        assert refused.value.rule == "not_allowed"


class TestSendingBack:
    def test_a_claim_is_sent_back_until_it_is_revised(self, world: World, contributor: User) -> None:
        claim = world.record(by=contributor)
        assert state_of(claim=claim) == "waits"
        return_claim(by=world.alice, note="The hedge?", claim=claim, seen=1)
        assert state_of(claim=claim) == "sent back"
        revised = revise(world, claim, by=contributor, certainty="probable")
        assert state_of(claim=revised) == "waits"
        return_claim(by=world.alice, note="And the day?", claim=revised, seen=2)
        assert state_of(claim=revised) == "sent back"
        assert state_of(claim=publish(revised, by=world.bob)) == "published"

    def test_a_comment_alone_sends_nothing_back(self, world: World) -> None:
        claim = world.record()
        comment_claim(by=world.bob, claim=claim, seen=1, text="Is it?", field="said")
        assert state_of(claim=claim) == "waits"

    @pytest.mark.parametrize("note", ["", "  \n"])
    def test_needs_a_note(self, world: World, note: str) -> None:
        with pytest.raises(Refused) as refused:
            return_claim(by=world.bob, note=note, claim=world.record(), seen=1)
        assert (refused.value.rule, refused.value.field) == ("return_says_why", "note")

    def test_is_not_for_what_is_public(self, world: World) -> None:
        claim = world.published()
        with pytest.raises(Refused) as refused:
            return_claim(by=world.bob, note="x", claim=claim, seen=claim.revision)
        assert refused.value.rule == "return_is_of_a_proposal"

    def test_is_refused_where_the_claim_was_changed_since_it_was_read(self, world: World) -> None:
        claim = world.record()
        revise(world, claim, by=world.alice, certainty="probable")
        with pytest.raises(Stale):
            return_claim(by=world.bob, note="x", claim=claim, seen=1)
        assert not Comment.objects.exists()


class TestComments:
    def test_are_on_a_field_or_on_words_and_resolved_once(self, world: World, contributor: User) -> None:
        claim = world.record()
        comment = comment_claim(
            by=contributor, claim=claim, seen=1, text="Which side?", field="words", quote="the South  fired"
        )
        assert (comment.quote, comment.revision, comment.kind) == ("the South fired", 1, "comment")
        resolve_comment(by=world.alice, comment=comment)
        resolve_comment(by=world.bob, comment=comment)
        comment.refresh_from_db()
        assert comment.resolved_by == world.alice
        assert comment.resolved_at is not None

    @pytest.mark.parametrize(
        ("bad", "rule", "field"),
        [
            ({"text": " "}, "comment_text_is_not_blank", "text"),
            ({"text": "a\0b"}, "text_is_storable", "text"),
            ({"text": "a" * 5_001}, "text_is_not_too_long", "text"),
            ({"text": "x", "field": "author"}, "comment_field_is_known", "field"),
            ({"text": "x", "quote": "no such words"}, "comment_quote_is_verbatim", "quote"),
        ],
    )
    def test_are_refused_in_words(self, world: World, bad: dict[str, str], rule: str, field: str) -> None:
        with pytest.raises(Refused) as refused:
            comment_claim(by=world.bob, claim=world.record(), seen=1, **bad)
        assert (refused.value.rule, refused.value.field) == (rule, field)
        assert not Comment.objects.exists()

    def test_move_no_clock_of_the_record(self, world: World) -> None:
        claim = world.record()
        changes = apps.get_model("tracker", "Change").objects
        before = changes.count()
        comment_claim(by=world.bob, claim=claim, seen=1, text="x")
        assert changes.count() == before


def test_the_history_keeps_what_was_discarded_and_why(world: World) -> None:
    claim = world.record()
    comment_claim(by=world.bob, claim=claim, seen=1, text="x")
    discard_proposal(by=world.bob, note="an inference", claim=claim, seen=1)
    assert (Claim.objects.count(), Comment.objects.count()) == (0, 0)
    last = apps.get_model("tracker", "ClaimEvent").objects.order_by("revision").last()
    assert (last.key, last.pgh_label, last.pgh_context) == (
        claim.key,
        "delete",
        {"by": world.bob.pk, "note": "an inference"},
    )


def test_nothing_public_is_discarded_and_nothing_unseen(world: World) -> None:
    public, proposed = world.published(), world.record(speaker=world.south)
    revise(world, proposed, by=world.alice, certainty="probable")
    with pytest.raises(Refused) as refused:
        discard_proposal(by=world.alice, note="x", claim=public, seen=public.revision)
    assert refused.value.rule == "published_is_never_removed"
    with pytest.raises(Stale):
        discard_proposal(by=world.alice, note="x", claim=proposed, seen=1)
    discard_proposal(by=world.alice, note="x", claim=proposed, seen=2)
    with pytest.raises(Stale, match="discarded meanwhile"):
        publish_claim(by=world.bob, note="", claim=proposed, seen=2, says_this=True)


class TestFourEyes:
    def test_somebody_else_publishes_than_who_wrote_the_revision(self, world: World, steward: User) -> None:
        govern(world, steward, four_eyes=True)
        claim = world.record()
        with pytest.raises(Refused, match="asks for four eyes") as refused:
            publish(claim, by=world.alice)
        assert refused.value.rule == "publication_has_four_eyes"
        assert publish(claim, by=world.bob).published_at is not None

    def test_who_revised_a_proposal_wrote_it(self, world: World, steward: User) -> None:
        govern(world, steward, four_eyes=True)
        claim = revise(world, world.record(), by=world.bob, certainty="probable")
        with pytest.raises(Refused) as refused:
            publish(claim, by=world.bob)
        assert refused.value.rule == "publication_has_four_eyes"
        assert publish(claim, by=world.alice).published_at is not None

    def test_is_switched_by_stewards_with_a_note(self, world: World, steward: User) -> None:
        incident = world.incident
        for by, note, rule in (
            (world.alice, "x", "not_allowed"),
            (steward, " ", "governing_says_why"),
        ):
            with pytest.raises(Refused) as refused:
                govern_incident(by=by, note=note, incident=incident, seen=1, four_eyes=True, frozen=False)
            assert refused.value.rule == rule
        govern(world, steward, four_eyes=True)
        with pytest.raises(Stale):
            govern_incident(by=steward, note="x", incident=incident, seen=1, four_eyes=False, frozen=False)
        with pytest.raises(Refused) as refused:
            govern_incident(by=steward, note="x", incident=incident, seen=2, four_eyes=True, frozen=False)
        assert refused.value.rule == "governing_changes_something"
        govern(world, steward, four_eyes=False)
        assert publish(world.record(), by=world.alice).published_at is not None


def test_a_frozen_incident_refuses_every_write_in_words_until_it_is_opened(world: World, steward: User) -> None:
    claim, proposed = world.published(), world.record(speaker=world.south)
    govern(world, steward, frozen=True)
    attempts = [
        lambda: world.record(speaker=world.voa),
        lambda: publish(proposed, by=world.bob),
        lambda: revise(world, claim, by=world.bob, certainty="probable", note="x"),
        lambda: withdraw_claim(by=steward, note="x", claim=claim, seen=claim.revision),
        lambda: discard_proposal(by=world.alice, note="x", claim=proposed, seen=1),
        lambda: add_answer(by=world.alice, note="x", question=world.question, answer=AnswerText(text="Nobody")),
        lambda: edit_incident(
            by=world.alice, note="x", incident=world.incident, seen=3, title="Other", occurred="2010-11-23"
        ),
        lambda: make_question(
            by=world.alice,
            note="x",
            incident=world.incident,
            text="Why?",
            kind="choice",
            exclusive=True,
            answers=[AnswerText(text="x")],
        ),
    ]
    for attempt in attempts:
        with pytest.raises(Refused, match="frozen") as refused:
            attempt()
        assert refused.value.rule == "incident_is_frozen"
    govern(world, steward, frozen=False)
    assert publish(proposed, by=world.bob).published_at is not None
