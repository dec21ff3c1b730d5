"""What is refused, in a person's words and beside the field that it is about."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, Final

from django.utils.translation import gettext

from tracker.actions.sentences import FOREIGN_KEY, SENTENCES, UNIQUE_COLUMNS

_UNIQUE: Final = re.compile(r"^tracker_[a-z]+_(?P<column>[a-z_]+)_key$")
_FOREIGN: Final = re.compile(r"^tracker_[a-z0-9_]+_fk_")


@dataclass
class Refused(Exception):
    """An action was refused and nothing was written.

    `rule` names the rule (a constraint's name, or one of the actions'), `message` says it in words, `field`
    is the field that it is about, or empty.
    """

    rule: str
    message: str
    field: str = ""

    def __str__(self) -> str:
        return self.message


class Stale(Refused):
    """Somebody saved a newer revision than the one that was seen. Nothing was written, nothing overwritten."""


def sentence(*, rule: str) -> tuple[str, str] | None:
    """The field and the untranslated sentence for a name of the database; None for a name that is not ours."""
    if rule in SENTENCES:
        return SENTENCES[rule]
    if unique := _UNIQUE.match(rule):
        return UNIQUE_COLUMNS.get(unique["column"])
    return FOREIGN_KEY if _FOREIGN.match(rule) else None


def refusal_of(error: Exception) -> Exception:
    """The `Refused` for an error of the database, or the error itself where it is no refusal of ours."""
    cause: Any = error.__cause__
    name = getattr(getattr(cause, "diag", None), "constraint_name", None)
    if not name:
        return error
    field, words = sentence(rule=name) or ("", cause.diag.message_primary or "")
    kind = Stale if name == "revision_is_next" else Refused
    return kind(rule=name, message=gettext(words) if words else "", field=field)
