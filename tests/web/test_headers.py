"""What every answer tells the browser: nothing from elsewhere, nothing framed, nothing guessed, no cookie in the open."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from typing import Any

import pytest
from django.test import Client
from django.test.utils import override_settings

from tests.databases import ROOT
from tests.serving import address
from tests.web.test_access import TABLE
from tracker.models import User

PAGES = [row.address for row in TABLE.values() if "{draft}" not in row.address]
ELSEWHERE = re.compile(
    r"""(?:src|href|action|data|poster|srcset)\s*=\s*["']?(?:https?:)?//([^/"'\s>]+)""", re.IGNORECASE
)
FETCHED = re.compile(r"""<(?:script|img|link|iframe|object|embed|source|video|audio|form)\b[^>]*>""", re.IGNORECASE)


@pytest.fixture
def editor(case_db: None) -> Client:
    client = Client()
    client.force_login(User.objects.create(username="alice", role="editor"))
    return client


@pytest.mark.parametrize("path", [*PAGES, "/nowhere", "/incidents/yeonpyeong/?said_by=soon"])
def test_every_answer_is_closed_to_what_is_not_ours(editor: Client, path: str) -> None:
    response = editor.get(path)
    policy = directives(response["Content-Security-Policy"])
    assert policy["default-src"] == "'none'"
    assert policy["frame-ancestors"] == "'none'"
    assert policy["object-src"] == policy["base-uri"] == "'none'"
    assert policy["form-action"] == "'self'"
    assert policy["script-src"] == policy["style-src"] == "'self'"
    assert "unsafe" not in response["Content-Security-Policy"]
    assert not [value for value in policy.values() if re.search(r"https?:|\*|blob:", value)]
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Referrer-Policy"] == "strict-origin-when-cross-origin"
    assert response["Cross-Origin-Opener-Policy"] == "same-origin"
    for name in ("camera", "geolocation", "microphone", "payment", "usb"):
        assert f"{name}=()" in response["Permissions-Policy"]


@pytest.mark.parametrize("path", [path for path in PAGES if not path.startswith(("/api/v1/schema", "/healthz"))])
def test_no_page_fetches_anything_from_elsewhere_or_holds_code(editor: Client, path: str) -> None:
    response = editor.get(path)
    if not response["Content-Type"].startswith("text/html"):
        return
    page = response.content.decode()
    fetched = [ELSEWHERE.findall(tag) for tag in FETCHED.findall(page) if 'rel="canonical"' not in tag]
    assert [each for each in fetched if each] == []
    assert not re.search(r"<script(?![^>]*\bsrc=)(?![^>]*application/(?:ld\+)?json)[^>]*>", page)
    assert not re.search(r"""\s(?:style|on[a-z]+)\s*=\s*["']""", re.sub(r">[^<]*<", "><", page))
    assert "<style" not in page


@pytest.mark.parametrize("path", ["/edit/", "/accounts/login/", "/accounts/password/change/"])
def test_what_is_for_one_person_is_kept_in_no_cache(editor: Client, path: str) -> None:
    assert "no-store" in editor.get(path)["Cache-Control"]
    assert "no-store" in Client().get(path)["Cache-Control"]


def test_readers_get_no_cookie(case_db: None, client: Client) -> None:
    for path in PAGES:
        if path.startswith(("/edit/", "/accounts/", "/letters/new")):  # a form has its token against forgery
            continue
        assert not client.get(path).cookies, path


@override_settings(ALLOWED_HOSTS=["localhost"])
@pytest.mark.parametrize("host", ["evil.example", "localhost.evil.example", "a b", "localhost:99999", "[::1"])
@pytest.mark.parametrize("path", ["/", "/api/v1/incidents/"])
def test_another_name_of_the_site_is_refused_with_a_page_of_ours(case_db: None, host: str, path: str) -> None:
    response = Client(headers={"host": host}).get(path)
    assert response.status_code in (200, 400) if host == "localhost:99999" else response.status_code == 400
    assert host.split(":", maxsplit=1)[0] not in response.content.decode() or host.startswith("localhost")


BEHIND_HTTPS = """
import json, sys
import django
django.setup()
from django.conf import settings
from django.test import Client
client = Client(headers={"host": "example.org"})
plain = client.get("/accounts/login/")
page = client.get("/accounts/login/", secure=True)
sent = client.post(
    "/accounts/login/", {"login": "alice", "password": "a long enough password"}, secure=True,
    headers={"referer": "https://example.org/accounts/login/"},
)
cookies = {
    name: {key: each[key] for key in ("secure", "httponly", "samesite", "path", "domain")}
    for response in (page, sent) for name, each in response.cookies.items()
}
print(json.dumps({
    "plain": [plain.status_code, plain.headers.get("Location"), len(plain.cookies)],
    "hsts": page.headers.get("Strict-Transport-Security"),
    "status": sent.status_code,
    "cookies": cookies,
}))
"""


def test_under_https_cookies_are_locked_to_the_site_and_plain_http_is_left(cloned_case: str) -> None:
    alice = User(username="alice", role="editor")
    alice.set_password("a long enough password")
    alice.save()
    told = behind_https()
    assert told["plain"] == [301, "https://example.org/accounts/login/", 0]
    assert told["hsts"].startswith("max-age=31536000")
    assert told["status"] == 302
    assert {"__Host-csrftoken", "__Host-sessionid"} <= set(told["cookies"])
    for name, cookie in told["cookies"].items():
        assert cookie["secure"] is True, name
        assert cookie["path"] == "/", name
        assert cookie["domain"] == "", name
        assert cookie["samesite"] == "Lax", name
        assert cookie["httponly"] is True, name


def behind_https() -> Any:
    environment = os.environ | {
        "SITE_URL": "https://example.org",
        "DATABASE_URL": address("default"),
        "MIGRATE_DATABASE_URL": address("owner"),
        "DJANGO_SETTINGS_MODULE": "tracker.settings",
    }
    code = BEHIND_HTTPS.replace(
        "django.setup()",
        "django.setup()\nfrom django.conf import settings\n"
        "settings.STORAGES['staticfiles']['BACKEND'] = 'django.contrib.staticfiles.storage.StaticFilesStorage'\n"
        "settings.PASSWORD_HASHERS = ['django.contrib.auth.hashers.MD5PasswordHasher']",
        1,
    )
    ran = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, env=environment, capture_output=True, text=True, check=False, timeout=60
    )
    assert ran.returncode == 0, ran.stderr
    return json.loads(ran.stdout.splitlines()[-1])


def directives(header: str) -> dict[str, str]:
    pairs = (each.strip().partition(" ") for each in header.split(";"))
    return {name: value for name, _, value in pairs}
