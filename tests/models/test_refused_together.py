"""Working together: four eyes, frozen incidents, merged records, comments, watches, letters, captures."""

from typing import Any

import pytest

from tests.models.world import Refusal, World, Write, refusals

ANSWERED = {"outcome": "mended", "answered_at": "2026-01-02", "answered_by_id": "@editor"}


@refusals(
    Refusal(
        "comment_text_is_not_blank", "a comment that says nothing", "comment", {"text": " \u3164\n"}, {"text": "?"}
    ),
    Refusal("comment_kind_is_known", "a comment of no kind", "comment", {"kind": "praise"}, {"kind": "return"}),
    Refusal(
        "watch_is_of_one_thing",
        "a watch of nothing",
        "watch",
        {"incident_id": None, "party_id": None},
        {"incident_id": None, "party_id": "@north"},
    ),
    Refusal(
        "watch_is_of_one_thing",
        "a watch of two things",
        "watch",
        {"incident_id": "@incident", "question_id": "@who"},
        {"incident_id": None, "question_id": "@who"},
    ),
    Refusal("letter_text_is_not_blank", "a letter that says nothing", "letter", {"text": "\u200b"}, {"text": "평"}),
    Refusal(
        "letter_outcome_is_known",
        "a letter with an outcome of ours only",
        "letter",
        ANSWERED | {"outcome": "lost"},
        ANSWERED | {"outcome": "spam"},
    ),
    *(
        Refusal(
            "letter_is_about_what_its_kind_says",
            f"a {kind} about {given}",
            "letter",
            {"kind": kind, "claim_id": None, given: "@" + row},
            {"kind": kind, "claim_id": None, wanted: "@" + other},
        )
        for kind, given, row, wanted, other in (
            ("source", "party_id", "north", "question_id", "who"),
            ("reply", "question_id", "who", "party_id", "north"),
            ("mistake", "question_id", "who", "claim_id", "claim"),
        )
    ),
    Refusal(
        "letter_is_about_what_its_kind_says",
        "a reply about a party and a claim",
        "letter",
        {"kind": "reply", "party_id": "@north", "claim_id": "@claim"},
        {"kind": "reply", "party_id": "@north", "claim_id": None},
    ),
    *(
        Refusal(
            "letter_answer_says_who_and_when",
            f"an answered letter without {missing}",
            "letter",
            ANSWERED | {missing: None},
            ANSWERED,
        )
        for missing in ("answered_at", "answered_by_id")
    ),
    Refusal(
        "letter_answer_says_who_and_when",
        "an open letter that somebody answered",
        "letter",
        ANSWERED | {"outcome": "open"},
        ANSWERED | {"outcome": "declined"},
    ),
    Refusal("capture_origin_is_known", "a capture from nowhere", "capture", {"origin": "mind"}, {"origin": "paste"}),
    Refusal("capture_state_is_known", "a capture in no state", "capture", {"state": "lost"}, {"state": "filed"}),
    Refusal("user_digest_is_known", "an hourly digest", "user", {"digest": "hourly"}, {"digest": "weekly"}),
)
def test_is_refused(world: World, case: Refusal, write: Write) -> None:
    case.prove(world, write)


@pytest.mark.parametrize(
    "of",
    [
        {"incident_id": "@incident"},
        {"incident_id": None, "question_id": "@who"},
        {"incident_id": None, "party_id": "@north"},
    ],
)
def test_a_thing_is_watched_once_by_one_person(world: World, of: dict[str, Any]) -> None:
    world.insert("watch", **of)
    with world.refused("watch_stands_once"):
        world.insert("watch", **of)
    other = world.insert("user")
    with world.accepted():
        world.insert("watch", **of, user_id=other)


