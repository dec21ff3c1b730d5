"""What the marked words suggest for the form. Each stands beside its field as a proposal, until an editor takes it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from tracker.domain.proposals import Named, Passage, Proposal, Worded, propose
from tracker.models import Snapshot, Source
from tracker.queries.choices import Choices
from tracker.web.editor.fields import RELAYS, SPEAKERS
from tracker.web.editor.labels import VOCABULARIES
from tracker.web.editor.places import GAP, Pieces
from tracker.web.jinja import edtf

MOST: Final = {"cue": 3, "speaker": 4, "relay": 3}
"""Proposals of one field; of the others one."""

BEFORE: Final = 2_000
"""Characters before the words that are read."""

GROUPS: Final = {"speaker": SPEAKERS, "relay": RELAYS}

_VOCABULARY: Final[dict[str, dict[str, Any]]] = {
    "certainty": dict(VOCABULARIES["certainties"]),
    "act": dict(VOCABULARIES["acts"]),
    "manner": dict(VOCABULARIES["manners"]),
    "polarity": dict(VOCABULARIES["polarities"]),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """A proposal beside a field: taking it sets the field to `value`; `shown` says what it is, `words` why.

    `is_first` says that it is what the one key takes; where several of a field are, they are taken together.
    """

    field: str
    value: str
    shown: str
    words: str
    is_first: bool

    def is_held(self, values: Mapping[str, str]) -> bool:
        """Whether the form says it already."""
        return self.value in [values[name] for name in GROUPS.get(self.field, (self.field,))]


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggested:
    """The proposals in the order of their fields, and the keys of all answers, the likeliest first."""

    offers: tuple[Offer, ...] = ()
    likely: tuple[str, ...] = ()


def suggested(*, source: Source, snapshot: Snapshot, pieces: Pieces, core: str, choices: Choices) -> Suggested:
    """What the words suggest; nothing without words. No query."""
    if not pieces:
        return Suggested()
    text = snapshot.text
    found = propose(
        passage=Passage(
            words=GAP.join(text[start:end] for start, end in pieces),
            core=core,
            before=text[max(0, pieces[0][0] - BEFORE) : pieces[0][0]],
            publisher=source.publisher.key,
            heading=" ".join(filter(None, (source.title, source.author))),
            published=source.published,
            parties=_parties(choices),
            answers=_answers(choices),
        )
    )
    return Suggested(
        offers=tuple(_offers(found, choices)),
        likely=tuple(proposal.value for proposal in found if proposal.field == "answer"),
    )


def taken(values: dict[str, str], take: str) -> None:
    """Put a proposal that the editor takes ("cue=says") into its field; relays and speakers in the next free one."""
    name, _equals, value = take.partition("=")
    if name in GROUPS:
        group = GROUPS[name]
        if value not in [values[each] for each in group]:
            free = [each for each in group if not values[each]]
            values[free[0] if free else group[0]] = value
    elif name in ("cue", "said", "conditional", *_VOCABULARY):
        values[name] = value


def _offers(found: tuple[Proposal, ...], choices: Choices) -> Iterator[Offer]:
    count: Counter[str] = Counter()
    first: dict[str, str] = {}
    for proposal in found:
        field = proposal.field
        if field == "answer" or count[field] >= MOST.get(field, 1):
            continue
        shown = _shown(proposal, choices)
        if shown is None:
            continue
        count[field] += 1
        # every relay is a link of one chain; speakers named by the same words speak together
        together = field == "relay" or (field == "speaker" and first.get(field) == proposal.words)
        yield Offer(
            field=field,
            value=proposal.value,
            shown=shown,
            words=proposal.words,
            is_first=count[field] == 1 or together,
        )
        first.setdefault(field, proposal.words)


def _shown(proposal: Proposal, choices: Choices) -> str | None:
    if proposal.field in GROUPS:
        party = choices.party(proposal.value)
        return party.name if party else None
    if proposal.field in _VOCABULARY:
        return str(_VOCABULARY[proposal.field].get(proposal.value, proposal.value))
    return edtf(proposal.value) if proposal.field == "said" else proposal.value


def _parties(choices: Choices) -> tuple[Named, ...]:
    return tuple(
        Named(key=party.key, kind=party.kind, names=(party.name, *party.names, party.monogram))
        for party in choices.parties
    )


def _answers(choices: Choices) -> tuple[Worded, ...]:
    return tuple(
        Worded(key=answer.key, text=answer.text, question=question.text)
        for question in choices.questions
        for answer in question.answers
    )
