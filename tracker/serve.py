"""The site, from nothing to served: database, migrations, the case, static files, gunicorn, and the jobs' worker.

The first process holds the embedded database, starts it again should it die, and ends it last. The second loads
Django once, makes everything ready and becomes gunicorn's master, so that its workers share what was loaded.
The third (`tracker.worker`) does the jobs; the first begins it once everything is ready, and anew should it die.
"""

import fcntl
import hashlib
import os
import select
import signal
import socket
import sys
import traceback
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, NoReturn

import django
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command
from django.db import Error, connections
from gunicorn.app.base import Application

from tracker.launch import database, die_with_parent, one_line
from tracker.postgres.embedded import FULL, NO_ROOM, Embedded
from tracker.postgres.trouble import Trouble
from tracker.worker import Worker

CONFIG = Path(__file__).with_name("gunicorn.py")
CASE = Path(__file__).with_name("case") / "case.json"


def server(root: Path) -> int:
    """Serves until it is told to stop; the exit status."""
    sockets, port = listen()
    os.environ.setdefault("SITE_URL", f"http://localhost:{port}")
    os.environ.setdefault("STATEMENT_TIMEOUT", "15s")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tracker.settings")
    with database(root) as embedded:
        if embedded is None and not os.environ.get("MIGRATE_DATABASE_URL"):
            say("MIGRATE_DATABASE_URL is not set: one role serves and migrates, so history is not protected from it.")
        ready, when_ready = os.pipe()
        child = os.fork()
        if not child:
            serve(root, sockets, f"http://localhost:{port}", when_ready, demo=embedded is not None)
        os.close(when_ready)
        worker = Worker(root, sockets)
        try:
            return watch(child, embedded, worker, ready)
        except KeyboardInterrupt:
            worker.tell()
            return end(child, signal.SIGINT)
        except BaseException:
            worker.tell()
            end(child, signal.SIGTERM)
            raise
        finally:
            worker.end()


def say(text: str) -> None:
    print(text, flush=True)


def listen() -> tuple[list[socket.socket], int]:
    """Sockets on PORT, or on the next free one, and the number. On this machine only, unless HOST says otherwise."""
    given = os.environ.get("PORT") or "8000"
    if not given.isdecimal() or int(given) > 65535:
        raise Trouble(f"PORT must be a number up to 65535, not {given!r}.")
    wanted = int(given)
    for port in range(wanted, min(wanted + 100, 65536)):
        try:
            sockets = [listener(host, port) for host in hosts()]
        except OSError as error:
            if error.errno == 98 or "in use" in str(error):
                continue
            raise Trouble(f"Nothing can be served on port {port}: {error.strerror}.") from None
        if port != wanted:
            say(f"Port {wanted} is taken; using {port}.")
        return sockets, sockets[0].getsockname()[1]
    raise Trouble(f"Port {wanted} and the hundred after it are taken: set PORT.")


def hosts() -> list[str]:
    """Both spellings of this machine, for `localhost` may mean either."""
    if os.environ.get("HOST"):
        return [os.environ["HOST"]]
    both = ["127.0.0.1"]
    if socket.has_ipv6 and os.environ.get("PORT") != "0":
        try:
            with closing(socket.socket(socket.AF_INET6)) as probe:
                probe.bind(("::1", 0))
            both.append("::1")
        except OSError:
            pass
    return both


def listener(host: str, port: int) -> socket.socket:
    kind = socket.AF_INET6 if ":" in host else socket.AF_INET
    found = socket.socket(kind)
    try:
        found.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        if kind == socket.AF_INET6:
            found.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
        found.bind((host, port))
        found.listen(2048)  # at once: a port that is only bound can be taken by another
    except OSError:
        found.close()
        raise
    return found


def watch(child: int, embedded: Embedded | None, worker: Worker, ready: int) -> int:
    """Until the child ends by itself: sees to it that database and worker live. The child's exit status."""
    complaint = ""
    waited_for = [ready]
    while True:
        pid, status = os.waitpid(child, os.WNOHANG)
        if pid:
            return os.waitstatus_to_exitcode(status) % 256
        if worker.revive():
            say("The worker had died; it was started again.")
        try:
            if embedded and embedded.revive():
                say("The database had died; it was started again.")
        except Trouble as trouble:  # a full disk, say: the site says 503 until there is room
            if str(trouble) != complaint:
                complaint = str(trouble)
                say(f"The database had died. {complaint}")
        if select.select(waited_for, [], [], 0.5)[0]:
            waited_for = []
            if os.read(ready, 1):  # nothing where the child died before
                worker.start()


def end(child: int, number: int) -> int:
    """Ends the child as politely as `number` is, and waits for it."""
    for each in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(each, signal.SIG_IGN)
    try:
        os.kill(child, number)
        os.waitpid(child, 0)
    except (ProcessLookupError, ChildProcessError):
        pass
    return 128 + number


