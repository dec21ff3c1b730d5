"""What a change does to statuses is said before it is done, and leaves nothing behind where it is not done."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import transaction

from tests.actions.world import World
from tracker.actions.edit_records import edit_incident
from tracker.actions.foresee import Outcome, foresee
from tracker.actions.make_party import add_affiliation
from tracker.actions.order_questions import add_side
from tracker.actions.refusals import Refused
from tracker.models import Affiliation, Change, Party, Side, latest_instant
from tracker.queries.preview import incidents_of_parties

TODAY = date(2026, 1, 1)


def adding(
    world: World, party: Party, agreed: str = "", *, unasked: bool = True, note: str = "a third"
) -> Outcome[str]:
    """A third side, which nobody heard of."""
    return foresee(
        by=world.alice,
        note=note,
        may="correct_record",
        work=lambda: str(add_side(by=world.alice, note=note, incident=world.incident, party=party).party_id),
        incidents=lambda: [world.incident.key],
        said_by=TODAY,
        agreed=agreed,
        unasked=unasked,
    )


@pytest.fixture
def agreed_upon(world: World) -> World:
    """Both sides affirm the same answer."""
    world.published()
    world.published(speaker=world.south)
    return world


def test_a_third_side_ends_an_agreement_and_that_is_said_first(agreed_upon: World) -> None:
    world, third = agreed_upon, agreed_upon.party("China")
    before, changes = latest_instant(), Change.objects.count()
    outcome = adding(world, third)
    assert not outcome.kept
    (changed,) = outcome.changes
    assert changed.question == "Which side fired first?"
    assert (changed.before.status, changed.before.direction) == ("agreed", "affirmed")
    assert changed.after.status == "one-sided"
    assert [answer.answer for answer in changed.answers] == ["South Korea fired first"]
    # nothing leaked: no side, no instant of the change log, no history
    assert Side.objects.count() == 2
    assert (latest_instant(), Change.objects.count()) == (before, changes)
    assert Party.objects.get(pk=third.pk).published_at is None
    kept = adding(world, third, outcome.token)
    assert kept.kept
    assert Side.objects.count() == 3
    assert Party.objects.get(pk=third.pk).published_at is not None


def test_what_changes_no_status_is_done_at_once_but_for_a_merge(agreed_upon: World) -> None:
    world = agreed_upon
    outcome = foresee(
        by=world.alice,
        note="a better title",
        may="correct_record",
        work=lambda: (
            edit_incident(
                by=world.alice, note="", incident=world.incident, seen=2, title="The island", occurred="2010-11-23"
            ).key
        ),
        incidents=lambda: [world.incident.key],
        said_by=TODAY,
        agreed="",
        unasked=True,
    )
    assert (outcome.kept, outcome.changes) == (True, ())
    outcome = adding(world, world.party("China"), unasked=False)
    assert not outcome.kept


def test_what_was_agreed_to_is_not_done_once_it_does_something_else(agreed_upon: World) -> None:
    world, third = agreed_upon, agreed_upon.party("China")
    seen = adding(world, third)
    world.published(speaker=third, words=world.words("The South denies it."), cue="")
    again = adding(world, third, seen.token)
    assert not again.kept
    assert again.changes == ()  # all three say the same now: the agreement stays
    assert Side.objects.count() == 2


def test_a_trial_is_refused_as_the_deed_would_be(agreed_upon: World) -> None:
    world = agreed_upon
    with pytest.raises(Refused, match="only once"):
        adding(world, world.north)
    with pytest.raises(Refused, match="may not do this"):
        foresee(
            by=world.charlie, note="", may="correct_record", work=str, incidents=list, said_by=TODAY, agreed="",
            unasked=True,
        )  # fmt: skip


def test_an_affiliation_says_what_it_changes_of_all_who_speak_through_it(agreed_upon: World) -> None:
    """A spokesman of the army speaks for the South once the army does: the third denial then splits nobody."""
    world = agreed_upon
    army, spokesman = world.party("Army", kind="body"), world.party("Spokesman", kind="person")
    add_affiliation(by=world.alice, note="", member=spokesman, organisation=army, grounds="so it says", speaks_for=True)
    world.published(speaker=spokesman, words=world.words("The South denies it."), polarity="denies", cue="")

    def affiliate() -> str:
        return add_affiliation(
            by=world.alice, note="n", member=army, organisation=world.south, grounds="its own law", speaks_for=True
        ).grounds

    outcome = foresee(
        by=world.alice,
        note="n",
        may="make_affiliation",
        work=affiliate,
        incidents=lambda: incidents_of_parties(parties=[army.pk]),
        said_by=TODAY,
        agreed="",
        unasked=True,
    )
    assert not outcome.kept
    assert [each.question for each in outcome.changes] == ["Which side fired first?"]
    assert Affiliation.objects.count() == 1


def test_what_a_trial_costs(agreed_upon: World, django_assert_num_queries) -> None:
    world, third = agreed_upon, agreed_upon.party("China")
    with django_assert_num_queries(47):
        adding(world, third)


def test_a_trial_inside_a_change_takes_back_itself_alone(agreed_upon: World) -> None:
    world, third = agreed_upon, agreed_upon.party("China")
    with transaction.atomic():
        adding(world, third)
        other = world.party("Japan")
    assert Party.objects.filter(pk=other.pk).exists()
    assert Side.objects.count() == 2
