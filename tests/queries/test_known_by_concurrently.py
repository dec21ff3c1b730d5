"""Every past instant reads back exactly as it was read when it was the present, whoever wrote meanwhile."""

import random
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from typing import Any

import psycopg
import pytest
from django.apps import apps
from django.db import connection, transaction
from psycopg import sql

from tests.models.world import ANOTHER, PUBLISHED, VERSIONED, World
from tracker.models import Snapshot, latest_instant
from tracker.queries.record import load_record

Connect = Callable[..., psycopg.Connection[Any]]
MODELS = [*(apps.get_model("tracker", table) for table in VERSIONED), Snapshot]

# a field of each table that may change at any time, and what it may become
WORDS = [f"words {n}" for n in range(50)]
EDITS: dict[str, dict[str, list[Any]]] = {
    "party": {
        "name": WORDS,
        "monogram": ["A", "B", "C"],
        "also_known_as": [[], ["x"], ["x", "y"]],
        "kind": ["body", "state"],
    },
    "affiliation": {
        "role": WORDS,
        "grounds": WORDS,
        "speaks_for": [True, False],
        "during": ["[2001-01-01,)", "(,2012-01-01)"],
    },
    "incident": {"title": WORDS, "summary": WORDS, "occurred_start": ["2010-11-23", "2010-11-01"]},
    "side": {"order": [1, 2, 3]},
    "question": {"text": WORDS, "order": [1, 2, 3], "exclusive": [True, False]},
    "answer": {"text": WORDS, "order": [1, 2, 3]},
    "distinction": {"note": WORDS},
    "source": {"title": WORDS, "rights": WORDS, "extent": ["whole", "extract"]},
    "excerpt": {"gloss": WORDS, "gloss_language": ["en", "ko"]},
    "claim": {"cue": WORDS, "certainty": ["certain", "probable"], "polarity": ["affirms", "denies"]},
    "relay": {"cue": WORDS},
    "reason": {"direction": ["supports", "undermines"]},
}
ROWS = {"member_id": "party", "organisation_id": "party", "party_id": "party", "speaker_id": "party"} | {
    "publisher_id": "party",
    "incident_id": "incident",
    "question_id": "question",
    "other_id": "question",
    "answer_id": "answer",
    "about_id": "answer",
    "source_id": "source",
    "snapshot_id": "snapshot",
    "excerpt_id": "excerpt",
    "claim_id": "claim",
}


class Editor:
    """Somebody who edits whatever comes to hand, in transactions of their own."""

    def __init__(self, world: World, seed: int) -> None:
        self.world = world
        self.chance = random.Random(seed)
        self.done = 0

    def work(self, transactions: int) -> None:
        with self.world.connection as connection:  # closed at the end, so that a fault here keeps nobody waiting
            for _ in range(transactions):
                if self.chance.random() < 0.3:  # begins long before its first write
                    connection.execute("SELECT 1")
                    time.sleep(0.004)
                self.transaction()
                if self.chance.random() < 0.15:
                    connection.rollback()
                else:
                    connection.commit()

    def transaction(self) -> None:
        self.world.begin(self.chance.choice(WORDS))
        for _ in range(self.chance.randint(1, 4)):
            try:
                with self.world.connection.transaction():
                    self.edit()
                    self.world.settle()
                    self.done += 1
            except psycopg.errors.IntegrityError:
                pass  # refused, as much of what is done at random is
            self.world.execute("SET CONSTRAINTS ALL DEFERRED")
        if self.chance.random() < 0.2:
            time.sleep(0.003)

    def edit(self) -> None:
        table = self.chance.choice(VERSIONED)
        lottery = {0: self.insert, 1: self.delete, 2: self.publish}
        write = lottery.get(self.chance.randint(0, 6), self.update) if self.some(table) else self.insert
        write(table)
        if table in ("relay", "reason") and self.chance.random() < 0.9:
            for (claim,) in self.world.execute("SELECT id FROM tracker_claim").fetchall():
                self.world.update("claim", claim)

    def some(self, table: str) -> int:
        query = sql.SQL("SELECT id FROM {} ORDER BY id").format(sql.Identifier(f"tracker_{table}"))
        return int(self.chance.choice(self.world.execute(query).fetchall() or [(0,)])[0])

    def update(self, table: str) -> None:
        field = self.chance.choice(list(EDITS[table]))
        fields = {field: self.chance.choice(EDITS[table][field])}
        if table == "excerpt":
            fields = {name: self.chance.choice(values) for name, values in EDITS[table].items()}
        self.world.update(table, self.some(table), **fields)

    def insert(self, table: str) -> None:
        if table == "excerpt":
            start = self.chance.randrange(10)
            text = "Seoul says 🌊"
            snapshot = self.world.insert("snapshot") if start == 0 else self.some("snapshot")
            more = {"snapshot_id": snapshot, "pieces": f"{{[{start},{start + 1})}}", "exact": [text[start]]}
        else:
            columns = {field.column for field in apps.get_model("tracker", table)._meta.fields}
            more = {
                column: self.some(target)
                for column, target in ROWS.items()
                if column in columns and column != "about_id" and self.chance.random() < 0.7
            }
        self.world.insert(table, **more)

    def delete(self, table: str) -> None:
        self.world.delete(table, self.some(table))

    def publish(self, table: str) -> None:
        table = table if table in PUBLISHED else "claim"
        row = self.some(table)
        if table == "claim" and self.chance.random() < 0.4:
            self.world.update("claim", row, withdrawn_at=self.world["instant"])
        else:
            self.world.publish(table, row)


