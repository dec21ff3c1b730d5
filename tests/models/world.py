"""A small sound record, written by raw SQL as the role that serves, and the way to prove a refusal on it.

A refusal is proven on a pair: the bad row must be refused under the very name of its rule, and its sound
neighbour, which differs in nothing but the fault, must be accepted.
"""

import hashlib
import itertools
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Literal

import psycopg
import pytest
from psycopg import sql

TEXT = "Seoul says 🌊 the North fired first. 평양은 부인했다. A drill, in its own waters."

Write = Literal["insert", "update"]


def sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def span(words: str) -> str:
    """Where the words stand in TEXT, as a range of code points."""
    start = TEXT.index(words)
    return f"[{start},{start + len(words)})"


def pieces(*words: str) -> str:
    return "{" + ",".join(span(each) for each in words) + "}"


# A sound row of each table. "@north" is the id of the row of that name, "#" a word never used before.
SOUND: dict[str, dict[str, Any]] = {
    "user": {
        "username": "#",
        "password": "",
        "is_superuser": False,
        "first_name": "",
        "last_name": "",
        "email": "",
        "is_staff": False,
        "is_active": True,
        "date_joined": "2026-01-01",
        "role": "editor",
    },
    "party": {
        "slug": "#",
        "name": "A party",
        "monogram": "AP",
        "kind": "state",
        "also_known_as": ["The party"],
        "country_code": "",
        "wikidata": "",
    },
    "affiliation": {
        "member_id": "@spokesman",
        "organisation_id": "@north",
        "role": "",
        "speaks_for": True,
        "during": "[2010-01-01,2011-01-01)",
        "grounds": "He speaks at its ministry.",
    },
    "incident": {
        "slug": "#",
        "title": "Shelling of an island",
        "summary": "",
        "occurred": "2010-11-23",
        "occurred_start": "2010-11-23",
        "occurred_end": "2010-11-23",
        "place": "",
    },
    "side": {"incident_id": "@incident", "party_id": "@north", "order": 0},
    "question": {
        "incident_id": "@incident",
        "slug": "#",
        "order": 0,
        "text": "Which side fired first?",
        "kind": "choice",
        "exclusive": True,
        "unit": "",
    },
    "answer": {
        "question_id": "@who",
        "order": 0,
        "text": "The North",
        "about_id": None,
        "number": None,
        "days": None,
    },
    "distinction": {"question_id": "@who", "other_id": "@drill", "note": "A drill is no attack."},
    "source": {
        "slug": "#",
        "title": "A report",
        "publisher_id": "@paper",
        "author": "",
        "published": "2010-11-24",
        "published_start": "2010-11-24",
        "published_end": "2010-11-24",
        "url": "",
        "language": "en",
        "rights": "",
        "extent": "whole",
        "translation_of_id": None,
    },
    "snapshot": {
        "source_id": "@source",
        "text": TEXT,
        "sha256": sha256(TEXT),
        "captured_at": "@instant",
        "captured_from": "",
        "original": None,
        "media_type": "",
        "redacted_at": None,
        "redaction_ground": "",
    },
    "excerpt": {
        "snapshot_id": "@snapshot",
        "pieces": pieces("Seoul says"),
        "exact": ["Seoul says"],
        "gloss": "",
        "gloss_language": "",
    },
    "claim": {
        "excerpt_id": "@excerpt",
        "core": None,
        "question_id": "@who",
        "answer_id": "@theNorth",
        "speaker_id": "@south",
        "polarity": "affirms",
        "certainty": "unspecified",
        "act": "state",
        "conditional": False,
        "manner": "indirect",
        "cue": "says",
        "said": "2010-11-24",
        "said_start": "2010-11-24",
        "said_end": "2010-11-24",
        "said_note": "",
        "coding_note": "",
        "retracts_id": None,
        "author_id": "@editor",
        "withdrawn_at": None,
    },
    "relay": {"claim_id": "@claim", "position": 1, "party_id": "@paper", "cue": ""},
    "reason": {"claim_id": "@claim", "answer_id": "@theSouth", "direction": "undermines"},
    "draft": {"owner_id": "@editor", "purpose": "claim", "payload": "{}", "updated_at": "2026-01-01"},
    "comment": {
        "claim_id": "@claim",
        "author_id": "@editor",
        "at": "2026-01-01",
        "revision": 1,
        "kind": "comment",
        "field": "",
        "quote": "",
        "text": "Is it the South?",
        "resolved_at": None,
        "resolved_by_id": None,
    },
    "watch": {"user_id": "@editor", "incident_id": "@incident", "question_id": None, "party_id": None},
    "step": {
        "owner_id": "@editor",
        "at": "2026-01-01",
        "kind": "propose",
        "subject": "claim:k01",
        "before": "{}",
        "after": "{}",
        "undone_at": None,
    },
    "letter": {
        "kind": "mistake",
        "claim_id": "@claim",
        "question_id": None,
        "party_id": None,
        "text": "It was the South.",
        "address": "",
        "signed": "",
        "code_hash": "#",
        "received_at": "2026-01-01",
        "outcome": "open",
        "answer": "",
        "answered_at": None,
        "answered_by_id": None,
    },
    "capture": {
        "owner_id": "@editor",
        "origin": "address",
        "state": "waiting",
        "address": "https://example.org/",
        "name": "",
        "progress": 0,
        "rule": "",
        "message": "",
        "original": None,
        "media_type": "",
        "text": "",
        "facts": "{}",
        "fetched": None,
        "source_id": None,
        "snapshot_id": None,
        "started_at": "2026-01-01",
        "updated_at": "2026-01-01",
    },
    "shingles": {"snapshot_id": "@snapshot", "hashes": [1, 2, 3]},
    "searchrow": {"kind": "claim", "of": 999_999},
    "carryover": {
        "excerpt_id": "@excerpt",
        "snapshot_id": "@snapshot",
        "outcome": "gone",
        "pieces": None,
        "score": 0.0,
        "accepted": None,
        "decided_by_id": None,
        "decided_at": None,
    },
}
# What a second row of a table has otherwise, where two of the same would be one too many.
ANOTHER: dict[str, dict[str, Any]] = {
    "affiliation": {"during": "[2012-01-01,)"},
    "side": {"party_id": "@south"},
    "distinction": {"other_id": "@since"},
    "excerpt": {"pieces": "{[0,1)}", "exact": ["S"]},
    "relay": {"position": 2, "party_id": "@nobody"},
    "reason": {"answer_id": "@yes"},
}
PUBLISHED = ("party", "incident", "question", "answer", "source", "claim")
KEYLESS = ("user", "carryover", "watch", "step", "shingles", "searchrow")
VERSIONED = tuple(
    table for table in SOUND if table not in (*KEYLESS, "snapshot", "draft", "comment", "letter", "capture")
)


