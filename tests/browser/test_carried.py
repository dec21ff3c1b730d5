"""A source is captured again with a changed text: each of its words decided on by keys alone, and readers told."""

from __future__ import annotations

from collections.abc import Callable
from threading import Thread
from typing import Any

import pytest

from tests.actions.recaptured import CHANGED, EXACT, GONE, MOVED, NEW, NOW, OLD, captured_again, claimed, compared
from tests.actions.world import World
from tests.browser.accessible import violations
from tests.browser.people import person, sign_in
from tests.jobs.working import do_jobs
from tests.serving import Site
from tracker.actions.carryover import ask_for_carryovers
from tracker.models import Carryover, Claim

SAID = "captured again on"


@pytest.fixture
def recorded(empty_site: Site) -> tuple[World, Site]:
    """Four published claims on the words of a source that was captured once."""
    world = World()
    world.__dict__["alice"] = person("alice")
    world.__dict__["snapshot"] = world.capture(text=OLD)
    for text, speaker in ((EXACT, world.south), (MOVED, world.north), (CHANGED, world.party("Japan", monogram="JP"))):
        claimed(world, text, speaker=speaker)
    start = OLD.index("nothing of the kind")
    claimed(world, GONE, speaker=world.party("China", monogram="CN"), core=(start, start + 19))
    return world, empty_site


@pytest.fixture
def alice(recorded: tuple[World, Site], new_page: Callable[..., Any]) -> Any:
    page = new_page(base_url=recorded[1].url, viewport={"width": 1280, "height": 1000})
    page.set_default_timeout(30_000)
    sign_in(page, "alice", "/edit/sources/new")
    return page


def carried(world: World) -> str:
    return f"/edit/sources/{world.snapshot.source.slug}/carried"


def tab_to(page: Any, name: str, within: str = "main") -> None:
    """Go on with the Tab key until the control of this name has the focus."""
    for _press in range(120):
        page.keyboard.press("Tab")
        here = page.evaluate(
            "(within) => { const at = document.activeElement; return at.closest(within) ? at.textContent.trim() : '' }",
            within,
        )
        if here == name:
            return
    raise AssertionError(f"no {name} in {within}")


def press(page: Any, name: str, outcome: str, *, message: str) -> None:
    """Press a button of the first proposal of this outcome, by keys from the top of the page."""
    page.goto(page.url.partition("#")[0])
    tab_to(page, name, f"#{outcome}")
    page.keyboard.press("Enter")
    page.locator(".said", has_text=message).wait_for()


def claim_of(words: str) -> Claim:
    return next(claim for claim in Claim.objects.select_related("excerpt__snapshot") if claim.excerpt.exact == [words])


def test_from_the_new_text_to_what_readers_are_told(
    recorded: tuple[World, Site], alice: Any, new_page: Callable[..., Any], page_faults: list[str]
) -> None:
    world, site = recorded
    gone = claim_of(GONE)
    alice.get_by_label("Text", exact=True).fill(NEW)
    alice.get_by_role("button", name="Capture", exact=True).last.click()
    alice.get_by_label(f"Another capture of “{world.snapshot.source.title}”").check()
    alice.get_by_role("button", name="Capture", exact=True).last.click()
    alice.get_by_text("Captured again. Words that are quoted").wait_for()
    assert all("422" in fault for fault in page_faults)  # the form asked what the known text is
    page_faults.clear()
    alice.get_by_role("link", name="Captured again").click()
    alice.wait_for_url(f"**{carried(world)}")
    assert "Waiting to be looked for in the new text: 4 excerpts." in alice.locator("#progress").inner_text()
    assert violations(alice) == []
    worker = Thread(target=do_jobs)
    worker.start()
    alice.get_by_text("Proposals are ready.").wait_for()  # by itself
    worker.join()
    alice.get_by_role("link", name="Show them").press("Enter")
    alice.locator("#gone").wait_for()
    assert [h.inner_text() for h in alice.locator("main section > h2").all()][:4] == [
        "Where they stood 1",
        "Moved 1",
        "Changed 1",
        "Gone 1",
    ]
    assert violations(alice) == []

    press(alice, "Carry over the one that stands where it stood", "exact", message="Carried over: one excerpt.")
    press(alice, "Carry over", "moved", message="Carried over.")
    press(alice, "Carry over", "changed", message="Carried over.")
    press(alice, "Yes, they are gone", "gone", message="Readers of the claims are told")
    assert alice.get_by_text("All is decided: 4 excerpts.").is_visible()
    new = claim_of(NOW).excerpt.snapshot
    assert new.text == NEW
    assert {claim_of(words).excerpt.snapshot for words in (EXACT, MOVED, NOW)} == {new}
    assert claim_of(GONE).excerpt.snapshot == world.snapshot
    assert violations(alice) == []

    reader = new_page(base_url=site.url)
    reader.goto(f"/claims/{gone.key}/")
    assert reader.locator("#gone").inner_text().startswith("These words stood in the capture of")
    assert violations(reader) == []
    reader.locator("#gone a").first.click()
    assert GONE in reader.locator(".snapshot").inner_text()
    assert "not in the capture of" in reader.locator(".passages").inner_text()
    assert violations(reader) == []
    reader.go_back()
    reader.locator("#gone a").last.click()
    assert GONE not in reader.locator(".snapshot").inner_text()
    reader.goto(f"/claims/{claim_of(MOVED).key}/")
    assert not reader.locator("#gone").count()
    assert f"{SAID} {new.captured_at:%-d %B %Y}" in reader.locator("main").inner_text()


