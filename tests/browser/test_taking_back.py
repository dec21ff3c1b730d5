"""Undo, conflict and history in front of the real server: across a reload, a device, a tab, two people, a lost line."""

from __future__ import annotations

from typing import Any

import pytest

from tests.actions.test_undo import correct
from tests.actions.world import World
from tests.browser.accessible import violations
from tests.browser.people import person, sign_in
from tests.browser.test_workbench import bench, press, small, words  # noqa: F401 - fixtures
from tests.serving import Site
from tracker.actions.edit_records import edit_party
from tracker.models import Claim, Draft, Step

SAVED = "kept on this device too"


def settled(page: Any) -> None:
    """The form says that all of it is on the server."""
    page.locator("#kept", has_text=SAVED).wait_for()


def typed(page: Any, field: str, text: str) -> None:
    page.locator(field).fill(text)
    settled(page)
    Step.objects.update(at="2000-01-01T00:00:00Z")  # as if the pause had been long: the next save is another step


@pytest.fixture
def begun(bench: Any) -> Any:  # noqa: F811
    """alice has taken words, then written a verb, then another."""
    press(bench, "s", "s", "Enter")
    settled(bench)
    Step.objects.update(at="2000-01-01T00:00:00Z")
    typed(bench, "#f-cue", "says")
    typed(bench, "#f-cue", "denies")
    return bench


class TestUndo:
    def test_one_step_after_the_other_also_after_a_reload(self, begun: Any) -> None:
        begun.locator("#text").focus()
        press(begun, "Control+z")
        begun.locator("#undone", has_text="Taken back: draft saved: Reporter’s verb").wait_for()
        assert begun.locator("#f-cue").input_value() == "says"
        begun.reload()
        assert begun.locator("#f-cue").input_value() == "says"
        begun.locator("#text").focus()
        press(begun, "u")
        begun.locator("#undone", has_text="Taken back").wait_for()
        assert (begun.locator("#f-cue").input_value(), words(begun)) == ("", "The North says the South fired first.")
        assert violations(begun) == []

    def test_what_is_not_saved_yet_is_a_step_too(self, begun: Any) -> None:
        begun.locator("#f-said_note").evaluate("field => field.closest('details').open = true")
        begun.locator("#f-said_note").fill("from the byline")
        begun.get_by_role("button", name="Undo the last step").click()
        begun.locator("#undone", has_text="Where the day comes from").wait_for()
        assert begun.locator("#f-said_note").input_value() == ""
        assert begun.locator("#f-cue").input_value() == "denies"

    def test_on_another_device(self, small: tuple[World, Site], begun: Any, new_page: Any) -> None:  # noqa: F811
        other = new_page(base_url=small[1].url)
        sign_in(other, "alice", "/edit/undo")
        assert other.locator(".steps li").count() == 3
        assert violations(other) == []
        other.get_by_role("button", name="Take back").first.click()
        other.wait_for_url("**/edit/sources/**")
        assert other.locator("#f-cue").input_value() == "says"

    def test_a_published_claim_asks_for_a_note_first(self, small: tuple[World, Site], bench: Any) -> None:  # noqa: F811
        world, _site = small
        world.published()
        bench.locator("#text").focus()
        press(bench, "Control+z")
        bench.wait_for_url("**/edit/undo#step-*")
        assert Claim.objects.get().withdrawn_at is None
        row = bench.locator(".steps li").first
        assert "This withdraws the claim." in row.inner_text()
        row.get_by_label("Why").fill("too early")
        row.get_by_role("button", name="Take back").click()
        bench.get_by_text("Taken back: claim published").wait_for()
        assert Claim.objects.get().withdrawn_at is not None

    def test_without_a_line_the_words_go_back_here(self, bench: Any, page_faults: list[str]) -> None:  # noqa: F811
        press(bench, "s", "Enter")
        settled(bench)
        first = words(bench)
        press(bench, "s", "s", "Enter")
        assert words(bench) != first
        bench.context.set_offline(True)
        press(bench, "Control+z")
        bench.locator("#live", has_text="The words are put back.").wait_for(state="attached")
        assert words(bench) == first
        bench.context.set_offline(False)
        page_faults.clear()


class TestTwoTabs:
    def test_both_texts_are_kept_and_the_second_is_told(self, begun: Any) -> None:
        tab = begun.context.new_page()
        tab.goto(begun.url)
        tab.set_default_timeout(20_000)
        assert tab.locator("#f-cue").input_value() == "denies"
        tab.locator("#f-cue").fill("written in the second tab")
        settled(tab)
        begun.locator("#f-cue").fill("written in the first tab")
        begun.locator("#kept", has_text="Another tab wrote this draft too.").wait_for()
        settled(begun)
        assert violations(begun) == []
        assert sorted(draft.payload["cue"] for draft in Draft.objects.all()) == [
            "written in the first tab",
            "written in the second tab",
        ]
        begun.get_by_role("link", name="See the other").click()
        begun.wait_for_url("**draft=**")
        assert begun.locator("#f-cue").input_value() == "written in the second tab"

    def test_also_without_a_line(self, begun: Any, page_faults: list[str]) -> None:
        tab = begun.context.new_page()
        tab.goto(begun.url)
        begun.context.set_offline(True)
        for page, text in ((tab, "in the second tab"), (begun, "in the first tab")):
            page.locator("#f-cue").fill(text)
            page.locator("#kept", has_text="not saved: no network").wait_for()
        begun.context.set_offline(False)
        for page in (tab, begun):
            settled(page)
        assert sorted(draft.payload["cue"] for draft in Draft.objects.all()) == [
            "in the first tab",
            "in the second tab",
        ]
        page_faults.clear()


