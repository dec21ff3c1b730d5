"""What the law forbids is taken by the owner alone: the text goes; hash, ground and date stay."""

from collections.abc import Callable
from typing import Any

import psycopg
import pytest

from tests.models.world import TEXT, World, pieces, sha256

Connect = Callable[..., psycopg.Connection[Any]]


@pytest.fixture
def owner(committed: World, connect: Connect) -> World:
    """The owner, on a record with a glossed and published excerpt in two versions."""
    committed.begin("Publish")
    committed.update("excerpt", committed["excerpt"], gloss="First they fired", gloss_language="en")
    committed.publish("claim", committed["claim"])
    committed.connection.commit()
    return committed.on(connect("owner"))


def test_a_redaction_takes_the_text_and_keeps_hash_ground_and_date(owner: World) -> None:
    before = owner.execute(
        "SELECT key, source_id, sha256, captured_at, captured_from FROM tracker_snapshot WHERE id = %s", "@snapshot"
    ).fetchone()
    owner.execute("SELECT tracker_redact(%s, %s, 'Order 7 of the court')", "@snapshot", "@editor")
    owner.connection.commit()
    text, original, media_type, ground, at = (
        owner.execute(
            "SELECT text, original, media_type, redaction_ground, redacted_at FROM tracker_snapshot WHERE id = %s",
            "@snapshot",
        ).fetchone()
        or ()
    )
    assert (text, original, media_type, ground) == ("", None, "", "Order 7 of the court")
    assert at == owner.one("SELECT max(at) FROM tracker_change WHERE by_id = %s AND note = %s", "@editor", ground)
    assert (
        before
        == owner.execute(
            "SELECT key, source_id, sha256, captured_at, captured_from FROM tracker_snapshot WHERE id = %s", "@snapshot"
        ).fetchone()
    )
    assert owner.one("SELECT sha256 FROM tracker_snapshot WHERE id = %s", "@snapshot") == sha256(TEXT)


def test_the_words_go_from_every_excerpt_and_its_history_and_the_claims_stay(owner: World) -> None:
    owner.execute("SELECT tracker_redact(%s, %s, 'Order 7 of the court')", "@snapshot", "@editor")
    owner.connection.commit()
    assert owner.execute(
        "SELECT exact, gloss, gloss_language, revision, pieces::text FROM tracker_excerpt WHERE id = %s", "@excerpt"
    ).fetchone() == (
        ["", ""],
        "",
        "",
        3,
        owner.one("SELECT %s::int4multirange::text", pieces("the North fired first.", "A drill")),
    )
    history = owner.execute(
        "SELECT revision, exact, gloss, gloss_language, pgh_context ->> 'note' FROM tracker_excerptevent"
        " WHERE pgh_obj_id = %s ORDER BY revision",
        "@excerpt",
    ).fetchall()
    assert history == [
        (1, ["", ""], "", "", "A reason"),
        (2, ["", ""], "", "", "Publish"),
        (3, ["", ""], "", "", "Order 7 of the court"),
    ]
    for table in owner.execute(
        "SELECT oid::regclass::text FROM pg_class WHERE relname LIKE 'tracker%%' AND relkind = 'r'"
    ):
        found = owner.one(f"SELECT count(*) FROM {table[0]} t WHERE to_jsonb(t)::text LIKE '%%fired first.%%'")
        assert found == 0, table
    assert owner.one("SELECT count(*) FROM tracker_claim WHERE excerpt_id = %s", "@excerpt") == 1


def test_other_snapshots_and_their_excerpts_are_left_alone(owner: World) -> None:
    owner.begin("Another")
    another = owner.insert("snapshot")
    excerpt = owner.insert("excerpt", snapshot_id=another)
    owner.connection.commit()
    owner.execute("SELECT tracker_redact(%s, %s, 'Order 7 of the court')", "@snapshot", "@editor")
    assert owner.one("SELECT text FROM tracker_snapshot WHERE id = %s", another) == TEXT
    assert owner.one("SELECT exact FROM tracker_excerpt WHERE id = %s", excerpt) == ["Seoul says"]


