"""The status of every question, for those who want nothing else."""

from __future__ import annotations

from datetime import date, datetime

from tracker.domain.comparison import comparison
from tracker.domain.record import Record
from tracker.domain.results import to_json
from tracker.queries.clock import resolve
from tracker.queries.record import load_record


def statuses(*, viewer: object, said_by: date, known_by: datetime | None) -> dict[str, object]:
    """The results of all questions, in the shape that is exchanged, at both clocks (`known_by` None: now).

    Questions stand by incident, in the order in which those were recorded. At most seven queries.
    """
    clocks = resolve(said_by=said_by, known_by=known_by)
    return statuses_of(record=load_record(viewer=viewer, known_at=clocks.known_at), said_by=clocks.said_by)


def statuses_of(*, record: Record, said_by: date) -> dict[str, object]:
    """The same from a record that is at hand. No query."""
    places = {key: place for place, key in enumerate(record.incidents)}
    results = comparison(record=record, said_by=said_by)
    grouped = sorted(results, key=lambda key: places[record.questions[key].incident])
    return to_json(results={key: results[key] for key in grouped})