def state(known_at: datetime | None) -> dict[str, Any]:
    """All that the queries say, as known at an instant (None: now)."""
    rows: dict[str, Any] = {
        model.__name__: list(model.objects.known_by(known_at).order_by("pk").values_list()) for model in MODELS
    }
    rows["visible"] = {
        model.__name__: list(
            model.objects.all().visible_to(None).known_by(known_at).order_by("pk").values_list("pk", flat=True)
        )
        for model in MODELS
    }
    rows["record"] = load_record(viewer=None, known_at=known_at)
    return rows


def present() -> tuple[datetime, dict[str, Any]]:
    """The last instant and the state of the record then, read at one moment."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        instant = latest_instant()
        assert instant is not None
        return instant, state(None)


def test_every_past_instant_reads_back_as_it_was_then_read(cloned_db: str, connect: Connect) -> None:
    world = World(connect("default"))
    world.fill()
    for table in ("incident", "source", "party"):
        world.publish(table, world[table])
    world.publish("question", world["who"])
    world.connection.commit()
    moments = dict([present()])
    world.begin("Rows that come and go, one in each table")
    passing = {table: world.insert(table, **ANOTHER.get(table, {})) for table in VERSIONED if table != "side"}
    passing["side"] = world.insert("side", incident_id=world.insert("incident"))
    world.update("claim", world["claim"])
    world.connection.commit()
    moments |= dict([present()])
    world.begin("and are gone")
    world.update("claim", world["claim"])
    for table in VERSIONED:
        world.delete(table, passing[table])
    world.connection.commit()
    editors = [Editor(world.on(connect("default")), seed) for seed in (1, 2)]
    with ThreadPoolExecutor(2) as pool:
        at_work = [pool.submit(editor.work, 100) for editor in editors]
        while not all(each.done() for each in at_work):
            instant, then = present()
            assert moments.setdefault(instant, then) == then  # two readings of one instant agree
        for each in at_work:
            each.result()
    instant, then = present()
    moments[instant] = then

    assert len(moments) > 40
    assert min(editor.done for editor in editors) > 100
    for table in VERSIONED:
        labels = {label for (label,) in world.execute(f"SELECT DISTINCT pgh_label FROM tracker_{table}event")}
        assert labels == {"insert", "update", "delete"}, table
    for instant, then in moments.items():
        assert state(instant) == then, instant
    assert len({repr(then) for then in moments.values()}) > 40


def test_no_version_is_missing_and_no_instant_stands_before_an_earlier_revision(
    cloned_db: str, connect: Connect
) -> None:
    world = World(connect("default"))
    world.fill()
    world.connection.commit()
    editors = [Editor(world.on(connect("default")), seed) for seed in (3, 4)]
    with ThreadPoolExecutor(2) as pool:
        for each in [pool.submit(editor.work, 60) for editor in editors]:
            each.result()
    for table in VERSIONED:
        gaps = world.one(
            "SELECT count(*) FROM (SELECT revision - lag(revision, 1, 0) OVER rows AS step,"
            " pgh_created_at < lag(pgh_created_at) OVER rows AS back"
            f" FROM tracker_{table}event WINDOW rows AS (PARTITION BY pgh_obj_id ORDER BY revision)) found"
            " WHERE step <> 1 OR back"
        )
        assert gaps == 0, table


def test_who_began_before_but_writes_after_has_the_later_instant(cloned_db: str, connect: Connect) -> None:
    early = World(connect("default"))
    early.connection.commit()
    late = early.on(connect("default"))
    early.execute("SELECT now(), pg_current_xact_id()")  # the transaction and its id are the older ones
    late.begin("Began second, commits first")
    late.update("party", late["north"], name="The late one's")
    late.connection.commit()
    between, then = present()
    assert between == late["instant"]
    early.begin("Began first, commits second")
    early.update("party", early["north"], name="The early one's")
    early.connection.commit()
    assert early["instant"] > late["instant"]
    assert state(between) == then
    assert present()[0] == early["instant"]


def test_a_writer_waits_for_the_one_before_it_and_no_reader_does(cloned_db: str, connect: Connect) -> None:
    first = World(connect("default"))
    first.connection.commit()
    before, then = present()
    second = first.on(connect("default"))
    first.begin("Takes its time")
    first.update("party", first["north"], name="Changed")
    begun = threading.Event()

    def write() -> datetime:
        begun.set()
        second.begin("Waits")
        second.update("party", second["north"], name="Changed again")
        second.connection.commit()
        return second["instant"]

    with ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(write)
        assert begun.wait(5)
        time.sleep(0.1)
        assert not waiting.done()
        assert present() == (before, then)
        first.connection.commit()
        assert waiting.result(5) > first["instant"] > before
    assert state(before) == then


def test_the_clock_of_the_machine_may_go_back_but_not_that_of_the_record(cloned_db: str, connect: Connect) -> None:
    world = World(connect("default"))
    world.connection.commit()
    owner = world.on(connect("owner"))
    owner.execute(
        "INSERT INTO tracker_change (at, by_id, note) VALUES ('2100-01-01 00:00:00+00', %s, 'From the future')",
        "@editor",
    )
    owner.connection.commit()
    world.begin("At once afterwards")
    assert world["instant"].isoformat() == "2100-01-01T00:00:00.000001+00:00"


def test_two_writers_cannot_both_give_the_one_answer(cloned_db: str, connect: Connect) -> None:
    first = World(connect("default"))
    first.rows["open"] = first.insert("question", kind="yesno")
    first.connection.commit()
    second = first.on(connect("default"))
    second.execute("SELECT count(*) FROM tracker_answer")
    first.begin("The first")
    first.insert("answer", question_id="@open")
    first.connection.commit()
    second.begin("The second")
    with pytest.raises(psycopg.errors.CheckViolation) as caught:
        second.insert("answer", question_id="@open")
    assert caught.value.diag.constraint_name == "yesno_has_one_answer"
