"""Nobody overwrites what they have not seen, and whatever is public changes with a note or not at all."""

from collections.abc import Callable
from typing import Any

import psycopg
import pytest

from tests.models.world import ANOTHER, PUBLISHED, VERSIONED, World

Connect = Callable[..., psycopg.Connection[Any]]
FURTHER: dict[str, dict[str, Any]] = {
    "affiliation": {"speaks_for": False},
    "side": {"party_id": "@nobody"},
    "distinction": {"other_id": "@shells"},
    "excerpt": {"pieces": "{[1,2)}", "exact": ["e"]},
    "relay": {"position": 3, "party_id": "@north"},
    "reason": {"answer_id": "@theNorth"},
}
BLANK_NOTES = ("", " \n", "\u00a0\u3000", "\u200b")


def make_public(world: World, table: str) -> None:
    """Publish whatever makes the row of this table, made by `fill`, public."""
    rests_on = {
        "side": [("incident", "incident")],
        "distinction": [("question", "who"), ("question", "drill")],
        "affiliation": [("party", "spokesman"), ("party", "north")],
        "excerpt": [("claim", "on_excerpt")],
    }
    if table == "excerpt":
        world.rows["on_excerpt"] = world.insert("claim", excerpt_id=world["excerpt"], speaker_id="@north")
    for other, name in rests_on.get(table, [(table, table)]):
        world.publish(other, world[name])


PUBLIC = [table for table in VERSIONED if table not in ("relay", "reason")]


@pytest.mark.parametrize("table", VERSIONED)
def test_an_update_sets_the_next_revision(world: World, table: str) -> None:
    row = world.insert(table)
    world.update(table, row)
    for wrong in (2, 1, 4, 0, -3):
        with world.refused("revision_is_next"):
            world.update(table, row, revision=wrong)
    with world.accepted():
        world.update(table, row, revision=3)


@pytest.mark.parametrize("table", VERSIONED)
def test_a_record_starts_at_revision_one(world: World, table: str) -> None:
    for wrong in (0, 2):
        with world.refused("revision_is_next"):
            world.insert(table, revision=wrong)
    with world.accepted():
        world.insert(table, revision=1)


@pytest.mark.parametrize("table", VERSIONED)
def test_a_key_and_an_id_never_change(world: World, table: str) -> None:
    row = world.insert(table)
    for field, value in (("key", "another"), ("id", row + 1000)):
        with world.refused("key_is_immutable"):
            world.update(table, row, **{field: value})
    with world.accepted():
        world.update(table, row)


@pytest.mark.parametrize("table", [*VERSIONED, "snapshot", "draft"])
def test_a_key_stands_once(world: World, table: str) -> None:
    world.insert(table, key="same")
    another = ANOTHER.get(table, {})
    with world.refused(f"tracker_{table}_key_key"):
        world.insert(table, key="same", **another)
    with world.accepted():
        world.insert(table, key="other", **another)


def test_a_change_without_by_is_refused(committed: World) -> None:
    world = committed
    world.begin("Rows that nothing rests on")
    alone = {table: world.insert(table, **ANOTHER.get(table, {})) for table in VERSIONED}
    world.update("claim", world["claim"])
    world.connection.commit()
    for table in VERSIONED:
        with world.refused("change_has_by"):
            world.insert(table, **FURTHER.get(table, {}))
        with world.refused("change_has_by"):
            world.update(table, alone[table])
        with world.refused("change_has_by"):
            world.delete(table, alone[table])
    with world.refused("change_has_by"):
        world.insert("snapshot")
    with world.refused("change_has_by"):
        world.execute("SELECT tracker_instant(NULL, 'why')")
    with world.accepted():
        world.begin("Now it says who")
        for table in VERSIONED:
            world.update("claim", world["claim"])
            if table != "claim":
                world.update(table, world[table])


def test_an_account_that_is_not_there_makes_no_change(world: World) -> None:
    world.connection.rollback()
    with world.refused("23503"):
        world.execute("SELECT tracker_instant(987654, 'why')")


def test_a_public_change_without_by_is_refused(committed: World) -> None:
    committed.begin("Publish")
    for table in PUBLISHED:
        committed.publish(table, committed[table])
    committed.connection.commit()
    for table in PUBLISHED:
        with committed.refused("change_has_by"):
            committed.update(table, committed[table])


