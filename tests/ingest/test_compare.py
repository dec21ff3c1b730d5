"""Two texts are compared in a process of its own, so that no text of a stranger takes the site with it."""

from random import Random

import pytest

from tracker.domain.anchoring import Alignment
from tracker.domain.carrying import carried
from tracker.ingest import compare
from tracker.ingest.compare import NotCompared, compared

OLD = "Seoul says 🌊 the North fired first. 평양은 부인했다. A drill, in its own waters.\n\nNobody knows more."
NEW = "평양은 부인했다. Seoul says 🌊 the North fired last of all. Somebody adds this. A drill, in its own waters."


def test_it_says_what_the_rules_say() -> None:
    words = ("the North fired first.", "평양은 부인했다.", "A drill, in its own waters.", "Nobody knows more.")
    pieces = {number: ((OLD.index(each), OLD.index(each) + len(each)),) for number, each in enumerate(words)}
    alignment = Alignment(old=OLD, new=NEW)
    here = {number: carried(alignment=alignment, pieces=each) for number, each in pieces.items()}
    assert compared(old=OLD, new=NEW, excerpts=pieces) == here
    assert [here[number].outcome for number in range(4)] == ["changed", "moved", "moved", "gone"]


def test_long_texts_without_a_full_stop_are_compared_too() -> None:
    chance = Random(4)
    old, new = ("".join(chance.choices("的一是不了人我在有他", k=200_000)) for _ in range(2))
    assert compared(old=old, new=new, excerpts={1: ((0, 10),)})[1].outcome in ("changed", "gone")


@pytest.mark.parametrize("limit", [{"MEMORY": 16 * 1024 * 1024}, {"SECONDS": 0}])
def test_what_costs_more_is_given_up(monkeypatch: pytest.MonkeyPatch, limit: dict[str, int]) -> None:
    for name, value in limit.items():
        monkeypatch.setattr(compare, name, value)
    with pytest.raises(NotCompared):
        compared(old=OLD, new=NEW, excerpts={1: ((0, 10),)})
