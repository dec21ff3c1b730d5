"""A half-written claim survives a reload, a lost network and a session that ran out."""

from __future__ import annotations

from typing import Any

import pytest

from tests.actions.world import World
from tests.browser.people import PASSWORD
from tests.browser.test_workbench import bench, fill_rest, press, small, words  # noqa: F401 - fixtures
from tests.serving import Site
from tracker.models import Claim, Draft


@pytest.fixture
def half(bench: Any) -> Any:  # noqa: F811
    """alice has marked words and filled most of the form."""
    press(bench, "s", "s", "Enter")
    fill_rest(bench)
    bench.locator("#f-cue").fill("says")
    return bench


def whole(page: Any) -> tuple[Any, ...]:
    """What stands in the form."""
    return (
        words(page),
        page.locator("#pieces").input_value(),
        page.locator("#f-cue").input_value(),
        page.locator("#f-speaker option:checked").inner_text(),
        page.get_by_role("radio", name="South Korea fired first").is_checked(),
        page.get_by_role("radio", name="affirms it").is_checked(),
    )


def test_a_reload(half: Any) -> None:
    typed = whole(half)
    half.wait_for_timeout(400)
    half.reload()
    assert whole(half) == typed
    assert half.get_by_text("What you had typed on this device is back.").is_visible()
    assert not half.get_by_label("Do these words say this?").is_checked()
    with half.expect_navigation():
        half.get_by_role("button", name="Discard it").click()
    assert words(half) == ""
    assert not Draft.objects.exists()


def test_a_draft_on_the_server_and_a_state_that_is_true(half: Any) -> None:
    half.locator("#kept", has_text="kept on this device too").wait_for()
    draft = Draft.objects.get()
    assert draft.payload["words"] == "The North says the South fired first."
    half.goto("/edit/")
    half.get_by_role("link", name="A claim: “The North says").click()
    assert words(half) == draft.payload["words"]


def test_a_lost_network(half: Any, page_faults: list[str]) -> None:
    half.locator("#kept", has_text="kept on this device too").wait_for()
    half.context.set_offline(True)
    half.locator("#f-cue").fill("says again")
    half.locator("#kept", has_text="not saved: no network; kept on this device").wait_for()
    half.context.set_offline(False)
    typed = whole(half)
    half.reload()
    assert whole(half) == typed
    assert typed[2] == "says again"
    assert all("ERR_INTERNET_DISCONNECTED" in fault for fault in page_faults)
    page_faults.clear()


def test_a_session_that_ran_out(small: tuple[World, Site], half: Any, page_faults: list[str]) -> None:  # noqa: F811
    half.locator("#kept", has_text="kept on this device too").wait_for()
    half.context.clear_cookies(name="sessionid")
    half.locator("#f-cue").fill("says the South")
    half.locator("#kept", has_text="not saved: you are signed out; kept on this device").wait_for()
    typed = whole(half)
    half.get_by_label("Do these words say this?").check()
    half.get_by_role("button", name="Publish", exact=True).click()
    half.wait_for_url("**/accounts/login/**")
    assert not Claim.objects.exists()
    half.get_by_label("Name").fill("alice")
    half.get_by_label("Password").fill(PASSWORD)
    half.get_by_role("button", name="Sign in").click()
    half.wait_for_url("**/edit/sources/**")
    assert whole(half) == typed
    assert all("401" in fault for fault in page_faults)
    page_faults.clear()


def test_what_was_published_does_not_come_back(half: Any) -> None:
    half.get_by_label("Do these words say this?").check()
    half.get_by_role("button", name="Publish", exact=True).click()
    half.get_by_text("Published: one claim.").wait_for()
    half.wait_for_timeout(500)
    half.reload()
    assert words(half) == ""
    assert not Draft.objects.exists()
    assert half.evaluate("Object.keys(localStorage).filter((key) => key.includes('copy')).length") == 0


def test_signing_out_clears_what_the_server_has_and_keeps_what_it_has_not(half: Any, page_faults: list[str]) -> None:
    copies = "Object.keys(localStorage).filter((key) => key.includes('copy')).length"
    half.locator("#kept", has_text="kept on this device too").wait_for()
    half.goto("/accounts/logout/")
    half.locator("main").get_by_role("button", name="Sign out").click()
    half.wait_for_url("**/")
    assert half.evaluate(copies) == 0


def test_a_refused_form_keeps_what_was_typed_and_leads_to_the_fault(half: Any, page_faults: list[str]) -> None:
    half.locator("#f-cue").fill("admits")
    half.get_by_label("Do these words say this?").check()
    half.get_by_role("button", name="Publish", exact=True).click()
    half.get_by_text("Not saved. Nothing that you typed is lost.").wait_for()
    half.locator("#faults:focus").wait_for()
    half.locator("#faults a").click()
    assert half.evaluate("document.activeElement.id") == "f-cue"
    assert half.locator("#f-cue").input_value() == "admits"
    assert all("422" in fault for fault in page_faults)
    page_faults.clear()


def test_a_text_that_is_being_captured(bench: Any) -> None:  # noqa: F811
    bench.goto("/edit/sources/new")
    bench.get_by_label("Text").fill("Half a text 🐈")
    bench.get_by_label("Title").fill("Half a title")
    bench.locator("#kept", has_text="kept on this device too").wait_for()
    bench.reload()
    assert bench.get_by_label("Text").input_value() == "Half a text 🐈"
    assert bench.get_by_label("Title").input_value() == "Half a title"
    assert Draft.objects.get().payload["text"] == "Half a text 🐈"
