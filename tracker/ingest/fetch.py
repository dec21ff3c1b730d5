"""A page of the open web, fetched by the server for an editor: behind a guard, within 20 s."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from tracker.ingest.extract import NotRead
from tracker.ingest.guard import PORTS, Lab
from tracker.ingest.process import TooSlow, ask

SECONDS: Final = 20
NO_LAB: Final = Lab()


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """The body as it came, gzip undone. `address` is the last one, `redirects` are those before it, with the status
    that each answered. `headers` are those of the last answer, in their order, but for cookies."""

    data: bytes
    address: str
    redirects: tuple[tuple[str, int], ...]
    status: int
    headers: tuple[tuple[str, str], ...]

    @property
    def declared_type(self) -> str:
        """The Content-Type, as it was sent."""
        return next((value for name, value in self.headers if name.lower() == "content-type"), "")[:200]


def fetch(
    *, url: str, ports: frozenset[int] = PORTS, lab: Lab = NO_LAB, told: Callable[[int], None] | None = None
) -> Fetched:
    """What stands at an address, after at most five redirects, each of which is vetted like the first.

    Raises NotRead, which names the rule, for what is not http or https, has another port, a user, a number for a
    host, or any address off the open net; for more than 10 MB unpacked or 20 s; for a certificate that does not
    fit; for every answer but 200. `told` is given the number of bytes as they come, in a thread of its own. `lab` is
    for tests alone.
    """
    question = {"url": url, "ports": sorted(ports), "networks": lab.networks, "authority": lab.authority}
    try:
        said = ask(
            module="tracker.ingest.fetch_child", question=json.dumps(question).encode(), seconds=SECONDS, told=told
        )
    except TooSlow:
        raise NotRead("fetch_slow", seconds=SECONDS) from None
    head, _newline, data = said.partition(b"\n")
    try:
        found = json.loads(head)
    except ValueError:
        raise NotRead("fetch_failed") from None
    if "why" in found:
        raise NotRead(found["why"], **found["facts"])
    return Fetched(
        data=data,
        address=found["address"],
        redirects=tuple((address, status) for address, status in found["redirects"]),
        status=found["status"],
        headers=tuple((name, value) for name, value in found["headers"]),
    )
