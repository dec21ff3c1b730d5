"""Make anew what search looks through."""

from datetime import UTC, datetime
from typing import Any

from django.core.management.base import BaseCommand

from tracker.actions.index_search import make_search_anew


class Command(BaseCommand):
    help = "Makes the rows of search anew: after an upgrade that brings or changes them, or a restore without them."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"Search finds {make_search_anew(today=datetime.now(UTC).date())} records.")
