"""Fetching from servers of the tests: the lawful page comes, every trap is a sentence that names the rule."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.ingest.webserver import LAB, PAGE, Server, certificate_for, serving
from tracker.ingest import fetch as fetching
from tracker.ingest.extract import NotRead
from tracker.ingest.fetch import Fetched, fetch
from tracker.ingest.fetch_child import fetched
from tracker.ingest.found import Unreadable
from tracker.ingest.guard import Lab


@pytest.fixture
def server() -> Iterator[Server]:
    with serving() as found:
        yield found


@pytest.fixture
def get(server: Server) -> Callable[[str], Fetched]:
    return lambda path: fetch(url=server.url + path, ports=frozenset([server.port]), lab=LAB)


def why(call: Callable[[], Any]) -> str:
    with pytest.raises(NotRead) as unread:
        call()
    assert unread.value.message.endswith(".")
    return unread.value.why


def test_a_page_comes_as_it_is_with_its_declared_type(server: Server, get) -> None:
    found = get("/page?q=1")
    assert (found.data.decode(), found.declared_type, found.redirects) == (PAGE, "text/html", ())
    assert (found.address, found.status) == (f"{server.url}/page?q=1", 200)
    assert ("Content-Length", str(len(PAGE))) in found.headers
    [(path, headers)] = server.asked
    assert path == "/page?q=1"
    assert headers["Host"] == f"127.0.0.1:{server.port}"
    assert not {"Cookie", "Authorization", "Referer"} & set(headers)


def test_gzip_is_undone_and_a_charset_kept(get) -> None:
    assert get("/gzip").data.decode() == PAGE
    assert get("/korean").declared_type == "text/html; charset=euc-kr"


def test_five_redirects_are_followed_and_kept(server: Server, get) -> None:
    found = get("/count/5")
    assert found.address == f"{server.url}/page"
    assert found.redirects == tuple((f"{server.url}/count/{number}", 307) for number in (5, 4, 3, 2, 1))


@pytest.mark.parametrize(
    ("path", "reason"),
    [
        ("/count/6", "redirects"),
        ("/loop", "redirects"),
        ("/nowhere", "redirect_nowhere"),
        ("/to/file:///etc/passwd", "address_scheme"),
        ("/to/http://169.254.169.254/latest/meta-data/", "address_port"),
        ("/to/http://user@127.0.0.1/", "address_user"),
        ("/to/http://2130706433/", "address_port"),
        ("/status/404", "status"),
        ("/status/500", "status"),
        ("/brotli", "coding"),
        ("/notgzip", "coding"),
        ("/cutgzip", "cut"),
        ("/bomb", "body_large"),
        ("/fat", "body_large"),
        ("/endless", "body_large"),
        ("/short", "no_answer"),
        ("/garbage", "no_answer"),
    ],
)
def test_every_trap_is_refused_by_its_rule(get, path: str, reason: str) -> None:
    start = time.monotonic()
    assert why(lambda: get(path)) == reason
    assert time.monotonic() - start < 25


def test_how_much_has_come_is_told_on_the_way(server: Server) -> None:
    told: list[int] = []
    found = fetch(url=f"{server.url}/long", ports=frozenset([server.port]), lab=LAB, told=told.append)
    assert len(found.data) == told[-1] == 600_000
    assert told == sorted(told)
    assert len(told) > 5


def test_a_cookie_of_the_host_is_not_kept(get) -> None:
    names = [name for name, _value in get("/cookie").headers]
    assert "X-Kept" in names
    assert "Set-Cookie" not in names


def test_each_redirect_is_vetted_anew_and_no_inner_host_is_dialled(server: Server) -> None:
    with serving() as inner:
        lab = Lab(networks=("127.0.0.1/32",))
        for host in ("127.0.0.2", "localhost.localdomain.invalid", "[::1]", "0.0.0.0", "[::ffff:127.0.0.1]"):
            url = f"{server.url}/to/http://{host}:{inner.port}/secret"
            reason = why(lambda url=url: fetch(url=url, ports=frozenset([server.port, inner.port]), lab=lab))
            assert reason in ("address_forbidden", "no_such_host")
        assert inner.asked == []


def test_without_the_tests_parameter_this_machine_is_never_dialled(server: Server) -> None:
    ports = frozenset([server.port])
    assert why(lambda: fetch(url=server.url, ports=ports)) == "address_forbidden"
    assert why(lambda: fetch(url=f"http://localhost:{server.port}/", ports=ports)) == "address_forbidden"
    assert why(lambda: fetch(url=server.url, lab=LAB)) == "address_port"
    assert server.asked == []


@pytest.mark.parametrize("path", ["/dripheader", "/dripbody"])
def test_a_host_that_answers_byte_by_byte_is_left_in_time(get, monkeypatch: pytest.MonkeyPatch, path: str) -> None:
    monkeypatch.setattr(fetching, "SECONDS", 3)
    start = time.monotonic()
    assert why(lambda: get(path)) == "fetch_slow"
    assert time.monotonic() - start < 10


def rows(*addresses: str) -> Callable[..., list[Any]]:
    """A resolver that gives these, and counts how often it is asked."""

    def resolve(host: str, port: int, **_more: Any) -> list[Any]:
        resolve.asked.append(host)  # type: ignore[attr-defined]
        return [(2, 1, 6, "", (address, port)) for address in addresses]

    resolve.asked = []  # type: ignore[attr-defined]
    return resolve


def test_a_host_is_resolved_once_and_the_vetted_address_dialled(server: Server) -> None:
    resolve = rows("127.0.0.1")
    url = f"http://news.example:{server.port}/page"
    head, body = fetched(url=url, ports=frozenset([server.port]), lab=LAB, resolve=resolve)
    assert (head["address"], body.decode()) == (url, PAGE)
    assert resolve.asked == ["news.example"]
    assert server.asked[0][1]["Host"] == f"news.example:{server.port}"


@pytest.mark.parametrize("addresses", [("127.0.0.1", "10.0.0.1"), ("10.0.0.1", "127.0.0.1"), ("::1",), ()])
def test_one_inner_address_among_those_of_a_host_is_enough(server: Server, addresses: tuple[str, ...]) -> None:
    url = f"http://news.example:{server.port}/page"
    with pytest.raises(Unreadable) as refused:
        fetched(url=url, ports=frozenset([server.port]), lab=LAB, resolve=rows(*addresses))
    assert refused.value.why == ("address_forbidden" if addresses else "no_such_host")
    assert server.asked == []


@pytest.mark.skipif(shutil.which("openssl") is None, reason="openssl makes the certificates of this test")
def test_a_certificate_must_fit_the_name_and_be_trusted(tmp_path: Path) -> None:
    certificate = certificate_for(tmp_path, "news.example")
    lab = Lab(networks=LAB.networks, authority=str(certificate))
    with serving(certificate) as server:

        def asked(host: str, lab: Lab) -> str:
            try:
                url, ports = f"https://{host}:{server.port}/page", frozenset([server.port])
                return fetched(url=url, ports=ports, lab=lab, resolve=rows("127.0.0.1"))[1].decode()
            except Unreadable as unreadable:
                return unreadable.why

        assert asked("news.example", lab) == PAGE
        assert asked("other.example", lab) == "certificate"
        assert asked("127.0.0.1", lab) == "certificate"
        assert asked("news.example", LAB) == "certificate"
        assert len(server.asked) == 1
