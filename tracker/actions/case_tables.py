"""Bringing a table of the record to what a case says: what is new, what differs, what stands already."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import date, datetime, timedelta
from typing import Any, Final

from django.db import DataError, IntegrityError, models, transaction
from psycopg.types.range import Range

from tracker.actions.case_rows import Fault, Row
from tracker.actions.change import save
from tracker.actions.refusals import Refused, refusal_of
from tracker.domain.record import Value

Columns = dict[str, Any]
Progress = Callable[[str, int], None]
"""Told the name of a table and how many of its records were looked at."""

_SHOWN: Final = 60
_FIELDS: Final = {"number": "value", "days": "value", "country_code": "country", "excerpt_id": "quote"}
"""What the file calls a column, where that is not the column's name."""


@dataclass(frozen=True, slots=True)
class Table:
    """How a table is found again. `identity` are the columns by which a row is known, `refs` what a field names."""

    title: str
    model: type[models.Model]
    identity: tuple[str, ...] = ("key",)
    refs: Mapping[str, str] = field(default_factory=dict)
    order_within: str = ""
    symmetric: bool = False


@dataclass(frozen=True, slots=True)
class Wanted:
    label: str
    columns: Columns


@dataclass(frozen=True, slots=True)
class Found:
    """A row of the database. `frozen` says, in words, why it is not corrected any more; empty: it may be."""

    pk: int
    revision: int
    published: bool
    columns: Columns
    frozen: str = ""


@dataclass(frozen=True, slots=True)
class Correction:
    """A record that the file changes, and the fields in which it differs."""

    label: str
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Brought:
    """What became of the rows: those made, and those corrected with the columns that differed; both with their pk."""

    made: list[tuple[int, Wanted]]
    corrected: list[tuple[int, Wanted, tuple[str, ...]]]


