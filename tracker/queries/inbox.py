"""What an editor comes back to, as a list of boxes: each is one query function here and one template.

A box is added by a line in `BOXES` and by templates/editor/inbox/<name>.html, which also says what stands in it
while it is empty. A function that gives None leaves the box out for this viewer.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sized
from dataclasses import dataclass
from typing import Final, cast

from tracker.domain import policy
from tracker.models import Claim, Source, User
from tracker.models.people import role_of
from tracker.queries import carried, letters
from tracker.queries.letters import LetterRow
from tracker.queries.review import came_back, waiting
from tracker.queries.source_desk import captured_last
from tracker.queries.watched import News, WatchRow, news, watches
from tracker.queries.workbench import DraftRow, drafts

RECENT = 15


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """`holds` what the box's function gives; `mailed` whether a digest tells of it."""

    name: str
    holds: Sized
    mailed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class WhatChanged:
    """What others changed of what somebody wrote or watches, and what they watch."""

    news: News
    watches: tuple[WatchRow, ...]

    def __len__(self) -> int:
        return len(self.news.changes)


@dataclass(frozen=True, slots=True, kw_only=True)
class MyDraft:
    """Half-written work of the viewer's; `of` is what it is for, `slug` the source that it stands on."""

    draft: DraftRow
    kind: str
    of: str
    slug: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimRow:
    key: str
    speaker: str
    polarity: str
    text: str
    """The answer, or the question where the whole of it is declined."""
    source: str
    author: str
    withdrawn: bool


def inbox(*, viewer: User) -> tuple[Box, ...]:
    """Every box that there is for this viewer. As many queries as its boxes need, whatever their size."""
    found = ((name, find(viewer=viewer), mailed) for name, (find, mailed) in BOXES.items())
    return tuple(Box(name=name, holds=holds, mailed=mailed) for name, holds, mailed in found if holds is not None)


def changed(*, viewer: User) -> WhatChanged:
    """What changed under the viewer. As many queries as `news` and `watches` need."""
    return WhatChanged(news=news(viewer=viewer), watches=watches(viewer=viewer))


def captured_again(*, viewer: User) -> tuple[carried.Waiting, ...] | None:
    """Sources with words to carry over to a new capture; None where there are none. One query."""
    return carried.waiting(viewer=viewer) or None


def open_letters(*, viewer: User) -> tuple[LetterRow, ...] | None:
    """Letters of readers that wait for an answer; None for who may not answer. One query."""
    if not policy.allowed(role=cast(policy.Role, role_of(viewer)), action="answer_letter"):
        return None
    return letters.waiting(viewer=viewer)


def my_drafts(*, viewer: object) -> tuple[MyDraft, ...]:
    """Half-written work, the newest first. One query; one more where there are drafts on sources."""
    mine = [(draft, *draft.purpose.partition(":")[::2]) for draft in drafts(viewer=viewer)]
    keys = {of for _draft, kind, of in mine if kind == "claim"}
    slugs = dict(Source.objects.all().visible_to(viewer).filter(key__in=keys).values_list("key", "slug"))
    return tuple(MyDraft(draft=draft, kind=kind, of=of, slug=slugs.get(of, "")) for draft, kind, of in mine)


def published_last(*, viewer: object) -> tuple[ClaimRow, ...]:
    """The claims that were published last. One query."""
    rows = (
        Claim.objects.all()
        .visible_to(viewer)
        .filter(published_at__isnull=False)
        .order_by("-published_at", "-id")
        .values_list(
            "key",
            "speaker__name",
            "polarity",
            "answer__text",
            "question__text",
            "excerpt__snapshot__source__title",
            "author__username",
            "withdrawn_at",
        )[:RECENT]
    )
    return tuple(
        ClaimRow(
            key=key,
            speaker=speaker,
            polarity=polarity,
            text=answer or question,
            source=source,
            author=author,
            withdrawn=withdrawn is not None,
        )
        for key, speaker, polarity, answer, question, source, author, withdrawn in rows
    )


Find = Callable[..., Sized | None]
BOXES: Final[Mapping[str, tuple[Find, bool]]] = {
    "came_back": (came_back, True),
    "waiting": (waiting, True),
    "letters": (open_letters, True),
    "carried": (captured_again, True),
    "changed": (changed, True),
    "drafts": (my_drafts, False),
    "recent": (published_last, False),
    "sources": (captured_last, False),
}
"""The boxes in their order: the function that fills each, and whether a mail digest tells of it."""
