"""The case file: the format in which a whole case is kept, read and handed on."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
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
            key: Source(key=key, translation_of=row.get("translation_of"))
            for key, row in case["sources"].items()
        },
        questions={key: _question(key, row) for key, row in case["questions"].items()},
        claims={key: _claim(key, row) for key, row in case["claims"].items()},
    )


def _affiliation(row: Mapping[str, Any]) -> Affiliation:
    start, end = row["during"]
    return Affiliation(
        member=row["member"],
        organisation=row["organisation"],
        speaks_for=row["speaks_for"],
        start=None if start is None else date.fromisoformat(start),
        end=None if end is None else date.fromisoformat(end),
    )


def _question(key: str, row: Mapping[str, Any]) -> Question:
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


def _claim(key: str, row: Mapping[str, Any]) -> Claim:
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
