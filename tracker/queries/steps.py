"""The last steps of an editor, as a list from which one can be taken back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import F

from tracker.models import Draft, Step, User
from tracker.queries.called import Subject, called, shortly


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
    subjects = {(of, key) for of, _colon, key in (step.subject.partition(":") for step in steps) if of != "draft"}
    names = called(subjects=subjects) | _drafts(steps)
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
                about=names.get((of, key), "") or shortly(text=_hint(step)),
                fields=tuple(sorted(step.after.get("fields", ()))),
                public=step.kind in ("publish", "withdraw") or bool(step.after.get("public")),
                undone=step.undone_at is not None,
            )
        )
    return tuple(rows)


def _drafts(steps: list[Step]) -> dict[Subject, str]:
    keys = {step.subject.partition(":")[2] for step in steps if step.subject.startswith("draft:")}
    found = Draft.objects.filter(key__in=keys).values_list("key", F("payload__words"), F("payload__title"))
    return {("draft", key): shortly(text=words or title or "") for key, words, title in found} if keys else {}


def _hint(step: Step) -> str:
    """What a draft that is not there any more was about."""
    kept = step.before.get("payload") or step.before.get("fields") or {}
    return str(kept.get("words") or kept.get("title") or "")
