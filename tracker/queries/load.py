"""Reads what pages show of incidents from the database: names, texts, words, chains."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable
from datetime import datetime

from tracker.domain.record import Record
from tracker.models import Answer, Claim, Distinction, Incident, Party, Question
from tracker.queries.display import (
    AnswerRow,
    CaptureRow,
    ClaimRow,
    Display,
    DistinctionRow,
    IncidentRow,
    PartyRow,
    QuestionRow,
    SourceRow,
    WordsRow,
)
from tracker.queries.gone import capture_row, gone_from


def load_display(*, record: Record, viewer: object, known_at: datetime | None, words: bool = True) -> Display:
    """What is to be shown of the record's incidents, for this viewer, as known at an instant. Six queries.

    Without `words` neither claims nor sources are read: five queries. Only what the record holds is read,
    so a page never shows a claim that its statuses do not know of.
    """
    incidents = _incidents(record, viewer, known_at)
    questions = _questions(record, viewer, known_at)
    claims, excerpts, sources = _claims(record, known_at) if words else ({}, {}, {})
    parties = load_parties(
        keys={*record.parties, *(source.publisher for source in sources.values())}, known_at=known_at
    )
    return Display(
        incidents=incidents,
        parties=parties,
        sources=sources,
        questions=questions,
        words=excerpts,
        claims=claims,
        distinctions=_distinctions(questions, known_at),
    )


def load_parties(*, keys: Iterable[str], known_at: datetime | None) -> dict[str, PartyRow]:
    """Parties by key, in the order of their names. One query.

    Not restricted to a viewer: a party named by a published claim is public with it.
    """
    return {
        key: PartyRow(key=key, slug=slug, name=name, monogram=monogram, kind=kind, also_known_as=tuple(aka))
        for key, slug, name, monogram, kind, aka in Party.objects.all()
        .known_by(known_at)
        .filter(key__in=list(keys))
        .order_by("name", "key")
        .values_list("key", "slug", "name", "monogram", "kind", "also_known_as")
    }


def _incidents(record: Record, viewer: object, known_at: datetime | None) -> dict[str, IncidentRow]:
    return {
        key: IncidentRow(
            key=key,
            slug=slug,
            title=title,
            summary=summary,
            occurred=occurred,
            place=place,
            sides=record.incidents[key].sides,
            frozen=frozen,
        )
        for key, slug, title, summary, occurred, place, frozen in Incident.objects.all()
        .visible_to(viewer)
        .known_by(known_at)
        .filter(key__in=list(record.incidents))
        .order_by("-occurred_end", "-occurred_start", "id")
        .values_list("key", "slug", "title", "summary", "occurred", "place", "frozen")
    }


def _questions(record: Record, viewer: object, known_at: datetime | None) -> dict[str, QuestionRow]:
    answers: dict[str, list[AnswerRow]] = defaultdict(list)
    scope = list(record.incidents)
    for key, question, text, about in (
        Answer.objects.all()
        .visible_to(viewer)
        .known_by(known_at)
        .filter(question__incident__key__in=scope)
        .order_by("order", "id")
        .values_list("key", "question__key", "text", "about__key")
    ):
        answers[question].append(AnswerRow(key=key, text=text, about=about))
    number: Counter[str] = Counter()
    questions = {}
    for key, incident, slug, text, kind, exclusive, unit in (
        Question.objects.all()
        .visible_to(viewer)
        .known_by(known_at)
        .filter(incident__key__in=scope)
        .order_by("incident_id", "order", "id")
        .values_list("key", "incident__key", "slug", "text", "kind", "exclusive", "unit")
    ):
        if key not in record.questions:
            continue
        number[incident] += 1
        questions[key] = QuestionRow(
            key=key,
            incident=incident,
            slug=slug,
            number=number[incident],
            text=text,
            kind=kind,
            exclusive=exclusive,
            unit=unit,
            answers=tuple(answers[key]),
        )
    return questions


def _claims(
    record: Record, known_at: datetime | None
) -> tuple[dict[str, ClaimRow], dict[str, WordsRow], dict[str, SourceRow]]:
    scope = list(record.incidents)
    claims: dict[str, ClaimRow] = {}
    words: dict[str, WordsRow] = {}
    sources: dict[str, SourceRow] = {}
    excerpt, snapshot, source = "excerpt__", "excerpt__snapshot__", "excerpt__snapshot__source__"
    found = (
        Claim.objects.all()
        .counted()
        .known_by(known_at)
        .filter(question__incident__key__in=scope)
        .annotate(gone_from=gone_from(excerpt="excerpt", known_at=known_at))
        .order_by("said_start", "said_end", "id")
        .values_list(
            "key",
            "core",
            "cue",
            "said",
            "said_note",
            "coding_note",
            "revision",
            "published_at",
            f"{excerpt}key",
            f"{excerpt}pieces",
            f"{excerpt}exact",
            f"{excerpt}gloss",
            f"{excerpt}gloss_language",
            f"{snapshot}redacted_at",
            f"{snapshot}key",
            f"{snapshot}captured_at",
            "gone_from",
            f"{source}key",
            f"{source}slug",
            f"{source}title",
            f"{source}publisher__key",
            f"{source}author",
            f"{source}published",
            f"{source}url",
            f"{source}language",
            f"{source}rights",
            f"{source}extent",
        )
    )
    for (
        key, core, cue, said, said_note, coding_note, revision, published_at,
        excerpt_key, pieces, exact, gloss, gloss_language, redacted_at,
        snapshot_key, captured_at, gone,
        *about,
    ) in found:  # fmt: skip
        rule = record.claims.get(key)
        if rule is None:
            continue
        source_row = _source(*about)
        sources.setdefault(source_row.key, source_row)
        if excerpt_key not in words:
            words[excerpt_key] = WordsRow(
                key=excerpt_key,
                source=source_row.key,
                pieces=pieces,
                exact=tuple(exact),
                gloss=gloss,
                gloss_language=gloss_language,
                redacted=redacted_at is not None,
                capture=CaptureRow(key=snapshot_key, captured_at=captured_at),
                gone_from=capture_row(gone),
            )
        claims[key] = ClaimRow(
            key=key,
            words=excerpt_key,
            core=(core.lower, core.upper) if core is not None else None,
            cue=cue,
            question=rule.question,
            answer=rule.answer,
            speaker=rule.speaker,
            polarity=rule.polarity,
            certainty=rule.certainty,
            act=rule.act,
            manner=rule.manner,
            conditional=rule.conditional,
            said=said,
            said_start=rule.said.start,
            said_end=rule.said.end,
            said_note=said_note,
            coding_note=coding_note,
            relays=rule.relays,
            retracts=rule.retracts,
            revision=revision,
            published_at=published_at,
        )
    return claims, words, sources


def _source(
    key: str,
    slug: str,
    title: str,
    publisher: str,
    author: str,
    published: str,
    url: str,
    language: str,
    rights: str,
    extent: str,
) -> SourceRow:
    return SourceRow(
        key=key,
        slug=slug,
        title=title,
        publisher=publisher,
        author=author,
        published=published,
        url=url,
        language=language,
        rights=rights,
        extent=extent,
    )


def _distinctions(questions: Collection[str], known_at: datetime | None) -> tuple[DistinctionRow, ...]:
    return tuple(
        DistinctionRow(question=question, other=other, note=note)
        for question, other, note in Distinction.objects.all()
        .known_by(known_at)
        .filter(question__key__in=list(questions), other__key__in=list(questions))
        .order_by("id")
        .values_list("question__key", "other__key", "note")
    )
