"""The command, and its rates on pairs of real revisions, which are kept outside of this repository.

The outside material (score.py, cases.jsonl, texts/) is looked for in ../shared/tools/reanchor.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter, defaultdict
from io import BytesIO, StringIO, TextIOWrapper
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from tests.databases import ROOT

OUTSIDE = ROOT.parent / "shared" / "tools" / "reanchor"
BARS = {"right": 0.99, "wrong": 0.005, "false find": 0.02}
SLOWEST_MS = 50
TWINS = ("lookalike", "twin-natural")


def reanchor(old: Path, new: Path, asked: bytes) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "manage.py", "reanchor", str(old), str(new)]
    return subprocess.run(command, cwd=ROOT, input=asked, capture_output=True, timeout=120, check=False)


def lines(questions: list[Any]) -> bytes:
    return b"".join(json.dumps(question).encode() + b"\n" for question in questions)


@pytest.fixture
def texts(tmp_path: Path) -> tuple[Path, Path]:
    old, new = tmp_path / "old.txt", tmp_path / "new.txt"
    old.write_bytes("Hello 😀 there.\r\nIt fell on Tuesday. Nobody knew.".encode())
    new.write_bytes("Oh. It fell on a Tuesday. Hello 😀 there.".encode())
    return old, new


def test_an_answer_for_each_excerpt_in_order(texts: tuple[Path, Path]) -> None:
    asked = [
        {"id": "a", "start": 0, "end": 14},
        {"id": 2, "start": 16, "end": 35},
        {"id": "\ud800", "start": 36, "end": 48},
    ]
    done = reanchor(*texts, lines(asked))
    assert (done.returncode, done.stderr) == (0, b"")
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    assert [(answer["id"], answer["start"], answer["end"]) for answer in answers] == [
        ("a", 26, 40),
        (2, 4, 25),
        ("\ud800", None, None),
    ]
    assert [answer["score"] for answer in answers[::2]] == [1.0, 0.0]
    assert all(set(answer) == {"id", "start", "end", "score", "ms"} and answer["ms"] >= 0 for answer in answers)


BAD_LINES = [
    (b"{bad", "It is not JSON."),
    (b"\xff", "It is not JSON."),
    (b"[" * 9_000, "It is not JSON."),
    (b"[1]", "It must be an object with id, start and end."),
    (b'{"id": 1, "start": 2}', "It must be an object with id, start and end."),
    (b'{"id": [], "start": 0, "end": 2}', "The id must be a text or a whole number."),
    (b'{"id": 1, "start": 0.0, "end": 2}', "Start and end must be whole numbers."),
    (b'{"id": 1, "start": true, "end": 2}', "Start and end must be whole numbers."),
    (b'{"id": 1, "start": 2, "end": 2}', "2 to 2 is no range of the old text, which has 48 characters."),
    (b'{"id": 1, "start": 0, "end": 49}', "0 to 49 is no range of the old text, which has 48 characters."),
    (b" " * 10_001 + b"1", "It is longer than 10,000 bytes."),
]


def test_a_sentence_for_each_bad_line_and_an_answer_for_each_good_one(texts: tuple[Path, Path]) -> None:
    good = b'{"id": "good", "start": 0, "end": 5}'
    done = reanchor(*texts, b"\n".join([good, *(line for line, _ in BAD_LINES), b"", good]))
    assert done.returncode == 1
    assert [json.loads(line)["id"] for line in done.stdout.splitlines()] == ["good", "good"]
    told = [f"Line {number}: {sentence}" for number, (_, sentence) in enumerate(BAD_LINES, start=2)]
    assert done.stderr.decode().splitlines() == [*told, f"CommandError: {len(BAD_LINES)} lines were left out."]


def test_files_that_cannot_be_read(texts: tuple[Path, Path], tmp_path: Path) -> None:
    old, _ = texts
    latin, large = tmp_path / "latin.txt", tmp_path / "large.txt"
    latin.write_bytes("Fü".encode("latin-1"))
    with large.open("wb") as file:
        file.truncate(16_000_001)
    for new, told in (
        (latin, "is not UTF-8: the byte at 1 does not fit."),
        (large, "is larger than 16,000,000 bytes."),
        (tmp_path / "none.txt", "cannot be read: No such file or directory."),
        (tmp_path, "cannot be read: Is a directory."),
    ):
        done = reanchor(old, new, b"")
        assert (done.returncode, done.stdout) == (1, b"")
        assert done.stderr.decode() == f"CommandError: {new} {told}\n"


def answers(old: Path, new: Path, cases: list[dict[str, Any]], monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """What the command says of the cases, in this process: a hundred new ones would take minutes to start."""
    asked = lines([{key: case[key] for key in ("id", "start", "end")} for case in cases])
    monkeypatch.setattr(sys, "stdin", TextIOWrapper(BytesIO(asked)))
    written = StringIO()
    call_command("reanchor", str(old), str(new), stdout=written)
    return [json.loads(line) for line in written.getvalue().splitlines()]


def test_the_bars_are_met_on_real_revisions(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    if not (OUTSIDE / "cases.jsonl").exists():
        pytest.skip("../shared/tools/reanchor is missing: the pairs of real revisions, with their cases and scorer")
    by_document: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for line in (OUTSIDE / "cases.jsonl").read_text().splitlines():
        case = json.loads(line)
        by_document[case["doc"]].append(case)
    predictions = tmp_path / "counterclaim.jsonl"
    there, removed = Counter[str](), Counter[str]()
    spent = []
    with predictions.open("w") as file:
        for document, cases in by_document.items():
            old, new = (OUTSIDE / "texts" / f"{document}-{side}.txt" for side in ("old", "new"))
            for case, answer in zip(cases, answers(old, new, cases, monkeypatch), strict=True):
                file.write(json.dumps(answer) + "\n")
                (removed if case["truth"] is None else there)[judged(case["truth"], answer)] += 1
                if case["type"] in TWINS:
                    assert answer["start"] is None, case["id"]
                spent.append(answer["ms"])
    score = [sys.executable, str(OUTSIDE / "score.py"), "--split", "all", str(predictions)]
    print(subprocess.run(score, capture_output=True, text=True, check=True).stdout)
    assert there["right"] / there.total() >= BARS["right"]
    assert there["wrong"] / there.total() <= BARS["wrong"]
    assert removed["false find"] / removed.total() <= BARS["false find"]
    assert sorted(spent)[int(len(spent) * 0.95)] <= SLOWEST_MS


def judged(truth: list[int] | None, answer: dict[str, Any]) -> str:
    """As the outside scorer does: right is what shares half of the stretch that both cover."""
    if truth is None:
        return "rightly gone" if answer["start"] is None else "false find"
    if answer["start"] is None:
        return "missed"
    common = min(truth[1], answer["end"]) - max(truth[0], answer["start"])
    whole = max(truth[1], answer["end"]) - min(truth[0], answer["start"])
    return "right" if common / whole >= 0.5 else "wrong"
