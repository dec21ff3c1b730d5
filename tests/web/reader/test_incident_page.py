"""The incident page: the narratives side by side."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest

from tests.web.reader.reading import links, one, page, query, words
from tests.web.reader.world import World
from tracker.domain.comparison import comparison
from tracker.domain.record import Record
from tracker.queries.record import load_record

YEONPYEONG = "/incidents/yeonpyeong/"
CHEONAN = "/incidents/cheonan/"
AFTERMATH = "/incidents/aftermath/"


def headings(doc: Any) -> list[str]:
    return [re.sub(r" \d+ .*", "", words(h)) for h in doc.cssselect("main section > h2[id^=g-], main .agreed > h2")]


def row(doc: Any, slug: str) -> Any:
    return doc.get_element_by_id(slug)


@pytest.mark.usefixtures("case_db")
def test_says_in_one_sentence_what_is_agreed_what_conflicts_and_what_only_one_account_tells(client: Any) -> None:
    lead = one(page(client, YEONPYEONG), ".lead")
    assert words(lead) == (
        "Fourteen questions. On one, the sides agree. On two, accounts conflict. "
        "On ten, only one account is on record. On one, nobody holds a position."
    )


@pytest.mark.usefixtures("case_db")
def test_puts_what_the_parties_agree_on_before_what_divides_them(client: Any) -> None:
    assert headings(page(client, YEONPYEONG)) == [
        "What the parties agree on",
        "Contested",
        "Rival answers",
        "One-sided",
        "No position",
    ]


@pytest.mark.usefixtures("case_db")
def test_the_glance_table_names_every_question_once_with_its_status(client: Any) -> None:
    table = one(page(client, YEONPYEONG), "table.glance")
    rows = [(words(tr[0]), words(tr[1])) for tr in table.cssselect("tbody tr")]
    assert len(rows) == len(set(rows)) == 14
    assert rows[0] == ("agreed", "Did North Korean forces strike South Korea on 23 November 2010?")
    assert rows[1] == ("contested", "Which side fired first on 23 November 2010?")


@pytest.mark.usefixtures("case_db")
def test_a_gap_is_said_as_nothing_recorded_and_never_as_silence(client: Any) -> None:
    doc = page(client, YEONPYEONG)
    text = words(one(doc, "main"))
    assert "nothing recorded of South Korea" in text
    assert "nothing recorded of North Korea" in text
    assert "silent" not in text.replace("It does not mean that the party is silent", "")


@pytest.mark.usefixtures("case_db")
def test_a_cell_holds_the_words_the_cue_underlined_the_chain_and_the_date(client: Any) -> None:
    north, south = row(page(client, YEONPYEONG), "who-fired-first").cssselect(".cells > .cell")
    assert words(north.cssselect(".q")[0]) == (
        "North Korea, on Thursday repeated its contention that South Korea started the artillery fire last month."
    )
    assert words(north.cssselect(".cue")[0]) == "repeated its contention that"
    assert words(north.cssselect(".chain")[0]) == "VOA › North Korea 9 Dec 2010 · restated · VOA’s words"
    assert words(south.cssselect(".ans")[0]) == "B North Korea fired first"


@pytest.mark.usefixtures("case_db")
def test_marks_stand_where_something_is_unusual_and_nowhere_else(client: Any) -> None:
    doc = page(client, YEONPYEONG)
    assert "hearsay, 3 relays" in words(row(doc, "who-fired-first"))
    assert "shift before: “dozens of shells” on 23 Nov 2010 and 24 Nov 2010" in words(row(doc, "south-korean-shells"))
    assert "presupposed" in words(row(doc, "name-of-the-sea-boundary"))
    assert "shown, but an “if” holds no position" in words(row(doc, "blame-for-civilian-deaths"))
    assert not row(doc, "armistice").cssselect(".mark")


@pytest.mark.usefixtures("case_db")
def test_who_declined_is_said_to_have_declined(client: Any) -> None:
    china = row(page(client, YEONPYEONG), "north-korean-strike").cssselect(".others .cell")[0]
    assert words(china).startswith("CN China declined The specifics need to be verified.") or "declined" in words(china)


@pytest.mark.usefixtures("case_db")
def test_two_questions_easily_taken_for_one_point_to_each_other(client: Any) -> None:
    doc = page(client, YEONPYEONG)
    distinction = one(row(doc, "who-fired-first"), ".dist")
    assert words(distinction) == "A drill does not say who fired first. Compare question 8"
    assert one(distinction, "a").get("href") == "#training-exercise"


@pytest.mark.usefixtures("case_db")
def test_what_holds_among_the_sides_is_said_where_it_differs(client: Any) -> None:
    differing = row(page(client, CHEONAN), "what-sank-the-cheonan")
    assert "among the sides: one-sided" in words(differing)
    assert "among the sides" not in words(row(page(client, YEONPYEONG), "who-fired-first"))


@pytest.mark.usefixtures("case_db")
def test_from_the_claims_that_why_names_the_same_status_comes_out(client: Any) -> None:
    record = load_record(viewer=None, known_at=None, incidents=["yeonpyeong", "cheonan", "aftermath"])
    results = comparison(record=record, said_by=date(2026, 1, 1))
    for address in (YEONPYEONG, CHEONAN, AFTERMATH):
        doc = page(client, address)
        for key, result in results.items():
            question = record.questions[key]
            if f"/incidents/{question.incident}/" != address:
                continue
            lists = [each for each in doc.cssselect("article") if key in slugs(record, each)]
            named = {a.get("href").split("/")[2] for each in lists for a in each.cssselect(".why-list a")}
            assert named == set(result.because), key
            alone = Record(
                parties=record.parties,
                affiliations=record.affiliations,
                incidents=record.incidents,
                sources=record.sources,
                questions=record.questions,
                claims={claim: record.claims[claim] for claim in named},
            )
            assert comparison(record=alone, said_by=date(2026, 1, 1))[key].finding == result.finding


def slugs(record: Record, article: Any) -> set[str]:
    from tracker.models import Question

    return set(
        Question.objects.filter(slug=article.get("id"), key__in=list(record.questions)).values_list("key", flat=True)
    )


@pytest.mark.usefixtures("case_db")
def test_before_the_first_words_nothing_is_claimed(client: Any) -> None:
    doc = page(client, YEONPYEONG + "?said_by=2010-11-22")
    assert words(one(doc, ".lead")) == (
        "Fourteen questions. On none do the sides agree. On fourteen, nothing is recorded."
    )
    assert not doc.cssselect(".q")


@pytest.mark.usefixtures("case_db")
def test_a_shift_is_not_there_before_it_was_said(client: Any) -> None:
    early = row(page(client, YEONPYEONG + "?said_by=2010-11-24"), "south-korean-shells")
    assert "dozens of shells" in words(early)
    assert "shift" not in words(early)


@pytest.mark.usefixtures("case_db")
def test_the_state_of_both_clocks_is_visible_and_every_link_keeps_it(client: Any) -> None:
    doc = page(client, YEONPYEONG + "?said_by=2010-11-24&known_by=2030-01-01")
    state = words(one(doc, ".state"))
    assert state.startswith("said by 24 Nov 2010, known by ")
    known = {query(href)["known_by"] for href in links(doc) if query(href)}
    assert len(known) == 1
    back = one(doc, ".state a").get("href")
    for href in links(doc):
        if href == back or href.startswith(("/edit/", "/api/", "/letters/")):
            continue
        assert query(href).keys() >= {"said_by", "known_by"}, href
    for form in doc.cssselect("form"):
        assert {field.get("name") for field in form.cssselect("input")} >= {"said_by", "known_by"}


@pytest.mark.usefixtures("case_db")
def test_a_bar_for_each_day_leads_to_what_was_said_by_then(client: Any) -> None:
    bars = page(client, YEONPYEONG).cssselect(".days a")
    assert [query(bar.get("href"))["said_by"] for bar in bars] == [
        "2010-11-23",
        "2010-11-24",
        "2010-11-25",
        "2010-11-27",
        "2010-12-09",
        "2010-12-19",
    ]


@pytest.mark.usefixtures("case_db")
def test_more_than_eight_days_go_by_month(client: Any) -> None:
    labels = [words(bar.cssselect("span[aria-hidden]")[-1]) for bar in page(client, CHEONAN).cssselect(".days a")]
    assert labels == ["Apr", "May", "Jun", "Jul", "Sep", "Nov", "Dec"]


@pytest.mark.usefixtures("case_db")
def test_chosen_parties_change_what_is_shown_and_never_what_is_computed(client: Any) -> None:
    default = page(client, YEONPYEONG)
    chosen = page(client, YEONPYEONG + "?parties=prc&parties=dprk")
    assert [words(th) for th in chosen.cssselect(".glance thead th .full")] == ["China", "North Korea"]
    assert words(one(chosen, ".lead")) == words(one(default, ".lead"))


@pytest.mark.usefixtures("case_db")
def test_the_sides_come_first_in_the_picker_and_are_chosen_at_first(client: Any) -> None:
    labels = page(client, YEONPYEONG).cssselect(".picker input[name=parties]")
    assert [(field.get("value"), field.get("checked") is not None) for field in labels][:3] == [
        ("dprk", True),
        ("rok", True),
        ("unsg", False),
    ]


@pytest.mark.usefixtures("case_db")
@pytest.mark.parametrize(
    ("show", "statuses"),
    [
        ("differences", {"contested", "rival answers"}),
        ("agreed", {"agreed"}),
        ("unheard", {"one-sided", "no position"}),
    ],
)
def test_shows_only_what_is_asked_for(client: Any, show: str, statuses: set[str]) -> None:
    doc = page(client, f"{YEONPYEONG}?show={show}")
    assert {words(tr[0]) for tr in doc.cssselect(".glance tbody tr")} == statuses


@pytest.mark.usefixtures("case_db")
def test_more_than_four_sides_are_told_by_stance_with_joint_speakers_set_once(client: Any) -> None:
    talks = row(page(client, AFTERMATH), "emergency-talks")
    affirm, deny = talks.cssselect(".cells > .cell")
    assert words(affirm.cssselect(".who")[0]) == "CN China"
    assert len(deny.cssselect(".q")) == 1
    assert {words(each) for each in deny.cssselect(".who .party")} == {"US United States", "SK South Korea", "JP Japan"}


@pytest.mark.usefixtures("case_db")
def test_words_that_answer_two_questions_are_set_once_in_a_list(client: Any) -> None:
    north = page(client, YEONPYEONG).cssselect(".lone-list")[0]
    shared = [each for each in north.cssselect(".shared") if len(each.cssselect("article")) == 2]
    assert len(shared) == 1
    assert len(shared[0].cssselect(".item > .cell > .q")) == 1


def test_an_incident_without_questions_says_what_to_do_next(client: Any, world: World) -> None:
    from tracker.actions.change import change
    from tracker.models import Incident

    with change(by=world.alice, note="a test", may="make_incident") as at:
        Incident.objects.filter(pk=world.incident.pk).update(published_at=at, revision=2)
    doc = page(client, f"/incidents/{world.incident.slug}/")
    assert "No question has been put yet." in words(one(doc, ".empty"))
