"""The case file: the format in which a whole case is kept, read and handed on."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from tracker.domain.dates import days
from tracker.domain.record import (
    Affiliation,
    Answer,
    Bound,
    Claim,
    Incident,
    Party,
    Question,
    Record,
    Source,
    Value,
)
from tracker.domain.text import BadText, normalise_newlines, refuse_bad_text
from tracker.interop.casefaults import Checks
from tracker.interop.casereading import (
    CaseRefused,
    Fault,
    Folder,
    Row,
    Tables,
    Unreadable,
    parse,
    schema_faults,
)
from tracker.interop.caserows import (
    AffiliationRow,
    AnswerRow,
    CaseFile,
    ClaimRow,
    Dated,
    DistinctionRow,
    IncidentRow,
    PartyRow,
    Piece,
    QuestionRow,
    ReasonRow,
    SourceRow,
)

__all__ = ["CaseFile", "CaseRefused", "Fault", "read_case", "record_of"]


def read_case(*, path: Path) -> CaseFile:
    """The case in the JSON file at `path`, with the texts of its sources, which lie in the same folder.

    The format is documented in case.schema.json. Nothing in the files is trusted: raises CaseRefused with
    all their faults, each in words; of a record without the form of the schema only that is told. Cost:
    near-linear; the real case takes 0.1 s.
    """
    folder = Folder(path=path.parent)
    try:
        case, faults = parse(text=folder.text(name=path.name), file=path.name)
    except Unreadable as error:
        raise CaseRefused((Fault(path.name, "", str(error)),)) from None
    malformed, places = schema_faults(case=case)
    tables = Tables(case=case, malformed=places)
    texts, unreadable = _texts(tables.rows(table="sources"), folder)
    faults += [*malformed, *unreadable, *Checks(tables=tables, texts=texts).faults()]
    if faults:
        raise CaseRefused(tuple(dict.fromkeys(faults)))
    return _case_file(case, texts)


def record_of(*, case: Mapping[str, Any]) -> Record:
    """The rows that the rules compute from, out of a case that is known to be sound.

    Only what the rules look at is read, so sources may lack their texts and claims their quotes. A case of
    unknown origin goes through `read_case`, which says what is wrong with it; this one raises KeyError,
    ValueError or BadDate. Cost: linear.
    """
    return Record(
        parties={key: Party(key=key, kind=row["kind"]) for key, row in case["parties"].items()},
        affiliations=tuple(_affiliation(row) for row in case["affiliations"]),
        incidents={
            key: Incident(key=key, occurred=days(text=row["occurred"]), sides=tuple(row["sides"]))
            for key, row in case["incidents"].items()
        },
        sources={
            key: Source(key=key, translation_of=row.get("translation_of")) for key, row in case["sources"].items()
        },
        questions={key: _question(key, row) for key, row in case["questions"].items()},
        claims={key: _claim(key, row) for key, row in case["claims"].items()},
    )


def _texts(sources: Mapping[Any, Row], folder: Folder) -> tuple[dict[str, str], list[Fault]]:
    """The texts of the sources by their keys, and what is wrong with the others."""
    texts: dict[str, str] = {}
    faults: list[Fault] = []
    for key, row in sources.items():
        try:
            text = folder.text(name=row["file"])
            refuse_bad_text(text=text)
        except (Unreadable, BadText) as error:
            faults.append(Fault(f"sources {key}", "file", str(error)))
            continue
        if not text.strip():
            faults.append(Fault(f"sources {key}", "file", "is blank"))
        elif normalise_newlines(text=text) != text:
            faults.append(Fault(f"sources {key}", "file", "has CR newlines; places count them as LF"))
        else:
            texts[key] = text
    return texts, faults


def _case_file(case: Row, texts: Mapping[str, str]) -> CaseFile:
    return CaseFile(
        incidents={key: _incident_row(key, row) for key, row in case["incidents"].items()},
        parties={key: _party_row(key, row) for key, row in case["parties"].items()},
        affiliations=tuple(_affiliation_row(row) for row in case["affiliations"]),
        sources={key: _source_row(key, row, texts[key]) for key, row in case["sources"].items()},
        questions={key: _question_row(key, row) for key, row in case["questions"].items()},
        claims={key: _claim_row(key, row) for key, row in case["claims"].items()},
        reasons=tuple(ReasonRow(**row) for row in case["reasons"]),
        distinctions=tuple(DistinctionRow(**row) for row in case["distinctions"]),
        record=record_of(case=case),
    )


def _dated(text: str) -> Dated:
    return Dated(text=text, days=days(text=text))


def _incident_row(key: str, row: Row) -> IncidentRow:
    return IncidentRow(
        key=key,
        title=row["title"],
        summary=row["summary"],
        occurred=_dated(row["occurred"]),
        place=row["place"],
        sides=tuple(row["sides"]),
    )


def _party_row(key: str, row: Row) -> PartyRow:
    return PartyRow(
        key=key,
        name=row["name"],
        monogram=row["monogram"],
        kind=row["kind"],
        also_known_as=tuple(row["also_known_as"]),
        country=row.get("country", ""),
        wikidata=row.get("wikidata", ""),
    )


def _affiliation_row(row: Row) -> AffiliationRow:
    held = _affiliation(row)
    return AffiliationRow(
        member=held.member,
        organisation=held.organisation,
        role=row["role"],
        speaks_for=held.speaks_for,
        start=held.start,
        end=held.end,
        grounds=row["grounds"],
    )


def _source_row(key: str, row: Row, content: str) -> SourceRow:
    return SourceRow(
        key=key,
        slug=row["slug"],
        title=row["title"],
        publisher=row["publisher"],
        author=row.get("author", ""),
        published=_dated(row["published"]),
        url=row["url"],
        language=row["language"],
        rights=row["rights"],
        extent=row["extent"],
        translation_of=row.get("translation_of"),
        file=row["file"],
        content=content,
    )


def _question_row(key: str, row: Row) -> QuestionRow:
    return QuestionRow(
        key=key,
        incident=row["incident"],
        slug=row["slug"],
        text=row["text"],
        kind=row["kind"],
        exclusive=row["exclusive"],
        unit=row["unit"],
        answers=tuple(
            AnswerRow(key=name, text=answer["text"], about=answer["about"], value=_value(answer.get("value")))
            for name, answer in row["answers"].items()
        ),
    )


def _claim_row(key: str, row: Row) -> ClaimRow:
    return ClaimRow(
        key=key,
        source=row["source"],
        pieces=tuple(
            Piece(quote=piece["quote"], start=piece["start"], end=piece["end"]) for piece in row.get("pieces", (row,))
        ),
        core=tuple(row["core"]) if "core" in row else None,
        question=row["question"],
        answer=row["answer"],
        speaker=row["speaker"],
        polarity=row["polarity"],
        certainty=row["certainty"],
        act=row["act"],
        conditional=row.get("conditional", False),
        manner=row["manner"],
        cue=row["cue"],
        said=_dated(row["said"]),
        said_note=row.get("said_note", ""),
        coding_note=row.get("coding_note", ""),
        relays=tuple(row["relays"]),
        retracts=row.get("retracts"),
        gloss=row.get("gloss", ""),
        gloss_language=row.get("gloss_language", ""),
    )


def _affiliation(row: Row) -> Affiliation:
    start, end = row["during"]
    return Affiliation(
        member=row["member"],
        organisation=row["organisation"],
        speaks_for=row["speaks_for"],
        start=None if start is None else date.fromisoformat(start),
        end=None if end is None else date.fromisoformat(end),
    )


def _question(key: str, row: Row) -> Question:
    return Question(
        key=key,
        incident=row["incident"],
        kind=row["kind"],
        exclusive=row["exclusive"],
        answers=tuple(
            Answer(key=name, about=answer["about"], value=_value(answer.get("value")))
            for name, answer in row["answers"].items()
        ),
    )


def _value(bounds: list[Any] | None) -> Value | None:
    if bounds is None:
        return None
    low, high = bounds
    return Value(low=_bound(low), high=_bound(high))


def _bound(bound: Any) -> Bound | None:
    if bound is None:
        return None
    return date.fromisoformat(bound) if isinstance(bound, str) else Decimal(str(bound))


def _claim(key: str, row: Row) -> Claim:
    return Claim(
        key=key,
        source=row["source"],
        question=row["question"],
        answer=row["answer"],
        speaker=row["speaker"],
        polarity=row["polarity"],
        certainty=row["certainty"],
        act=row["act"],
        manner=row["manner"],
        conditional=row.get("conditional", False),
        said=days(text=row["said"]),
        relays=tuple(row["relays"]),
        retracts=row.get("retracts"),
    )
