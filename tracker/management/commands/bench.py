"""Measures the main pages, on the case alone and among many invented claims."""

import tempfile
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import Error

from tracker.management.benching import Measured, manage, measure, ready, served

PAGES = (
    "/",
    "/incidents/yeonpyeong/",
    "/incidents/cheonan/",
    "/incidents/yeonpyeong/questions/who-fired-first/",
    "/claims/k01/",
    "/sources/voa-2010-12-09/",
    "/parties/dprk/",
    "/api/v1/incidents/",
    "/api/v1/incidents/yeonpyeong/comparison",
    "/api/v1/claims/k01",
)


class Command(BaseCommand):
    help = (
        "Requests per second and p95 of the main pages, from the production server, beside a plain SELECT of the"
        " same rows with the same rendering, and search beside a lookup by key."
        " On databases of its own, which are kept for the next time."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--claims", type=int, default=100_000, help="invented claims beside the case")
        parser.add_argument("--seconds", type=float, default=3, help="how long each page is asked for")
        parser.add_argument("--connections", type=int, default=8, help="how many ask at once")

    def handle(self, *args: Any, claims: int, seconds: float, connections: int, **options: Any) -> None:
        if claims < 0 or not 0.1 <= seconds <= 60 or not 1 <= connections <= 256:
            raise CommandError("Claims must be 0 or more, seconds 0.1 to 60, connections 1 to 256.")
        for number in dict.fromkeys((0, claims)):
            self.stderr.write(f"Preparing a database of the case and {number:,} invented claims.")
            try:
                name = ready(claims=number)
            except Error as error:
                raise CommandError(f"The database cannot be made: {str(error).splitlines()[0]}") from None
            self.measure(name, number, seconds, connections)
            self.stdout.write("")
            self.stdout.flush()
            manage(name, "bench_search")

    def measure(self, name: str, number: int, seconds: float, connections: int) -> None:
        """One table: each page from the site and from the baseline, in turn, so that both see the same machine."""
        self.stdout.write(f"\nThe case and {number:,} invented claims; {connections} connections, {seconds:g} s a page")
        self.stdout.write(
            f"{'':50}{'site':>9}{'':>9}{'':>9}{'plain SELECT':>16}{'':>9}\n"
            f"{'page':42}{'kB':>8}{'req/s':>9}{'p50 ms':>9}{'p95 ms':>9}{'req/s':>9}{'p95 ms':>9}{'ratio':>8}"
        )
        with tempfile.TemporaryDirectory() as folder:
            log = Path(folder) / "server.log"
            with (
                served(name=name, application="tracker.wsgi", log=log) as site,
                served(name=name, application="tracker.management.baseline", log=log) as plain,
            ):
                for path in PAGES:
                    ours = measure(port=site, path=path, seconds=seconds, clients=connections)
                    least = measure(port=plain, path=path, seconds=seconds, clients=connections)
                    self.stdout.write(row(path, ours, least))
                    self.stdout.flush()


def row(path: str, ours: Measured, least: Measured) -> str:
    """`ratio` says how many times the least that the page could cost it does cost."""
    return (
        f"{path:42}{ours.size / 1000:8.1f}{ours.rate:9.1f}{ours.p50:9.1f}{ours.p95:9.1f}"
        f"{least.rate:9.1f}{least.p95:9.1f}{least.rate / ours.rate:8.1f}"
    )
