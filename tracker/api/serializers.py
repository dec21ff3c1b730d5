"""The shapes of the answers, as the OpenAPI schema tells them. Tests hold every answer against it."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers as s

from tracker.domain.results import HEARD, STATUSES
from tracker.models.claim import ACTS, CERTAINTIES, MANNERS, POLARITIES
from tracker.models.incident import QUESTION_KINDS
from tracker.models.party import PARTY_KINDS
from tracker.models.source import EXTENTS


def keys(help_text: str) -> s.ListField:
    return s.ListField(child=s.CharField(), help_text=help_text)


class Finding(s.Serializer[Any]):
    status = s.ChoiceField(choices=STATUSES)
    direction = s.ChoiceField(choices=["affirmed", "denied"], allow_null=True)


class Shift(s.Serializer[Any]):
    party = s.CharField()
    to = s.CharField(help_text="The first claim after.")

    def get_fields(self) -> dict[str, s.Field[Any, Any, Any, Any]]:
        fields = super().get_fields()
        fields["from"] = s.CharField(help_text="The last claim before.")
        return fields


class Flags(s.Serializer[Any]):
    affirming = s.ListField(child=s.ChoiceField(choices=["hearsay", "hedged", "presupposed"]))
    denying = s.ListField(child=s.ChoiceField(choices=["hearsay", "hedged", "presupposed"]))
    answer = s.ListField(child=s.ChoiceField(choices=["accuser unnamed", "translation"]))


class Answer(Finding):
    key = s.CharField()
    text = s.CharField()
    about = s.CharField(allow_null=True, help_text="The party that it is laid to.")
    among_sides = Finding(allow_null=True)
    affirmed_by = keys("Parties that affirm it.")
    denied_by = keys("Parties that deny it.")
    because = keys("The claims that its status rests on.")
    flags = Flags()


class Incident(s.Serializer[Any]):
    key = s.CharField()
    slug = s.CharField()
    url = s.URLField(help_text="Its comparison, in this interface.")
    page = s.URLField(help_text="Its page for readers.")
    title = s.CharField()
    summary = s.CharField()
    occurred = s.CharField(help_text="EDTF.")
    place = s.CharField()
    sides = keys("The parties whose agreement counts.")


class Incidents(s.Serializer[Any]):
    next = s.URLField(allow_null=True)
    previous = s.URLField(allow_null=True)
    results = Incident(many=True)


class Party(s.Serializer[Any]):
    key = s.CharField()
    slug = s.CharField()
    page = s.URLField()
    name = s.CharField()
    monogram = s.CharField()
    kind = s.ChoiceField(choices=PARTY_KINDS)
    also_known_as = s.ListField(child=s.CharField())


class Source(s.Serializer[Any]):
    key = s.CharField()
    slug = s.CharField()
    page = s.URLField()
    title = s.CharField()
    publisher = s.CharField()
    author = s.CharField()
    published = s.CharField(help_text="EDTF.")
    url = s.CharField(help_text="Where the work itself is; empty if that is not known.")
    language = s.CharField(help_text="BCP 47.")
    rights = s.CharField()
    extent = s.ChoiceField(choices=EXTENTS)


class Piece(s.Serializer[Any]):
    start = s.IntegerField(help_text="Code points from the beginning of the snapshot.")
    end = s.IntegerField()
    exact = s.CharField(trim_whitespace=False)


class Capture(s.Serializer[Any]):
    key = s.CharField()
    captured_at = s.DateTimeField()
    page = s.URLField(help_text="Its text, with the claims that rest on it.")


class Claim(s.Serializer[Any]):
    key = s.CharField()
    url = s.URLField()
    page = s.URLField()
    question = s.CharField()
    answer = s.CharField(allow_null=True, help_text="null for a decline of the whole question.")
    speaker = s.CharField()
    polarity = s.ChoiceField(choices=POLARITIES)
    certainty = s.ChoiceField(choices=CERTAINTIES)
    act = s.ChoiceField(choices=ACTS)
    manner = s.ChoiceField(choices=MANNERS)
    conditional = s.BooleanField()
    cue = s.CharField(help_text="The reporter's verb, verbatim.")
    said = s.CharField(help_text="EDTF.")
    said_start = s.DateField()
    said_end = s.DateField()
    said_note = s.CharField()
    coding_note = s.CharField()
    relays = keys("Who says who said, from the publisher inward.")
    retracts = s.CharField(allow_null=True)
    source = s.CharField()  # type: ignore[assignment]
    language = s.CharField()
    quote = Piece(many=True)
    core = s.ListField(
        child=s.IntegerField(), allow_null=True, help_text="[start, end] of the words that carry the answer."
    )
    gloss = s.CharField()
    gloss_language = s.CharField()
    redacted = s.BooleanField()
    captured = Capture(help_text="The capture of the source in which these words stand.")
    gone_from = Capture(
        allow_null=True, help_text="The last capture of which an editor confirmed that these words are not in it."
    )
    principal = s.CharField(help_text="The party that the speaker counts for on that day.")
    aside = s.ChoiceField(
        choices=["unnamed", "media", "unnamed relay", "conditional", "out of office"],
        allow_null=True,
        help_text="The ground on which it holds no position.",
    )
    stands = s.BooleanField()
    retracted_by = keys("Claims that take it back.")
    superseded_by = keys("Later claims of the same party that replace it.")


class Question(Finding):
    key = s.CharField()
    slug = s.CharField()
    page = s.URLField()
    text = s.CharField()
    kind = s.ChoiceField(choices=QUESTION_KINDS)
    exclusive = s.BooleanField()
    unit = s.CharField()
    among_sides = Finding(allow_null=True)
    shifts = Shift(many=True)
    splits = keys("Parties that stand by claims which conflict.")
    because = keys("The claims that its status rests on.")
    aside = s.DictField(child=s.CharField(), help_text="Claims that hold no position, with the ground.")
    answers = Answer(many=True)
    claims = Claim(many=True)

    def get_fields(self) -> dict[str, s.Field[Any, Any, Any, Any]]:
        fields = super().get_fields()
        fields |= {name: keys(f"Required parties that are {name}.") for name in HEARD}
        return fields


class Merged(s.Serializer[Any]):
    key = s.CharField()
    slug = s.CharField()
    merged_into = s.CharField(help_text="The key of what it was merged into.")


class Comparison(s.Serializer[Any]):
    said_by = s.DateField()
    known_by = s.DateTimeField(allow_null=True, help_text="The instant of the record that was read; null is now.")
    incident = Incident()
    shown = s.ListField(child=s.CharField(), help_text="The parties asked for; empty means all.")
    parties = s.DictField(child=Party())
    sources = s.DictField(child=Source())
    questions = Question(many=True)
    merged_parties = Merged(many=True, help_text="Parties that are others of these now; their addresses say so.")
    merged_questions = Merged(many=True, help_text="Questions that are others of these now.")


class Revision(s.Serializer[Any]):
    number = s.IntegerField(help_text="Counted from publication.")
    at = s.DateTimeField()
    by = s.CharField()
    note = s.CharField()
    current = s.BooleanField()
    withdrawn = s.BooleanField()
    altered = s.ListField(child=s.CharField())


class Withdrawn(s.Serializer[Any]):
    at = s.DateTimeField()
    note = s.CharField()


class OneClaim(s.Serializer[Any]):
    said_by = s.DateField()
    known_by = s.DateTimeField(allow_null=True)
    key = s.CharField()
    page = s.URLField()
    incident = s.CharField()
    question = s.CharField()
    said_yet = s.BooleanField(help_text="Whether it had been said by that day; if not, it stands as on its own day.")
    withdrawn = Withdrawn(allow_null=True)
    claim = Claim(allow_null=True, help_text="null where the claim was withdrawn.")
    source = Source(allow_null=True)  # type: ignore[assignment]
    revisions = Revision(many=True)


class ProblemFault(s.Serializer[Any]):
    pointer = s.CharField(help_text="JSON pointer into the parameters, as #/said_by.")
    code = s.CharField()
    detail = s.CharField()


class Problem(s.Serializer[Any]):
    """RFC 9457."""

    type = s.URLField()
    title = s.CharField()
    status = s.IntegerField()
    code = s.CharField()
    detail = s.CharField()
    errors = ProblemFault(many=True, required=False)  # type: ignore[assignment]
