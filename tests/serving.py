"""The real server, for the tests that need one: gunicorn with the production settings, on a port of its own."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, urlencode

from tests.databases import ROOT, parameters


@dataclass(frozen=True)
class Site:
    """A server that runs: where, as which process, and what it said."""

    url: str
    pid: int
    log: Path


@contextmanager
def served(log: Path, **environment: str) -> Iterator[Site]:
    """gunicorn in front of the database that Django's aliases lead to now, or that `environment` names."""
    listener = socket.create_server(("127.0.0.1", 0), backlog=128)
    url = f"http://localhost:{listener.getsockname()[1]}"
    variables = os.environ | {
        "SITE_URL": url,
        "DATABASE_URL": address("default"),
        "MIGRATE_DATABASE_URL": address("owner"),
        "STATEMENT_TIMEOUT": "15s",
        "WEB_CONCURRENCY": "1",
    }
    command = [sys.executable, "-m", "gunicorn", "--config", ROOT / "tracker" / "gunicorn.py"]
    command += ["--bind", f"fd://{listener.fileno()}"]
    with log.open("ab") as out:
        process = subprocess.Popen(
            command, cwd=ROOT, env=variables | environment, stdout=out, stderr=out, pass_fds=[listener.fileno()]
        )
    listener.close()
    try:
        wait_for(f"{url}/healthz", process, log)
        yield Site(url, process.pid, log)
    finally:
        process.send_signal(signal.SIGINT)
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def wait_for(url: str, process: subprocess.Popen[bytes], log: Path) -> None:
    until = time.monotonic() + 30
    while time.monotonic() < until and process.poll() is None:
        try:
            with urllib.request.urlopen(url, timeout=5):
                return
        except urllib.error.HTTPError:
            return  # it answers; whether the database does is for the test to say
        except OSError:
            time.sleep(0.05)
    raise AssertionError(f"The server did not start:\n{log.read_text()}")


def address(alias: str, **other: str) -> str:
    """The address of the database that `alias` leads to, as DATABASE_URL spells it, with `other` parameters."""
    given = parameters(alias)
    wanted = {key: given[key] for key in ("host", "port", "user", "password", "dbname", "sslmode") if key in given}
    return f"postgresql:///?{urlencode(wanted | other, quote_via=quote)}"
