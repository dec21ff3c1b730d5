"""Whatever is sent to the real server, it answers in words of ours, with the right status, and goes on serving."""

from __future__ import annotations

import json
import socket
from collections.abc import Iterator
from contextlib import closing
from urllib.parse import urlsplit

import pytest
from django.test import Client

from tests.serving import Site, served
from tests.web.test_access import TABLE
from tracker.models import User

PAGES = [row.address for route, row in TABLE.items() if not route.startswith(("edit/drafts", "api/v1/schema"))]
READER = ["/", "/incidents/yeonpyeong/", "/claims/k01/", "/sources/", "/parties/dprk/", "/api/v1/incidents/"]
CLOCKED = [
    "/",
    "/incidents/yeonpyeong/",
    "/incidents/yeonpyeong/questions/who-fired-first/",
    "/claims/k01/",
    "/sources/voa-2010-12-09/",
    "/parties/dprk/",
    "/api/v1/incidents/",
    "/api/v1/incidents/yeonpyeong/comparison",
    "/api/v1/claims/k01",
]


class Answer:
    def __init__(self, raw: bytes) -> None:
        head, _, self.body = raw.partition(b"\r\n\r\n")
        lines = head.decode("latin-1").split("\r\n")
        self.status = int(lines[0].split()[1])
        self.headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines[1:])}

    @property
    def text(self) -> str:
        return self.body.decode(errors="replace")


def sent(site: Site, request: bytes) -> Answer:
    """One request as it stands, over a connection of its own."""
    port = urlsplit(site.url).port
    with closing(socket.create_connection(("127.0.0.1", port), timeout=20)) as connection:
        connection.settimeout(20)
        try:
            connection.sendall(request)
        except (BrokenPipeError, ConnectionResetError):
            pass  # it may answer before it has read all
        received = b""
        try:
            while block := connection.recv(65_536):
                received += block
        except ConnectionResetError:
            pass
    return Answer(received)


def asked(site: Site, target: str | bytes, *, method: str = "GET", headers: str = "", body: bytes = b"") -> Answer:
    target = target.encode() if isinstance(target, str) else target
    port = urlsplit(site.url).port
    length = f"Content-Length: {len(body)}\r\n" if body else ""
    head = f" HTTP/1.1\r\nHost: localhost:{port}\r\nConnection: close\r\n{headers}{length}\r\n"
    return sent(site, method.encode() + b" " + target + head.encode("latin-1") + body)


def ours(answer: Answer, path: str, *statuses: int) -> None:
    """A page of ours, or a problem, that says what is wrong."""
    assert answer.status in statuses, (path, answer.status, answer.text[:300])
    if path.startswith("/api/"):
        assert answer.headers["content-type"] == "application/problem+json", path
        body = json.loads(answer.body)
        assert body["status"] == answer.status
        assert len(body["detail"]) > 20
    else:
        assert answer.headers["content-type"].startswith("text/html"), path
        assert "Counterclaim" in answer.text, path
        assert 'role="alert"' in answer.text, path
    assert "Traceback" not in answer.text


@pytest.fixture(scope="module")
def site(databases, django_db_setup, static_files, tmp_path_factory, django_db_blocker) -> Iterator[Site]:  # type: ignore[no-untyped-def]
    """One server for all of these: that it is still there at the end is part of what they show."""
    from tests.databases import pointed_at

    with (
        django_db_blocker.unblock(),
        databases.copy(databases.case_template) as name,
        pointed_at(name),
        served(tmp_path_factory.mktemp("bad_input") / "server.log") as found,
    ):
        yield found
        assert asked(found, "/healthz").status == 200
        log = found.log.read_text()
        assert "Internal Server Error" not in log, log[log.index("Internal Server Error") :][:6000]


