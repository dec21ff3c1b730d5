"""Measures search beside a lookup by primary key, in the same process and the same run."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from random import Random
from time import perf_counter
from typing import Any, Final

from django.core.management.base import BaseCommand, CommandParser

from tracker.models import Claim, SearchRow
from tracker.queries import search

SAID_BY: Final = date(9999, 12, 31)
ASKED: Final[tuple[tuple[str, dict[str, str]], ...]] = (
    ("torpedo", {}),
    ("North Korea", {}),
    ("who fired first", {}),
    ('"bubble jet effect"', {}),
    ("연평도 포격", {}),
    ("answer", {}),
    ("invented party 17", {}),
    ("party denies answer a to question 3", {}),
    ('"party 17 denies that answer b"', {}),
    ("invented incident 421", {}),
    ("Yeonpyong", {}),
    ("answer", {"speaker": "invented-party-17", "polarity": "denies"}),
    ("question 3", {"status": "contested", "kind": "claim"}),
)
"""Rare words and words that every invented claim holds, a phrase, Korean, a typing error, filters."""


class Command(BaseCommand):
    help = "Times search, what a page of it reads and makes before it is rendered, beside one lookup of a claim by key."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--times", type=int, default=60, help="how often each is asked")

    def handle(self, *args: Any, times: int, **options: Any) -> None:
        random, most = Random(1), Claim.objects.order_by("-pk").values_list("pk", flat=True)[0]
        keys = [random.randint(1, most) for _ in range(times * len(ASKED))]
        lookups, timed = [], []
        for text, filters in ASKED:
            mine = []
            for nth in range(times):
                lookups.append(milliseconds(lambda: list(Claim.objects.filter(pk=keys.pop()))))
                page, took = answered(text, filters)
                if nth:  # the first fills caches, as it would on any site that is used
                    mine.append(took)
            timed.append((text, filters, page, mine))
        key = p95(lookups)
        self.stdout.write(f"{SearchRow.objects.count():,} records; a claim by its primary key: p95 {key:.2f} ms")
        self.stdout.write(f"{'search':58}{'hits':>7}{'p50 ms':>9}{'p95 ms':>9}{'x key':>7}")
        for text, filters, page, mine in timed:
            asked = " ".join([text, *(f"{name}={value}" for name, value in filters.items())])
            hits = f"{page.total}{'+' if page.more else ''}"
            self.stdout.write(row(asked, hits, mine, key))
        every = [took for *_, mine in timed for took in mine]
        self.stdout.write(row("all of them", "", every, key))


def answered(text: str, filters: dict[str, str]) -> tuple[search.Page, float]:
    begun = perf_counter()
    page = search.load(text=text, filters=filters, since=None, said_by=SAID_BY, page=1)
    assert page is not None
    return page, 1000 * (perf_counter() - begun)


def row(asked: str, hits: str, times: list[float], key: float) -> str:
    """`x key` says how many lookups by key a search costs, both at their p95."""
    middle = sorted(times)[len(times) // 2]
    return f"{asked:58}{hits:>7}{middle:9.1f}{p95(times):9.1f}{p95(times) / key:7.1f}"


def milliseconds(work: Callable[[], object]) -> float:
    begun = perf_counter()
    work()
    return 1000 * (perf_counter() - begun)


def p95(times: list[float]) -> float:
    return sorted(times)[min(len(times) - 1, int(0.95 * len(times)))]
