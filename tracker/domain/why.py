"""The account of a status: which rule fits, by whom it does, and who keeps it from agreement."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from tracker.domain.results import Status, Why
from tracker.domain.status import Positions

RULES: Final[Mapping[Status, str]] = {
    "contested": "One party affirms it and another denies it.",
    "rival answers": "One party affirms it and another affirms an answer that excludes it.",
    "agreed": "At least two parties are of one mind on it: every required party, and nobody differs.",
    "compatible": "At least two parties give values that can all be right, among them every required party.",
    "one-sided": "It is affirmed or denied and no other party opposes that, which is not yet agreement.",
    "no position": "It was spoken of, but no claim stands that affirms or denies it.",
    "no claim": "No claim on it is recorded here.",
}
"""When each status fits, in words; the first that fits is taken."""


def why(*, answer: str, status: Status, positions: Positions, required: frozenset[str]) -> Why:
    """By whom the status of an answer fits, and who keeps it from agreement. Cost: linear in parties."""
    counted = positions.counted(answer=answer)
    on_answer = positions.affirm[answer] | positions.deny[answer]
    one, other = on_answer, frozenset[str]()
    if status == "contested":
        one, other = positions.affirm[answer], positions.deny[answer]
    elif status == "rival answers":
        one, other = positions.affirm[answer], positions.rivals(answer=answer)
    elif status == "compatible":
        one = counted
    return Why(
        rule=RULES[status],
        one=tuple(sorted(one)),
        other=tuple(sorted(other)),
        missing=tuple(sorted(required - counted)),
        outside=tuple(sorted(counted - one - other)),
    )
