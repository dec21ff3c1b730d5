"""Two people review a claim in two contexts: proposed, commented, sent back, revised, published, by keyboard alone."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.actions.world import World
from tests.browser.accessible import violations
from tests.browser.people import person, sign_in
from tests.serving import Site
from tracker.actions.govern_incident import govern_incident
from tracker.models import Claim, Comment, Incident

Open = Callable[[str, str], Any]


@pytest.fixture
def world(empty_site: Site) -> World:
    made = World()
    made.__dict__["alice"] = person("alice")
    made.north, made.south, made.question  # noqa: B018
    return made


@pytest.fixture
def as_person(world: World, empty_site: Site, new_page: Callable[..., Any]) -> Open:
    def open_as(name: str, to: str) -> Any:
        page = new_page(base_url=empty_site.url, viewport={"width": 1280, "height": 1000})
        page.set_default_timeout(30_000)
        sign_in(page, name, to)
        return page

    return open_as


def tab_to(page: Any, words: str) -> None:
    """Press Tab until what has these words has the focus: what a mouse reaches, a keyboard does."""
    for _press in range(150):
        page.keyboard.press("Tab")
        if page.evaluate(
            """(words) => {
                const at = document.activeElement, label = at.labels && at.labels[0];
                return [at.textContent, at.value, label && label.textContent, at.getAttribute("aria-label")]
                    .some((text) => text && text.trim().startsWith(words));
            }""",
            words,
        ):
            return
    raise AssertionError(f"no way to “{words}” by Tab")


def fine(page: Any, state: str) -> None:
    """axe finds nothing, and a phone needs no sideways scroll."""
    assert violations(page) == [], state
    page.set_viewport_size({"width": 320, "height": 700})
    assert page.evaluate("document.documentElement.scrollWidth") <= 320, state
    page.set_viewport_size({"width": 1280, "height": 1000})


def test_a_claim_goes_from_a_contributor_to_readers_by_two_people_and_their_keyboards(
    world: World, as_person: Open
) -> None:
    dora = person("dora", role="contributor")
    bench = f"/edit/sources/{world.snapshot.source.slug}/"
    proposer, reviewer = as_person("dora", bench), as_person("alice", "/edit/review/")
    fine(reviewer, "review-empty")

    # dora proposes; publishing is not offered to her
    world.record(by=dora)
    claim = Claim.objects.get()
    proposer.reload()
    assert proposer.get_by_role("button", name="Publish").count() == 0
    assert proposer.get_by_role("button", name="Propose").is_visible()
    fine(proposer, "contributor-bench")

    # alice reads it, comments on a field, sends it back
    reviewer.reload()
    fine(reviewer, "review-queue")
    tab_to(reviewer, "On 9")
    reviewer.keyboard.press("Enter")
    reviewer.get_by_role("heading", name="Do these words say this?").wait_for()
    fine(reviewer, "review-claim")
    tab_to(reviewer, "On")
    reviewer.keyboard.type("Hedge")
    tab_to(reviewer, "Words that it is about")
    reviewer.keyboard.type("the South fired first")
    tab_to(reviewer, "Comment")
    reviewer.keyboard.type("Is it certain?")
    reviewer.keyboard.press("Tab")
    reviewer.keyboard.press("Enter")
    reviewer.get_by_text("Your comment stands beside the claim.").wait_for()
    fine(reviewer, "review-commented")
    tab_to(reviewer, "Send it back with a note")
    reviewer.keyboard.press("Enter")
    tab_to(reviewer, "What is to be done")
    reviewer.keyboard.type("Look at the hedge.")
    reviewer.keyboard.press("Tab")
    reviewer.keyboard.press("Enter")
    reviewer.get_by_text("Sent back. It stands in its author’s inbox").wait_for()

    # dora finds it in her inbox, the comment beside its field, and revises it
    proposer.goto("/edit/")
    proposer.get_by_text("Look at the hedge.").wait_for()
    fine(proposer, "inbox-came-back")
    proposer.locator("#came-back a").first.focus()
    proposer.keyboard.press("Enter")
    proposer.locator(".remark", has_text="Is it certain?").wait_for()
    fine(proposer, "came-back")
    proposer.get_by_label("Hedge").select_option("probable")
    proposer.get_by_label("Do these words say this?").check()
    proposer.get_by_role("button", name="Save, still proposed").focus()
    proposer.keyboard.press("Enter")
    proposer.get_by_text("Earlier revisions stay readable.").wait_for()
    proposer.get_by_role("button", name="Resolved").focus()
    proposer.keyboard.press("Enter")
    proposer.get_by_text("Resolved.").wait_for()
    assert Comment.objects.get(kind="comment").resolved_by == dora

    # alice publishes what she reads now
    reviewer.goto(f"/edit/review/{claim.key}/")
    reviewer.get_by_text("probable").first.wait_for()
    tab_to(reviewer, "These words, read alone, say this.")
    reviewer.keyboard.press("Space")
    reviewer.keyboard.press("Tab")
    reviewer.keyboard.press("Enter")
    reviewer.get_by_text("Published: one claim.").wait_for()
    assert Claim.objects.get().published_at is not None


def test_what_was_changed_since_it_was_read_is_shown_in_both_versions(
    world: World, as_person: Open, page_faults: list[str]
) -> None:
    claim = world.record(by=person("dora", role="contributor"))
    reviewer, proposer = (
        as_person("alice", f"/edit/review/{claim.key}/"),
        as_person("dora", f"/edit/claims/{claim.key}/"),
    )
    proposer.get_by_label("Hedge").select_option("probable")
    proposer.get_by_label("Do these words say this?").check()
    proposer.get_by_role("button", name="Save, still proposed").click()
    proposer.get_by_text("Earlier revisions stay readable.").wait_for()
    reviewer.get_by_label("These words, read alone, say this.").check()
    with reviewer.expect_response(lambda answer: answer.status == 409):
        reviewer.get_by_role("button", name="Publish").click()
    reviewer.get_by_role("heading", name="dora changed this claim since you read it.").wait_for()
    fine(reviewer, "review-stale")
    page_faults.clear()  # the browser reports the 409
    assert Claim.objects.get().published_at is None


def test_the_rooms_of_stewards_and_admins(world: World, as_person: Open) -> None:
    steward, admin = person("steward", role="steward"), person("admin", role="admin")
    page = as_person("steward", "/edit/govern/")
    page.get_by_role("link", name="Yeonpyeong").click()
    page.get_by_label("Four eyes").check()
    page.get_by_label("Why").fill("Two readers for every claim of this one.")
    fine(page, "govern")
    page.get_by_role("button", name="Keep this").click()
    page.get_by_text("Kept.").wait_for()
    fine(page, "governed")
    incident = Incident.objects.get()
    assert incident.four_eyes
    claim = world.record()
    govern_incident(by=steward, note="x", incident=incident, seen=incident.revision, four_eyes=True, frozen=True)
    mine = as_person("alice", f"/edit/review/{claim.key}/")
    mine.get_by_text("This incident is frozen").first.wait_for()
    fine(mine, "review-frozen")
    page = as_person("admin", "/edit/people/")
    fine(page, "people")
    page.get_by_label("Name to sign in with").fill("erin")
    page.get_by_role("button", name="Make the account").click()
    link = page.get_by_label("The link").input_value()
    fine(page, "person-link")
    page.goto(f"/edit/people/{admin.pk}/")
    fine(page, "person")
    page.goto("/edit/account/")
    fine(page, "account")
    page.goto(link[link.index("/accounts/") :])
    page.get_by_role("heading", name="Choose a password").wait_for()
    fine(page, "welcome")
