"""What is known already: nearly the same texts among all snapshots."""

from __future__ import annotations

import pytest
from django.db import transaction

from tests.actions.world import World
from tracker.actions.capture_source import recapture
from tracker.actions.keep_shingles import make_shingles_anew
from tracker.models import Shingles, Snapshot
from tracker.queries.already import already_captured

ENGLISH = (
    "North Korea on Thursday repeated its contention that South Korea started the artillery fire last month. It says"
    " that Pyongyang took action in response to the South firing thousands of shells into the waters of the North."
)
KOREAN = (
    "북한은 목요일에 지난달 포격을 남한이 먼저 시작했다는 주장을 되풀이했다. 북한은 남측이 자신들의 영해로 수천 발의"
    " 포탄을 발사한 데 대한 대응으로 조치를 취했다고 말한다. 그러나 남한은 자국 영해 안에서 훈련했다고 말한다."
)


@pytest.fixture
def world(db: None) -> World:
    return World()


def known(world: World, text: str, url: str = "") -> list[tuple[str, bool, bool, int, int]]:
    found = already_captured(viewer=world.alice, text=text, url=url)
    return [(each.slug, each.same_text, each.same_address, each.ours, each.theirs) for each in found]


@pytest.mark.parametrize(("text", "title"), [(ENGLISH, "english"), (KOREAN, "korean")])
def test_an_extract_a_longer_text_and_a_changed_one_are_found(world: World, text: str, title: str) -> None:
    world.capture(text=ENGLISH, title="English")
    world.capture(text=KOREAN, title="Korean")
    half = text[: len(text) // 2]
    [(slug, same, _address, ours, theirs)] = known(world, half)
    assert (slug, same) == (title, False)
    assert ours > 85
    assert 30 < theirs < 60
    [(_slug, _same, _address, ours, theirs)] = known(world, f"{half} {'다른 낱말 하나 둘 셋 넷 other words here ' * 9}")
    assert ours < 90
    assert 30 < theirs < 60
    assert known(world, f"{text} 끝") == [(title, False, False, pytest.approx(97, abs=2), 100)]


def test_the_same_text_is_said_first_and_the_same_address_too(world: World) -> None:
    world.capture(text=f"{ENGLISH} More.", title="More")
    world.capture(text=ENGLISH, title="Same")
    world.capture(text=KOREAN, title="There", url="https://example.org/a")
    found = known(world, ENGLISH, "http://www.example.org/a/")
    assert [each[:4] for each in found] == [
        ("same", True, False, 100),
        ("more", False, False, 100),
        ("there", False, True, 0),
    ]


def test_texts_of_one_subject_are_not_the_same(world: World) -> None:
    world.capture(text=ENGLISH)
    assert known(world, "South Korea on Thursday denied that it had started the artillery fire of last month.") == []


def test_a_source_stands_once_with_its_nearest_text(world: World) -> None:
    first = world.capture(text=f"{ENGLISH} {KOREAN}")
    recapture(by=world.alice, note="", source=first.source, text=ENGLISH)
    assert known(world, f"{ENGLISH} Ends.") == [("who-fired", False, False, 97, 100)]


def test_what_may_not_be_seen_is_not_said(world: World) -> None:
    world.capture(text=ENGLISH)
    assert already_captured(viewer=world.charlie, text=ENGLISH, url="") == ()


def test_its_cost_is_two_queries(world: World, django_assert_num_queries) -> None:
    world.capture(text=ENGLISH)
    with django_assert_num_queries(2):
        known(world, ENGLISH, "https://example.org/")
    with django_assert_num_queries(0):
        known(world, " ")


def test_hashes_are_made_with_every_snapshot_and_anew_by_one_command(world: World) -> None:
    world.capture(text=ENGLISH)
    world.capture(text="Three words only.")
    before = list(Shingles.objects.order_by("pk").values_list("pk", "hashes"))
    assert [bool(hashes) for _pk, hashes in before] == [True, False]
    Shingles.objects.filter(pk=before[0][0]).delete()
    Shingles.objects.filter(pk=before[1][0]).update(hashes=[1])
    assert make_shingles_anew(batch=1) == 2
    assert list(Shingles.objects.order_by("pk").values_list("pk", "hashes")) == before


def test_the_case_has_them_too(case_db: None) -> None:
    assert Snapshot.objects.exists()
    assert not Snapshot.objects.filter(shingles__isnull=True).exists()


def test_they_go_with_the_transaction_of_their_snapshot(world: World) -> None:
    with transaction.atomic():
        world.capture(text=ENGLISH)
        transaction.set_rollback(True)
    assert not Shingles.objects.exists()