def test_words_are_marked_by_hand_in_the_new_text(recorded: tuple[World, Site], alice: Any) -> None:
    world, _site = recorded
    compared(world, captured_again(world))
    alice.goto(carried(world))
    tab_to(alice, "mark by hand the words of Japan: South Korea fired first", "#changed")
    alice.keyboard.press("Enter")
    alice.wait_for_url("**/edit/claims/*/?snapshot=*")
    assert NOW in alice.locator("#text").inner_text()
    assert violations(alice) == []
    alice.get_by_label("Words", exact=True).fill(NOW)
    alice.get_by_label("Why you correct it").fill("the number is another one now")
    alice.get_by_label("Do these words say this?").check()
    alice.get_by_role("button", name="Save the correction").press("Enter")
    alice.get_by_text("Saved. Earlier revisions stay readable.").wait_for()
    assert claim_of(NOW).excerpt.snapshot.text == NEW
    alice.goto(carried(world))
    assert not alice.locator("#changed").count()


@pytest.mark.parametrize("width", [1280, 390, 320])
def test_at_every_width_nothing_is_lost(
    recorded: tuple[World, Site], new_page: Callable[..., Any], width: int, page_faults: list[str]
) -> None:
    world, site = recorded
    compared(world, captured_again(world))
    page = new_page(base_url=site.url, viewport={"width": width, "height": 1000})
    page.set_default_timeout(30_000)
    for address in (carried(world), f"/edit/sources/{world.snapshot.source.slug}/", "/edit/"):
        if page.url == "about:blank":
            sign_in(page, "alice", address)
        page.goto(address)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert violations(page) == []
    claim = claim_of(MOVED)
    page.goto(carried(world))
    claimed(world, MOVED, speaker=world.south)
    page.locator("#moved").get_by_role("button", name="Carry over").click()
    page.locator("#faults:focus").wait_for()
    assert "changed meanwhile" in page.locator("#moved .fault").inner_text()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert violations(page) == []
    assert Claim.objects.get(pk=claim.pk).revision == claim.revision
    assert Carryover.objects.filter(decided_at__isnull=False).count() == 0
    assert all("409" in fault for fault in page_faults)
    page_faults.clear()


def test_a_search_that_ends_is_told_without_taking_away_what_is_typed(recorded: tuple[World, Site], alice: Any) -> None:
    world, _site = recorded
    compared(world, captured_again(world))
    claimed(world, "The paper of the day.", cue="")
    alice.goto(carried(world))
    assert alice.get_by_text("Not looked for yet: 1 excerpt.").is_visible()
    ask_for_carryovers(by=world.bob, note="", snapshot=Carryover.objects.latest("pk").snapshot)
    alice.reload()
    alice.locator("#gone").get_by_label("Note, if there is something to add").fill("half a note")
    do_jobs()
    alice.get_by_text("Proposals are ready.").wait_for()
    assert alice.locator("#gone").get_by_label("Note, if there is something to add").input_value() == "half a note"
