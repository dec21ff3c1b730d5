"""Rules 3 and 4: the status of an answer, and of a question, from the positions that parties hold."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from tracker.domain.record import Question
from tracker.domain.results import STATUSES, Direction, Finding, Status
from tracker.domain.standing import Standing
from tracker.domain.values import VALUED, Span, in_common, spans


@dataclass(frozen=True, slots=True)
class Positions:
    """Who holds what on one question, among all principals or among some of them."""

    question: Question
    taken_up: Mapping[str, Span]
    affirm: Mapping[str, frozenset[str]]
    deny: Mapping[str, frozenset[str]]
    split: Mapping[str, frozenset[str]]
    """The split parties with the answers on which they are split."""
    affirmed_span: Mapping[str, Span]
    """What all the answers that a party affirms have in common."""
    holders: frozenset[str]
    """Everybody with a position on any answer."""
    spoken_of: frozenset[str | None]
    """The answers on which there is any claim; None stands for the question as a whole."""

    def counted(self, *, answer: str) -> frozenset[str]:
        """S: everybody with a position on the answer; on an exclusive question, on any of its answers."""
        return self.holders if self.question.exclusive else self.affirm[answer] | self.deny[answer]

    def rivals(self, *, answer: str) -> frozenset[str]:
        """Who affirms an answer that this one excludes. Cost: the number of parties that affirm any."""
        span = self.taken_up[answer]
        return frozenset(party for party, affirmed in self.affirmed_span.items() if affirmed.is_disjoint_from(span))


def positions(*, question: Question, standing: Standing, among: frozenset[str] | None = None) -> Positions:
    """The positions on a question; with `among`, those of these principals alone. Cost: linear in claims."""
    counted = [fate for fate in standing.fates.values() if among is None or fate.principal in among]
    affirm: dict[str, set[str]] = {answer.key: set() for answer in question.answers}
    deny: dict[str, set[str]] = {answer.key: set() for answer in question.answers}
    affirmed: dict[str, set[str]] = defaultdict(set)
    for fate in counted:
        if (position := fate.position) is None:
            continue
        if position.polarity == "affirms":
            affirm[position.answer].add(fate.principal)
            affirmed[fate.principal].add(position.answer)
        else:
            deny[position.answer].add(fate.principal)
    taken_up = spans(question=question)
    return Positions(
        question=question,
        taken_up=taken_up,
        affirm={answer: frozenset(parties) for answer, parties in affirm.items()},
        deny={answer: frozenset(parties) for answer, parties in deny.items()},
        split={party: answers for party, answers in standing.split.items() if among is None or party in among},
        affirmed_span={
            party: in_common(spans=[taken_up[answer] for answer in answers]) for party, answers in affirmed.items()
        },
        holders=frozenset().union(*affirm.values(), *deny.values()),
        spoken_of=frozenset(fate.claim.answer for fate in counted),
    )


def answer_finding(*, positions: Positions, answer: str, required: frozenset[str]) -> Finding:
    """The first status that fits the answer. Cost: linear in the number of parties with a position."""
    affirm, deny = positions.affirm[answer], positions.deny[answer]
    if _two_apart(affirm, deny):
        return Finding(status="contested", direction=None)
    if _two_apart(affirm, positions.rivals(answer=answer)):
        return Finding(status="rival answers", direction=None)
    counted = positions.counted(answer=answer)
    if required and required <= counted and len(counted) >= 2:
        if counted in (affirm, deny):
            return Finding(status="agreed", direction="affirmed" if counted == affirm else "denied")
        if affirm and _all_compatible(positions):
            return Finding(status="compatible", direction=None)
    if affirm or deny:
        return Finding(status="one-sided", direction=_direction(positions, answer))
    return Finding(status="no position" if answer in positions.spoken_of else "no claim", direction=None)


def strongest(*, findings: Iterable[Finding]) -> Finding:
    """The strongest status among them, with the direction where all that have it share one."""
    found = tuple(findings)
    status: Status = min((finding.status for finding in found), key=STATUSES.index, default="no claim")
    directions = {finding.direction for finding in found if finding.status == status}
    return Finding(status=status, direction=directions.pop() if len(directions) == 1 else None)


def question_finding(*, findings: Iterable[Finding], positions: Positions) -> Finding:
    """The strongest of the answers' findings; *no position* where only the whole question was spoken of."""
    finding = strongest(findings=findings)
    if finding.status == "no claim" and None in positions.spoken_of:
        return Finding(status="no position", direction=None)
    return finding


def _two_apart(one: frozenset[str], other: frozenset[str]) -> bool:
    """Whether a party of the one and another party of the other can be found."""
    return bool(one) and bool(other) and len(one | other) >= 2


def _all_compatible(positions: Positions) -> bool:
    """Everybody affirms a value, nobody is split, and one point lies in all that is affirmed."""
    return (
        positions.question.kind in VALUED
        and positions.holders == positions.affirmed_span.keys()
        and not positions.split
        and not in_common(spans=positions.affirmed_span.values()).is_empty
    )


def _direction(positions: Positions, answer: str) -> Direction | None:
    """Affirmed or denied; None where the one party that holds a position stands in both camps."""
    affirm, deny = positions.affirm[answer], positions.deny[answer]
    if (affirm and deny) or any(answer in answers for answers in positions.split.values()):
        return None
    return "affirmed" if affirm else "denied"
