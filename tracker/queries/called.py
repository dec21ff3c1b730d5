"""What records are called in a list: one query for each kind among them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

from django.db.models import F

from tracker.queries.history import KINDS

Subject = tuple[str, str]
"""Kind and key of a record."""

_NAME: Final[Mapping[str, str]] = {
    "question": "text",
    "answer": "text",
    "distinction": "note",
    "party": "name",
    "affiliation": "member__name",
    "incident": "title",
    "side": "party__name",
    "source": "title",
    "excerpt": "exact__0",
}
LONGEST: Final = 80


def called(*, subjects: Iterable[Subject]) -> dict[Subject, str]:
    """The names of these records as they stand now, cut short; none for what was removed."""
    keys: dict[str, set[str]] = {}
    for kind, key in subjects:
        keys.setdefault(kind, set()).add(key)
    names: dict[Subject, str] = {}
    for kind, wanted in keys.items():
        if kind == "claim":
            names |= {("claim", key): text for key, text in _claims(wanted)}
            continue
        found: Any = KINDS[kind].objects.filter(key__in=wanted).values_list("key", F(_NAME[kind]))
        names |= {(kind, key): shortly(text=text) for key, text in found}
    return names


def _claims(keys: set[str]) -> list[tuple[str, str]]:
    """Speaker, and the answer or the question that is declined."""
    rows = KINDS["claim"].objects.filter(key__in=keys)
    found = rows.values_list("key", "speaker__name", "answer__text", "question__text")
    return [(key, shortly(text=f"{speaker}: {answer or question}")) for key, speaker, answer, question in found]


def shortly(*, text: str) -> str:
    """The text on one line, cut where it is long."""
    words = " ".join(text.split())
    return words if len(words) <= LONGEST else words[: LONGEST - 1].rstrip() + "…"
