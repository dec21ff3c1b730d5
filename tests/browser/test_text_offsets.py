"""Mouse, finger, keys and the server agree on every place, whatever signs stand before it."""

from __future__ import annotations

from typing import Any

import pytest

from tests.actions.world import World
from tests.browser.hands import Hands, at_bench, captured, marked, on_touch, painted, words
from tests.browser.test_workbench import small  # noqa: F401 - a fixture
from tests.serving import Site
from tracker.actions.claim_content import Words
from tracker.web.editor import places

STRANGE = (
    "A family 👨‍👩‍👧‍👦 and a flag 🇰🇷 watched; it cost 𝟓𝟎 won.\r\n"
    "A cafe\u0301 in Sa\u0302n\u0323 opened.\r\n\r\n"
    'הצפון אמר: "הדרום ירה ראשון" ב-23 בנובמבר. قال الشمال إن الجنوب بدأ في Seoul أولا.\r\n\r\n'
    "북측은 “먼저” 쏘았다고 말했다. 首尔说 𠮷野 先开火。東京は否定した。\r\n"
)
TARGETS = (
    "👨‍👩‍👧‍👦",
    "🇰🇷 watched",
    "𝟓𝟎",
    "cafe\u0301",
    "Sa\u0302n\u0323 opened",
    "הדרום ירה",
    "الجنوب بدأ",
    "Seoul",
    "먼저",
    "𠮷野",
    "東京は否定",
    "won.\nA cafe\u0301",
)


def agreed(world: World, page: Any, hands: Hands, target: str) -> None:
    """What the form holds is the place of the words, and the server reads it so."""
    assert words(page) == target
    assert marked(page) == [hands.span(target)]
    start = hands.text.index(target)
    sent = page.locator("#pieces").input_value()
    assert places.marked(text=hands.text, ranges=sent) == ((start, start + len(target)),)
    assert places.located(text=hands.text, words=target, ranges=sent).pieces == ((start, start + len(target)),)


@pytest.mark.parametrize("hand", ["mouse", "keys", "touch"])
def test_every_place(small: tuple[World, Site], new_page: Any, hand: str) -> None:  # noqa: F811
    world, site = small
    snapshot = captured(world, STRANGE)
    assert "\r" not in snapshot.text
    if hand == "touch":
        page = on_touch(new_page, site, snapshot)
    else:
        page = at_bench(new_page(base_url=site.url, viewport={"width": 1280, "height": 1000}), snapshot)
    hands = Hands(page, snapshot)
    for target in TARGETS:
        if hand == "keys":
            hands.type(target)
            page.keyboard.press("Enter")
        elif hand == "mouse":
            hands.drag(target, exact=True)
            page.locator("button.take").click()
        else:
            hands.draw_out(target)
            hands.do("Take the words")
        agreed(world, page, hands, target)
    assert painted(page, "pending") == TARGETS[-1]


def test_the_database_holds_the_same_words(small: tuple[World, Site]) -> None:  # noqa: F811
    world, _ = small
    snapshot = captured(world, STRANGE)
    found = sorted((snapshot.text.index(each), snapshot.text.index(each) + len(each)) for each in TARGETS[:-1])
    claim = world.record(words=Words(snapshot=snapshot, pieces=tuple(found)), cue="")
    assert sorted(claim.excerpt.exact) == sorted(TARGETS[:-1])
    assert places.marked(
        text=snapshot.text, ranges=places.for_browser(text=snapshot.text, pieces=tuple(found))
    ) == tuple(found)
