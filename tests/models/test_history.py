"""Nobody writes the history but the triggers, and no session can go around them."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import psycopg
import pytest

from tests.models.world import ANOTHER, VERSIONED, World

Connect = Callable[..., psycopg.Connection[Any]]
EVENTS = [f"tracker_{table}event" for table in VERSIONED]
HISTORY = [*EVENTS, "tracker_change"]
DENIED = "42501"  # insufficient_privilege


@pytest.fixture
def owner(standing: World, connect: Connect) -> World:
    """The same record, with the role that migrates."""
    return standing.on(connect("owner", dbname=standing.connection.info.dbname))


def columns(world: World, table: str) -> str:
    return world.one(
        "SELECT string_agg(quote_ident(attname), ', ') FROM pg_attribute"
        " WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped",
        table,
    )


def events(world: World, table: str, the_id: int) -> list[dict[str, Any]]:
    found = world.execute(
        f"SELECT to_jsonb(e) || jsonb_build_object('at', pgh_created_at) FROM tracker_{table}event e"
        " WHERE pgh_obj_id = %s ORDER BY revision",
        the_id,
    )
    return [event for (event,) in found]


@pytest.mark.parametrize("as_whom", ["default", "owner"])
def test_nobody_changes_the_history(standing: World, owner: World, as_whom: str) -> None:
    world, rule = (standing, DENIED) if as_whom == "default" else (owner, "history_is_append_only")
    for table in HISTORY:
        assert world.one(f"SELECT count(*) FROM {table}") > 0, table
        first = columns(world, table).split(", ")[0]
        for statement in (
            f"UPDATE {table} SET {first} = {first}",
            f"DELETE FROM {table}",
            f"TRUNCATE {table}",
            f"TRUNCATE {table} CASCADE",
        ):
            with world.refused(rule):
                world.connection.execute(statement.encode())


def test_the_serving_role_does_not_add_to_the_history(standing: World) -> None:
    for table in HISTORY:
        names = columns(standing, table)
        for statement in (
            f"INSERT INTO {table} ({names}) SELECT {names} FROM {table} LIMIT 1",
            f"COPY {table} FROM STDIN",
            f"SELECT * FROM {table} FOR UPDATE",
        ):
            with standing.refused(DENIED):
                standing.connection.execute(statement.encode())
    with standing.accepted():
        standing.begin("By a change of the record")
        standing.update("party", standing["north"])


@pytest.mark.parametrize(
    "statement",
    [
        "SET session_replication_role = 'replica'",
        "SET ROLE counterclaim_owner",
        "SET SESSION AUTHORIZATION counterclaim_owner",
        "ALTER TABLE tracker_claim DISABLE TRIGGER ALL",
        "ALTER TABLE tracker_claim DISABLE TRIGGER USER",
        "ALTER TABLE tracker_claimevent DISABLE TRIGGER USER",
        "ALTER TABLE tracker_claim DROP CONSTRAINT claim_decline_declines",
        "ALTER TABLE tracker_claim ADD COLUMN verdict text",
        "DROP TABLE tracker_claimevent",
        "DROP TABLE tracker_draft",
        "DROP FUNCTION tracker_instant(bigint, text)",
        "CREATE OR REPLACE FUNCTION tracker_instant(bigint, text) RETURNS timestamptz LANGUAGE sql AS 'SELECT now()'",
        "ALTER FUNCTION tracker_instant(bigint, text) RESET ALL",
        "CREATE TABLE public.shadow (id int)",
        "CREATE VIEW public.shadow AS SELECT 1",
        "CREATE FUNCTION public.now() RETURNS timestamptz LANGUAGE sql AS 'SELECT NULL::timestamptz'",
        "CREATE SCHEMA shadow",
        "CREATE TRIGGER late BEFORE UPDATE ON tracker_claim FOR EACH ROW EXECUTE FUNCTION suppress_redundant_updates_trigger()",
        "CREATE RULE none AS ON INSERT TO tracker_claim DO INSTEAD NOTHING",
        "ALTER TABLE tracker_claim OWNER TO counterclaim",
        "SELECT setval(pg_get_serial_sequence('tracker_claimevent', 'pgh_id'), 1)",
        "SELECT tracker_redact(1, 1, 'a court')",
        "CREATE EXTENSION dblink",
        "COPY tracker_claim FROM PROGRAM 'true'",
        "SELECT pg_read_file('postgresql.conf')",
        "SELECT lo_import('/etc/hostname')",
    ],
)
def test_the_serving_role_cannot_take_the_guards_away(world: World, statement: str) -> None:
    with world.refused(DENIED):
        world.connection.execute(statement.encode())


def test_the_serving_role_owns_nothing_and_is_a_member_of_nothing(world: World) -> None:
    owned = (
        "SELECT count(*) FROM pg_class WHERE relowner = current_user::regrole AND relnamespace = 'public'::regnamespace"
    )
    assert world.one(owned) == 0
    assert world.one("SELECT count(*) FROM pg_auth_members WHERE member = current_user::regrole") == 0
    assert (
        world.one("SELECT rolsuper OR rolcreaterole OR rolbypassrls FROM pg_roles WHERE rolname = current_user")
        is False
    )


def test_no_setting_of_a_session_switches_a_trigger_off(standing: World) -> None:
    names = "SELECT '{' || string_agg(DISTINCT tgname || ',' || tgrelid::regclass || ':' || tgname, ',') || '}' FROM pg_trigger"
    everything = standing.one(f"{names} WHERE NOT tgisinternal")
    for setting in ("pgtrigger.ignore", "tracker.redacting", "pgtrigger.constraint_timing"):
        standing.execute("SELECT set_config(%s, %s, false)", setting, everything)
        with standing.refused("change_has_by"):
            standing.update("party", standing["north"])
    standing.execute("SELECT set_config('tracker.redacting', 'on', false)")
    with standing.refused("snapshot_never_changes"):
        standing.execute("UPDATE tracker_snapshot SET text = ''")
    standing.begin("An excerpt has other words")
    with standing.refused("excerpt_pieces_never_change"):
        standing.update("excerpt", standing["excerpt"], exact=["", ""])


def test_a_table_of_its_own_with_our_name_hides_nothing_from_the_triggers(standing: World) -> None:
    """The search path of the triggers and of the clock puts temporary tables last."""
    world = standing
    for table in ("tracker_change", "tracker_partyevent", "tracker_claim", "tracker_answer", "tracker_user"):
        world.connection.execute(f"CREATE TEMP TABLE {table} AS SELECT * FROM public.{table}".encode())
    world.connection.execute(
        b"INSERT INTO pg_temp.tracker_change (at, xid, by_id, note) SELECT now(), pg_current_xact_id(), by_id, 'forged' FROM public.tracker_change"
    )
    with world.refused("change_has_by"):
        world.update("party", world["north"])
    world.begin("In truth")
    assert world.one("SELECT count(*) FROM public.tracker_change WHERE note = 'In truth'") == 1
    world.update("party", world["north"], name="The North")
    assert world.one("SELECT count(*) FROM pg_temp.tracker_partyevent WHERE revision = 2") == 0
    assert world.one("SELECT count(*) FROM public.tracker_partyevent WHERE revision = 2") == 1
    with world.refused("yesno_has_one_answer"):
        world.execute("TRUNCATE pg_temp.tracker_answer")
        world.execute(
            'INSERT INTO public.tracker_answer (key, revision, question_id, "order", text)'
            " SELECT 'two', 1, question_id, 2, 'No' FROM public.tracker_answer WHERE id = %s",
            "@yes",
        )


def test_functions_and_operators_of_its_own_are_not_called(standing: World) -> None:
    world = standing
    world.connection.execute(
        b"CREATE FUNCTION pg_temp.pg_current_xact_id() RETURNS xid8 LANGUAGE sql"
        b" AS 'SELECT xid FROM public.tracker_change ORDER BY at LIMIT 1'"
    )
    world.connection.execute(b"SET search_path = pg_temp, public, pg_catalog")
    with world.refused("change_has_by"):
        world.update("party", world["north"])


def test_the_functions_of_the_triggers_write_nothing_from_a_table_of_its_own(standing: World) -> None:
    """They run as the owner: hung on a temporary table, they would write any history into ours."""
    found = standing.execute(
        "SELECT tgfoid::regproc::text, tgrelid::regclass::text FROM pg_trigger t JOIN pg_proc p ON p.oid = t.tgfoid"
        " WHERE NOT tgisinternal AND prosecdef"
    ).fetchall()
    assert len(found) > 80
    for function, table in found:
        with standing.refused(DENIED):
            standing.connection.execute(f"CREATE TEMP TABLE own AS SELECT * FROM {table} LIMIT 0".encode())
            standing.connection.execute(
                f"CREATE TRIGGER forged AFTER INSERT ON own FOR EACH ROW EXECUTE FUNCTION {function}()".encode()
            )


def test_no_function_of_ours_is_open_to_everybody(world: World) -> None:
    found = world.execute(
        "SELECT oid::regprocedure::text FROM pg_proc WHERE pronamespace = 'public'::regnamespace"
        " AND (prosecdef OR starts_with(proname, 'tracker_')) AND has_function_privilege(oid, 'execute')"
    ).fetchall()
    assert found == [("tracker_instant(bigint,text)",)]


def test_every_version_of_a_row_stands_in_the_history_with_who_and_why(committed: World) -> None:
    world = committed
    instants = [world["instant"]]
    world.begin("Seen again")
    instants.append(world["instant"])
    for table in VERSIONED:
        world.update(table, world[table])
    world.connection.commit()
    world.begin("Not needed after all")
    instants.append(world["instant"])
    gone = {table: world.insert(table, **ANOTHER.get(table, {})) for table in VERSIONED}
    world.update("claim", world["claim"])
    for table in VERSIONED:
        world.delete(table, gone[table])
    world.connection.commit()
    for table in VERSIONED:
        versions = events(world, table, world[table])[:2]
        assert [(event["revision"], event["pgh_label"]) for event in versions] == [(1, "insert"), (2, "update")]
        assert [event["pgh_context"] for event in versions] == [
            {"by": world["editor"], "note": note} for note in ("A reason", "Seen again")
        ]
        assert [datetime.fromisoformat(event["at"]) for event in versions] == instants[:2]
        ended = events(world, table, gone[table])
        assert [(event["revision"], event["pgh_label"]) for event in ended] == [(1, "insert"), (2, "delete")]
        assert ended[1]["pgh_context"] == {"by": world["editor"], "note": "Not needed after all"}
        row = world.one(f"SELECT to_jsonb(t) FROM tracker_{table} t WHERE id = %s", world[table])
        assert row.items() <= events(world, table, world[table])[-1].items()


def test_a_write_of_many_rows_and_one_that_meets_a_conflict_are_caught_as_well(standing: World) -> None:
    world = standing
    world.begin("At once")
    count = world.execute("UPDATE tracker_party SET name = name || '!', revision = revision + 1").rowcount
    world.execute(
        "INSERT INTO tracker_party (key, revision, slug, name, monogram, kind, also_known_as, country_code, wikidata)"
        " SELECT key, 1, slug, name, monogram, kind, also_known_as, '', '' FROM tracker_party WHERE id = %s"
        " ON CONFLICT (key) DO UPDATE SET name = 'Met', revision = tracker_party.revision + 1",
        "@north",
    )
    assert world.one("SELECT count(*) FROM tracker_partyevent WHERE revision = 2") == count
    assert events(world, "party", world["north"])[-1]["name"] == "Met"
    assert world.one("SELECT count(*) FROM tracker_partyevent WHERE revision = 3") == 1


def test_a_transaction_has_one_instant_later_than_every_other(standing: World, connect: Connect) -> None:
    world = standing
    before = world["instant"]
    world.begin("first")
    first = world["instant"]
    world.begin("the note of the first call stands")
    assert world["instant"] == first > before
    assert world.one("SELECT count(*) FROM tracker_change WHERE note LIKE 'the note%%'") == 0
    world.connection.rollback()
    world.begin("after a rollback")
    assert world["instant"] > before
    assert abs(world["instant"] - datetime.now(UTC)) < timedelta(minutes=1)


@pytest.mark.parametrize("level", ["REPEATABLE READ", "SERIALIZABLE"])
def test_a_change_sees_what_is_committed(standing: World, level: str) -> None:
    """At a higher level two writers could each add the one answer of a question and see nothing of the other."""
    standing.execute(f"SET TRANSACTION ISOLATION LEVEL {level}")
    with standing.refused("change_sees_what_is_committed"):
        standing.begin("A look at the past")
    standing.connection.rollback()
    with standing.accepted():
        standing.begin("A look at the present")


def test_after_a_restore_the_ids_of_transactions_are_set_to_null_by_the_owner(owner: World) -> None:
    with owner.accepted():
        owner.execute("UPDATE tracker_change SET xid = NULL")
    for change in ("note = 'forged', xid = NULL", "at = at - interval '1 day', xid = NULL", "xid = '9999999'"):
        with owner.refused("history_is_append_only"):
            owner.execute(f"UPDATE tracker_change SET {change}")
