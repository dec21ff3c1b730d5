"""Claims that are proposed: which wait to be read again, which came back, and what colleagues say of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final, Literal

from django.apps import apps
from django.db.models import Case, Count, Exists, F, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce

from tracker.models import Claim, Comment, Relay
from tracker.queries.history import editors, events
from tracker.queries.passages import Paragraph, numbered, paragraphs
from tracker.queries.told import Row, told_of

State = Literal["waits", "sent back", "published", "withdrawn"]

MOST: Final = 50
"""Proposals that a list shows, those that wait longest first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """A proposed claim in a list. `text` is its answer, or the question where the whole of it is declined."""

    key: str
    speaker: str
    polarity: str
    text: str
    reads: dict[str, str]
    """What its sentence is made of: day, teller, act, manner, certainty, conditional, answer, question."""
    words: tuple[str, ...]
    language: str
    source: str
    slug: str
    incident: str
    four_eyes: bool
    frozen: bool
    author: str
    mine: bool
    at: datetime
    open_comments: int
    came_back: str
    """The note with which it was sent back; empty where it was not."""
    came_back_from: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A comment as it is shown. `now` says whether it is of the claim's present revision."""

    key: str
    author: str
    at: datetime
    revision: int
    now: bool
    returns: bool
    field: str
    quote: str
    text: str
    resolved_by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What somebody who reads a proposal again needs to know of it: each field in words, who wrote what when."""

    state: State
    fields: tuple[tuple[str, str], ...]
    proposed_by: str
    proposed_at: datetime
    written_by: int
    writer: str
    written_at: datetime
    comments: tuple[Said, ...]

    def on(self, field: str) -> tuple[Said, ...]:
        """The comments on one field that are open."""
        return tuple(each for each in self.comments if each.field == field and not each.resolved_by)


@dataclass(frozen=True, slots=True, kw_only=True)
class Differs:
    """A field that reads otherwise now than when it was seen."""

    field: str
    was: str
    now: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Newer:
    """The claim was changed since it was seen: by whom, when, why, and where it reads otherwise."""

    by: str
    at: datetime
    note: str
    revision: int
    differs: tuple[Differs, ...]


def state_of(*, claim: Claim) -> State:
    """Where a claim stands on its way. A query for one that is proposed."""
    if claim.published_at is not None:
        return "withdrawn" if claim.withdrawn_at is not None else "published"
    return "sent back" if Claim.objects.filter(_SENT_BACK, pk=claim.pk).exists() else "waits"


def waiting(*, viewer: object) -> tuple[Proposal, ...]:
    """Proposals that wait to be read again, the longest first, `MOST` of them. One query."""
    return _proposals(_visible(viewer).filter(~_SENT_BACK), viewer)


def came_back(*, viewer: object) -> tuple[Proposal, ...]:
    """The viewer's own proposals that were sent back and not revised since. One query."""
    return _proposals(_visible(viewer).filter(_SENT_BACK, author_id=getattr(viewer, "pk", None)), viewer)


def proposal(*, key: str, viewer: object) -> Proposal | None:
    """One proposed claim, as in the lists; None where there is none (any more). One query."""
    return next(iter(_proposals(_visible(viewer).filter(key=key), viewer)), None)


def around(*, claim: Claim) -> tuple[Paragraph, ...]:
    """The paragraphs that hold the claim's words, the one before and the one after. No query, where the claim came
    with its snapshot; cost: the length of the text."""
    text = claim.excerpt.snapshot.text
    marked = numbered([(claim.excerpt.key, tuple(claim.excerpt.pieces), (claim.key,))], text=text)
    found = paragraphs(text=text, excerpts=marked)
    holding = [at for at, paragraph in enumerate(found) if any(segment.covers for segment in paragraph.segments)]
    return found[max(0, holding[0] - 1) : holding[-1] + 2] if holding else ()


def reading(*, claim: Claim, viewer: object) -> Reading:
    """The claim for whoever reads it again. Ten queries at most, however much was said of it."""
    rows = events(kind="claim", pk=claim.pk)
    people = editors(rows)
    first, last = rows[0], rows[-1]
    return Reading(
        state=state_of(claim=claim),
        fields=tuple(told_of(kind="claim", rows=rows).texts(last).items()),
        proposed_by=_by(first, people),
        proposed_at=first["pgh_created_at"],
        written_by=last["pgh_context"]["by"],
        writer=_by(last, people),
        written_at=last["pgh_created_at"],
        comments=said_of(claim=claim, viewer=viewer),
    )


