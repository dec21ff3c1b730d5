"""The process that reads: what it cannot do, and that it leaves nothing behind."""

from __future__ import annotations

import subprocess
import sys
import threading
from pathlib import Path

import psutil
import pytest

from tests.databases import ROOT
from tracker.ingest import extract as extracting
from tracker.ingest import process
from tracker.ingest.extract import NotRead, extract
from tracker.ingest.sentences import SENTENCES


def confined(code: str) -> str:
    """What is printed by code that runs as the child does."""
    lines = ["import sys", "from tracker.ingest.child import confine", "confine()", code]
    done = subprocess.run(
        [sys.executable, "-c", "\n".join(lines)], cwd=ROOT, capture_output=True, text=True, check=False
    )
    return done.stdout.strip() or done.stderr.strip().splitlines()[-1]


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("import socket; socket.socket()", "PermissionError"),
        ("import socket; socket.getaddrinfo('example.org', 80)", "PermissionError"),
        ("import subprocess; subprocess.run(['true'])", "PermissionError"),
        ("import os; os.system('true')", "PermissionError"),
        ("import os; os.remove('/tmp/nothing')", "PermissionError"),
        ("bytearray(600 * 1024 * 1024)", "MemoryError"),
        ("import resource; resource.setrlimit(resource.RLIMIT_CPU, (99, 99))", "PermissionError"),
    ],
)
def test_it_may_neither_connect_nor_start_nor_take_more(code: str, said: str) -> None:
    assert said in confined(code)


def test_it_writes_no_file(tmp_path: Path) -> None:
    file = tmp_path / "x"
    confined(f"open({str(file)!r}, 'w').write('x' * 100_000)")
    assert not file.exists() or file.stat().st_size == 0


def test_it_knows_nothing_of_the_site(monkeypatch: pytest.MonkeyPatch) -> None:
    seen = {}
    real = subprocess.Popen

    def spy(*arguments: object, **more: object) -> object:
        seen.update(more)
        return real(*arguments, **more)

    monkeypatch.setenv("SECRET_KEY", "a secret")
    monkeypatch.setattr(process.subprocess, "Popen", spy)
    extract(data=b"words", name="a.txt", declared_type="")
    assert set(seen["env"]) == {"PYTHONDONTWRITEBYTECODE", "LC_ALL"}


def test_one_that_takes_too_long_is_killed_and_leaves_no_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(extracting, "SECONDS", 0.05)
    with pytest.raises(NotRead) as unread:
        extract(data=b"<p>words</p>" * 100_000, name="a.html", declared_type="")
    assert unread.value.why == "too_slow"
    assert [each for each in psutil.Process().children() if "tracker.ingest.child" in each.cmdline()] == []


def test_a_child_that_dies_is_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(process.sys, "executable", "/bin/false")
    with pytest.raises(NotRead) as unread:
        extract(data=b"words", name="a.txt", declared_type="")
    assert unread.value.why == "damaged"


def test_who_waits_too_long_for_others_is_told_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(extracting, "PATIENCE", 0.05)
    monkeypatch.setattr(extracting, "_TURN", threading.BoundedSemaphore(1))
    with extracting._TURN, pytest.raises(NotRead) as unread:
        extract(data=b"words", name="a.txt", declared_type="")
    assert unread.value.why == "busy"
    assert extract(data=b"words", name="a.txt", declared_type="").text == "words"


def test_every_reason_has_a_sentence_that_ends() -> None:
    source = "".join(path.read_text() for path in (ROOT / "tracker/ingest").glob("*.py") if path.stem != "sentences")
    unused = [why for why in SENTENCES if f'"{why}"' not in source]
    assert unused == []
    assert [why for why, sentence in SENTENCES.items() if not sentence.endswith(".")] == []
