"""The narratives of one incident, side by side."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from tracker.domain.comparison import comparison
from tracker.domain.record import Record
from tracker.domain.results import QuestionResult
from tracker.models import Incident
from tracker.queries.blocks import Block, Column, Stance, block, principals, stances
from tracker.queries.clocks import Bars, bars
from tracker.queries.display import Display, IncidentRow, PartyRow
from tracker.queries.glance import ORDER, Band, glance
from tracker.queries.lines import Lines
from tracker.queries.load import load_display
from tracker.queries.lone import LoneList, lone_lists
from tracker.queries.record import load_record

Show = Literal["all", "differences", "agreed", "unheard"]
SHOWS: tuple[Show, ...] = ("all", "differences", "agreed", "unheard")

HATCHES = 4
"""More parties than this get no columns of quotes: they are told by stance."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """A party that can be chosen for a column, with the number of questions on which it is on record."""

    party: PartyRow
    count: int
    chosen: bool
    side: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A question of a group; `stances` instead of cells where there are more parties than columns hold."""

    block: Block
    stances: tuple[Stance, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    status: str
    questions: tuple[Told, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentPage:
    """Everything that the page says. `tally` counts questions by status, whatever is shown."""

    incident: IncidentRow
    bars: Bars
    claims: int
    sources: int
    questions: int
    tally: Mapping[str, int]
    sides: tuple[PartyRow, ...]
    columns: tuple[Column, ...]
    by_stance: bool
    choices: tuple[Choice, ...]
    show: Show
    glance: tuple[Band, ...]
    agreed: tuple[Told, ...]
    compatible: tuple[Told, ...]
    groups: tuple[Group, ...]
    lone: tuple[tuple[LoneList, ...], tuple[LoneList, ...]]
    lone_count: int
    lone_hidden: int
    last: tuple[Group, ...]
    shown: int
    hatches: Mapping[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """An incident as the reader's clocks have it: what is shown of it, and what the rules find."""

    incident: str
    record: Record
    display: Display
    results: Mapping[str, QuestionResult]


def load(*, viewer: object, slug: str, said_by: date, known_at: datetime | None) -> Found | None:
    """The incident with this slug, if it is published; else None. Fourteen queries, whatever its size."""
    key = Incident.objects.all().published().known_by(known_at).filter(slug=slug).values_list("key", flat=True).first()
    if key is None:
        return None
    record = load_record(viewer=viewer, known_at=known_at, incidents=[key])
    return Found(
        incident=key,
        record=record,
        display=load_display(record=record, viewer=viewer, known_at=known_at),
        results=comparison(record=record, said_by=said_by),
    )


def compose(
    *,
    display: Display,
    results: Mapping[str, QuestionResult],
    incident: str,
    said_by: date,
    parties: Sequence[str] = (),
    show: Show = "all",
) -> IncidentPage:
    """The page from the record's rows and the rules' results. `parties` chooses what is shown. No query."""
    about = display.incidents[incident]
    questions = display.questions_of(incident=incident)
    lines = Lines(display=display, results=results)
    on_record = Counter(key for row in questions for key in principals(result=results[row.key]))
    keys = tuple(dict.fromkeys(parties)) or about.sides
    by_stance = len(keys) > HATCHES
    columns = tuple(
        Column(party=display.parties[key], hatch=0 if by_stance else i + 1, on_record=on_record[key])
        for i, key in enumerate(keys)
    )
    every = [
        block(
            question=question,
            result=results[question.key],
            columns=[column.party for column in columns],
            display=display,
            lines=lines,
        )
        for question in questions
    ]
    shown = [each for each in every if _wanted(each, show)]
    by_status: dict[str, list[Block]] = {status: [] for status in ORDER}
    for each in shown:
        by_status[each.status].append(each)
    chosen = frozenset(keys) if parties else None

    def told(status: str) -> tuple[Told, ...]:
        return tuple(
            Told(
                block=each,
                stances=stances(block=each, display=display, lines=lines, chosen=chosen) if by_stance else (),
            )
            for each in by_status[status]
        )

    hatches = {column.party.key: column.hatch for column in columns if column.hatch}
    sides = tuple(display.parties[key] for key in about.sides)
    alone = [each for each in by_status["one-sided"] if chosen is None or _of(each, chosen)]
    fates = [fate for row in questions for fate in results[row.key].fates.values()]
    days = [row.said_end for row in display.claims.values() if display.questions[row.question].incident == incident]
    return IncidentPage(
        incident=about,
        bars=bars(days=days, said_by=said_by),
        claims=len(fates),
        sources=len({fate.claim.source for fate in fates}),
        questions=len(every),
        tally=Counter(each.status for each in every),
        sides=sides,
        columns=columns,
        by_stance=by_stance,
        choices=_choices(display, about.sides, on_record, frozenset(keys)),
        show=show,
        glance=glance(blocks=shown),
        agreed=told("agreed"),
        compatible=told("compatible"),
        groups=tuple(
            Group(status=status, questions=told(status))
            for status in ("contested", "rival answers")
            if by_status[status]
        ),
        lone=lone_lists(
            blocks=alone,
            sides=tuple(column.party for column in columns) if parties else sides,
            hatches=hatches,
            display=display,
            lines=lines,
        ),
        lone_count=len(by_status["one-sided"]),
        lone_hidden=len(by_status["one-sided"]) - len(alone),
        last=tuple(
            Group(status=status, questions=told(status)) for status in ("no position", "no claim") if by_status[status]
        ),
        shown=len(shown),
        hatches=hatches,
    )


def _wanted(each: Block, show: Show) -> bool:
    if show == "differences":
        return each.status in ("contested", "rival answers")
    if show == "agreed":
        return each.status in ("agreed", "compatible")
    return show == "all" or bool(each.unheard)


def _of(each: Block, chosen: frozenset[str]) -> bool:
    return any(fate.position and fate.principal in chosen for fate in each.result.fates.values())


def _choices(
    display: Display, sides: tuple[str, ...], on_record: Counter[str], chosen: frozenset[str]
) -> tuple[Choice, ...]:
    """The sides first, then whoever can hold a position and has claims, most first; chosen ones always."""
    able = {key for key in on_record if display.parties[key].kind not in ("media", "unnamed")} | chosen
    rest = sorted(able - set(sides), key=lambda key: (-on_record[key], display.parties[key].name))
    return tuple(
        Choice(
            party=display.parties[key],
            count=on_record[key],
            chosen=key in chosen,
            side=key in sides,
        )
        for key in (*sides, *rest)
    )
