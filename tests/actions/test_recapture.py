"""A source is captured again: another snapshot of it, in whose text the quoted words are looked for."""

from __future__ import annotations

import pytest

from tests.actions.world import TEXT, World
from tests.jobs.working import jobs
from tracker.actions.capture_source import recapture
from tracker.actions.refusals import Refused
from tracker.models import Snapshot, Source
from tracker.queries.carried import JOB


def test_it_stands_beside_the_first_one(world: World) -> None:
    first = world.snapshot
    way = {"address": "https://example.org/", "status": 200}
    second = recapture(
        by=world.bob,
        note="",
        source=first.source,
        text="Other\r\nwords.",
        captured_from="https://example.org/",
        original=b"<p>Other",
        media_type="text/html",
        fetched=way,
    )
    second.refresh_from_db()
    assert (second.text, second.fetched, bytes(second.original)) == ("Other\nwords.", way, b"<p>Other")
    assert second.captured_at > first.captured_at
    assert list(first.source.snapshots.order_by("id")) == [first, second]
    assert Source.objects.count() == 1
    assert jobs() == []


def test_words_that_are_quoted_are_looked_for(world: World) -> None:
    world.published()
    second = recapture(by=world.bob, note="", source=world.snapshot.source, text=f"New. {TEXT}")
    assert [(name, given["snapshot"]) for name, given, *_more in jobs()] == [(JOB, second.pk)]


def test_nothing_half_is_kept(world: World) -> None:
    source = world.snapshot.source
    for by, text, rule in ((world.bob, " \n", "snapshot_text_is_not_blank"), (world.charlie, "Words.", "not_allowed")):
        with pytest.raises(Refused) as refused:
            recapture(by=by, note="", source=source, text=text)
        assert refused.value.rule == rule
    assert Snapshot.objects.count() == 1
