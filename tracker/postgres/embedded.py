"""The PostgreSQL server of this clone: started when somebody needs it, ended when nobody does.

Everybody who uses the server holds a shared lock on the file `users`; starting and ending happen under an
exclusive lock on the file `lock`. The kernel drops both when a process dies, however it dies, so nothing here
has to be tidied by hand after a `kill -9` or a power cut.

The server listens on no network: on a socket alone, in a private folder with a short path. The machine's own
word for who is at the other end (peer authentication) lets in root, the user who started it and nobody else.
"""

import errno
import fcntl
import os
import pwd
import shutil
import signal
import stat
import subprocess
import tempfile
import time
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import IO, Self
from urllib.parse import quote

import psycopg

from tracker.postgres.binaries import find_binaries
from tracker.postgres.place import Place, find_place, reachable
from tracker.postgres.trouble import Trouble

SUPERUSER = "bootstrap"
"""Makes the roles and the database; the product never signs in with it."""
OWNER = "counterclaim_owner"
SERVING = "counterclaim"
DATABASE = "counterclaim"
LOG_LIMIT = 5_000_000
PATIENCE = 60
"""Seconds to wait for the server to be ready: recovery after a crash may take a while."""
FULL = "No space left on device"
NO_ROOM = "The disk is full. Make room and start again: nothing that was finished is lost."


