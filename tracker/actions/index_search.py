"""What search finds records by: derived from them, made in the transaction that changes them, or anew by one command.

Triggers mark what a change makes stale (`tracker.models.search`), and nothing finds it any more. Before that change
is committed, `keep_search` makes it again: only what is public, not withdrawn and not merged has a row.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.db import connection, transaction
from django.db.models.functions import Left

from tracker.domain.comparison import comparison
from tracker.domain.searching import READ, as_name, english, vector
from tracker.models import Answer, Claim, Incident, Party, Question, SearchRow, Side, Snapshot, Source
from tracker.queries.record import load_record

FIELDS: Final = "ABCD"
"""Weights, from a name to what is only near it."""

BATCH: Final = 200
"""Questions that are made anew in one transaction; others may write in between."""

_WRITE: Final = """
UPDATE tracker_searchrow r SET stale = FALSE,
    stems = setweight(to_tsvector('english', v.a), 'A') || setweight(to_tsvector('english', v.b), 'B')
         || setweight(to_tsvector('english', v.c), 'C') || setweight(to_tsvector('english', v.d), 'D'),
    exact = v.exact::tsvector, facets = string_to_array(v.facets, ' '), names = v.names,
    said_start = v.said_start, said_end = v.said_end
FROM unnest(%s::text[], %s::bigint[], %s::text[], %s::text[], %s::text[], %s::text[], %s::text[], %s::text[],
            %s::text[], %s::date[], %s::date[])
    AS v (kind, of, a, b, c, d, exact, facets, names, said_start, said_end)
WHERE r.kind = v.kind AND r.of = v.of
"""
_WRITE_FACETS: Final = """
UPDATE tracker_searchrow r SET facets = string_to_array(v.facets, ' ')
FROM unnest(%s::bigint[], %s::text[]) AS v (of, facets)
WHERE r.kind = 'claim' AND NOT r.stale AND r.of = v.of AND r.facets <> string_to_array(v.facets, ' ')
"""


@dataclass(kw_only=True)
class Found:
    """What one record is found by: texts by weight, facets, names."""

    kind: str
    of: int
    texts: dict[str, list[str]]
    facets: tuple[str, ...]
    names: tuple[str, ...] = ()
    said: tuple[date, date] | None = None

    def columns(self) -> tuple[Any, ...]:
        words = [" ".join(map(_english, self.texts.get(weight, ()))) for weight in FIELDS]
        exact = vector(fields=[(text, weight) for weight in FIELDS for text in self.texts.get(weight, ())])
        names = "".join(f"| {as_name(text=name)} " for name in self.names)
        return (self.kind, self.of, *words, exact, " ".join(self.facets), names, *(self.said or (None, None)))


def keep_search(*, today: date) -> None:
    """Make again what this transaction marked; statuses are those of `today`.

    One query where nothing was; else at most twenty, whatever the size, over the records of the incidents whose
    questions or claims were marked.
    """
    stale: dict[str, set[int]] = defaultdict(set)
    for kind, of in SearchRow.objects.filter(stale=True).values_list("kind", "of"):
        stale[kind].add(of)
    if not stale:
        return
    made = [*_parties(stale["party"]), *_incidents(stale["incident"]), *_sources(stale["source"])]
    if stale["claim"] or stale["question"]:
        made += _questions_and_claims(stale["question"], stale["claim"], today)
    _write(made)
    SearchRow.objects.filter(stale=True).delete()  # what is not public any more, or not yet


def make_search_anew(*, today: date) -> int:
    """Every row, a batch at a time; how many there are then. Other work goes on meanwhile."""
    for model, kind in ((Party, "party"), (Incident, "incident"), (Source, "source")):
        for ids in _batches(model.objects.published()):
            _make(kind, ids, (), today)
    for ids in _batches(Question.objects.published()):
        _make("question", ids, Claim.objects.counted().filter(question__in=ids).values_list("id", flat=True), today)
    _forget_what_is_gone()
    return SearchRow.objects.count()


def _batches(rows: Any) -> Iterable[list[int]]:
    last = 0
    while ids := list(rows.filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:BATCH]):
        yield ids
        last = ids[-1]


def _make(kind: str, ids: Collection[int], claims: Iterable[int], today: date) -> None:
    """One batch, while nobody else writes."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(4712010)")  # the turn of writers: tracker_instant has it too
        rows = [SearchRow(kind=kind, of=of) for of in ids] + [SearchRow(kind="claim", of=of) for of in claims]
        SearchRow.objects.bulk_create(
            rows, update_conflicts=True, unique_fields=["kind", "of"], update_fields=["stale"], batch_size=5000
        )
        keep_search(today=today)


def _forget_what_is_gone() -> None:
    gone: tuple[tuple[str, Any], ...] = (
        ("party", Party.objects.published()),
        ("incident", Incident.objects.published()),
        ("source", Source.objects.published()),
        ("question", Question.objects.published()),
        ("claim", Claim.objects.counted()),
    )
    for kind, rows in gone:
        SearchRow.objects.filter(kind=kind).exclude(of__in=rows.values_list("pk", flat=True)).delete()


def _parties(ids: Collection[int]) -> Iterable[Found]:
    if not ids:
        return
    for id_, name, aka in (
        Party.objects.published()
        .filter(id__in=ids, merged_into__isnull=True)
        .values_list("id", "name", "also_known_as")
    ):
        yield Found(
            kind="party",
            of=id_,
            texts={"A": [name, *aka]},
            facets=("kind:party", f"party:{id_}"),
            names=(name, *aka),
        )


