"""Whatever stands in an address, a page of ours answers and says what is wrong."""

from __future__ import annotations

from typing import Any

import pytest

from tests.web.reader.reading import one, page, words

PAGES = (
    "/",
    "/parties/",
    "/sources/",
    "/incidents/yeonpyeong/",
    "/incidents/yeonpyeong/questions/who-fired-first/",
    "/claims/k03/",
    "/sources/voa-2010-12-09/",
    "/parties/dprk/",
)


def said(client: Any, address: str, status: int) -> str:
    doc = page(client, address, status=status)
    assert doc.cssselect("header .brand")
    return words(one(doc, ".say p:first-child"))


@pytest.mark.usefixtures("case_db")
@pytest.mark.parametrize("address", PAGES)
def test_a_day_that_is_none_is_told_back(client: Any, address: str) -> None:
    assert said(client, f"{address}?said_by=soon", 400) == (
        "“soon” is not a day. Write said_by as year-month-day, for example 2010-11-24."
    )
    assert "“2010-02-30” is not a day" in said(client, f"{address}?said_by=2010-02-30", 400)
    assert "“yesterday” is not a day or a moment" in said(client, f"{address}?known_by=yesterday", 400)


@pytest.mark.usefixtures("case_db")
@pytest.mark.parametrize("value", ["%00", "2010-11-24%00", "99999-01-01", "２０１０-11-24", "-1", "a" * 300])
def test_no_value_of_a_clock_breaks_a_page(client: Any, value: str) -> None:
    said(client, f"/incidents/yeonpyeong/?said_by={value}", 400)
    said(client, f"/incidents/yeonpyeong/?known_by={value}", 400)


@pytest.mark.usefixtures("case_db")
def test_the_ends_of_time_are_days_like_any_other(client: Any) -> None:
    page(client, "/incidents/yeonpyeong/?said_by=0001-01-01")
    page(client, "/incidents/yeonpyeong/?said_by=9999-12-31")
    said(client, "/incidents/yeonpyeong/?known_by=0001-01-01T00:00:00%2B14:00", 400)


@pytest.mark.usefixtures("case_db")
@pytest.mark.parametrize(
    "address", ["/incidents/{}/", "/incidents/yeonpyeong/questions/{}/", "/claims/{}/", "/sources/{}/", "/parties/{}/"]
)
@pytest.mark.parametrize(
    "name", ["nowhere", "%F0%9F%8C%8A", "..%2F..%2Fetc", "<script>", "a'b", "%00", "x" * 190, "x" * 500]
)
def test_an_unknown_name_is_not_found(client: Any, address: str, name: str) -> None:
    said(client, address.format(name), 404)


@pytest.mark.usefixtures("case_db")
def test_the_unknown_name_is_told_back(client: Any) -> None:
    assert said(client, "/incidents/nowhere/", 404) == "No incident is called “nowhere”."


@pytest.mark.usefixtures("case_db")
def test_before_it_was_recorded_an_incident_is_not_found_and_the_page_says_why(client: Any) -> None:
    assert "Perhaps it was not recorded yet by then." in said(client, "/incidents/yeonpyeong/?known_by=2001-01-01", 404)


@pytest.mark.usefixtures("case_db")
def test_a_thousand_parties_are_too_many(client: Any) -> None:
    many = ",".join(f"p{n}" for n in range(600))
    assert "at most 12 at a time" in said(client, f"/incidents/yeonpyeong/?parties={many}", 400)
    thousand = ",".join(f"p{n}" for n in range(1000))
    assert "more than any page here needs" in said(client, f"/incidents/yeonpyeong/?parties={thousand}", 414)


@pytest.mark.usefixtures("case_db")
def test_a_party_with_no_part_in_it_is_named(client: Any) -> None:
    assert said(client, "/incidents/yeonpyeong/?parties=atlantis", 400) == (
        "No party called “atlantis” has anything on record here."
    )


@pytest.mark.usefixtures("case_db")
@pytest.mark.parametrize("address", ["/" + "a" * 7000, "/incidents/" + "a" * 7000 + "/", "/?x=" + "a" * 7000])
def test_an_address_of_7000_characters_is_too_long(client: Any, address: str) -> None:
    assert "more than any page here needs" in said(client, address, 414)


@pytest.mark.usefixtures("case_db")
def test_a_clock_set_twice_must_be_set_once(client: Any) -> None:
    assert said(client, "/incidents/yeonpyeong/?said_by=2010-11-24&said_by=2010-11-25", 400) == (
        "The address sets “said_by” 2 times, each time differently. Say it once."
    )
    page(client, "/incidents/yeonpyeong/?said_by=2010-11-24&said_by=2010-11-24")


@pytest.mark.usefixtures("case_db")
def test_what_cannot_be_shown_is_answered_with_what_can(client: Any) -> None:
    assert said(client, "/incidents/yeonpyeong/?show=verdict", 400) == (
        "“verdict” is not something this page can show. It can show: all, differences, agreed, unheard."
    )


@pytest.mark.usefixtures("case_db")
@pytest.mark.parametrize("number", ["0", "-1", "two", "1e3", "99999999999", "٣"])
def test_the_number_of_a_page_must_be_one(client: Any, number: str) -> None:
    said(client, f"/sources/?page={number}", 400)


@pytest.mark.usefixtures("case_db")
@pytest.mark.parametrize("address", ["/?page=7", "/sources/?page=7", "/parties/?page=7"])
def test_beyond_the_last_page_nothing_stands(client: Any, address: str) -> None:
    assert said(client, address, 404) == "This list has fewer pages."


@pytest.mark.usefixtures("case_db")
@pytest.mark.parametrize("address", PAGES)
def test_pages_answer_to_reading_alone(client: Any, address: str) -> None:
    assert client.post(address).status_code == 405
    head = client.head(address)
    assert (head.status_code, head.content) == (200, b"")
