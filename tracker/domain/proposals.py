"""What the words themselves suggest for a claim's form. Proposals only: an editor takes or drops each."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal, NamedTuple

_AUXILIARY: Final = (
    r"(?:(?:it|he|she|they)\s+)?(?:(?:has|have|had|is|are|was|were)\s+)?(?:(?:also|earlier|initially|repeatedly)\s+)?"
)
_STEMS: Final = (
    "accus acknowledg add alleg announc argu assert believ claim conced conclud condemn confirm contend declar"
    " dismiss disput insist rebuff recogni[sz] refut reject report suggest warn"
)
_VERBS: Final = (
    r"sa(?:ys?|id|ying)",
    r"stat(?:es?|ed|ing)",
    r"den(?:y|ies|ied|ying)",
    rf"(?:{_STEMS.replace(' ', '|')})(?:es|e|s|ed|ing)?",
    r"repeat(?:s|ed|ing)?(?:\s+(?:its|his|her|their|earlier)\s+\w+)?",
    r"(?:admit|maintain|call|term|want|demand)(?:s|t?ed|t?ing)?",
    r"(?:tells?|told|writes?|wrote|writing|put\s+the\s+blame)",
    r"(?:decline[sd]?|refuse[sd]?|refrain(?:s|ed)?\s+from)\s+(?:to\s+)?(?:directly\s+)?\w+",
    r"blamed\s+for",
)
_TAIL: Final = r"(?:\s+(?:it\s+could\s+not\s+\w+|to\s+the\s+conclusion\s+that|the\s+idea(?:,\s+saying)?|that|on)\b)?"
_CAME_TO: Final = r"c(?:ame|omes?)\s+to\s+the\s+conclusion\s+that"
_QUOTED: Final = r"quot(?:ed|es|ing)\s+(?:\w+\s+){1,4}as\s+saying|according\s+to"
_CUE: Final = re.compile(rf"\b(?:{_QUOTED}|{_CAME_TO}|{_AUXILIARY}(?:{'|'.join(_VERBS)}){_TAIL})(?!\w)", re.IGNORECASE)
_BEFORE_RELAY: Final = re.compile(r"\b(?:citing|quoting)\s+(?:\S+\s+){0,2}$", re.IGNORECASE)
_AFTER_RELAY: Final = re.compile(r"\s+(?:news\s+agency\s+|news\s+)?(?:reports?|reported|quoted)\b", re.IGNORECASE)
"""What stands right before or after the name of somebody who passed the words on."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """A suggestion for one field of a claim, with the words that suggest it. Never more than that."""

    field: Literal["cue", "relay", "speaker"]
    words: str
    party: str | None


class _Mention(NamedTuple):
    start: int
    end: int
    party: str
    possessive: bool
    """Followed by 's: the words name somebody or something of that party's, not the party."""


def propose(*, publisher: str, words: str, sentence: str, names: Mapping[str, Sequence[str]]) -> tuple[Proposal, ...]:
    """Suggests cues, relays and speakers for the marked words, the likeliest first within each field.

    `names` holds every party's name and other names by its key, `publisher` is the key of the source's, and
    `sentence` is what surrounds the words, themselves included. A cue stands verbatim in the words. Words
    without one are taken for the publisher's own. Cost: one search of the sentence for all names.
    """
    cues = list(_CUE.finditer(words))
    if not cues:
        return (Proposal(field="speaker", words="", party=publisher),)
    relaying = [mention for mention in _mentions(sentence, names) if _relays(mention, sentence)]
    relays = dict.fromkeys([publisher, *(mention.party for mention in relaying)])
    speaking = [mention for mention in _mentions(words, names) if mention.party not in relays]
    speaking.sort(
        key=lambda mention: (
            mention.possessive,
            mention.end > cues[0].end(),
            abs(mention.end - cues[0].start()),
        )
    )
    named = {mention.party: sentence[mention.start : mention.end] for mention in relaying}
    return (
        *(Proposal(field="cue", words=cue, party=None) for cue in dict.fromkeys(cue.group() for cue in cues)),
        *(Proposal(field="relay", words=named.get(party, ""), party=party) for party in relays),
        *(
            Proposal(field="speaker", words=words[mention.start : mention.end], party=mention.party)
            for mention in speaking
        ),
    )


def _mentions(text: str, names: Mapping[str, Sequence[str]]) -> Iterator[_Mention]:
    """Where parties are named, in the text's order; of two names in one place the longer one counts."""
    party_of = {name: party for party, each in names.items() for name in each if name}
    longest_first = sorted(party_of, key=len, reverse=True)
    if longest_first:
        pattern = rf"(?<!\w)(?:{'|'.join(map(re.escape, longest_first))})(?!\w)"
        for match in re.finditer(pattern, text):
            yield _Mention(
                start=match.start(),
                end=match.end(),
                party=party_of[match.group()],
                possessive=text.startswith(("'s", "’s"), match.end()),
            )


def _relays(mention: _Mention, text: str) -> bool:
    if mention.possessive:
        return False
    return bool(_BEFORE_RELAY.search(text[: mention.start]) or _AFTER_RELAY.match(text, mention.end))
