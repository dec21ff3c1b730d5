"""What the database refuses, in a person's words and beside the field that it is about."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


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


# constraint -> the field that it is about, and the sentence; what is missing here raises as it is
SENTENCES: dict[str, tuple[str, str]] = {}


def refusal_of(error: Exception) -> Exception:
    """The `Refused` for an error of the database, or the error itself where it is no refusal of ours."""
    cause: Any = error.__cause__
    diagnosis = getattr(cause, "diag", None)
    name = getattr(diagnosis, "constraint_name", None)
    if not name:
        return error
    field, sentence = SENTENCES.get(name, ("", diagnosis.message_primary or ""))
    return Refused(rule=name, message=sentence, field=field)
