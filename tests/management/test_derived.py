"""A record that an earlier release wrote is found by search once this one serves it."""

from __future__ import annotations

import pytest

from tracker import serve
from tracker.models import SearchRow, Shingles


def test_what_is_missing_is_made_and_what_is_there_is_left(case_db: None, capsys: pytest.CaptureFixture[str]) -> None:
    texts = Shingles.objects.count()
    found = SearchRow.objects.count()
    assert texts
    assert found
    serve.derive()
    assert capsys.readouterr().out == ""
    SearchRow.objects.all().delete()
    Shingles.objects.all().delete()
    serve.derive()
    assert (Shingles.objects.count(), SearchRow.objects.count()) == (texts, found)
