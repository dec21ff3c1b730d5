"""A claim says one thing, of one question; what belongs to it counts without gaps and changes with it alone."""

from typing import Any

import pytest

from tests.models.world import Refusal, World, Write, refusals

DECLINE = {"act": "decline", "polarity": "declines"}


@refusals(
    Refusal(
        "claim_answer_belongs_to_question",
        "a claim whose answer belongs to another question",
        "claim",
        {"question_id": "@drill", "answer_id": "@theNorth"},
        {"question_id": "@drill", "answer_id": "@yes"},
    ),
    Refusal(
        "claim_decline_declines",
        "an act of decline that affirms",
        "claim",
        {"act": "decline", "polarity": "affirms"},
        DECLINE,
    ),
    Refusal(
        "claim_decline_declines",
        "a statement whose polarity declines",
        "claim",
        {"act": "state", "polarity": "declines"},
        {"act": "state", "polarity": "denies"},
    ),
    *(
        Refusal(
            "claim_decline_has_no_certainty",
            f"a decline that is {certainty}",
            "claim",
            DECLINE | {"certainty": certainty},
            DECLINE | {"certainty": "unspecified"},
        )
        for certainty in ("certain", "probable", "possible")
    ),
    Refusal(
        "claim_position_has_an_answer",
        "an affirmation of no answer",
        "claim",
        {"act": "state", "polarity": "affirms", "answer_id": None},
        DECLINE | {"answer_id": None},
    ),
    Refusal(
        "claim_position_has_an_answer",
        "a denial of no answer",
        "claim",
        {"polarity": "denies", "answer_id": None},
        {"polarity": "denies", "answer_id": "@theNorth"},
    ),
    Refusal(
        "claim_retract_names_a_claim",
        "a retraction of nothing",
        "claim",
        {"act": "retract", "retracts_id": None},
        {"act": "retract", "retracts_id": "@claim"},
    ),
    Refusal(
        "claim_retract_names_a_claim",
        "a statement that names a claim to retract",
        "claim",
        {"act": "state", "retracts_id": "@claim"},
        {"act": "state", "retracts_id": None},
    ),
    Refusal(
        "claim_retract_has_an_answer",
        "a decline of the whole question that names a claim to retract",
        "claim",
        DECLINE | {"answer_id": None, "retracts_id": "@claim"},
        DECLINE | {"answer_id": None},
    ),
    Refusal(
        "claim_does_not_retract_itself",
        "a claim that retracts itself",
        "claim",
        {"id": 900, "act": "retract", "retracts_id": 900},
        {"id": 900, "act": "retract", "retracts_id": "@claim"},
    ),
    Refusal(
        "claim_retracts_same_answer_and_polarity",
        "a retraction with another answer",
        "claim",
        {"act": "retract", "retracts_id": "@claim", "answer_id": "@theSouth"},
        {"act": "retract", "retracts_id": "@claim", "answer_id": "@theNorth"},
    ),
    Refusal(
        "claim_retracts_same_answer_and_polarity",
        "a retraction with another polarity",
        "claim",
        {"act": "retract", "retracts_id": "@claim", "polarity": "denies"},
        {"act": "retract", "retracts_id": "@claim", "polarity": "affirms"},
    ),
    Refusal(
        "claim_said_in_order",
        "a claim said until before it was said",
        "claim",
        {"said_start": "2010-11-25", "said_end": "2010-11-24"},
        {"said_start": "2010-11-24", "said_end": "2010-11-25"},
    ),
    Refusal(
        "claim_withdrawn_was_published",
        "a claim withdrawn before it was published",
        "claim",
        {"withdrawn_at": "@instant"},
        {"withdrawn_at": None},
    ),
)
def test_a_claim_is_sound(world: World, case: Refusal, write: Write) -> None:
    case.prove(world, write)


def test_an_answer_with_claims_cannot_move_to_another_question(world: World) -> None:
    with world.refused("claim_answer_belongs_to_question"):
        world.update("answer", world["theNorth"], question_id="@shells")
    with world.accepted():
        world.update("answer", world["theSouth"], question_id="@shells")


def test_a_claim_that_is_retracted_keeps_its_answer_and_polarity(world: World) -> None:
    world.insert("claim", act="retract", retracts_id="@claim")
    with world.refused("claim_retracts_same_answer_and_polarity"):
        world.update("claim", world["claim"], polarity="denies")
    with world.refused("claim_retracts_same_answer_and_polarity"):
        world.delete("claim", world["claim"])
    with world.accepted():
        world.update("claim", world["claim"], certainty="certain")


