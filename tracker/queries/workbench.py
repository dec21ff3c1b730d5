"""A source on the editor's bench: its text with every excerpt in place, and who claims what with them."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from django.db.models import F

from tracker.models import Claim, Draft, Snapshot, Source
from tracker.queries.passages import Marked, Paragraph, numbered, paragraphs


@dataclass(frozen=True, slots=True, kw_only=True)
class FiledClaim:
    """A claim on this source. `number` is that of its excerpt in the text; `state` proposed or published."""

    key: str
    number: int
    page: int | None
    speaker: str
    speaker_key: str
    monogram: str
    polarity: str
    question_key: str
    question: str
    kind: str
    answer_key: str
    answer: str
    state: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftRow:
    key: str
    purpose: str
    updated_at: datetime
    hint: str
    """What the draft is about: the words or the title that stand in it, cut short."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bench:
    paragraphs: tuple[Paragraph, ...]
    excerpts: tuple[Marked, ...]
    claims: tuple[FiledClaim, ...]
    drafts: tuple[DraftRow, ...]

    @property
    def is_paged(self) -> bool:
        return any(paragraph.page for paragraph in self.paragraphs)

    @property
    def published(self) -> int:
        return sum(claim.state == "published" for claim in self.claims)


def bench(*, viewer: object, source: Source, snapshot: Snapshot) -> Bench:
    """Everything that stands on this snapshot and that the viewer may see, withdrawn claims aside. Two queries."""
    rows = list(
        Claim.objects.all()
        .visible_to(viewer)
        .filter(excerpt__snapshot=snapshot, withdrawn_at__isnull=True)
        .order_by("id")
        .values_list(
            "key",
            "excerpt__key",
            "excerpt__pieces",
            "speaker__name",
            "speaker__key",
            "speaker__monogram",
            "polarity",
            "question__key",
            "question__text",
            "question__kind",
            "answer__key",
            "answer__text",
            "published_at",
        )
    )
    pieces: dict[str, tuple[tuple[int, int], ...]] = {}
    on: dict[str, list[str]] = defaultdict(list)
    for key, excerpt, places, *_rest in rows:
        pieces[excerpt] = places
        on[excerpt].append(key)
    excerpts = numbered(
        [(excerpt, places, tuple(on[excerpt])) for excerpt, places in pieces.items()], text=snapshot.text
    )
    marked = {excerpt.key: excerpt for excerpt in excerpts}
    claims = [
        FiledClaim(
            key=key,
            number=marked[excerpt].number,
            page=marked[excerpt].page,
            speaker=speaker,
            speaker_key=speaker_key,
            monogram=monogram,
            polarity=polarity,
            question_key=question,
            question=text,
            kind=kind,
            answer_key=answer or "",
            answer=answer_text or "",
            state="published" if published_at else "proposed",
        )
        for (
            key,
            excerpt,
            _pieces,
            speaker,
            speaker_key,
            monogram,
            polarity,
            question,
            text,
            kind,
            answer,
            answer_text,
            published_at,
        ) in rows
    ]
    return Bench(
        paragraphs=paragraphs(text=snapshot.text, excerpts=excerpts),
        excerpts=excerpts,
        claims=tuple(sorted(claims, key=lambda claim: claim.number)),
        drafts=drafts(viewer=viewer, purpose=f"claim:{source.key}"),
    )


def drafts(*, viewer: object, purpose: str = "") -> tuple[DraftRow, ...]:
    """The viewer's own half-written work, the newest first; of one purpose, or all. One query."""
    mine = Draft.objects.all().visible_to(viewer)
    if purpose:
        mine = mine.filter(purpose=purpose)
    found = mine.order_by("-updated_at", "id").values_list(
        "key", "purpose", "updated_at", F("payload__words"), F("payload__title")
    )
    return tuple(
        DraftRow(key=key, purpose=about, updated_at=at, hint=_hint(words or title or ""))
        for key, about, at, words, title in found
    )


def _hint(text: str) -> str:
    words = " ".join(text.split())
    return words if len(words) <= 80 else words[:79].rstrip() + "…"
