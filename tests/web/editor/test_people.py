"""Accounts in a browser: made with a link that is shown once, governed by admins; and one's own."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from tests.actions.world import World, account
from tracker.models import User


@pytest.fixture
def root(world: World) -> Client:
    client = Client()
    client.force_login(account("root", role="admin"))
    return client


def link(page: str) -> str:
    return re.search(r"https?://[^/]+(/accounts/welcome/[^<\s]+)", page)[1]


def test_a_new_person_chooses_a_password_once_and_signs_in(root: Client) -> None:
    answer = root.post("/edit/people/", {"username": "dora", "role": "contributor", "email": ""})
    assert answer.status_code == 200
    address = link(answer.content.decode())
    assert address not in root.get("/edit/people/").content.decode()
    dora = Client()
    answer = dora.get(address)
    assert answer.status_code == 302
    choose = answer["Location"]
    assert "dora" in dora.get(choose).content.decode()
    answer = dora.post(choose, {"new_password1": "short", "new_password2": "short"})
    assert "12" in answer.content.decode()
    password = "correct horse battery"
    answer = dora.post(choose, {"new_password1": password, "new_password2": password})
    assert answer["Location"] == "/accounts/login/"
    assert dora.login(username="dora", password=password)
    assert dora.get("/edit/").status_code == 200
    used = Client().get(address, follow=True)
    assert "used already" in used.content.decode()


def test_what_is_refused_stays_typed(root: Client) -> None:
    answer = root.post("/edit/people/", {"username": "two words", "role": "editor", "email": "a@example.org"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'id="fault-username"' in page
    assert 'value="two words"' in page
    assert 'value="a@example.org"' in page


def test_a_role_takes_hold_at_once_and_a_closed_account_is_nobody(root: Client, world: World, alice: Client) -> None:
    address = f"/edit/people/{world.alice.pk}/"
    assert alice.get("/edit/govern/").status_code == 403
    assert root.post(address, {"role": "steward", "active": "1", "note": "x"}).status_code == 302
    assert alice.get("/edit/govern/").status_code == 200
    assert root.post(address, {"role": "steward", "note": "left"}).status_code == 302
    assert alice.get("/edit/")["Location"].startswith("/accounts/login/")
    assert "closed" in root.get("/edit/people/").content.decode()


def test_the_last_admin_stays(root: Client) -> None:
    me = User.objects.get(username="root")
    answer = root.post(f"/edit/people/{me.pk}/", {"role": "editor", "active": "1"})
    assert answer.status_code == 422
    assert "last admin" in answer.content.decode()
    assert root.get("/edit/people/").status_code == 200


def test_a_forgotten_password_needs_a_new_link_and_no_mail(root: Client, world: World) -> None:
    answer = root.post(f"/edit/people/{world.alice.pk}/", {"do": "link"})
    assert Client().get(link(answer.content.decode())).status_code == 302
    assert Client().login(username="alice", password="correct horse battery")


def test_ones_own_account_asks_for_a_digest(world: World, alice: Client) -> None:
    page = alice.get("/edit/account/").content.decode()
    assert re.search(r'<option value="never" selected>', page)
    answer = alice.post("/edit/account/", {"digest": "daily", "email": ""})
    assert answer.status_code == 422
    assert 'id="fault-email"' in answer.content.decode()
    assert alice.post("/edit/account/", {"digest": "daily", "email": "alice@example.org"}).status_code == 302
    world.alice.refresh_from_db()
    assert (world.alice.digest, world.alice.email) == ("daily", "alice@example.org")