def serve(root: Path, sockets: list[socket.socket], url: str, when_ready: int, *, demo: bool) -> NoReturn:
    """The second process. Never returns: it must not undo what the first has to."""
    status = 1
    told = []  # an interrupt in the midst of a statement may come out as an error of the database

    def interrupted(number: int, frame: Any) -> NoReturn:
        told.append(number)
        raise KeyboardInterrupt

    signal.signal(signal.SIGINT, interrupted)
    # Ctrl-C is for the first process to pass on: workers that got it too would be replaced while they stop
    os.setpgid(0, 0)
    try:
        die_with_parent()
        prepare(root, demo=demo)
        os.write(when_ready, b"1")
        os.close(when_ready)
        Site([f"fd://{each.fileno()}" for each in sockets], lambda: say(f"Serving {url} - Ctrl-C ends it.")).run()
    except (Trouble, ImproperlyConfigured, CommandError) as error:
        print(f"script/server: {error}", file=sys.stderr)
    except (OSError, Error) as error:
        if not told:
            print(f"script/server: {explained(error)}", file=sys.stderr)
    except KeyboardInterrupt:
        status = 130
    except SystemExit as leaving:
        status = leaving.code if isinstance(leaving.code, int) else 1
    except BaseException:
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(status)


def explained(error: BaseException) -> str:
    if FULL in str(error) or "disk full" in str(error).lower():
        return NO_ROOM
    if "permission denied for schema" in str(error):
        return "The role that migrates may not make tables: docs/operations.md has the SQL for the two roles."
    return f"The site cannot start: {one_line(error)}."


def prepare(root: Path, *, demo: bool) -> None:
    """Everything that a served site needs. Cheap when nothing has changed: no more than a few queries."""
    django.setup()
    with one_at_a_time():
        migrate()
        load_case()
        derive()
    collect(root)
    if demo:
        call_command("demo_editor", new_only=True)
    sys.stdout.flush()  # or each of gunicorn's workers would say it once more
    connections.close_all()  # no connection may cross the fork


@contextmanager
def one_at_a_time() -> Iterator[None]:
    """Of several servers that start on one database, one prepares it and the others wait."""
    with connections["owner"].cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(hashtext('counterclaim is prepared'))")
        yield
        cursor.execute("SELECT pg_advisory_unlock(hashtext('counterclaim is prepared'))")


def migrate() -> None:
    """Applies what is missing."""
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connections["owner"])
    if executor.migration_plan(executor.loader.graph.leaf_nodes()) or not serving_may_read():
        say("Preparing the database.")
        call_command("migrate", database="owner", interactive=False, verbosity=0)


def serving_may_read() -> bool:
    """Whether the rights were granted, which happens after the last migration."""
    with connections["default"].cursor() as cursor:
        cursor.execute("SELECT has_table_privilege('django_migrations', 'SELECT')")
        return bool(cursor.fetchone()[0])


def load_case() -> None:
    """The real case, into a database in which nothing was ever recorded."""
    from tracker.models import Change, Incident

    if not Incident.objects.exists() and not Change.objects.exists():
        say("Loading the case.")
        call_command("load_case", str(CASE))


def derive() -> None:
    """What is found by search and what is nearly the same, for a record that an earlier release wrote."""
    from tracker.models import Change, SearchRow, Shingles

    if not Change.objects.exists():
        return
    for rows, command in ((SearchRow, "make_search"), (Shingles, "make_shingles")):
        if not rows.objects.exists():
            call_command(command)


def collect(root: Path) -> None:
    """Collects the static files when they or the packages have changed; one process at a time."""
    from django.conf import settings

    folder = Path(settings.STATIC_ROOT)
    stamp = root / ".data" / "collected"
    with (root / ".data" / "collect.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        now = fingerprint(root, folder)
        if stamp.exists() and stamp.read_text() == now and (folder / "staticfiles.json").exists():
            return
        say("Collecting the static files.")
        call_command("collectstatic", interactive=False, verbosity=0)
        stamp.write_text(now)


def fingerprint(root: Path, folder: Path) -> str:
    """Changes when a file of ours, a package or the place to collect into does."""
    digest = hashlib.sha256(f"{folder}\n".encode() + (root / "requirements.txt").read_bytes())
    for path in sorted((root / "static").rglob("*")):
        if path.is_file():
            found = path.stat()
            digest.update(f"{path.relative_to(root)} {found.st_size} {found.st_mtime_ns}\n".encode())
    return digest.hexdigest()


class Site(Application):  # type: ignore[misc]  # gunicorn has no types
    """gunicorn with our configuration, on sockets that are open already."""

    def __init__(self, bind: list[str], ready: Any) -> None:
        # said by the first worker: until there is one, nobody answers
        self.extra = {"bind": bind, "post_worker_init": lambda worker: ready() if worker.age == 1 else None}
        super().__init__()

    def init(self, parser: Any, opts: Any, args: Any) -> None:
        """Nothing is read from the command line."""

    def load_config(self) -> None:
        self.load_config_from_file(str(CONFIG))
        for key, value in self.extra.items():
            self.cfg.set(key, value)

    def load(self) -> Any:
        from tracker.wsgi import application

        return application
