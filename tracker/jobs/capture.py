"""Pages that are fetched for an editor, and captures that nobody came back for."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from typing import Final

from procrastinate.contrib.django import app

from tracker.actions.captures import (
    UNDER_WAY,
    finish_capture,
    note_progress,
    refuse_capture,
    sweep_captures,
)
from tracker.ingest.extract import NotRead, extract
from tracker.ingest.fetch import fetch
from tracker.ingest.reading import reading_of, way_of
from tracker.models import Capture

OFTEN: Final = 0.3
"""Seconds between two words on how much has come."""

PATIENCE: Final = 90
"""Seconds to wait for other files that are being read; the editor sees it."""


class _Dropped(Exception):
    """The editor wants it no more."""


@app.task(name="fetch_capture")
def fetch_capture(*, capture: int) -> None:
    """Fetch the page of a capture and read it. Begun again, it fetches again; once it is done or dropped, nothing."""
    found = Capture.objects.filter(pk=capture, state__in=UNDER_WAY).first()
    if found is None:
        return
    try:
        _fetch(found)
    except NotRead as unread:
        refuse_capture(capture=found, rule=unread.why, message=unread.message)
    except _Dropped:
        pass


@app.periodic(cron="41 * * * *")
@app.task(name="sweep_captures", queue="upkeep", queueing_lock="sweep_captures")
def sweep(timestamp: int) -> None:
    """Every hour: forget what nobody filed within a week."""
    sweep_captures()


def _fetch(capture: Capture) -> None:
    said = 0.0

    def told(count: int) -> None:
        nonlocal said
        if time.monotonic() - said > OFTEN:
            said = time.monotonic()
            _wanted(note_progress(capture=capture, state="fetching", progress=count))

    _wanted(note_progress(capture=capture, state="fetching"))
    page = fetch(url=capture.address, told=told)
    at = datetime.now(UTC).isoformat(timespec="seconds")
    _wanted(note_progress(capture=capture, state="reading", progress=len(page.data)))
    found = extract(data=page.data, name="", declared_type=page.declared_type, patience=PATIENCE)
    way = way_of(asked=capture.address, page=page, at=at)
    finish_capture(capture=capture, reading=reading_of(name=page.address, data=page.data, found=found, fetched=way))


def _wanted(still: bool) -> None:
    if not still:
        raise _Dropped
