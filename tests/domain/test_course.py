"""How a story moved, step by step."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings

from tests.domain.cases import real_record
from tests.domain.records import day, records
from tracker.domain import course as module
from tracker.domain.comparison import compare_question
from tracker.domain.course import course
from tracker.domain.record import Record

STEPS = [
    ("2010-11-23", "one-sided", ("k17", "k39")),
    ("2010-11-27", "contested", ("k64", "k65")),
]
many = settings(max_examples=100, deadline=None, database=None, suppress_health_check=[HealthCheck.too_slow])


@given(records())
@many
def test_every_step_is_a_change_and_every_change_is_a_step(record: Record) -> None:
    steps = course(record=record, question="Q", said_by=day(30))
    assert steps is not None
    told = {step.day: step for step in steps}
    before = None
    first = min((claim.said.end for claim in record.claims.values()), default=day(30))
    for nth in range((day(30) - first).days + 1):
        today = first + timedelta(days=nth)
        finding = compare_question(record=record, question="Q", said_by=today).finding
        assert (today in told) == (finding != before and any(c.said.end == today for c in record.claims.values()))
        if today in told:
            assert told[today].finding == finding
            assert set(told[today].claims) == {c.key for c in record.claims.values() if c.said.end == today}
        before = finding


@given(records())
@many
def test_the_last_step_is_how_it_stands(record: Record) -> None:
    steps = course(record=record, question="Q", said_by=day(30))
    if record.claims:
        assert steps
        assert steps[-1].finding == compare_question(record=record, question="Q", said_by=day(30)).finding
    else:
        assert steps == ()


def test_who_fired_first_became_contested_when_the_second_side_spoke() -> None:
    steps = course(record=real_record(), question="Y1", said_by=date(2010, 12, 31))
    assert steps is not None
    assert [(step.day.isoformat(), step.finding.status, step.claims) for step in steps] == STEPS


def test_a_course_of_too_many_days_is_not_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "LONGEST", 1)
    assert course(record=real_record(), question="Y1", said_by=date(2010, 12, 31)) is None
