"""Dates as people write them, and what is told when one cannot be used."""

from __future__ import annotations

from datetime import date, timedelta
from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tracker.domain.dates import LONGEST, BadDate, days
from tracker.domain.record import Days


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("2010-11-23", "2010-11-23", "2010-11-23"),
        ("2010-02", "2010-02-01", "2010-02-28"),
        ("2012-02", "2012-02-01", "2012-02-29"),
        ("2010-12", "2010-12-01", "2010-12-31"),
        ("2010", "2010-01-01", "2010-12-31"),
        ("0001", "0001-01-01", "0001-12-31"),
        ("9999-12-31", "9999-12-31", "9999-12-31"),
        ("2010-11-23/2010-11-25", "2010-11-23", "2010-11-25"),
        ("2010/2011-02", "2010-01-01", "2011-02-28"),
        ("2010-11-23/2010-11-23", "2010-11-23", "2010-11-23"),
        ("201X", "2010-01-01", "2019-12-31"),
        ("2010-05-XX", "2010-05-01", "2010-05-31"),
        ("2010-05~", "2010-05-01", "2010-05-31"),
        ("2010-05-03?", "2010-05-03", "2010-05-03"),
        ("2010~/2011-02", "2010-01-01", "2011-02-28"),
        ("2010-05-03T23:00:00-08:00", "2010-05-03", "2010-05-03"),
        ("[2010-05-01,2010-05-03]", "2010-05-01", "2010-05-03"),
    ],
)
def test_the_days_of(text: str, start: str, end: str) -> None:
    assert days(text=text) == Days(date.fromisoformat(start), date.fromisoformat(end))


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "The date is empty."),
        ("  ", "The date is empty."),
        ("/1985", "“/1985” has no beginning."),
        ("../1985", "“../1985” has no beginning."),
        ("1985/", "“1985/” has no end."),
        ("1985/..", "“1985/..” has no end."),
        ("/", "“/” has no beginning."),
        ("2010-02-30", "“2010-02-30” is not in the calendar."),
        ("2010-13", "“2010-13” is not in the calendar."),
        ("2010-00", "“2010-00” is not in the calendar."),
        ("2010-01-00", "“2010-01-00” is not in the calendar."),
        ("0000", "“0000” is not in the calendar."),
        ("2010-11-23/2010-11-31", "“2010-11-31” is not in the calendar."),
        ("2010-11-23/2010-11-22", "“2010-11-23/2010-11-22” ends before it begins."),
        ("2010-21", "“2010-21” names a season"),
        ("2010-33~", "“2010-33~” names a season"),
        ("2010-23/2010-24", "“2010-23/2010-24” names a season"),
        ("[..2010]", "“[..2010]” gives no first and last day."),
        ("[2010..]", "“[2010..]” gives no first and last day."),
        ("-0100", "“-0100” gives no first and last day."),
        ("2010-05-0X", "“2010-05-0X” gives no first and last day."),
        ("2010/2011/2012", "“2010/2011/2012” gives no first and last day."),
        ("23.11.2010", "“23.11.2010” gives no first and last day."),
        ("2010-11-23 ", "The date holds signs that no date has."),
        ("yesterday", "The date holds signs that no date has."),
        ("2010-11-23\n", "The date holds signs that no date has."),
        ("2010\0", "The date holds signs that no date has."),
        ("٢٠١٠", "The date holds signs that no date has."),
        ("\ud800", "The date holds signs that no date has."),
        ("Y17000", "The date holds signs that no date has."),
        ("1" * LONGEST, f"“{'1' * LONGEST}” gives no first and last day."),
        ("1" * (LONGEST + 1), f"The date is longer than {LONGEST} characters."),
    ],
)
def test_no_days_of(text: str, told: str) -> None:
    with pytest.raises(BadDate) as caught:
        days(text=text)
    assert str(caught.value).startswith(told)


@given(st.dates(), st.dates())
def test_an_interval_of_days(one: date, other: date) -> None:
    first, last = sorted((one, other))
    assert days(text=f"{first.isoformat()}/{last.isoformat()}") == Days(first, last)


@given(st.dates(max_value=date(9998, 12, 31)))
def test_a_month_ends_on_the_day_before_the_next_begins(day: date) -> None:
    found = days(text=day.isoformat()[:7])
    following = found.end + timedelta(days=1)
    assert (found.start.day, following.day) == (1, 1)
    assert found.start <= day <= found.end
    assert following.month == day.month % 12 + 1


@settings(max_examples=150, deadline=None)
@given(st.text(alphabet="0129X-/~?.[]{},T:%+", max_size=LONGEST))
def test_whatever_looks_like_a_date_is_read_or_refused(text: str) -> None:
    try:
        found = days(text=text)
    except BadDate:
        return
    assert found.start <= found.end


@pytest.mark.parametrize(
    "text",
    ["[" * LONGEST, "{" * 10**7, "1" * 10**7, "[2010," * 10, "2010-11-23/" * 5, "[" + "1X," * 20 + "]", "~?%" * 21],
)
def test_hostile_dates_are_refused_quickly(text: str) -> None:
    begun = process_time()
    with pytest.raises(BadDate):
        days(text=text)
    assert process_time() - begun < 1


def test_plain_dates_do_without_the_library(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tracker.domain.dates.parse_edtf", None)
    for text in ("2010", "2010-11", "2010-11-23", "2010/2011-02"):
        days(text=text)
    with pytest.raises(BadDate):
        days(text="201X")


def test_plain_dates_take_microseconds() -> None:
    begun = process_time()
    for _ in range(1000):
        days(text="2010-11-23/2010-12")
    assert process_time() - begun < 0.5
