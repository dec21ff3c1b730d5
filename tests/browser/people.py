"""People in front of the real server."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.auth.hashers import PBKDF2PasswordHasher
from django.test import Client

from tests.actions.world import account
from tracker.models import User

PASSWORD = "correct horse battery"


def person(name: str, role: str = "editor") -> User:
    """An account whose password the real server can check, quickly."""
    user = account(name, role)
    user.password = PBKDF2PasswordHasher().encode(PASSWORD, "salt", iterations=1000)
    user.save(update_fields=["password"])
    return user


def sign_in(page: Any, name: str, to: str = "/edit/") -> None:
    """`name` stands at `to`, with the cookie that the form would have given."""
    client = Client()
    client.force_login(User.objects.get(username=name))
    name, value = settings.SESSION_COOKIE_NAME, client.cookies[settings.SESSION_COOKIE_NAME].value
    where = {"domain": "localhost", "path": "/", "httpOnly": True, "sameSite": settings.SESSION_COOKIE_SAMESITE}
    page.context.add_cookies([{"name": name, "value": value, **where}])
    page.goto(to)


def sign_in_by_form(page: Any, name: str, to: str = "/edit/") -> None:
    """The same as a person does it, which takes a second: for tests of signing in itself."""
    page.goto(f"/accounts/login/?next={to}")
    page.get_by_label("Name").fill(name)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(f"**{to}")
