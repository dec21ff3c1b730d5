"""The second clock: the same query, over the tables as they stood at an instant.

A common table expression with the live table's own name shadows it, so the unchanged query reads the
past from the history. Only the tables that a statement names are shadowed.
"""

from __future__ import annotations

from datetime import datetime
from functools import cache
from typing import Any, Self

from django.apps import apps
from django.db import models
from django.db.models.sql.compiler import SQLCompiler
from django.db.models.sql.query import Query

from tracker.models.history import Event


@cache
def _shadows() -> dict[str, str]:
    """For each versioned table, quoted, the expression that shadows it; it takes the instant twice."""
    shadows = {}
    for event in apps.get_models():
        if not issubclass(event, Event):
            continue
        tracked = event.pgh_tracked_model
        columns = ", ".join(
            f'e."{f.column}"' for f in tracked._meta.concrete_fields if f.column not in ("id", "revision")
        )
        table = f'"{tracked._meta.db_table}"'
        history = f'"{event._meta.db_table}"'
        shadows[table] = (
            f"{table} AS NOT MATERIALIZED (SELECT e.pgh_obj_id AS id, e.revision, {columns} FROM {history} e"
            f" WHERE e.pgh_created_at <= %s AND e.pgh_label <> 'delete' AND NOT EXISTS (SELECT FROM {history} l"
            " WHERE l.pgh_obj_id = e.pgh_obj_id AND l.revision = e.revision + 1 AND l.pgh_created_at <= %s))"
        )
    return shadows


def as_known(sql: str, params: tuple[Any, ...], instant: datetime | None) -> tuple[str, tuple[Any, ...]]:
    """The statement over the record as known by `instant`; unchanged where that is None (the present).

    Tables must be written with their quoted names, as Django does.
    """
    if instant is None:
        return sql, params
    used = [shadow for table, shadow in _shadows().items() if table in sql]
    if not used:
        return sql, params
    return f"WITH {', '.join(used)} {sql}", (*(instant for _ in range(2 * len(used))), *params)


class _KnownByCompiler(SQLCompiler):
    def as_sql(self, *args: Any, **kwargs: Any) -> tuple[str, tuple[Any, ...]]:
        sql, params = super().as_sql(*args, **kwargs)
        return as_known(sql, tuple(params), self.query.known_at)


class RecordQuery(Query):
    """A query that may carry the instant of the second clock."""

    known_at: datetime | None = None

    def get_compiler(
        self, using: Any = None, connection: Any = None, elide_empty: bool = True
    ) -> SQLCompiler:
        compiler = super().get_compiler(using=using, connection=connection, elide_empty=elide_empty)
        if self.known_at is None or type(compiler) is not connection_compiler(compiler):
            return compiler
        return _KnownByCompiler(self, compiler.connection, compiler.using, elide_empty)


def connection_compiler(compiler: SQLCompiler) -> type[SQLCompiler]:
    """The plain SELECT compiler of the connection; aggregates and writes have their own."""
    return compiler.connection.ops.compiler("SQLCompiler")


class RecordQuerySet(models.QuerySet):
    """The base of every query over the record."""

    def __init__(self, model: Any = None, query: Any = None, using: Any = None, hints: Any = None) -> None:
        super().__init__(model, query or RecordQuery(model), using, hints)

    def known_by(self, instant: datetime | None) -> Self:
        """The same rows as they stood at `instant` (None: now). Reads only; related managers read the present."""
        clone = self._chain()
        clone.query.known_at = instant
        return clone

    def _writable(self) -> None:
        if getattr(self.query, "known_at", None) is not None:
            raise TypeError("The past can be read, not written.")

    def update(self, **kwargs: Any) -> int:
        self._writable()
        return super().update(**kwargs)

    def delete(self) -> tuple[int, dict[str, int]]:
        self._writable()
        return super().delete()
