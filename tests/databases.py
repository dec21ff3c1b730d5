"""Databases for the tests, made by copying.

The history refuses TRUNCATE, so no test can clean up behind itself by emptying tables. Instead a template is
migrated once (and kept until models, migrations or packages change), and whoever needs a database to write to
for good gets a copy of it: about 0.1 s.

The copy that one test has to itself always has the same name (`Databases.own`), so that a server which looks at
that name serves one test after the other, each with a fresh database. It need not be started for each.

Whoever uses a database holds an advisory lock on its name. Names that nobody holds are left over from a run
that was killed, and the next run drops them. So several runs can go on at once, in one clone or in many.
"""

import hashlib
import itertools
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import Any

import grimp
import psycopg
from django.conf import settings
from django.core.management import call_command
from django.db import connections
from psycopg import sql

ROOT = Path(__file__).resolve().parent.parent
PREFIX = "test_counterclaim_"
SCHEMA = ("tracker/models", "tracker/migrations", "tracker/apps.py", "tracker/settings.py", "requirements.txt")
CASE = ("tracker/case", "tests/databases.py")
LOADER = "tracker.management.commands.load_case"


class Databases:
    """The databases of one process. Works as the owner role, from the owner's own database."""

    def __init__(self) -> None:
        self.control = psycopg.connect(**parameters("owner"), autocommit=True)
        self.numbers = itertools.count()
        self.own = f"{PREFIX}{os.getpid()}_own"

    def close(self) -> None:
        self.control.close()

    @cached_property
    def template(self) -> str:
        """The name of the migrated template."""
        return self.made(f"{PREFIX}template_{fingerprint(*SCHEMA)}", None, migrate)

    @cached_property
    def case_template(self) -> str:
        """The name of the template that holds the real case as well."""
        return self.made(f"{PREFIX}case_{fingerprint(*SCHEMA, *CASE, *loading())}", self.template, load_case)

    def made(self, name: str, source: str | None, fill: Callable[[], None]) -> str:
        """The database `name`, made from `source` and filled by `fill` unless it is there already."""
        self.execute("SELECT pg_advisory_lock(hashtext('counterclaim tests'))")
        try:
            self.hold(name)
            self.drop_leftovers()
            if name not in self.names():
                fresh = f"{name}_new"
                self.drop(fresh)
                self.create(fresh, source)
                with pointed_at(fresh):
                    fill()
                self.execute(
                    sql.SQL("ALTER DATABASE {} RENAME TO {}").format(sql.Identifier(fresh), sql.Identifier(name))
                )
        finally:
            self.execute("SELECT pg_advisory_unlock(hashtext('counterclaim tests'))")
        return name

    def create(self, name: str, source: str | None = None) -> None:
        self.execute(
            sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(
                sql.Identifier(name), sql.Identifier(source or "template1")
            )
        )
        # a test's database may forget its last second in a power cut
        self.execute(sql.SQL("ALTER DATABASE {} SET synchronous_commit = off").format(sql.Identifier(name)))

    @contextmanager
    def copy(self, source: str, name: str = "") -> Iterator[str]:
        """A copy of `source`, dropped afterwards."""
        name = name or f"{PREFIX}{os.getpid()}_{next(self.numbers)}"
        self.hold(name)
        self.drop(name)
        self.create(name, source)
        try:
            yield name
        finally:
            self.drop(name)
            self.execute("SELECT pg_advisory_unlock_shared(hashtext(%s))", name)

    def hold(self, name: str) -> None:
        self.execute("SELECT pg_advisory_lock_shared(hashtext(%s))", name)

    def drop(self, name: str) -> None:
        """Gone, or left to the next run where a role that we may not disconnect lingers."""
        statement = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name))
        for _ in range(20):
            try:
                self.execute(statement)
                return
            except (psycopg.errors.InsufficientPrivilege, psycopg.errors.ObjectInUse):
                time.sleep(0.1)

    def drop_leftovers(self) -> None:
        for name in self.names():
            # ours are held by this very connection, and a lock never stands in the way of its own holder
            mine = self.execute(
                "SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND pid = pg_backend_pid()"
                " AND mode = 'ShareLock' AND objid::bigint = (hashtext(%s)::bigint & 4294967295)",
                name,
            ).fetchone()
            if mine or not self.execute("SELECT pg_try_advisory_lock(hashtext(%s))", name).fetchone()[0]:
                continue
            self.drop(name)
            self.execute("SELECT pg_advisory_unlock(hashtext(%s))", name)

    def names(self) -> list[str]:
        found = self.execute("SELECT datname FROM pg_database WHERE starts_with(datname, %s)", PREFIX)
        return [name for (name,) in found]

    def execute(self, statement: Any, *values: Any) -> psycopg.Cursor[Any]:
        return self.control.execute(statement, values or None)


def parameters(alias: str) -> dict[str, Any]:
    """Connection parameters of one of Django's aliases, as it stands now, for psycopg itself."""
    given = connections[alias].settings_dict
    options = {key: value for key, value in given["OPTIONS"].items() if key not in ("pool", "server_side_binding")}
    named = {"host": given["HOST"], "port": given["PORT"], "user": given["USER"], "password": given["PASSWORD"]}
    return {key: value for key, value in named.items() if value} | {"dbname": given["NAME"]} | options


@contextmanager
def pointed_at(name: str) -> Iterator[None]:
    """Both of Django's aliases lead to the database `name`, in every thread."""
    before = {alias: connections[alias].settings_dict["NAME"] for alias in ("default", "owner")}
    for alias in before:
        connections[alias].close()
        connections[alias].settings_dict["NAME"] = name
    try:
        yield
    finally:
        for alias, old in before.items():
            connections[alias].close()
            connections[alias].settings_dict["NAME"] = old


def migrate() -> None:
    call_command("migrate", database="owner", interactive=False, verbosity=0)


def load_case() -> None:
    call_command("load_case", str(settings.BASE_DIR / "tracker" / "case" / "case.json"), verbosity=0)


def loading() -> list[str]:
    """The files that loading the case runs through: whatever the command imports, near or far."""
    graph = grimp.build_graph("tracker", cache_dir=None)  # what import-linter holds the layers with
    modules = [LOADER, *sorted(graph.find_upstream_modules(LOADER))]
    places = [name.replace(".", "/") for name in modules]
    return [f"{place}/__init__.py" if (ROOT / place).is_dir() else f"{place}.py" for place in places]


def fingerprint(*places: str) -> str:
    """Changes when a file in these places does."""
    digest = hashlib.sha256()
    for place in places:
        path = ROOT / place
        files = sorted(path.rglob("*")) if path.is_dir() else [path]
        for file in files:
            if file.is_file() and file.suffix != ".pyc":
                digest.update(f"{file.relative_to(ROOT)}\n".encode())
                digest.update(file.read_bytes())
    return digest.hexdigest()[:12]
