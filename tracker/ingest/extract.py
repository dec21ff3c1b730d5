"""From the bytes of a file to the text that is proposed for capture."""

from __future__ import annotations

import json
from dataclasses import dataclass
from threading import BoundedSemaphore
from typing import Any, Final

from django.utils.translation import gettext as _

from tracker.ingest.child import SECONDS
from tracker.ingest.found import LARGEST, Origin, Proposal
from tracker.ingest.process import TooSlow, ask
from tracker.ingest.sentences import RULES, SEEN, SENTENCES

PATIENCE: Final = 8
"""Seconds to wait until another file has been read."""

_TURN: Final = BoundedSemaphore(1)  # one child of each server process, so that memory stays bounded


class NotRead(Exception):
    """A file that is not read. `message` says what is wrong and what to do; `why` is its key."""

    def __init__(self, why: str, **facts: str | int) -> None:
        self.why = why
        for name, words in (("seen", SEEN), ("rule", RULES)):
            if name in facts:
                facts[name] = _(words[str(facts[name])])
        self.message = _(SENTENCES[why]) % facts
        super().__init__(self.message)


@dataclass(frozen=True, slots=True, kw_only=True)
class Extracted:
    """A text as it was read, and what the file says about it: None where it says nothing.

    `pages` are the places, in code points of `text`, at which the pages of a PDF begin; before each but the
    first stands a form feed. `charset` is the encoding that a text or HTML file was read in.
    """

    text: str
    media_type: str
    charset: str
    pages: tuple[int, ...]
    title: Proposal | None
    byline: Proposal | None
    published: Proposal | None
    language: Proposal | None
    publisher: Proposal | None
    address: Proposal | None


def extract(*, data: bytes, name: str, declared_type: str, patience: float = PATIENCE) -> Extracted:
    """The text of an HTML, PDF, Word or plain text file. `declared_type` may name its charset.

    Read in a process of its own with 512 MB and 20 s. Raises NotRead, with nothing left behind, for every file
    that is empty, larger than 20 MB, none of the four kinds, not what its name says, or that cannot be read
    whole and right. Waits up to `patience` seconds for another file of this server process.
    """
    if not data:
        raise NotRead("empty")
    if len(data) > LARGEST:
        raise NotRead("too_large", most=LARGEST // 1024 // 1024)
    if not _TURN.acquire(timeout=patience):
        raise NotRead("busy")
    try:
        said = _ask(json.dumps({"name": name, "declared_type": declared_type}).encode() + b"\n" + data)
    finally:
        _TURN.release()
    if "why" in said:
        raise NotRead(said["why"], **said.get("facts", {}))
    return Extracted(
        text=said["text"],
        media_type=said["media_type"],
        charset=said["charset"],
        pages=tuple(said["pages"]),
        **{field: _proposal(said["proposals"].get(field)) for field in _FIELDS},
    )


_FIELDS: Final = ("title", "byline", "published", "language", "publisher", "address")


def _proposal(pair: list[Any] | None) -> Proposal | None:
    if pair is None:
        return None
    value, origin = pair
    found: Origin = origin
    return Proposal(value, found)


def _ask(question: bytes) -> dict[str, Any]:
    """What the child process says; NotRead where it dies or takes too long."""
    try:
        said = ask(module="tracker.ingest.child", question=question, seconds=SECONDS)
    except TooSlow:
        raise NotRead("too_slow") from None
    try:
        found: dict[str, Any] = json.loads(said)
    except ValueError:
        raise NotRead("damaged") from None
    return found
