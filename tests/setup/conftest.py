"""A clone of its own for the tests of the scripts: the files as they stand, and this environment."""

import os
import shutil
import signal
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.databases import ROOT

LEFT_OUT = shutil.ignore_patterns(".*", "__pycache__", "staticfiles", "mutants", "docs", "tests")
NOWHERE = "http://127.0.0.1:9"


@dataclass
class Clone:
    """A folder with the scripts, and what was started in it."""

    root: Path
    running: list["Server"] = field(default_factory=list)

    def run(
        self, script: str, *arguments: str, cwd: Path | None = None, **more: str
    ) -> subprocess.CompletedProcess[str]:
        command = [self.root / "script" / script, *arguments]
        return subprocess.run(
            command,
            cwd=cwd or self.root,
            env=environment(**more),
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )

    def serve(self, **more: str) -> "Server":
        """script/server, once it says that it serves."""
        log = self.root / f"server{len(self.running)}.log"
        with log.open("wb") as out:
            process = subprocess.Popen(
                [self.root / "script" / "server"],
                cwd=self.root,
                env=environment(**{"PORT": "0"} | more),
                stdout=out,
                stderr=out,
                start_new_session=True,
            )
        server = Server(process, log)
        self.running.append(server)
        until = time.monotonic() + 90
        while "Serving " not in server.said():
            assert process.poll() is None, server.said()
            assert time.monotonic() < until, server.said()
            time.sleep(0.02)
        return server

    def processes(self) -> dict[int, Path]:
        """Everything on this machine that was started in this clone, and where it stands."""
        found = {}
        homes = (self.root, (self.root / ".data" / "postgres").resolve())
        for each in Path("/proc").glob("[0-9]*"):
            try:
                place = (each / "cwd").readlink()
            except OSError:
                continue
            if any(place.is_relative_to(home) for home in homes):
                found[int(each.name)] = place
        return found

    def kill_everything(self) -> None:
        for pid in self.processes():
            os.kill(pid, signal.SIGKILL)


@dataclass
class Server:
    process: subprocess.Popen[bytes]
    log: Path

    def said(self) -> str:
        return self.log.read_text()

    @property
    def url(self) -> str:
        return self.said().partition("Serving ")[2].split()[0]

    def health(self) -> tuple[int, str]:
        try:
            with urllib.request.urlopen(f"{self.url}/healthz", timeout=10) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode()

    def end(self, number: int = signal.SIGINT) -> int:
        """As Ctrl-C at the terminal does it: to everybody in the foreground."""
        if self.process.poll() is None:
            os.killpg(self.process.pid, number)
        return self.process.wait(30)


def environment(**more: str) -> dict[str, str]:
    """What a person's shell would give: no database named, and nothing to reach beyond this machine."""
    kept = {key: value for key, value in os.environ.items() if not key.endswith(("DATABASE_URL", "_PROXY", "_proxy"))}
    unreachable = {"http_proxy": NOWHERE, "https_proxy": NOWHERE, "PIP_INDEX_URL": NOWHERE, "WEB_CONCURRENCY": "1"}
    return {key: value for key, value in (kept | unreachable | more).items() if key != "DJANGO_SETTINGS_MODULE"}


def copy(folder: Path) -> Clone:
    shutil.copytree(ROOT, folder, ignore=LEFT_OUT)
    return Clone(folder)


def forget(root: Path) -> None:
    """Removes the database of a clone, which may lie elsewhere when root made it."""
    shutil.rmtree((root / ".data" / "postgres").resolve(), ignore_errors=True)


@pytest.fixture
def bare_clone(tmp_path: Path) -> Clone:
    """Nothing was ever started here."""
    return copy(tmp_path / "clone")


@pytest.fixture(scope="module")
def clone(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Clone]:
    """A clone with its environment made, shared by the tests of a module. What they leave running is ended."""
    found = copy(tmp_path_factory.mktemp("scripts") / "clone 한글")
    (found.root / ".venv").symlink_to(ROOT / ".venv")
    yield found
    for server in found.running:
        server.end()
    found.kill_everything()
    forget(found.root)


@pytest.fixture
def serve(clone: Clone) -> Iterator[Callable[..., Server]]:
    """Starts servers that end with the test."""
    started: list[Server] = []

    def start(**more: str) -> Server:
        started.append(clone.serve(**more))
        return started[-1]

    yield start
    for server in started:
        server.end()
