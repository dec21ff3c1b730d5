"""What every table of the record has, and the small vocabulary of its constraints."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from typing import Any

from django.contrib.postgres.fields.ranges import RangeField
from django.db import models
from django.db.backends.ddl_references import Statement, Table
from django.db.models import Q
from psycopg.types.multirange import Multirange
from psycopg.types.range import Range

ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"

# A character that shows. Postgres' own \S follows the locale of the database (U+00A0 is a space in one and
# none in another), and no locale knows the Hangul fillers or the zero-width characters for blank.
VISIBLE = (
    r"[^\u0001-\u0020\u007f-\u00a0\u00ad\u034f\u061c\u115f\u1160\u1680\u17b4\u17b5\u180b-\u180f"
    r"\u2000-\u200f\u2028-\u202f\u205f-\u206f\u2800\u3000\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb"
    r"\U000e0000-\U000e0fff]"
)


def mint_key() -> str:
    """A new key: ten unambiguous lower-case letters and digits, 49 bits of chance."""
    return "".join(secrets.choice(ALPHABET) for _ in range(10))


class Keyed(models.Model):
    """A record with an immutable key: given by the case, or minted."""

    key = models.TextField(unique=True, default=mint_key)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.key


class Versioned(Keyed):
    """A record that people edit: every update sets `revision` to the stored one plus one."""

    revision = models.IntegerField(default=1)

    class Meta:
        abstract = True


class ForeignKeyTogether(models.constraints.BaseConstraint):
    """A composite foreign key: `fields` must stand together in one row of `to`, in `to_fields`.

    `to_fields` need a unique constraint that is made before. A null in any of `fields` lets the row pass.
    """

    def __init__(self, *, fields: Iterable[str], to: str, to_fields: Iterable[str], name: str) -> None:
        super().__init__(name=name)
        self.fields = tuple(fields)
        self.to = to
        self.to_fields = tuple(to_fields)

    def _definition(self, model: type[models.Model], schema_editor: Any) -> str:
        quote = schema_editor.quote_name
        target = model._meta.apps.get_model(self.to)
        columns = ", ".join(quote(model._meta.get_field(name).column) for name in self.fields)
        to_columns = ", ".join(quote(target._meta.get_field(name).column) for name in self.to_fields)
        return (
            f"CONSTRAINT {quote(self.name)} FOREIGN KEY ({columns})"
            f" REFERENCES {quote(target._meta.db_table)} ({to_columns}) DEFERRABLE INITIALLY IMMEDIATE"
        )

    def create_sql(self, model: type[models.Model], schema_editor: Any) -> None:
        """Deferred to the end of the migration, when the unique constraint that it names is there."""
        schema_editor.deferred_sql.append(
            Statement(
                "ALTER TABLE %(table)s ADD %(definition)s",
                table=Table(model._meta.db_table, schema_editor.quote_name),
                definition=self._definition(model, schema_editor),
            )
        )

    constraint_sql = create_sql

    def remove_sql(self, model: type[models.Model], schema_editor: Any) -> Statement:
        return Statement(
            "ALTER TABLE %(table)s DROP CONSTRAINT %(name)s",
            table=Table(model._meta.db_table, schema_editor.quote_name),
            name=schema_editor.quote_name(self.name),
        )

    def validate(self, *args: Any, **kwargs: Any) -> None:
        """The database alone checks this."""

    def __eq__(self, other: object) -> bool:
        return isinstance(other, ForeignKeyTogether) and self.deconstruct() == other.deconstruct()

    def __hash__(self) -> int:
        return hash(self.name)

    def deconstruct(self) -> tuple[str, tuple[Any, ...], dict[str, Any]]:
        path, args, kwargs = super().deconstruct()
        return path, args, {**kwargs, "fields": self.fields, "to": self.to, "to_fields": self.to_fields}


class PiecesField(models.Field):
    """An `int4multirange`; in Python a tuple of (start, end) pairs, ascending and apart."""

    def db_type(self, connection: Any) -> str:
        return "int4multirange"

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> tuple[tuple[int, int], ...] | None:
        return None if value is None else tuple((piece.lower, piece.upper) for piece in value)

    def get_prep_value(self, value: Any) -> Any:
        return None if value is None else Multirange([Range(start, end) for start, end in value])


class DecimalClosedRangeField(RangeField):
    """A `numrange` written with closed bounds."""

    base_field = models.DecimalField
    range_type = Range

    def db_type(self, connection: Any) -> str:
        return "numrange"


def not_blank(table: str, *fields: str) -> list[models.CheckConstraint]:
    """Texts that must hold a character that shows."""
    return [
        models.CheckConstraint(condition=Q(**{f"{field}__regex": VISIBLE}), name=f"{table}_{field}_is_not_blank")
        for field in fields
    ]


def one_of(table: str, field: str, choices: Iterable[tuple[str, str]]) -> models.CheckConstraint:
    """A vocabulary that the database holds too."""
    values = [value for value, _ in choices]
    return models.CheckConstraint(condition=Q(**{f"{field}__in": values}), name=f"{table}_{field}_is_known")


def in_order(table: str, start: str, end: str, name: str) -> models.CheckConstraint:
    """Bounds that do not end before they begin."""
    return models.CheckConstraint(condition=Q(**{f"{end}__gte": models.F(start)}), name=f"{table}_{name}")
