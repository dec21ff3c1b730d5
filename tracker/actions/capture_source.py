"""Keep a text that was read, as it was read."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from hashlib import sha256
from typing import Any, Final

from django.utils.translation import gettext as _

from tracker.actions.carryover import ask_for_carryovers
from tracker.actions.change import change
from tracker.actions.keep_shingles import keep_shingles
from tracker.actions.refusals import Refused
from tracker.actions.texts import bounds, chosen, free_slug, kept, line
from tracker.models import Party, Snapshot, Source, User
from tracker.models.source import EXTENTS

LONGEST: Final = 2_000_000
"""Characters of the longest text that is captured."""

_LANGUAGE: Final = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*")
_ADDRESS: Final = re.compile(r"https?://[^\s<>\"]+", re.IGNORECASE)


def capture_source(
    *,
    by: User,
    note: str,
    text: str,
    title: str,
    publisher: Party,
    published: str,
    language: str,
    extent: str,
    rights: str = "",
    url: str = "",
    author: str = "",
    captured_from: str = "",
    translation_of: Source | None = None,
    original: bytes | None = None,
    media_type: str = "",
    fetched: Mapping[str, Any] | None = None,
) -> Snapshot:
    """A new source with the snapshot of its text; CRLF and CR become LF and nothing else changes.

    `published` is EDTF. `original` are the bytes that the text was read from, kept beside it with their media
    type; `captured_from` says where it was read: an address, or a file's name; `fetched` how it came from there.
    Not public until a claim on it is. Refused: a text that is blank, holds what no database can, or has more than
    `LONGEST` characters; a date without bounds; a language that is no BCP 47 tag; an address that is not http or
    https. Five queries.
    """
    address, tag = line(url, field="url"), line(language, field="language")
    if address and not _ADDRESS.fullmatch(address):
        raise Refused(rule="address_is_http", message=_("An address begins with http:// or https://."), field="url")
    if not _LANGUAGE.fullmatch(tag):
        raise Refused(
            rule="language_is_a_tag",
            message=_("Give the language as a tag, such as en, ko or zh-Hant."),
            field="language",
        )
    words = kept(text, field="text", longest=LONGEST)
    when = bounds(published, field="published")
    with change(by=by, note=note, may="capture_source") as at:
        name = line(title, field="title")
        source = Source.objects.create(
            slug=free_slug(name, taken=Source.objects.all(), field="title"),
            title=name,
            publisher=publisher,
            author=line(author, field="author"),
            published=published.strip(),
            published_start=when.start,
            published_end=when.end,
            url=address,
            language=tag,
            rights=kept(rights, field="rights").strip(),
            extent=chosen(extent, among=EXTENTS, field="extent"),
            translation_of=translation_of,
        )
        return _keep(source, words, at, captured_from, original, media_type, fetched)


def recapture(
    *,
    by: User,
    note: str,
    source: Source,
    text: str,
    captured_from: str = "",
    original: bytes | None = None,
    media_type: str = "",
    fetched: Mapping[str, Any] | None = None,
) -> Snapshot:
    """Another snapshot of a source that is there, of the text as it stands now; the words quoted from earlier ones
    are looked for in it, by a job.

    Arguments and refusals as of `capture_source`. Eight queries.
    """
    words = kept(text, field="text", longest=LONGEST)
    with change(by=by, note=note, may="capture_source") as at:
        snapshot = _keep(source, words, at, captured_from, original, media_type, fetched)
        ask_for_carryovers(by=by, note=note, snapshot=snapshot)
        return snapshot


def _keep(
    source: Source,
    words: str,
    at: datetime,
    captured_from: str,
    original: bytes | None,
    media_type: str,
    fetched: Mapping[str, Any] | None,
) -> Snapshot:
    snapshot = Snapshot.objects.create(
        source=source,
        text=words,
        sha256=sha256(words.encode()).hexdigest(),
        captured_at=at,
        captured_from=line(captured_from, field="captured_from"),
        original=original,
        media_type=media_type,
        fetched=None if fetched is None else dict(fetched),
    )
    keep_shingles(snapshots=[snapshot])
    return snapshot
