"""Invented claims say everywhere that they are invented, and keep out of a real record."""

from __future__ import annotations

import io
from datetime import date

import pytest
from django.core.management import CommandError, call_command

from tracker.management.benching import ROOT, Measured
from tracker.management.commands.bench import row
from tracker.management.invented import PREFIX, case, cases
from tracker.models import Claim, Incident, Party, Source
from tracker.queries.statuses import statuses


def make(number: int, **options: object) -> str:
    out = io.StringIO()
    call_command("make_claims", str(number), stdout=out, stderr=io.StringIO(), **options)
    return out.getvalue()


@pytest.mark.django_db
def test_as_many_as_asked_for_are_made_and_each_time_more() -> None:
    assert make(230).startswith("Made 230 invented claims")
    make(120)
    assert Claim.objects.counted().count() == 350
    assert Incident.objects.published().count() == 5


@pytest.mark.django_db
def test_everything_made_says_that_it_is_invented() -> None:
    make(100)
    for model in (Incident, Party, Source, Claim):
        assert not model.objects.exclude(key__startswith=PREFIX).exists()
    assert all("Invented" in title for title in Incident.objects.values_list("title", flat=True))
    assert all("Invented" in name for name in Party.objects.values_list("name", flat=True))
    assert all("Invented" in words[0] for words in Claim.objects.values_list("excerpt__exact", flat=True))


@pytest.mark.django_db
def test_their_statuses_are_of_several_kinds() -> None:
    make(300)
    results = statuses(viewer=None, said_by=date(2030, 1, 1), known_by=None)
    found = {question["status"] for question in results.values()}  # type: ignore[index]
    assert len(found) >= 2
    assert "no claim" not in found


def test_a_real_record_is_kept_clean(case_db: None) -> None:
    with pytest.raises(CommandError, match="real record"):
        make(10)
    assert Claim.objects.count() == 96
    make(10, anyway=True)
    assert Claim.objects.count() == 106


@pytest.mark.parametrize("number", ["0", "-5", "1000000000"])
def test_absurd_numbers_are_refused(number: str) -> None:
    with pytest.raises(CommandError, match="between 1 and"):
        call_command("make_claims", "--", number, stdout=io.StringIO())


def test_the_same_number_gives_the_same_case() -> None:
    assert case(number=7) == case(number=7)
    assert case(number=7) != case(number=8)
    assert [len(each.claims) for each in cases(claims=250)] == [100, 100, 50]


def test_a_line_of_the_bench_has_both_and_their_ratio() -> None:
    line = row("/", Measured(50, 10, 20, 2000), Measured(200, 3, 5, 2000))
    assert line.split() == ["/", "2.0", "50.0", "10.0", "20.0", "200.0", "5.0", "4.0"]
    assert (ROOT / "script" / "bench").exists()