class Loading:
    """One load in progress: the faults so far, the ids of records by key, and what was done."""

    def __init__(self, *, at: datetime, correcting: bool, progress: Progress | None = None) -> None:
        self.at = at
        self.correcting = correcting
        self.faults: list[Fault] = []
        self.ids: dict[str, dict[Any, int]] = defaultdict(dict)
        self.added: Counter[str] = Counter()
        self.published: Counter[str] = Counter()
        self.corrections: list[Correction] = []
        self.unchanged: Counter[str] = Counter()
        self._progress = progress or (lambda title, count: None)

    def fault(self, label: str, column: str, reason: str) -> None:
        self.faults.append(Fault(label, field_of(column), reason))

    def wanted(self, *, table: Table, rows: Iterable[Row]) -> list[Wanted]:
        """The rows with ids for keys. Left out are those that name a record which was itself refused."""
        made = []
        for row in rows:
            columns: Columns = {}
            whole = True
            for each in fields(row):  # type: ignore[arg-type]
                value = getattr(row, each.name)
                if each.name in table.refs:
                    pk = None if value is None else self.ids[table.refs[each.name]].get(value)
                    whole = whole and (pk is not None or value is None)
                    columns[f"{each.name}_id"] = pk
                else:
                    columns[each.name] = stored(value)
            if whole:
                made.append(Wanted(row.label, columns))
        return made

    def bring(
        self,
        *,
        table: Table,
        wanted: Sequence[Wanted],
        found: Sequence[Found] | None = None,
        parts: tuple[str, ...] = (),
    ) -> Brought:
        """Make what is new, correct what differs (a fault, unless corrections were asked for), publish the rest.

        `parts` are columns that are compared here and written by the caller. Two queries for what is new or
        the same, two more for each row that is corrected. Every refusal becomes a fault of its own record.
        """
        found = self._found(table, wanted) if found is None else found
        pairs = _paired(table, wanted, found)
        if table.order_within:
            _settle_order(table, pairs)
        new = [want for want, there in pairs if there is None]
        made = self._make(table, new, parts)
        corrected = []
        for want, there in pairs:
            if there is None:
                continue
            if "key" in want.columns:
                self.ids[table.title][want.columns["key"]] = there.pk
            differing = tuple(
                name for name, value in want.columns.items() if plain(value) != plain(there.columns.get(name, value))
            )
            if self._meet(table, want, there, differing, parts):
                corrected.append((there.pk, want, differing))
        self._progress(table.title, len(wanted))
        return Brought(made, corrected)

    def _found(self, table: Table, wanted: Sequence[Wanted]) -> list[Found]:
        if not wanted:
            return []
        pool = table.identity if table.symmetric else table.identity[:1]
        sought = {want.columns[name] for want in wanted for name in pool}
        names = [name for name in wanted[0].columns if name not in ("order",)]
        if table.order_within:
            names.append("order")
        public = any(each.name == "published_at" for each in table.model._meta.fields)
        rows = (
            table.model._default_manager.filter(**{f"{table.identity[0]}__in": sought})
            .order_by("pk")
            .values_list("pk", "revision", *(["published_at"] if public else []), *names)
        )
        return [
            Found(
                pk=pk,
                revision=revision,
                published=not public or rest[0] is not None,
                columns=dict(zip(names, rest[1:] if public else rest, strict=True)),
            )
            for pk, revision, *rest in rows
        ]

    def _make(self, table: Table, new: Sequence[Wanted], parts: tuple[str, ...]) -> list[tuple[int, Wanted]]:
        made = self._insert(table, new, parts)
        self.added[table.title] += len(made)
        for pk, want in made:
            if "key" in want.columns:
                self.ids[table.title][want.columns["key"]] = pk
        return made

    def _insert(self, table: Table, new: Sequence[Wanted], parts: tuple[str, ...]) -> list[tuple[int, Wanted]]:
        """All at once; where the database refuses, one by one, so that each refusal names its record."""
        if not new:
            return []
        public = {"published_at": self.at} if hasattr(table.model, "published_at") else {}

        def instance(want: Wanted) -> Any:
            return table.model(**{k: v for k, v in want.columns.items() if k not in parts}, **public)

        instances = [instance(want) for want in new]
        try:
            with transaction.atomic():
                table.model._default_manager.bulk_create(instances, batch_size=1000)
            return [(made.pk, want) for made, want in zip(instances, new, strict=True)]
        except (IntegrityError, DataError):
            pass
        made = []
        for want in new:
            single = instance(want)
            if self.attempt(want.label, lambda single=single: single.save(force_insert=True)):  # type: ignore[misc]
                made.append((single.pk, want))
        return made

    def _meet(
        self, table: Table, want: Wanted, there: Found, differing: tuple[str, ...], parts: tuple[str, ...]
    ) -> bool:
        """Correct a row, or publish it, or note that it stands; True if it was corrected."""
        publish: Columns = {} if there.published else {"published_at": self.at}
        if differing and (there.frozen or not self.correcting):
            for name in _told(differing):
                reason = there.frozen or (
                    f"is {shown(self._named(table, name, there.columns[name]))} in the record and"
                    f" {shown(self._named(table, name, want.columns[name]))} in the file"
                )
                self.fault(want.label, name, reason)
            return False
        if not differing and not publish:
            self.unchanged[table.title] += 1
            return False
        changes = {name: want.columns[name] for name in differing if name not in parts} | publish
        row = table.model(pk=there.pk)
        if not self.attempt(want.label, lambda: save(row, seen=there.revision, **changes)):
            return False
        if differing:
            self.corrections.append(Correction(want.label, tuple(field_of(name) for name in _told(differing))))
        else:
            self.published[table.title] += 1
        return bool(differing)

    def attempt(self, label: str, write: Callable[[], Any]) -> bool:
        """Run one write; a refusal of the database becomes a fault of the record, and nothing of it stays."""
        try:
            with transaction.atomic():
                write()
        except (IntegrityError, DataError) as error:
            self.faults.append(fault_of(label, error))
            return False
        return True

    def _named(self, table: Table, column: str, value: Any) -> Any:
        """A referenced record by its key, for a message."""
        title = table.refs.get(column.removesuffix("_id"))
        if title is None or value is None:
            return value
        return next((key for key, pk in self.ids[title].items() if pk == value), "another")


def fault_of(label: str, error: Exception) -> Fault:
    """The database's refusal as a fault of the record."""
    refusal = refusal_of(error)
    if not isinstance(refusal, Refused):
        return Fault(label, "", f"is refused by the database: {str(error).splitlines()[0]}")
    if "slug" in refusal.rule:
        return Fault(label, "slug", "is that of another record")
    return Fault(label, refusal.field, f"is refused: {refusal.message}")


def field_of(column: str) -> str:
    """What the file calls a column."""
    return _FIELDS.get(column, column.removesuffix("_id").removesuffix("_start").removesuffix("_end"))


