"""What forty searches find first: thirty in English over the real case, ten in Korean over records of the test's own.

`script/test tests/queries/test_search_relevance.py -s` prints the table.
"""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from tests.web.reader.world import World, make_world
from tracker.actions.make_party import make_party
from tracker.queries import search
from tracker.queries.hits import Hit

ENGLISH = (
    ("north korea", "party dprk"),
    ("DPRK", "party dprk"),
    ("Pyongyang", "party dprk"),
    ("south korea", "party rok"),
    ("Seoul", "party rok"),
    ("united states", "party us"),
    ("Washington", "party us"),
    ("mullen", "party mullen"),
    ("hillary clinton", "party clinton"),
    ("KCNA", "party kcna"),
    ("security council", "party unsc"),
    ("katsumata", "party katsumata"),
    ("Japan", "party japan"),
    ("sinking of the cheonan", "incident cheonan"),
    ("exchange of fire", "incident yeonpyeong"),
    ("who fired first", "question who-fired-first"),
    ("what sank the cheonan", "question what-sank-the-cheonan"),
    ("human shields", "question human-shields"),
    ("armistice", "question armistice"),
    ("northern limit line", "question name-of-the-sea-boundary"),
    ("severe damage explosion", "question explosion-damage"),
    ("nuclear bomb", "question nuclear-bomb-by-mid-1990s"),
    ("Dai Bingguo", "question dai-bingguo-message"),
    ('"bubble jet"', "claim k51"),
    ('"sheer fabrication"', "claim k98"),
    ("aluminum torpedo", "claim k60"),
    ('"reckless remarks"', "claim k44"),
    ("S/2010/648", "source un-s-2010-648"),
    ("Hong Lei", "source china-mfa-2010-11-23"),
    ("Mike Hammer", "source us-nsc-2010-07-09"),
)
KOREAN = (
    ("북한", "party north"),
    ("조선민주주의", "party north"),
    ("대한민국", "party south"),
    ("합참", "party joint-chiefs"),
    ("합동참모", "party joint-chiefs"),
    ("섬을 포격", "claim shelled"),
    ('"섬을 포격했다"', "claim shelled"),
    ("어뢰", "claim torpedo"),
    ("침몰", "claim torpedo"),
    ("어뢰 공격", "claim torpedo"),
)


def first(q: str) -> Hit | None:
    page = search.load(text=q, filters={}, since=None, said_by=date(2030, 1, 1), page=1)
    assert page is not None
    return page.hits[0] if page.hits else None


def table(asked: tuple[tuple[str, str], ...], names: dict[str, str]) -> list[tuple[str, str, str]]:
    rows = []
    for q, expected in asked:
        hit = first(q)
        rows.append((q, expected, f"{hit.kind} {names.get(hit.slug, hit.slug)}" if hit else "nothing"))
    print(f"\n{'search':28}{'expected first':36}{'found first':36}")
    for q, expected, got in rows:
        print(f"{q:28}{expected:36}{got:36}{'' if got == expected else 'WRONG'}")
    return [row for row in rows if row[1] != row[2]]


@pytest.mark.usefixtures("case_db")
def test_what_thirty_english_searches_find_first() -> None:
    assert len(ENGLISH) + len(KOREAN) == 40
    assert table(ENGLISH, {}) == []


@pytest.mark.django_db
def test_what_ten_korean_searches_find_first() -> None:
    world: World = make_world()
    named: dict[str, Any] = {
        "north": ("북한", "state", ["조선민주주의인민공화국", "북조선"]),
        "south": ("한국", "state", ["대한민국", "남한"]),
        "joint-chiefs": ("합동참모본부", "agency", ["합참"]),
    }
    parties = {
        key: make_party(by=world.alice, note="a test", name=name, kind=kind, also_known_as=aka)
        for key, (name, kind, aka) in named.items()
    }
    island = world.question("Was the island shelled?", "The island was shelled")
    ship = world.question("Did a torpedo sink the ship?", "A torpedo sank the ship")
    said = {
        "shelled": world.says(island, "북측이 섬을 포격했다고 밝혔다.", parties["joint-chiefs"]),
        "denied": world.says(island, "포격은 없었으며 섬은 조용했다.", parties["north"], polarity="denies"),
        "torpedo": world.says(ship, "함정은 어뢰 공격으로 침몰했다.", parties["joint-chiefs"]),
    }
    for each in (*parties.values(),):
        if each.published_at is None:
            world.says(island, f"{each.name}의 말이다.", each)
    names = {party.slug: key for key, party in parties.items()} | {claim.key: key for key, claim in said.items()}
    assert table(KOREAN, names) == []
