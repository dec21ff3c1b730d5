"""What a claim says, as it comes to the actions; and how it is written with all that belongs to it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from django.utils.translation import gettext as _
from psycopg.types.range import Int4Range

from tracker.actions.change import save
from tracker.actions.refusals import Refused
from tracker.actions.texts import bounds, chosen, kept, line
from tracker.models import Answer, Claim, Excerpt, Party, Question, Reason, Relay, Snapshot
from tracker.models.claim import ACTS, CERTAINTIES, DIRECTIONS, MANNERS, POLARITIES

Pieces = tuple[tuple[int, int], ...]
"""Ranges of code points of a snapshot's text."""

CONFIRM: Final = "words_say_this"
"""The rule of recording: the words, read alone, must state the answer, and a person says that they do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """Marked words, and the editor's translation of them where there is one."""

    snapshot: Snapshot
    pieces: Pieces
    gloss: str = ""
    gloss_language: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Relayed:
    """One step of who says who said, and the verb with which it is introduced."""

    party: Party
    cue: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reasoned:
    """The claim was offered for or against an answer."""

    answer: Answer
    direction: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """What is recorded of a speech act besides its words and its speaker. `said` is EDTF.

    `relays` go from the publisher inward. `core` is the range of the snapshot that carries the answer.
    """

    question: Question
    answer: Answer | None
    polarity: str
    said: str
    certainty: str = "unspecified"
    act: str = "state"
    manner: str = "indirect"
    conditional: bool = False
    cue: str = ""
    said_note: str = ""
    coding_note: str = ""
    core: tuple[int, int] | None = None
    retracts: Claim | None = None
    relays: tuple[Relayed, ...] = ()
    reasons: tuple[Reasoned, ...] = ()


def confirmed(says_this: bool) -> None:
    """Refused unless a person said that these words say this."""
    if not says_this:
        raise Refused(
            rule=CONFIRM,
            message=_("Read the words alone and confirm that they say this. An inference is not a claim."),
            field="says_this",
        )


def fields_of(content: Content) -> dict[str, Any]:
    """The columns of a claim, cleaned; refused are unknown words of a vocabulary and dates without bounds."""
    said = bounds(content.said, field="said")
    return {
        "question": content.question,
        "answer": content.answer,
        "polarity": chosen(content.polarity, among=POLARITIES, field="polarity"),
        "certainty": chosen(content.certainty, among=CERTAINTIES, field="certainty"),
        "act": chosen(content.act, among=ACTS, field="act"),
        "manner": chosen(content.manner, among=MANNERS, field="manner"),
        "conditional": content.conditional,
        "cue": kept(content.cue, field="cue").strip(),
        "said": content.said.strip(),
        "said_start": said.start,
        "said_end": said.end,
        "said_note": line(content.said_note, field="said_note"),
        "coding_note": kept(content.coding_note, field="coding_note").strip(),
        "core": None if content.core is None else Int4Range(*content.core),
        "retracts": content.retracts,
    }


def excerpt_of(words: Words) -> Excerpt:
    """The excerpt of these pieces: the one that is there, or a new one. One or two queries.

    A translation that differs from the one that is kept becomes a revision of the excerpt.
    """
    length = len(words.snapshot.text)
    if not words.pieces or any(start >= end for start, end in words.pieces):
        raise Refused(rule="excerpt_has_pieces", message=_("Mark at least one word."), field="words")
    if any(start < 0 or end > length for start, end in words.pieces):
        raise Refused(rule="excerpt_is_verbatim", message=_("These words stand outside the text."), field="words")
    gloss, language = kept(words.gloss, field="gloss").strip(), line(words.gloss_language, field="gloss")
    if not gloss:
        language = ""
    found = Excerpt.objects.filter(snapshot=words.snapshot, pieces=words.pieces).first()
    if found is None:
        return Excerpt.objects.create(
            snapshot=words.snapshot,
            pieces=words.pieces,
            exact=[words.snapshot.text[start:end] for start, end in words.pieces],
            gloss=gloss,
            gloss_language=language,
        )
    if gloss and (gloss, language) != (found.gloss, found.gloss_language):
        save(found, seen=found.revision, gloss=gloss, gloss_language=language)
    return found


def write_relays(claim: Claim, relays: tuple[Relayed, ...]) -> bool:
    """Make the claim's relays these; whether that changed any. What stays as it is keeps its row."""
    changed = False
    old = {relay.position: relay for relay in Relay.objects.filter(claim=claim)}
    for position, relay in enumerate(relays, start=1):
        cue = line(relay.cue, field="relays")
        before = old.pop(position, None)
        if before is not None and (before.party_id, before.cue) == (relay.party.pk, cue):
            continue
        if before is not None:
            before.delete()
        Relay.objects.create(claim=claim, position=position, party=relay.party, cue=cue)
        changed = True
    for surplus in old.values():
        surplus.delete()
        changed = True
    return changed


def write_reasons(claim: Claim, reasons: tuple[Reasoned, ...]) -> bool:
    """Make the claim's reasons these; whether that changed any."""
    changed = False
    old = {(reason.answer_id, reason.direction): reason for reason in Reason.objects.filter(claim=claim)}
    wanted = [(reason.answer, chosen(reason.direction, among=DIRECTIONS, field="reasons")) for reason in reasons]
    keys = {(answer.pk, direction) for answer, direction in wanted}
    for key, surplus in old.items():
        if key not in keys:
            surplus.delete()
            changed = True
    for answer, direction in wanted:
        if (answer.pk, direction) not in old:
            Reason.objects.create(claim=claim, answer=answer, direction=direction)
            changed = True
    return changed
