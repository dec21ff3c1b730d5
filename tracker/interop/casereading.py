"""Reading a case's files without trusting them: bytes to text, JSON to plain values, the schema's faults."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any, Final

from jsonschema import Draft202012Validator  # type: ignore[import-untyped]
from jsonschema.exceptions import ValidationError  # type: ignore[import-untyped]

from tracker.domain.text import BadText, refuse_bad_text

MEGABYTES: Final = 20
"""How large a case may be, its texts included."""

DEEPEST: Final = 12
"""How deep its JSON may be nested; the format needs eight levels."""

TABLES: Final = (
    "incidents",
    "parties",
    "affiliations",
    "sources",
    "questions",
    "claims",
    "reasons",
    "distinctions",
)
LISTS: Final = frozenset({"affiliations", "reasons", "distinctions"})
"""Tables whose records have no keys."""

Row = Mapping[str, Any]

_SHOWN: Final = 80
_PLAIN_STEP: Final = re.compile(r"[A-Za-z0-9_-]{1,40}")


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """What is wrong: in which record ("claims k01"), in which field ("" for all of it), and why, in words."""

    record: str
    field: str
    reason: str

    def __str__(self) -> str:
        return f"{self.record}: {self.field} {self.reason}".replace(":  ", ": ")


class CaseRefused(ValueError):
    """A case with faults, all of them. Nothing was taken from it."""

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        self.faults = faults
        super().__init__("\n".join(map(str, faults)))


class Unreadable(Exception):
    """Why a file or its text cannot be read, in words that go on from "the file"."""


def shown(words: object) -> str:
    """Untrusted words in short, fit for a message: quoted, and without characters that do not print."""
    text = str(words)
    if len(text) > _SHOWN:
        text = text[:_SHOWN] + "…"
    return "“" + "".join(each if each.isprintable() else f"\\u{ord(each):04x}" for each in text) + "”"


class Folder:
    """The folder of a case, out of which nothing is read, and not more than the limit in all."""

    def __init__(self, *, path: Path) -> None:
        self._root = path.resolve()
        self._left = MEGABYTES * 1_000_000

    def text(self, *, name: str) -> str:
        """The text of a file, exactly as it stands there. Raises Unreadable."""
        try:
            path = (self._root / name).resolve()
            if not path.is_relative_to(self._root):
                raise Unreadable("lies outside the case's folder")
            if not path.is_file():
                raise Unreadable("is not there")
            with path.open("rb") as file:
                read = file.read(self._left + 1)
        except (OSError, ValueError, RuntimeError):
            raise Unreadable("cannot be read") from None
        if len(read) > self._left:
            raise Unreadable(f"makes the case larger than {MEGABYTES} MB")
        self._left -= len(read)
        try:
            return read.decode("utf-8")
        except UnicodeDecodeError as error:
            raise Unreadable(f"is not UTF-8 text: byte {error.start} begins no character") from None


def parse(*, text: str, file: str) -> tuple[Any, list[Fault]]:
    """The JSON value of a text, and what is wrong with it beyond the grammar. Raises Unreadable without one.

    Decimal fractions stay exact. Faults are keys that stand twice in one object, and strings with a NUL or an
    unpaired surrogate. Cost: linear.
    """
    faults: list[Fault] = []

    def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        seen: dict[str, Any] = {}
        for key, value in pairs:
            if key in seen:
                faults.append(Fault(file, shown(key), "stands twice in one object, and the second would win"))
            seen[key] = value
        return seen

    def no_number(word: str) -> None:
        raise Unreadable(f"is not JSON: {word} is no number of JSON")

    try:
        value = json.loads(text, object_pairs_hook=once, parse_float=Decimal, parse_constant=no_number)
    except json.JSONDecodeError as error:
        raise Unreadable(f"is not JSON: line {error.lineno}, column {error.colno}") from None
    except (ValueError, ArithmeticError):
        raise Unreadable("is not JSON that can be read: a number in it has too many digits") from None
    except RecursionError:
        raise Unreadable(f"is nested deeper than {DEEPEST} levels") from None
    for where, string in _strings(value):
        try:
            refuse_bad_text(text=string)
        except BadText as error:
            faults.append(Fault(file, where, f"cannot be kept. {error}"))
    return value, faults


Place = tuple[str, str | int]
"""A record of a case: its table, and its key or its place in the table's list."""