@pytest.mark.parametrize("table", PUBLIC)
def test_a_public_change_without_a_note_is_refused(table: str, serving_connection: psycopg.Connection[Any]) -> None:
    for note in BLANK_NOTES:
        world = World(serving_connection, note=note)
        world.fill()
        with world.accepted():  # what is not public yet needs none
            world.update(table, world[table])
        make_public(world, table)
        with world.refused("public_change_has_note"):
            world.update(table, world[table])
        serving_connection.rollback()
    world = World(serving_connection, note="고침")
    world.fill()
    make_public(world, table)
    with world.accepted():
        world.update(table, world[table])


@pytest.mark.parametrize("table", PUBLIC)
def test_what_was_published_is_never_removed(world: World, table: str) -> None:
    if table == "excerpt":
        row = world.insert("excerpt")
        world.rows["excerpt"] = row
    else:
        row = world.rows[table] = world.insert(table)
    with world.accepted():
        world.delete(table, row)
    make_public(world, table)
    with world.refused("published_is_never_removed"):
        world.delete(table, row)
    with world.accepted():
        world.update(table, row)


def test_a_withdrawn_claim_is_never_removed(world: World) -> None:
    world.publish("claim", world["claim"])
    world.update("claim", world["claim"], withdrawn_at="@instant")
    with world.refused("published_is_never_removed"):
        world.delete("claim", world["claim"])
    with world.accepted():
        world.delete("claim", world.insert("claim"))


@pytest.mark.parametrize("table", PUBLISHED)
def test_a_publication_is_neither_undone_nor_redated(world: World, table: str) -> None:
    row = world.insert(table)
    with world.accepted():
        world.update(table, row, published_at=None)
    world.publish(table, row)
    for other in (None, "2010-01-01", "infinity"):
        with world.refused("published_at_is_final"):
            world.update(table, row, published_at=other)
    with world.accepted():
        world.publish(table, row)


@pytest.mark.parametrize("table", VERSIONED)
def test_no_table_is_emptied(world: World, connect: Connect, table: str) -> None:
    with world.refused("42501"):
        world.execute(f"TRUNCATE tracker_{table} CASCADE")
    world.connection.rollback()
    owner = world.on(connect("owner"))
    with owner.refused("published_is_never_removed"):
        owner.connection.execute(f"TRUNCATE tracker_{table} CASCADE")


@pytest.mark.parametrize("table", ["relay", "reason"])
def test_what_belongs_to_a_claim_changes_only_with_a_revision_of_it(committed: World, table: str) -> None:
    world = committed
    rule = {"relay": "relay_changes_with_its_claim", "reason": "reason_changes_with_its_claim"}[table]
    more = {"relay": {"position": 2, "party_id": "@north"}, "reason": {"answer_id": "@yes"}}[table]
    world.begin("A correction")
    other = world.insert("claim", speaker_id="@north")
    writes: list[Callable[[], object]] = [
        lambda: world.insert(table, **more),
        lambda: world.update(table, world[table]),
        lambda: world.delete(table, world[table]),
    ]
    for write in writes:
        with world.refused(rule):
            write()
        with world.refused(rule):
            world.update("claim", other)
            write()
        with world.accepted():
            world.update("claim", world["claim"])
            write()
        with world.accepted():
            write()
            world.update("claim", world["claim"])


def test_a_public_claim_loses_a_relay_only_with_a_note(committed: World) -> None:
    world = committed
    world.begin("Publish")
    world.publish("claim", world["claim"])
    world.connection.commit()
    world.begin("")
    with world.refused("public_change_has_note"):
        world.delete("relay", world["relay"])
        world.update("claim", world["claim"])
    with world.refused("relay_changes_with_its_claim"):
        world.delete("relay", world["relay"])
    world.connection.rollback()
    world.begin("The paper was there itself.")
    with world.accepted():
        world.delete("relay", world["relay"])
        world.update("claim", world["claim"])


def test_a_proposed_claim_goes_with_all_that_belongs_to_it(committed: World) -> None:
    world = committed
    world.begin("A mistake")
    with world.refused("23503"):
        world.delete("claim", world["claim"])
    with world.accepted():
        world.delete("relay", world["relay"])
        world.delete("reason", world["reason"])
        world.delete("comment", world["comment"])
        world.delete("letter", world["letter"])
        world.delete("claim", world["claim"])
