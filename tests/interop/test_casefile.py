"""The case file: the real one is read whole, and every kind of fault is told, all of them at once."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

import tracker.case
from tracker.domain.record import Days, Value
from tracker.interop.casefile import CaseRefused, Fault, read_case, record_of

REAL = Path(tracker.case.__path__[0]) / "case.json"
TEXT = "Aldria said it fired. Borland denied that.\nBoth spoke again."

Case = dict[str, Any]


def small_case() -> Case:
    """A case without fault in which every table has a record."""
    party = {"monogram": "A", "kind": "state", "also_known_as": []}
    claim = {
        "source": "S1",
        "quote": "Aldria said it fired.",
        "start": 0,
        "end": 21,
        "question": "Q1",
        "answer": "Q1a",
        "speaker": "aldria",
        "polarity": "affirms",
        "certainty": "certain",
        "act": "state",
        "manner": "indirect",
        "cue": "said",
        "said": "2020-03-02",
        "relays": ["herald"],
    }
    source = {
        "title": "A report",
        "slug": "report",
        "publisher": "herald",
        "published": "2020-03-03",
        "url": "",
        "language": "en",
        "rights": "invented",
        "extent": "whole",
        "file": "sources/s1.txt",
    }
    question = {
        "incident": "shots",
        "slug": "who-fired",
        "text": "Did Aldria fire?",
        "kind": "yesno",
        "exclusive": True,
        "unit": "",
        "answers": {"Q1a": {"text": "Aldria fired", "about": "aldria"}},
    }
    counted = {
        **question,
        "slug": "how-many",
        "kind": "quantity",
        "unit": "shots",
        "answers": {"Q2a": {"text": "some", "about": None, "value": [1, 5]}},
    }
    return {
        "incidents": {
            "shots": {
                "title": "Shots",
                "summary": "Shots fell.",
                "occurred": "2020-03-01",
                "place": "Here",
                "sides": ["aldria", "borland"],
            }
        },
        "parties": {
            "aldria": {"name": "Aldria", **party},
            "borland": {"name": "Borland", **party},
            "envoy": {"name": "Envoy", **party, "kind": "person"},
            "herald": {"name": "Herald", **party, "kind": "media"},
            "reporter": {"name": "Reporter", **party, "kind": "person"},
            "official": {"name": "Official", **party, "kind": "unnamed", "monogram": "?"},
        },
        "affiliations": [
            {
                "member": "envoy",
                "organisation": "aldria",
                "role": "envoy",
                "speaks_for": True,
                "during": ["2019-01-01", "2021-01-01"],
                "grounds": "invented",
            },
            {
                "member": "reporter",
                "organisation": "herald",
                "role": "",
                "speaks_for": False,
                "during": [None, None],
                "grounds": "invented",
            },
        ],
        "sources": {
            "S1": source,
            "S2": {**source, "slug": "report-ko", "language": "ko", "file": "sources/s2.txt", "translation_of": "S1"},
        },
        "questions": {"Q1": question, "Q2": counted},
        "claims": {
            "k1": claim,
            "k2": {
                **claim,
                "quote": "Borland denied that.",
                "start": 22,
                "end": 42,
                "core": [30, 36],
                "speaker": "borland",
                "polarity": "denies",
                "cue": "denied",
            },
            "k3": {**claim, "speaker": "envoy", "act": "retract", "retracts": "k1", "said": "2020-03-03"},
            "k4": {
                **claim,
                "speaker": "borland",
                "answer": None,
                "polarity": "declines",
                "act": "decline",
                "certainty": "unspecified",
            },
        },
        "reasons": [{"claim": "k2", "answer": "Q1a", "direction": "undermines"}],
        "distinctions": [{"question": "Q1", "other": "Q2", "note": "To fire is not to count."}],
    }


def write(folder: Path, case: Case | str | bytes, text: str | bytes = TEXT) -> Path:
    (folder / "sources").mkdir(exist_ok=True)
    for name in ("s1.txt", "s2.txt"):
        (folder / "sources" / name).write_bytes(text.encode() if isinstance(text, str) else text)
    if isinstance(case, dict):
        case = json.dumps(case)
    path = folder / "case.json"
    path.write_bytes(case.encode() if isinstance(case, str) else case)
    return path


def refused(path: Path) -> set[tuple[str, str, str]]:
    with pytest.raises(CaseRefused) as caught:
        read_case(path=path)
    return {(fault.record, fault.field, fault.reason) for fault in caught.value.faults}


def test_the_real_case_is_read_whole() -> None:
    case = read_case(path=REAL)
    assert (len(case.incidents), len(case.questions), len(case.parties)) == (3, 35, 51)
    assert (len(case.sources), len(case.claims)) == (32, 96)
    assert case.record == record_of(case=json.loads(REAL.read_text(encoding="utf-8")))


def test_every_quote_of_the_real_case_stands_in_its_text() -> None:
    case = read_case(path=REAL)
    for claim in case.claims.values():
        for piece in claim.pieces:
            assert case.sources[claim.source].content[piece.start : piece.end] == piece.quote


def test_a_small_case_is_read_with_all_its_fields(tmp_path: Path) -> None:
    case = read_case(path=write(tmp_path, small_case()))
    assert case.sources["S1"].content == TEXT
    assert case.sources["S2"].translation_of == "S1"
    assert case.claims["k2"].core == (30, 36)
    assert case.claims["k1"].core is None
    assert case.claims["k1"].said.days == Days(date(2020, 3, 2), date(2020, 3, 2))
    assert case.questions["Q2"].answers[0].value == Value(Decimal(1), Decimal(5))
    assert case.record.claims["k3"].retracts == "k1"
    assert case.affiliations[0].end == date(2021, 1, 1)


def test_words_in_several_pieces(tmp_path: Path) -> None:
    case = small_case()
    for field in ("quote", "start", "end"):
        del case["claims"]["k1"][field]
    pieces = [{"quote": "Aldria said", "start": 0, "end": 11}, {"quote": "again", "start": 54, "end": 59}]
    case["claims"]["k1"]["pieces"] = pieces
    read = read_case(path=write(tmp_path, case)).claims["k1"].pieces
    assert [(piece.quote, piece.start, piece.end) for piece in read] == [("Aldria said", 0, 11), ("again", 54, 59)]


def test_fractions_stay_exact(tmp_path: Path) -> None:
    text = json.dumps(small_case()).replace("[1, 5]", "[0.1, null]")
    assert read_case(path=write(tmp_path, text)).questions["Q2"].answers[0].value == Value(Decimal("0.1"), None)


def put(*path: Any, value: Any) -> Callable[[Case], None]:
    """A change to the case: the value at that path."""

    def change(case: Case) -> None:
        target: Any = case
        for step in path[:-1]:
            target = target[step]
        target[path[-1]] = value

    return change


def drop(*path: Any) -> Callable[[Case], None]:
    def change(case: Case) -> None:
        target: Any = case
        for step in path[:-1]:
            target = target[step]
        del target[path[-1]]

    return change


def test_what_refers_to_a_faulty_record_is_not_at_fault(tmp_path: Path) -> None:
    case = small_case()
    drop("questions", "Q1", "text")(case)
    drop("parties", "aldria", "name")(case)
    drop("sources", "S1", "title")(case)
    assert refused(write(tmp_path, case)) == {
        ("questions Q1", "text", "is missing"),
        ("parties aldria", "name", "is missing"),
        ("sources S1", "title", "is missing"),
    }


def test_pieces_must_be_in_order_and_apart(tmp_path: Path) -> None:
    case = small_case()
    for field in ("quote", "start", "end"):
        del case["claims"]["k1"][field]
    case["claims"]["k1"]["pieces"] = [
        {"quote": "Aldria", "start": 0, "end": 6},
        {"quote": " said", "start": 6, "end": 11},
    ]
    assert ("claims k1", "pieces", "must follow one another in the text, and not touch") in refused(
        write(tmp_path, case)
    )


def test_a_link_out_of_the_folder_is_not_followed(tmp_path: Path) -> None:
    inside, outside = tmp_path / "case", tmp_path / "secret.txt"
    inside.mkdir()
    outside.write_text(TEXT)
    path = write(inside, small_case())
    (inside / "sources" / "s1.txt").unlink()
    (inside / "sources" / "s1.txt").symlink_to(outside)
    assert ("sources S1", "file", "lies outside the case's folder") in refused(path)


def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    path = write(tmp_path, small_case())
    (tmp_path / "sources" / "s1.txt").unlink()
    os.mkfifo(tmp_path / "sources" / "s1.txt")
    assert ("sources S1", "file", "is not there") in refused(path)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (b"Aldria \xff", "is not UTF-8 text: byte 7"),
        (b" \n", "is blank"),
        (TEXT.replace("\n", "\r\n").encode(), "has CR newlines"),
        (b"Aldria\0", "NUL"),
    ],
)
def test_a_text_that_cannot_be_kept(tmp_path: Path, text: bytes, reason: str) -> None:
    told = refused(write(tmp_path, small_case(), text=text))
    assert {record for record, field, why in told if field == "file" and reason in why} == {"sources S1", "sources S2"}


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "is not JSON: line 1, column 1"),
        (b"\xff{}", "is not UTF-8 text: byte 0"),
        (b"\xef\xbb\xbf{}", "is not JSON"),
        (b"{" + b'"a":' * 100, "is not JSON"),
        (b"[" * 100_000 + b"]" * 100_000, "is nested deeper than 12 levels"),
        (b"[" * 500 + b"]" * 500, "is nested deeper than 12 levels"),
        (b'{"a": NaN}', "NaN is no number of JSON"),
        (b'{"a": -Infinity}', "-Infinity is no number of JSON"),
        (b'{"a": ' + b"9" * 5000 + b"}", "too many digits"),
        (b'{"a": 1e9999999999999999999}', "too many digits"),
        (b" " * 20_000_001, "makes the case larger than 20 MB"),
    ],
    ids=lambda value: str(value[:20]),
)
def test_a_file_that_is_no_case(tmp_path: Path, content: bytes, reason: str) -> None:
    told = refused(write(tmp_path, content))
    assert [record for record, field, why in told if reason in why] == ["case.json"], told


def test_texts_count_towards_the_size(tmp_path: Path) -> None:
    told = refused(write(tmp_path, small_case(), text="words " * 2_000_000))
    assert ("sources S2", "file", "makes the case larger than 20 MB") in told


@pytest.mark.parametrize("content", ["null", "[]", '"case"', "3", "{}"])
def test_another_value_than_a_case(tmp_path: Path, content: str) -> None:
    assert all(record == "the case" for record, _, _ in refused(write(tmp_path, content)))


def test_a_key_that_stands_twice(tmp_path: Path) -> None:
    text = json.dumps(small_case()).replace('"place": "Here"', '"place": "Here", "place": "There"')
    assert refused(write(tmp_path, text)) == {
        ("case.json", "“place”", "stands twice in one object, and the second would win")
    }


def test_no_file_at_all(tmp_path: Path) -> None:
    assert refused(tmp_path / "case.json") == {("case.json", "", "is not there")}


def test_all_faults_are_told_in_words_of_one_line(tmp_path: Path) -> None:
    case = small_case()
    for change in (put("claims", "k1", "cue", value="x\n" * 500), drop("incidents", "shots", "title")):
        change(case)
    with pytest.raises(CaseRefused) as caught:
        read_case(path=write(tmp_path, case))
    assert len(str(caught.value).splitlines()) == len(caught.value.faults) == 2
    assert max(map(len, str(caught.value).splitlines())) < 600
    assert str(Fault("claims k1", "", "is odd")) == "claims k1: is odd"
    assert str(Fault("claims k1", "cue", "is odd")) == "claims k1: cue is odd"


def nodes(schema: Any, path: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """Every schema inside a schema, with its path."""
    if isinstance(schema, dict):
        if "type" in schema or "anyOf" in schema or "enum" in schema:
            yield path, schema
        for key, each in schema.items():
            yield from nodes(each, f"{path} {key}")


def test_the_schema_says_in_words_what_each_thing_must_be() -> None:
    schema = json.loads((REAL.parent.parent / "interop" / "case.schema.json").read_text(encoding="utf-8"))
    found = dict(nodes(schema))
    assert len(found) > 50
    assert [path for path, each in found.items() if not isinstance(each.get("description"), str)] == []
