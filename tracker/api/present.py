"""The wire forms: how what the queries find is written as JSON. `serializers.py` tells the same as a schema."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.urls import reverse

from tracker.domain.results import QuestionResult, to_json
from tracker.domain.standing import Fate
from tracker.queries.clock import Clocks
from tracker.queries.display import CaptureRow, ClaimRow, Display, IncidentRow, PartyRow, QuestionRow, SourceRow
from tracker.queries.merged import MergedKey
from tracker.queries.revisions import Revision

Json = dict[str, Any]


def instant(at: datetime | None) -> str | None:
    """An instant of UTC to the microsecond, as `known_by` takes it."""
    return None if at is None else at.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


def address(name: str, *args: str, clocks: Clocks | None = None, given: Iterable[str] = ()) -> str:
    """The absolute address of a named place, at the clocks that were `given` in the request."""
    wanted: dict[str, str | None] = {}
    if clocks is not None:
        wanted = {"said_by": clocks.said_by.isoformat(), "known_by": instant(clocks.known_at)}
    query = urlencode({key: value for key, value in wanted.items() if value is not None and key in set(given)})
    return f"{settings.SITE_URL}{reverse(name, args=args)}" + (f"?{query}" if query else "")


def incident(row: Mapping[str, Any], sides: Iterable[str], *, clocks: Clocks, given: Iterable[str]) -> Json:
    """An incident of a list, with where its comparison is."""
    return {
        "key": row["key"],
        "slug": row["slug"],
        "url": address("api:comparison", row["slug"], clocks=clocks, given=given),
        "page": address("reader:incident", row["slug"], clocks=clocks, given=given),
        "title": row["title"],
        "summary": row["summary"],
        "occurred": row["occurred"],
        "place": row["place"],
        "sides": list(sides),
    }


def incident_row(row: IncidentRow, *, clocks: Clocks, given: Iterable[str]) -> Json:
    """The same from what the pages read."""
    names = ("key", "slug", "title", "summary", "occurred", "place")
    return incident({name: getattr(row, name) for name in names}, row.sides, clocks=clocks, given=given)


def party(row: PartyRow) -> Json:
    return {
        "key": row.key,
        "slug": row.slug,
        "page": address("reader:party", row.slug),
        "name": row.name,
        "monogram": row.monogram,
        "kind": row.kind,
        "also_known_as": list(row.also_known_as),
    }


def merged(rows: Iterable[MergedKey]) -> list[Json]:
    return [{"key": row.key, "slug": row.slug, "merged_into": row.into} for row in rows]


def source(row: SourceRow) -> Json:
    return {
        "key": row.key,
        "slug": row.slug,
        "page": address("reader:source", row.slug),
        "title": row.title,
        "publisher": row.publisher,
        "author": row.author,
        "published": row.published,
        "url": row.url,
        "language": row.language,
        "rights": row.rights,
        "extent": row.extent,
    }


def capture(row: CaptureRow, of: SourceRow) -> Json:
    """A text in which the source was captured, and where it can be read."""
    return {
        "key": row.key,
        "captured_at": instant(row.captured_at),
        "page": f"{address('reader:source', of.slug)}?{urlencode({'snapshot': row.key})}",
    }


def question(row: QuestionRow, result: QuestionResult, claims: Iterable[Json], *, page: str) -> Json:
    """A question with its results; those of an answer stand beside its text."""
    results: Any = to_json(results={row.key: result})[row.key]
    answers = results.pop("answers")
    return {
        "key": row.key,
        "slug": row.slug,
        "page": page,
        "text": row.text,
        "kind": row.kind,
        "exclusive": row.exclusive,
        "unit": row.unit,
        **results,
        "answers": [
            {"key": each.key, "text": each.text, "about": each.about, **answers[each.key]} for each in row.answers
        ],
        "claims": list(claims),
    }


def claim(row: ClaimRow, fate: Fate, display: Display, *, clocks: Clocks, given: Iterable[str]) -> Json:
    """A claim with what became of it by the day asked for."""
    words = display.words[row.words]
    return {
        "key": row.key,
        "url": address("api:claim", row.key, clocks=clocks, given=given),
        "page": address("reader:claim", row.key, clocks=clocks, given=given),
        "question": row.question,
        "answer": row.answer,
        "speaker": row.speaker,
        "polarity": row.polarity,
        "certainty": row.certainty,
        "act": row.act,
        "manner": row.manner,
        "conditional": row.conditional,
        "cue": row.cue,
        "said": row.said,
        "said_start": row.said_start.isoformat(),
        "said_end": row.said_end.isoformat(),
        "said_note": row.said_note,
        "coding_note": row.coding_note,
        "relays": list(row.relays),
        "retracts": row.retracts,
        "source": words.source,
        "language": display.sources[words.source].language,
        "quote": [
            {"start": start, "end": end, "exact": exact}
            for (start, end), exact in zip(words.pieces, words.exact, strict=True)
        ],
        "core": None if row.core is None else list(row.core),
        "gloss": words.gloss,
        "gloss_language": words.gloss_language,
        "redacted": words.redacted,
        "captured": capture(words.capture, display.sources[words.source]),
        "gone_from": None if words.gone_from is None else capture(words.gone_from, display.sources[words.source]),
        "principal": fate.principal,
        "aside": fate.ground,
        "stands": fate.stands,
        "retracted_by": list(fate.retracted_by),
        "superseded_by": list(fate.superseded_by),
    }


def revision(row: Revision) -> Json:
    """A public revision: who changed what, when and why."""
    return {
        "number": row.number,
        "at": instant(row.at),
        "by": row.by,
        "note": row.note,
        "current": row.current,
        "withdrawn": row.withdrawn,
        "altered": sorted({each.field for each in row.altered}),
    }
