"""From what was extracted to what is kept of it until it is filed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from tracker.actions.captures import Reading
from tracker.ingest.extract import Extracted
from tracker.ingest.fetch import Fetched

PROPOSED: Final = ("title", "byline", "published", "language", "publisher", "address")


def reading_of(*, name: str, data: bytes, found: Extracted, fetched: Mapping[str, Any] | None = None) -> Reading:
    """The file `name` with its bytes, and what was found in it."""
    proposals = {field: getattr(found, field) for field in PROPOSED}
    return Reading(
        name=name,
        original=data,
        media_type=found.media_type,
        text=found.text,
        facts={
            "charset": found.charset,
            "pages": len(found.pages),
            "blank": _blank(found),
            "proposed": {field: [each.value, each.origin] for field, each in proposals.items() if each is not None},
        },
        fetched=fetched,
    )


def way_of(*, asked: str, page: Fetched, at: str) -> dict[str, Any]:
    """How a page came: the address that was asked for, every redirect with its status, the last address, its
    status and headers, and when (`at`)."""
    return {
        "asked": asked,
        "redirects": [{"address": address, "status": status} for address, status in page.redirects],
        "address": page.address,
        "status": page.status,
        "headers": [list(pair) for pair in page.headers],
        "at": at,
    }


def _blank(found: Extracted) -> list[int]:
    """The numbers of the pages without text."""
    ends = [*found.pages[1:], len(found.text)]
    return [
        number
        for number, (start, end) in enumerate(zip(found.pages, ends, strict=False), 1)
        if not found.text[start:end].strip()
    ]
