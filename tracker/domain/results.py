"""What the rules find: the status of every answer and question, and everything that it rests on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal, get_args

from tracker.domain.standing import Fate, Shift

Status = Literal["contested", "rival answers", "agreed", "compatible", "one-sided", "no position", "no claim"]
STATUSES: Final[tuple[Status, ...]] = get_args(Status)
"""The order of statuses, strongest first: a question takes the strongest of its answers'."""

Direction = Literal["affirmed", "denied"]
CampFlag = Literal["hearsay", "hedged", "presupposed"]
AnswerFlag = Literal["accuser unnamed", "translation"]
Heard = Literal["committed", "withdrew", "declined", "unclear", "unheard"]
HEARD: Final[tuple[Heard, ...]] = get_args(Heard)
"""What a required party can be, in the order in which the first that fits is taken."""


@dataclass(frozen=True, slots=True)
class Finding:
    """A status and its direction; None where it has none."""

    status: Status
    direction: Direction | None


@dataclass(frozen=True, slots=True)
class Flags:
    """What weakens a camp of an answer, or marks the answer; in alphabetical order."""

    affirming: tuple[CampFlag, ...]
    denying: tuple[CampFlag, ...]
    answer: tuple[AnswerFlag, ...]


@dataclass(frozen=True, slots=True)
class Why:
    """The account of an answer's status: the rule that fits, in words, and by whom it does.

    `one` are those who affirm the answer and `other` who oppose them, where two sides are needed (*contested*,
    *rival answers*); else `one` are all who hold it together and `other` is empty. `missing` are the required
    parties that keep it from agreement because they hold no position, `outside` those that do because theirs
    is on another answer only.
    """

    rule: str
    one: tuple[str, ...]
    other: tuple[str, ...]
    missing: tuple[str, ...]
    outside: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AnswerResult:
    """One answer on the day asked for. All lists of keys are in ascending order."""

    key: str
    finding: Finding
    among_sides: Finding | None
    affirmed_by: tuple[str, ...]
    denied_by: tuple[str, ...]
    required: tuple[str, ...]
    because: tuple[str, ...]
    flags: Flags
    why: Why


@dataclass(frozen=True, slots=True)
class QuestionResult:
    """One question on the day asked for. All lists of keys are in ascending order.

    `required` are those of all its answers and the incident's sides; `heard` puts each in exactly one list.
    `decided_by` are the answers that have the question's status, in their order. `fates` holds every claim
    that exists by then: its principal, the ground if set aside, whether it stands, and what ended it. Those of
    the keys in a `because`, in their order, are the steps of the account of that status.
    """

    key: str
    finding: Finding
    among_sides: Finding | None
    decided_by: tuple[str, ...]
    required: tuple[str, ...]
    heard: Mapping[Heard, tuple[str, ...]]
    shifts: tuple[Shift, ...]
    splits: tuple[str, ...]
    because: tuple[str, ...]
    fates: Mapping[str, Fate]
    answers: Mapping[str, AnswerResult]


def to_json(*, results: Mapping[str, QuestionResult]) -> dict[str, object]:
    """The results in the shape that is exchanged: plain dicts, lists and strings, in a settled order."""
    return {key: _question(result) for key, result in results.items()}


def _question(result: QuestionResult) -> dict[str, object]:
    return {
        **_found(result.finding),
        "among_sides": _among(result.among_sides),
        "committed": list(result.heard["committed"]),
        "unclear": list(result.heard["unclear"]),
        "declined": list(result.heard["declined"]),
        "withdrew": list(result.heard["withdrew"]),
        "unheard": list(result.heard["unheard"]),
        "shifts": [{"party": shift.party, "from": shift.before, "to": shift.after} for shift in result.shifts],
        "splits": list(result.splits),
        "because": list(result.because),
        "aside": {key: fate.ground for key, fate in result.fates.items() if fate.ground is not None},
        "answers": {key: _answer(answer) for key, answer in result.answers.items()},
    }


def _answer(result: AnswerResult) -> dict[str, object]:
    return {
        **_found(result.finding),
        "among_sides": _among(result.among_sides),
        "affirmed_by": list(result.affirmed_by),
        "denied_by": list(result.denied_by),
        "because": list(result.because),
        "flags": {
            "affirming": list(result.flags.affirming),
            "denying": list(result.flags.denying),
            "answer": list(result.flags.answer),
        },
    }


def _found(finding: Finding) -> dict[str, object]:
    return {"status": finding.status, "direction": finding.direction}


def _among(finding: Finding | None) -> dict[str, object] | None:
    return None if finding is None else _found(finding)