def test_a_letter_of_no_kind_is_refused_also_by_the_vocabulary_alone(connect: Any) -> None:
    """What it is about is looked at first, and holds the kinds as well: the owner takes that rule away."""
    world = World(connect("owner"))
    with world.refused("letter_is_about_what_its_kind_says"):
        world.insert("letter", kind="praise")
    world.execute("SET CONSTRAINTS ALL IMMEDIATE")
    world.execute("ALTER TABLE tracker_letter DROP CONSTRAINT letter_is_about_what_its_kind_says")
    with world.refused("letter_kind_is_known"):
        world.insert("letter", kind="praise")
    with world.accepted():
        world.insert("letter", kind="reply")


def test_a_code_leads_to_one_letter(world: World) -> None:
    world.insert("letter", code_hash="abc")
    with world.refused("tracker_letter_code_hash_key"):
        world.insert("letter", code_hash="abc")


class TestFourEyes:
    @pytest.fixture
    def eyes(self, cloned_db: str, connect: Any) -> World:
        """In a database of its own: a second person writes in a second transaction."""
        world = World(connect())
        world.update("incident", world["incident"], four_eyes=True)
        world.rows["colleague"] = world.insert("user")
        return world

    def test_who_wrote_a_claim_does_not_publish_it(self, eyes: World) -> None:
        with eyes.refused("publication_has_four_eyes"):
            eyes.publish("claim", eyes["claim"])
        hand_over(eyes, "colleague")
        with eyes.accepted():
            eyes.publish("claim", eyes["claim"])

    def test_who_revised_it_wrote_it(self, eyes: World) -> None:
        hand_over(eyes, "colleague")
        eyes.update("claim", eyes["claim"], certainty="probable")
        with eyes.refused("publication_has_four_eyes"):
            eyes.publish("claim", eyes["claim"])
        hand_over(eyes, "editor")
        with eyes.accepted():
            eyes.publish("claim", eyes["claim"])

    def test_no_claim_is_born_published(self, eyes: World) -> None:
        with eyes.refused("publication_has_four_eyes"):
            eyes.insert("claim", published_at=eyes["instant"])
        with eyes.accepted():
            eyes.insert("claim", question_id=elsewhere(eyes), answer_id=eyes["other"], published_at=eyes["instant"])

    def test_what_is_public_may_be_corrected_and_withdrawn_by_who_wrote_it(self, eyes: World) -> None:
        hand_over(eyes, "colleague")
        eyes.publish("claim", eyes["claim"])
        with eyes.accepted():
            eyes.update("claim", eyes["claim"], certainty="probable")
            eyes.update("claim", eyes["claim"], withdrawn_at=eyes["instant"])

    def test_a_claim_does_not_slip_in_from_an_incident_without(self, eyes: World) -> None:
        claim = eyes.insert("claim", question_id=elsewhere(eyes), answer_id=eyes["other"])
        with eyes.refused("publication_has_four_eyes"):
            eyes.publish("claim", claim, question_id=eyes["who"], answer_id=eyes["theNorth"])
        with eyes.accepted():
            eyes.publish("claim", claim)


def hand_over(world: World, to: str) -> None:
    """The next writes are another person's, in a transaction of their own."""
    world.connection.commit()
    world.begin("A reason", by=f"@{to}")


def elsewhere(world: World) -> int:
    """A question of another incident, with the answer `other`."""
    incident = world.insert("incident")
    question = world.insert("question", incident_id=incident)
    world.rows["other"] = world.insert("answer", question_id=question)
    return question