def _incidents(ids: Collection[int]) -> Iterable[Found]:
    if not ids:
        return
    sides: dict[int, list[int]] = defaultdict(list)
    for incident, party in (
        Side.objects.filter(incident__in=ids, party__merged_into__isnull=True)
        .order_by("order", "id")
        .values_list("incident", "party")
    ):
        sides[incident].append(party)
    for id_, title, place, summary in (
        Incident.objects.published().filter(id__in=ids).values_list("id", "title", "place", "summary")
    ):
        yield Found(
            kind="incident",
            of=id_,
            texts={"A": [title], "B": [place], "C": [summary]},
            facets=("kind:incident", f"incident:{id_}", *(f"party:{party}" for party in sides[id_])),
            names=(title, place),
        )


def _sources(ids: Collection[int]) -> Iterable[Found]:
    """With the text of their newest capture."""
    if not ids:
        return
    texts = dict(
        Snapshot.objects.filter(source__in=ids)
        .order_by("captured_at", "id")
        .annotate(read=Left("text", READ))
        .values_list("source", "read")
    )
    for id_, title, author, language, publisher, name, aka in (
        Source.objects.published()
        .filter(id__in=ids)
        .values_list("id", "title", "author", "language", "publisher", "publisher__name", "publisher__also_known_as")
    ):
        yield Found(
            kind="source",
            of=id_,
            texts={"A": [title], "B": [author, name, *aka], "D": [texts.get(id_, "")]},
            facets=("kind:source", f"source:{id_}", f"party:{publisher}", f"language:{_primary(language)}"),
        )


def _questions_and_claims(questions: Collection[int], claims: Collection[int], today: date) -> list[Found]:
    """With the status of each question today, and for whom each claim on it counts; other claims on them as well."""
    touched = {
        id_: (key, text, incident, incident_key)
        for id_, key, text, incident, incident_key in Question.objects.published()
        .filter(id__in={*questions, *Claim.objects.filter(id__in=claims).values_list("question", flat=True)})
        .filter(merged_into__isnull=True)
        .values_list("id", "key", "text", "incident", "incident__key")
    }
    record = load_record(viewer=None, known_at=None, incidents={row[3] for row in touched.values()})
    results = comparison(record=record, said_by=today)
    answers: dict[int, list[str]] = defaultdict(list)
    for question, text in (
        Answer.objects.published().filter(question__in=touched).order_by("order", "id").values_list("question", "text")
    ):
        answers[question].append(text)
    made = []
    for id_, (key, text, incident, _) in touched.items():
        if id_ in questions and key in results:
            status = _word(results[key].finding.status)
            facets = ("kind:question", f"incident:{incident}", f"status:{status}")
            made.append(Found(kind="question", of=id_, texts={"A": [text], "B": answers[id_]}, facets=facets))
    return made + _claims(touched, claims, results)


def _claims(touched: Any, claims: Collection[int], results: Any) -> list[Found]:
    parties: dict[str, int] = {}
    rows = list(
        Claim.objects.counted()
        .filter(question__in=touched)
        .values_list(
            "id", "key", "question", "speaker", "polarity", "said_start", "said_end",
            "excerpt__snapshot__source", "excerpt__snapshot__source__language",
        )
    )  # fmt: skip
    fates = {key: fate for result in results.values() for key, fate in result.fates.items()}
    parties = dict(Party.objects.filter(key__in={fate.principal for fate in fates.values()}).values_list("key", "id"))
    facets: dict[int, tuple[str, ...]] = {}
    said: dict[int, tuple[date, date]] = {}
    for id_, key, question, speaker, polarity, start, end, source, language in rows:
        fate = fates.get(key)
        counts_for = parties[fate.principal] if fate else speaker
        question_key, _, incident, _ = touched[question]
        said[id_] = (start, end)
        facets[id_] = (
            "kind:claim",
            f"speaker:{speaker}",
            *sorted({f"party:{speaker}", f"party:{counts_for}"}),
            f"polarity:{polarity}",
            f"status:{_word(results[question_key].finding.status)}",
            f"language:{_primary(language)}",
            f"source:{source}",
            f"incident:{incident}",
        )
    others = {id_: held for id_, held in facets.items() if id_ not in claims}
    with connection.cursor() as cursor:
        if others:
            cursor.execute(_WRITE_FACETS, [list(others), [" ".join(held) for held in others.values()]])
    return [
        Found(
            kind="claim",
            of=id_,
            texts={"A": [*exact, gloss], "B": [name, *aka], "C": [answer or ""], "D": [question]},
            facets=facets[id_],
            said=said[id_],
        )
        for id_, exact, gloss, name, aka, answer, question in Claim.objects.filter(
            id__in=facets.keys() & set(claims)
        ).values_list(
            "id", "excerpt__exact", "excerpt__gloss", "speaker__name", "speaker__also_known_as", "answer__text",
            "question__text",
        )
    ]  # fmt: skip


def _write(made: Collection[Found]) -> None:
    if made:
        with connection.cursor() as cursor:
            cursor.execute(_WRITE, [list(column) for column in zip(*(each.columns() for each in made), strict=True)])


def _english(text: str) -> str:
    return english(text=text)


def _word(status: str) -> str:
    """A status as one word, as facets are kept."""
    return status.replace(" ", "-")


def _primary(language: str) -> str:
    """A language without its region: en of en-GB."""
    return language.split("-", maxsplit=1)[0].lower()
