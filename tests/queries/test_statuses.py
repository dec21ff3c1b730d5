"""Statuses: the same bytes from the file and from the database, at every day and from every past of the record."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from tests.actions.test_load_case import REAL, edited, folder, load  # noqa: F401 - `folder` is a fixture
from tests.databases import ROOT
from tests.domain.cases import EXPECTED, RULES
from tracker.models import Change
from tracker.queries.moments import BadMoment, day_of, instant_of


def printed(**options: Any) -> str:
    out = io.StringIO()
    call_command("statuses", stdout=out, **options)
    return out.getvalue()


def from_file(path: Path, day: str) -> subprocess.CompletedProcess[str]:
    """The command in a process whose database is nowhere."""
    nowhere = {"DATABASE_URL": "postgresql://nobody@127.0.0.1:1/none", "SECRET_KEY": "x" * 50}
    arguments = ["statuses", "--said-by", day, "--case", str(path)]
    return subprocess.run(
        [sys.executable, str(ROOT / "manage.py"), *arguments],
        capture_output=True,
        text=True,
        env=os.environ | nowhere,
        check=False,
        timeout=60,
    )


@pytest.mark.parametrize("day", EXPECTED)
def test_database_and_file_give_the_same_bytes_and_the_known_results(case_db: None, day: str) -> None:
    found = printed(said_by=day)
    assert json.dumps(json.loads(found)) == json.dumps(EXPECTED[day])
    assert found == printed(said_by=day, case=REAL / "case.json")


def test_a_file_needs_no_database() -> None:
    ran = from_file(REAL / "case.json", "2010-11-24")
    assert (ran.returncode, ran.stderr) == (0, "")
    assert json.loads(ran.stdout) == EXPECTED["2010-11-24"]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule["name"])
def test_short_records_have_results_too(rule: dict[str, Any], tmp_path: Path) -> None:
    path = tmp_path / "short.json"
    path.write_text(json.dumps(rule["case"]), encoding="utf-8")
    found = json.loads(printed(said_by=rule["said_by"], case=path))
    assert json.dumps(found) == json.dumps(rule["expect"])


@pytest.mark.parametrize(
    "content",
    [
        "",
        "[]",
        "null",
        "{}",
        '{"sources": {}, "claims": {}}',
        '{"sources": 1, "claims": 2}',
        '{"incidents": {}, "parties": {"a": 5}, "affiliations": [], "sources": {}, "questions": {}, "claims": {}}',
        "[" * 100_000,
        '{"sources": {}, "claims": {"\\u0000": {}}}',
    ],
)
def test_a_file_that_is_no_case_is_refused_in_words(content: str, tmp_path: Path) -> None:
    path = tmp_path / "bad.json"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(CommandError):
        printed(said_by="2010-11-24", case=path, stderr=io.StringIO())


def test_the_past_of_the_record_gives_the_bytes_of_then(
    cloned_db: str,
    folder: Path,  # noqa: F811
) -> None:
    """Several corrections, each committed by itself; every instant before one still reads as it then did."""
    path = folder / "case.json"
    load(path)
    then: list[tuple[datetime, dict[str, str]]] = []

    def remember() -> None:
        at = Change.objects.latest("at").at
        then.append((at, {day: printed(said_by=day) for day in EXPECTED}))

    remember()
    load(edited(folder, lambda case: case["claims"]["k37"].update(certainty="possible")), correct="Hedged.")
    remember()
    load(edited(folder, lambda case: case["claims"]["k20"].update(conditional=True)), correct="Hangs on an if.")
    remember()
    load(edited(folder, lambda case: case["affiliations"][0].update(speaks_for=False)), correct="For itself.")
    remember()

    def another(case: dict[str, Any]) -> None:
        case["claims"]["k01"] |= {"polarity": "denies"}
        case["claims"]["k99"] = case["claims"]["k04"] | {"speaker": "prc"}

    load(edited(folder, another), correct="Turned.")
    remember()
    assert then[0][1] != then[-1][1]
    assert len({json.dumps(said) for _, said in then}) == 5
    for at, said in then:
        assert said == {day: printed(said_by=day, known_by=at.isoformat()) for day in EXPECTED}
    for day in EXPECTED:
        assert then[0][1][day] == printed(said_by=day, case=REAL / "case.json")
        assert then[-1][1][day] == printed(said_by=day, case=path)


def test_nothing_was_known_before_the_load(case_db: None) -> None:
    assert printed(said_by="2010-12-19", known_by="2001-01-01") == "{}\n"


@pytest.mark.parametrize(
    "options",
    [
        {"said_by": "soon"},
        {"said_by": "2010-02-30"},
        {"said_by": "20101123"},
        {"said_by": "٢٠١٠-١١-٢٣"},
        {"said_by": "2010-11-23", "known_by": "yesterday"},
        {"said_by": "2010-11-23", "known_by": "2010-11-23T25:00Z"},
        {"said_by": "2010-11-23", "known_by": "2010-11-23", "case": REAL / "case.json"},
    ],
)
def test_absurd_clocks_are_refused_in_words(options: dict[str, Any]) -> None:
    with pytest.raises(CommandError, match=r"--(said|known)-by"):
        printed(**options)


def test_an_instant_is_read_to_the_microsecond_in_every_zone() -> None:
    assert instant_of(text="2010-11-23T14:30:00.000001Z") == datetime(2010, 11, 23, 14, 30, 0, 1, tzinfo=UTC)
    assert instant_of(text="2010-11-23T14:30:00.5+09:00") == datetime(2010, 11, 23, 5, 30, 0, 500_000, tzinfo=UTC)
    assert instant_of(text="2010-11-23T14:30 09:00") == datetime(2010, 11, 23, 5, 30, tzinfo=UTC)
    assert instant_of(text="2010-11-23T14:30") == datetime(2010, 11, 23, 14, 30, tzinfo=UTC)
    assert instant_of(text="2010-11-23") == datetime(2010, 11, 23, 23, 59, 59, 999_999, tzinfo=UTC)
    assert day_of(text="2010-11-23") == date(2010, 11, 23)


@pytest.mark.parametrize(
    "text", ["", "now", "0000-01-01", "0001-01-01T00:00+09:00", "9999-12-31T23:59-09:00", "2010-11-23T", "2" * 9000]
)
def test_what_is_no_instant_is_refused(text: str) -> None:
    with pytest.raises(BadMoment):
        instant_of(text=text)
