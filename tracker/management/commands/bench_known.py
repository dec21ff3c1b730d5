"""Measures the search for nearly the same texts among many invented ones."""

import random
from collections.abc import Iterator
from hashlib import sha256
from statistics import quantiles
from time import monotonic, perf_counter
from typing import Any, Final

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import Error, connections, transaction
from psycopg import sql

from tracker.actions.keep_shingles import keep_shingles
from tracker.domain.shingles import shingles
from tracker.management.benching import ready
from tracker.models import Snapshot, Source, User
from tracker.models.change import instant
from tracker.queries.already import nearly_the_same

NAME: Final = "counterclaim_known"
"""Not of the family of `ready`, which drops what it did not make."""
BATCH: Final = 250
TURNS: Final = 20
NOTICE: Final = (
    " This page and all that stands on it may be read, kept and quoted by anybody who says where it is from;"
    " whoever finds a mistake in it is asked to write to the office that made it, which answers within a week."
)
"""What every page of one house has below its text: the hard part, for then all share something."""


class Command(BaseCommand):
    help = (
        "Times the search for nearly the same texts among invented snapshots, in words of the case, beside the look-up"
        " of one by its key. On a database of its own, which is dropped at the end."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--snapshots", type=int, default=10_000)

    def handle(self, *args: Any, snapshots: int, **options: Any) -> None:
        if not 100 <= snapshots <= 1_000_000:
            raise CommandError("Snapshots must be 100 to 1,000,000.")
        try:
            template = ready(claims=0)
            with connections["owner"].cursor() as cursor:
                cursor.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(NAME)))
                cursor.execute(
                    sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(NAME), sql.Identifier(template))
                )
        except Error as error:
            raise CommandError(f"The database cannot be made: {str(error).splitlines()[0]}") from None
        before = {alias: connections[alias].settings_dict["NAME"] for alias in ("default", "owner")}
        try:
            self.lead_to(dict.fromkeys(before, NAME))
            self.measure(snapshots)
        finally:
            self.lead_to(before)
            with connections["owner"].cursor() as cursor:
                cursor.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(NAME)))

    def lead_to(self, names: dict[str, str]) -> None:
        for alias, name in names.items():
            connections[alias].close()
            connections[alias].settings_dict["NAME"] = name

    def measure(self, snapshots: int) -> None:
        dice = random.Random(1)
        vocabulary = " ".join(Snapshot.objects.values_list("text", flat=True)).split()
        begun = monotonic()
        self.fill(snapshots, dice, vocabulary)
        with connections["owner"].cursor() as cursor:
            cursor.execute("VACUUM ANALYZE tracker_shingles")
            cursor.execute("SELECT pg_total_relation_size('tracker_shingles')")
            size = cursor.fetchone()[0] / 1e6
        self.stdout.write(f"{snapshots:,} texts in {monotonic() - begun:.0f} s; their hashes take {size:,.0f} MB.\n")
        keys = list(Snapshot.objects.order_by("-pk").values_list("pk", flat=True)[:TURNS])
        texts = [Snapshot.objects.get(pk=key).text for key in keys]
        times = [self.timed(lambda key=key: Snapshot.objects.values("pk").get(pk=key)) for key in keys]
        plain = quantiles(times, n=20)[9]
        self.stdout.write(f"{'':38}{'found':>7}{'p50 ms':>9}{'p95 ms':>9}{'hashing ms':>12}")
        self.stdout.write(f"{'a snapshot by its key':38}{'':7}{plain:9.1f}{quantiles(times, n=20)[18]:9.1f}")
        for kind, asked in (
            ("the same words with some changed", [changed(text, dice) for text in texts]),
            ("an extract of 150 words", [" ".join(text.split()[20:170]) for text in texts]),
            ("nothing known, but for the notice", [words(800, dice, vocabulary) + NOTICE for _text in texts]),
            ("a megabyte with a known text inside", [words(85_000, dice, vocabulary) + text for text in texts[:4]]),
        ):
            hashing = [self.timed(lambda text=text: shingles(text=text)) for text in asked]
            hashes = [shingles(text=text) for text in asked]
            found = [key in nearly_the_same(hashes=each) for key, each in zip(keys, hashes, strict=False)]
            times = [self.timed(lambda each=each: nearly_the_same(hashes=each)) for each in hashes]
            parts = quantiles(times, n=20)
            self.stdout.write(
                f"{kind:38}{sum(found):>4}/{len(found):<2}{parts[9]:9.1f}{parts[18]:9.1f}{max(hashing):12.1f}"
            )

    def timed(self, work: Any) -> float:
        begun = perf_counter()
        work()
        return (perf_counter() - begun) * 1000

    def fill(self, snapshots: int, dice: random.Random, vocabulary: list[str]) -> None:
        source, system = Source.objects.earliest("pk"), User.objects.earliest("pk")
        texts = invented(snapshots, dice, vocabulary)
        for _batch in range(0, snapshots, BATCH):
            with transaction.atomic():
                at = instant(by=system.pk, note="Invented, for measuring.")
                rows = [
                    Snapshot(source=source, text=text, sha256=sha256(text.encode()).hexdigest(), captured_at=at)
                    for text, _each in zip(texts, range(BATCH), strict=False)
                ]
                Snapshot.objects.bulk_create(rows)
                keep_shingles(snapshots=rows)


def invented(count: int, dice: random.Random, vocabulary: list[str]) -> Iterator[str]:
    for _each in range(count):
        yield words(dice.choice((300, 500, 700, 1500)), dice, vocabulary) + NOTICE


def words(count: int, dice: random.Random, vocabulary: list[str]) -> str:
    return " ".join(dice.choices(vocabulary, k=count))


def changed(text: str, dice: random.Random) -> str:
    kept = text.split()
    for _each in range(len(kept) // 50):
        kept[dice.randrange(len(kept))] = "otherwise"
    return " ".join(kept)
