"""What an editor comes back to: half-written work, what waits, what was filed last, the sources."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Max, Q

from tracker.models import Claim, Source
from tracker.queries import carried
from tracker.queries.workbench import DraftRow, drafts

RECENT = 15


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimRow:
    key: str
    speaker: str
    monogram: str
    polarity: str
    text: str
    """The answer, or the question where the whole of it is declined."""
    source: str
    author: str
    withdrawn: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceRow:
    slug: str
    title: str
    publisher: str
    published: str
    published_end: date
    claims: int
    waiting: int
    captured_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Inbox:
    drafts: tuple[DraftRow, ...]
    sources_of_drafts: dict[str, str]
    """Slugs of the sources that drafts are for, by key."""
    waiting: tuple[ClaimRow, ...]
    carried: tuple[carried.Waiting, ...]
    """Sources that were captured again, with words to decide on."""
    recent: tuple[ClaimRow, ...]
    sources: tuple[SourceRow, ...]


def inbox(*, viewer: object) -> Inbox:
    """Five queries, whatever the size; one more where there are drafts on sources."""
    mine = drafts(viewer=viewer)
    keys = {draft.purpose.partition(":")[2] for draft in mine if draft.purpose.startswith("claim:")}
    slugs = dict(Source.objects.all().visible_to(viewer).filter(key__in=keys).values_list("key", "slug"))
    visible = Claim.objects.all().visible_to(viewer)
    return Inbox(
        drafts=mine,
        sources_of_drafts=slugs,
        waiting=_claims(visible.filter(published_at__isnull=True).order_by("-id")),
        carried=carried.waiting(viewer=viewer),
        recent=_claims(visible.filter(published_at__isnull=False).order_by("-published_at", "-id")),
        sources=tuple(
            SourceRow(
                slug=slug,
                title=title,
                publisher=publisher,
                published=published,
                published_end=end,
                claims=claims,
                waiting=waiting,
                captured_at=captured_at,
            )
            for slug, title, publisher, published, end, captured_at, claims, waiting in Source.objects.all()
            .visible_to(viewer)
            .filter(snapshots__isnull=False)
            .annotate(
                captured_at=Max("snapshots__captured_at"),
                claims=Count("snapshots__excerpts__claims", distinct=True, filter=_COUNTED),
                waiting=Count("snapshots__excerpts__claims", distinct=True, filter=_WAITING),
            )
            .order_by("-captured_at", "-id")
            .values_list(
                "slug", "title", "publisher__name", "published", "published_end", "captured_at", "claims", "waiting"
            )
        ),
    )


_COUNTED = Q(
    snapshots__excerpts__claims__published_at__isnull=False, snapshots__excerpts__claims__withdrawn_at__isnull=True
)
_WAITING = Q(snapshots__excerpts__claims__published_at__isnull=True)


def _claims(claims: object) -> tuple[ClaimRow, ...]:
    rows = claims.values_list(  # type: ignore[attr-defined]
        "key",
        "speaker__name",
        "speaker__monogram",
        "polarity",
        "answer__text",
        "question__text",
        "excerpt__snapshot__source__title",
        "author__username",
        "withdrawn_at",
    )[:RECENT]
    return tuple(
        ClaimRow(
            key=key,
            speaker=speaker,
            monogram=monogram,
            polarity=polarity,
            text=answer or question,
            source=source,
            author=author,
            withdrawn=withdrawn is not None,
        )
        for key, speaker, monogram, polarity, answer, question, source, author, withdrawn in rows
    )
