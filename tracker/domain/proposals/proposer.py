"""The one proposer: it reads the sentence that carries the answer, and fills the fields of which it is sure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from tracker.domain.proposals import readings
from tracker.domain.proposals.cues import Cue, cues
from tracker.domain.proposals.likely import likely
from tracker.domain.proposals.names import Mention, Names
from tracker.domain.proposals.passage import Field, Passage, Proposal
from tracker.domain.proposals.voices import Voices, of_document, voices
from tracker.domain.sentences import sentences

BEFORE: Final = 1_500
"""Characters before the words in which somebody is looked for whom "he" or "it" means."""

_NEAR: Final = 300
"""Characters before the words that tell what they are about."""

_THAT: Final = re.compile(r"\s+that(?!\w)")
"""Some editors count it to the verb; so it is offered last."""

Span = tuple[int, int]


def propose(*, passage: Passage) -> tuple[Proposal, ...]:
    """Suggests what can be known from the words: for each field a few values, the likeliest first.

    A cue stands verbatim in the marked words, and words without one are taken for the publisher's own, or for
    those of the party whose statement the source is. Where several speakers come first with the same `words`,
    they speak together. Fields of which nothing is sure have no proposal; answers are only put in order. Cost: a
    few searches of the words and of what stands before them; linear in the names and answers.
    """
    return tuple(_proposals(passage))


def _proposals(passage: Passage) -> Iterator[Proposal]:
    names = Names(parties=passage.parties)
    before = passage.before[-BEFORE:]
    text, begun = before + passage.words, len(before)
    span = _core(passage, begun)
    document = of_document(heading=passage.heading, names=names)
    heard, verbs = Voices(), list[Cue]()
    if document is None and (told := _told_in(text, span, begun)):
        heard = voices(text=text, span=told[0], cues=told[1], names=names)
        if heard.speakers and heard.speakers[0].party == passage.publisher:
            heard = Voices()  # nobody reports who speaks in a text of their own
        else:
            span, verbs = told
    yield from _told(passage, heard, verbs, text) if heard.cue else _own_voice(passage, document)
    yield from _readings(passage, heard, verbs, text=text, span=span, begun=begun)
    answering = passage.core or (text[heard.cue.end : span[1]] if heard.cue else "") or passage.words
    for key in likely(
        core=f"{answering} {_known(answering, names, passage)}",
        words=passage.words,
        around=f"{passage.heading} {passage.before[-_NEAR:]}",
        answers=passage.answers,
    ):
        yield Proposal(field="answer", value=key, words="")


def _readings(
    passage: Passage, heard: Voices, verbs: list[Cue], *, text: str, span: Span, begun: int
) -> Iterator[Proposal]:
    cue, core = heard.cue, passage.core or passage.words
    act, polarity = readings.stance(cue=cue, words=core)
    found: list[tuple[Field, readings.Read | None]] = [
        ("said", readings.said(text=text, span=span, cues=verbs, published=passage.published)),
        ("certainty", readings.certainty(cue=cue, words=core)),
        ("act", act),
        ("polarity", polarity),
        ("conditional", readings.conditional(text=text, cue=cue)),
    ]
    if cue is not None:
        opened = '"' if _is_open(text[begun : span[0]]) else ""
        outer = cue is not verbs[-1] and bool(heard.relays)
        found.append(("manner", readings.manner(sentence=opened + text[span[0] : span[1]], cue=cue, outer=outer)))
    for field, read in found:
        if read is not None:
            yield Proposal(field=field, value=read[0], words=read[1])


def _known(words: str, names: Names, passage: Passage) -> str:
    """The names of the parties that the words call otherwise."""
    name_of = {party.key: party.names[0] for party in passage.parties}
    return " ".join(name_of[each.party] for each in names.mentions(words))


def _core(passage: Passage, begun: int) -> Span:
    at = passage.words.find(passage.core) if passage.core else -1
    return (begun + at, begun + at + len(passage.core)) if at >= 0 else (begun, begun + len(passage.words))


def _told_in(text: str, core: Span, begun: int) -> tuple[Span, list[Cue]] | None:
    """The sentence of the words that tells the core, and its verbs; None where no reporter's verb does.

    That is the core's own sentence, or the next one with a verb while a quotation is still open.
    """
    spans = [(each.start, each.end) for each in sentences(text=text)]
    verbs = list(cues(text))
    own = [(max(begun, start), end) for start, end in spans if start < core[1] and core[0] < end]
    for span in own:
        if inside := [each for each in verbs if span[0] <= each.start < span[1]]:
            return span, inside
    if own and _is_open(text[begun : own[-1][1]]):
        for span in spans:
            if span[0] >= own[-1][1] and (inside := [each for each in verbs if span[0] <= each.start < span[1]]):
                return (own[-1][0], span[1]), inside
    return None


def _is_open(text: str) -> bool:
    """Whether a quotation that began in the text has not ended with it."""
    return text.count('"') % 2 == 1 or text.count("“") > text.count("”")


def _own_voice(passage: Passage, document: Mention | None) -> Iterator[Proposal]:
    speaker = document.party if document else passage.publisher
    words = passage.heading[document.start : document.end] if document else ""
    yield Proposal(field="speaker", value=speaker, words=words)
    if speaker != passage.publisher:
        yield Proposal(field="relay", value=passage.publisher, words="")
    yield Proposal(field="manner", value="own voice" if speaker == passage.publisher else "direct", words="")


def _told(passage: Passage, heard: Voices, verbs: list[Cue], text: str) -> Iterator[Proposal]:
    first = heard.cue or verbs[0]
    with_that = [text[first.start : match.end()]] if (match := _THAT.match(text, first.end)) else []
    for words in dict.fromkeys([*(each.words for each in (first, *verbs)), *with_that]):
        yield Proposal(field="cue", value=words, words=words)
    yield Proposal(field="relay", value=passage.publisher, words="")
    for each in heard.relays:
        if each.party != passage.publisher:
            yield Proposal(field="relay", value=each.party, words=text[each.start : each.end])
    together = " ".join(text[each.start : each.end] for each in heard.speakers[: heard.joint])
    for number, each in enumerate(heard.speakers):
        words = together if number < heard.joint else text[each.start : each.end]
        yield Proposal(field="speaker", value=each.party, words=words)
