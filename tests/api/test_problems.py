"""What goes wrong is told in one shape, with a code that stays, a sentence and a pointer for each fault."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client

from tests.api.test_answers import API, fits
from tracker.api.errors import CODES

COMPARISON = f"{API}/incidents/yeonpyeong/comparison"


def problem(client: Client, address: str, *, status: int, code: str, method: str = "get", **headers: str) -> Any:
    response = getattr(client, method)(address, headers=headers)
    assert response.status_code == status, response.content
    assert response["Content-Type"] == "application/problem+json"
    body = json.loads(response.content)
    fits(body, "Problem")
    assert (body["status"], body["code"]) == (status, code)
    assert body["type"].endswith(f"/api/v1/docs/#{code}")
    assert code in CODES
    return body


@pytest.mark.parametrize(
    ("query", "pointer", "code"),
    [
        ("said_by=soon", "#/said_by", "not_a_day"),
        ("said_by=2010-02-30", "#/said_by", "not_a_day"),
        ("said_by=2010-11-23T00:00", "#/said_by", "not_a_day"),
        ("said_by=%00", "#/said_by", "not_a_day"),
        ("said_by=%ff%fe", "#/said_by", "not_a_day"),
        ("said_by=2010-11-23&said_by=2010-11-24", "#/said_by", "given_twice"),
        ("said_by=2010-11-23&said_by=2010-11-23", "#/said_by", "given_twice"),
        ("known_by=yesterday", "#/known_by", "not_an_instant"),
        ("known_by=0001-01-01T00:00%2B09:00", "#/known_by", "not_an_instant"),
        ("parties=nobody", "#/parties", "unknown_party"),
        ("parties=dprk&parties=%00", "#/parties", "unknown_party"),
        ("parties=" + ",".join(f"p{n}" for n in range(500)), "#/parties", "too_many"),
        ("sort=name", "#/sort", "unknown_parameter"),
        ("a~/b=1", "#/a~0~1b", "unknown_parameter"),
        ("format=xml", "#/format", "unknown_parameter"),
        ("cursor=abc", "#/cursor", "unknown_parameter"),
    ],
)
def test_of_a_parameter_points_to_it(case_db: None, client: Client, query: str, pointer: str, code: str) -> None:
    body = problem(client, f"{COMPARISON}?{query}", status=400, code="bad_parameters")
    assert [(each["pointer"], each["code"]) for each in body["errors"]] == [(pointer, code)]
    assert body["errors"][0]["detail"] in body["detail"]


def test_of_several_parameters_are_told_at_once(case_db: None, client: Client) -> None:
    body = problem(client, f"{COMPARISON}?said_by=soon&known_by=later&x=1", status=400, code="bad_parameters")
    assert {each["pointer"] for each in body["errors"]} == {"#/said_by", "#/known_by", "#/x"}


@pytest.mark.parametrize(
    "cursor",
    ["abc", "%00", "cD1hYmM=", "cD0tMQ==", "bz0xMDAwMDAwMDAw", "=" * 900, "%ff", "cD05OTk5OTk5OTk5OTk5OTk5OTk5OQ=="],
)
def test_of_a_cursor_that_is_none(case_db: None, client: Client, cursor: str) -> None:
    response = client.get(f"{API}/incidents/?cursor={cursor}")
    assert response.status_code in (200, 400)
    if response.status_code == 400:
        assert response.json()["errors"][0]["code"] == "bad_cursor"


@pytest.mark.parametrize(
    "address",
    [
        "/api/",
        "/api/v1/",
        "/api/v2/incidents/",
        "/api/v1/incidents",
        "/api/v1/incidents/nothing/comparison",
        "/api/v1/incidents/%00/comparison",
        "/api/v1/incidents/%ff/comparison",
        "/api/v1/claims/",
        "/api/v1/claims/k05",
        "/api/v1/claims/%00",
        "/api/v1/claims/k01/",
        "/api/v1/claims/..%2f..%2fetc",
    ],
)
@pytest.mark.parametrize("method", ["get", "post"])
def test_of_an_address_with_nothing(case_db: None, client: Client, address: str, method: str) -> None:
    if method == "post" and ("nothing" in address or "claims/k05" in address or "%" in address):
        return
    problem(client, address, status=404, code="not_found", method=method)


@pytest.mark.parametrize(
    "address", [f"{API}/incidents/", COMPARISON, f"{API}/claims/k01", f"{API}/schema/", f"{API}/docs/"]
)
@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "trace"])
def test_of_a_method_that_writes(case_db: None, client: Client, address: str, method: str) -> None:
    problem(client, address, status=405, code="method_not_allowed", method=method)


def test_of_a_body_that_is_garbage(case_db: None, client: Client) -> None:
    response = client.post(COMPARISON, data=b"\x00\xff{", content_type="application/json")
    assert (response.status_code, response["Allow"]) == (405, "GET, HEAD, OPTIONS")


def test_of_a_reader_that_takes_no_json(case_db: None, client: Client) -> None:
    problem(client, COMPARISON, status=406, code="not_acceptable", accept="text/csv")
    assert client.get(COMPARISON, headers={"accept": "text/html,*/*;q=0.1"}).status_code == 200


def test_of_an_address_too_long_to_read(case_db: None, client: Client) -> None:
    problem(client, f"{COMPARISON}?parties={'a' * 7000}", status=414, code="too_long")
    problem(client, f"{COMPARISON}?{'parties=dprk&' * 1000}", status=414, code="too_long")


@pytest.mark.django_db
def test_of_ours_is_noted_and_shows_nothing_of_it(
    client: Client, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(**_: Any) -> None:
        raise RuntimeError("the secret inside")

    monkeypatch.setattr("tracker.api.views.listed_incidents", fail)
    body = problem(client, f"{API}/incidents/", status=500, code="internal")
    assert "secret" not in json.dumps(body)
    assert "the secret inside" in caplog.text


@pytest.mark.django_db
def test_of_a_database_that_is_away(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    from django.db import OperationalError

    def fail(**_: Any) -> None:
        raise OperationalError("connection to server at 10.0.0.1 failed")

    monkeypatch.setattr("tracker.api.views.listed_incidents", fail)
    body = problem(client, f"{API}/incidents/", status=503, code="unavailable")
    assert "10.0.0.1" not in json.dumps(body)


def test_head_is_get_without_the_body(case_db: None, client: Client) -> None:
    for address in (f"{API}/incidents/", COMPARISON, f"{API}/claims/k01", f"{API}/schema/"):
        whole, head = client.get(address), client.head(address)
        assert head.status_code == 200
        assert head.content == b""
        assert head["Content-Type"] == whole["Content-Type"]


def test_nobody_gets_a_cookie(case_db: None, client: Client) -> None:
    for address in (f"{API}/incidents/", COMPARISON, f"{API}/docs/"):
        assert not client.get(address).cookies