DIFFERENT: list[dict[str, Any]] = [
    {"speaker_id": "@north"},
    {"excerpt_id": "@other"},
    {"answer_id": "@theSouth"},
    {"question_id": "@drill", "answer_id": "@yes"},
    {"published_at": None},
    {"withdrawn_at": "@instant"},
    DECLINE | {"answer_id": None},
]


@pytest.mark.parametrize("other", DIFFERENT, ids=", ".join)
@pytest.mark.parametrize("first", [{}, DECLINE, DECLINE | {"answer_id": None}], ids=["claim", "decline", "of nothing"])
@pytest.mark.parametrize("write", ["insert", "update"])
def test_one_claim_is_published_once(world: World, write: Write, first: dict[str, Any], other: dict[str, Any]) -> None:
    world.rows["other"] = world.insert("excerpt")
    world.insert("claim", published_at="@instant", **first)
    same = {"published_at": "@instant"} | first
    if "answer_id" in first and "answer_id" in other:  # then the answer tells nothing apart
        other = {"speaker_id": "@north"}
    Refusal("claim_is_published_once", "", "claim", same, same | other).prove(world, "insert")
    if write == "update":
        proposed = world.insert("claim", **first)
        with world.refused("claim_is_published_once"):
            world.publish("claim", proposed)
        with world.accepted():
            world.update("claim", proposed, **{"published_at": "@instant"} | other)


def test_the_same_claim_is_published_again_after_a_withdrawal_but_not_beside_it(world: World) -> None:
    world.publish("claim", world["claim"])
    world.update("claim", world["claim"], withdrawn_at="@instant")
    world.insert("claim", published_at="@instant")
    with world.refused("claim_is_published_once"):
        world.update("claim", world["claim"], withdrawn_at=None)
    with world.accepted():
        world.update("claim", world["claim"], coding_note="It stands elsewhere.")


@refusals(
    Refusal(
        "relay_position_stands_once",
        "a second relay in one position",
        "relay",
        {"position": 1, "party_id": "@spokesman"},
        {"position": 2, "party_id": "@spokesman"},
    ),
    Refusal(
        "relay_party_stands_once",
        "a second relay by one party",
        "relay",
        {"position": 2, "party_id": "@paper"},
        {"position": 2, "party_id": "@spokesman"},
    ),
    Refusal(
        "relay_position_counts_from_one",
        "a relay in position 0",
        "relay",
        {"position": 0, "party_id": "@spokesman"},
        {"position": 2, "party_id": "@spokesman"},
    ),
    Refusal(
        "relay_positions_have_no_gaps",
        "a relay after a gap",
        "relay",
        {"position": 3, "party_id": "@spokesman"},
        {"position": 2, "party_id": "@spokesman"},
    ),
    Refusal(
        "reason_stands_once",
        "a second reason on one answer",
        "reason",
        {"answer_id": "@yes", "direction": "supports"},
        {"answer_id": "@theNorth", "direction": "supports"},
    ),
)
def test_what_belongs_to_a_claim_is_sound(world: World, case: Refusal, write: Write) -> None:
    world.insert("relay", position=1, party_id="@paper")
    world.insert("reason", answer_id="@yes")
    case.prove(world, write)


def test_relays_may_begin_only_at_one_and_change_places_within_a_transaction(world: World) -> None:
    with world.refused("relay_positions_have_no_gaps"):
        world.insert("relay", position=2)
    first = world.insert("relay", position=1, party_id="@paper")
    second = world.insert("relay", position=2, party_id="@spokesman")
    with world.refused("relay_positions_have_no_gaps"):
        world.delete("relay", first)
    with world.accepted():
        world.delete("relay", second)
    with world.accepted():
        world.update("relay", first, position=2)
        world.update("relay", second, position=1)
    with world.accepted():
        world.delete("relay", first)
        world.update("relay", second, position=1)


@pytest.mark.parametrize(
    ("table", "rule"), [("relay", "relay_stays_with_its_claim"), ("reason", "reason_stays_with_its_claim")]
)
def test_what_belongs_to_a_claim_does_not_move_to_another(world: World, table: str, rule: str) -> None:
    another, row = world.insert("claim", speaker_id="@north"), world.insert(table)
    with world.refused(rule):
        world.update(table, row, claim_id=another)
    with world.accepted():
        world.update(table, row, **{"cue": "said"} if table == "relay" else {"direction": "supports"})