def test_without_a_line_a_draft_waits_and_goes_up_by_itself(begun: Any, page_faults: list[str]) -> None:
    begun.context.set_offline(True)
    begun.locator("#f-cue").fill("while there was no line")
    begun.locator("#kept", has_text="not saved: no network; kept on this device").wait_for()
    assert violations(begun) == []
    assert Draft.objects.get().payload["cue"] == "denies"
    begun.context.set_offline(False)
    settled(begun)
    assert Draft.objects.get().payload["cue"] == "while there was no line"
    page_faults.clear()


def test_typing_without_a_pause_is_kept_within_two_seconds(bench: Any) -> None:  # noqa: F811
    bench.locator("#f-cue").click()
    for _ in range(35):
        bench.keyboard.type("x", delay=0)
        bench.wait_for_timeout(100)
    assert len(Draft.objects.get().payload["cue"]) >= 10


def test_a_restored_form_does_not_save_over_what_was_saved_meanwhile(
    small: tuple[World, Site],  # noqa: F811
    bench: Any,  # noqa: F811
    page_faults: list[str],
) -> None:
    world, _site = small
    claim = world.published()
    bench.goto(f"/edit/claims/{claim.key}/")
    bench.get_by_label("Hedge").select_option("possible")
    settled(bench)
    correct(world, claim, by=person("bob"), certainty="probable")
    bench.reload()
    assert bench.get_by_label("Hedge").input_value() == "possible"
    bench.get_by_label("Why you correct it").fill("she hedges")
    bench.get_by_label("Do these words say this?").check()
    bench.get_by_role("button", name="Save the correction").click()
    bench.get_by_text("bob saved this while you were writing.").wait_for()
    assert Claim.objects.get().certainty == "probable"
    page_faults.clear()


@pytest.fixture
def conflict(small: tuple[World, Site], bench: Any, new_page: Any, page_faults: list[str]) -> Any:  # noqa: F811
    """bob before the question which of two versions he wants."""
    world, site = small
    claim = world.published()
    person("bob")
    other = new_page(base_url=site.url, viewport={"width": 1280, "height": 900})
    other.set_default_timeout(20_000)
    address = f"/edit/claims/{claim.key}/"
    sign_in(other, "bob", address)
    bench.goto(address)
    for page, hedge, manner in ((bench, "probable", ""), (other, "possible", "mixed")):
        page.get_by_label("Hedge").select_option(hedge)
        if manner:
            page.get_by_label("Manner").select_option(manner)
        page.get_by_label("Why you correct it").fill("read again")
        page.get_by_label("Do these words say this?").check()
        page.get_by_role("button", name="Save the correction").click()
        page.wait_for_load_state()
    other.get_by_text("alice saved this while you were writing.").wait_for()
    assert all("409" in fault for fault in page_faults)
    page_faults.clear()
    return other


def test_two_editors_on_one_claim(conflict: Any) -> None:
    assert violations(conflict) == []
    hedge = conflict.get_by_role("group", name="Hedge")
    assert [hedge.get_by_role("radio").nth(n).is_checked() for n in (0, 1)] == [False, False]
    manner = conflict.get_by_role("group", name="Manner")
    assert manner.get_by_role("radio", name="Typed by you").is_checked()
    hedge.get_by_role("radio", name="Typed by you").check()
    conflict.get_by_label("Do these words say this?").check()
    conflict.get_by_role("button", name="Save what is chosen").click()
    conflict.get_by_text("Saved. Earlier revisions stay readable.").wait_for()
    now = Claim.objects.get()
    assert (now.certainty, now.manner, now.revision) == ("possible", "mixed", 4)
    assert not Draft.objects.filter(owner__username="bob").exists()


def test_on_a_phone(conflict: Any) -> None:
    for width in (390, 320):
        conflict.set_viewport_size({"width": width, "height": 844})
        assert conflict.evaluate("document.documentElement.scrollWidth") <= width


def test_a_history_and_the_way_back(small: tuple[World, Site], conflict: Any) -> None:  # noqa: F811
    claim = Claim.objects.get()
    conflict.goto(f"/edit/history/claim/{claim.key}")
    assert violations(conflict) == []
    row = conflict.locator("#r2")
    row.locator("summary").click()
    assert violations(conflict) == []
    row.get_by_label("Why").fill("it was right")
    row.get_by_role("button", name="Go back to this revision").click()
    conflict.get_by_text("Revision 2 stands again, as a new one.").wait_for()
    assert Claim.objects.get().certainty == "certain"


def test_watching_and_what_changed(small: tuple[World, Site], bench: Any) -> None:  # noqa: F811
    world, _site = small
    world.published()
    bench.goto(f"/parties/{world.north.slug}/")
    bench.get_by_role("button", name="Watch North Korea", exact=True).click()
    bench.get_by_role("button", name="Stop watching North Korea").wait_for()
    assert violations(bench) == []
    edit_party(by=person("bob"), note="its name", party=world.north, seen=2, name="DPRK", kind="state", monogram="NK")
    bench.goto("/edit/")
    assert "its name" in bench.locator("#changed").inner_text()
    assert violations(bench) == []
    bench.get_by_role("button", name="Mark as read").click()
    bench.get_by_text("Nothing that you have not read.").wait_for()
