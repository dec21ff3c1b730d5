"""Make anew what nearly the same texts are found by."""

from typing import Any

from django.core.management.base import BaseCommand

from tracker.actions.keep_shingles import make_shingles_anew


class Command(BaseCommand):
    help = "Makes the hashes anew by which nearly the same texts are found: after a change of the rule, or a restore."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"Hashes of {make_shingles_anew()} texts were made.")
