"""The vocabularies as an editor chooses from them: (value, words)."""

from __future__ import annotations

from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from tracker.queries.choices import Choices
from tracker.web.reader.vocabulary import CERTAINTY, PARTY_KIND, ROLE

Options = list[tuple[str, Any]]

VOCABULARIES: Final[dict[str, Options]] = {
    "polarities": [("affirms", _("affirms it")), ("denies", _("denies it")), ("declines", _("declines to say"))],
    "certainties": list(CERTAINTY.items()),
    "acts": [
        ("state", _("states it")),
        ("restate", _("says it again")),
        ("concede", _("concedes it")),
        ("decline", _("declines to say")),
        ("retract", _("takes it back")),
    ],
    "manners": [
        ("own voice", _("own voice")),
        ("direct", _("quoted")),
        ("mixed", _("partly quoted")),
        ("indirect", _("reported")),
        ("presupposed", _("presupposed")),
    ],
    "question_kinds": [
        ("yesno", _("yes or no")),
        ("choice", _("choice")),
        ("quantity", _("quantity")),
        ("time", _("time")),
        ("naming", _("naming")),
    ],
    "party_kinds": list(PARTY_KIND.items()),
    "extents": [("whole", _("the whole")), ("extract", _("an extract")), ("quotation", _("a quotation"))],
    "directions": [("supports", _("in support of")), ("undermines", _("against"))],
}

IN_LISTS: Final[dict[str, Any]] = {
    "proposed": _("proposed"),
    "speaker": _("Speaker, by name"),
    "jointSpeaker": _("Joint speaker {}, by name"),
    "relay": _("Relay {}, by name"),
    "questionAndAnswer": _("Question and answer"),
    "typeAnswer": _("Type words of either"),
    "howAnswer": _("Enter: the speaker affirms it. Shift and Enter: denies it."),
    "newAnswer": _("a new answer"),
    "newQuestion": _("a new question"),
    "whole": _("the whole question"),
}
"""What the lists to type into say."""

ROLES: Final[Options] = list(ROLE.items())
DIGESTS: Final[Options] = [("never", _("never")), ("daily", _("every day")), ("weekly", _("every week"))]

FIELD: Final[dict[str, Any]] = {
    "words": _("Words"),
    "core": _("Words that carry the answer"),
    "speaker": _("Speaker"),
    "relays": _("Who says who said"),
    "cue": _("Reporter’s verb"),
    "question": _("Question"),
    "answer": _("Answer"),
    "polarity": _("Stance"),
    "certainty": _("Hedge"),
    "conditional": _("Conditional"),
    "act": _("Act"),
    "manner": _("Manner"),
    "said": _("Said"),
    "said_note": _("Where the day comes from"),
    "retracts": _("Takes back"),
    "reasons": _("Offered as a reason"),
    "coding_note": _("Coding note"),
    # of the other records
    "incident": _("Incident"),
    "text": _("Wording"),
    "kind": _("Kind"),
    "exclusive": _("One answer excludes the others"),
    "unit": _("Unit"),
    "order": _("Place in the order"),
    "merged_into": _("Merged into"),
    "about": _("Laid to"),
    "number": _("Value"),
    "days": _("Days"),
    "other": _("The other question"),
    "note": _("Why they are two"),
    "name": _("Name"),
    "monogram": _("Monogram"),
    "also_known_as": _("Other names"),
    "country_code": _("Country code"),
    "wikidata": _("Wikidata"),
    "member": _("Member"),
    "organisation": _("Organisation"),
    "role": _("Role"),
    "speaks_for": _("Speaks for it"),
    "during": _("From, to"),
    "grounds": _("Grounds"),
    "title": _("Title"),
    "summary": _("Summary"),
    "occurred": _("When it occurred"),
    "place": _("Place"),
    "four_eyes": _("Four eyes asked for"),
    "frozen": _("Frozen"),
    "party": _("Party"),
    "publisher": _("Publisher"),
    "author": _("Author"),
    "published": _("Published"),
    "language": _("Language"),
    "url": _("Address"),
    "rights": _("Rights"),
    "extent": _("Extent"),
    "translation_of": _("Translation of"),
    "gloss": _("Our translation of the words"),
    "gloss_language": _("Its language"),
}
DID: Final[dict[str, Any]] = {
    "made": _("made"),
    "proposed": _("proposed"),
    "published": _("published"),
    "corrected": _("corrected"),
    "withdrawn": _("withdrawn"),
    "reinstated": _("put back"),
    "removed": _("removed"),
}
KIND: Final[dict[str, Any]] = {
    "claim": _("claim"),
    "question": _("question"),
    "answer": _("answer"),
    "distinction": _("distinction"),
    "party": _("party"),
    "affiliation": _("affiliation"),
    "incident": _("incident"),
    "side": _("side"),
    "source": _("source"),
    "excerpt": _("excerpt"),
}
"""Whatever has a history."""


def parties(choices: Choices) -> Options:
    """Every party by its key; a name that two share is told apart by its kind."""
    names = [party.name for party in choices.parties]
    return [
        (party.key, party.name if names.count(party.name) == 1 else f"{party.name} ({party.kind})")
        for party in choices.parties
    ]
