"""Why a status is what it is: every claim that it rests on, party by party, in the order of the argument."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from tracker.domain.results import Finding, QuestionResult, Status
from tracker.queries.display import Display, PartyRow


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """One party and what it does to one answer, with every claim by which it does.

    `names` tells how the answer is put: its text, as "it" (just named), or as the rival of the one decided.
    """

    party: PartyRow
    does: str
    answer: str
    names: Literal["text", "it", "rival", "whole"]
    aside: str | None
    ended: bool
    claims: tuple[tuple[str, date], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Because:
    """The account of a question's status. `among` is set where the sides alone would make another.

    `strongest` says that other answers have weaker statuses; `missing` are the required parties of whom
    nothing is recorded.
    """

    finding: Finding
    grounds: tuple[Ground, ...]
    strongest: bool
    among: Finding | None
    missing: tuple[PartyRow, ...]
    claims: tuple[str, ...]


def because(*, result: QuestionResult, display: Display) -> Because:
    """The reasons for the question's status, naming each claim of `result.because` once. No query."""
    decided = result.decided_by[0] if result.decided_by else None
    question = display.questions[result.key]
    groups: dict[tuple[str, str, str | None, str | None, bool], list[str]] = {}
    for fate in (result.fates[key] for key in result.because):
        ended = bool(fate.retracted_by or fate.superseded_by)
        key = (fate.principal, fate.does, fate.claim.answer, fate.ground, ended)
        groups.setdefault(key, []).append(fate.claim.key)
    order = {answer: i for i, answer in enumerate(result.answers)}
    doing = ("affirms", "denies", "declines", "takes back")
    ordered = sorted(
        groups.items(),
        key=lambda item: (
            item[0][4],
            item[0][3] is not None,
            item[0][2] != decided,
            order.get(item[0][2] or "", len(order)),
            doing.index(item[0][1]),
        ),
    )
    grounds: list[Ground] = []
    named: str | None = ""
    for (party, does, answer, aside, ended), claims in ordered:
        rows = sorted((display.claims[key] for key in claims), key=lambda row: (row.said_end, row.key))
        grounds.append(
            Ground(
                party=display.parties[party],
                does=does,
                answer=question.answer(key=answer).text if answer else "",
                names=_names(answer, named, decided, exclusive=question.exclusive),
                aside=aside,
                ended=ended,
                claims=tuple((row.key, row.said_end) for row in rows),
            )
        )
        named = answer
    statuses: set[Status] = {answer.finding.status for answer in result.answers.values()}
    return Because(
        finding=result.finding,
        grounds=tuple(grounds),
        strongest=len(statuses) > 1 and result.finding.status not in ("no position", "no claim"),
        among=result.among_sides if result.among_sides != result.finding else None,
        missing=tuple(display.parties[key] for key in result.heard["unheard"]),
        claims=result.because,
    )


def _names(
    answer: str | None, named: str | None, decided: str | None, *, exclusive: bool
) -> Literal["text", "it", "rival", "whole"]:
    if answer is None:
        return "whole"
    if answer == named:
        return "it"
    return "rival" if exclusive and named and answer != decided else "text"
