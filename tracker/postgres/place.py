"""Where the embedded database lives, and as which user of the machine it runs.

PostgreSQL refuses to run as root. So root lends it to `postgres` or `nobody`; where that user cannot reach
the clone (its folder is private, say), data and programs go to /var/lib/counterclaim and `.data/postgres`
becomes a link. A data folder that exists keeps its owner, whoever starts it.
"""

import hashlib
import os
import pwd
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tracker.postgres.binaries import Binaries
from tracker.postgres.trouble import Trouble

ELSEWHERE = Path("/var/lib/counterclaim")


@dataclass(frozen=True)
class Account:
    """The user of the machine that runs the server."""

    name: str
    uid: int
    gid: int

    @property
    def process(self) -> dict[str, Any]:
        """Arguments of subprocess that start a program as this user."""
        if self.uid == os.geteuid():
            return {}
        return {"user": self.uid, "group": self.gid, "extra_groups": []}

    def can_use(self, folder: Path) -> bool:
        """Whether this user can enter and write `folder`."""
        test = ["/bin/sh", "-c", 'cd -- "$1" && test -w . && test -x .', "sh", folder]
        return self.run(test)

    def can_run(self, program: Path) -> bool:
        """Whether this user can start `program`."""
        return self.run([program, "--version"])

    def run(self, command: list[Any]) -> bool:
        quiet = subprocess.DEVNULL
        try:
            done = subprocess.run(
                command, check=False, stdin=quiet, stdout=quiet, stderr=quiet, cwd="/", **self.process
            )
            return done.returncode == 0
        except (OSError, subprocess.SubprocessError):
            return False

    def take(self, path: Path) -> None:
        """Gives `path` to this user."""
        if self.process:
            os.chown(path, self.uid, self.gid, follow_symlinks=False)


@dataclass(frozen=True)
class Place:
    """The folder of the embedded database, and its owner."""

    folder: Path
    account: Account

    @property
    def data(self) -> Path:
        return self.folder / "data"

    @property
    def log(self) -> Path:
        return self.folder / "server.log"


def find_place(link: Path) -> Place:
    """The place that `link` (`.data/postgres`) is or points to, made when it is missing. Raises Trouble."""
    folder = link.resolve()
    if folder.is_dir() and folder.stat().st_uid != 0:
        return Place(folder, present_owner(folder))
    account = fresh_account()
    if folder.is_dir():  # root's: a copy, or a chown of the whole clone
        give_all(folder, account)
    else:
        make(folder, account)
    if account.can_use(folder):
        return Place(folder, account)
    if any(folder.iterdir()):
        raise Trouble(f"The user {account.name}, who runs the database, cannot reach {folder}.")
    folder.rmdir()
    ELSEWHERE.mkdir(exist_ok=True, mode=0o755)
    folder = Path(tempfile.mkdtemp(prefix="data-", dir=ELSEWHERE))
    account.take(folder)
    if not account.can_use(folder):
        raise Trouble(f"The user {account.name}, who runs the database, can reach neither {link} nor {folder}.")
    if link.is_symlink():
        link.unlink()
    link.symlink_to(folder)
    return Place(folder, account)


def present_owner(folder: Path) -> Account:
    uid = folder.stat().st_uid
    try:
        entry = pwd.getpwuid(uid)
    except KeyError:
        raise Trouble(f"{folder} belongs to the user number {uid}, who has no name on this machine.") from None
    if os.geteuid() not in (0, uid):
        raise Trouble(f"{folder} belongs to {entry.pw_name}: start as that user or as root.")
    return Account(entry.pw_name, uid, entry.pw_gid)


def fresh_account() -> Account:
    me = os.geteuid()
    for name in ("postgres", "nobody") if me == 0 else ():
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return Account(name, entry.pw_uid, entry.pw_gid)
    if me == 0:
        raise Trouble("PostgreSQL does not run as root, and there is neither a user postgres nor nobody to run it.")
    try:
        return Account(pwd.getpwuid(me).pw_name, me, os.getegid())
    except KeyError:
        raise Trouble(f"The user number {me} has no name on this machine, and PostgreSQL needs one.") from None


def make(folder: Path, account: Account) -> None:
    folder.mkdir(parents=True, mode=0o700)
    try:
        account.take(folder)
    except OSError as error:
        raise Trouble(f"{folder} cannot be given to {account.name}, who runs the database: {error.strerror}.") from None


def give_all(folder: Path, account: Account) -> None:
    if account.process and folder.stat().st_uid != account.uid:
        for parent, folders, files in os.walk(folder):
            for name in folders + files:
                account.take(Path(parent, name))
        account.take(folder)


def reachable(binaries: Binaries, account: Account) -> Path:
    """The folder of programs as `account` can run them: `binaries` itself, or a copy below /var/lib. Raises Trouble."""
    if account.can_run(binaries.folder / "postgres"):
        return binaries.folder
    if not binaries.bundle:
        raise Trouble(f"The user {account.name} cannot run {binaries.folder / 'postgres'}.")
    mark = (binaries.folder / "postgres").resolve()
    key = hashlib.sha256(f"{mark} {mark.stat().st_size} {mark.stat().st_mtime_ns}".encode()).hexdigest()[:12]
    copy = ELSEWHERE / f"postgresql-{binaries.version}-{key}"
    root = binaries.bundle[0].parent  # the libraries lie beside this package, and are found by that relative path
    if not copy.is_dir():
        fresh = ELSEWHERE / f"{copy.name}.{os.getpid()}"
        ELSEWHERE.mkdir(exist_ok=True, mode=0o755)
        for source in binaries.bundle:
            unneeded = shutil.ignore_patterns("include", "*.a", "pgxs", "doc")
            shutil.copytree(source, fresh / source.relative_to(root.parent), symlinks=True, ignore=unneeded)
        for path in (fresh, fresh / root.name):
            path.chmod(0o755)
        try:
            fresh.rename(copy)
        except OSError:  # another start was quicker
            shutil.rmtree(fresh)
    folder = copy / binaries.folder.relative_to(root.parent)
    if not account.can_run(folder / "postgres"):
        raise Trouble(f"The user {account.name} cannot run {folder / 'postgres'}.")
    return folder
