"""Asked for with the new text, done by the worker: where the quoted words of the old ones stand."""

import pytest
from django.db import transaction

from tests.actions.recaptured import CHANGED, EXACT, GONE, MOVED, OLD, captured_again, claimed
from tests.actions.world import World, account
from tests.jobs.working import do_jobs, jobs
from tracker.actions.carryover import ask_for_carryovers
from tracker.actions.refusals import Refused
from tracker.actions.withdraw_claim import withdraw_claim
from tracker.ingest import compare
from tracker.models import Carryover, Snapshot
from tracker.queries.carried import carried, comparison_state


@pytest.fixture
def world(cloned_db: str) -> World:
    made = World()
    made.__dict__["snapshot"] = made.capture(text=OLD)
    return made


def ask(world: World, snapshot: Snapshot) -> bool:
    return ask_for_carryovers(by=world.bob, note="", snapshot=snapshot)


def outcomes() -> dict[str, str]:
    found = Carryover.objects.select_related("excerpt")
    return {" […] ".join(each.excerpt.exact): each.outcome for each in found}


def test_every_excerpt_with_claims_is_looked_for(world: World) -> None:
    for words in (EXACT, MOVED, CHANGED):
        claimed(world, words)
    world.record(words=world.words(GONE))
    unused = world.words("The paper of the day.")
    claim = world.published(words=unused, cue="")
    withdraw_claim(by=world.alice, note="x", claim=claim, seen=claim.revision)
    new = captured_again(world)
    assert ask(world, new)
    assert comparison_state(snapshot=new) == "waiting"
    assert carried(viewer=world.bob, snapshot=new).left == 4
    do_jobs()
    assert outcomes() == {EXACT: "exact", MOVED: "moved", CHANGED: "changed", GONE: "gone"}
    assert (comparison_state(snapshot=new), jobs()) == ("", [])


def test_it_is_asked_for_with_the_text_and_not_without_it(world: World) -> None:
    claimed(world, EXACT)
    with transaction.atomic():
        ask(world, captured_again(world))
        assert len(jobs()) == 1
        transaction.set_rollback(True)
    assert jobs() == []


def test_where_nothing_is_quoted_nothing_is_asked_for(world: World) -> None:
    assert not ask(world, captured_again(world))
    assert jobs() == []


def test_asked_twice_it_is_done_once(world: World) -> None:
    claimed(world, EXACT)
    new = captured_again(world)
    ask(world, new)
    ask(world, new)
    assert len(jobs()) == 1
    do_jobs()
    assert not ask(world, new)


def test_a_third_text_is_compared_with_both_before_it(world: World) -> None:
    claimed(world, EXACT)
    second = captured_again(world)
    claimed_there = world.published(words=world.words(MOVED, snapshot=second), speaker=world.south)
    third = captured_again(world, "A new beginning. " + second.text)
    ask(world, third)
    do_jobs()
    assert set(Carryover.objects.values_list("snapshot", "excerpt__snapshot", "outcome")) == {
        (third.pk, world.snapshot.pk, "moved"),
        (third.pk, second.pk, "moved"),
    }
    assert claimed_there.excerpt.snapshot == second


def test_texts_that_are_too_costly_fail_in_sight_and_can_be_asked_for_again(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    claimed(world, EXACT)
    new = captured_again(world)
    ask(world, new)
    with monkeypatch.context() as patch:
        patch.setattr(compare, "MEMORY", 16 * 1024 * 1024)
        do_jobs()
    found = carried(viewer=world.bob, snapshot=new)
    assert (found.state, found.left, outcomes()) == ("failed", 1, {})
    assert ask(world, new)
    do_jobs()
    assert outcomes() == {EXACT: "exact"}


def test_who_may_not(world: World) -> None:
    claimed(world, EXACT)
    new = captured_again(world)
    with pytest.raises(Refused):
        ask_for_carryovers(by=account("dora", role="reader"), note="", snapshot=new)