def schema_faults(*, case: Any) -> tuple[list[Fault], frozenset[Place]]:
    """Every departure from case.schema.json, and the records in which there are any. Cost: linear."""
    faults: list[Fault] = []
    places: set[Place] = set()
    for error in _validator().iter_errors(case):
        faults += _in_words(error)
        path = [*error.absolute_path]
        if _names_a_key(error):
            path.append(error.instance)
        if len(path) >= 2:
            places.add((str(path[0]), path[1]))
    return faults, frozenset(places)


class Tables:
    """The records of a case that have the form of the schema, so that these can be checked all the same."""

    def __init__(self, *, case: Any, malformed: Collection[Place]) -> None:
        whole = case if isinstance(case, dict) else {}
        self._names: dict[str, Collection[str | int]] = {}
        self._rows: dict[str, dict[Any, Row]] = {}
        for table in TABLES:
            rows: Any = whole.get(table)
            if isinstance(rows, list if table in LISTS else dict):
                rows = dict(enumerate(rows)) if table in LISTS else rows
                self._names[table] = rows.keys()
            else:
                rows = {}
            self._rows[table] = {key: row for key, row in rows.items() if (table, key) not in malformed}

    def rows(self, *, table: str) -> Mapping[Any, Row]:
        """The sound records of a table by their keys, or by their places in its list."""
        return self._rows[table]

    def lacks(self, *, table: str, key: str) -> bool:
        """Whether the case names no such record, sound or not. False where the table cannot be read."""
        return table in self._names and key not in self._names[table]

    def is_whole(self, *, table: str) -> bool:
        """Whether every record of the table is sound."""
        return table in self._names and len(self._rows[table]) == len(self._names[table])


@cache
def _validator() -> Draft202012Validator:
    path = Path(__file__).with_name("case.schema.json")
    return Draft202012Validator(json.loads(path.read_text(encoding="utf-8")))


def _strings(value: Any) -> Iterator[tuple[str, str]]:
    """Every string with the path to it, keys included, without recursion. Raises Unreadable if too deep."""
    left: list[tuple[tuple[str, ...], Any]] = [((), value)]
    while left:
        path, each = left.pop()
        if len(path) > DEEPEST:
            raise Unreadable(f"is nested deeper than {DEEPEST} levels")
        if isinstance(each, str):
            yield " ".join(path), each
        elif isinstance(each, list):
            left += (((*path, str(place)), item) for place, item in enumerate(each))
        elif isinstance(each, dict):
            for key, item in each.items():
                yield " ".join((*path, "a key")), key
                left.append(((*path, _step(key)), item))


def _in_words(error: ValidationError) -> Iterator[Fault]:
    path = [_step(step) for step in error.absolute_path]
    record, field = " ".join(path[:2]) or "the case", " ".join(path[2:])
    within = f"{field} " if field else ""
    schema: Any = error.schema
    if error.validator == "required":
        for missing in set(schema["required"]) - set(error.instance):
            yield Fault(record, within + missing, "is missing")
    elif error.validator == "additionalProperties":
        for unknown in set(error.instance) - set(schema["properties"]):
            yield Fault(record, within + shown(unknown), f"is no field of {schema['description']}")
    else:
        name = within + shown(error.instance) if _names_a_key(error) else field
        yield Fault(record, name, f"must be {schema['description']}")


def _step(step: str | int) -> str:
    text = str(step)
    return text if _PLAIN_STEP.fullmatch(text) else shown(text)


def _names_a_key(error: ValidationError) -> bool:
    """Whether the key is at fault, not what it names."""
    return "propertyNames" in error.absolute_schema_path