@pytest.mark.parametrize("path", CLOCKED)
@pytest.mark.parametrize(
    "query",
    [
        "said_by=soon",
        "said_by=2010-02-30",
        "said_by=%00",
        "said_by=%ff%fe",
        "known_by=yesterday",
        "known_by=9999-12-31T23:59:59-12:00",
        "said_by=2010-11-23&said_by=2010-11-24",
        "said_by=" + "1" * 500,
        "said_by=%D9%A2%D9%A0%D9%A1%D9%A0-11-23",
    ],
)
def test_a_clock_that_is_none(site: Site, path: str, query: str) -> None:
    ours(asked(site, f"{path}?{query}"), path, 400)


@pytest.mark.parametrize("path", ["/incidents/yeonpyeong/", "/api/v1/incidents/yeonpyeong/comparison"])
def test_a_thousand_parties(site: Site, path: str) -> None:
    ours(asked(site, f"{path}?{'&'.join(f'parties=p{n}' for n in range(1000))}"), path, 400, 414)
    ours(asked(site, f"{path}?parties={','.join(f'p{n}' for n in range(600))}"), path, 400)
    ours(asked(site, f"{path}?parties={','.join(f'p{n}' for n in range(1000))}"), path, 414)
    ours(asked(site, f"{path}?parties=nobody"), path, 400)
    ours(asked(site, f"{path}?parties=%00"), path, 400)


@pytest.mark.parametrize("path", [*READER, "/nowhere", "/api/nowhere"])
def test_an_address_of_seven_thousand_characters(site: Site, path: str) -> None:
    ours(asked(site, f"{path}?x={'a' * 7000}"), path, 414)
    ours(asked(site, f"{path.rstrip('/')}/{'a' * 7000}"), path, 414, 404)


@pytest.mark.parametrize(
    "name",
    [
        "nobody",
        "%00",
        "%ff%fe",
        "..%2f..%2fetc%2fpasswd",
        "%F0%9F%92%A5",
        "a" * 300,
        "%3Cscript%3E",
        "' OR 1=1--".replace(" ", "%20"),
    ],
)
@pytest.mark.parametrize(
    "address",
    [
        "/incidents/{}/",
        "/incidents/yeonpyeong/questions/{}/",
        "/claims/{}/",
        "/sources/{}/",
        "/parties/{}/",
        "/{}",
        "/api/v1/incidents/{}/comparison",
        "/api/v1/claims/{}",
        "/api/{}",
    ],
)
def test_a_name_that_nothing_has(site: Site, address: str, name: str) -> None:
    path = address.format(name)
    answer = asked(site, path)
    ours(answer, path, 404)
    assert "<script>" not in answer.text.lower().replace("<script ", "")


@pytest.mark.parametrize(
    "target", [b"/incidents/\xff\xfe/", b"/\x80", b"/claims/\xed\xa0\x80/", b"/api/v1/claims/\xff"]
)
def test_bytes_that_no_address_may_hold(site: Site, target: bytes) -> None:
    """gunicorn itself refuses them; no browser sends them unescaped."""
    answer = asked(site, target)
    assert answer.status == 400
    assert "Invalid" in answer.text


@pytest.mark.parametrize("path", PAGES)
def test_head_is_get_without_the_body(site: Site, path: str) -> None:
    whole, head = asked(site, path), asked(site, path, method="HEAD")
    assert (head.status, head.body) == (whole.status, b"")
    assert head.headers.get("content-type") == whole.headers.get("content-type")


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("application/x-www-form-urlencoded", b"\x00\xff=%00&&&=&csrfmiddlewaretoken=%ff"),
        ("application/json", b'{"a": ' * 5000),
        ("multipart/form-data; boundary=x", b"--x\r\nContent-Disposition: form-data; name=a\r\n\r\n\xff"),
        ("multipart/form-data", b"no boundary"),
        ("\xff\xfe; charset=nonsense", b"\x00" * 1000),
    ],
)
def test_garbage_that_is_posted(site: Site, path: str, kind: str, body: bytes) -> None:
    answer = asked(site, path, method="POST", headers=f"Content-Type: {kind}\r\n", body=body)
    if path == "/healthz":
        assert answer.status in (403, 405)
    else:
        ours(answer, path, 400, 403, 404, 405)


