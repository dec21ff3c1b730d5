"""The parts of `script/bench`: databases of its own, real servers, and clients that count."""

from __future__ import annotations

import hashlib
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Thread
from urllib.parse import urlencode

from django.conf import settings
from django.core.management.base import CommandError
from django.db import connections
from psycopg import sql

ROOT = Path(settings.BASE_DIR)
PREFIX = "counterclaim_bench_"


def ready(*, claims: int) -> str:
    """The name of a database with the case and that many invented claims; made once for a schema and a case."""
    name = f"{PREFIX}{claims}_{_fingerprint()}"
    with connections["owner"].cursor() as cursor:
        cursor.execute("SELECT datname FROM pg_database WHERE starts_with(datname, %s)", [PREFIX])
        names = {row[0] for row in cursor.fetchall()}
        for old in names:
            if not old.endswith(_fingerprint()) or old.startswith(f"{PREFIX}new"):
                cursor.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(old)))
        if name in names:
            return name
        fresh = f"{PREFIX}new_{claims}"
        cursor.execute(sql.SQL("CREATE DATABASE {} TEMPLATE template0").format(sql.Identifier(fresh)))
    manage(fresh, "migrate", "--database", "owner", "--verbosity", "0")
    manage(fresh, "load_case", str(ROOT / "tracker" / "case" / "case.json"), "--verbosity", "0")
    if claims:
        manage(fresh, "make_claims", str(claims), "--anyway")
    with connections["owner"].cursor() as cursor:
        cursor.execute(sql.SQL("ALTER DATABASE {} RENAME TO {}").format(sql.Identifier(fresh), sql.Identifier(name)))
    manage(name, "shell", "--verbosity", "0", "--command", _ANALYSE)
    return name


_ANALYSE = "from django.db import connections; connections['owner'].cursor().execute('VACUUM ANALYZE')"


def _fingerprint() -> str:
    """Changes with the tables, the case, or what is invented."""
    digest = hashlib.sha256()
    for place in ("tracker/migrations", "tracker/case", "tracker/management/invented.py"):
        for path in [ROOT / place, *sorted((ROOT / place).rglob("*"))]:
            if path.suffix in (".py", ".json", ".txt"):
                digest.update(path.read_bytes())
    return digest.hexdigest()[:8]


def address(name: str, alias: str) -> str:
    """The address of a database beside the one that we were given."""
    given = connections[alias].settings_dict
    parts = {"host": given["HOST"], "port": given["PORT"], "user": given["USER"], "password": given["PASSWORD"]}
    options = {key: value for key, value in given["OPTIONS"].items() if key == "sslmode"}
    return f"postgresql:///?{urlencode({k: v for k, v in parts.items() if v} | {'dbname': name} | options)}"


def environment(name: str, **more: str) -> dict[str, str]:
    return os.environ | {
        "DATABASE_URL": address(name, "default"),
        "MIGRATE_DATABASE_URL": address(name, "owner"),
        **more,
    }


def manage(name: str, *arguments: str) -> None:
    """Run a command of manage.py on that database. Raises CommandError."""
    ran = subprocess.run([sys.executable, str(ROOT / "manage.py"), *arguments], env=environment(name), check=False)
    if ran.returncode:
        raise CommandError(f"{arguments[0]} failed on the database {name}.")


@contextmanager
def served(*, name: str, application: str, log: Path) -> Iterator[int]:
    """The production server with its own configuration, on a free port of the loopback."""
    with closing(socket.create_server(("127.0.0.1", 0), backlog=512)) as listener:
        port = listener.getsockname()[1]
        command = [sys.executable, "-m", "gunicorn", "--config", str(ROOT / "tracker" / "gunicorn.py")]
        command += ["--bind", f"fd://{listener.fileno()}", application]
        with log.open("ab") as out:
            process = subprocess.Popen(
                command,
                cwd=ROOT,
                env=environment(name, SITE_URL=f"http://localhost:{port}"),
                stdout=out,
                stderr=out,
                pass_fds=[listener.fileno()],
            )
    try:
        _wait(port, process, log)
        yield port
    finally:
        process.send_signal(signal.SIGINT)
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _wait(port: int, process: subprocess.Popen[bytes], log: Path) -> None:
    until = time.monotonic() + 60
    while time.monotonic() < until and process.poll() is None:
        try:
            if fetch(port, "/healthz")[0] == 200:
                return
        except OSError:
            pass
        time.sleep(0.1)
    raise CommandError(f"The server did not start; it said: {log.read_text()[-500:]}")


@dataclass(frozen=True)
class Measured:
    """`p95` and `p50` in milliseconds, `size` in bytes."""

    rate: float
    p50: float
    p95: float
    size: int


def measure(*, port: int, path: str, seconds: float, clients: int) -> Measured:
    """Ask for the path over and over from some connections at once. Raises CommandError if it does not answer."""
    status, size = fetch(port, path)
    if status != 200:
        raise CommandError(f"{path} answered {status}.")
    for _ in range(2 * clients):  # every worker and every thread has seen it once
        fetch(port, path)
    times: list[list[float]] = [[] for _ in range(clients)]
    begun = time.perf_counter()
    until = begun + seconds
    threads = [Thread(target=_ask, args=(port, path, until, each)) for each in times]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    took = time.perf_counter() - begun
    every = sorted(one for each in times for one in each)
    if not every:
        raise CommandError(f"{path} did not answer within {seconds} s.")
    return Measured(
        rate=len(every) / took,
        p50=1000 * every[len(every) // 2],
        p95=1000 * every[min(len(every) - 1, int(0.95 * len(every)))],
        size=size,
    )


def _ask(port: int, path: str, until: float, times: list[float]) -> None:
    with closing(socket.create_connection(("127.0.0.1", port), timeout=30)) as connection:
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        while (begun := time.perf_counter()) < until:
            status, _ = _exchange(connection, port, path)
            if status != 200:
                raise CommandError(f"{path} answered {status}.")
            times.append(time.perf_counter() - begun)


def fetch(port: int, path: str) -> tuple[int, int]:
    """Status and size of one answer."""
    with closing(socket.create_connection(("127.0.0.1", port), timeout=30)) as connection:
        return _exchange(connection, port, path)


def _exchange(connection: socket.socket, port: int, path: str) -> tuple[int, int]:
    connection.sendall(f"GET {path} HTTP/1.1\r\nHost: localhost:{port}\r\nAccept: */*\r\n\r\n".encode())
    received = connection.recv(262_144)
    while b"\r\n\r\n" not in received:
        if not (more := connection.recv(262_144)):
            raise OSError("the connection ended")
        received += more
    head, _, body = received.partition(b"\r\n\r\n")
    lines = head.lower().split(b"\r\n")
    length = next((int(line[15:]) for line in lines if line.startswith(b"content-length:")), 0)
    left = length - len(body)
    while left > 0:
        more = connection.recv(min(left, 262_144))
        if not more:
            raise OSError("the connection ended")
        left -= len(more)
    return int(lines[0].split()[1]), length
