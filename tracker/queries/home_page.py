"""What is disputed: incidents with their counts by status, the sharpest question of each, whose words we have."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.apps import apps
from django.db.models import Max

from tracker.domain.comparison import comparison
from tracker.domain.record import Record
from tracker.domain.results import QuestionResult
from tracker.models import Incident
from tracker.queries.blocks import principals
from tracker.queries.display import Display, IncidentRow, PartyRow, QuestionRow
from tracker.queries.lines import Tile, tile
from tracker.queries.load import load_display
from tracker.queries.record import load_record

PER_PAGE = 50
SHARPEST = ("contested", "rival answers", "compatible", "agreed", "one-sided", "no position", "no claim")


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """A party of an incident, and on how many of its questions something of it is recorded."""

    party: PartyRow
    hatch: int
    on_record: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Stance:
    tile: Tile
    parties: tuple[tuple[PartyRow, int], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Teaser:
    """One incident: its sharpest question with who says what, and how many questions have which status."""

    incident: IncidentRow
    question: QuestionRow | None
    result: QuestionResult | None
    stances: tuple[Stance, ...]
    tally: Mapping[str, int]
    sides: tuple[Side, ...]
    questions: int
    claims: int
    sources: int
    changed: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreed:
    incident: IncidentRow
    question: QuestionRow
    tile: Tile
    parties: tuple[PartyRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Changed:
    """A party that changed its account: what it said before and after, with the days."""

    incident: IncidentRow
    question: QuestionRow
    party: PartyRow
    before: Tile
    before_on: date
    after: Tile
    after_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class HomePage:
    incidents: tuple[Teaser, ...]
    agreed: tuple[Agreed, ...]
    changed: tuple[Changed, ...]
    page: int
    pages: int


def load(*, viewer: object, said_by: date, known_at: datetime | None, page: int) -> HomePage | None:
    """The incidents, latest first, fifty to a page; None beyond the last page. Fourteen queries."""
    keys = list(
        Incident.objects.all()
        .published()
        .known_by(known_at)
        .order_by("-occurred_end", "-occurred_start", "id")
        .values_list("key", flat=True)
    )
    pages = max(1, -(-len(keys) // PER_PAGE))
    if page > pages:
        return None
    shown = keys[PER_PAGE * (page - 1) : PER_PAGE * page]
    record = load_record(viewer=viewer, known_at=known_at, incidents=shown)
    display = load_display(record=record, viewer=viewer, known_at=known_at, words=False)
    results = comparison(record=record, said_by=said_by)
    changes = _changes(shown, known_at)
    teasers = [_teaser(row, display, results, changes.get(row.key)) for row in display.incidents.values()]
    return HomePage(
        incidents=tuple(teasers),
        agreed=tuple(_agreed(display, results)),
        changed=tuple(_changed(record, display, results)),
        page=page,
        pages=pages,
    )


def _changes(incidents: Sequence[str], known_at: datetime | None) -> dict[str, datetime]:
    """When something public of each incident's claims last changed. One query."""
    event: Any = apps.get_model("tracker", "claimevent")
    events = event.objects.filter(question__incident__key__in=list(incidents), published_at__isnull=False)
    if known_at is not None:
        events = events.filter(pgh_created_at__lte=known_at)
    return dict(
        events.values("question__incident__key")
        .annotate(last=Max("pgh_created_at"))
        .values_list("question__incident__key", "last")
    )


def _teaser(
    row: IncidentRow, display: Display, results: Mapping[str, QuestionResult], changed: datetime | None
) -> Teaser:
    questions = display.questions_of(incident=row.key)
    tally: Counter[str] = Counter(results[question.key].finding.status for question in questions)
    hatches = {key: i + 1 for i, key in enumerate(row.sides)} if len(row.sides) <= 4 else {}
    sharpest = min(questions, key=lambda question: _sharpness(question, results[question.key]), default=None)
    on_record = Counter(key for question in questions for key in principals(result=results[question.key]))
    fates = [fate for question in questions for fate in results[question.key].fates.values()]
    return Teaser(
        incident=row,
        question=sharpest,
        result=results[sharpest.key] if sharpest else None,
        stances=_stances(sharpest, results[sharpest.key], row, display, hatches) if sharpest else (),
        tally=tally,
        sides=tuple(
            Side(party=display.parties[key], hatch=hatches.get(key, 0), on_record=on_record[key]) for key in row.sides
        ),
        questions=len(questions),
        claims=len(fates),
        sources=len({fate.claim.source for fate in fates}),
        changed=changed,
    )


def _sharpness(question: QuestionRow, result: QuestionResult) -> tuple[int, int, int]:
    """The strongest status first; of these the one on which most sides are on record."""
    return SHARPEST.index(result.finding.status), -len(result.heard["committed"]), question.number


def _stances(
    question: QuestionRow,
    result: QuestionResult,
    incident: IncidentRow,
    display: Display,
    hatches: Mapping[str, int],
) -> tuple[Stance, ...]:
    made = []
    rank = {key: i for i, key in enumerate(incident.sides)}
    for answer in question.answers:
        found = result.answers[answer.key]
        for polarity, holders in (("affirms", found.affirmed_by), ("denies", found.denied_by)):
            if polarity == "denies" and question.kind != "yesno":
                continue
            if holders:
                ordered = sorted(holders, key=lambda key: (rank.get(key, len(rank)), display.parties[key].name))
                made.append(
                    Stance(
                        tile=tile(question=question, answer=answer.key, polarity=polarity),
                        parties=tuple((display.parties[key], hatches.get(key, 0)) for key in ordered),
                    )
                )
    return tuple(made)


def _agreed(display: Display, results: Mapping[str, QuestionResult]) -> list[Agreed]:
    made = []
    for key, question in display.questions.items():
        result = results[key]
        if result.finding.status != "agreed" or not result.decided_by:
            continue
        answer = result.answers[result.decided_by[0]]
        denied = answer.finding.direction == "denied"
        made.append(
            Agreed(
                incident=display.incidents[question.incident],
                question=question,
                tile=tile(question=question, answer=answer.key, polarity="denies" if denied else "affirms"),
                parties=tuple(display.parties[party] for party in (answer.denied_by if denied else answer.affirmed_by)),
            )
        )
    return made


def _changed(record: Record, display: Display, results: Mapping[str, QuestionResult]) -> list[Changed]:
    made = []
    for key, question in display.questions.items():
        for shift in results[key].shifts:
            before, after = record.claims[shift.before], record.claims[shift.after]
            made.append(
                Changed(
                    incident=display.incidents[question.incident],
                    question=question,
                    party=display.parties[shift.party],
                    before=tile(question=question, answer=before.answer, polarity=before.polarity),
                    before_on=before.said.end,
                    after=tile(question=question, answer=after.answer, polarity=after.polarity),
                    after_on=after.said.end,
                )
            )
    return made
