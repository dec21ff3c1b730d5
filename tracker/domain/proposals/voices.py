"""Who says it, and through whom: the parties named around the reporter's verbs."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from tracker.domain.proposals.cues import Cue
from tracker.domain.proposals.names import Mention, Names

_PREPOSITION: Final = re.compile(
    r"\b(?:about|after|against|at|between|by|for|from|in|into|of|on|over|to|toward|with|near|around|than)\s+"
    r"(?:the\s+|an?\s+)?(?:[a-z]+\s+){0,2}$",
    re.IGNORECASE,
)
_JOINED: Final = re.compile(r"^\s*(?:,|(?:,\s*)?(?:and|&))\s+(?:the\s+)?$")
_RELATIVE: Final = re.compile(r",?\s+(?:who|which)\s+$")
_PRONOUN: Final = re.compile(r"\b(?:it|he|she|they)\s*(?:(?:also|again|however|,)\s*)*$", re.IGNORECASE)
_OFFICE: Final = re.compile(
    r"\b[Tt]he\s+(?:\w+\s+)?(?:admiral|ambassador|chairman|chairwoman|chief|commander|director|envoy|expert|general"
    r"|leader|minister|official|officer|president|professor|scientist|secretary|spokesman|spokeswoman|spokesperson)"
    r"\s*(?:,\s*\w+,\s*)?$"
)
_BODY: Final = re.compile(r"\b[Tt]he\s+(council|committee|commission|ministry|agency|government|command|group)\s*$")
_BACK: Final = re.compile(r"[\"”»]\s*$")
_THAT_SOMEBODY: Final = re.compile(r"\s+(?:\w+\s+){0,3}that\s+(?:the\s+)?(?:\w+\s*){1,3}[\"“]?\s*$")
"""Between two verbs, of which the second is what the first one tells."""
_TRAILING: Final = re.compile(r",[\"”’']?\s+(?:the\s+)?(?:(?!which|who|but|and|while)[\w'’]+\s+)?$")
_PASSED_ON: Final = re.compile(r"\b(?:citing|quoting)\s+(?:\S+\s+){0,2}$", re.IGNORECASE)
_REPORTED: Final = re.compile(
    r"(?:\s+(?:news\s+agency|news|newspaper|daily|agency))?\s+(?:reports?|reported|quot(?:ed|es))\b", re.IGNORECASE
)
_DOCUMENT: Final = re.compile(
    r"\b(?:statement|communiqu[eé]|letter|declaration|remarks|speech|address|interview|press\s+release)\b"
    r"[^.]{0,80}?\b(?:of|by|from|for|with)\b|\b(?:issues|releases|holds)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Voices:
    """Likely speakers, the likeliest first, several of them `joint`, and who passed their words on."""

    speakers: tuple[Mention, ...] = ()
    joint: int = 1
    relays: tuple[Mention, ...] = ()
    cue: Cue | None = None


def voices(*, text: str, span: tuple[int, int], cues: Sequence[Cue], names: Names) -> Voices:
    """The voices of a sentence: `span` is its place in `text`, `cues` the verbs that stand in it.

    Of verbs within verbs ("Gregg wrote that the team concluded that") the innermost one's subject speaks, and the
    outer ones passed it on.
    """
    mentions = names.mentions(text)
    cue, outside = _chain(text, cues, mentions)
    if cue.kind == "is said of":
        return Voices(cue=cue)
    outer = [
        found[0]
        for each, subject in outside
        if (found := [subject] if subject else _subjects(text, span, each, mentions, names))
    ]
    inside = [each for each in mentions if span[0] <= each.start < span[1]]
    passed = [each for each in inside if not each.possessive and _PASSED_ON.search(text[span[0] : each.start])]
    reported = [
        each
        for each in inside
        if names.kind.get(each.party) in ("media", "unnamed")
        and _REPORTED.match(text, each.end)
        and not cue.start - 12 <= each.end <= cue.start + 12
    ]
    if cue.kind == "quoted":
        noun = re.search(r"\s(\w+)\s+as\s+saying$", cue.words)
        before = [each for each in inside if each.end <= cue.start]
        party = names.unnamed(noun[1]) if noun else None
        within = [each for each in inside if cue.start <= each.start < cue.end]
        speaking = within or ([Mention(cue.start, cue.end, party, possessive=False)] if party else [])
        return Voices(speakers=tuple(speaking[:1]), relays=tuple(before[-1:]), cue=cue)
    subjects = _subjects(text, span, cue, mentions, names)
    outer = [each for each in outer if not subjects or each.party != subjects[0].party]
    relays = _once([*outer, *reported, *passed])
    passing = {each.party for each in relays}
    subjects = [each for each in subjects if each.party not in passing]
    joint = _joint(text, subjects[0], mentions) if subjects else []
    others = [each for each in inside if each.party not in passing and each not in joint]
    return Voices(
        speakers=_once([*joint, *subjects, *sorted(others, key=lambda each: abs(each.end - cue.start))]),
        joint=max(1, len(joint)),
        relays=relays,
        cue=cue,
    )


def of_document(*, heading: str, names: Names) -> Mention | None:
    """Who speaks in a text that is itself a statement, as its heading says; None where it is no such text."""
    if not _DOCUMENT.search(heading):
        return None
    return next(iter(names.mentions(heading)), None)


def _chain(text: str, cues: Sequence[Cue], mentions: Sequence[Mention]) -> tuple[Cue, list[tuple[Cue, Mention | None]]]:
    """The innermost verb, and from the outermost on those around it, with their subjects where these stand close:
    one that tells "that" somebody said something, or one behind all that it tells ("…, the ministry said")."""
    inner, outside = cues[0], list[tuple[Cue, Mention | None]]()
    for cue in cues[1:]:
        between = text[inner.end : cue.start]
        subject = [each for each in mentions if inner.end <= each.start and each.end <= cue.start]
        if _THAT_SOMEBODY.match(between) and (subject or _PRONOUN.search(between)):
            outside.append((inner, None))
            inner = cue
        elif subject and not cue.words.endswith("ing"):
            last = subject[-1]
            owner = subject[-2] if len(subject) > 1 and subject[-2].possessive else last
            lead = text[inner.end : owner.start if last.start - owner.end < 4 else last.start]
            if _TRAILING.search(lead) and cue.start - last.end < 20:
                outside.insert(0, (cue, last))
    return inner, outside


def _subjects(text: str, span: tuple[int, int], cue: Cue, mentions: Sequence[Mention], names: Names) -> list[Mention]:
    """The parties that may be the subject of the verb, the likeliest first."""
    inside = [each for each in mentions if span[0] <= each.start < span[1]]
    after = [each for each in inside if each.start >= cue.end]
    if cue.kind == "according":
        return [each for each in after if not each.possessive][:1] or after[:1]
    before = [each for each in inside if each.end <= cue.start]
    if cue.words.split()[0].lower() in ("it", "he", "she", "they"):
        return _meant(text, cue.words.split()[0], cue.start, mentions, names)
    inverted = _BACK.search(text[max(span[0], cue.start - 3) : cue.start])
    if inverted:
        close = [each for each in after if len(text[cue.end : each.start].split()) <= 5]
        people = [each for each in close if names.kind.get(each.party) == "person"]
        if people or close:
            return people[:1] or close[:1]
    lead = text[max(0, cue.start - 60) : cue.start]
    if relative := _RELATIVE.search(lead):
        at = cue.start - len(lead) + relative.start()
        direct = [each for each in before if at - each.end in range(2)]
        if direct:
            return direct
        return sorted(before, key=lambda each: each.start - each.end)[:1]
    if _PRONOUN.search(lead) or _OFFICE.search(lead) or _BODY.search(lead):
        word = re.findall(r"\w+", lead)[-1]
        if meant := _meant(text, word, cue.start, mentions, names):
            return meant
    free = [each for each in before if not each.possessive and not _PREPOSITION.search(text[span[0] : each.start])]
    held = [each for each in before if not each.possessive and each not in free]
    return [*reversed(free), *held] or [each for each in before if each.possessive]


def _meant(text: str, word: str, place: int, mentions: Sequence[Mention], names: Names) -> list[Mention]:
    """Whom a pronoun or an office means: the nearest before it that can be meant, subjects first."""
    earlier = [each for each in mentions if each.end < place and not each.possessive]
    word = word.lower()
    if word in ("he", "she") or _OFFICE.search(f"the {word}"):
        earlier = [each for each in earlier if names.kind.get(each.party) == "person"]
        return earlier[-1:]
    if _BODY.search(f"the {word}"):
        return [each for each in earlier if word in text[each.start : each.end].lower()][-1:]
    free = [each for each in earlier if not _PREPOSITION.search(text[max(0, each.start - 40) : each.start])]
    if not free:
        return []
    sentence = max(text.rfind(". ", 0, free[-1].start), text.rfind("\n", 0, free[-1].start))
    return [each for each in free if each.start > sentence][:1]


def _joint(text: str, first: Mention, mentions: Sequence[Mention]) -> list[Mention]:
    """The parties that speak together: named side by side, joined by commas and "and"."""
    group = [first]
    at = mentions.index(first) if first in mentions else -1
    for other in reversed(mentions[:at] if at > 0 else []):
        if not _JOINED.match(text[other.end : group[0].start]):
            break
        group.insert(0, other)
    return group if len(group) == 1 or re.search(r"\band\b|&", text[group[0].end : group[-1].start]) else [first]


def _once(mentions: Sequence[Mention]) -> tuple[Mention, ...]:
    first: dict[str, Mention] = {}
    for each in mentions:
        first.setdefault(each.party, each)
    return tuple(first.values())
