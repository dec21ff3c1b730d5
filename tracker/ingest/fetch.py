"""A page of the open web, fetched by the server for an editor: behind a guard, within 20 s."""

from __future__ import annotations

import json
from dataclasses import dataclass
from threading import BoundedSemaphore
from typing import Final

from tracker.ingest.extract import PATIENCE, NotRead
from tracker.ingest.guard import PORTS, Lab
from tracker.ingest.process import TooSlow, ask

SECONDS: Final = 20
NO_LAB: Final = Lab()

_TURN: Final = BoundedSemaphore(1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """The body as it came, gzip undone. `address` is the last one, `redirects` are those before it."""

    data: bytes
    address: str
    redirects: tuple[str, ...]
    declared_type: str


def fetch(*, url: str, ports: frozenset[int] = PORTS, lab: Lab = NO_LAB) -> Fetched:
    """What stands at an address, after at most five redirects, each of which is vetted like the first.

    Raises NotRead, which names the rule, for what is not http or https, has another port, a user, a number for a
    host, or any address off the open net; for more than 10 MB unpacked or 20 s; for a certificate that does not
    fit; for every answer but 200. `lab` is for tests alone.
    """
    question = {"url": url, "ports": sorted(ports), "networks": lab.networks, "authority": lab.authority}
    if not _TURN.acquire(timeout=PATIENCE):
        raise NotRead("busy")
    try:
        said = ask(module="tracker.ingest.fetch_child", question=json.dumps(question).encode(), seconds=SECONDS)
    except TooSlow:
        raise NotRead("fetch_slow", seconds=SECONDS) from None
    finally:
        _TURN.release()
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
        redirects=tuple(found["redirects"]),
        declared_type=found["declared_type"],
    )