class World:
    """The rows by name, and raw SQL over them. One transaction, by one editor, for one reason."""

    numbers = itertools.count(1)  # one for all worlds: a word is never used twice

    def __init__(self, connection: psycopg.Connection[Any], *, note: str = "A reason") -> None:
        self.connection = connection
        self.rows: dict[str, Any] = {}
        self.rows["editor"] = self.insert("user")
        self.begin(note)
        for name, kind in {
            "north": "state",
            "south": "state",
            "paper": "media",
            "spokesman": "person",
            "nobody": "unnamed",
        }.items():
            self.rows[name] = self.insert("party", name=name, kind=kind)
        self.rows["incident"] = self.insert("incident")
        self.rows["who"] = self.insert("question")
        self.rows["drill"] = self.insert("question", kind="yesno")
        self.rows["shells"] = self.insert("question", kind="quantity", unit="shells")
        self.rows["since"] = self.insert("question", kind="time")
        self.rows["theNorth"] = self.insert("answer")
        self.rows["theSouth"] = self.insert("answer", text="The South")
        self.rows["yes"] = self.insert("answer", text="Yes", question_id="@drill")
        self.rows["source"] = self.insert("source")
        self.rows["snapshot"] = self.insert("snapshot")
        words = ("the North fired first.", "A drill")
        self.rows["excerpt"] = self.insert("excerpt", pieces=pieces(*words), exact=list(words))
        self.rows["claim"] = self.insert("claim")

    def on(self, connection: psycopg.Connection[Any]) -> "World":
        """The same rows, on another connection."""
        other = World.__new__(World)
        other.connection, other.rows = connection, dict(self.rows)
        return other

    def fill(self) -> None:
        """A row of every table, by the table's name."""
        for table in SOUND:
            if table not in self.rows:
                self.rows[table] = self.insert(table)

    def __getitem__(self, name: str) -> Any:
        return self.rows[name]

    def execute(self, statement: Any, *values: Any) -> psycopg.Cursor[Any]:
        return self.connection.execute(statement, [self.value(each) for each in values] or None)

    def one(self, statement: Any, *values: Any) -> Any:
        row = self.execute(statement, *values).fetchone()
        assert row is not None
        return row[0]

    def begin(self, note: str, by: str = "@editor") -> None:
        """The instant of this transaction."""
        self.rows["instant"] = self.one("SELECT tracker_instant(%s, %s)", by, note)

    def value(self, given: Any) -> Any:
        if isinstance(given, str) and given.startswith("@"):
            return self.rows[given[1:]]
        return f"word{next(self.numbers)}" if given == "#" else given

    def insert(self, table: str, **fields: Any) -> int:
        """A sound row but for `fields`; its id."""
        row = SOUND[table] | ({} if table in KEYLESS else {"key": "#"})
        row |= {"revision": 1} if table in VERSIONED else {}
        row |= {"published_at": None} if table in PUBLISHED else {}
        row |= fields
        statement = sql.SQL("INSERT INTO {} ({}) VALUES ({}) RETURNING {}").format(
            sql.Identifier(f"tracker_{table}"),
            sql.SQL(", ").join(map(sql.Identifier, row)),
            sql.SQL(", ").join(sql.Placeholder() * len(row)),
            sql.Identifier("snapshot_id" if table == "shingles" else "id"),
        )
        return int(self.one(statement, *row.values()))

    def update(self, table: str, the_id: int, **fields: Any) -> None:
        """Set `fields`, and the next revision unless they say which."""
        sets = [sql.SQL("{} = %s").format(sql.Identifier(name)) for name in fields]
        if table in VERSIONED and "revision" not in fields:
            sets.append(sql.SQL("revision = revision + 1"))
        statement = sql.SQL("UPDATE {} SET {} WHERE id = %s").format(
            sql.Identifier(f"tracker_{table}"), sql.SQL(", ").join(sets or [sql.SQL("id = id")])
        )
        assert self.execute(statement, *fields.values(), the_id).rowcount == 1

    def delete(self, table: str, the_id: int) -> None:
        statement = sql.SQL("DELETE FROM {} WHERE id = %s").format(sql.Identifier(f"tracker_{table}"))
        assert self.execute(statement, the_id).rowcount == 1

    def publish(self, table: str, the_id: int, **fields: Any) -> None:
        self.update(table, the_id, published_at=self["instant"], **fields)

    def settle(self) -> None:
        """What waits for the commit is checked now."""
        self.execute("SET CONSTRAINTS ALL IMMEDIATE")

    @contextmanager
    def refused(self, rule: str) -> Iterator[None]:
        """The body is refused under that name of a constraint, or that SQLSTATE, at once or at commit."""
        with pytest.raises(psycopg.Error) as caught, self.connection.transaction():  # noqa: PT012
            yield
            self.settle()
        assert rule in (caught.value.diag.constraint_name, caught.value.sqlstate), caught.value

    @contextmanager
    def accepted(self) -> Iterator[None]:
        """The body is accepted, also at commit; and then undone."""
        with self.connection.transaction() as undone:
            yield
            self.settle()
            raise psycopg.Rollback(undone)


@dataclass(frozen=True)
class Refusal:
    """`bad` fields of a row are refused by `rule`; `sound` ones in their place are accepted."""

    rule: str
    what: str
    table: str
    bad: dict[str, Any]
    sound: dict[str, Any] = field(default_factory=dict)
    on: tuple[Write, ...] = ("insert", "update")

    def prove(self, world: World, write: Write) -> None:
        if write == "insert":
            with world.refused(self.rule):
                world.insert(self.table, **self.bad)
            with world.accepted():
                world.insert(self.table, **self.sound)
        else:
            row = world.insert(self.table, **self.sound)
            with world.refused(self.rule):
                world.update(self.table, row, **self.bad)
            with world.accepted():
                world.update(self.table, row, **self.sound)


def refusals(*cases: Refusal) -> pytest.MarkDecorator:
    """Each case on each of its writes, named as a sentence of the specification."""
    return pytest.mark.parametrize(
        ("case", "write"),
        [pytest.param(case, write, id=f"{write} of {case.what}: {case.rule}") for case in cases for write in case.on],
    )
