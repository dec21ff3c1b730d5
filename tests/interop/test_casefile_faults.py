"""Every kind of fault of a case file is told, and none hides another. One line for each kind."""

from __future__ import annotations

import copy
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.interop.test_casefile import Case, drop, put, refused, small_case, write


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
# fmt: off
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
    ("an answer without text", drop("questions", "Q1", "answers", "Q1a", "text"), "questions Q1", "answers Q1a text", "is missing"),
    ("an unread date", put("incidents", "shots", "occurred", value="soon"), "incidents shots", "occurred", "cannot be read"),
    ("an open date", put("claims", "k1", "said", value="/2020"), "claims k1", "said", "has no beginning"),
    ("an unknown side", put("incidents", "shots", "sides", value=["x"]), "incidents shots", "sides", "“x” is not among the parties"),
    ("a side twice", put("incidents", "shots", "sides", value=["aldria", "aldria"]), "incidents shots", "sides", "more than once"),
    ("a named party's question mark", put("parties", "aldria", "monogram", value="?"), "parties aldria", "monogram", "unnamed"),
    ("an unnamed party's name", put("parties", "official", "monogram", value="O"), "parties official", "monogram", "unnamed"),
    ("a member of itself", put("affiliations", 0, "organisation", value="envoy"), "affiliations 0", "organisation", "itself"),
    ("an unknown member", put("affiliations", 0, "member", value="x"), "affiliations 0", "member", "not among the parties"),
    ("an unnamed voice", put("affiliations", 0, "member", value="official"), "affiliations 0", "speaks_for", "nobody"),
    ("an office that ends before it begins", put("affiliations", 0, "during", value=["2020-01-02", "2020-01-01"]), "affiliations 0", "during", "ends before"),
    ("an office of no day", put("affiliations", 0, "during", value=["2020-01-01", "2020-01-01"]), "affiliations 0", "during", "ends before"),
    ("an office of no calendar", put("affiliations", 0, "during", value=["2020-02-30", None]), "affiliations 0", "during", "calendar"),
    ("two offices at once", lambda case: case["affiliations"].append({**case["affiliations"][0], "organisation": "borland", "during": ["2020-12-31", None]}), "affiliations 2", "during", "overlaps"),
    ("a circle", lambda case: case["affiliations"].append({**case["affiliations"][0], "member": "aldria", "organisation": "envoy", "during": [None, None]}), "affiliations 0", "", "circle"),
    ("an unknown publisher", put("sources", "S1", "publisher", value="x"), "sources S1", "publisher", "not among the parties"),
    ("a translation of itself", put("sources", "S2", "translation_of", value="S2"), "sources S2", "translation_of", "itself"),
    ("a translation of nothing", put("sources", "S2", "translation_of", value="S9"), "sources S2", "translation_of", "not among the sources"),
    ("a slug twice", put("sources", "S2", "slug", value="report"), "sources S2", "slug", "another source"),
    ("an unknown incident", put("questions", "Q1", "incident", value="x"), "questions Q1", "incident", "not among the incidents"),
    ("a question's slug twice", put("questions", "Q2", "slug", value="who-fired"), "questions Q2", "slug", "another question"),
    ("an answer key twice", put("questions", "Q2", "answers", value={"Q1a": {"text": "x", "about": None}}), "questions Q2", "answers", "another question"),
    ("a yesno question of two answers", lambda case: case["questions"]["Q1"]["answers"].update(NEW_ANSWER), "questions Q1", "answers", "exactly one"),
    ("a yesno question that is not exclusive", put("questions", "Q1", "exclusive", value=False), "questions Q1", "exclusive", "yesno"),
    ("a quantity that is not exclusive", put("questions", "Q2", "exclusive", value=False), "questions Q2", "exclusive", "quantity"),
    ("a quantity without a unit", put("questions", "Q2", "unit", value=" "), "questions Q2", "unit", "must be given"),
    ("a unit elsewhere", put("questions", "Q1", "unit", value="shots"), "questions Q1", "unit", "no other"),
    ("an answer about nobody known", put("questions", "Q1", "answers", "Q1a", "about", value="x"), "questions Q1", "answers Q1a about", "not among the parties"),
    ("a value on a yesno question", put("questions", "Q1", "answers", "Q1a", "value", value=[1, 2]), "questions Q1", "answers Q1a value", "no place"),
    ("a value that ends before it begins", put("questions", "Q2", "answers", "Q2a", "value", value=[5, 1]), "questions Q2", "answers Q2a value", "ends before"),
    ("days for a quantity", put("questions", "Q2", "answers", "Q2a", "value", value=["2020-01-01", None]), "questions Q2", "answers Q2a value", "numbers"),
    ("numbers for a time", update("questions", "Q2", kind="time", unit=""), "questions Q2", "answers Q2a value", "must be days"),
    ("a time of no calendar", update("questions", "Q2", kind="time", unit="", answers={"Q2a": {"text": "x", "about": None, "value": ["2020-02-30", None]}}), "questions Q2", "answers Q2a value", "calendar"),
    ("an unknown source", put("claims", "k1", "source", value="S9"), "claims k1", "source", "not among the sources"),
    ("an unknown question", put("claims", "k1", "question", value="Q9"), "claims k1", "question", "not among the questions"),
    ("an unknown speaker", put("claims", "k1", "speaker", value="x"), "claims k1", "speaker", "not among the parties"),
    ("an unknown relay", put("claims", "k1", "relays", value=["herald", "x"]), "claims k1", "relays", "not among the parties"),
    ("a relay twice", put("claims", "k1", "relays", value=["herald", "herald"]), "claims k1", "relays", "more than once"),
    ("a first relay from elsewhere", put("claims", "k1", "relays", value=["borland"]), "claims k1", "relays", "publisher"),
    ("an answer of another question", put("claims", "k1", "answer", value="Q2a"), "claims k1", "answer", "no answer of question Q1"),
    ("no answer and no decline", put("claims", "k1", "answer", value=None), "claims k1", "answer", "only a decline"),
    ("a decline that affirms", put("claims", "k1", "act", value="decline"), "claims k1", "act", "declines"),
    ("a stated decline", update("claims", "k4", act="state"), "claims k4", "act", "declines"),
    ("a certain decline", put("claims", "k4", "certainty", value="certain"), "claims k4", "certainty", "unspecified"),
    ("a retraction of nothing", drop("claims", "k3", "retracts"), "claims k3", "retracts", "exactly where"),
    ("a statement that retracts", put("claims", "k3", "act", value="state"), "claims k3", "retracts", "exactly where"),
    ("a retraction of itself", put("claims", "k3", "retracts", value="k3"), "claims k3", "retracts", "itself"),
    ("a retraction of nothing known", put("claims", "k3", "retracts", value="k9"), "claims k3", "retracts", "not among the claims"),
    ("a retraction of another polarity", put("claims", "k3", "polarity", value="denies"), "claims k3", "retracts", "polarity"),
    ("a retraction for somebody else", put("claims", "k3", "speaker", value="borland"), "claims k3", "retracts", "another principal"),
    ("a retraction beforehand", put("claims", "k3", "said", value="2020-03-01"), "claims k3", "retracts", "later"),
    ("a retraction of a retraction", again("claims", "k3", "k5", retracts="k3", certainty="possible"), "claims k5", "retracts", "itself a retraction"),
    ("said after it was published", put("claims", "k1", "said", value="2020-03"), "claims k1", "said", "later than"),
    ("words that stand elsewhere", put("claims", "k1", "start", value=1), "claims k1", "quote", "does not stand at 1 to 21"),
    ("words beyond the end", update("claims", "k1", start=900, end=921), "claims k1", "quote", "does not stand"),
    ("a quote without its place", drop("claims", "k1", "end"), "claims k1", "quote", "start and end"),
    ("a quote and pieces", put("claims", "k1", "pieces", value=[{"quote": "Aldria", "start": 0, "end": 6}]), "claims k1", "quote", "instead"),
    ("a core outside", put("claims", "k2", "core", value=[21, 36]), "claims k2", "core", "inside"),
    ("an empty core", put("claims", "k2", "core", value=[30, 30]), "claims k2", "core", "inside"),
    ("a cue from elsewhere", put("claims", "k1", "cue", value="denied"), "claims k1", "cue", "does not stand in the quote"),
    ("a gloss without its language", put("claims", "k1", "gloss", value="words"), "claims k1", "gloss", "together"),
    ("a claim twice", again("claims", "k1", "k5"), "claims k5", "", "repeats another claim"),
    ("a reason of no claim", put("reasons", 0, "claim", value="k9"), "reasons 0", "claim", "not among the claims"),
    ("a reason for no answer", put("reasons", 0, "answer", value="x"), "reasons 0", "answer", "no answer of this case"),
    ("a reason twice", lambda case: case["reasons"].append(case["reasons"][0]), "reasons 1", "", "repeats"),
    ("a distinction from itself", put("distinctions", 0, "other", value="Q1"), "distinctions 0", "other", "itself"),
    ("a distinction of no question", put("distinctions", 0, "question", value="x"), "distinctions 0", "question", "not among the questions"),
    ("a distinction turned round", lambda case: case["distinctions"].append({"question": "Q2", "other": "Q1", "note": "x"}), "distinctions 1", "", "repeats"),
    ("a file of another folder", put("sources", "S1", "file", value="../s1.txt"), "sources S1", "file", "outside"),
    ("a file from the root", put("sources", "S1", "file", value="/etc/hostname"), "sources S1", "file", "outside"),
    ("a file that is not there", put("sources", "S1", "file", value="sources/s9.txt"), "sources S1", "file", "not there"),
    ("a folder for a file", put("sources", "S1", "file", value="sources"), "sources S1", "file", "not there"),
    ("a NUL", put("incidents", "shots", "title", value="a\0"), "case.json", "incidents shots title", "NUL"),
    ("half a surrogate pair", put("incidents", "shots", "title", value="\ud800"), "case.json", "incidents shots title", "surrogate"),
]
# fmt: on


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
