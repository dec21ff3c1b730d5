"""The worked examples of the editors' guide are the case's own, field for field."""

import json
import re
from pathlib import Path

import pytest
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
GUIDE = (ROOT / "docs" / "editing.md").read_text()
CASE = json.loads((ROOT / "tracker" / "case" / "case.json").read_text())
SECTIONS = re.findall(r"(?ms)^### (\d)\. .+?(?=^##)", GUIDE)
EXAMPLES = re.findall(r"(?m)^> (.+)\n\n(?:\|.*\n)+?((?:\| k\d+ .*\n)+)", GUIDE)
ROWS = [(quote, row) for quote, rows in EXAMPLES for row in rows.splitlines()]


def test_there_are_six_examples() -> None:
    assert SECTIONS == ["1", "2", "3", "4", "5", "6"]
    assert len(ROWS) == len(re.findall(r"(?m)^\| k\d+ ", GUIDE)) == 14


@pytest.mark.parametrize(("quote", "row"), ROWS, ids=[row.split()[1] for _quote, row in ROWS])
def test_an_example_is_the_cases_own(quote: str, row: str) -> None:
    key, *cells = [cell.strip() for cell in row.strip("|").split("|")]
    claim = CASE["claims"][key]
    named = {name: party["name"] for name, party in CASE["parties"].items()}
    assert claim["quote"] == quote
    assert cells == [
        named[claim["speaker"]],
        claim["polarity"],
        CASE["questions"][claim["question"]]["answers"][claim["answer"]]["text"],
        claim["certainty"],
        claim["act"],
        claim["manner"],
        claim["cue"] or "–",
        " › ".join(named[relay] for relay in claim["relays"]) or "–",
    ]
