"""The reporter's verbs: what introduces the words of others in an English text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, Literal, NamedTuple

Kind = Literal["says", "denies", "declines", "again", "concedes", "is said of", "according", "quoted"]

_LEAD: Final = r"(?:(?<![\w,]\s)(?:It|He|She|They|(?<=[\"”’']\s)(?:it|he|she|they))\s+)?"
"""A pronoun that begins the clause belongs to the cue; behind a name or a "that" it does not."""
_AUXILIARY: Final = r"(?:(?:has|have|had)\s+)?(?:(?:also|earlier|initially|repeatedly|again)\s+)?"
_SAYS: Final = (
    r"accus|add|alleg|announc|argu|assert|believ|claim|conclud|condemn|contend|declar|estimat|explain"
    r"|express|hint|imply|impli|indicat|insist|noted|notes|observ|predict|promis|pledg|recogni[sz]|report"
    r"|reveal|stress|suggest|suspect|terms?|testifi|urg|vow|warn|charg|comment"
)
_COMMENTED: Final = (
    r"(?:say|said|confirm|comment|name|answer|discuss|disclose|identify|speculate|elaborate|specify|rule)"
)
_AGAIN: Final = (
    r"(?:repeat(?:s|ed|ing)?|reiterat(?:e|es|ed|ing)|reaffirm(?:s|ed|ing)?|restat(?:e|es|ed|ing))"
    r"(?:\s+(?:its|his|her|their|earlier|previous)\s+\w+(?:\s+(?:that|on))?|\s+that)?"
)
_DENIES: Final = (
    r"(?:den(?:y|ies|ied|ying)|refut(?:e|es|ed|ing)|rebuff(?:s|ed|ing)?|disput(?:e|es|ed|ing)"
    r"|reject(?:s|ed|ing)?|dismiss(?:es|ed|ing)?|ruled\s+out|disown(?:s|ed)?)"
    r"(?:\s+the\s+(?:idea|claim|charge|accusation|allegation)s?,\s+saying)?(?:\s+that)?"
)
_KINDS: Final[tuple[tuple[Kind, str], ...]] = (
    ("according", r"according\s+to"),
    ("quoted", r"quot(?:ed|es|ing)\s+(?:\w+\s+){1,4}as\s+saying"),
    (
        "declines",
        r"(?:sa(?:ys?|id)\s+(?:it|he|she|they)\s+(?:could|would|can)\s*(?:not|n['’]t)\s+" + _COMMENTED + r"|"
        r"(?:declin(?:e|es|ed|ing)|refus(?:e|es|ed|ing))\s+to\s+(?:directly\s+)?" + _COMMENTED + r"|"
        r"refrain(?:s|ed|ing)?\s+from\s+(?:\w+ly\s+)?\w+ing|would\s+not\s+(?:confirm|comment|say|elaborate)"
        r"|had\s+no\s+comment)",
    ),
    ("is said of", r"(?:(?:is|are|was|were)\s+)(?:also\s+)?(?:blamed\s+for|accused\s+of|alleged\s+to|said\s+to)"),
    ("again", _AGAIN),
    ("denies", _DENIES),
    ("concedes", r"(?:admit(?:s|ted|ting)?|acknowledg(?:e|es|ed|ing)|conced(?:e|es|ed|ing))(?:\s+that)?"),
    ("says", r"c(?:ame|omes?)\s+to\s+the\s+conclusion\s+that"),
    ("says", r"sa(?:ys?|id|ying)"),
    ("says", r"(?:stat(?:es|ed|ing)|maintain(?:s|ed|ing)?|tell(?:s|ing)?|told|writ(?:es?|ing)|wrote|want(?:s|ed))"),
    ("says", rf"(?:{_SAYS})(?:es|e|s|ed|ing)?"),
    ("says", r"(?:calls|called|demand(?:s|ed)|blam(?:es|ed|ing)|voic(?:es|ed)|ask(?:s|ed)|deplor(?:es|ed))"),
)
_CUE: Final = re.compile(
    "|".join(
        rf"(?P<k{number}>(?<![\w-]){'' if kind == 'is said of' else _LEAD + _AUXILIARY}{verb}(?![\w-]))"
        for number, (kind, verb) in enumerate(_KINDS)
    ),
)
_NOT_SAID: Final = re.compile(
    r"\b(?:we|it['’]s|as(?:\s+already)?|to|can|could|will|would|may|might|must|the|an?|its|their|his|her|of|I)"
    r"\s+(?:(?:can|have|had|could|will|would|again|already)\s+)*$",
    re.IGNORECASE,
)
"""What stands before a verb that reports nobody: the speaker's own ("we say"), a noun ("the report"), a wish."""
_AGENT: Final = re.compile(r"\s+by\b")
_NOUN: Final = re.compile(r"(?:reports?|claims?|charges|demands|denies)$")
_VERB_AFTER: Final = re.compile(r"\s+(?:quot|sa[iy]|claim|stat|that\s+(?:say|claim))\w*")


class Cue(NamedTuple):
    """A reporter's verb from `start` up to `end`, verbatim."""

    start: int
    end: int
    words: str
    kind: Kind


def cues(text: str) -> Iterator[Cue]:
    """The reporter's verbs of a text in its order. Cost: linear."""
    for match in _CUE.finditer(text):
        kind = _KINDS[int(str(match.lastgroup)[1:])][0]
        if _NOT_SAID.search(text, max(0, match.start() - 40), match.start()):
            continue
        if _NOUN.search(match.group()) and _VERB_AFTER.match(text, match.end()):
            continue  # "news reports quoted": the noun
        if kind in ("says", "denies") and _AGENT.match(text, match.end()):
            continue  # "as reported by": whoever it was, the words are not theirs
        yield Cue(match.start(), match.end(), match.group(), kind)
