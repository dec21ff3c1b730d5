"""One utterance: its words in their place, who told whom, both clocks, every public revision."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from itertools import pairwise

from django.db.models import Exists, OuterRef, Value
from django.db.models.functions import Length, Replace, StrIndex, Substr

from tracker.domain.comparison import comparison
from tracker.domain.results import QuestionResult
from tracker.domain.text import PAGE_BREAK
from tracker.models import Claim, Reason, Relay, Snapshot
from tracker.queries.display import CaptureRow, ClaimRow, Display, IncidentRow, PartyRow, QuestionRow
from tracker.queries.lines import Change, Line, Lines, Tile, tile
from tracker.queries.load import load_display
from tracker.queries.record import load_record
from tracker.queries.revisions import Revision, claim_revisions

AROUND = 900
"""Characters of the snapshot that are read before and after the words."""

_newer = Snapshot.objects.filter(
    source=OuterRef("excerpt__snapshot__source"), captured_at__gt=OuterRef("excerpt__snapshot__captured_at")
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """A run of a paragraph: `words` is set where it belongs to the excerpt."""

    text: str
    words: bool
    cue: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    """A paragraph of the snapshot near the words; the ones that hold none of them are context."""

    stretches: tuple[Stretch, ...]

    @property
    def context(self) -> bool:
        return not any(stretch.words for stretch in self.stretches)


@dataclass(frozen=True, slots=True, kw_only=True)
class Offered:
    """The claim was offered as a reason for or against an answer."""

    direction: str
    tile: Tile
    question: QuestionRow
    incident: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimPage:
    incident: IncidentRow
    question: QuestionRow
    row: ClaimRow
    relay_cues: tuple[str, ...]
    line: Line
    publisher: PartyRow
    captured: CaptureRow
    newest: bool
    gone_from: CaptureRow | None
    result: QuestionResult
    said_yet: bool
    paragraphs: tuple[Paragraph, ...]
    page: int | None
    change: Change | None
    before: tuple[Line, ...]
    after: tuple[Line, ...]
    also: tuple[Line, ...]
    offered: tuple[Offered, ...]
    revisions: tuple[Revision, ...]
    hatch: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Withdrawn:
    """A claim that should not have stood: when it was withdrawn, why, and what it had been."""

    key: str
    at: datetime
    note: str
    question: str
    question_slug: str
    incident_slug: str
    revisions: tuple[Revision, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Found:
    id: int
    incident: str
    snapshot: int
    pieces: tuple[tuple[int, int], ...]
    redacted: bool
    newest: bool
    known_at: datetime | None


def load(*, key: str, viewer: object, said_by: date, known_at: datetime | None) -> ClaimPage | Withdrawn | None:
    """The page of a published claim; what is said of a withdrawn one; None for any other key.

    Twenty-four queries, whatever the size of the record.
    """
    found = (
        Claim.objects.all()
        .published()
        .known_by(known_at)
        .filter(key=key)
        .annotate(newer=Exists(_newer))
        .values_list(
            "id",
            "question__incident__key",
            "question__incident__slug",
            "question__slug",
            "question__text",
            "withdrawn_at",
            "excerpt__snapshot_id",
            "excerpt__pieces",
            "excerpt__snapshot__redacted_at",
            "newer",
        )
        .first()
    )
    if found is None:
        return None
    (
        claim_id, incident, incident_slug, question_slug, question, withdrawn_at, snapshot, pieces, redacted_at, newer,
    ) = found  # fmt: skip
    revisions = claim_revisions(claim=claim_id, known_at=known_at)
    if withdrawn_at is not None:
        return Withdrawn(
            key=key,
            at=withdrawn_at,
            note=next((each.note for each in revisions if each.withdrawn), ""),
            question=question,
            question_slug=question_slug,
            incident_slug=incident_slug,
            revisions=revisions,
        )
    record = load_record(viewer=viewer, known_at=known_at, incidents=[incident])
    if key not in record.claims:
        return None
    display = load_display(record=record, viewer=viewer, known_at=known_at)
    here = _Found(
        id=claim_id,
        incident=incident,
        snapshot=snapshot,
        pieces=pieces,
        redacted=redacted_at is not None,
        newest=not newer,
        known_at=known_at,
    )
    row = display.claims[key]
    said_yet = row.said_end <= said_by
    results = comparison(record=record, said_by=said_by if said_yet else row.said_end)
    return _compose(here, row, display, results, said_yet, revisions, _context(here))


def _compose(
    here: _Found,
    row: ClaimRow,
    display: Display,
    results: Mapping[str, QuestionResult],
    said_yet: bool,
    revisions: tuple[Revision, ...],
    context: tuple[int, str, int | None],
) -> ClaimPage:
    result, incident = results[row.question], display.incidents[here.incident]
    lines = Lines(display=display, results=results)
    line = lines.line(fate=result.fates[row.key])
    same = [
        lines.line(fate=fate)
        for fate in result.fates.values()
        if fate.principal == line.principal.key and fate.claim.key != row.key
    ]
    same.sort(key=lambda other: (other.said_end, other.key))
    also = [
        lines.line(fate=fate)
        for each in results.values()
        for fate in each.fates.values()
        if fate.claim.key != row.key and display.claims[fate.claim.key].words == row.words
    ]
    sides = incident.sides
    return ClaimPage(
        incident=incident,
        question=display.questions[row.question],
        row=row,
        relay_cues=tuple(
            Relay.objects.all()
            .known_by(here.known_at)
            .filter(claim=here.id)
            .order_by("position")
            .values_list("cue", flat=True)
        ),
        line=line,
        publisher=display.parties[line.source.publisher],
        captured=display.words[row.words].capture,
        newest=here.newest,
        gone_from=display.words[row.words].gone_from,
        result=result,
        said_yet=said_yet,
        paragraphs=_paragraphs(here, row, *context[:2]),
        page=context[2],
        change=lines.change(party=line.principal.key, question=row.question, claims=frozenset({row.key})),
        before=tuple(other for other in same if other.said_end <= line.said_end),
        after=tuple(other for other in same if other.said_end > line.said_end),
        also=tuple(also),
        offered=_offered(here, display),
        revisions=revisions,
        hatch=sides.index(line.principal.key) + 1 if line.principal.key in sides and len(sides) <= 4 else 0,
    )


def _offered(here: _Found, display: Display) -> tuple[Offered, ...]:
    return tuple(
        Offered(
            direction=direction,
            tile=tile(question=display.questions[question], answer=answer, polarity="affirms"),
            question=display.questions[question],
            incident=here.incident,
        )
        for direction, question, answer in Reason.objects.all()
        .known_by(here.known_at)
        .filter(claim=here.id)
        .order_by("id")
        .values_list("direction", "answer__question__key", "answer__key")
        if question in display.questions
    )


def _context(here: _Found) -> tuple[int, str, int | None]:
    """Where the stretch of the snapshot around the words begins, its text, and the words' page. One query."""
    if here.redacted:
        return 0, "", None
    first = max(0, here.pieces[0][0] - AROUND)
    length = here.pieces[-1][1] + AROUND - first
    before, page_break = Substr("text", 1, here.pieces[0][0]), Value(PAGE_BREAK)
    text, whole, paged, breaks = (
        Snapshot.objects.filter(id=here.snapshot)
        .annotate(
            near=Substr("text", first + 1, length),
            size=Length("text"),
            paged=StrIndex("text", page_break),
            breaks=Length(before) - Length(Replace(before, page_break)),
        )
        .values_list("near", "size", "paged", "breaks")
        .get()
    )
    page = breaks + 1 if paged else None
    return first, _at_words(text, cut_before=first > 0, cut_after=first + length < whole), page


