"""The process that compares two texts: limited in memory and time, as texts of strangers may be made to cost both.

In on stdin: a line of JSON with the limits, then JSON with both texts and the pieces of excerpts by their ids. Out on
stdout: JSON, where each stands.
"""

from __future__ import annotations

import json
import sys
from typing import Any

from tracker.ingest.child import confine


def answer(old: str, new: str, excerpts: dict[str, list[tuple[int, int]]]) -> dict[str, Any]:
    """For each excerpt its outcome, pieces and score."""
    from tracker.domain.anchoring import Alignment  # only now, so that the limits hold for every import
    from tracker.domain.carrying import carried

    alignment = Alignment(old=old, new=new)
    said = {}
    for excerpt, pieces in excerpts.items():
        found = carried(alignment=alignment, pieces=tuple((start, end) for start, end in pieces))
        said[excerpt] = [found.outcome, found.pieces, found.score]
    return said


def main() -> None:
    confine(**json.loads(sys.stdin.buffer.readline()))
    said = answer(*json.load(sys.stdin.buffer))
    sys.stdout.buffer.write(json.dumps(said).encode())


if __name__ == "__main__":
    main()
