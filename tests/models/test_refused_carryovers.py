"""Words carried to a later text: a proposal until somebody decides, and then for good."""

from typing import Any

import pytest

from tests.models.world import Refusal, World, Write, refusals, span

DECIDED = {"accepted": True, "decided_by_id": "@editor", "decided_at": "2026-06-04"}
FOUND = {"outcome": "changed", "pieces": "{" + span("A drill") + "}", "score": 0.5}


@refusals(
    Refusal(
        "carryover_outcome_is_known",
        "an outcome that is none of the four",
        "carryover",
        {"outcome": "lost", "pieces": "{[0,5)}"},
        {"outcome": "moved", "pieces": "{[0,5)}"},
    ),
    Refusal(
        "carryover_has_pieces_unless_gone",
        "words that are gone and stand somewhere",
        "carryover",
        {"pieces": "{[0,5)}"},
        {"pieces": None},
    ),
    Refusal(
        "carryover_has_pieces_unless_gone",
        "words that are there and stand nowhere",
        "carryover",
        {"outcome": "exact", "pieces": None},
        {"outcome": "exact", "pieces": "{[0,5)}"},
    ),
    *(
        Refusal(
            "carryover_decision_says_who_and_when",
            f"a decision without {name}",
            "carryover",
            {**DECIDED, name: None},
            DECIDED,
            on=("insert",),
        )
        for name in DECIDED
    ),
)
def test_a_proposal_and_its_decision_are_whole(world: World, case: Refusal, write: Write) -> None:
    case.prove(world, write)


@pytest.mark.parametrize("name", DECIDED)
def test_a_decision_that_is_made_is_made_whole(world: World, name: str) -> None:
    row = world.insert("carryover")
    with world.refused("carryover_decision_says_who_and_when"):
        world.update("carryover", row, **{**DECIDED, name: None})
    with world.accepted():
        world.update("carryover", row, **DECIDED)


def test_words_are_looked_for_once_in_each_text(world: World) -> None:
    world.insert("carryover")
    with world.refused("carryover_is_one_per_snapshot"):
        world.insert("carryover")
    other = world.insert("snapshot")
    with world.accepted():
        world.insert("carryover", snapshot_id=other)


@pytest.mark.parametrize("change", [{"accepted": False}, FOUND, {"decided_at": "2026-06-05"}, {"score": 0.1}])
def test_a_decision_is_final(world: World, change: dict[str, Any]) -> None:
    row = world.insert("carryover", **DECIDED)
    with world.refused("carryover_decision_is_final"):
        world.update("carryover", row, **change)
    with world.refused("carryover_decision_is_final"):
        world.delete("carryover", row)


def test_until_then_a_proposal_may_change_and_go(world: World) -> None:
    row = world.insert("carryover")
    with world.accepted():
        world.update("carryover", row, **FOUND)
    with world.accepted():
        world.delete("carryover", row)


@pytest.mark.parametrize("where", ["excerpt", "snapshot"])
def test_a_proposal_stays_with_its_words_and_its_text(world: World, where: str) -> None:
    row = world.insert("carryover")
    other = world.insert(where)
    with world.refused("carryover_stays"):
        world.update("carryover", row, **{f"{where}_id": other})
