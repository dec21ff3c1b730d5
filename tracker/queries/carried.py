"""What is proposed for the quoted words of a source that was captured again, and what waits to be decided."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Literal

from django.db.models import Count, Exists, OuterRef, QuerySet
from procrastinate.contrib.django.models import ProcrastinateJob

from tracker.domain.carrying import Pieces, core_carried
from tracker.domain.text import Change, word_changes
from tracker.models import Carryover, Claim, Excerpt, Snapshot
from tracker.queries.words import GAP

JOB: Final = "look_for_carried_words"
"""The name of the job that compares two texts."""

SHOWN: Final = 100
"""So many proposals of a kind are shown at once; what is decided makes room for others."""

LONGEST: Final = 8_000
"""Characters of the longest words that are compared word by word on the page; longer ones stand whole."""

Outcome = Literal["exact", "moved", "changed", "gone"]
OUTCOMES: Final[tuple[Outcome, ...]] = ("exact", "moved", "changed", "gone")
State = Literal["", "waiting", "under way", "failed"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimOn:
    """A claim on the old words. `core_kept` is None where the whole excerpt carries the answer anyway."""

    key: str
    revision: int
    speaker: str
    monogram: str
    polarity: str
    text: str
    published: bool
    frozen: bool
    cue_missing: str
    core: str
    core_kept: bool | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """Where the words of an excerpt stand in the new text. `changes` turn the old words into the new ones."""

    id: int
    outcome: Outcome
    score: float
    old: str
    new: str
    changes: tuple[Change, ...]
    old_at: int
    new_at: int | None
    snapshot: str
    captured_at: datetime
    claims: tuple[ClaimOn, ...]
    drops_gloss: bool

    @property
    def seen(self) -> str:
        """The claims' revisions, as a form sends them back."""
        return ",".join(f"{claim.key}:{claim.revision}" for claim in self.claims)


@dataclass(frozen=True, slots=True, kw_only=True)
class Carried:
    """`proposals` by outcome, `SHOWN` of each at most, and how many there are of each in `counts`.

    `seen_exact` are the revisions of all claims on words that stand where they stood. `left` excerpts have not been
    looked for in this text; `state` says what the job does about it. `decided` counts what is done.
    """

    proposals: Mapping[Outcome, tuple[Proposal, ...]]
    counts: Mapping[Outcome, int]
    seen_exact: str
    left: int
    state: State
    decided: int

    @property
    def undecided(self) -> int:
        return sum(self.counts.values())


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """A source with undecided proposals."""

    slug: str
    title: str
    captured_at: datetime
    count: int


def carried(*, viewer: object, snapshot: Snapshot) -> Carried:
    """All that is proposed for words of the source's earlier snapshots in this one. Five queries."""
    rows = list(
        _undecided(viewer)
        .filter(snapshot=snapshot)
        .select_related("excerpt__snapshot")
        .defer("excerpt__snapshot__text", "excerpt__snapshot__original")
        .order_by("excerpt__snapshot__captured_at", "excerpt__pieces", "id")
    )
    claims = _claims(viewer, [row.excerpt_id for row in rows])
    by_outcome = {outcome: [row for row in rows if row.outcome == outcome] for outcome in OUTCOMES}
    shown = {
        outcome: tuple(_proposal(row, outcome, snapshot.text, claims[row.excerpt_id]) for row in found[:SHOWN])
        for outcome, found in by_outcome.items()
    }
    exact = [claim for row in by_outcome["exact"] for claim in claims[row.excerpt_id]]
    left = to_look_for(snapshot=snapshot).count()
    return Carried(
        proposals=shown,
        counts={outcome: len(found) for outcome, found in by_outcome.items()},
        seen_exact=",".join(f"{claim.key}:{claim.revision}" for claim in exact),
        left=left,
        state=comparison_state(snapshot=snapshot),
        decided=Carryover.objects.filter(snapshot=snapshot, decided_at__isnull=False).count(),
    )


def waiting(*, viewer: object) -> tuple[Waiting, ...]:
    """The sources with proposals to decide, the newest capture first. One query."""
    found = (
        _undecided(viewer)
        .values("snapshot", "snapshot__captured_at", "snapshot__source__slug", "snapshot__source__title")
        .annotate(count=Count("id"))
        .order_by("-snapshot__captured_at", "-snapshot")
    )
    return tuple(
        Waiting(
            slug=row["snapshot__source__slug"],
            title=row["snapshot__source__title"],
            captured_at=row["snapshot__captured_at"],
            count=row["count"],
        )
        for row in found
    )


