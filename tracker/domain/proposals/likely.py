"""Which answers the words may give: those whose wording they share most of."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from math import log
from typing import Final

from tracker.domain.proposals.passage import Worded

_WORD: Final = re.compile(r"\w+")
_EMPTY: Final = re.compile(
    r"an?|and|are|as|at|be|by|did|do|does|for|from|had|has|have|how|if|in|into|is|its?|many|of|on|or|should|that|the"
    r"|their|there|they|this|to|was|were|what|whether|which|who|with"
)
_ENDINGS: Final = ("ings", "ing", "ities", "ity", "ions", "ion", "ies", "ian", "an", "ed", "es", "s", "e", "y")
_QUESTION: Final = 0.4
"""What a word of the question weighs beside one of the answer."""
_OUTSIDE: Final = 0.35
_AROUND: Final = 0.2
"""What a marked word outside the core, and one near the words, weigh beside one in the core."""


def likely(*, core: str, words: str, around: str, answers: Sequence[Worded]) -> tuple[str, ...]:
    """The keys of all answers, the likeliest first; those that share nothing with the words in their given order.

    `core` is what the claim tells, `words` all that is marked, `around` what stands near. Rare words count more
    than those that many answers share. Cost: linear in the words of all answers.
    """
    own = {answer.key: set(stems(f"{answer.text} {answer.about}")) for answer in answers}
    asked = {answer.key: set(stems(answer.question)) for answer in answers}
    spread = Counter(word for answer in answers for word in own[answer.key] | asked[answer.key])
    weight = {word: log(1 + len(answers) / count) for word, count in spread.items()}
    inner = set(stems(core))
    outer = set(stems(words)) - inner
    far = set(stems(around)) - inner - outer

    def near(terms: set[str]) -> float:
        all_of_it = sum(weight[term] for term in terms) or 1.0
        shared = sum(
            share * weight[term]
            for share, place in ((1.0, inner), (_OUTSIDE, outer), (_AROUND, far))
            for term in terms & place
        )
        return shared * shared / all_of_it  # much of the answer, and many of the words

    scores = {key: near(own[key]) + _QUESTION * near(asked[key]) for key in own}
    return tuple(sorted(own, key=lambda key: -scores[key]))


def stems(text: str) -> Iterable[str]:
    """The words of a text that tell something, without endings, in lower case."""
    for match in _WORD.finditer(text.lower()):
        word = match.group()
        if not _EMPTY.fullmatch(word):
            yield stem(word)


def stem(word: str) -> str:
    """A word without its ending: "shelled" and "shells" are one, and so are "Korea" and "Korean"."""
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) > 2:
            return word[: -len(ending)]
    return word
