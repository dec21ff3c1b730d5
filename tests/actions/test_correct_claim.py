import threading
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from django.db import connection

from tests.actions.world import World
from tracker.actions.claim_content import Reasoned, Relayed
from tracker.actions.correct_claim import correct_claim
from tracker.actions.refusals import Refused, Stale
from tracker.actions.withdraw_claim import withdraw_claim
from tracker.models import Claim, Relay


def correct(world: World, claim: Claim, **more) -> Claim:
    given = {"by": world.bob, "note": "misread", "seen": claim.revision, "says_this": True}
    given |= {"words": world.words(), "speaker": claim.speaker}
    given |= {name: more.pop(name) for name in list(more) if name in given}
    return correct_claim(claim=claim, content=replace(world.content, **more), **given)


def test_a_correction_is_a_revision_at_the_same_address(world: World) -> None:
    claim = world.published()
    corrected = correct(world, claim, certainty="probable")
    assert (corrected.key, corrected.revision, corrected.certainty) == (claim.key, 3, "probable")
    assert corrected.published_at == claim.published_at
    assert [event.certainty for event in corrected.events.order_by("revision")] == ["certain", "certain", "probable"]


def test_known_by_before_it_reads_the_old_one(world: World) -> None:
    claim = world.published()
    before = datetime.now(UTC)
    correct(world, claim, answer=world.answer(1), polarity="denies")
    then = Claim.objects.all().known_by(before).values_list("answer__text", "polarity").get()
    now = Claim.objects.all().values_list("answer__text", "polarity").get()
    assert then == ("South Korea fired first", "affirms")
    assert now == ("North Korea fired first", "denies")


def test_words_relays_and_reasons_change_with_the_revision(world: World) -> None:
    claim = world.published()
    desk = world.party("Foreign desk", kind="unnamed")
    reason = Reasoned(answer=world.answer(question=world.yesno), direction="undermines")
    corrected = correct(
        world,
        claim,
        words=world.words("The South denies it."),
        cue="denies",
        relays=(Relayed(party=world.voa), Relayed(party=desk, cue="says")),
        reasons=(reason,),
    )
    assert corrected.excerpt.exact == ["The South denies it."]
    assert [(relay.party, relay.cue) for relay in corrected.relays.order_by("position")] == [
        (world.voa, ""),
        (desk, "says"),
    ]
    assert corrected.reasons.get().direction == "undermines"
    for row in (desk, reason.answer, reason.answer.question):
        row.refresh_from_db()
        assert row.published_at is not None
    again = correct(world, corrected, words=world.words("The South denies it."), cue="denies", relays=(), reasons=())
    assert (again.relays.count(), again.reasons.count()) == (0, 0)


def test_a_relay_that_stays_keeps_its_row(world: World) -> None:
    claim = world.published()
    relay = claim.relays.get()
    correct(world, claim, certainty="possible")
    assert Relay.objects.get() == relay


def test_a_published_claim_is_corrected_with_a_note(world: World) -> None:
    with pytest.raises(Refused) as refused:
        correct(world, world.published(), certainty="probable", note="")
    assert (refused.value.rule, refused.value.field) == ("public_change_has_note", "note")


def test_a_proposed_claim_needs_none(world: World) -> None:
    assert correct(world, world.record(), certainty="probable", note="").revision == 2


def test_a_correction_changes_something(world: World) -> None:
    claim = world.published()
    with pytest.raises(Refused) as refused:
        correct(world, claim)
    assert refused.value.rule == "correction_changes_something"
    claim.refresh_from_db()
    assert claim.revision == 2


def test_a_new_translation_is_a_correction(world: World) -> None:
    claim = world.published()
    corrected = correct(world, claim, words=world.words(gloss="북측은", gloss_language="ko"))
    assert corrected.excerpt.gloss == "" or corrected.revision == 3
    assert Claim.objects.get().excerpt.gloss == "북측은"


def test_a_withdrawn_claim_stays_as_it_was(world: World) -> None:
    claim = withdraw_claim(by=world.alice, note="x", claim=world.published(), seen=2)
    with pytest.raises(Refused) as refused:
        correct(world, claim, certainty="probable")
    assert refused.value.rule == "withdrawn_claim_stays"


@pytest.mark.parametrize(
    ("more", "rule"),
    [
        ({"said": "2011"}, "said_ends_with_publication"),
        ({"cue": "admits"}, "cue_is_verbatim"),
        ({"says_this": False}, "words_say_this"),
        ({"answer": None}, "claim_position_has_an_answer"),
    ],
)
def test_a_correction_is_held_to_the_same_rules(world: World, more: dict, rule: str) -> None:
    claim = world.published()
    with pytest.raises(Refused) as refused:
        correct(world, claim, **more)
    assert refused.value.rule == rule
    claim.refresh_from_db()
    assert claim.revision == 2


def test_the_second_of_two_editors_overwrites_nothing(world: World) -> None:
    claim = world.published()
    correct(world, claim, by=world.alice, certainty="probable")
    with pytest.raises(Stale):
        correct(world, claim, by=world.bob, certainty="possible")
    claim.refresh_from_db()
    assert (claim.certainty, claim.revision) == ("probable", 3)


def test_of_two_editors_at_one_moment_one_is_told(world: World) -> None:
    """Both begin from revision 2, at the same time, over connections of their own."""
    claim = world.published()
    editors = {"probable": world.alice, "possible": world.bob}
    gate, outcomes = threading.Barrier(2), {}

    def edit(certainty: str) -> None:
        gate.wait()
        try:
            correct(world, claim, by=editors[certainty], certainty=certainty)
            outcomes[certainty] = "saved"
        except Stale:
            outcomes[certainty] = "told"
        finally:
            connection.close()

    threads = [threading.Thread(target=edit, args=[certainty]) for certainty in editors]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes.values()) == ["saved", "told"]
    stored = Claim.objects.get()
    assert outcomes[stored.certainty] == "saved"
    assert stored.revision == 3
