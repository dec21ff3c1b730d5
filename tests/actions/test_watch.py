"""Watching, and what changed under somebody since they last read it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.actions.test_undo import correct
from tests.actions.world import World
from tracker.actions.edit_records import edit_party
from tracker.actions.make_party import add_affiliation
from tracker.actions.make_question import AnswerText, add_answer
from tracker.actions.refusals import Refused
from tracker.actions.review import discard_proposal
from tracker.actions.watch import mark_read, unwatch, watch
from tracker.models import Change, Claim, User, Watch
from tracker.queries.watched import news, watches


def told(user: User) -> list[tuple[str, str, str]]:
    """Kind, what was done, by whom; the newest first."""
    user.refresh_from_db()
    return [(change.kind, change.did, change.by) for change in news(viewer=user).changes]


def rename(world: World, by: User, name: str) -> None:
    party = type(world.north).objects.get(pk=world.north.pk)
    edit_party(by=by, note="x", party=party, seen=party.revision, name=name, kind="state", monogram="NK")


class TestWatching:
    def test_what_others_change_of_a_party(self, world: World) -> None:
        rename(world, world.bob, "before I watched")
        watch(by=world.alice, kind="party", row=world.north)
        rename(world, world.alice, "by myself")
        assert told(world.alice) == []
        rename(world, world.bob, "DPRK")
        claim = world.record(by=world.bob)
        add_affiliation(
            by=world.bob,
            note="",
            member=world.party("An admiral", kind="person"),
            organisation=world.north,
            grounds="x",
            speaks_for=False,
        )
        assert told(world.alice) == [
            ("affiliation", "made", "bob"),
            ("claim", "proposed", "bob"),
            ("party", "corrected", "bob"),
        ]
        change = news(viewer=world.alice).changes[1]
        assert (change.key, change.name, change.revision) == (claim.key, "DPRK: South Korea fired first", 1)

    def test_an_incident_with_its_questions_and_their_claims(self, world: World) -> None:
        world.question  # noqa: B018 - made before it is watched
        watch(by=world.alice, kind="incident", row=world.incident)
        world.record(by=world.bob)
        add_answer(by=world.bob, note="", question=world.question, answer=AnswerText(text="Neither"))
        assert told(world.alice) == [("answer", "made", "bob"), ("claim", "proposed", "bob")]

    def test_a_question_and_no_other(self, world: World) -> None:
        world.question, world.yesno  # noqa: B018
        watch(by=world.alice, kind="question", row=world.yesno)
        world.record(by=world.bob)
        assert told(world.alice) == []
        world.record(by=world.bob, question=world.yesno, answer=world.answer(0, world.yesno))
        assert told(world.alice) == [("claim", "proposed", "bob")]

    def test_once_and_no_more(self, world: World) -> None:
        for _ in range(2):
            watch(by=world.alice, kind="party", row=world.north)
        assert [(row.kind, row.name) for row in watches(viewer=world.alice)] == [("party", "North Korea")]
        unwatch(by=world.alice, kind="party", row=world.north)
        rename(world, world.bob, "DPRK")
        assert told(world.alice) == []

    def test_it_moves_no_clock_of_the_record(self, world: World) -> None:
        world.north  # noqa: B018
        before = Change.objects.count()
        watch(by=world.alice, kind="party", row=world.north)
        assert Change.objects.count() == before

    def test_readers_do_not(self, world: World) -> None:
        with pytest.raises(Refused, match="may not"):
            watch(by=world.charlie, kind="party", row=world.north)
        assert not Watch.objects.exists()


class TestWhatIWrote:
    def test_what_others_do_with_it(self, world: World) -> None:
        claim = world.published()
        correct(world, claim, certainty="probable")
        correct(world, claim, by=world.bob, certainty="possible")
        assert told(world.alice) == [("claim", "corrected", "bob")]
        assert news(viewer=world.alice).changes[0].mine
        assert told(world.bob) == []

    def test_also_where_it_was_removed(self, world: World) -> None:
        claim = world.record()
        discard_proposal(by=world.bob, note="an inference", claim=claim, seen=1)
        assert told(world.alice) == [("claim", "removed", "bob")]
        assert not Claim.objects.exists()


class TestReading:
    def test_what_was_shown_is_read_and_what_came_since_is_not(self, world: World) -> None:
        watch(by=world.alice, kind="party", row=world.north)
        rename(world, world.bob, "one")
        until: Any = news(viewer=world.alice).until
        rename(world, world.bob, "two")
        mark_read(by=world.alice, until=until)
        assert told(world.alice) == [("party", "corrected", "bob")]
        mark_read(by=world.alice, until=until - timedelta(days=1))
        assert len(told(world.alice)) == 1

    def test_never_further_than_now(self, world: World) -> None:
        watch(by=world.alice, kind="party", row=world.north)
        mark_read(by=world.alice, until=datetime(2999, 1, 1, tzinfo=UTC))
        rename(world, world.bob, "DPRK")
        assert len(told(world.alice)) == 1

    def test_fifty_at_a_time(self, world: World) -> None:
        watch(by=world.alice, kind="party", row=world.north)
        for number in range(52):
            rename(world, world.bob, f"name {number}")
        found = news(viewer=world.alice)
        assert (len(found.changes), found.more) == (50, True)
