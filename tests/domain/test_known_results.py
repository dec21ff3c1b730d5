"""The rules give exactly the results that were worked out by hand, order of keys and lists included."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest

from tests.domain.cases import EXPECTED, RULES, real_record
from tracker.domain.comparison import compare_question, comparison
from tracker.domain.results import to_json
from tracker.interop.casefile import record_of


def as_text(results: object) -> str:
    return json.dumps(results, indent=1)


@pytest.mark.parametrize("day", EXPECTED)
def test_the_real_case_at(day: str) -> None:
    found = to_json(results=comparison(record=real_record(), said_by=date.fromisoformat(day)))
    assert as_text(found) == as_text(EXPECTED[day])


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: f"{rule['rule']}: {rule['name']}")
def test_rule(rule: dict[str, Any]) -> None:
    found = to_json(
        results=comparison(record=record_of(case=rule["case"]), said_by=date.fromisoformat(rule["said_by"]))
    )
    assert as_text(found) == as_text(rule["expect"])


@pytest.mark.parametrize("day", EXPECTED)
def test_one_question_alone_gives_the_same_result(day: str) -> None:
    said_by = date.fromisoformat(day)
    together = comparison(record=real_record(), said_by=said_by)
    assert together == {key: compare_question(record=real_record(), question=key, said_by=said_by) for key in together}
