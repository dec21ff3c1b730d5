"""The last steps of an editor, as a list from which one can be taken back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db.models import F

from tracker.models import Draft, Step, User
from tracker.queries.history import KINDS

_NAME: Final[Mapping[str, str]] = {
    "claim": "speaker__name",
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
HINT: Final = 80


@dataclass(frozen=True, slots=True, kw_only=True)
class StepRow:
    """`of` and `key` name what was changed; `about` says what that is, as it stands now; `fields` are those of a
    draft that a save changed. `public`: readers see it when this is taken back, which needs a note."""

    id: int
    at: datetime
    kind: str
    of: str
    key: str
    about: str
    fields: tuple[str, ...]
    public: bool
    undone: bool


def last_steps(*, viewer: User) -> tuple[StepRow, ...]:
    """The viewer's last fifty steps, the newest first. One query, and one for each kind of thing among them."""
    steps = list(Step.objects.filter(owner=viewer).order_by("-id"))
    names = _names(steps)
    rows = []
    for step in steps:
        of, _colon, key = step.subject.partition(":")
        rows.append(
            StepRow(
                id=step.pk,
                at=step.at,
                kind=step.kind,
                of=of,
                key=key,
                about=_short(names.get((of, key), "") or _hint(step)),
                fields=tuple(sorted(step.after.get("fields", ()))),
                public=step.kind in ("publish", "withdraw") or bool(step.after.get("public")),
                undone=step.undone_at is not None,
            )
        )
    return tuple(rows)


def _names(steps: list[Step]) -> dict[tuple[str, str], str]:
    keys: dict[str, set[str]] = {}
    for step in steps:
        of, _colon, key = step.subject.partition(":")
        keys.setdefault(of, set()).add(key)
    names: dict[tuple[str, str], str] = {}
    for of, wanted in keys.items():
        found: Any
        if of == "draft":
            found = Draft.objects.filter(key__in=wanted).values_list("key", F("payload__words"), F("payload__title"))
        else:
            found = KINDS[of].objects.filter(key__in=wanted).values_list("key", F(_NAME[of]))
        names |= {(of, key): next(filter(None, texts), "") for key, *texts in found}
    return names


def _hint(step: Step) -> str:
    """What a draft that is not there any more was about."""
    kept = step.before.get("payload") or step.before.get("fields") or {}
    return str(kept.get("words") or kept.get("title") or "")


def _short(text: str) -> str:
    words = " ".join(text.split())
    return words if len(words) <= HINT else words[: HINT - 1].rstrip() + "…"
