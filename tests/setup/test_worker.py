"""The worker that script/server starts beside the site."""

import os
import signal
import time
from collections.abc import Callable
from pathlib import Path

from tests.setup.conftest import Clone, Server

Serve = Callable[..., Server]
ASK = """
from django.db import connection as c
with c.cursor() as cursor:
    cursor.execute("SELECT count(*), array_agg(DISTINCT usename::text) FROM pg_stat_activity"
                   " WHERE query LIKE '%procrastinate%' AND pid <> pg_backend_pid()")
    print(cursor.fetchone())
"""


def children(server: Server, clone: Clone) -> list[int]:
    """What the first process started in the clone, the youngest last."""
    found = []
    for pid, place in clone.processes().items():
        if place == clone.root:
            parts = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
            if int(parts[1]) == server.process.pid and parts[0] != "Z":
                found.append((int(parts[19]), pid))
    return [pid for _begun, pid in sorted(found)]


def worker_of(server: Server, clone: Clone, *, other_than: int = 0) -> int:
    """The youngest child, once there are two of them: the site and the worker."""
    until = time.monotonic() + 30
    while time.monotonic() < until:
        found = children(server, clone)
        if len(found) > 1 and found[-1] != other_than:
            return found[-1]
        time.sleep(0.05)
    raise AssertionError(server.said())


def test_it_works_as_the_role_that_serves_and_is_begun_anew_when_it_dies(clone: Clone, serve: Serve) -> None:
    server = serve()
    first = worker_of(server, clone)
    until = time.monotonic() + 30
    while (found := clone.run("manage", "shell", "-c", ASK).stdout) and "['counterclaim']" not in found:
        assert time.monotonic() < until, (found, server.said())
    os.kill(first, signal.SIGKILL)
    second = worker_of(server, clone, other_than=first)
    while "The worker had died; it was started again." not in server.said():
        assert time.monotonic() < until, server.said()
        time.sleep(0.05)
    assert server.health() == (200, "The database answers.\n")
    begun = time.monotonic()
    assert server.end() == 130
    assert time.monotonic() - begun < 8
    assert not Path(f"/proc/{second}").exists()
    assert "Traceback" not in server.said()


def test_it_ends_with_the_first_process_that_is_killed(clone: Clone, serve: Serve) -> None:
    server = serve()
    worker = worker_of(server, clone)
    server.process.kill()
    server.process.wait()
    until = time.monotonic() + 15
    while Path(f"/proc/{worker}/cwd").exists():
        assert time.monotonic() < until
        time.sleep(0.05)
