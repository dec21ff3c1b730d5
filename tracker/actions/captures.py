"""What an editor brings in, until it is filed: on the way from an address, or read from a file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final, Literal, cast

from django.db import transaction
from django.db.models.functions import Now
from django.utils.translation import gettext as _

from tracker.actions.enqueue import enqueue
from tracker.actions.refusals import Refused
from tracker.actions.texts import line
from tracker.domain import policy
from tracker.models import Capture, User
from tracker.models.people import role_of

UNDER_WAY: Final = ("waiting", "fetching", "reading")
KEPT_FOR: Final = timedelta(days=7)
MOST: Final = 50
"""Captures of one editor; the oldest make room for new ones."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What was read: the bytes, the text in them, and what it says of itself.

    `facts`: charset, pages, blank (pages without text), and proposed, which holds (value, origin) for each of
    title, byline, published, language, publisher and address. `fetched`: how it came from the open web.
    """

    name: str
    original: bytes
    media_type: str
    text: str
    facts: Mapping[str, Any]
    fetched: Mapping[str, Any] | None = None


def capture_address(*, by: User, key: str, address: str) -> Capture:
    """Have a page fetched and read by a job; its progress stands in the capture. Takes the place of one of this key.

    Like drafts, captures are no part of the record. Refused: the key of somebody else's. Eight queries.
    """
    with transaction.atomic():
        capture = _begin(by, key, origin="address", address=line(address, field="url"))
        enqueue(job="fetch_capture", capture=capture.pk)
        return capture


def capture_reading(*, by: User, key: str, reading: Reading) -> Capture:
    """Keep what was read from a file until it is filed. As `capture_address`; seven queries."""
    with transaction.atomic():
        return _begin(by, key, origin="file", state="ready", **_read(reading))


def note_progress(*, capture: Capture, state: Literal["fetching", "reading"], progress: int = 0) -> bool:
    """Say how far a capture is; False where it was dropped meanwhile, so that the work can end. One query."""
    return _update(capture, state=state, progress=progress)


def finish_capture(*, capture: Capture, reading: Reading) -> bool:
    """The page is there and read. As `note_progress`."""
    return _update(capture, state="ready", **_read(reading))


def refuse_capture(*, capture: Capture, rule: str, message: str) -> bool:
    """It cannot be read; `message` is the rule in words. As `note_progress`."""
    return _update(capture, state="refused", rule=rule, message=message)


def drop_capture(*, by: User, key: str) -> bool:
    """Forget a capture of one's own, under way or not; whether there was one. One query."""
    return Capture.objects.filter(owner=by, key=key).delete()[0] > 0


def sweep_captures() -> int:
    """Forget what nobody filed within a week; how many. One query."""
    return Capture.objects.filter(updated_at__lt=Now() - KEPT_FOR).delete()[0]


def _begin(by: User, key: str, **fields: Any) -> Capture:
    if not policy.allowed(role=cast(policy.Role, role_of(by)), action="capture_source"):
        raise Refused(rule="not_allowed", message=_("Your account may not do this. Nothing was changed."))
    if Capture.objects.select_for_update().filter(key=key).exclude(owner=by).exists():
        raise Refused(rule="not_allowed", message=_("This capture is somebody else’s."))
    Capture.objects.filter(key=key).delete()
    newest = Capture.objects.filter(owner=by).order_by("-updated_at").values("pk")
    Capture.objects.filter(owner=by).exclude(pk__in=list(newest[: MOST - 1].values_list("pk", flat=True))).delete()
    return Capture.objects.create(key=key, owner=by, started_at=Now(), updated_at=Now(), **fields)


def _update(capture: Capture, **fields: Any) -> bool:
    under_way = Capture.objects.filter(pk=capture.pk, state__in=UNDER_WAY)
    return under_way.update(updated_at=Now(), **fields) > 0


def _read(reading: Reading) -> dict[str, Any]:
    return {
        "name": reading.name,
        "original": reading.original,
        "media_type": reading.media_type,
        "text": reading.text,
        "facts": dict(reading.facts),
        "fetched": None if reading.fetched is None else dict(reading.fetched),
    }
