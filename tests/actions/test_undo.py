"""The last fifty steps of an editor can be taken back, each only while what it changed still stands."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from tests.actions.world import World, account
from tracker.actions.change import change
from tracker.actions.correct_claim import correct_claim
from tracker.actions.drafts import discard_draft, file_draft, save_draft
from tracker.actions.edit_records import edit_party
from tracker.actions.publish_claim import publish_claim
from tracker.actions.refusals import Refused
from tracker.actions.undo import take_back
from tracker.actions.withdraw_claim import withdraw_claim
from tracker.models import Claim, Draft, Party, Step
from tracker.queries.history import history

KEY = "k2345678"


def type_on(world: World, later: bool = True, key: str = KEY, **fields: str) -> Draft:
    """A save of the draft; `later` than the pause that makes it a step of its own."""
    if later:
        Step.objects.update(at="2000-01-01T00:00:00Z")
    return save_draft(by=world.alice, key=key, purpose="claim:x", payload=fields)


def correct(world: World, claim: Claim, by: Any = None, **more: Any) -> Claim:
    return correct_claim(
        by=by or world.alice,
        note="read again",
        claim=claim,
        seen=Claim.objects.get(pk=claim.pk).revision,
        words=world.words(),
        speaker=more.pop("speaker", world.north),
        content=replace(world.content, **more),
        says_this=True,
    )


def refused(by: Any, **more: Any) -> Refused:
    with pytest.raises(Refused) as caught:
        take_back(by=by, **more)
    return caught.value


class TestDrafts:
    def test_a_save_is_taken_back_to_the_text_before_it(self, world: World) -> None:
        type_on(world, cue="says")
        type_on(world, cue="says again", said="2010")
        undone = take_back(by=world.alice)
        assert undone.draft is not None
        assert undone.draft.payload == Draft.objects.get().payload == {"cue": "says"}

    def test_the_first_save_is_taken_back_to_no_draft(self, world: World) -> None:
        type_on(world, cue="says")
        assert take_back(by=world.alice).draft is None
        assert not Draft.objects.exists()

    def test_saves_of_one_field_within_seconds_are_one_step(self, world: World) -> None:
        type_on(world, cue="says")
        type_on(world, cue="says a")
        for text in ("says ag", "says aga", "says agai"):
            type_on(world, later=False, cue=text)
        assert Step.objects.count() == 2
        take_back(by=world.alice)
        assert Draft.objects.get().payload == {"cue": "says"}

    def test_another_field_is_another_step(self, world: World) -> None:
        type_on(world, cue="says")
        type_on(world, later=False, cue="says", said="2010")
        type_on(world, later=False, cue="says so", said="2010")
        assert Step.objects.count() == 3

    def test_what_was_typed_and_put_back_within_seconds_is_no_step(self, world: World) -> None:
        type_on(world, cue="says")
        type_on(world, cue="denies")
        type_on(world, later=False, cue="says")
        assert Step.objects.count() == 1

    def test_a_save_that_changes_nothing_is_no_step(self, world: World) -> None:
        type_on(world, cue="says")
        type_on(world, cue="says")
        assert Step.objects.count() == 1

    def test_a_discarded_draft_comes_back(self, world: World) -> None:
        type_on(world, cue="says")
        discard_draft(by=world.alice, key=KEY)
        undone = take_back(by=world.alice)
        assert (undone.key, undone.purpose) == (KEY, "claim:x")
        assert Draft.objects.get().payload == {"cue": "says"}

    def test_written_over_from_elsewhere_it_is_refused(self, world: World) -> None:
        type_on(world, cue="says")
        type_on(world, cue="denies")
        Draft.objects.update(payload={"cue": "admits"})
        assert "changed the same fields" in refused(world.alice).message
        assert Draft.objects.get().payload == {"cue": "admits"}

    def test_fields_that_it_did_not_touch_stay_as_they_are(self, world: World) -> None:
        type_on(world, cue="says")
        type_on(world, cue="denies")
        Draft.objects.update(payload={"cue": "denies", "said": "2010"})
        take_back(by=world.alice)
        assert Draft.objects.get().payload == {"cue": "says", "said": "2010"}

    def test_a_draft_that_was_filed_is_not_there_to_be_put_back(self, world: World) -> None:
        type_on(world, cue="says")
        Draft.objects.all().delete()
        assert "filed or discarded" in refused(world.alice).message


class TestTheRecord:
    def test_a_proposal_goes_and_its_draft_is_there_again(self, world: World) -> None:
        claim = world.record()
        payload = {"words": "The North says", "question": world.question.key}
        file_draft(by=world.alice, key=KEY, purpose="claim:x", payload=payload, claims=[claim])
        undone = take_back(by=world.alice)
        assert not Claim.objects.exists()
        assert undone.draft is not None
        assert (undone.draft.key, undone.draft.payload) == (KEY, payload)

    def test_joint_speakers_are_one_step(self, world: World) -> None:
        world.record(speakers=[world.north, world.south])
        assert Claim.objects.count() == 2
        take_back(by=world.alice)
        assert not Claim.objects.exists()

    def test_a_correction_is_taken_back_by_a_revision_with_what_stood_before(self, world: World) -> None:
        claim = world.published()
        correct(world, claim, certainty="probable", relays=(), speaker=world.south)
        take_back(by=world.alice, note="mistaken")
        now = Claim.objects.get()
        assert (now.revision, now.certainty, now.speaker) == (4, "certain", world.north)
        assert [relay.party for relay in now.relays.all()] == [world.voa]
        told = history(kind="claim", key=claim.key, viewer=world.alice)
        assert told is not None
        assert (told.revisions[0].note, told.revisions[0].by) == ("mistaken", "alice")

    def test_a_publication_is_taken_back_by_a_withdrawal_with_a_note(self, world: World) -> None:
        world.published()
        assert refused(world.alice).rule == "public_change_has_note"
        assert Claim.objects.get().withdrawn_at is None
        take_back(by=world.alice, note="too early")
        assert Claim.objects.get().withdrawn_at is not None

    def test_a_withdrawal_is_taken_back(self, world: World) -> None:
        claim = world.published()
        withdraw_claim(by=world.alice, note="an inference", claim=claim, seen=2)
        take_back(by=world.alice, note="it does say so")
        now = Claim.objects.get()
        assert (now.withdrawn_at, now.revision) == (None, 4)
        told = history(kind="claim", key=claim.key, viewer=world.alice)
        assert told is not None
        assert [revision.did for revision in told.revisions] == ["reinstated", "withdrawn", "published", "proposed"]

    def test_not_where_another_such_claim_stands_by_now(self, world: World) -> None:
        claim = world.published()
        withdraw_claim(by=world.alice, note="an inference", claim=claim, seen=2)
        step = Step.objects.get(kind="withdraw")
        world.published()
        assert refused(world.alice, step=step.pk, note="x").rule == "claim_is_published_once"
        assert Step.objects.get(pk=step.pk).undone_at is None

    def test_of_one_press_that_records_and_publishes_the_publication_alone_is_a_step(self, world: World) -> None:
        with change(by=world.alice, note="", may="record_claim"):
            claim = world.record()
            publish_claim(by=world.alice, note="", claim=claim, seen=1, says_this=True)
        assert [step.kind for step in Step.objects.all()] == ["publish"]

    def test_one_after_the_other_back_to_the_beginning(self, world: World) -> None:
        claim = world.record()
        for certainty in ("probable", "possible", "unspecified"):
            correct(world, claim, certainty=certainty)
        found = [Claim.objects.get().certainty]
        for _ in range(3):
            take_back(by=world.alice)
            found.append(Claim.objects.get().certainty)
        assert found == ["unspecified", "possible", "probable", "certain"]
        take_back(by=world.alice)
        assert not Claim.objects.exists()
        assert refused(world.alice).message == "There is nothing to take back."

    def test_who_changed_it_since_is_said(self, world: World) -> None:
        claim = world.published()
        correct(world, claim, certainty="probable")
        correct(world, claim, by=world.bob, certainty="possible")
        assert refused(world.alice, note="x").message == "bob changed it since. Its history says how."
        assert Claim.objects.get().certainty == "possible"
        take_back(by=world.bob, note="x")  # what alice left stands again
        take_back(by=world.alice, note="x")
        assert Claim.objects.get().certainty == "certain"

    def test_a_party_that_was_corrected(self, world: World) -> None:
        party = world.north
        edit_party(by=world.alice, note="", party=party, seen=1, name="DPRK", kind="state", monogram="DP")
        take_back(by=world.alice)
        now = Party.objects.get(pk=party.pk)
        assert (now.name, now.monogram, now.also_known_as) == ("North Korea", "NK", ["Pyongyang", "The North"])


def test_the_fifty_last_steps_and_no_more(world: World) -> None:
    for number in range(60):
        type_on(world, cue=str(number))
    assert Step.objects.filter(owner=world.alice).count() == 50
    for _ in range(50):
        take_back(by=world.alice)
    assert Draft.objects.get().payload == {"cue": "9"}
    assert "nothing" in refused(world.alice).message


def test_steps_are_their_owners_alone(world: World) -> None:
    type_on(world, cue="says")
    step = Step.objects.get()
    assert refused(world.bob, step=step.pk).rule == "there_is_a_step"
    assert Draft.objects.exists()


def test_a_contributor_takes_back_a_proposal_of_their_own(world: World) -> None:
    dora = account("dora", role="contributor")
    world.record(by=dora)
    take_back(by=dora)
    assert not Claim.objects.exists()


def test_who_may_no_longer_does_not(world: World) -> None:
    world.record()
    world.alice.role = "reader"
    world.alice.save()
    assert refused(world.alice).rule == "not_allowed"
    assert Claim.objects.exists()
