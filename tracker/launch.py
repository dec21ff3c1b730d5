"""What the scripts run: brings the database up, does one thing in its presence, and leaves nothing behind.

    manage ARGS     Django's command line
    run COMMAND     any command, with DATABASE_URL and MIGRATE_DATABASE_URL in its environment
    server          the site (tracker/serve.py)

Without DATABASE_URL in the environment the database is the embedded one of this clone.
Where the surroundings are at fault, one sentence on stderr and exit status 1.
"""

import ctypes
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import FrameType

import psycopg
from django.core.exceptions import ImproperlyConfigured

from tracker.postgres.embedded import Embedded
from tracker.postgres.environment import address
from tracker.postgres.trouble import Trouble

ROOT = Path(__file__).resolve().parent.parent


def main(argv: list[str]) -> int:
    """Runs one of the three; the exit status of what it ran."""
    signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell ignores it for what it puts in the background
    signal.signal(signal.SIGTERM, leave)
    if signal.getsignal(signal.SIGHUP) is not signal.SIG_IGN:  # nohup
        signal.signal(signal.SIGHUP, leave)
    verb, *rest = argv
    try:
        if verb == "server":
            from tracker.serve import server

            return server(ROOT)
        with database(ROOT):
            return {"manage": manage, "run": run}[verb](rest)
    except (Trouble, ImproperlyConfigured) as error:
        print(f"script/{verb}: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


def leave(number: int, frame: FrameType | None) -> None:
    """A polite end like any other: what was started is ended on the way out."""
    raise SystemExit(128 + number)


@contextmanager
def database(root: Path) -> Iterator[Embedded | None]:
    """The database is up and named in the environment. Gives the embedded server, or None for one of the user's."""
    if os.environ.get("DATABASE_URL"):
        for variable in ("DATABASE_URL", "MIGRATE_DATABASE_URL"):
            if os.environ.get(variable):
                try_database(variable)
        yield None
    elif os.environ.get("MIGRATE_DATABASE_URL"):
        raise Trouble(
            "MIGRATE_DATABASE_URL is set without DATABASE_URL: set both, or neither for the embedded database."
        )
    else:
        with Embedded(root) as server:
            os.environ.update(server.urls)
            try:
                yield server
            finally:
                for variable in server.urls if server.pid() else ():
                    os.environ.pop(variable, None)


def try_database(variable: str) -> None:
    """One connection to the database that `variable` names. Raises ImproperlyConfigured or Trouble."""
    given = address(os.environ, variable)
    try:
        with psycopg.connect(**given | {"connect_timeout": "5"}) as connection:  # type: ignore[arg-type]
            version = connection.info.server_version // 10000
    except psycopg.Error as error:
        raise Trouble(f"The database named by {variable} does not answer: {reason(error, given)}.") from None
    if version < 15:
        raise Trouble(f"The database named by {variable} is PostgreSQL {version}; 15 or newer is needed.")


def reason(error: psycopg.Error, given: dict[str, str]) -> str:
    """libpq's reason in one line, without the password."""
    words = one_line(error)
    secret = given.get("password")
    return words.replace(secret, "…") if secret else words


def one_line(error: BaseException) -> str:
    """The first line of what went wrong, without the preamble that libpq puts before it."""
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    words = lines[0] if lines else type(error).__name__
    return words.rpartition("failed:")[2].strip().removeprefix("FATAL:").strip().rstrip(".")


def die_with_parent() -> None:
    """Linux ends us politely when our parent is killed; elsewhere we go on until somebody ends us."""
    if sys.platform == "linux":
        parent = os.getppid()
        ctypes.CDLL(None).prctl(1, signal.SIGTERM)
        if os.getppid() != parent:
            raise SystemExit(143)


def manage(arguments: list[str]) -> int:
    """Django's command line in this process."""
    from django.core.management import execute_from_command_line

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tracker.settings")
    execute_from_command_line(["script/manage", *arguments])
    return 0


def run(command: list[str]) -> int:
    """`command` as a child; the terminal's Ctrl-C reaches it by itself."""
    child = subprocess.Popen(command)
    try:
        while True:
            with suppress(KeyboardInterrupt):
                status = child.wait()
                return status if status >= 0 else 128 - status
    except SystemExit:
        child.terminate()
        child.wait()
        raise


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
