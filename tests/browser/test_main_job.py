"""The main job, end to end, on the real case: read, sign in, mark words, publish, and the comparison changes.

Invented for the test: the text that the editor pastes. Everything else is the case as it is loaded.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from tests.browser.accessible import violations
from tests.browser.people import person, sign_in_by_form
from tests.serving import Site
from tracker.domain.comparison import compare_question
from tracker.models import Claim, Excerpt
from tracker.queries.record import load_record

TEXT = (
    "👩🏽‍🚀 and 🐈 stood by. Nothing was said for a week.\n\n"
    "South Korea denies that its shells fell into North Korean territorial waters. It said so on Monday.\n"
)
WORDS = "South Korea denies that its shells fell into North Korean territorial waters."
QUESTION = "/incidents/yeonpyeong/questions/shells-into-north-korean-waters/"


def statuses(page: Any, said_by: str = "") -> list[str]:
    """The statuses that the incident page gives its questions on that day."""
    page.goto("/incidents/yeonpyeong/" + (f"?said_by={said_by}" if said_by else ""))
    return page.locator("main .st").all_inner_texts()


def why(page: Any, query: str = "") -> tuple[str, list[str]]:
    """The status on the question's page, and the keys of the claims that its "why" names."""
    page.goto(QUESTION + query)
    box = page.locator("section[aria-labelledby=why]")
    links = [link.get_attribute("href") for link in box.locator("a[href*='/claims/']").all()]
    return box.locator(".st").inner_text(), [re.search(r"/claims/([^/]+)/", link)[1] for link in links]


def recomputed(keys: list[str]) -> str:
    """The status that these claims alone give."""
    record = load_record(viewer=None, known_at=None, incidents=["yeonpyeong"])
    alone = replace(record, claims={key: record.claims[key] for key in keys})
    return compare_question(record=alone, question="Y2", said_by=date.today()).finding.status


def press(page: Any, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def tab_to(page: Any, selector: str) -> None:
    """Press Tab until the element has the focus, as somebody without a mouse does."""
    for _ in range(60):
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"Tab never reaches {selector}")


def test_an_editor_marks_words_and_the_comparison_changes_for_readers(site: Site, new_page: Callable[..., Any]) -> None:
    person("alice")
    reader = new_page(base_url=site.url, viewport={"width": 1280, "height": 1000})
    editor = new_page(base_url=site.url, viewport={"width": 1280, "height": 1000})
    editor.set_default_timeout(10_000)
    faults: list[str] = []

    # A reader turns the first clock: nothing yet, the first day after, now.
    assert set(statuses(reader, "2010-11-22")) == {"no claim"}
    on_the_24th = statuses(reader, "2010-11-24")
    assert "rival answers" in on_the_24th
    assert "agreed" not in on_the_24th
    faults += violations(reader)
    assert {"agreed", "contested", "rival answers"} <= set(statuses(reader))
    faults += violations(reader)
    before = why(reader)
    assert before == ("one-sided", ["k18", "k80", "k02"])

    # An editor signs in and starts a counter-claim to one of those, from a text that is not captured yet.
    editor.goto("/accounts/login/")
    faults += violations(editor)
    sign_in_by_form(editor, "alice")
    faults += violations(editor)
    editor.goto("/edit/claims/k02/")
    faults += violations(editor)
    editor.get_by_role("link", name="Counter-claim in a new source").click()
    editor.get_by_label("Text").focus()
    editor.keyboard.insert_text(TEXT)
    editor.get_by_label("Title").fill("A denial")
    editor.get_by_label("Publisher").select_option(label="Voice of America")
    editor.get_by_label("Published", exact=True).fill("2010-12-20")
    editor.get_by_label("Rights").fill("invented for a test")
    faults += violations(editor)
    editor.get_by_role("button", name="Capture").click()
    editor.wait_for_url("**/edit/sources/a-denial/**")

    # Words are marked by key presses only; an emoji and a sequence of joined ones stand before them.
    tab_to(editor, "#text")
    press(editor, "Control+ArrowRight", "ArrowRight", "ArrowRight", "Alt+ArrowDown", "ArrowDown")
    press(editor, "Home", "Alt+Shift+ArrowDown", "Enter")
    assert editor.get_by_label("Words", exact=True).input_value() == WORDS
    press(editor, "n")
    assert editor.evaluate("document.activeElement.getAttribute('role')") == "combobox"
    for proposal in ("Take it: denies that", "Take it: South Korea", "Take it: Voice of America"):
        editor.get_by_role("button", name=proposal).click()
    assert editor.get_by_label("Question", exact=True).input_value() == "Y2"
    assert editor.get_by_role("radio", name="denies it").is_checked()
    expect = "On 20 December 2010 South Korea, in Voice of America’s words, denied that South Korea fired shells"
    assert editor.locator("#sentence").inner_text().startswith(expect)
    confirm = editor.get_by_label("Do these words say this?")
    assert not confirm.is_checked()
    confirm.check()
    faults += violations(editor)
    editor.get_by_role("button", name="Publish", exact=True).click()
    editor.get_by_text("Published: one claim.").wait_for()
    faults += violations(editor)

    claim = Claim.objects.select_related("excerpt").latest("id")
    start = TEXT.index(WORDS)
    assert Excerpt.objects.get(pk=claim.excerpt_id).pieces == ((start, start + len(WORDS)),)
    assert claim.excerpt.exact == [WORDS]
    assert (claim.question.key, claim.answer.key, claim.speaker.key) == ("Y2", "Y2a", "rok")
    assert (claim.polarity, claim.cue, claim.relays.get().party.key) == ("denies", "denies that", "voa")

    # For a reader in another browser the question is contested now, and the reasons name the new claim.
    status, keys = why(reader)
    assert status == "contested"
    assert sorted(keys) == sorted([*before[1], claim.key])
    assert recomputed(keys) == status
    faults += violations(reader)
    assert statuses(reader).count("contested") == 4  # in the glance table and below it
    reader.goto(f"/claims/{claim.key}/")
    assert WORDS in reader.locator("main").inner_text().replace("\n", " ")
    faults += violations(reader)
    reader.goto("/sources/a-denial/")
    faults += violations(reader)

    # The editor corrects it, with a note. The address stays, and the old page is there under known_by.
    then = datetime.now(UTC).isoformat().replace("+00:00", "Z")
    editor.goto(f"/edit/claims/{claim.key}/")
    editor.get_by_label("Hedge").select_option("possible")
    editor.get_by_label("Why you correct it").fill("It hedges in the next sentence.")
    editor.get_by_label("Do these words say this?").check()
    editor.get_by_role("button", name="Save the correction").click()
    editor.get_by_text("Saved. Earlier revisions stay readable.").wait_for()
    editor.get_by_role("link", name="History of this claim").click()
    assert "It hedges in the next sentence." in editor.locator("main").inner_text()
    faults += violations(editor)

    def hedge(query: str = "") -> str:
        reader.goto(f"/claims/{claim.key}/{query}")
        return reader.locator("dt", has_text="Hedge").locator("xpath=following-sibling::dd").first.inner_text()

    assert hedge().startswith("possible")
    assert "It hedges in the next sentence." in reader.locator("main").inner_text()
    faults += violations(reader)
    assert hedge(f"?known_by={then}").startswith("certain")
    faults += violations(reader)
    assert why(reader, f"?known_by={then}") == (status, keys)
    assert faults == []
