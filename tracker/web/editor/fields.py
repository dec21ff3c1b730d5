"""The names of the editor's form fields, and reading them: each once, as text, with newlines as LF."""

from __future__ import annotations

import re
from typing import Final

from django.core.exceptions import BadRequest
from django.http import QueryDict
from django.utils.translation import gettext as _

from tracker.domain.text import normalise_newlines

DRAFT_KEY: Final = re.compile(r"[a-z0-9]{8,64}")

SPEAKERS: Final = ("speaker", "speaker_2", "speaker_3", "speaker_4")
RELAYS: Final = ("relay", "relay_2", "relay_3", "relay_4")
REASONS: Final = ("reason", "reason_2", "reason_3")
ANSWERS: Final = ("answer_text", "answer_text_2", "answer_text_3", "answer_text_4")

CLAIM: Final = (
    "words",
    "pieces",
    "place",
    "snapshot",
    "core",
    "gloss",
    "gloss_language",
    *SPEAKERS,
    *RELAYS,
    *(f"{relay}_cue" for relay in RELAYS),
    "cue",
    "question",
    "answer",
    "polarity",
    "said",
    "said_note",
    "certainty",
    "act",
    "manner",
    "conditional",
    "coding_note",
    "retracts",
    *REASONS,
    *(f"{reason}_direction" for reason in REASONS),
    # made without leaving
    "party_name",
    "party_kind",
    "party_monogram",
    "party_speaks_for",
    "party_grounds",
    "question_incident",
    "question_text",
    "question_kind",
    "question_exclusive",
    "question_unit",
    *ANSWERS,
    "answer_about",
    "answer_low",
    "answer_high",
    "incident_title",
    "incident_occurred",
    "distinction_note",
    "note",
    "seen",
    "says_this",
)
SOURCE: Final = (
    "text",
    "title",
    "publisher",
    "author",
    "published",
    "language",
    "rights",
    "extent",
    "url",
    "filed_as",
    "party_name",
    "party_kind",
    "party_monogram",
)
KNOWN: Final = frozenset({*CLAIM, *SOURCE})
NOT_KEPT: Final = frozenset({"says_this"})
"""What a draft does not keep: the words are read again before they are filed."""


def read(data: QueryDict, names: tuple[str, ...]) -> dict[str, str]:
    """What was sent under each of the names, empty where nothing was; 400 for a field that was sent twice."""
    doubled = [name for name, values in data.lists() if len(values) > 1 and name in KNOWN]
    if doubled:
        raise BadRequest(_("The field %(name)s was sent more than once.") % {"name": doubled[0]})
    return {name: normalise_newlines(text=str(data.get(name, ""))) for name in names}


def sent(data: QueryDict) -> dict[str, str]:
    """What a draft keeps of a form: its filled fields."""
    return {name: value for name, value in read(data, tuple(sorted(KNOWN))).items() if value and name not in NOT_KEPT}
