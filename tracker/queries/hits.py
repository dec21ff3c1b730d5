"""What a page of search says of each hit: what it is, where it leads, and its words in context."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.db.models.functions import Left

from tracker.domain.in_context import SHOWN, Context
from tracker.domain.searching import READ
from tracker.models import Answer, Claim, Incident, Party, Question, Snapshot, Source
from tracker.queries.display import PartyRow
from tracker.queries.words import GAP, direction_of

WHOLE: Final = 10_000
"""Titles and names are shown whole."""

Marker = Callable[[Collection[str], int], dict[str, Context]]
"""Marks what was found in some texts, showing at most so many characters of each. One query at most."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """One record. `title` leads to it; `words` are a text of it in context, with `language` and `direction`.

    `more` are other texts of it that hold what was looked for. What a kind does not have is empty.
    """

    kind: str
    slug: str
    title: Context
    words: Context | None = None
    language: str = ""
    direction: str = "ltr"
    more: tuple[Context, ...] = ()
    incident: str = ""
    incident_title: str = ""
    question: str = ""
    question_slug: str = ""
    party: PartyRow | None = None
    polarity: str = ""
    act: str = ""
    when: str = ""
    source: str = ""
    source_slug: str = ""
    redacted: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class _Told:
    """A hit before its texts are marked: title, words, and texts that are shown only where something is found."""

    title: str
    words: str
    more: tuple[str, ...]
    fields: dict[str, Any]


def hits(*, found: Sequence[tuple[str, int]], marked: Marker) -> tuple[Hit, ...]:
    """The hits of a page, in its order. One query for each kind of record among them, one more for questions and
    sources, and two for the marks; what is not public any more is left out."""
    ids: dict[str, list[int]] = defaultdict(list)
    for kind, of in found:
        ids[kind].append(of)
    told: dict[tuple[str, int], _Told] = {}
    for kind, of_kind in ids.items():
        told |= {(kind, of): each for of, each in _READERS[kind](of_kind).items()}
    short = marked({text for each in told.values() for text in (each.title, *each.more)}, WHOLE)
    long = marked({each.words for each in told.values()}, SHOWN)
    return tuple(
        Hit(
            kind=kind,
            title=short[each.title],
            words=long[each.words] if each.words else None,
            more=tuple(short[text] for text in each.more if short[text].found),
            **each.fields,
        )
        for kind, of in found
        for each in [told.get((kind, of))]
        if each is not None
    )


def _parties(ids: Collection[int]) -> dict[int, _Told]:
    rows = Party.objects.published().filter(id__in=ids, merged_into__isnull=True)
    return {
        id_: _Told(
            title=name,
            words="",
            more=tuple(aka),
            fields={
                "slug": slug,
                "party": PartyRow(key=key, slug=slug, name=name, monogram=monogram, kind=kind),
            },
        )
        for id_, key, slug, name, monogram, kind, aka in rows.values_list(
            "id", "key", "slug", "name", "monogram", "kind", "also_known_as"
        )
    }


def _incidents(ids: Collection[int]) -> dict[int, _Told]:
    rows = Incident.objects.published().filter(id__in=ids)
    return {
        id_: _Told(title=title, words=summary, more=(place,) if place else (), fields={"slug": slug, "when": occurred})
        for id_, slug, title, summary, place, occurred in rows.values_list(
            "id", "slug", "title", "summary", "place", "occurred"
        )
    }


def _questions(ids: Collection[int]) -> dict[int, _Told]:
    answers: dict[int, list[str]] = defaultdict(list)
    for question, text in (
        Answer.objects.published().filter(question__in=ids).order_by("order", "id").values_list("question", "text")
    ):
        answers[question].append(text)
    rows = Question.objects.published().filter(id__in=ids, merged_into__isnull=True)
    return {
        id_: _Told(
            title=text,
            words="",
            more=tuple(answers[id_]),
            fields={"slug": slug, "incident": incident, "incident_title": title},
        )
        for id_, slug, text, incident, title in rows.values_list(
            "id", "slug", "text", "incident__slug", "incident__title"
        )
    }


def _sources(ids: Collection[int]) -> dict[int, _Told]:
    texts = dict(
        Snapshot.objects.filter(source__in=ids)
        .order_by("captured_at", "id")
        .annotate(read=Left("text", READ))
        .values_list("source", "read")
    )
    rows = Source.objects.published().filter(id__in=ids)
    return {
        id_: _Told(
            title=title,
            words=texts.get(id_, ""),
            more=(author,) if author else (),
            fields={
                "slug": slug,
                "source": publisher,
                "when": published,
                "language": language,
                "direction": direction_of(language=language),
            },
        )
        for id_, slug, title, author, language, published, publisher in rows.values_list(
            "id", "slug", "title", "author", "language", "published", "publisher__name"
        )
    }


def _claims(ids: Collection[int]) -> dict[int, _Told]:
    speaker, excerpt, source = "speaker__", "excerpt__", "excerpt__snapshot__source__"
    rows = Claim.objects.counted().filter(id__in=ids)
    return {
        id_: _Told(
            title=answer or question,
            words=GAP.join(exact),
            more=(gloss,) if gloss else (),
            fields={
                "slug": key,
                "polarity": polarity,
                "act": act,
                "when": said,
                "question": question,
                "question_slug": question_slug,
                "incident": incident,
                "party": PartyRow(key=slug, slug=slug, name=name, monogram=monogram, kind=kind),
                "source": title,
                "source_slug": source_slug,
                "language": language,
                "direction": direction_of(language=language),
                "redacted": redacted is not None,
            },
        )
        for (
            id_, key, polarity, act, said, answer, question, question_slug, incident, slug, name, monogram, kind,
            exact, gloss, redacted, title, source_slug, language,
        ) in rows.values_list(
            "id", "key", "polarity", "act", "said", "answer__text", "question__text", "question__slug",
            "question__incident__slug", f"{speaker}slug", f"{speaker}name", f"{speaker}monogram", f"{speaker}kind",
            f"{excerpt}exact", f"{excerpt}gloss", f"{excerpt}snapshot__redacted_at", f"{source}title",
            f"{source}slug", f"{source}language",
        )
    }  # fmt: skip


_READERS: Final[dict[str, Callable[[Collection[int]], dict[int, _Told]]]] = {
    "party": _parties,
    "incident": _incidents,
    "question": _questions,
    "source": _sources,
    "claim": _claims,
}
