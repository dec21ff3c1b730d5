"""The words of the domain as readers see them, each marked for translation, each with its shape."""

from __future__ import annotations

from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy as _p

Words = dict[str, str | Promise]

STATUS: Words = {
    "agreed": _("agreed"),
    "compatible": _("compatible"),
    "contested": _("contested"),
    "rival answers": _("rival answers"),
    "one-sided": _("one-sided"),
    "no position": _("no position"),
    "no claim": _("no claim"),
}
STATUS_SHAPE = {
    "agreed": "agreed",
    "compatible": "compatible",
    "contested": "contested",
    "rival answers": "rival",
    "one-sided": "onesided",
    "no position": "noposition",
    "no claim": "noclaim",
}
STATUS_MEANS: Words = {
    "agreed": _("every side, and everyone else who took a position, says the same"),
    "compatible": _("different values that can all be true"),
    "contested": _("one party affirms what another denies"),
    "rival answers": _("the answers exclude each other; nobody denies the other’s in so many words"),
    "one-sided": _("one account is on record and no other stands against it"),
    "no position": _("there are words, but none that holds a position"),
    "no claim": _("no words on record yet"),
}
STATUS_HEADING: Words = {
    "agreed": _("What the parties agree on"),
    "compatible": _("Compatible"),
    "contested": _("Contested"),
    "rival answers": _("Rival answers"),
    "one-sided": _("One-sided"),
    "no position": _("No position"),
    "no claim": _("No claim"),
}
DIRECTION: Words = {"affirmed": _("affirmed"), "denied": _("denied")}
DOES: Words = {
    "affirms": _("affirms"),
    "denies": _("denies"),
    "declines": _("declines to say"),
    "takes back": _("takes back"),
}
POLARITY: Words = {"affirms": _("affirms"), "denies": _("denies"), "declines": _("declines")}
ACT: Words = {
    "state": _("stated"),
    "restate": _("restated"),
    "concede": _("conceded"),
    "decline": _("declined to say"),
    "retract": _("took back"),
}
CERTAINTY: Words = {
    "certain": _("certain"),
    "probable": _("probable"),
    "possible": _("possible"),
    "unspecified": _("unspecified"),
}
GROUND: Words = {
    "unnamed": _("holds no position: the speaker is not named"),
    "media": _("holds no position: own voice of a medium"),
    "unnamed relay": _("holds no position: told by somebody unnamed"),
    "conditional": _("shown, but an “if” holds no position"),
    "out of office": _("holds no position: the speaker was out of office that day"),
}
GROUND_MARK: Words = {
    "unnamed": _("unnamed"),
    "media": _("own voice"),
    "unnamed relay": _("unnamed relay"),
    "conditional": _("conditional"),
    "out of office": _("out of office"),
}
HEARD: Words = {
    "committed": _("on record"),
    "withdrew": _("took it back"),
    "declined": _("declined"),
    "unclear": _("no position"),
    "unheard": _("nothing recorded"),
}
SHOW: Words = {
    "all": _p("questions", "all"),
    "differences": _("differences"),
    "agreed": _("agreed"),
    "unheard": _("unheard"),
}
EXTENT: Words = {
    "whole": _("Kept whole"),
    "extract": _("Kept as an extract"),
    "quotation": _("Kept as a quotation"),
}
PARTY_KIND: Words = {
    "state": _("state"),
    "agency": _("agency"),
    "body": _("body"),
    "person": _("person"),
    "media": _("medium"),
    "unnamed": _("unnamed"),
}
FLAG: Words = {
    "hearsay": _("hearsay"),
    "hedged": _("hedged"),
    "presupposed": _("presupposed"),
    "accuser unnamed": _("accuser unnamed"),
    "translation": _("translation"),
}
FLAG_SHAPE = {"hearsay": "hearsay", "hedged": "hedged", "presupposed": "presupposed", "accuser unnamed": "unnamed"}
TILE: Words = {"yes": _("yes"), "no": _("no"), "declined": _("declined")}
FIELD: Words = {
    "words": _("words"),
    "question": _("question"),
    "answer": _("answer"),
    "speaker": _("speaker"),
    "relays": _("who tells it"),
    "polarity": _("stance"),
    "certainty": _("hedge"),
    "act": _("act"),
    "manner": _("whose words"),
    "conditional": _("under an “if”"),
    "cue": _("reporter’s verb"),
    "said": _("said"),
    "said_note": _("where the day comes from"),
    "coding_note": _("coding note"),
}
REASON: Words = {"supports": _("Offered in support of"), "undermines": _("Offered against")}

NUMBERS = (
    _("none"), _("one"), _("two"), _("three"), _("four"), _("five"), _("six"), _("seven"), _("eight"), _("nine"),
    _("ten"), _("eleven"), _("twelve"), _("thirteen"), _("fourteen"), _("fifteen"), _("sixteen"), _("seventeen"),
    _("eighteen"), _("nineteen"), _("twenty"),
)  # fmt: skip

ROLE: Words = {
    "reader": _("reader"),
    "contributor": _("contributor"),
    "editor": _("editor"),
    "steward": _("steward"),
    "admin": _("admin"),
}
GLOBALS: dict[str, Any] = {
    name: value for name, value in list(globals().items()) if name.isupper() and isinstance(value, dict)
}