WRITES: dict[str, Any] = {
    "insert a claim": lambda world: world.insert("claim"),
    "change a claim": lambda world: world.update("claim", world["claim"], certainty="probable"),
    "publish a claim": lambda world: world.publish("claim", world["claim"]),
    "remove a claim": lambda world: world.delete("claim", world["claim"]),
    "move a claim away": lambda world: world.update(
        "claim", world["claim"], question_id=world["away"], answer_id=world["other"]
    ),
    "move a claim here": lambda world: world.update(
        "claim", world["claim away"], question_id=world["who"], answer_id=world["theNorth"]
    ),
    "ask a question": lambda world: world.insert("question"),
    "change a question": lambda world: world.update("question", world["who"], text="Who?"),
    "remove a question": lambda world: world.delete("question", world["since"]),
    "add an answer": lambda world: world.insert("answer"),
    "change an answer": lambda world: world.update("answer", world["theNorth"], text="It"),
    "remove an answer": lambda world: world.delete("answer", world["theSouth"]),
    "add a side": lambda world: world.insert("side", party_id="@south"),
    "change a side": lambda world: world.update("side", world["side"], order=7),
    "remove a side": lambda world: world.delete("side", world["side"]),
    "tell two questions apart": lambda world: world.insert("distinction", other_id="@since"),
    "tell one apart from elsewhere": lambda world: world.insert(
        "distinction", question_id=world["away"], other_id="@since"
    ),
    "change a distinction": lambda world: world.update("distinction", world["distinction"], note="Other"),
    "remove a distinction": lambda world: world.delete("distinction", world["distinction"]),
    "rename the incident": lambda world: world.update("incident", world["incident"], title="Other"),
    "ask for four eyes": lambda world: world.update("incident", world["incident"], four_eyes=True),
}


@pytest.mark.parametrize("write", WRITES)
def test_nothing_of_a_frozen_incident_changes_until_it_is_opened(world: World, write: str) -> None:
    world.rows["side"], world.rows["distinction"] = world.insert("side"), world.insert("distinction")
    world.rows["away"] = elsewhere(world)
    world.rows["claim away"] = world.insert("claim", question_id=world["away"], answer_id=world["other"])
    world.update("incident", world["incident"], frozen=True)
    with world.refused("incident_is_frozen"):
        WRITES[write](world)
    world.update("incident", world["incident"], frozen=False)
    with world.accepted():
        WRITES[write](world)


class TestMerged:
    @pytest.mark.parametrize(("table", "one", "other"), [("party", "north", "south"), ("question", "who", "shells")])
    def test_the_way_to_what_lives_is_one_step(self, world: World, table: str, one: str, other: str) -> None:
        third = world.insert(table)
        # the names, spelled out: "party_merges_into_a_living_one", "question_merges_into_a_living_one"
        rule = f"{table}_merges_into_a_living_one"
        with world.refused(rule):
            world.update(table, world[one], merged_into_id=world[one])
        world.update(table, world[one], merged_into_id=world[other])
        with world.refused(rule):
            world.update(table, third, merged_into_id=world[one])
        with world.refused(rule):
            world.update(table, world[other], merged_into_id=third)
        with world.refused(rule):
            world.insert(table, merged_into_id=world[one])
        with world.accepted():
            world.update(table, third, merged_into_id=world[other])

    def test_no_claim_comes_to_what_was_merged(self, world: World) -> None:
        world.update("party", world["north"], merged_into_id=world["south"])
        merged = world.insert("question", merged_into_id=world["who"])
        world.rows["its"] = world.insert("answer", question_id=merged)
        rule = "claim_is_of_what_lives"
        for bad in ({"speaker_id": "@north"}, {"question_id": merged, "answer_id": "@its"}):
            with world.refused(rule):
                world.insert("claim", **bad)
            with world.refused(rule):
                world.update("claim", world["claim"], **bad)
        with world.accepted():
            world.insert("claim", speaker_id="@south")

    def test_what_was_there_before_stays_correctable(self, world: World) -> None:
        claim = world.insert("claim", speaker_id="@north")
        world.update("party", world["north"], merged_into_id=world["south"])
        with world.accepted():
            world.update("claim", claim, certainty="probable")

    def test_an_answer_follows_its_party_into_the_one_it_was_merged_into_and_to_no_other(self, world: World) -> None:
        world.update("answer", world["theNorth"], about_id=world["north"])
        world.publish("claim", world["claim"])
        with world.refused("answer_is_frozen"):
            world.update("answer", world["theNorth"], about_id=world["south"])
        world.update("party", world["north"], merged_into_id=world["south"])
        with world.refused("answer_is_frozen"):
            world.update("answer", world["theNorth"], about_id=world["paper"])
        with world.accepted():
            world.update("answer", world["theNorth"], about_id=world["south"])
