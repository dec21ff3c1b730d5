"""Home, question, claim, source, party and the two lists."""

from __future__ import annotations

from typing import Any

import pytest

from tests.web.reader.reading import one, page, words

pytestmark = pytest.mark.usefixtures("case_db")


def test_home_names_each_incident_with_its_sides_its_sharpest_question_and_its_counts(client: Any) -> None:
    teasers = page(client, "/").cssselect(".teaser")
    assert [words(each.cssselect("h3")[0]) for each in teasers] == [
        "Talks and alliances after Yeonpyeong",
        "Exchange of fire at Yeonpyeong",
        "Sinking of the Cheonan",
    ]
    text = words(teasers[1])
    assert "Sides: North Korea and South Korea" in text
    assert "contested: Which side fired first on 23 November 2010?" in text
    assert "A South Korea fired firstNK North Korea" in text
    assert "1 agreed" in text
    assert "10 one-sided" in text
    assert "43 claims, 14 sources" in text


def test_home_tells_what_is_agreed_and_who_changed_its_account(client: Any) -> None:
    doc = page(client, "/")
    agreed, changed = one(doc, "#agreed-h").parent, one(doc, "#changed-h").parent
    assert agreed is not None
    assert changed is not None
    assert "North Korean forces carried out a strike" in words(agreed)
    assert "North Korea on How many shells did South Korea fire into waters that North Korea claims?" in words(changed)
    assert "24 Nov dozens of shells9 Dec thousands of shells" in words(changed)


def test_home_stands_at_the_clock_too(client: Any) -> None:
    doc = page(client, "/?said_by=2010-05-20")
    assert "14 no claim" in words(doc.cssselect(".teaser")[1])


def test_a_question_tells_who_affirms_denies_and_declines_each_answer(client: Any) -> None:
    doc = page(client, "/incidents/cheonan/questions/what-sank-the-cheonan/")
    rows = [[words(cell) for cell in row.children] for row in doc.cssselect("table.stack tbody tr")]
    assert rows == [
        [
            "A A torpedo",
            "SK South KoreaUS United States presupposedJIG Joint Civilian-Military Investigation Group",
            "nobody",
            "nobody",
            "rival answersamong the sides: one-sided",
        ],
        [
            "B A mine",
            "RN Russian Navy expert team hedged hearsay",
            "SK South Korea",
            "nobody",
            "contestedamong the sides: one-sided",
        ],
    ]


def test_a_question_says_of_whom_nothing_is_recorded_and_what_they_say_nearby(client: Any) -> None:
    doc = page(client, "/incidents/cheonan/questions/what-sank-the-cheonan/")
    gap = words(one(doc, ".gap"))
    assert "North Korea nothing recorded on this question, in 19 sources" in gap
    assert "denies “North Korea sank the Cheonan” question 2" in gap


def test_a_question_shows_every_claim_earliest_first_in_a_drawing_and_in_a_table(client: Any) -> None:
    doc = page(client, "/incidents/cheonan/questions/what-sank-the-cheonan/")
    days = [words(each.cssselect("a")[0]) for each in doc.cssselect("article.claim")]
    assert days == [
        "25 Apr 2010",
        "20 May 2010",
        "21 May 2010",
        "4 Jun 2010",
        "27 Jul 2010",
        "1 Sep 2010",
        "9 Dec 2010",
    ]
    assert len(one(doc, ".chart").cssselect("svg text.b[font-size]")) == 7
    assert len(doc.cssselect(".scroll tbody tr")) == 7 + 1  # and one for the party of whom nothing is recorded


def test_the_why_of_a_question_is_open_and_names_the_status_among_the_sides(client: Any) -> None:
    why = words(one(page(client, "/incidents/cheonan/questions/what-sank-the-cheonan/"), ".box"))
    assert "Russian Navy expert team affirms “A mine” (1 Sep 2010)." in why
    assert "South Korea denies it (27 Jul 2010)." in why
    assert "Among the sides alone it would be one-sided." in why


def test_a_claim_stands_in_its_context_with_its_cue_marked(client: Any) -> None:
    doc = page(client, "/claims/k03/")
    assert words(one(doc, "h1")) == "North Korea affirms “thousands of shells”"
    marked = "".join(mark.text_content() for mark in doc.cssselect("p.words mark"))
    assert marked == (
        "It says Pyongyang took action in response to the South firing "
        '"thousands of shells into the territorial waters" of North Korea.'
    )
    assert words(one(doc, "p.words .cue")) == "It says"
    before, after = doc.cssselect("p.context")
    assert words(before).startswith("Beijing wants emergency multi-national talks")
    assert words(after).startswith("North Korea also is blamed")


def test_a_claim_shows_who_told_whom(client: Any) -> None:
    hops = [words(each) for each in page(client, "/claims/k39/").cssselect(".hops li")]
    assert hops == [
        "carriesCNNpublished this on 23 Nov 2010",
        "carriesYonhapis given as the source",
        "“said”Korean Central News Agencyis given as the source",
        "North Koreaspeaks for itself",
    ]


