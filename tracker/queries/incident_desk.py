"""Incidents and their questions as editors order and word them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q

from tracker.models import Answer, Claim, Incident, Question, Side
from tracker.queries.lists import Page

PER_PAGE = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedIncident:
    slug: str
    title: str
    occurred: str
    questions: int
    public: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SideRow:
    key: str
    revision: int
    name: str
    slug: str
    monogram: str
    kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionRow:
    """A question of an incident, with its number among those that are not merged, and how many claims answer it."""

    key: str
    number: int
    text: str
    kind: str
    public: bool
    answers: tuple[str, ...]
    claims: int


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentDesk:
    """`of` counts all questions, whatever is searched; `merged` are (key, words, words of what it was merged into)."""

    incident: Incident
    sides: tuple[SideRow, ...]
    questions: Page[QuestionRow]
    of: int
    merged: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimRow:
    key: str
    speaker: str
    polarity: str
    said: str
    words: str
    state: str
    """public, proposed or withdrawn"""


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerRow:
    """An answer with the claims that give it; frozen once one of these was published."""

    answer: Answer
    frozen: bool
    claims: tuple[ClaimRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionDesk:
    """`whole` are declines of the whole question; frozen once any claim on it was published."""

    question: Question
    number: int
    of: int
    frozen: bool
    answers: tuple[AnswerRow, ...]
    whole: tuple[ClaimRow, ...]
    claims: int


def incident_list(*, viewer: object, words: str, page: int) -> Page[ListedIncident] | None:
    """The incidents whose title holds these words, latest first; None beyond the last page. Two queries."""
    found = Incident.objects.all().visible_to(viewer).filter(title__icontains=words)
    of = max(1, -(-found.count() // PER_PAGE))
    if page > of:
        return None
    living = Count("questions", filter=Q(questions__merged_into__isnull=True))
    rows = found.annotate(n=living).order_by("-occurred_end", "-occurred_start", "id")
    return Page(
        rows=tuple(
            ListedIncident(slug=slug, title=title, occurred=occurred, questions=n, public=published is not None)
            for slug, title, occurred, n, published in rows.values_list(
                "slug", "title", "occurred", "n", "published_at"
            )[PER_PAGE * (page - 1) : PER_PAGE * page]
        ),
        number=page,
        of=of,
    )


def incident_desk(*, viewer: object, incident: Incident, words: str, page: int) -> IncidentDesk | None:
    """An incident's sides, and its questions whose text holds these words; None beyond the last page. Four queries."""
    rows = list(
        Question.objects.all()
        .visible_to(viewer)
        .filter(incident=incident)
        .order_by("order", "id")
        .values_list("id", "key", "text", "kind", "published_at", "merged_into__text")
    )
    living = [row for row in rows if row[5] is None]
    numbered = [(n, row) for n, row in enumerate(living, start=1) if words.casefold() in row[2].casefold()]
    of = max(1, -(-len(numbered) // PER_PAGE))
    if page > of:
        return None
    shown = numbered[PER_PAGE * (page - 1) : PER_PAGE * page]
    ids = [row[0] for _, row in shown]
    answers = _answers(ids)
    claims = _counts(ids)
    return IncidentDesk(
        incident=incident,
        sides=_sides(incident),
        questions=Page(
            rows=tuple(
                QuestionRow(
                    key=key,
                    number=n,
                    text=text,
                    kind=kind,
                    public=published is not None,
                    answers=tuple(answers[id_]),
                    claims=claims.get(id_, 0),
                )
                for n, (id_, key, text, kind, published, _) in shown
            ),
            number=page,
            of=of,
        ),
        of=len(living),
        merged=tuple((row[1], row[2], row[5]) for row in rows if row[5] is not None),
    )


def page_of(*, number: int) -> int:
    """The page on which the question of this number stands. No query."""
    return 1 + (number - 1) // PER_PAGE


def _answers(questions: Collection[int]) -> dict[int, list[str]]:
    answers: dict[int, list[str]] = defaultdict(list)
    rows = Answer.objects.filter(question__in=questions).order_by("question_id", "order", "id")
    for question, text in rows.values_list("question_id", "text"):
        answers[question].append(text)
    return answers


def _counts(questions: Collection[int]) -> dict[int, int]:
    living = Claim.objects.filter(question__in=questions, withdrawn_at__isnull=True)
    return dict(living.values("question").annotate(n=Count("id")).values_list("question", "n"))


def _sides(incident: Incident) -> tuple[SideRow, ...]:
    rows = Side.objects.filter(incident=incident, party__merged_into__isnull=True).order_by("order", "id")
    return tuple(
        SideRow(key=key, revision=revision, name=name, slug=slug, monogram=monogram, kind=kind)
        for key, revision, name, slug, monogram, kind in rows.values_list(
            "key", "revision", "party__name", "party__slug", "party__monogram", "party__kind"
        )
    )


def question_desk(*, viewer: object, question: Question) -> QuestionDesk:
    """A question, its answers, and every claim that a change of them would touch. Three queries."""
    siblings = Question.objects.all().visible_to(viewer).filter(incident=question.incident_id)
    keys = list(siblings.filter(merged_into__isnull=True).order_by("order", "id").values_list("key", flat=True))
    claims: dict[int | None, list[ClaimRow]] = defaultdict(list)
    frozen: set[int | None] = set()
    rows: Sequence[Any] = (
        Claim.objects.all()
        .visible_to(viewer)
        .filter(question=question)
        .order_by("said_start", "said_end", "id")
        .values_list(
            "answer_id", "key", "speaker__name", "polarity", "said", "excerpt__exact", "published_at", "withdrawn_at"
        )  # type: ignore[assignment]
    )
    for answer, key, speaker, polarity, said, exact, published, withdrawn in rows:
        state = "withdrawn" if withdrawn else "public" if published else "proposed"
        if published is not None:
            frozen.add(answer)
        claims[answer].append(
            ClaimRow(key=key, speaker=speaker, polarity=polarity, said=said, words=" […] ".join(exact), state=state)
        )
    return QuestionDesk(
        question=question,
        number=keys.index(question.key) + 1 if question.key in keys else 0,
        of=len(keys),
        frozen=bool(frozen),
        answers=tuple(
            AnswerRow(answer=answer, frozen=answer.pk in frozen, claims=tuple(claims[answer.pk]))
            for answer in question.answers.select_related("about").order_by("order", "id")
        ),
        whole=tuple(claims[None]),
        claims=sum(len(each) for each in claims.values()),
    )


def question_options(*, viewer: object, question: Question) -> list[tuple[str, str]]:
    """The other questions of the incident that this one's claims could move to: key and words. One query."""
    others = (
        Question.objects.all()
        .visible_to(viewer)
        .filter(incident=question.incident_id, kind=question.kind, unit=question.unit, merged_into__isnull=True)
        .exclude(pk=question.pk)
    )
    return list(others.order_by("order", "id").values_list("key", "text"))
