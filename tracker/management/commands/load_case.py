"""Loads a case file into the database."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from tracker.actions.case_rows import Fault, LoadRefused
from tracker.actions.load_case import Loaded, load_case
from tracker.actions.refusals import Refused
from tracker.interop.casefile import CaseRefused, read_case
from tracker.management.case import rows_of
from tracker.models import User


class Command(BaseCommand):
    help = (
        "Loads a case file (docs/case-format.md) into the database, all or nothing. What is there already and the"
        " same stays as it is; what differs is refused by its key, unless --correct makes it a revision."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="the case: a JSON file with the texts of its sources beside it")
        parser.add_argument("--dry-run", action="store_true", help="say what would change, and change nothing")
        parser.add_argument("--correct", metavar="NOTE", help="make changed records revisions; NOTE says why")
        parser.add_argument("--by", metavar="USERNAME", help="who records it (default: an account of the product)")

    def handle(
        self, *args: Any, file: Path, dry_run: bool, correct: str | None, by: str | None, **options: Any
    ) -> None:
        if correct is not None and not correct.strip():
            raise CommandError("--correct needs a note that says why. Nothing was changed.")
        try:
            case = rows_of(case=read_case(path=file))
        except CaseRefused as refused:
            raise self.refusal(refused.faults, file) from None
        account = None if by is None else User.objects.filter(username=by).first()
        if by is not None and account is None:
            raise CommandError(f"There is no account named {by!r}. Nothing was changed.")
        try:
            loaded = load_case(
                case=case,
                by=account,
                note=correct or "",
                correct=correct is not None,
                dry_run=dry_run,
                progress=self.progress if self.stderr.isatty() else None,
            )
        except LoadRefused as refused:
            raise self.refusal(refused.faults, file) from None
        except Refused as refused:
            raise CommandError(str(refused)) from None
        self.say(loaded, dry_run=dry_run, verbosity=options["verbosity"])

    def progress(self, title: str, count: int) -> None:
        self.stderr.write(f"{title}: {count}")

    def refusal(self, faults: tuple[Any, ...] | tuple[Fault, ...], file: Path) -> CommandError:
        """Every fault on a line of its own, then the end."""
        for fault in faults:
            self.stderr.write(str(fault))
        number = "1 fault" if len(faults) == 1 else f"{len(faults)} faults"
        return CommandError(f"{file.name} was not loaded, and nothing was changed: {number}.")

    def say(self, loaded: Loaded, *, dry_run: bool, verbosity: int) -> None:
        if verbosity == 0:
            return
        if not loaded.changed:
            self.stdout.write(f"Nothing changes: all {sum(loaded.unchanged.values())} records are there and the same.")
            return
        would = "Would be" if dry_run else "Were"
        for verb, counts in (("added", loaded.added), ("published", loaded.published)):
            if counts:
                self.stdout.write(f"{would} {verb}: {_counted(counts)}.")
        for correction in loaded.corrections:
            self.stdout.write(f"{would} corrected: {correction.label} ({', '.join(correction.fields)}).")
        if loaded.unchanged:
            self.stdout.write(f"The same: {sum(loaded.unchanged.values())} records.")
        if dry_run:
            self.stdout.write("This was a dry run: nothing was changed.")


def _counted(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{number} {table}" for table, number in counts.items())