def test_the_serving_role_takes_nothing(owner: World, committed: World) -> None:
    for statement in (
        "SELECT tracker_redact(%s, %s, 'Order 7')",
        "SELECT set_config('tracker.redacting', 'on', true), tracker_redact(%s, %s, 'Order 7')",
    ):
        with committed.refused("42501"):
            committed.execute(statement, "@snapshot", "@editor")
    with owner.accepted():
        owner.execute("SELECT tracker_redact(%s, %s, 'Order 7')", "@snapshot", "@editor")


def test_a_redaction_has_a_ground(owner: World) -> None:
    for ground in ("", " ", "\u00a0\u3000", None):
        with owner.refused("23502" if ground is None else "snapshot_redaction_has_a_ground"):
            owner.execute("SELECT tracker_redact(%s, %s, %s)", "@snapshot", "@editor", ground)
    with owner.refused("change_has_by"):
        owner.execute("SELECT tracker_redact(%s, NULL, 'Order 7')", "@snapshot")
    with owner.accepted():
        owner.execute("SELECT tracker_redact(%s, %s, 'Order 7')", "@snapshot", "@editor")


def test_a_text_is_taken_once_and_its_ground_and_date_stand(owner: World) -> None:
    with owner.refused("redaction_takes_a_text"):
        owner.execute("SELECT tracker_redact(987654, %s, 'Order 7')", "@editor")
    owner.execute("SELECT tracker_redact(%s, %s, 'Order 7')", "@snapshot", "@editor")
    with owner.refused("redaction_takes_a_text"):
        owner.execute("SELECT tracker_redact(%s, %s, 'Order 8')", "@snapshot", "@editor")
    with owner.refused("excerpt_is_verbatim"):
        owner.insert("excerpt", pieces="{[0,1)}", exact=["S"])


FORBIDDEN = [
    ("UPDATE tracker_snapshot SET text = 'Seoul says nothing.'", "snapshot_never_changes"),
    (
        "UPDATE tracker_snapshot SET text = 'a', redacted_at = now(), redaction_ground = 'b'",
        "snapshot_redaction_has_a_ground",
    ),
    (
        "UPDATE tracker_snapshot SET text = '', sha256 = '', redacted_at = now(), redaction_ground = 'b'",
        "snapshot_never_changes",
    ),
    ("DELETE FROM tracker_snapshot", "snapshot_never_changes"),
    ("TRUNCATE tracker_snapshot CASCADE", "snapshot_never_changes"),
    ("UPDATE tracker_excerpt SET exact = ARRAY['a', 'b'], revision = revision + 1", "excerpt_pieces_never_change"),
    ("UPDATE tracker_excerpt SET pieces = '{[0,1)}', revision = revision + 1", "excerpt_pieces_never_change"),
    ("UPDATE tracker_excerptevent SET pieces = '{[0,1)}'", "history_is_append_only"),
    ("UPDATE tracker_excerptevent SET pgh_context = '{}'", "history_is_append_only"),
    ("DELETE FROM tracker_excerptevent", "history_is_append_only"),
    ("UPDATE tracker_claimevent SET cue = ''", "history_is_append_only"),
    ("UPDATE tracker_change SET note = ''", "history_is_append_only"),
]


@pytest.mark.parametrize("redacting", ["on", "off", "", None])
def test_not_even_the_owner_changes_anything_else_on_the_way(owner: World, redacting: str | None) -> None:
    owner.begin("Order 7 of the court")
    if redacting is not None:
        owner.execute("SELECT set_config('tracker.redacting', %s, true)", redacting)
    for statement, rule in FORBIDDEN:
        if redacting != "on" and rule == "snapshot_redaction_has_a_ground":
            rule = "snapshot_never_changes"
        with owner.refused(rule):
            owner.connection.execute(statement.encode())
