"""Two questions are told apart once, with the reason."""

from __future__ import annotations

import pytest

from tests.actions.world import World
from tracker.actions.make_distinction import make_distinction
from tracker.actions.refusals import Refused
from tracker.models import Distinction


class TestTellingApart:
    def test_is_recorded_with_its_reason(self, world: World) -> None:
        make_distinction(by=world.alice, note="", question=world.question, other=world.yesno, why="One asks more.")
        assert Distinction.objects.get().note == "One asks more."

    def test_the_other_way_round_is_the_same(self, world: World) -> None:
        make_distinction(by=world.alice, note="", question=world.question, other=world.yesno, why="One asks more.")
        with pytest.raises(Refused) as caught:
            make_distinction(by=world.alice, note="", question=world.yesno, other=world.question, why="Again")
        assert caught.value.rule == "distinction_stands_once"

    def test_a_question_from_itself_without_a_reason_and_by_a_reader(self, world: World) -> None:
        for by, other, why, rule in (
            (world.alice, world.question, "Why", "distinction_is_between_two"),
            (world.alice, world.yesno, " ", "distinction_note_is_not_blank"),
            (world.charlie, world.yesno, "Why", "not_allowed"),
        ):
            with pytest.raises(Refused) as caught:
                make_distinction(by=by, note="", question=world.question, other=other, why=why)
            assert caught.value.rule == rule
