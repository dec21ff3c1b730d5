"""Prints the status of every question as JSON, from the database or from a case file alone."""

import json
from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from tracker.domain.record import Record
from tracker.interop.casefile import CaseRefused, read_case, record_of
from tracker.interop.casereading import Folder, Unreadable, parse
from tracker.queries.moments import BadMoment, day_of, instant_of
from tracker.queries.statuses import statuses, statuses_of

_TEXTS = ("file", "quote", "pieces", "start", "end")


class Command(BaseCommand):
    help = (
        "Prints, as JSON, the status of every question with its reasons, from the claims said by a day. With --case"
        " it reads that file alone and touches no database."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--said-by", required=True, metavar="DAY", help="claims said by the end of this day")
        parser.add_argument(
            "--known-by",
            metavar="DAY-OR-INSTANT",
            help="the record as it stood then, UTC; a day means its end (default: now)",
        )
        parser.add_argument("--case", type=Path, metavar="FILE", help="compute from this case file")

    def handle(
        self, *args: Any, said_by: str | date, known_by: str | datetime | None, case: Path | None, **options: Any
    ) -> None:
        if case is not None and known_by is not None:
            raise CommandError("--known-by asks for the history of the database, and a case file has none.")
        try:
            day = said_by if isinstance(said_by, date) else day_of(text=said_by)
        except BadMoment as error:
            raise CommandError(f"--said-by: {error}") from None
        try:
            instant = instant_of(text=known_by) if isinstance(known_by, str) else known_by
        except BadMoment as error:
            raise CommandError(f"--known-by: {error}") from None
        if case is None:
            found = statuses(viewer=None, said_by=day, known_by=instant)
        else:
            try:
                found = statuses_of(record=self.record(case), said_by=day)
            except KeyError as error:
                raise CommandError(f"{case.name} names a record that it does not have: {error.args[0]!r}.") from None
        self.stdout.write(json.dumps(found, ensure_ascii=False, indent=1))

    def record(self, path: Path) -> Record:
        """The record of a case file; of a short one, without texts and quotes, too."""
        try:
            return read_case(path=path).record
        except CaseRefused as refused:
            faults = refused.faults
        short = short_case(path)
        if short is not None:
            try:
                return record_of(case=short)
            except (LookupError, ValueError, TypeError, AttributeError, ArithmeticError) as error:
                raise CommandError(
                    f"{path.name} is no case that can be read: {type(error).__name__}: {error}"
                ) from None
        for fault in faults:
            self.stderr.write(str(fault))
        raise CommandError(f"{path.name} cannot be read: {len(faults)} faults.")


def short_case(path: Path) -> Mapping[str, Any] | None:
    """The case in a file if it is a short one: sources without texts, claims without quotes. Else None."""
    try:
        case, faults = parse(text=Folder(path=path.parent).text(name=path.name), file=path.name)
    except Unreadable:
        return None
    if faults or not isinstance(case, dict):
        return None
    rows = [
        row
        for table in ("sources", "claims")
        for row in (case[table].values() if isinstance(case.get(table), dict) else [None])
    ]
    if all(isinstance(row, dict) and not any(name in row for name in _TEXTS) for row in rows):
        return case
    return None
