"""The interface for programs says what the pages say, at both clocks, in the shapes of its schema."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from openapi_schema_validator import OAS31Validator

from tests.domain.cases import EXPECTED
from tracker.actions.change import change, save
from tracker.api.docs import schema
from tracker.domain.comparison import comparison
from tracker.domain.results import to_json
from tracker.management.invented import case, joined
from tracker.models import Change, Claim, Incident, User
from tracker.queries.record import load_record

API = "/api/v1"


def fits(body: Any, shape: str) -> None:
    """Hold an answer against its shape in the schema."""
    document = schema()
    told = {"$ref": f"#/components/schemas/{shape}", "components": document["components"]}
    assert [error.message for error in OAS31Validator(told).iter_errors(body)] == []


def strict() -> None:
    """Every field of an answer is told, and every one that is told is there."""
    for shape in schema()["components"]["schemas"].values():
        if "properties" in shape:
            shape["additionalProperties"] = False


def got(client: Client, address: str, *, shape: str) -> Any:
    response = client.get(address)
    assert response.status_code == 200, response.content
    assert response["Content-Type"] == "application/json"
    strict()
    body = json.loads(response.content)
    fits(body, shape)
    return body


def queries(client: Client, address: str) -> int:
    with CaptureQueriesContext(
        connection,
    ) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


@pytest.fixture
def alice() -> User:
    return User.objects.create(username="alice", role="editor")


class TestIncidents:
    def test_are_listed_with_where_their_comparison_is(self, case_db: None, client: Client) -> None:
        body = got(client, f"{API}/incidents/", shape="Incidents")
        assert [row["key"] for row in body["results"]] == ["aftermath", "cheonan", "yeonpyeong"]
        assert (body["next"], body["previous"]) == (None, None)
        assert body["results"][2]["sides"] == ["dprk", "rok"]
        for row in body["results"]:
            assert client.get(row["url"].removeprefix("http://localhost:8000")).status_code == 200

    @pytest.mark.django_db
    def test_page_by_a_cursor_each_once(self, client: Client) -> None:
        invent(incidents=120)
        seen: list[str] = []
        address: str | None = f"{API}/incidents/"
        previous = None
        while address:
            body = got(client, address.removeprefix("http://testserver"), shape="Incidents")
            seen += [row["key"] for row in body["results"]]
            previous = body["previous"]
            address = body["next"]
        assert len(seen) == len(set(seen)) == 120
        assert previous is not None
        back = got(client, previous.removeprefix("http://testserver"), shape="Incidents")
        assert [row["key"] for row in back["results"]] == seen[50:100]

    def test_stand_as_known_then(self, case_db: None, client: Client, alice: User) -> None:
        before = Change.objects.latest("at").at
        with change(by=alice, note="Another name.", may="correct_record"):
            save(Incident.objects.get(key="cheonan"), seen=1, title="Another")
        then = got(client, f"{API}/incidents/?known_by={before:%Y-%m-%dT%H:%M:%S.%fZ}", shape="Incidents")
        now = got(client, f"{API}/incidents/", shape="Incidents")
        assert then["results"][1]["title"] == "Sinking of the Cheonan"
        assert now["results"][1]["title"] == "Another"
        assert "known_by=" in then["results"][1]["url"]
        assert got(client, f"{API}/incidents/?known_by=2001-01-01", shape="Incidents")["results"] == []

    def test_that_are_not_public_are_not_there(self, case_db: None, client: Client, alice: User) -> None:
        with change(by=alice, note="", may="make_incident"):
            day = date(2020, 1, 1)
            Incident.objects.create(slug="secret", title="S", occurred="2020", occurred_start=day, occurred_end=day)
        client.force_login(alice)
        assert "secret" not in client.get(f"{API}/incidents/").content.decode()
        assert client.get(f"{API}/incidents/secret/comparison").status_code == 404


class TestAComparison:
    @pytest.mark.parametrize("day", EXPECTED)
    def test_has_the_known_results(self, case_db: None, client: Client, day: str) -> None:
        for slug in ("yeonpyeong", "cheonan", "aftermath"):
            body = got(client, f"{API}/incidents/{slug}/comparison?said_by={day}", shape="Comparison")
            assert body["said_by"] == day
            for question in body["questions"]:
                expected = EXPECTED[day][question["key"]]
                told = {key: question[key] for key in expected if key != "answers"}
                assert told == {key: value for key, value in expected.items() if key != "answers"}
                for answer in question["answers"]:
                    expected_answer = expected["answers"][answer["key"]]
                    assert {key: answer[key] for key in expected_answer} == expected_answer

    def test_holds_the_words_of_every_claim(self, case_db: None, client: Client) -> None:
        body = got(client, f"{API}/incidents/yeonpyeong/comparison", shape="Comparison")
        claims = {claim["key"]: claim for question in body["questions"] for claim in question["claims"]}
        assert claims["k01"]["quote"][0]["exact"].startswith("North Korea, on Thursday repeated")
        assert claims["k01"]["relays"] == ["voa"]
        assert set(claims["k01"]["relays"]) <= set(body["parties"])
        assert claims["k01"]["source"] in body["sources"]
        assert claims["k09"]["aside"] == "media"

    def test_shows_the_parties_asked_for_and_computes_with_all(self, case_db: None, client: Client) -> None:
        address = f"{API}/incidents/yeonpyeong/comparison"
        everybody = got(client, address, shape="Comparison")
        some = got(client, f"{address}?parties=dprk,us&parties=rok", shape="Comparison")
        assert some["shown"] == ["dprk", "rok", "us"] or set(some["shown"]) == {"dprk", "rok", "us"}
        for one, other in zip(some["questions"], everybody["questions"], strict=True):
            assert {k: v for k, v in one.items() if k != "claims"} == {k: v for k, v in other.items() if k != "claims"}
            assert {claim["principal"] for claim in one["claims"]} <= {"dprk", "rok", "us"}
        assert sum(len(each["claims"]) for each in some["questions"]) < sum(
            len(each["claims"]) for each in everybody["questions"]
        )

    def test_reads_any_past_of_the_record(self, case_db: None, client: Client, alice: User) -> None:
        address = f"{API}/incidents/yeonpyeong/comparison?said_by=2010-12-19"
        before = client.get(address).json()
        at = Change.objects.latest("at").at
        with change(by=alice, note="Should not have stood.", may="withdraw_claim", own=True) as now:
            save(Claim.objects.get(key="k01"), seen=1, withdrawn_at=now)
        known = f"{at:%Y-%m-%dT%H:%M:%S.%fZ}"
        then = client.get(f"{address}&known_by={known}").json()
        assert then["known_by"] == known
        assert client.get(address).json()["questions"] != before["questions"]
        unlinked = json.loads(json.dumps(then).replace(f"&known_by={known.replace(':', '%3A')}", ""))
        assert unlinked["questions"] == before["questions"]

    def test_never_shows_a_claim_that_is_only_proposed(self, case_db: None, client: Client, alice: User) -> None:
        model = Claim.objects.get(key="k01")
        with change(by=alice, note="", may="record_claim"):
            fields = {f.attname: getattr(model, f.attname) for f in Claim._meta.concrete_fields}
            Claim.objects.create(**fields | {"id": None, "key": "secret", "published_at": None, "polarity": "denies"})
        client.force_login(alice)
        assert "secret" not in client.get(f"{API}/incidents/yeonpyeong/comparison").content.decode()
        assert client.get(f"{API}/claims/secret").status_code == 404

    def test_says_the_same_as_the_rules(self, case_db: None, client: Client) -> None:
        body = client.get(f"{API}/incidents/cheonan/comparison?said_by=2010-11-27").json()
        record = load_record(viewer=None, known_at=None, incidents=["cheonan"])
        results: Any = to_json(results=comparison(record=record, said_by=date(2010, 11, 27)))
        assert {each["key"]: each["because"] for each in body["questions"]} == {
            key: result["because"] for key, result in results.items()
        }


class TestAClaim:
    def test_has_its_words_its_fate_and_its_revisions(self, case_db: None, client: Client) -> None:
        body = got(client, f"{API}/claims/k24?said_by=2010-12-19", shape="OneClaim")
        assert body["claim"]["superseded_by"] == ["k03"]
        assert body["claim"]["stands"] is False
        assert [each["number"] for each in body["revisions"]] == [1]
        assert body["source"]["key"] == body["claim"]["source"]
        assert body["said_yet"] is True

    def test_not_said_by_then_says_so(self, case_db: None, client: Client) -> None:
        body = got(client, f"{API}/claims/k24?said_by=2001-01-01", shape="OneClaim")
        assert body["said_yet"] is False
        assert body["claim"]["stands"] is True

    def test_withdrawn_says_so_and_why(self, case_db: None, client: Client, alice: User) -> None:
        with change(by=alice, note="Nobody said this.", may="withdraw_claim", own=True) as at:
            save(Claim.objects.get(key="k24"), seen=1, withdrawn_at=at)
        body = got(client, f"{API}/claims/k24", shape="OneClaim")
        assert body["withdrawn"]["note"] == "Nobody said this."
        assert body["claim"] is None
        assert len(body["revisions"]) == 2


def invent(*, incidents: int, claims: int = 0, questions: int = 1) -> None:
    parts = [case(number=number, claims=claims, questions=questions) for number in range(incidents)]
    from tracker.actions.load_case import load_case

    load_case(case=joined(parts=parts))


@pytest.mark.django_db
class TestCost:
    """Queries do not grow with what is shown."""

    @pytest.mark.parametrize("number", [1, 3, 50])
    def test_of_the_list(self, client: Client, number: int) -> None:
        invent(incidents=number)
        assert queries(client, f"{API}/incidents/") == 2
        assert queries(client, f"{API}/incidents/?known_by=2999-01-01") == 3

    @pytest.mark.parametrize("number", [1, 3, 50])
    def test_of_a_comparison(self, client: Client, number: int) -> None:
        invent(incidents=1, claims=number, questions=number)
        assert queries(client, f"{API}/incidents/invented-0/comparison") == COMPARISON
        assert queries(client, f"{API}/incidents/invented-0/comparison?known_by=2999-01-01") == COMPARISON + 1

    @pytest.mark.parametrize("number", [1, 3, 50])
    def test_of_a_claim(self, client: Client, number: int, alice: User) -> None:
        invent(incidents=1, claims=number, questions=1)
        assert queries(client, f"{API}/claims/invented-0-c0") == CLAIM


COMPARISON = 16
CLAIM = 21


@pytest.mark.parametrize("number", [1, 3, 50])
def test_cost_of_a_claim_does_not_grow_with_its_revisions(cloned_case: str, client: Client, number: int) -> None:
    alice = User.objects.create(username="alice", role="editor")
    for each in range(1, number):
        with change(by=alice, note="Again.", may="correct_claim"):
            save(Claim.objects.get(key="k01"), seen=each, coding_note=f"Take {each}.")
    assert queries(client, f"{API}/claims/k01") == CLAIM
    assert len(client.get(f"{API}/claims/k01").json()["revisions"]) == number


class TestTheSchema:
    def test_is_sound_without_a_warning(self) -> None:
        call_command("spectacular", validate=True, fail_on_warn=True, file="/dev/null")

    @pytest.mark.django_db
    def test_is_served_as_openapi(self, client: Client) -> None:
        body = client.get(f"{API}/schema/").json()
        assert body["openapi"].startswith("3.1")
        assert set(body["paths"]) == {
            "/api/v1/incidents/",
            "/api/v1/incidents/{slug}/comparison",
            "/api/v1/claims/{key}",
        }

    @pytest.mark.django_db
    def test_is_told_to_people_without_a_script(self, client: Client) -> None:
        page = client.get(f"{API}/docs/").content.decode()
        assert "<script" not in page
        assert "style=" not in page
        for shape in schema()["components"]["schemas"]:
            assert f'id="{shape}"' in page
