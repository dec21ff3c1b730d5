"""Two editors save one claim in the same instant: one is accepted, the other told.

`script/test tests/actions/test_races.py --races 1000 -s` runs as many and prints the figures.
"""

from __future__ import annotations

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Barrier
from time import perf_counter

import pytest
from django.db import connections

from tests.actions.world import World
from tracker.actions.correct_claim import correct_claim
from tracker.actions.refusals import Stale
from tracker.models import Claim, User
from tracker.queries.history import events


def test_one_of_two_is_accepted_and_nothing_is_overwritten(world: World, pytestconfig: pytest.Config) -> None:
    races = int(pytestconfig.getoption("--races"))
    claim, words, content = world.published(), world.words(), world.content
    people = (world.alice, world.bob)

    def save(by: User, seen: int, start: Barrier) -> str:
        text = f"{by.username} {seen}"
        start.wait()
        try:
            correct_claim(
                by=by,
                note=text,
                claim=claim,
                seen=seen,
                words=words,
                speaker=world.north,
                content=replace(content, said_note=text),
                says_this=True,
            )
        except Stale:
            return "told"
        return text

    ended, won, began = Counter[str](), [], perf_counter()
    with ThreadPoolExecutor(2) as pool:
        for seen in range(2, 2 + races):
            start = Barrier(2)
            outcomes = list(pool.map(save, people, (seen, seen), (start, start)))
            accepted = [outcome for outcome in outcomes if outcome != "told"]
            ended[f"{len(accepted)} accepted"] += 1
            won += accepted
        list(pool.map(lambda _n: connections.close_all(), range(2)))
    overwritten = [event for event in events(kind="claim", pk=claim.pk)[2:] if event["said_note"] not in won]
    print(f"\n{races} races in {perf_counter() - began:.1f} s: {dict(ended)}, {len(overwritten)} silent overwrites")
    assert ended == {"1 accepted": races}
    assert overwritten == []
    assert [event["said_note"] for event in events(kind="claim", pk=claim.pk)[2:]] == won
    assert (Claim.objects.get().revision, len(won)) == (2 + races, races)
