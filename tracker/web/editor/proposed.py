"""What the marked words suggest for the form. Each stands beside its field as a proposal, until an editor takes it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from tracker.domain.proposals import propose
from tracker.models import Snapshot, Source
from tracker.queries.choices import Choices
from tracker.web.editor.places import GAP, Pieces

MOST: Final = 3
"""Proposals of one field."""

AROUND: Final = 400
"""Characters in which the sentence's end is looked for."""

_STOP: Final = re.compile(r"[.!?。]['\"”’)\]]*\s|\n\s*\n")


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """A proposal beside a field: taking it sets the field to `value`; `shown` says what it is, `words` why."""

    field: str
    value: str
    shown: str
    words: str


def offers(*, source: Source, snapshot: Snapshot, pieces: Pieces, choices: Choices) -> tuple[Offer, ...]:
    """Proposals for cue, relays and speaker; none without words. No query."""
    if not pieces:
        return ()
    text = snapshot.text
    words = GAP.join(text[start:end] for start, end in pieces)
    sentence = text[_begin(text, pieces[0][0]) : _finish(text, pieces[-1][1])]
    found = propose(publisher=source.publisher.key, words=words, sentence=sentence, names=choices.names())
    offered: list[Offer] = []
    for proposal in found:
        if sum(each.field == proposal.field for each in offered) >= MOST:
            continue
        party = choices.party(proposal.party) if proposal.party else None
        value = proposal.words if party is None else party.key
        known = any((each.field, each.value) == (proposal.field, value) for each in offered)
        if not known and (proposal.field == "cue" or party is not None):
            offered.append(
                Offer(
                    field=proposal.field,
                    value=value,
                    shown=proposal.words if party is None else party.name,
                    words=proposal.words,
                )
            )
    return tuple(offered)


def _begin(text: str, start: int) -> int:
    """Where the sentence begins in which `start` stands."""
    before = text[max(0, start - AROUND) : start]
    stops = list(_STOP.finditer(before))
    return start - len(before) + (stops[-1].end() if stops else 0)


def _finish(text: str, end: int) -> int:
    """Where the sentence ends in which `end` stands."""
    stop = _STOP.search(text, max(0, end - 1), end + AROUND)
    return stop.end() if stop else min(len(text), end + AROUND)
