"""Signing in, out, and the password: nothing else of allauth has an address."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import get_resolver

from tests.actions.world import World

PASSWORD = "correct horse battery"


@pytest.fixture
def world(db: None) -> World:
    """Rolled back: no test here changes a record twice, which would need two transactions."""
    return World()


def test_signs_in_and_goes_on_to_where_one_wanted(world: World) -> None:
    world.alice  # noqa: B018
    client = Client()
    given = {"login": "alice", "password": PASSWORD, "next": "/edit/sources/new"}
    assert client.post("/accounts/login/", given)["Location"] == "/edit/sources/new"


@pytest.mark.parametrize("away", ["https://evil.example/", "//evil.example/", "javascript:alert(1)", "/\\evil.example"])
def test_never_leads_to_another_site(world: World, away: str) -> None:
    world.alice  # noqa: B018
    answer = Client().post("/accounts/login/", {"login": "alice", "password": PASSWORD, "next": away})
    assert answer["Location"] == "/edit/"


def test_a_wrong_name_and_a_wrong_password_read_the_same(world: World) -> None:
    world.alice  # noqa: B018
    pages = [
        Client().post("/accounts/login/", {"login": login, "password": "no such password"}).content.decode()
        for login in ("alice", "nobody")
    ]
    same = [page.split('id="faults"')[1].split("</ul>")[0] for page in pages]
    assert same[0] == same[1]
    assert "not correct" in same[0]


def test_too_many_wrong_passwords_are_stopped_across_workers(world: World) -> None:
    world.alice  # noqa: B018
    for _ in range(5):
        Client().post("/accounts/login/", {"login": "alice", "password": "wrong wrong wrong"})
    answer = Client().post("/accounts/login/", {"login": "alice", "password": PASSWORD})
    assert answer.status_code in (200, 429)
    assert "Too many" in answer.content.decode()


def test_signs_out_by_post_alone(world: World, alice: Client) -> None:
    assert alice.get("/accounts/logout/").status_code == 200
    assert alice.get("/edit/").status_code == 200
    assert alice.post("/accounts/logout/")["Location"] == "/"
    assert alice.get("/edit/").status_code == 302


def test_changes_the_password_and_refuses_a_weak_one(world: World, alice: Client) -> None:
    given = {"oldpassword": PASSWORD, "password1": "password", "password2": "password"}
    assert "too short" in alice.post("/accounts/password/change/", given).content.decode()
    strong = {"password1": "a long and unlikely phrase", "password2": "a long and unlikely phrase"}
    assert alice.post("/accounts/password/change/", given | strong).status_code == 302
    world.alice.refresh_from_db()
    assert world.alice.check_password("a long and unlikely phrase")


def test_no_other_address_of_the_library_is_served() -> None:
    served = {
        str(pattern.pattern)
        for each in get_resolver().url_patterns
        if str(each.pattern) == "accounts/"
        for pattern in each.url_patterns
    }
    assert served == {"login/", "logout/", "password/change/", "welcome/<uidb64>/<token>/"}  # the last is ours
    for other in ("signup/", "password/reset/", "email/", "reauthenticate/", "inactive/"):
        assert Client().get(f"/accounts/{other}").status_code == 404


@pytest.mark.django_db
def test_account_pages_are_never_kept() -> None:
    assert "no-store" in Client().get("/accounts/login/")["Cache-Control"]