def _at_words(text: str, *, cut_before: bool, cut_after: bool) -> str:
    """The same length of text; a word or paragraph cut at an end becomes spaces, which are stripped later."""
    if cut_before:
        at = text.find("\n") if 0 <= text.find("\n") < AROUND else text.find(" ")
        text = " " * (at + 1) + text[at + 1 :] if at >= 0 else text
    if cut_after:
        at = text.rfind("\n") if text.rfind("\n") >= len(text) - AROUND else text.rfind(" ")
        text = text[:at] if at >= 0 else text
    return text


def _paragraphs(here: _Found, row: ClaimRow, first: int, text: str) -> tuple[Paragraph, ...]:
    """The paragraphs that hold the words, the one before and the one after."""
    made: list[Paragraph] = []
    at = first
    for line in text.split("\n"):
        stretches = _stretches(line, at, here.pieces, row.cue)
        if "".join(stretch.text for stretch in stretches).strip():
            made.append(Paragraph(stretches=stretches))
        at += len(line) + 1
    holding = [i for i, paragraph in enumerate(made) if not paragraph.context]
    if not holding:
        return ()
    return tuple(made[max(0, holding[0] - 1) : holding[-1] + 2])


def _stretches(line: str, at: int, pieces: tuple[tuple[int, int], ...], cue: str) -> tuple[Stretch, ...]:
    edges = {0, len(line)}
    inside: list[tuple[int, int]] = []
    cues: list[tuple[int, int]] = []
    for start, end in pieces:
        a, b = max(0, start - at), min(len(line), end - at)
        if a >= b:
            continue
        inside.append((a, b))
        edges |= {a, b}
        found = line.find(cue, a, b) if cue and not cues else -1
        if found >= 0:
            cues.append((found, found + len(cue)))
            edges |= {found, found + len(cue)}
    ordered = sorted(edges)
    return tuple(
        Stretch(
            text=line[a:b],
            words=any(start <= a and b <= end for start, end in inside),
            cue=any(start <= a and b <= end for start, end in cues),
        )
        for a, b in pairwise(ordered)
        if a < b
    )
