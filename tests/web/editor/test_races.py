"""Twenty editors save one claim at the same moment, ten times over, through the real server: none is overwritten."""

from __future__ import annotations

import html
import re
from concurrent.futures import ThreadPoolExecutor
from http.cookiejar import CookieJar
from threading import Barrier
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, HTTPRedirectHandler, Request, build_opener

from django.conf import settings
from django.test import Client

from tests.actions.world import World, account
from tests.serving import Site
from tests.web.editor.test_correct import form
from tracker.models import Claim, Draft
from tracker.queries.history import history

EDITORS, ROUNDS = 20, 10


class NoRedirects(HTTPRedirectHandler):
    def redirect_request(self, *_: Any) -> None:
        return None


class Editor:
    """Somebody with a browser of their own, without JavaScript."""

    def __init__(self, site: Site, name: str) -> None:
        client = Client()
        client.force_login(account(name))
        self.name, self.site = name, site
        self.session = client.cookies[settings.SESSION_COOKIE_NAME].value
        self.opener = build_opener(HTTPCookieProcessor(CookieJar()), NoRedirects())
        self.form: dict[str, str] = {}

    def ask(self, address: str, sent: dict[str, str] | None = None) -> tuple[int, str]:
        data = urlencode(sent).encode() if sent is not None else None
        request = Request(self.site.url + address, data=data, headers={"Cookie": self._cookies()})
        try:
            with self.opener.open(request, timeout=60) as answer:
                self._token(answer.headers)
                return answer.status, html.unescape(answer.read().decode())
        except HTTPError as error:
            return error.code, html.unescape(error.read().decode())

    def _token(self, headers: Any) -> None:
        for cookie in headers.get_all("Set-Cookie", []):
            if cookie.startswith(f"{settings.CSRF_COOKIE_NAME}="):
                self.token = cookie.split(";")[0]

    def _cookies(self) -> str:
        return "; ".join(filter(None, (f"{settings.SESSION_COOKIE_NAME}={self.session}", getattr(self, "token", ""))))


def test_twenty_editors_ten_rounds(empty_site: Site) -> None:
    world = World()
    claim = world.published()
    address = f"/edit/claims/{claim.key}/"
    editors = [Editor(empty_site, f"editor{number}") for number in range(EDITORS)]
    with ThreadPoolExecutor(EDITORS) as pool:
        for editor, (status, page) in zip(editors, pool.map(lambda each: each.ask(address), editors), strict=True):
            assert status == 200
            editor.form = form(world, claim, page)
        won = []
        for number in range(ROUNDS):
            start = Barrier(EDITORS)
            seen = str(2 + number)

            def save(editor: Editor, number: int = number, seen: str = seen, start: Barrier = start) -> tuple[int, str]:
                sent = editor.form | {"said_note": f"<{editor.name} {number}>", "note": editor.name, "seen": seen}
                start.wait()
                return editor.ask(address, sent)

            answers = dict(zip([editor.name for editor in editors], pool.map(save, editors), strict=True))
            accepted = [name for name, (status, _page) in answers.items() if status == 302]
            refused = {name: page for name, (status, page) in answers.items() if status == 409}
            assert (len(accepted), len(refused)) == (1, EDITORS - 1), {n: s for n, (s, _p) in answers.items()}
            won += accepted
            assert Claim.objects.get().said_note == f"<{accepted[0]} {number}>"
            for name, page in refused.items():
                assert f"{accepted[0]} saved this while you were writing." in page
                shown = re.sub(r"<del>.*?</del>|</?ins>", "", page)
                assert shown.count(f"<{accepted[0]} {number}>") == 1
                assert shown.count(f"<{name} {number}>") >= 1
    told = history(kind="claim", key=claim.key, viewer=world.alice)
    assert told is not None
    assert [revision.by for revision in reversed(told.revisions)] == ["alice", "alice", *won]
    assert Draft.objects.exists()  # what the others typed is among their drafts