class Embedded:
    """A hold on the embedded server, as a context manager. Entering raises Trouble where it cannot run."""

    def __init__(self, root: Path) -> None:
        self.link = root / ".data" / "postgres"
        self.place: Place
        self.users: IO[bytes]
        self.process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        try:
            self.link.parent.mkdir(exist_ok=True)
            self.place = find_place(self.link)
            with self.locked():
                self.users = (self.place.folder / "users").open("rb")
                fcntl.flock(self.users, fcntl.LOCK_SH)
                self.ensure()
        except OSError as error:
            if error.errno == errno.ENOSPC:
                raise Trouble(NO_ROOM) from None
            raise Trouble(
                f"The embedded database cannot start: {error.strerror} ({error.filename or self.link})."
            ) from None
        except psycopg.Error as error:
            raise Trouble(
                NO_ROOM if FULL in str(error) else f"The embedded database cannot be used: {error}."
            ) from None
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with self.locked():
            fcntl.flock(self.users, fcntl.LOCK_UN)
            try:
                fcntl.flock(self.users, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                return  # another script of this clone still uses it
            finally:
                self.users.close()
            self.stop()

    def locked(self) -> IO[bytes]:
        """The exclusive right to start or end the server, until the file is closed."""
        for name in ("lock", "users"):
            path = self.place.folder / name
            if not path.exists():
                path.touch()
                self.place.account.take(path)
        handle = (self.place.folder / "lock").open("rb")
        fcntl.flock(handle, fcntl.LOCK_EX)
        return handle

    @property
    def urls(self) -> dict[str, str]:
        """DATABASE_URL and MIGRATE_DATABASE_URL of the running server."""
        socket = quote(str(self.socket), safe="")
        return {
            "DATABASE_URL": f"postgresql://{SERVING}@/{DATABASE}?host={socket}",
            "MIGRATE_DATABASE_URL": f"postgresql://{OWNER}@/{DATABASE}?host={socket}",
        }

    @property
    def socket(self) -> Path:
        return Path(self.pidfile()[4])

    def serves(self, host: str) -> bool:
        """Whether a connection to `host` is one to this clone's embedded server."""
        return bool(self.pidfile()) and str(self.socket) == host

    def pidfile(self) -> list[str]:
        """The lines of the server's own note: process, data, start, port, socket, address, memory, state."""
        try:
            return (self.link / "data" / "postmaster.pid").read_text().splitlines()
        except FileNotFoundError:
            return []

    def pid(self) -> int | None:
        """The running server's process; None when there is none, whatever a stale note says."""
        lines = self.pidfile()
        if not lines or not lines[0].isdecimal():
            return None
        pid = int(lines[0])
        try:
            os.kill(pid, 0)
            if Path("/proc/self/stat").exists():
                state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
                # a number is used again in time, so it must also be at home in our data folder
                if state in "ZX" or not os.path.samefile(f"/proc/{pid}/cwd", self.place.data):
                    return None
        except (ProcessLookupError, FileNotFoundError, PermissionError):
            return None
        return pid

    def ensure(self) -> None:
        """Starts the server unless it runs and answers. Call under the lock."""
        until = time.monotonic() + PATIENCE
        while self.pid() is not None:
            if self.answers():
                return
            cut_off = len(self.pidfile()) > 7 and not self.socket.is_dir()  # somebody cleaned the temporary folder
            if cut_off or time.monotonic() > until:
                self.stop()
                break
            time.sleep(0.05)  # it is starting, or dying
        self.start()

    def answers(self) -> bool:
        """Whether the server lets us in; one that was killed a moment ago still looks alive."""
        try:
            psycopg.connect(host=str(self.socket), user=SUPERUSER, dbname="postgres", connect_timeout=5).close()
        except (psycopg.OperationalError, IndexError):  # or it has not noted its socket yet
            return False
        return True

    def revive(self) -> bool:
        """Starts the server again if it has died; True when it had. Raises Trouble."""
        if self.pid() is not None:
            return False
        with self.locked():
            self.ensure()
        return True

    def start(self) -> None:
        place = self.place
        programs = reachable(find_binaries(), place.account)
        if not place.data.is_dir():
            self.make_data(programs)
        self.check_version(programs)
        self.write_access()
        sockets = self.make_socket_folder()
        arguments = {
            "listen_addresses": "",
            "unix_socket_directories": sockets,
            "unix_socket_permissions": "0700",
            # what people wrote must not reach the log, and the tests provoke errors by the thousand
            "log_min_messages": "log",
            "log_min_error_statement": "panic",
            "log_error_verbosity": "terse",
            "log_checkpoints": "off",
            "max_connections": "200",
        }
        command: list[str | Path] = [programs / "postgres", "-D", place.data]
        for key, value in arguments.items():
            command += ["-c", f"{key}={value}"]
        # A stale note is no trouble to the server but where its number went to another process of the same user.
        # Processes left of a server that was killed are still noticed, by the memory they share.
        # The same holds for the lock of the socket, which stands in a folder of this cluster alone; in a container
        # without an init process a killed server stays as a zombie, and Postgres would take it for alive.
        (place.data / "postmaster.pid").unlink(missing_ok=True)
        for stale in Path(sockets).glob(".s.PGSQL.*"):
            stale.unlink()
        if place.log.exists() and place.log.stat().st_size > LOG_LIMIT:
            place.log.unlink()
        until = time.monotonic() + 10
        while True:
            self.process = self.spawn(command)
            try:
                self.wait_until_ready()
                break
            except Trouble:
                # after a kill -9 of the server alone its children need a moment to notice
                if time.monotonic() > until or not self.still_in_use():
                    raise
                time.sleep(0.2)
        self.make_roles()

    def spawn(self, command: list[str | Path]) -> subprocess.Popen[bytes]:
        """In a session of its own: Ctrl-C at the terminal must not reach it before those who use it."""
        with self.place.log.open("ab") as log:
            self.place.account.take(self.place.log)
            return subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd="/",
                umask=0o077,
                env=plain_environment(),
                start_new_session=True,
                **self.place.account.process,
            )

    def still_in_use(self) -> bool:
        return "is still in use" in self.last_words() or "already exists" in self.last_words()

    def last_words(self) -> str:
        """The last complaint in the server's log."""
        with suppress(OSError):
            lines = self.place.log.read_text(errors="replace").splitlines()[-20:]
            for line in reversed(lines):
                for mark in ("FATAL:", "PANIC:", "ERROR:"):
                    if mark in line:
                        return line.partition(mark)[2].strip()
        return "no reason is given in its log"

    def wait_until_ready(self) -> None:
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            lines = self.pidfile()
            if len(lines) > 7 and lines[7].strip() == "ready" and self.pid() is not None:
                return
            ended = self.pid() is None if self.process is None else self.process.poll() is not None
            if ended:
                words = self.last_words()
                raise Trouble(
                    NO_ROOM
                    if FULL in words
                    else f"The embedded database does not start: {words} (see {self.place.log})."
                )
            time.sleep(0.01)
        raise Trouble(f"The embedded database was not ready within {PATIENCE} seconds (see {self.place.log}).")

    def make_data(self, programs: Path) -> None:
        """A new cluster; complete or not there at all."""
        fresh = self.place.folder / "data.new"
        shutil.rmtree(fresh, ignore_errors=True)
        command: list[str | Path] = [programs / "initdb", "-D", fresh, "-U", SUPERUSER]
        command += ["--encoding=UTF8", "--auth=peer", "--no-instructions"]
        for locale in locales(find_binaries().version):
            done = subprocess.run(
                [*command, *locale],
                check=False,
                stdin=subprocess.DEVNULL,
                capture_output=True,
                cwd="/",
                umask=0o077,
                env=plain_environment(),
                **self.place.account.process,
            )
            said = (done.stdout + done.stderr).decode(errors="replace")
            if done.returncode == 0:
                fresh.rename(self.place.data)
                return
            shutil.rmtree(fresh, ignore_errors=True)
        words = [line for line in said.splitlines() if "error" in line.lower() or "FATAL" in line]
        if FULL in said:
            raise Trouble(NO_ROOM)
        raise Trouble(f"The embedded database cannot be made: {(words or ['initdb gave no reason'])[0]}.")

    def check_version(self, programs: Path) -> None:
        made = (self.place.data / "PG_VERSION").read_text().strip()
        found = find_binaries().version
        if made != str(found):
            raise Trouble(
                f"The data in {self.place.folder} are PostgreSQL {made}'s and the programs found are {found}'s: "
                "docs/operations.md says how to move them."
            )

    def write_access(self) -> None:
        """Who may sign in: whoever starts us and the server's own user, as any of the three roles."""
        names = {self.place.account.name, "root", pwd.getpwuid(os.geteuid()).pw_name}
        people = "".join(f'clone "{name}" {role}\n' for name in sorted(names) for role in (SUPERUSER, OWNER, SERVING))
        for name, text in (("pg_ident.conf", people), ("pg_hba.conf", "local all all peer map=clone\n")):
            path = self.place.data / name
            fresh = path.with_suffix(".new")
            fresh.write_text(text)
            self.place.account.take(fresh)
            fresh.replace(path)

    def make_socket_folder(self) -> str:
        """A private folder with a short path; the one used before, so that those who are connected come back."""
        known = self.place.folder / "socket"
        account = self.place.account
        with suppress(OSError):
            before = Path(known.read_text())
            found = before.lstat()
            if stat.S_ISDIR(found.st_mode) and stat.S_IMODE(found.st_mode) == 0o700 and found.st_uid == account.uid:
                return str(before)
        for parent in ("/tmp", tempfile.gettempdir()):  # noqa: S108
            if len(os.fsencode(parent)) < 60 and os.access(parent, os.W_OK):
                folder = tempfile.mkdtemp(prefix="counterclaim-", dir=parent)
                account.take(Path(folder))
                known.write_text(folder)
                return folder
        raise Trouble("The embedded database needs a temporary folder with a short path for its socket: set TMPDIR.")

    def make_roles(self) -> None:
        """The two roles and the database, where they are missing."""
        with psycopg.connect(
            host=str(self.socket), user=SUPERUSER, dbname="postgres", autocommit=True, connect_timeout=10
        ) as connection:
            roles = {name for (name,) in connection.execute("SELECT rolname FROM pg_roles")}
            if OWNER not in roles:
                connection.execute(f"CREATE ROLE {OWNER} LOGIN CREATEDB")
            if SERVING not in roles:
                connection.execute(f"CREATE ROLE {SERVING} LOGIN")
                connection.execute(f"GRANT {SERVING} TO {OWNER}")  # to end its sessions when a database is dropped
            if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone():
                connection.execute(f"CREATE DATABASE {DATABASE} OWNER {OWNER}")

    def stop(self) -> None:
        """Ends the server: at once for those who are connected, in order for the data."""
        pid = self.pid()
        if pid is None:
            return
        folder = self.socket
        for number, patience in ((signal.SIGINT, 30), (signal.SIGQUIT, 10)):
            os.kill(pid, number)
            until = time.monotonic() + patience
            while self.pid() is not None and time.monotonic() < until:
                if self.process is not None:
                    self.process.poll()
                time.sleep(0.01)
            if self.pid() is None:
                break
        with suppress(OSError):
            folder.rmdir()


def locales(version: int) -> list[list[str]]:
    """Arguments of initdb to try in turn: a sort order that is the same on every machine."""
    if version >= 17:
        return [["--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]]
    return [["--locale=C.UTF-8"], ["--locale=C"]]


def plain_environment() -> dict[str, str]:
    """No PG… variable of the caller may change what the server does."""
    return {"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C", "TZ": "UTC"}