def _told(differing: Iterable[str]) -> list[str]:
    """The columns worth telling: one for each field of the file."""
    return list({field_of(name): name for name in reversed(list(differing))}.values())[::-1]


def stored(value: Any) -> Any:
    """A value as its column takes it."""
    if isinstance(value, Value):
        if isinstance(value.low, date) or isinstance(value.high, date):
            last = value.high if isinstance(value.high, date) and value.high < date.max else None
            beyond = None if last is None else last + timedelta(days=1)
            return Range(value.low, beyond, "[)")
        return Range(value.low, value.high, "[]")
    if isinstance(value, tuple) and len(value) == 2 and all(each is None or isinstance(each, date) for each in value):
        return Range(*value, "[)")
    return list(value) if isinstance(value, tuple) else value


def plain(value: Any) -> Any:
    """A value as it compares: a range by its bounds (the database writes open ends its own way)."""
    if isinstance(value, Range):
        return ("range", value.lower, value.upper)
    return tuple(value) if isinstance(value, list) else value


def shown(value: Any) -> str:
    """A value in short, quoted, without characters that do not print."""
    value = plain(value)
    if isinstance(value, tuple) and value[:1] == ("range",):
        value = " to ".join("…" if bound is None else str(bound) for bound in value[1:])
    text = "nothing" if value is None else ", ".join(map(str, value)) if isinstance(value, tuple) else str(value)
    text = "".join(each if each.isprintable() else f"\\u{ord(each):04x}" for each in text)
    return f"“{text if len(text) <= _SHOWN else text[:_SHOWN] + '…'}”"


def _identity(table: Table, columns: Columns) -> Any:
    values = tuple(columns[name] for name in table.identity)
    return frozenset(values) if table.symmetric else values


def _paired(table: Table, wanted: Sequence[Wanted], found: Sequence[Found]) -> list[tuple[Wanted, Found | None]]:
    """Each wanted row with the row that it is, if there is one. Cost: linear, but for affiliations of one pair."""
    there: dict[Any, list[Found]] = defaultdict(list)
    for each in found:
        there[_identity(table, each.columns)].append(each)
    partner: dict[int, Found] = {}
    for alike in (_same, _same_start, _overlapping):
        for place, want in enumerate(wanted):
            left = there[_identity(table, want.columns)]
            if place not in partner and (
                match := next((each for each in left if alike(want.columns, each.columns)), None)
            ):
                left.remove(match)
                partner[place] = match
    return [(want, partner.get(place)) for place, want in enumerate(wanted)]


def _same(want: Columns, there: Columns) -> bool:
    return all(plain(value) == plain(there.get(name)) for name, value in want.items())


def _same_start(want: Columns, there: Columns) -> bool:
    return "during" in want and want["during"].lower == there["during"].lower


def _overlapping(want: Columns, there: Columns) -> bool:
    """Spans that share a day are one affiliation that was changed; a row without a span is known by its identity."""
    if "during" not in want:
        return True
    first, second = want["during"], there["during"]
    return (first.lower or date.min) < (second.upper or date.max) and (second.lower or date.min) < (
        first.upper or date.max
    )


def _settle_order(table: Table, pairs: Sequence[tuple[Wanted, Found | None]]) -> None:
    """Give each row its `order` within its parent; what stands in the file's order already keeps its own."""
    groups: dict[Any, list[tuple[Wanted, Found | None]]] = defaultdict(list)
    for want, there in pairs:
        groups[want.columns[table.order_within]].append((want, there))
    for group in groups.values():
        places = orders([None if there is None else (there.columns["order"], there.pk) for _, there in group])
        for (want, _), place in zip(group, places, strict=True):
            want.columns["order"] = place


def orders(standing: Sequence[tuple[int, int] | None]) -> list[int]:
    """Orders for rows of which some have one, as (order, id), and None have not.

    Those stay as they are if they ascend and what is new fits between; else all count from 1 anew.
    """
    known = [each for each in standing if each is not None]
    afresh = list(range(1, len(standing) + 1))
    if known != sorted(known):
        return afresh
    made: list[int] = []
    for place, each in enumerate(standing):
        following = next((one[0] for one in standing[place:] if one is not None), None)
        if each is not None:
            made.append(each[0])
            continue
        before = made[-1] if made else (0 if following is None else following - len(standing) - 1)
        if following is not None and before + 1 >= following:
            return afresh
        made.append(before + 1)
    return made
