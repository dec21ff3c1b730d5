"""Nothing is forgotten: every table is guarded, and every rule has its test."""

import re
from pathlib import Path
from typing import Any

import pgtrigger
import psycopg
import pytest
from django.apps import apps

from tests.models.world import SOUND, VERSIONED, World
from tracker.models import (
    Capture,
    Carryover,
    Change,
    Comment,
    Draft,
    Letter,
    SearchRow,
    Shingles,
    Snapshot,
    Step,
    User,
    Watch,
)
from tracker.models.base import Versioned
from tracker.models.history import Event
from tracker.models.known_by import RecordQuerySet

MODELS = [model for model in apps.get_app_config("tracker").get_models() if not issubclass(model, Event)]
AT_WORK = (Draft, Capture, Shingles, SearchRow, Carryover, Comment, Watch, Step, Letter)
RECORD = [model for model in MODELS if model not in (Change, User, Snapshot, *AT_WORK)]
GUARDS = ("a_revision", "never_emptied", "insert_insert", "update_update", "delete_delete")

# unique only so that a composite key may point at them: the primary key is in both
TARGETS = {"answer_and_question", "claim_and_answer_and_polarity"}
# those of Django, proven by kind: `test_a_key_stands_once`, `test_a_reference_to_nothing_is_refused_at_commit`
OF_DJANGO = re.compile(r"tracker_\w+(_key|_uniq|_pkey|_fk_\w+)$")
OF_HISTORY = re.compile(r"(\w+)event_one_per_revision$")
RULE = re.compile(r"CONSTRAINT = '(\w+)'")


def test_the_tests_know_every_table() -> None:
    assert {model._meta.model_name for model in MODELS} == {*SOUND, "change"}
    assert {model._meta.model_name for model in RECORD} == set(VERSIONED)


@pytest.mark.parametrize("model", RECORD, ids=lambda model: model.__name__)
def test_a_table_of_the_record_is_versioned_guarded_and_asked_for_a_viewer(model: Any, world: World) -> None:
    assert issubclass(model, Versioned)
    assert isinstance(model.objects.all(), RecordQuerySet)
    assert callable(model.objects.all().visible_to)
    table = model._meta.db_table
    names = {name for (name,) in world.execute("SELECT tgname FROM pg_trigger WHERE tgrelid = %s::regclass", table)}
    for guard in GUARDS:
        assert any(name.startswith(f"pgtrigger_{guard}_") for name in names), guard
    live, kept = (columns(world, name) for name in (table, f"{table}event"))
    assert live.items() <= kept.items()
    assert set(kept) - set(live) == {"pgh_id", "pgh_obj_id", "pgh_created_at", "pgh_label", "pgh_context"}
    assert kept["pgh_id"] == kept["pgh_obj_id"] == ("bigint", True)
    assert kept["pgh_context"] == ("jsonb", True)


def columns(world: World, table: str) -> dict[str, tuple[str, bool]]:
    """Type of each column, and whether it refuses null."""
    found = world.execute(
        "SELECT attname, format_type(atttypid, atttypmod), attnotnull FROM pg_attribute"
        " WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped",
        table,
    )
    return {name: (kind, never_null) for name, kind, never_null in found}


def test_every_trigger_of_the_models_stands_in_the_database_and_no_other(world: World) -> None:
    wanted = {(model._meta.db_table, trigger.get_pgid(model)) for model, trigger in pgtrigger.registered()}
    found = world.execute("SELECT tgrelid::regclass::text, tgname FROM pg_trigger WHERE NOT tgisinternal").fetchall()
    assert {row for row in found if row[0].startswith("tracker_")} == wanted
    assert world.one("SELECT count(*) FROM pg_trigger WHERE NOT tgisinternal AND tgenabled <> 'O'") == 0


