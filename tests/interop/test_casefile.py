"""The case file: the real one is read whole, and every kind of fault is told, all of them at once."""

from __future__ import annotations

import copy
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


def update(*path: Any, **values: Any) -> Callable[[Case], None]:
    def change(case: Case) -> None:
        target: Any = case
        for step in path:
            target = target[step]
        target.update(values)

    return change


def again(table: str, key: str, new: str, **values: Any) -> Callable[[Case], None]:
    """A change to the case: a record repeated under another key, with other values."""

    def change(case: Case) -> None:
        case[table][new] = {**copy.deepcopy(case[table][key]), **values}

    return change


NEW_ANSWER = {"QX": {"text": "x", "about": None}}
FAULTS: list[tuple[str, Callable[[Case], None], str, str, str]] = [
    ("a missing table", drop("reasons"), "the case", "reasons", "is missing"),
    ("an unknown table", put("votes", value={}), "the case", "“votes”", "is no field of"),
    ("a missing field", drop("incidents", "shots", "title"), "incidents shots", "title", "is missing"),
    ("an unknown field", put("claims", "k1", "true", value=True), "claims k1", "“true”", "is no field of a claim"),
    ("a blank text", put("parties", "aldria", "name", value=" "), "parties aldria", "name", "not blank"),
    ("a wrong type", put("claims", "k1", "start", value="0"), "claims k1", "start", "a place in the text"),
    ("a truth for a number", put("claims", "k1", "start", value=True), "claims k1", "start", "a place in the text"),
    ("a word of no list", put("claims", "k1", "polarity", value="maybe"), "claims k1", "polarity", "one of affirms"),
    ("a bad key", put("parties", "a b", value=small_case()["parties"]["aldria"]), "parties", "“a b”", "be a key"),
    ("a key with a newline", put("parties", "a\n", value={}), "parties", "“a\\u000a”", "be a key"),
    ("a bad slug", put("sources", "S1", "slug", value="A B"), "sources S1", "slug", "must be a slug"),
    ("a bad address", put("sources", "S1", "url", value="javascript:x"), "sources S1", "url", "http"),
    ("a bad language", put("sources", "S1", "language", value="e"), "sources S1", "language", "language tag"),
    ("a long monogram", put("parties", "aldria", "monogram", value="ABCDE"), "parties aldria", "monogram", "1 to 4"),
    ("a list that is a table", put("reasons", value={"x": None}), "reasons", "", "a list of reasons"),
    ("a table that is a list", put("parties", value=[]), "parties", "", "an object of records"),
    (
        "an answer without text",
        drop("questions", "Q1", "answers", "Q1a", "text"),
        "questions Q1",
        "answers Q1a text",
        "is missing",
    ),
    (
        "an unread date",
        put("incidents", "shots", "occurred", value="soon"),
        "incidents shots",
        "occurred",
        "cannot be read",
    ),
    ("an open date", put("claims", "k1", "said", value="/2020"), "claims k1", "said", "has no beginning"),
    (
        "an unknown side",
        put("incidents", "shots", "sides", value=["x"]),
        "incidents shots",
        "sides",
        "“x” is not among the parties",
    ),
    (
        "a side twice",
        put("incidents", "shots", "sides", value=["aldria", "aldria"]),
        "incidents shots",
        "sides",
        "more than once",
    ),
    (
        "a named party's question mark",
        put("parties", "aldria", "monogram", value="?"),
        "parties aldria",
        "monogram",
        "unnamed",
    ),
    (
        "an unnamed party's name",
        put("parties", "official", "monogram", value="O"),
        "parties official",
        "monogram",
        "unnamed",
    ),
    (
        "a member of itself",
        put("affiliations", 0, "organisation", value="envoy"),
        "affiliations 0",
        "organisation",
        "itself",
    ),
    (
        "an unknown member",
        put("affiliations", 0, "member", value="x"),
        "affiliations 0",
        "member",
        "not among the parties",
    ),
    ("an unnamed voice", put("affiliations", 0, "member", value="official"), "affiliations 0", "speaks_for", "nobody"),
    (
        "an office that ends before it begins",
        put("affiliations", 0, "during", value=["2020-01-02", "2020-01-01"]),
        "affiliations 0",
        "during",
        "ends before",
    ),
    (
        "an office of no day",
        put("affiliations", 0, "during", value=["2020-01-01", "2020-01-01"]),
        "affiliations 0",
        "during",
        "ends before",
    ),
    (
        "an office of no calendar",
        put("affiliations", 0, "during", value=["2020-02-30", None]),
        "affiliations 0",
        "during",
        "calendar",
    ),
    (
        "two offices at once",
        lambda case: case["affiliations"].append(
            {**case["affiliations"][0], "organisation": "borland", "during": ["2020-12-31", None]}
        ),
        "affiliations 2",
        "during",
        "overlaps",
    ),
    (
        "a circle",
        lambda case: case["affiliations"].append(
            {**case["affiliations"][0], "member": "aldria", "organisation": "envoy", "during": [None, None]}
        ),
        "affiliations 0",
        "",
        "circle",
    ),
    (
        "an unknown publisher",
        put("sources", "S1", "publisher", value="x"),
        "sources S1",
        "publisher",
        "not among the parties",
    ),
    (
        "a translation of itself",
        put("sources", "S2", "translation_of", value="S2"),
        "sources S2",
        "translation_of",
        "itself",
    ),
    (
        "a translation of nothing",
        put("sources", "S2", "translation_of", value="S9"),
        "sources S2",
        "translation_of",
        "not among the sources",
    ),
    ("a slug twice", put("sources", "S2", "slug", value="report"), "sources S2", "slug", "another source"),
    (
        "an unknown incident",
        put("questions", "Q1", "incident", value="x"),
        "questions Q1",
        "incident",
        "not among the incidents",
    ),
    (
        "a question's slug twice",
        put("questions", "Q2", "slug", value="who-fired"),
        "questions Q2",
        "slug",
        "another question",
    ),
    (
        "an answer key twice",
        put("questions", "Q2", "answers", value={"Q1a": {"text": "x", "about": None}}),
        "questions Q2",
        "answers",
        "another question",
    ),
    (
        "a yesno question of two answers",
        lambda case: case["questions"]["Q1"]["answers"].update(NEW_ANSWER),
        "questions Q1",
        "answers",
        "exactly one",
    ),
    (
        "a yesno question that is not exclusive",
        put("questions", "Q1", "exclusive", value=False),
        "questions Q1",
        "exclusive",
        "yesno",
    ),
    (
        "a quantity that is not exclusive",
        put("questions", "Q2", "exclusive", value=False),
        "questions Q2",
        "exclusive",
        "quantity",
    ),
    ("a quantity without a unit", put("questions", "Q2", "unit", value=" "), "questions Q2", "unit", "must be given"),
    ("a unit elsewhere", put("questions", "Q1", "unit", value="shots"), "questions Q1", "unit", "no other"),
    (
        "an answer about nobody known",
        put("questions", "Q1", "answers", "Q1a", "about", value="x"),
        "questions Q1",
        "answers Q1a about",
        "not among the parties",
    ),
    (
        "a value on a yesno question",
        put("questions", "Q1", "answers", "Q1a", "value", value=[1, 2]),
        "questions Q1",
        "answers Q1a value",
        "no place",
    ),
    (
        "a value that ends before it begins",
        put("questions", "Q2", "answers", "Q2a", "value", value=[5, 1]),
        "questions Q2",
        "answers Q2a value",
        "ends before",
    ),
    (
        "days for a quantity",
        put("questions", "Q2", "answers", "Q2a", "value", value=["2020-01-01", None]),
        "questions Q2",
        "answers Q2a value",
        "numbers",
    ),
    (
        "numbers for a time",
        update("questions", "Q2", kind="time", unit=""),
        "questions Q2",
        "answers Q2a value",
        "must be days",
    ),
    (
        "a time of no calendar",
        update(
            "questions",
            "Q2",
            kind="time",
            unit="",
            answers={"Q2a": {"text": "x", "about": None, "value": ["2020-02-30", None]}},
        ),
        "questions Q2",
        "answers Q2a value",
        "calendar",
    ),
    ("an unknown source", put("claims", "k1", "source", value="S9"), "claims k1", "source", "not among the sources"),
    (
        "an unknown question",
        put("claims", "k1", "question", value="Q9"),
        "claims k1",
        "question",
        "not among the questions",
    ),
    ("an unknown speaker", put("claims", "k1", "speaker", value="x"), "claims k1", "speaker", "not among the parties"),
    (
        "an unknown relay",
        put("claims", "k1", "relays", value=["herald", "x"]),
        "claims k1",
        "relays",
        "not among the parties",
    ),
    (
        "a relay twice",
        put("claims", "k1", "relays", value=["herald", "herald"]),
        "claims k1",
        "relays",
        "more than once",
    ),
    (
        "a first relay from elsewhere",
        put("claims", "k1", "relays", value=["borland"]),
        "claims k1",
        "relays",
        "publisher",
    ),
    (
        "an answer of another question",
        put("claims", "k1", "answer", value="Q2a"),
        "claims k1",
        "answer",
        "no answer of question Q1",
    ),
    ("no answer and no decline", put("claims", "k1", "answer", value=None), "claims k1", "answer", "only a decline"),
    ("a decline that affirms", put("claims", "k1", "act", value="decline"), "claims k1", "act", "declines"),
    ("a stated decline", update("claims", "k4", act="state"), "claims k4", "act", "declines"),
    ("a certain decline", put("claims", "k4", "certainty", value="certain"), "claims k4", "certainty", "unspecified"),
    ("a retraction of nothing", drop("claims", "k3", "retracts"), "claims k3", "retracts", "exactly where"),
    ("a statement that retracts", put("claims", "k3", "act", value="state"), "claims k3", "retracts", "exactly where"),
    ("a retraction of itself", put("claims", "k3", "retracts", value="k3"), "claims k3", "retracts", "itself"),
    (
        "a retraction of nothing known",
        put("claims", "k3", "retracts", value="k9"),
        "claims k3",
        "retracts",
        "not among the claims",
    ),
    (
        "a retraction of another polarity",
        put("claims", "k3", "polarity", value="denies"),
        "claims k3",
        "retracts",
        "polarity",
    ),
    (
        "a retraction for somebody else",
        put("claims", "k3", "speaker", value="borland"),
        "claims k3",
        "retracts",
        "another principal",
    ),
    ("a retraction beforehand", put("claims", "k3", "said", value="2020-03-01"), "claims k3", "retracts", "later"),
    (
        "a retraction of a retraction",
        again("claims", "k3", "k5", retracts="k3", certainty="possible"),
        "claims k5",
        "retracts",
        "itself a retraction",
    ),
    ("said after it was published", put("claims", "k1", "said", value="2020-03"), "claims k1", "said", "later than"),
    (
        "words that stand elsewhere",
        put("claims", "k1", "start", value=1),
        "claims k1",
        "quote",
        "does not stand at 1 to 21",
    ),
    ("words beyond the end", update("claims", "k1", start=900, end=921), "claims k1", "quote", "does not stand"),
    ("a quote without its place", drop("claims", "k1", "end"), "claims k1", "quote", "start and end"),
    (
        "a quote and pieces",
        put("claims", "k1", "pieces", value=[{"quote": "Aldria", "start": 0, "end": 6}]),
        "claims k1",
        "quote",
        "instead",
    ),
    ("a core outside", put("claims", "k2", "core", value=[21, 36]), "claims k2", "core", "inside"),
    ("an empty core", put("claims", "k2", "core", value=[30, 30]), "claims k2", "core", "inside"),
    (
        "a cue from elsewhere",
        put("claims", "k1", "cue", value="denied"),
        "claims k1",
        "cue",
        "does not stand in the quote",
    ),
    ("a gloss without its language", put("claims", "k1", "gloss", value="words"), "claims k1", "gloss", "together"),
    ("a claim twice", again("claims", "k1", "k5"), "claims k5", "", "repeats another claim"),
    ("a reason of no claim", put("reasons", 0, "claim", value="k9"), "reasons 0", "claim", "not among the claims"),
    ("a reason for no answer", put("reasons", 0, "answer", value="x"), "reasons 0", "answer", "no answer of this case"),
    ("a reason twice", lambda case: case["reasons"].append(case["reasons"][0]), "reasons 1", "", "repeats"),
    ("a distinction from itself", put("distinctions", 0, "other", value="Q1"), "distinctions 0", "other", "itself"),
    (
        "a distinction of no question",
        put("distinctions", 0, "question", value="x"),
        "distinctions 0",
        "question",
        "not among the questions",
    ),
    (
        "a distinction turned round",
        lambda case: case["distinctions"].append({"question": "Q2", "other": "Q1", "note": "x"}),
        "distinctions 1",
        "",
        "repeats",
    ),
    ("a file of another folder", put("sources", "S1", "file", value="../s1.txt"), "sources S1", "file", "outside"),
    ("a file from the root", put("sources", "S1", "file", value="/etc/hostname"), "sources S1", "file", "outside"),
    (
        "a file that is not there",
        put("sources", "S1", "file", value="sources/s9.txt"),
        "sources S1",
        "file",
        "not there",
    ),
    ("a folder for a file", put("sources", "S1", "file", value="sources"), "sources S1", "file", "not there"),
    ("a NUL", put("incidents", "shots", "title", value="a\0"), "case.json", "incidents shots title", "NUL"),
    (
        "half a surrogate pair",
        put("incidents", "shots", "title", value="\ud800"),
        "case.json",
        "incidents shots title",
        "surrogate",
    ),
]


@pytest.mark.parametrize(
    ("change", "record", "field", "reason"), [fault[1:] for fault in FAULTS], ids=[f[0] for f in FAULTS]
)
def test_fault(tmp_path: Path, change: Callable[[Case], None], record: str, field: str, reason: str) -> None:
    case = small_case()
    change(case)
    told = refused(write(tmp_path, case))
    assert any(found[:2] == (record, field) and reason in found[2] for found in told), told


@pytest.mark.parametrize("change", [fault[1] for fault in FAULTS], ids=[fault[0] for fault in FAULTS])
def test_a_fault_does_not_hide_another(tmp_path: Path, change: Callable[[Case], None]) -> None:
    case = small_case()
    change(case)
    alone = refused(write(tmp_path, case))
    case["distinctions"].append({"question": "Q2", "other": "Q9", "note": "x"})
    both = refused(write(tmp_path, case))
    assert alone <= both
    assert any("“Q9”" in reason for _, _, reason in both - alone)


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