def test_a_claim_can_be_cited_and_names_its_address_for_life(client: Any) -> None:
    doc = page(client, "/claims/k39/")
    assert words(one(doc, ".cite")).startswith(
        "North Korea, 23 Nov 2010, as reported by CNN, Yonhap and Korean Central News Agency, "
        "in “N. Korea fires on S. Korea, killing 2”, CNN, 23 Nov 2010. Counterclaim, claim k39, revision 1. http"
    )
    assert str(one(doc, "input[readonly]").get("value")).endswith("/claims/k39/")


def test_a_claim_shows_what_else_the_same_words_carry_and_its_party_s_course(client: Any) -> None:
    text = words(one(page(client, "/claims/k03/"), "main"))
    assert "The same words also carry" in text
    assert "South Korea fired shells into North Korean territorial waters" in text
    assert "shift before: “dozens of shells” on 23 Nov 2010 and 24 Nov 2010" in text


def test_a_claim_that_was_not_said_yet_says_so(client: Any) -> None:
    doc = page(client, "/claims/k03/?said_by=2010-11-24")
    assert words(one(doc, ".say")) == "By 24 Nov 2010 this had not been said yet; it counts from 9 Dec 2010."


def test_a_claim_says_what_a_second_editor_may_dispute_and_for_what_it_was_offered(client: Any) -> None:
    assert "May be disputed" in words(page(client, "/claims/k72/"))
    assert "Offered in support of A It was a response to South Korean fire" in words(page(client, "/claims/k19/"))


def test_a_source_shows_the_whole_text_with_its_claims_in_place(client: Any) -> None:
    from tracker.models import Snapshot

    doc = page(client, "/sources/voa-2010-12-09/")
    shown = one(doc, ".snapshot")
    for badge in shown.cssselect(".badge"):
        badge.parts.clear()
    kept = Snapshot.objects.get(source__slug="voa-2010-12-09")
    assert words(shown) == " ".join(kept.text.split())
    assert {key for mark in doc.cssselect("mark") for key in str(mark.get("data-claims")).split()} == {
        claim.get("id") for claim in doc.cssselect(".passages p[id]")
    }
    assert kept.sha256 in words(doc)
    assert "Kept whole, 3687 characters" in words(doc)
    assert "VOA text: public domain" in words(doc)


def test_overlapping_claims_of_a_source_are_told_apart_by_number_and_line(client: Any) -> None:
    doc = page(client, "/sources/voa-2010-12-09/")
    both = doc.cssselect("mark.many")
    assert both
    for mark in both:
        assert {"k0", "k1"} <= set(str(mark.get("class")).split())
        assert len(str(mark.get("data-claims")).split()) >= 2
    assert not doc.cssselect("mark mark"), "segments are flat"


def test_a_party_shows_its_account_its_shifts_its_gaps_and_who_speaks_for_it(client: Any) -> None:
    doc = page(client, "/parties/dprk/")
    text = words(one(doc, "main"))
    assert "shift before: “dozens of shells”" in text
    assert "Nothing recorded on 13 questions, in 2 sources:" in text
    ties = [words(tie) for tie in doc.cssselect(".tie")]
    assert any(
        tie.startswith("SSH Sin Son Ho, Permanent Representative to the United Nations 1 Jan 2008 until 1 Jan 2014")
        and "His tenure is public record" in tie
        for tie in ties
    )


def test_a_party_that_speaks_for_another_says_for_whom_its_words_count(client: Any) -> None:
    text = words(one(page(client, "/parties/mullen/"), "main"))
    assert "counts for United States" in text
    assert "For whom it speaks" in text


def test_a_medium_says_that_its_own_voice_holds_no_position(client: Any) -> None:
    text = words(one(page(client, "/parties/voa/"), "main"))
    assert "holds no position: own voice of a medium" in text
    assert "does not speak for it" in text


@pytest.mark.parametrize(("address", "count"), [("/parties/", 50), ("/sources/", 32)])
def test_the_lists_name_everything_public(client: Any, address: str, count: int) -> None:
    doc = page(client, address)
    assert len(doc.cssselect(".columns li")) + len(doc.cssselect("table.grid tbody tr")) >= count


@pytest.mark.usefixtures("case_db")
@pytest.mark.parametrize(
    ("address", "room"),
    [
        ("/incidents/yeonpyeong/", "/edit/incidents/yeonpyeong/"),
        ("/incidents/yeonpyeong/questions/who-fired-first/", "/edit/questions/Y1/"),
        ("/parties/dprk/", "/edit/parties/dprk/"),
        ("/sources/voa-2010-12-09/", "/edit/sources/voa-2010-12-09/"),
        ("/claims/k01/", "/edit/claims/k01/"),
        ("/parties/", "/edit/"),
    ],
)
def test_editors_come_to_the_room_of_what_they_read(client: Any, address: str, room: str) -> None:
    assert page(client, address).cssselect("header .acts a")[0].get("href") == room