def test_no_trigger_asks_a_session_whether_it_may_run(world: World) -> None:
    found = world.execute(
        "SELECT proname, prosrc, prosecdef, proconfig FROM pg_proc p WHERE EXISTS (SELECT FROM pg_trigger t"
        " JOIN pg_class c ON c.oid = t.tgrelid WHERE t.tgfoid = p.oid AND NOT t.tgisinternal"
        " AND starts_with(c.relname, 'tracker_'))"
    ).fetchall()
    assert len(found) > 80
    for name, source, as_owner, setting in found:
        assert "ignore" not in source, name
        assert as_owner, name
        assert setting == ["search_path=pg_catalog, public, pg_temp"], name


def raised(world: World) -> set[str]:
    """The names under which functions refuse."""
    sources = world.execute("SELECT prosrc FROM pg_proc WHERE pronamespace = 'public'::regnamespace").fetchall()
    return {name for (source,) in sources for name in RULE.findall(source)}


def constrained(world: World) -> list[str]:
    """The names of constraints, and of unique indexes that are none."""
    found = world.execute(
        "SELECT conname FROM pg_constraint WHERE contype IN ('c', 'u', 'x', 'f')"
        " AND starts_with(conrelid::regclass::text, 'tracker_')"
        " UNION ALL SELECT c.relname FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid"
        " WHERE i.indisunique AND starts_with(i.indrelid::regclass::text, 'tracker_')"
        " AND NOT EXISTS (SELECT FROM pg_constraint k WHERE k.conindid = i.indexrelid)"
    )
    return [name for (name,) in found]


def test_a_rule_has_one_name_and_no_other_rule_has_it(world: World) -> None:
    names = constrained(world)
    assert len(names) == len(set(names))
    assert set(names) & raised(world) == set()


def test_every_rule_of_the_database_has_a_test(world: World) -> None:
    here = Path(__file__)
    tests = "\n".join(each.read_text() for each in sorted(here.parent.glob("test_*.py")) if each != here)
    rules = {*constrained(world), *raised(world)} - TARGETS
    ours = {name for name in rules if not OF_DJANGO.match(name) and not OF_HISTORY.match(name)}
    assert len(ours) > 80
    assert {name for name in ours if f'"{name}"' not in tests} == set()


@pytest.mark.parametrize("table", VERSIONED)
def test_the_id_of_a_row_that_is_gone_is_not_used_again(world: World, table: str) -> None:
    row = world.insert(table)
    world.delete(table, row)
    with world.refused(f"{table}event_one_per_revision"):
        world.insert(table, id=row)
    with world.accepted():
        world.insert(table, id=row + 1000)


def test_the_database_itself_says_which_rule_was_broken(world: World) -> None:
    with pytest.raises(psycopg.errors.CheckViolation) as caught:
        world.insert("claim", act="decline")
    assert caught.value.diag.constraint_name == "claim_decline_declines"
    with pytest.raises(psycopg.errors.InFailedSqlTransaction):
        world.execute("SELECT 1")


def test_no_index_stands_twice(world: World) -> None:
    found = world.execute(
        "SELECT indrelid::regclass::text, array_agg(indexrelid::regclass::text) FROM pg_index"
        " WHERE starts_with(indrelid::regclass::text, 'tracker_') AND indpred IS NULL"
        " GROUP BY indrelid, indkey::text, indclass::text HAVING count(*) > 1"
    ).fetchall()
    assert found == []


@pytest.mark.parametrize("table", VERSIONED)
def test_the_past_of_a_row_is_found_by_its_key_its_slug_and_whatever_it_belongs_to(world: World, table: str) -> None:
    model = apps.get_model("tracker", table)
    entries = {f.column for f in model._meta.fields if f.many_to_one or f.name in ("key", "slug")}
    found = world.execute(
        "SELECT a.attname FROM pg_index i JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = i.indkey[0]"
        " WHERE i.indrelid = %s::regclass",
        f"tracker_{table}event",
    )
    assert entries <= {column for (column,) in found}
