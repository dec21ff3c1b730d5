"""The account of a status, in steps that a page can put in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from tracker.domain.results import Status, Step, Why
from tracker.domain.standing import Fate
from tracker.domain.status import Positions

RULES: Final[Mapping[Status, str]] = {
    "contested": "One party affirms it and another denies it.",
    "rival answers": "One party affirms it and another affirms an answer that excludes it.",
    "agreed": "At least two parties are of one mind on it: every required party, and nobody differs.",
    "compatible": "At least two parties give values that can all be right, among them every required party.",
    "one-sided": "It is affirmed or denied, but not by everybody whose agreement counts, and nobody opposes it.",
    "no position": "It was spoken of, but no claim stands that affirms or denies it.",
    "no claim": "No claim on it is recorded here.",
}
"""When each status fits, in words; the first that fits is taken."""


def steps(*, because: Iterable[str], fates: Mapping[str, Fate]) -> tuple[Step, ...]:
    """The claims of an account, one step each, in the order given."""
    return tuple(_step(fates[key]) for key in because)


def why(
    *, answer: str, status: Status, positions: Positions, required: frozenset[str], steps: tuple[Step, ...]
) -> Why:
    """By whom the status of an answer fits, who is missing for agreement, and the steps."""
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
        steps=steps,
    )


def _step(fate: Fate) -> Step:
    return Step(
        claim=fate.claim.key,
        party=fate.principal,
        does="takes back" if fate.claim.act == "retract" else fate.claim.polarity,
        answer=fate.claim.answer,
        ground=fate.ground,
        retracted_by=fate.retracted_by,
        superseded_by=fate.superseded_by,
    )
