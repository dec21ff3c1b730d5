"""`/healthz`: for whoever watches the site."""

import pytest
from django.db import connection
from django.test import Client


@pytest.mark.django_db
def test_it_answers_200_without_cookie_or_cache(client: Client) -> None:
    answer = client.get("/healthz")
    assert (answer.status_code, answer.content) == (200, b"The database answers.\n")
    assert not answer.cookies
    assert "no-store" in answer["Cache-Control"]


@pytest.mark.parametrize(
    ("parameters", "reason"),
    [
        ({"host": "127.0.0.1", "port": 9}, "nothing listens at its address"),
        ({"host": "/nowhere"}, "it is not running"),
        ({"dbname": "missing"}, "our database or role is not there"),
        ({"host": "no.such.host.invalid"}, "its name is unknown"),
    ],
)
@pytest.mark.django_db
def test_it_answers_503_with_the_reason_and_no_secret(
    client: Client, monkeypatch: pytest.MonkeyPatch, parameters: dict[str, object], reason: str
) -> None:
    known = connection.get_connection_params() | {"password": "hunter2"} | parameters
    monkeypatch.setattr(connection, "get_connection_params", lambda: known)
    answer = client.get("/healthz")
    assert (answer.status_code, answer.content.decode()) == (503, f"The database does not answer: {reason}.\n")


@pytest.mark.django_db
def test_it_is_not_sent_to_https(client: Client, settings: object) -> None:
    settings.SECURE_SSL_REDIRECT = True  # type: ignore[attr-defined]
    assert client.get("/healthz").status_code == 200
    assert client.get("/").status_code == 301


@pytest.mark.django_db
def test_it_changes_nothing(client: Client) -> None:
    assert client.post("/healthz").status_code == 405
