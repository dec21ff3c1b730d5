"""The process that fetches: each host resolved once, every address of it vetted, the vetted one dialled.

In on stdin: JSON with the address. Out on stdout: a line of JSON, then the body. Its parent stops it after 20 s,
whatever it is waiting for: a name, a handshake, a header that comes letter by letter.
"""

from __future__ import annotations

import json
import signal
import socket
import sys
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Final
from urllib.parse import urljoin

import certifi
from urllib3 import HTTPConnectionPool, HTTPResponse, HTTPSConnectionPool, Timeout
from urllib3.exceptions import HTTPError, SSLError

from tracker.ingest.child import limit
from tracker.ingest.found import Unreadable
from tracker.ingest.guard import Lab, Target, target, vet

LARGEST: Final = 10 * 1024 * 1024
"""Bytes of the largest body, unpacked."""

REDIRECTS: Final = 5

LONGEST: Final = 30
"""Seconds after which it ends itself, should its parent be gone."""

HEADERS: Final = 20_000
"""Characters of the answer's headers that are kept."""

Resolve = Callable[..., list[Any]]
_HEADERS: Final = {
    "User-Agent": "Counterclaim/1 (an editor asked for this page)",
    "Accept": "text/html,application/xhtml+xml,application/pdf,text/plain;q=0.9,*/*;q=0.5",
    "Accept-Encoding": "gzip",
}


def fetched(
    *, url: str, ports: frozenset[int], lab: Lab, resolve: Resolve = socket.getaddrinfo
) -> tuple[dict[str, Any], bytes]:
    """Where the address led ({"address", "redirects", "status", "headers"}) and the body. Raises Unreadable."""
    passed: list[tuple[str, int]] = []
    for _hop in range(REDIRECTS + 1):
        there = target(url=url, ports=ports)
        with _asked(there, lab, resolve) as response:
            if response.status in (301, 302, 303, 307, 308):
                passed.append((there.url, response.status))
                onward = response.headers.get("Location")
                if not onward:
                    raise Unreadable("redirect_nowhere")
                url = urljoin(there.url, onward.strip())
                continue
            if response.status != 200:
                raise Unreadable("status", status=response.status)
            body = b"".join(_unpacked(response))
            return {
                "address": there.url,
                "redirects": passed,
                "status": response.status,
                "headers": list(_kept(response)),
            }, body
    raise Unreadable("redirects", most=REDIRECTS)


@contextmanager
def _asked(there: Target, lab: Lab, resolve: Resolve) -> Iterator[HTTPResponse]:
    address = _address(there, lab, resolve)
    timeout = Timeout(connect=10, read=15)
    pool: HTTPConnectionPool
    if there.scheme == "https":
        pool = HTTPSConnectionPool(
            address,
            there.port,
            timeout=timeout,
            ca_certs=lab.authority or certifi.where(),
            cert_reqs="CERT_REQUIRED",
            server_hostname=there.host,
            assert_hostname=there.host,
        )
    else:
        pool = HTTPConnectionPool(address, there.port, timeout=timeout)
    try:
        with pool:
            response = pool.urlopen(
                "GET",
                there.path,
                headers=_HEADERS | {"Host": there.named},
                redirect=False,
                retries=False,
                preload_content=False,
                decode_content=False,
            )
            try:
                yield response  # type: ignore[misc]
            finally:
                response.close()
    except SSLError:
        raise Unreadable("certificate", host=there.host) from None
    except (HTTPError, OSError, ValueError):
        raise Unreadable("no_answer", host=there.host) from None


def _address(there: Target, lab: Lab, resolve: Resolve) -> str:
    """The first address of the host, once every one of them is vetted."""
    try:
        rows = resolve(there.host, there.port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise Unreadable("no_such_host", host=there.host) from None
    vetted = [vet(address=str(row[4][0]), lab=lab) for row in rows]
    if not vetted:
        raise Unreadable("no_such_host", host=there.host)
    return vetted[0]


def _kept(response: HTTPResponse) -> Iterator[tuple[str, str]]:
    """The headers as they came, without what is meant for one visitor alone."""
    left = HEADERS
    for name, value in response.headers.items():
        left -= len(name) + len(value)
        if left >= 0 and name.lower() not in ("set-cookie", "set-cookie2"):
            yield name, value.replace("\0", "")


def _unpacked(response: HTTPResponse) -> Iterator[bytes]:
    """The body, gzip undone, never more than is allowed in memory."""
    coding = response.headers.get("Content-Encoding", "identity").strip().lower()
    if coding not in ("", "identity", "gzip", "x-gzip"):
        raise Unreadable("coding", coding=coding[:40])
    unzip = zlib.decompressobj(wbits=31) if "gzip" in coding else None
    left = packed = LARGEST
    while chunk := response.read(65_536):
        packed -= len(chunk)
        if packed < 0:
            raise Unreadable("body_large", most=LARGEST // 1024 // 1024)
        try:
            piece = unzip.decompress(chunk, left + 1) if unzip else chunk
        except zlib.error:
            raise Unreadable("coding", coding=coding) from None
        left -= len(piece)
        if left < 0:
            raise Unreadable("body_large", most=LARGEST // 1024 // 1024)
        print(LARGEST - packed, file=sys.stderr, flush=True)  # noqa: T201 - to the parent: so many bytes have come
        yield piece
    if unzip and not unzip.eof:
        raise Unreadable("cut")


def main() -> None:
    limit()
    signal.alarm(LONGEST)
    asked = json.loads(sys.stdin.buffer.read())
    lab = Lab(networks=tuple(asked["networks"]), authority=asked["authority"])
    head: dict[str, Any]
    try:
        head, body = fetched(url=asked["url"], ports=frozenset(asked["ports"]), lab=lab)
    except Unreadable as unreadable:
        head, body = {"why": unreadable.why, "facts": unreadable.facts}, b""
    sys.stdout.buffer.write(json.dumps(head).encode() + b"\n" + body)


if __name__ == "__main__":
    main()