def to_look_for(*, snapshot: Snapshot) -> QuerySet[Excerpt]:
    """Excerpts of the source's earlier snapshots that carry claims and were not looked for in this one. No query.

    A text that was taken down has no words to look for.
    """
    earlier = Excerpt.objects.filter(
        snapshot__source=snapshot.source_id,
        snapshot__captured_at__lt=snapshot.captured_at,
        snapshot__redacted_at__isnull=True,
    )
    return earlier.filter(
        Exists(Claim.objects.filter(excerpt=OuterRef("pk"), withdrawn_at__isnull=True)),
        ~Exists(Carryover.objects.filter(excerpt=OuterRef("pk"), snapshot=snapshot)),
    )


def comparison_state(*, snapshot: Snapshot) -> State:
    """What the job that looks for words in this snapshot is doing; "" where there is none (any more). One query."""
    states = set(
        ProcrastinateJob.objects.filter(task_name=JOB, args__snapshot=snapshot.pk).values_list("status", flat=True)
    )
    if "doing" in states:
        return "under way"
    return "waiting" if "todo" in states else "failed" if "failed" in states else ""


def _undecided(viewer: object) -> QuerySet[Carryover]:
    """Proposals into the newest text of a source, for words that still carry a claim."""
    newer = Snapshot.objects.filter(
        source=OuterRef("snapshot__source"), captured_at__gt=OuterRef("snapshot__captured_at")
    )
    standing = Claim.objects.filter(excerpt=OuterRef("excerpt"), withdrawn_at__isnull=True)
    return Carryover.objects.all().visible_to(viewer).filter(Exists(standing), ~Exists(newer), decided_at__isnull=True)


def _claims(viewer: object, excerpts: list[int]) -> dict[int, list[Claim]]:
    found: dict[int, list[Claim]] = defaultdict(list)
    standing = Claim.objects.all().visible_to(viewer).filter(excerpt__in=excerpts, withdrawn_at__isnull=True)
    for claim in standing.select_related("speaker", "answer", "question__incident").order_by("id"):
        found[claim.excerpt_id].append(claim)
    return found


def _proposal(row: Carryover, outcome: Outcome, text: str, claims: list[Claim]) -> Proposal:
    old = list(zip((start for start, _end in row.excerpt.pieces), row.excerpt.exact, strict=True))
    new = [(start, text[start:end]) for start, end in row.pieces or ()]
    before, after = GAP.join(words for _at, words in old), GAP.join(words for _at, words in new)
    return Proposal(
        id=row.pk,
        outcome=outcome,
        score=row.score,
        old=before,
        new=after,
        changes=_changes(before, after) if outcome == "changed" else (),
        old_at=old[0][0],
        new_at=new[0][0] if new else None,
        snapshot=row.excerpt.snapshot.key,
        captured_at=row.excerpt.snapshot.captured_at,
        claims=tuple(_claim(claim, old, new) for claim in claims),
        drops_gloss=outcome == "changed" and bool(row.excerpt.gloss),
    )


def _changes(before: str, after: str) -> tuple[Change, ...]:
    if max(len(before), len(after)) > LONGEST:
        return (Change("removed", before), Change("added", after))
    return word_changes(before=before, after=after)


def _claim(claim: Claim, old: list[tuple[int, str]], new: list[tuple[int, str]]) -> ClaimOn:
    core = (claim.core.lower, claim.core.upper) if claim.core is not None else None
    words = next((text[core[0] - at : core[1] - at] for at, text in old if core and at <= core[0] < at + len(text)), "")
    return ClaimOn(
        key=claim.key,
        revision=claim.revision,
        speaker=claim.speaker.name,
        monogram=claim.speaker.monogram,
        polarity=claim.polarity,
        text=claim.answer.text if claim.answer else claim.question.text,
        published=claim.published_at is not None,
        frozen=claim.question.incident.frozen,
        cue_missing=claim.cue if new and not any(claim.cue in text for _at, text in new) else "",
        core=words,
        core_kept=None if core is None or not new else core_carried(core=core, old=old, new=new) is not None,
    )


def excerpts_by_text(*, snapshot: Snapshot) -> dict[int, dict[int, Pieces]]:
    """What `to_look_for` finds: for each earlier snapshot's id, the pieces of its excerpts by id. One query."""
    found: dict[int, dict[int, Pieces]] = defaultdict(dict)
    rows = to_look_for(snapshot=snapshot).order_by("snapshot_id", "pk").values_list("snapshot_id", "pk", "pieces")
    for old, excerpt, pieces in rows:
        found[old][excerpt] = pieces
    return dict(found)
