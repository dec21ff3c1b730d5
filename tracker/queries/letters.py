"""Letters of readers, as editors see them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from tracker.models import Letter

PAGE: Final = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterRow:
    key: str
    kind: str
    about: str
    """The claim's key, the question's text or the party's name."""
    begins: str
    received_at: datetime
    outcome: str
    answered_by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Letters:
    waiting: tuple[LetterRow, ...]
    """The oldest first: who waits longest is answered first."""
    count: int
    answered: tuple[LetterRow, ...]
    """The last ones that were answered."""


def letters(*, viewer: object, most: int = PAGE) -> Letters:
    """Letters that wait and letters that were answered, `most` of each. Three queries."""
    visible = Letter.objects.all().visible_to(viewer)
    waiting = visible.filter(outcome="open")
    return Letters(
        waiting=_rows(waiting.order_by("received_at", "id"), most),
        count=waiting.count(),
        answered=_rows(visible.exclude(outcome="open").order_by("-answered_at", "-id"), most),
    )


def waiting(*, viewer: object) -> tuple[LetterRow, ...]:
    """The letters that wait longest, for the inbox. One query."""
    return _rows(Letter.objects.all().visible_to(viewer).filter(outcome="open").order_by("received_at", "id"), 10)


def _rows(found: object, most: int) -> tuple[LetterRow, ...]:
    rows = found.values_list(  # type: ignore[attr-defined]
        "key",
        "kind",
        "claim__key",
        "question__text",
        "party__name",
        "text",
        "received_at",
        "outcome",
        "answered_by__username",
    )[:most]
    return tuple(
        LetterRow(
            key=key,
            kind=kind,
            about=claim or question or party,
            begins=" ".join(text.split())[:120],
            received_at=received_at,
            outcome=outcome,
            answered_by=by or "",
        )
        for key, kind, claim, question, party, text, received_at, outcome, by in rows
    )
