"""Where the excerpts of one text stand in another, found in a process of its own."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Final

from tracker.domain.carrying import Carried, Pieces
from tracker.ingest.process import TooSlow, ask

MEMORY: Final = 1280 * 1024 * 1024
"""Bytes that a comparison may take; the costliest texts of 1 MB that we know take 770 MB."""

SECONDS: Final = 60
"""Of processor time, and twice that by the clock; the same texts take 13 s."""


class NotCompared(Exception):
    """Two texts that took more memory or time than a comparison may."""


def compared(*, old: str, new: str, excerpts: Mapping[int, Pieces]) -> dict[int, Carried]:
    """What becomes in `new` of each excerpt of `old`, by its id.

    Within `MEMORY` and `SECONDS`. Raises NotCompared, with nothing left behind.
    """
    limits = {"memory": MEMORY, "seconds": SECONDS}
    question = json.dumps(limits).encode() + b"\n" + json.dumps([old, new, dict(excerpts)]).encode()
    try:
        said = json.loads(ask(module="tracker.ingest.compare_child", question=question, seconds=2 * SECONDS))
    except (TooSlow, ValueError):  # what dies of its limits says nothing
        raise NotCompared("The two texts are too costly to compare.") from None
    return {
        int(excerpt): Carried(outcome, tuple((start, end) for start, end in pieces), score)
        for excerpt, (outcome, pieces, score) in said.items()
    }
