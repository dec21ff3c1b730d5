"""A claim as one readable sentence, above the question whether the words say it. The browser's script uses the
same patterns, so that both read alike."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

PATTERNS: Final[dict[str, Any]] = {
    "own voice": _("On {day} {speaker}, in its own voice, {did} {what}."),
    "direct": _("On {day} {speaker}, in its own words, {did} {what}."),
    "mixed": _("On {day} {speaker}, partly in its own words, {did} {what}."),
    "indirect": _("On {day} {speaker}, in {teller}’s words, {did} {what}."),
    "presupposed": _("On {day} {speaker}, in passing and without asserting it, {did} {what}."),
    "plain": _("On {day} {speaker} {did} {what}."),
}
DID: Final[dict[str, Any]] = {
    "affirms": _("affirmed that"),
    "denies": _("denied that"),
    "declines": _("declined to say whether"),
    "whole": _("declined to answer the question:"),
    "affirms restate": _("affirmed again that"),
    "denies restate": _("denied again that"),
    "affirms concede": _("conceded that"),
    "denies concede": _("conceded that it is not so that"),
    "affirms retract": _("took back the claim that"),
    "denies retract": _("took back the denial that"),
}
HEDGE: Final[dict[str, Any]] = {"probable": _("(as probable)"), "possible": _("(as possible)")}
CONDITIONAL: Final = _("(under an “if”)")
BOLD: Final = frozenset({"speaker", "did", "what"})

_SLOT: Final = re.compile(r"\{(\w+)\}")


def patterns() -> dict[str, Any]:
    """What the browser's script needs to write the same sentence."""
    return {
        "patterns": {name: str(text) for name, text in PATTERNS.items()},
        "did": {name: str(text) for name, text in DID.items()},
        "hedge": {name: str(text) for name, text in HEDGE.items()},
        "conditional": str(CONDITIONAL),
        "bold": sorted(BOLD),
    }


def sentence(
    *,
    day: str,
    speakers: Iterable[str],
    joined: str,
    teller: str,
    values: dict[str, str],
    answer: str,
    question: str,
) -> tuple[tuple[str, bool], ...]:
    """The sentence as runs of (text, bold); empty while day, speaker, stance or answer are missing.

    `joined` are the speakers in one phrase, `teller` the innermost relay's or publisher's short name.
    """
    polarity, act, manner = values["polarity"], values["act"], values["manner"]
    whole = polarity == "declines" and not answer
    what = question if whole else answer
    if not (day and joined and polarity and what):
        return ()
    did = DID["whole"] if whole else DID.get(f"{polarity} {act}", DID.get(polarity, ""))
    marks = [HEDGE.get(values["certainty"], ""), CONDITIONAL if values["conditional"] else ""]
    said = " ".join(str(part) for part in (did, *marks) if part)
    name = manner if manner in PATTERNS and (manner != "indirect" or teller) else "plain"
    slots = {"day": day, "speaker": joined, "teller": teller, "did": said, "what": what.rstrip(".")}
    runs: list[tuple[str, bool]] = []
    at = 0
    pattern = str(PATTERNS[name])
    for slot in _SLOT.finditer(pattern):
        runs += [(pattern[at : slot.start()], False), (slots.get(slot[1], ""), slot[1] in BOLD)]
        at = slot.end()
    runs.append((pattern[at:], False))
    return tuple((text, bold) for text, bold in runs if text)
