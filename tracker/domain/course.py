"""How a story moved: the statuses of one question in order of time, each with the claims that brought it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from tracker.domain.comparison import compare_question
from tracker.domain.record import Record
from tracker.domain.results import Finding

LONGEST: Final = 120
"""Days with claims for which a course is told; each of them is one comparison of the question's claims."""


@dataclass(frozen=True, slots=True)
class Step:
    """From this day on the question had this finding, by what was said that day."""

    day: date
    finding: Finding
    claims: tuple[str, ...]


def course(*, record: Record, question: str, said_by: date) -> tuple[Step, ...] | None:
    """The steps up to the end of a day, the earliest first; None where more than `LONGEST` days have claims.

    A day on which claims were said and the finding stayed is no step. The last step has the finding that
    `compare_question` gives for `said_by`. Cost: one comparison for each day with claims.
    """
    said: dict[date, list[str]] = {}
    claims = {key: claim for key, claim in record.claims.items() if claim.question == question}
    for key, claim in claims.items():
        if claim.said.end <= said_by:
            said.setdefault(claim.said.end, []).append(key)
    if len(said) > LONGEST:
        return None
    alone = replace(record, claims=claims)
    steps: list[Step] = []
    for day in sorted(said):
        finding = compare_question(record=alone, question=question, said_by=day).finding
        if not steps or finding != steps[-1].finding:
            steps.append(Step(day=day, finding=finding, claims=tuple(sorted(said[day]))))
    return tuple(steps)