@pytest.mark.parametrize("kind", ["application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "text/plain"])
def test_garbage_that_an_editor_posts(site: Site, kind: str) -> None:
    """With a token that fits, so that it reaches the forms."""
    alice, _ = User.objects.get_or_create(username="alice", defaults={"role": "editor"})
    client = Client()
    client.force_login(alice)
    session = client.cookies["sessionid"].value
    token = "a" * 32
    cookie = f"Cookie: sessionid={session}; csrftoken={token}\r\nX-CSRFToken: {token}\r\n"
    for path in [each for each in PAGES if each.startswith("/edit/")]:
        for body in (
            b"%00=%00&pieces=[[1,2&question=%ff",
            b"--x\r\n\r\n\xff\r\n--x--",
            b"",
            b"words=" + b"a" * 100_000,
        ):
            answer = asked(site, path, method="POST", headers=f"{cookie}Content-Type: {kind}\r\n", body=body)
            if answer.status == 302:  # a button without a page: what became of it is said on the page that it leads to
                assert path.startswith(("/edit/publish/", "/edit/read", "/edit/undo", "/edit/watch")), path
                continue
            assert 400 <= answer.status < 500, (path, body[:20], answer.status)
            assert "Counterclaim" in answer.text, (path, answer.status)


def test_a_header_too_large_to_read(site: Site) -> None:
    assert asked(site, "/", headers=f"X-Long: {'a' * 100_000}\r\n").status in (400, 431)
    assert asked(site, "/", headers="".join(f"X-{n}: a\r\n" for n in range(500))).status in (400, 431)
    assert asked(site, "/", headers=f"Cookie: {'a=b; ' * 3000}\r\n").status in (200, 400, 431)


@pytest.mark.parametrize(
    "headers",
    [
        "Cookie: sessionid=\x00\xff; csrftoken=\xff\r\n",
        "Accept-Language: " + "xx-" * 300 + "\r\n",
        "Accept: \xff/\xfe;q=nonsense\r\n",
        "If-Modified-Since: never\r\nIf-None-Match: \xff\r\n",
        "Range: bytes=5-1\r\n",
        "X-Forwarded-For: ' OR 1=1\r\nX-Forwarded-Proto: https\r\n",
        "Referer: javascript:alert(1)\r\n",
    ],
)
@pytest.mark.parametrize("path", READER)
def test_headers_that_mean_nothing(site: Site, headers: str, path: str) -> None:
    answer = asked(site, path, headers=headers)
    assert answer.status in (200, 400, 406)
    assert "Traceback" not in answer.text


@pytest.mark.parametrize("host", ["evil.example", "localhost@evil.example", "\xff", "", "a" * 5000])
def test_another_name_of_the_site(site: Site, host: str) -> None:
    for path in ("/", "/api/v1/incidents/"):
        answer = sent(site, f"GET {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n".encode("latin-1"))
        assert answer.status == 400
        assert "evil.example" not in answer.text


@pytest.mark.parametrize(
    "request_line",
    [
        b"GARBAGE\r\n\r\n",
        b"GET / HTTP/9.9\r\n\r\n",
        b"\x16\x03\x01\x02\x00\r\n\r\n",
        b"GET  /  HTTP/1.1\r\n\r\n",
        b"GET http://[ HTTP/1.1\r\nHost: localhost\r\n\r\n",
    ],
)
def test_what_is_no_request(site: Site, request_line: bytes) -> None:
    assert sent(site, request_line).status in (400, 404, 505)


def test_a_body_larger_than_any_of_ours(site: Site) -> None:
    body = b"a=" + b"b" * (9 * 1024 * 1024)
    kind = "Content-Type: application/x-www-form-urlencoded\r\n"
    answer = asked(site, "/accounts/login/", method="POST", headers=kind, body=body)
    assert answer.status in (400, 403, 413)


@pytest.mark.parametrize("method", ["TRACE", "CONNECT", "PROPFIND", "FOO"])
def test_methods_that_nobody_knows(site: Site, method: str) -> None:
    for path in ("/", "/incidents/yeonpyeong/", "/api/v1/incidents/", "/edit/"):
        assert asked(site, path, method=method).status in (302, 400, 403, 405, 501)
