"""What published claims rest on keeps its meaning: another meaning is another question, answer or party."""

from typing import Any

import pytest

from tests.models.world import World

QUESTION: list[tuple[str, dict[str, Any]]] = [
    ("who", {"kind": "naming"}),
    ("who", {"kind": "quantity", "unit": "shells"}),
    ("who", {"exclusive": False}),
    ("who", {"incident_id": "@elsewhere"}),
    ("shells", {"unit": "rockets"}),
    ("shells", {"kind": "choice", "unit": ""}),
    ("drill", {"kind": "choice"}),
]
ANSWER: list[tuple[str, dict[str, Any]]] = [
    ("who", {"about_id": "@north"}),
    ("who", {"question_id": "@spare"}),
    ("shells", {"number": "[10,20]"}),
    ("shells", {"number": None}),
    ("since", {"days": "[2010-01-01,2010-12-31]"}),
]


def answered(world: World, question: str) -> int:
    """An answer to the question, of which no claim speaks."""
    value = {"shells": {"number": "[10,10]"}, "since": {"days": "[2010-01-01,)"}}.get(question, {})
    return world["yes"] if question == "drill" else world.insert("answer", question_id=f"@{question}", **value)


@pytest.fixture
def places(world: World) -> World:
    world.rows["elsewhere"] = world.insert("incident")
    world.rows["spare"] = world.insert("question")
    world.delete("claim", world["claim"])
    return world


@pytest.mark.parametrize(("question", "change"), QUESTION)
def test_a_question_is_frozen_by_its_first_published_claim(
    places: World, question: str, change: dict[str, Any]
) -> None:
    world, row = places, places[question]
    answer = world["theNorth"] if question == "who" else answered(world, question)
    if "number" not in change and question == "shells":
        world.update("answer", answer, number=None)
    claim = world.insert("claim", question_id=row, answer_id=answer)
    with world.accepted():
        world.update("question", row, **change)
    world.publish("claim", claim)
    with world.refused("question_is_frozen"):
        world.update("question", row, **change)
    world.update("claim", claim, withdrawn_at="@instant")
    with world.refused("question_is_frozen"):
        world.update("question", row, **change)
    with world.accepted():
        world.update("question", row, text="Who was the first to fire?", order=7, slug="first")


@pytest.mark.parametrize(("question", "change"), ANSWER)
def test_an_answer_is_frozen_by_its_first_published_claim(places: World, question: str, change: dict[str, Any]) -> None:
    world, row = places, answered(places, question)
    with world.accepted():
        world.update("answer", row, **change)
    other = world["theSouth"] if question == "who" else answered(world, question)
    world.insert("claim", question_id=world[question], answer_id=other, published_at="@instant")
    claim = world.insert("claim", question_id=world[question], answer_id=row, speaker_id="@north")
    if "question_id" not in change:
        with world.accepted():  # claims on another answer freeze nothing here, nor do proposed ones
            world.update("answer", row, **change)
    world.publish("claim", claim)
    with world.refused("answer_is_frozen"):
        world.update("answer", row, **change)
    with world.accepted():
        world.update("answer", row, text="Northern guns", order=3)


@pytest.mark.parametrize("path", ["speaker", "relay", "about", "publisher"])
def test_a_party_keeps_its_kind_from_the_first_published_claim_on(places: World, path: str) -> None:
    world = places
    party = world.insert("party", kind="body")
    fields: dict[str, Any] = {}
    if path == "speaker":
        fields = {"speaker_id": party}
    elif path == "about":
        fields = {"answer_id": world.insert("answer", about_id=party)}
    elif path == "publisher":
        words = {"snapshot_id": world.insert("snapshot", source_id=world.insert("source", publisher_id=party))}
        fields = {"excerpt_id": world.insert("excerpt", **words)}
    claim = world.insert("claim", **fields)
    if path == "relay":
        world.insert("relay", claim_id=claim, party_id=party)
    with world.accepted():
        world.update("party", party, kind="agency")
    world.publish("claim", claim)
    for kind in ("agency", "state", "unnamed", "media"):
        with world.refused("party_kind_is_frozen"):
            world.update("party", party, kind=kind)
    with world.accepted():
        world.update("party", party, name="The ministry", monogram="MIN", slug="ministry")


def test_a_party_on_which_no_claim_rests_may_change_its_kind(places: World) -> None:
    world = places
    party = world.insert("party", kind="body")
    world.insert("answer", about_id=party)
    world.insert("source", publisher_id=party)
    world.insert("side", party_id=party)
    world.insert("claim", published_at="@instant")
    with world.accepted():
        world.update("party", party, kind="agency")