def said_of(*, claim: Claim, viewer: object) -> tuple[Said, ...]:
    """The comments on a claim, oldest first. One query."""
    rows = (
        Comment.objects.all()
        .visible_to(viewer)
        .filter(claim=claim)
        .order_by("at", "id")
        .values_list(
            "key", "author__username", "at", "revision", "kind", "field", "quote", "text", "resolved_by__username"
        )
    )
    return tuple(
        Said(
            key=key,
            author=author,
            at=at,
            revision=revision,
            now=revision == claim.revision,
            returns=kind == "return",
            field=field,
            quote=quote,
            text=text,
            resolved_by=resolved_by or "",
        )
        for key, author, at, revision, kind, field, quote, text, resolved_by in rows
    )


def newer(*, claim: Claim, seen: int) -> Newer | None:
    """What was changed since revision `seen`; None where nothing was. Ten queries at most."""
    rows = events(kind="claim", pk=claim.pk)
    then = [row for row in rows if row["revision"] <= seen]
    last = rows[-1]
    if not then or last["revision"] == seen:
        return None
    told = told_of(kind="claim", rows=rows)
    was, now = told.texts(then[-1]), told.texts(last)
    return Newer(
        by=_by(last, editors(rows)),
        at=last["pgh_created_at"],
        note=last["pgh_context"]["note"],
        revision=last["revision"],
        differs=tuple(Differs(field=name, was=was[name], now=now[name]) for name in now if was[name] != now[name]),
    )


def writer_of(*, claim: Claim) -> int | None:
    """The account that wrote the claim's present revision. One query."""
    found = apps.get_model("tracker", "ClaimEvent").objects.filter(pgh_obj=claim.pk, revision=claim.revision)
    by: int | None = found.values_list("pgh_context__by", flat=True).first()
    return by


def _by(row: Row, people: dict[int, str]) -> str:
    return people.get(row["pgh_context"]["by"], "")


_RETURNS = Comment.objects.filter(claim=OuterRef("pk"), kind="return", revision=OuterRef("revision"))
_SENT_BACK = Q(Exists(_RETURNS))
_INNERMOST = Subquery(Relay.objects.filter(claim=OuterRef("pk")).order_by("-position").values("party__name")[:1])


def _visible(viewer: object) -> QuerySet[Claim]:
    found: QuerySet[Claim] = Claim.objects.all().visible_to(viewer).filter(published_at__isnull=True)
    return found


def _proposals(claims: QuerySet[Claim], viewer: object) -> tuple[Proposal, ...]:
    last = _RETURNS.order_by("-id")
    event = apps.get_model("tracker", "ClaimEvent").objects.filter(
        pgh_obj=OuterRef("pk"), revision=OuterRef("revision")
    )
    rows = (
        claims.annotate(
            written_at=event.values("pgh_created_at")[:1],
            open_comments=Count("comments", filter=Q(comments__resolved_at__isnull=True, comments__kind="comment")),
            back=last.values("text")[:1],
            back_from=last.values("author__username")[:1],
            conditionally=Case(When(conditional=True, then=Value("1")), default=Value("")),
            teller=Coalesce(_INNERMOST, F("excerpt__snapshot__source__publisher__name")),
        )
        .order_by("written_at", "id")
        .values(
            "key",
            "polarity",
            "said",
            "act",
            "manner",
            "certainty",
            "conditionally",
            "teller",
            "author_id",
            "written_at",
            "open_comments",
            "back",
            "back_from",
            speaker_name=F("speaker__name"),
            answer_text=F("answer__text"),
            question_text=F("question__text"),
            words=F("excerpt__exact"),
            language=F("excerpt__snapshot__source__language"),
            source=F("excerpt__snapshot__source__title"),
            slug=F("excerpt__snapshot__source__slug"),
            incident=F("question__incident__title"),
            four_eyes=F("question__incident__four_eyes"),
            frozen=F("question__incident__frozen"),
            author_name=F("author__username"),
        )[:MOST]
    )
    return tuple(
        Proposal(
            key=row["key"],
            speaker=row["speaker_name"],
            polarity=row["polarity"],
            text=row["answer_text"] or row["question_text"],
            reads={
                "day": row["said"],
                "teller": row["teller"],
                "polarity": row["polarity"],
                "act": row["act"],
                "manner": row["manner"],
                "certainty": row["certainty"],
                "conditional": row["conditionally"],
                "answer": row["answer_text"] or "",
                "question": row["question_text"],
            },
            words=tuple(row["words"]),
            language=row["language"],
            source=row["source"],
            slug=row["slug"],
            incident=row["incident"],
            four_eyes=row["four_eyes"],
            frozen=row["frozen"],
            author=row["author_name"],
            mine=row["author_id"] == getattr(viewer, "pk", None),
            at=row["written_at"],
            open_comments=row["open_comments"],
            came_back=row["back"] or "",
            came_back_from=row["back_from"] or "",
        )
        for row in rows
    )
