"""Records in a real browser: ordered by keyboard, renamed, merged and split, with every page open to everybody."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.actions.world import World
from tests.browser.accessible import violations
from tests.browser.people import person, sign_in
from tests.serving import Site
from tracker.actions.make_party import add_affiliation
from tracker.models import Affiliation, Claim, Party, Question

SIDEWAYS = "document.documentElement.scrollWidth > document.documentElement.clientWidth"


@pytest.fixture
def small(empty_site: Site) -> World:
    """stella, a steward; two records of the North, two wordings of a question, claims on each."""
    person("stella", role="steward")
    world = World()
    world.__dict__["alice"] = person("alice")
    world.published()
    world.published(speaker=world.south)
    dprk = world.party("DPRK", monogram="DPRK", also_known_as=["조선"])
    world.published(speaker=dprk, words=world.words("The South denies it."), polarity="denies", cue="")
    again = world.ask("Who began?", "The South began", "Nobody did")
    world.published(question=again, answer=world.answer(0, again))
    world.party("Japan")
    army = world.party("Army", kind="body")
    add_affiliation(by=world.alice, note="", member=army, organisation=world.north, grounds="its law", speaks_for=True)
    return world


@pytest.fixture
def stella(small: World, empty_site: Site, new_page: Callable[..., Any]) -> Any:
    page = new_page(base_url=empty_site.url, viewport={"width": 1280, "height": 1000})
    page.set_default_timeout(20_000)
    sign_in(page, "stella")
    return page


def dprk() -> Party:
    return Party.objects.get(name="DPRK")


def again() -> Question:
    return Question.objects.get(text="Who began?")


def test_questions_are_put_in_order_by_keyboard_alone(small: World, stella: Any) -> None:
    stella.goto(f"/edit/incidents/{small.incident.slug}/")
    stella.get_by_role("button", name="Move down: Which side fired first?").focus()
    stella.keyboard.press("Enter")
    stella.get_by_text("“Which side fired first?” is number 2 of 2 now.").wait_for()
    # at the foot the way back has the focus: the same key takes the question there
    assert stella.evaluate("document.activeElement.innerText").strip().endswith("Move up: Which side fired first?")
    stella.keyboard.press("Enter")
    stella.get_by_text("“Which side fired first?” is number 1 of 2 now.").wait_for()
    order = stella.locator("#questions .ordered a").all_inner_texts()
    assert order == ["Which side fired first?", "Who began?"]


def test_a_question_is_renamed_with_a_note(small: World, stella: Any) -> None:
    stella.goto(f"/edit/questions/{small.question.key}/")
    stella.get_by_label("Question", exact=True).fill("어느 쪽이 먼저 쏘았는가?")
    stella.get_by_label("Why you change it").first.fill("asked by both sides")
    stella.get_by_role("button", name="Save", exact=True).click()
    stella.get_by_text("Saved. Earlier revisions stay readable.").wait_for()
    assert stella.get_by_role("heading", name="어느 쪽이 먼저 쏘았는가?").is_visible()


@pytest.mark.parametrize("script", [True, False])
def test_two_parties_become_one_after_a_look(
    small: World, empty_site: Site, new_page: Callable[..., Any], script: bool
) -> None:
    page = new_page(base_url=empty_site.url, java_script_enabled=script)
    page.set_default_timeout(20_000)
    sign_in(page, "stella", f"/edit/parties/{dprk().slug}/")
    page.get_by_role("link", name="Merge it into another party").click()
    page.get_by_label("Into").select_option(label="North Korea")
    page.get_by_role("button", name="Show what this would do").click()
    told = page.get_by_role("alert")
    assert told.get_by_text("1 claim moves").is_visible()
    (row,) = [each for each in told.locator("tbody tr").all() if "Which side" in each.inner_text()]
    assert [cell.inner_text() for cell in row.locator("td").all()] == [
        "contested\namong the sides: agreed",
        "contested\namong the sides: contested",
    ]
    told.get_by_label("Why you change it").fill("one state")
    told.get_by_role("button", name="Merge them").click()
    page.get_by_text("“DPRK” leads here now.").wait_for()
    page.goto(f"/parties/{dprk().slug}/")
    page.locator(".say").get_by_role("link", name="North Korea").click()
    assert page.get_by_text("also Pyongyang, The North, DPRK, 조선").is_visible()


def test_a_question_is_split_after_a_look(small: World, stella: Any) -> None:
    stella.goto(f"/edit/questions/{small.question.key}/")
    stella.get_by_role("link", name="Split: move claims to another question").click()
    stella.get_by_role("checkbox").last.check()
    stella.get_by_label("To a new question").fill("Who answered?")
    stella.get_by_label("Why it is two").fill("two things")
    stella.get_by_role("button", name="Show what this would do").click()
    told = stella.get_by_role("alert")
    assert told.get_by_text("To: Who answered?").is_visible()
    told.get_by_role("button", name="Move them").click()
    stella.get_by_text("Split. The claims that moved stand on “Who answered?”.").wait_for()
    assert Claim.objects.get(question__text="Who answered?").revision == 3


def states(world: World) -> dict[str, tuple[str, Callable[[Any], None] | None]]:
    """Every page of records, and what is done on it before it is looked at."""

    def send(name: str) -> Callable[[Any], None]:
        return lambda page: page.get_by_role("button", name=name).first.click()

    def merge(page: Any) -> None:
        page.get_by_label("Into").select_option(label="North Korea")
        send("Show what this would do")(page)

    def third(page: Any) -> None:
        page.get_by_label("Party to add").select_option(label="Japan")
        page.locator("#f-side_note").fill("it took part")
        send("Add as a side")(page)

    def split(page: Any) -> None:
        page.get_by_role("checkbox").last.check()
        page.get_by_label("To a new question").fill("누가 먼저?")
        send("Show what this would do")(page)

    incident, question = f"/edit/incidents/{world.incident.slug}/", f"/edit/questions/{world.question.key}/"
    return {
        "incidents": ("/edit/incidents/", None),
        "new-incident": ("/edit/incidents/new", send("Make the incident")),
        "incident": (incident, None),
        "third-side": (incident, third),
        "new-question": (f"{incident}questions/new", send("Make the question")),
        "question": (question, None),
        "question-refused": (question, send("Save")),
        "answer": (f"/edit/answers/{world.answer().key}/", None),
        "parties": ("/edit/parties/", None),
        "new-party": ("/edit/parties/new", send("Make the party")),
        "party": (f"/edit/parties/{world.north.slug}/", None),
        "affiliation": (f"/edit/affiliations/{Affiliation.objects.get().key}/", None),
        "source": (f"/edit/sources/{world.snapshot.source.slug}/data", None),
        "merge-party": (f"/edit/parties/{dprk().slug}/merge", merge),
        "merge-question": (f"/edit/questions/{again().key}/merge?into={world.question.key}", send("Show what")),
        "split-question": (f"{question}split", split),
    }


def test_axe_finds_nothing_in_any_state_and_nothing_scrolls_sideways(
    small: World, stella: Any, page_faults: list[str]
) -> None:
    for name, (address, do) in states(small).items():
        stella.set_viewport_size({"width": 1280, "height": 1000})
        stella.goto(address)
        if do:
            do(stella)
            stella.locator("#foreseen, #faults").first.wait_for()
        stella.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
        assert violations(stella) == [], name
        for width in (390, 320):
            stella.set_viewport_size({"width": width, "height": 844})
            assert not stella.evaluate(SIDEWAYS), f"{name} at {width}"
        assert violations(stella) == [], name
    page_faults[:] = [fault for fault in page_faults if "status of 422" not in fault]
