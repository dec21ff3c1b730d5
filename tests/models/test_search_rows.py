"""What the rows of search refuse, and what the tables themselves mark as stale, whoever writes."""

from typing import Any

import pytest

from tests.models.world import World


def test_a_row_is_of_a_kind_that_search_knows(world: World) -> None:
    with world.refused("searchrow_kind_is_known"):
        world.insert("searchrow", kind="relay")
    with world.accepted():
        world.insert("searchrow", kind="party")


def test_a_record_has_one_row(world: World) -> None:
    world.insert("searchrow")
    with world.refused("searchrow_is_one_per_record"):
        world.insert("searchrow")
    with world.accepted():
        world.insert("searchrow", kind="source")


def public(world: World) -> None:
    for table in ("party", "incident", "question", "source"):
        name = {"party": "south", "question": "who"}.get(table, table)
        world.publish(table, world[name])
    world.publish("answer", world["theNorth"])
    world.publish("claim", world["claim"])
    world.execute("UPDATE tracker_searchrow SET stale = FALSE, stems = 'x', facets = '{x}', names = 'x'")


def stale(world: World) -> set[tuple[str, int]]:
    return set(world.execute("SELECT kind, of FROM tracker_searchrow WHERE stale").fetchall())


@pytest.mark.parametrize(
    ("table", "row", "change", "marks"),
    [
        ("claim", "claim", {"polarity": "denies"}, {("claim", "claim"), ("question", "who")}),
        ("excerpt", "excerpt", {"gloss": "A gloss", "gloss_language": "en"}, {("claim", "claim")}),
        ("question", "who", {"text": "Who shot first?"}, {("question", "who"), ("claim", "claim")}),
        ("question", "who", {"order": 7}, {("question", "who")}),
        ("answer", "theNorth", {"text": "They"}, {("question", "who"), ("claim", "claim")}),
        ("party", "south", {"name": "The Republic"}, {("party", "south"), ("claim", "claim")}),
        ("source", "source", {"title": "Another"}, {("source", "source")}),
        ("source", "source", {"language": "ko"}, {("source", "source"), ("claim", "claim")}),
        ("incident", "incident", {"title": "Shells"}, {("incident", "incident")}),
        ("incident", "incident", {"occurred_end": "2010-11-24"}, {("incident", "incident"), ("question", "who")}),
    ],
)
def test_a_change_marks_what_is_found_by_it(
    world: World, table: str, row: str, change: dict[str, Any], marks: set[tuple[str, str]]
) -> None:
    public(world)
    world.update(table, world[row], **change)
    assert stale(world) == {(kind, world[name]) for kind, name in marks}
    assert world.one("SELECT bool_and(stems = '' AND facets = '{}' AND names = '') FROM tracker_searchrow WHERE stale")


def test_a_new_side_marks_the_incident_and_its_questions(world: World) -> None:
    public(world)
    world.insert("side", party_id="@south")
    assert stale(world) == {("incident", world["incident"]), ("question", world["who"])}


def test_who_speaks_for_whom_marks_the_questions_on_which_somebody_spoke(world: World) -> None:
    public(world)
    world.insert("affiliation", member_id="@south", organisation_id="@north")
    assert stale(world) == {("question", world["who"])}


def test_what_is_only_proposed_has_no_row(world: World) -> None:
    assert world.one("SELECT count(*) FROM tracker_searchrow WHERE kind <> 'incident'") == 0
