"""Who may do what at every address of the site: a table written by hand, and a walk through it.

An address that the site has and the table does not fails; so does a row whose address is gone. Cells are the
statuses of GET, HEAD, POST, PUT, PATCH, DELETE and OPTIONS, in this order. Nothing that a cell does is kept.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.conf import settings
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils import timezone

from tracker.actions.change import change
from tracker.models import Claim, Draft, User

METHODS = ("get", "head", "post", "put", "patch", "delete", "options")
ROLES = ("anonymous", "reader", "contributor", "editor", "other editor", "steward", "admin")


@dataclass(frozen=True)
class Row:
    """What each role gets at an address of a route. `editor` owns the draft that some addresses name."""

    address: str
    anonymous: str
    reader: str
    contributor: str
    editor: str
    other_editor: str
    steward: str
    admin: str

    def cells(self, role: str) -> list[int]:
        return [int(cell) for cell in getattr(self, role.replace(" ", "_")).split()]


def everybody(address: str, cells: str) -> Row:
    return Row(address, *[cells] * len(ROLES))


def signed_in(address: str, anonymous: str, cells: str) -> Row:
    """The same for whoever is signed in."""
    return Row(address, anonymous, *[cells] * (len(ROLES) - 1))


def editors(address: str, cells: str, least: str = "contributor", **otherwise: str) -> Row:
    """An editors' room, for the role `least` and those above; `otherwise` has the cells of a role that differ.

    Nobody signed in is sent to sign in, who is below is refused, wherever there is a way in.
    """

    def instead(status: int) -> str:
        return " ".join(cell if cell == "405" else str(status) for cell in cells.split())

    def of(role: str) -> str:
        below = ROLES.index(role) < ROLES.index(least)
        return otherwise.get(role.replace(" ", "_"), instead(403) if below else cells)

    return Row(address, instead(302), *map(of, ROLES[1:]))


READS = "200 200 405 405 405 405 405"
ANSWERS = "200 200 405 405 405 405 204"
FILLED_IN = "200 200 422 405 405 405 405"
SEEN = "200 200 403 405 405 405 405"
STALE = "200 200 409 405 405 405 405"
SENT = "405 405 {} 405 405 405 405"
NOTHING = "404 404 404 404 404 404 404"

TABLE = {
    # for whoever watches the site
    "healthz": everybody("/healthz", READS),
    # for whoever keeps the site on a phone
    "manifest.webmanifest": everybody("/manifest.webmanifest", READS),
    # readers' pages
    "": everybody("/", READS),
    "incidents/<name:slug>/": everybody("/incidents/yeonpyeong/", READS),
    "incidents/<name:incident>/questions/<name:slug>/": everybody(
        "/incidents/yeonpyeong/questions/who-fired-first/", READS
    ),
    "claims/<name:key>/": everybody("/claims/k01/", READS),
    "sources/": everybody("/sources/", READS),
    "sources/<name:slug>/": everybody("/sources/voa-2010-12-09/", READS),
    "parties/": everybody("/parties/", READS),
    "parties/<name:slug>/": everybody("/parties/dprk-mfa/", READS),
    "search": everybody("/search?q=torpedo", READS),
    "letters/": everybody("/letters/", READS),
    "letters/new": everybody("/letters/new?about=claim:k01", "200 200 422 405 405 405 405"),
    "letters/<name:code>/": everybody("/letters/elsewhere/", "404 404 405 405 405 405 405"),
    # signing in: who is signed in needs no form for it
    "accounts/login/": signed_in("/accounts/login/", "200 200 200 200 405 405 200", "302 302 302 302 302 302 302"),
    "accounts/logout/": signed_in("/accounts/logout/", "302 302 302 405 405 405 200", "200 200 302 405 405 405 200"),
    "accounts/password/change/": signed_in(
        "/accounts/password/change/", "302 302 302 302 302 302 302", "200 200 200 200 405 405 200"
    ),
    "accounts/welcome/<uidb64>/<token>/": everybody("/accounts/welcome/MQ/none/", "200 200 200 405 405 405 405"),
    # editors' rooms; what is sent here is empty, so that every form finds its faults
    "edit/": editors("/edit/", READS),
    "edit/sources/": editors("/edit/sources/", READS),
    "edit/sources/new": editors("/edit/sources/new", FILLED_IN),
    "edit/sources/<str:slug>/": editors("/edit/sources/voa-2010-12-09/", "200 200 400 405 405 405 405"),
    "edit/sources/<str:slug>/carried": editors("/edit/sources/voa-2010-12-09/carried", "200 200 400 405 405 405 405"),
    "edit/sources/<str:slug>/proposals": editors("/edit/sources/voa-2010-12-09/proposals", READS),
    "edit/sources/<str:slug>/doubts": editors("/edit/sources/voa-2010-12-09/doubts", READS),
    "edit/claims/<str:key>/": editors("/edit/claims/k01/", FILLED_IN),
    "edit/claims/<str:key>/withdraw": editors(  # the case was published by somebody else
        "/edit/claims/k01/withdraw", SENT.format(403), steward=SENT.format(409), admin=SENT.format(409)
    ),
    "edit/claims/<str:key>/history": editors("/edit/claims/k01/history", "301 301 405 405 405 405 405"),
    "edit/history/<str:kind>/<str:key>": editors(  # who may not correct is told so
        "/edit/history/claim/k01", "200 200 409 405 405 405 405", contributor=FILLED_IN
    ),
    "edit/keys/letters": editors("/edit/keys/letters", SENT.format(400)),
    "edit/letters/": editors("/edit/letters/", READS, least="editor"),
    "edit/letters/<str:key>/": editors("/edit/letters/elsewhere/", "404 404 404 405 405 405 405", least="editor"),
    "edit/watch": editors("/edit/watch", SENT.format(400)),
    "edit/read": editors("/edit/read", SENT.format(400)),
    "edit/undo": editors("/edit/undo", "200 200 409 405 405 405 405"),
    # records: whoever works makes them, editors correct them, stewards merge them
    "edit/sources/<str:slug>/data": editors("/edit/sources/voa-2010-12-09/data", FILLED_IN, contributor=SEEN),
    "edit/incidents/": editors("/edit/incidents/", READS),
    "edit/incidents/new": editors("/edit/incidents/new", FILLED_IN),
    "edit/incidents/<str:slug>/": editors("/edit/incidents/yeonpyeong/", FILLED_IN, contributor=SEEN),
    "edit/incidents/<str:slug>/order": editors("/edit/incidents/yeonpyeong/order", SENT.format(400), least="editor"),
    "edit/incidents/<str:slug>/sides": editors("/edit/incidents/yeonpyeong/sides", SENT.format(400), least="editor"),
    "edit/incidents/<str:slug>/questions/new": editors("/edit/incidents/yeonpyeong/questions/new", FILLED_IN),
    "edit/questions/<str:key>/": editors("/edit/questions/Y1/", STALE, contributor=SEEN),
    "edit/questions/<str:key>/answers": editors("/edit/questions/Y1/answers", SENT.format(400)),
    "edit/questions/<str:key>/merge": editors("/edit/questions/Y1/merge", FILLED_IN, least="steward"),
    "edit/questions/<str:key>/split": editors("/edit/questions/Y1/split", FILLED_IN, least="steward"),
    "edit/answers/<str:key>/": editors("/edit/answers/Y1a/", STALE, contributor=SEEN),
    "edit/parties/": editors("/edit/parties/", READS),
    "edit/parties/new": editors("/edit/parties/new", FILLED_IN),
    "edit/parties/<str:slug>/": editors("/edit/parties/dprk/", STALE, contributor=SEEN),
    "edit/parties/<str:slug>/affiliations": editors("/edit/parties/dprk/affiliations", SENT.format(422)),
    "edit/parties/<str:slug>/merge": editors("/edit/parties/dprk/merge", FILLED_IN, least="steward"),
    "edit/affiliations/<str:key>/": editors("/edit/affiliations/elsewhere/", "404 404 404 405 405 405 405"),
    "edit/publish/<str:kind>/<str:key>": editors("/edit/publish/party/dprk", SENT.format(302), least="editor"),
    # working together; a proposal of the contributor's waits
    "edit/review/": editors("/edit/review/", READS),
    "edit/review/<str:key>/": editors("/edit/review/{proposal}/", "200 200 400 405 405 405 405"),
    "edit/comments/<str:key>/resolve": editors("/edit/comments/elsewhere/resolve", SENT.format(404)),
    "edit/govern/": editors("/edit/govern/", READS, least="steward"),
    "edit/govern/<str:key>/": editors("/edit/govern/yeonpyeong/", "200 200 409 405 405 405 405", least="steward"),
    "edit/people/": editors("/edit/people/", FILLED_IN, least="admin"),
    "edit/people/<int:pk>/": editors("/edit/people/{person}/", FILLED_IN, least="admin"),
    "edit/account/": editors("/edit/account/", FILLED_IN),
    "edit/drafts": editors("/edit/drafts", SENT.format(400)),
    "edit/drafts/<str:key>/discard": editors("/edit/drafts/{draft}/discard", SENT.format(302)),
    # the interface for programs
    "api/v1/incidents/": everybody("/api/v1/incidents/", ANSWERS),
    "api/v1/incidents/<str:slug>/comparison": everybody("/api/v1/incidents/yeonpyeong/comparison", ANSWERS),
    "api/v1/claims/<str:key>": everybody("/api/v1/claims/k01", ANSWERS),
    "api/v1/schema/": everybody("/api/v1/schema/", ANSWERS),
    "api/v1/docs/": everybody("/api/v1/docs/", "200 200 405 405 405 405 200"),
    "api/": everybody("/api/elsewhere", NOTHING),
}


def addresses(patterns: list[Any], before: str = "") -> Iterator[str]:
    for pattern in patterns:
        route = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from addresses(pattern.url_patterns, route)
        elif isinstance(pattern, URLPattern):
            yield route


def people() -> dict[str, User | None]:
    made = {
        name: User.objects.create(username=name.replace(" ", "_"), role=name.removeprefix("other "))
        for name in ROLES[1:]
    }
    return {"anonymous": None, **made}


def test_every_address_of_the_site_stands_in_the_table() -> None:
    assert sorted(addresses(get_resolver().url_patterns)) == sorted(TABLE)


@pytest.mark.parametrize("route", TABLE)
def test_each_role_gets_what_the_table_says(case_db: None, route: str) -> None:
    row = TABLE[route]
    somebody = people()
    draft = Draft.objects.create(owner=somebody["editor"], purpose="claim:S01", updated_at=timezone.now())
    address = row.address.format(
        draft=draft.key, proposal=proposed(somebody["contributor"]), person=somebody["reader"].pk
    )
    sessions = {role: session_of(somebody[role]) for role in ROLES}
    got = {role: [status(address, method, somebody[role], sessions[role]) for method in METHODS] for role in ROLES}
    assert got == {role: row.cells(role) for role in ROLES}


def proposed(by: User) -> str:
    """The key of a claim that somebody proposed."""
    with change(by=by, note="", may="record_claim"):
        claim = Claim.objects.get(key="k01")
        claim.pk, claim.key, claim.revision, claim.published_at, claim.author = None, "proposed", 1, None, by
        claim.save(force_insert=True)
    return claim.key


def status(address: str, method: str, user: User | None, session: str = "") -> int:
    """The status of one request, which leaves nothing behind. `session` spares signing in."""
    client = Client()
    if session:
        client.cookies[settings.SESSION_COOKIE_NAME] = session
    with transaction.atomic():
        if user is not None and not session:
            client.force_login(user)
        found: int = getattr(client, method)(address).status_code
        transaction.set_rollback(True)
    return found


def session_of(user: User | None) -> str:
    """The cookie of somebody who signed in."""
    if user is None:
        return ""
    client = Client()
    client.force_login(user)
    return client.cookies[settings.SESSION_COOKIE_NAME].value


@pytest.fixture
def draft(case_db: None) -> Draft:
    owner = User.objects.create(username="alice", role="editor")
    return Draft.objects.create(owner=owner, key="aaaabbbbcc", purpose="claim:S01", updated_at=timezone.now())


@pytest.mark.parametrize("role", ["reader", "contributor", "editor", "steward", "admin"])
def test_a_draft_is_removed_by_its_owner_alone(draft: Draft, client: Client, role: str) -> None:
    client.force_login(User.objects.create(username="bob", role=role))
    client.post(f"/edit/drafts/{draft.key}/discard")
    assert Draft.objects.filter(pk=draft.pk).exists()
    client.force_login(draft.owner)
    client.post(f"/edit/drafts/{draft.key}/discard")
    assert not Draft.objects.filter(pk=draft.pk).exists()


@pytest.mark.parametrize(
    "route", [route for route, row in TABLE.items() if row.editor.split()[2] not in ("404", "405")]
)
def test_nothing_is_taken_that_was_not_sent_from_a_page_of_ours(case_db: None, route: str) -> None:
    """A form of another site carries no token: it is refused before anything is looked at."""
    client = Client(enforce_csrf_checks=True)
    client.force_login(User.objects.create(username="alice", role="editor"))
    response = client.post(TABLE[route].address.format(draft="aaaabbbbcc", proposal="aaaabbbbcc", person=1))
    assert response.status_code == 403
    assert "Nothing was changed" in response.content.decode()


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "options"])
def test_a_page_that_only_reads_says_so(case_db: None, client: Client, method: str) -> None:
    response = getattr(client, method)("/incidents/yeonpyeong/")
    assert (response.status_code, response["Allow"]) == (405, "GET, HEAD")
    assert "It can be read" in response.content.decode()


def test_an_account_that_was_closed_is_nobody(case_db: None) -> None:
    gone = User.objects.create(username="gone", role="admin", is_active=False)
    assert status("/edit/", "get", gone) == 302
