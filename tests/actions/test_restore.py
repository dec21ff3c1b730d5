"""Going back to an earlier revision, by a new one."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from tests.actions.test_undo import correct
from tests.actions.world import World, account
from tracker.actions.change import change, save
from tracker.actions.claim_content import Reasoned
from tracker.actions.edit_question import edit_question
from tracker.actions.edit_records import edit_affiliation, edit_incident, edit_party
from tracker.actions.make_party import add_affiliation
from tracker.actions.refusals import Refused, Stale
from tracker.actions.restore import RECORD, restore_claim, restore_record
from tracker.actions.undo import take_back
from tracker.actions.withdraw_claim import withdraw_claim
from tracker.models import Claim, Excerpt, Incident, Party, Question, Relay
from tracker.queries.history import KINDS, events


def refused(**more: Any) -> str:
    with pytest.raises(Refused) as caught:
        restore_claim(**more) if "claim" in more else restore_record(**more)
    return caught.value.rule


def test_a_claim_with_its_words_chain_and_reasons(world: World) -> None:
    claim = world.published(reasons=(Reasoned(answer=world.answer(0, world.yesno), direction="supports"),))
    correct(world, claim, certainty="probable", relays=(), reasons=(), cue="")
    restore_claim(by=world.alice, note="it was right", claim=claim, seen=3, revision=2)
    now = Claim.objects.get()
    assert (now.revision, now.certainty, now.cue) == (4, "certain", "says")
    assert [relay.party for relay in Relay.objects.all()] == [world.voa]
    assert [(reason.answer, reason.direction) for reason in now.reasons.all()] == [
        (world.answer(0, world.yesno), "supports")
    ]
    assert [row["revision"] for row in events(kind="claim", pk=claim.pk)] == [1, 2, 3, 4]


def test_it_is_a_step_that_can_be_taken_back(world: World) -> None:
    claim = world.published()
    correct(world, claim, certainty="probable")
    restore_claim(by=world.alice, note="it was right", claim=claim, seen=3, revision=2)
    take_back(by=world.alice, note="no")
    assert Claim.objects.get().certainty == "probable"


def test_a_public_claim_needs_a_note(world: World) -> None:
    claim = world.published()
    correct(world, claim, certainty="probable")
    assert refused(by=world.alice, note="", claim=claim, seen=3, revision=2) == "public_change_has_note"


def test_somebody_was_faster(world: World) -> None:
    claim = world.published()
    correct(world, claim, certainty="probable")
    with pytest.raises(Stale):
        restore_claim(by=world.alice, note="x", claim=claim, seen=2, revision=2)


def test_a_withdrawn_claim_stays_as_it_was(world: World) -> None:
    claim = world.published()
    correct(world, claim, certainty="probable")
    withdraw_claim(by=world.alice, note="x", claim=claim, seen=3)
    claim.refresh_from_db()
    assert refused(by=world.alice, note="x", claim=claim, seen=4, revision=2) == "withdrawn_claim_stays"


def test_what_there_is_not_or_stands_already_is_no_way_back(world: World) -> None:
    claim = world.published()
    assert refused(by=world.alice, note="x", claim=claim, seen=2, revision=9) == "revision_is_there"
    assert refused(by=world.alice, note="x", claim=claim, seen=2, revision=1) == "correction_changes_something"


def test_whoever_may_not_correct_does_not_go_back(world: World) -> None:
    claim = world.published()
    correct(world, claim, certainty="probable")
    dora = account("dora", role="contributor")
    assert refused(by=dora, note="x", claim=claim, seen=3, revision=2) == "not_allowed"
    party = edit_party(by=world.alice, note="x", party=_now(world.north), seen=2, name="N", kind="state", monogram="N")
    assert refused(by=dora, note="x", kind="party", row=party, seen=3, revision=2) == "not_allowed"


def _now(row: Any) -> Any:
    return type(row).objects.get(pk=row.pk)


def test_a_party_goes_back_and_its_address_stays(world: World) -> None:
    party = world.north
    edit_party(by=world.alice, note="", party=party, seen=1, name="DPRK", kind="state", monogram="DP")
    restore_record(by=world.alice, note="", kind="party", row=party, seen=2, revision=1)
    now = Party.objects.get(pk=party.pk)
    assert (now.name, now.monogram, now.also_known_as, now.slug, now.revision) == (
        "North Korea",
        "NK",
        ["Pyongyang", "The North"],
        "north-korea",
        3,
    )


def test_an_incident_goes_back_with_both_bounds_of_its_date(world: World) -> None:
    edit_incident(by=world.alice, note="", incident=world.incident, seen=1, title="Y", occurred="2010-12")
    restore_record(by=world.alice, note="", kind="incident", row=world.incident, seen=2, revision=1)
    now = Incident.objects.get()
    assert (now.title, now.occurred_start, now.occurred_end) == ("Yeonpyeong", date(2010, 11, 23), date(2010, 11, 23))


def test_what_froze_since_is_refused_in_words(world: World) -> None:
    question = world.question
    edit_question(by=world.alice, note="", question=question, seen=1, text=question.text, kind="naming", exclusive=True)
    world.published()
    now = Question.objects.get(pk=question.pk)
    with pytest.raises(Refused, match="Published claims rest on this question") as caught:
        restore_record(by=world.alice, note="x", kind="question", row=now, seen=now.revision, revision=1)
    assert caught.value.rule == "question_is_frozen"
    assert Question.objects.get(pk=question.pk).kind == "naming"


def test_a_translation_goes_back(world: World) -> None:
    claim = world.published(words=world.words(gloss="북측은", gloss_language="ko"))
    correct(world, claim, certainty="probable")
    excerpt = Excerpt.objects.get()
    with change(by=world.alice, note="x", may="correct_record"):
        save(excerpt, seen=excerpt.revision, gloss="남측은")
    restore_record(by=world.alice, note="x", kind="excerpt", row=excerpt, seen=2, revision=1)
    assert Excerpt.objects.get().gloss == "북측은"


def test_an_affiliation_goes_back(world: World) -> None:
    admiral = world.party("An admiral", kind="person")
    tie = add_affiliation(
        by=world.alice, note="", member=admiral, organisation=world.north, grounds="His rank", speaks_for=True
    )
    edit_affiliation(
        by=world.alice, note="", affiliation=tie, seen=1, organisation=world.south, grounds="Else", speaks_for=False
    )
    restored = restore_record(by=world.alice, note="", kind="affiliation", row=tie, seen=2, revision=1)
    assert (restored.organisation, restored.grounds, restored.speaks_for) == (world.north, "His rank", True)


def test_every_kind_with_a_history_has_fields_that_go_back_and_they_are_columns() -> None:
    assert {"claim", *RECORD} == set(KINDS)
    for kind, names in RECORD.items():
        columns = {field.attname for field in KINDS[kind]._meta.concrete_fields}
        assert set(names) <= columns, kind
