"""Fills a database with invented claims, for measuring."""

from time import monotonic
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from tracker.actions.load_case import load_case
from tracker.management.invented import CLAIMS, PREFIX, cases, joined
from tracker.models import Claim, Incident

MOST = 5_000_000
BATCH = 20
"""Incidents that are written in one transaction: others may write in between."""


class Command(BaseCommand):
    help = (
        "Adds invented, published claims, about incidents of a hundred claims each. Everything made says that it is"
        " invented, and nothing published is ever removed: use a database of its own."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("number", type=int, help="how many claims to make")
        parser.add_argument("--anyway", action="store_true", help="also into a database that holds a real record")

    def handle(self, *args: Any, number: int, anyway: bool, **options: Any) -> None:
        if not 0 < number <= MOST:
            raise CommandError(f"The number must be between 1 and {MOST:,}.")
        if not anyway and Claim.objects.exclude(key__startswith=PREFIX).exists():
            raise CommandError(
                "This database holds a real record, and what is published is never removed. Use another one"
                " (DATABASE_URL), or say --anyway."
            )
        begun, made = monotonic(), 0
        first = Incident.objects.filter(key__startswith=PREFIX).count()
        batch = []
        for case in cases(claims=number, first=first):
            batch.append(case)
            if len(batch) == BATCH or (made + len(batch) * CLAIMS) >= number:
                load_case(case=joined(parts=batch), note="Invented, for measuring.")
                made += sum(len(each.claims) for each in batch)
                batch = []
                if options["verbosity"] and self.stderr.isatty():
                    rate = made / (monotonic() - begun)
                    self.stderr.write(f"\r{made:,} of {number:,} claims, {rate:,.0f} a second", ending="")
        if options["verbosity"]:
            self.stderr.write("" if not self.stderr.isatty() else "\n", ending="")
            self.stdout.write(f"Made {made:,} invented claims in {monotonic() - begun:.1f} s.")
