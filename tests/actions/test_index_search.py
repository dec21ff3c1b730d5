"""What search finds is kept in step by the transaction that changes it, and is the same when made anew."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from tests.web.reader.world import World
from tests.web.reader.world import make_world as a_world
from tracker.actions.index_search import make_search_anew
from tracker.models import SearchRow
from tracker.queries import search

TODAY = date(2026, 11, 24)


def rows() -> set[tuple[Any, ...]]:
    return {
        (*row[:4], tuple(row[4]), *row[5:])
        for row in SearchRow.objects.values_list(
            "kind", "of", "stems", "exact", "facets", "names", "said_start", "said_end", "stale"
        )
    }


def found(q: str, **filters: str) -> list[str]:
    page = search.load(text=q, filters=filters, since=None, said_by=TODAY, page=1)
    assert page is not None
    return [hit.slug for hit in page.hits if not page.any_word and not page.instead]


@pytest.mark.usefixtures("case_db")
def test_made_anew_it_is_the_same_as_kept_in_step() -> None:
    kept = rows()
    SearchRow.objects.all().delete()
    assert make_search_anew(today=TODAY) == len(kept) == 96 + 35 + 32 + 51 + 3
    assert rows() == kept
    assert make_search_anew(today=TODAY) == len(kept)
    assert rows() == kept


@pytest.mark.usefixtures("case_db")
def test_rows_of_what_is_gone_are_forgotten_when_made_anew() -> None:
    SearchRow.objects.create(kind="claim", of=987654, stale=False, facets=["kind:claim"])
    make_search_anew(today=TODAY)
    assert not SearchRow.objects.filter(of=987654).exists()


@pytest.mark.django_db
def test_a_status_that_a_new_claim_changes_is_that_of_all_claims_on_the_question() -> None:
    world: World = a_world()
    question = world.question()
    first = world.says(question, "The North fired first, the South says.", world.south)
    assert found("", status="one-sided", kind="claim") == [first.key]
    second = world.says(question, "The South denies it all.", world.north, polarity="denies")
    assert found("", status="one-sided") == []
    assert set(found("", status="contested", kind="claim")) == {first.key, second.key}
    assert SearchRow.objects.filter(stale=True).count() == 0
