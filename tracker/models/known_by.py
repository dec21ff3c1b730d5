"""The second clock: the same query, over the tables as they stood at an instant.

A common table expression with the live table's own name shadows it, so the unchanged query reads the
past from the history. Only the tables that a statement names are shadowed. A part of the statement that
says nothing of its own about the clock reads what the whole reads.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import cache, wraps
from typing import Any, Self

from django.apps import apps
from django.db import models
from django.db.models.sql.compiler import SQLCompiler
from django.db.models.sql.query import Query

from tracker.models.history import Event

# a snapshot never changes, so it needs no history: it is there from this instant on
_SNAPSHOT = (
    '"tracker_snapshot" AS NOT MATERIALIZED (SELECT s.* FROM "public"."tracker_snapshot" s WHERE s.captured_at <= %s)'
)


@cache
def _shadows() -> dict[str, str]:
    """For each table of the record, quoted, the expression that shadows it; each `%s` in it is the instant."""
    shadows = {'"tracker_snapshot"': _SNAPSHOT}
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
            f"{table} AS NOT MATERIALIZED (SELECT e.pgh_obj_id AS id, e.revision, {columns} FROM {history} e"  # noqa: S608
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
    shadows = ", ".join(shadow for table, shadow in _shadows().items() if table in sql)
    if not shadows:
        return sql, params
    return f"WITH {shadows} {sql}", (*[instant] * shadows.count("%s"), *params)


class _KnownByCompiler(SQLCompiler):
    def as_sql(self, *args: Any, **kwargs: Any) -> tuple[str, tuple[Any, ...]]:
        sql, params = super().as_sql(*args, **kwargs)
        if self.query.combinator:  # each part of a union reads by its own clock
            return sql, params
        return as_known(sql, tuple(params), self.query.known_at)


class RecordQuery(Query):
    """A query that may carry the instant of the second clock."""

    known_at: datetime | None = None

    def get_compiler(self, using: Any = None, connection: Any = None, elide_empty: bool = True) -> SQLCompiler:
        compiler = super().get_compiler(using=using, connection=connection, elide_empty=elide_empty)
        if self.known_at is None or type(compiler) is not connection_compiler(compiler):
            return compiler
        return _KnownByCompiler(self, compiler.connection, compiler.using, elide_empty)

    def combine(self, rhs: Query, connector: str) -> None:
        if self.known_at != getattr(rhs, "known_at", None):
            raise TypeError("Queries of two instants cannot be combined.")
        super().combine(rhs, connector)


def connection_compiler(compiler: SQLCompiler) -> type[SQLCompiler]:
    """The plain SELECT compiler of the connection; aggregates and writes have their own."""
    return compiler.connection.ops.compiler("SQLCompiler")


def _only_now(method: Callable[..., Any]) -> Callable[..., Any]:
    """The method of a query set, refused where it is one of the past."""

    @wraps(method)
    def refusing(self: RecordQuerySet, *args: Any, **kwargs: Any) -> Any:
        if self.query.known_at is not None:
            raise TypeError("The past can be read, not written.")
        return method(self, *args, **kwargs)

    return refusing


class RecordQuerySet(models.QuerySet):
    """The base of every query over the record."""

    def __init__(self, model: Any = None, query: Any = None, using: Any = None, hints: Any = None) -> None:
        super().__init__(model, query or RecordQuery(model), using, hints)

    def known_by(self, instant: datetime | None) -> Self:
        """The same rows as they stood at `instant` (None: now). Reads only; related managers read the present."""
        clone = self._chain()
        clone.query.known_at = instant
        return clone

    create = _only_now(models.QuerySet.create)
    bulk_create = _only_now(models.QuerySet.bulk_create)
    get_or_create = _only_now(models.QuerySet.get_or_create)
    update_or_create = _only_now(models.QuerySet.update_or_create)
    update = _only_now(models.QuerySet.update)
    bulk_update = _only_now(models.QuerySet.bulk_update)
    delete = _only_now(models.QuerySet.delete)
    select_for_update = _only_now(models.QuerySet.select_for_update)
