"""What became of a claim, revision by revision: who, when, why, and what changed word by word."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, Literal

from django.apps import apps

from tracker.domain.text import Change, word_changes
from tracker.models import Answer, Claim, Excerpt, Party, Question, User

FIELDS: Final = (
    "words",
    "core",
    "speaker",
    "relays",
    "cue",
    "question",
    "answer",
    "polarity",
    "certainty",
    "conditional",
    "act",
    "manner",
    "said",
    "said_note",
    "retracts",
    "reasons",
    "coding_note",
)
_AS_WRITTEN: Final = ("cue", "polarity", "certainty", "act", "manner", "said", "said_note", "coding_note")

Described = Mapping[str, str]
"""A claim as texts: what each of FIELDS reads."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Revision:
    """`did` says what kind of change it was; `changes` the fields that read otherwise than before."""

    number: int
    at: datetime
    by: str
    note: str
    did: Literal["proposed", "published", "corrected", "withdrawn"]
    changes: tuple[tuple[str, tuple[Change, ...]], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One field in which two editors' versions part: as both found it, as it was saved, as it was typed."""

    field: str
    was: str
    theirs: str
    mine: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Versions:
    """The revision that was saved meanwhile, and where it differs from what was typed."""

    revision: int
    by: str
    at: datetime
    note: str
    differences: tuple[Difference, ...]


def history(*, claim: Claim) -> tuple[Revision, ...]:
    """All revisions, the newest first. Nine queries, however many there are."""
    told = _Told(claim)
    revisions: list[Revision] = []
    before: dict[str, Any] | None = None
    for event in told.events:
        now = told.described(event)
        then = told.described(before) if before else {}
        revisions.append(
            Revision(
                number=event["revision"],
                at=event["pgh_created_at"],
                by=told.editors.get(event["pgh_context"]["by"], ""),
                note=event["pgh_context"]["note"],
                did=_did(before, event),
                changes=tuple(
                    (name, word_changes(before=then[name], after=now[name]))
                    for name in FIELDS
                    if before and then[name] != now[name]
                ),
            )
        )
        before = event
    return tuple(reversed(revisions))


def versions(*, claim: Claim, seen: str, mine: Mapping[str, str]) -> Versions:
    """The claim as it stands, beside what somebody typed who had seen revision `seen`. Twelve queries."""
    told = _Told(claim)
    last = told.events[-1]
    found = next((event for event in told.events if str(event["revision"]) == seen), told.events[0])
    was, theirs, typed = told.described(found), told.described(last), _of_form(mine)
    return Versions(
        revision=last["revision"],
        by=told.editors.get(last["pgh_context"]["by"], ""),
        at=last["pgh_created_at"],
        note=last["pgh_context"]["note"],
        differences=tuple(
            Difference(field=name, was=was[name], theirs=theirs[name], mine=typed[name])
            for name in FIELDS
            if theirs[name] != typed[name]
        ),
    )


def _did(
    before: dict[str, Any] | None, event: dict[str, Any]
) -> Literal["proposed", "published", "corrected", "withdrawn"]:
    if event["withdrawn_at"] and not (before and before["withdrawn_at"]):
        return "withdrawn"
    if event["published_at"] and not (before and before["published_at"]):
        return "published"
    return "corrected" if before else "proposed"


class _Told:
    """The history's rows of a claim and the texts that they name."""

    def __init__(self, claim: Claim) -> None:
        self.events = list(_events("ClaimEvent", pgh_obj=claim.pk))
        self.relays = list(_events("RelayEvent", claim=claim.pk))
        self.reasons = list(_events("ReasonEvent", claim=claim.pk))
        parties = {event["speaker_id"] for event in self.events} | {event["party_id"] for event in self.relays}
        answers = {event["answer_id"] for event in (*self.events, *self.reasons)}
        self.parties = dict(Party.objects.filter(pk__in=parties).values_list("pk", "name"))
        self.answers = dict(Answer.objects.filter(pk__in=answers - {None}).values_list("pk", "text"))
        questions = {event["question_id"] for event in self.events}
        self.questions = dict(Question.objects.filter(pk__in=questions).values_list("pk", "text"))
        excerpts = {event["excerpt_id"] for event in self.events}
        self.excerpts = {
            pk: (pieces, exact)
            for pk, pieces, exact in Excerpt.objects.filter(pk__in=excerpts).values_list("pk", "pieces", "exact")
        }
        taken = {event["retracts_id"] for event in self.events} - {None}
        self.keys = dict(Claim.objects.filter(pk__in=taken).values_list("pk", "key")) if taken else {}
        authors = {event["pgh_context"]["by"] for event in self.events}
        self.editors = dict(User.objects.filter(pk__in=authors).values_list("pk", "username"))

    def described(self, event: Mapping[str, Any]) -> dict[str, str]:
        at = event["pgh_created_at"]
        relays = sorted(_standing(self.relays, at), key=lambda relay: relay["position"])
        reasons = sorted(_standing(self.reasons, at), key=lambda reason: reason["pgh_obj_id"])
        return {name: event[name] for name in _AS_WRITTEN} | {
            "words": " […] ".join(self.excerpts[event["excerpt_id"]][1]),
            "core": self._core(event),
            "speaker": self.parties[event["speaker_id"]],
            "relays": _chain((self.parties[relay["party_id"]], relay["cue"]) for relay in relays),
            "question": self.questions[event["question_id"]],
            "answer": self.answers.get(event["answer_id"], ""),
            "conditional": "if" if event["conditional"] else "",
            "retracts": self.keys.get(event["retracts_id"], ""),
            "reasons": "; ".join(f"{each['direction']}: {self.answers[each['answer_id']]}" for each in reasons),
        }

    def _core(self, event: Mapping[str, Any]) -> str:
        core = event["core"]
        pieces, exact = self.excerpts[event["excerpt_id"]]
        for (start, end), words in zip(pieces, exact, strict=True):
            if core is not None and start <= core.lower and core.upper <= end:
                return str(words[core.lower - start : core.upper - start])
        return ""


def _events(model: str, **of: int) -> Any:
    return apps.get_model("tracker", model).objects.filter(**of).order_by("revision", "pgh_id").values()


def _standing(events: list[dict[str, Any]], at: datetime) -> list[dict[str, Any]]:
    """The rows of a part of the claim as they stood at an instant."""
    last: dict[int, dict[str, Any]] = {}
    for event in events:
        if event["pgh_created_at"] <= at:
            last[event["pgh_obj_id"]] = event
    return [event for event in last.values() if event["pgh_label"] != "delete"]


def _chain(relays: Any) -> str:
    return " › ".join(f"{name} ({cue})" if cue else name for name, cue in relays)


def _of_form(values: Mapping[str, str]) -> dict[str, str]:
    """The same texts from what stands in a form, where keys name things."""
    relays = [name for name in ("relay", "relay_2", "relay_3", "relay_4") if values.get(name)]
    reasons = [name for name in ("reason", "reason_2", "reason_3") if values.get(name)]
    parties = dict(
        Party.objects.filter(key__in=[values["speaker"], *(values[name] for name in relays)]).values_list("key", "name")
    )
    answers = dict(
        Answer.objects.filter(key__in=[values["answer"], *(values[name] for name in reasons)]).values_list(
            "key", "text"
        )
    )
    question = Question.objects.filter(key=values["question"]).values_list("text", flat=True).first()
    return {name: values.get(name, "").strip() for name in (*_AS_WRITTEN, "words", "core", "retracts")} | {
        "speaker": parties.get(values["speaker"], values.get("party_name", "")),
        "relays": _chain((parties.get(values[name], ""), values.get(f"{name}_cue", "")) for name in relays),
        "question": question or values.get("question_text", ""),
        "answer": answers.get(values["answer"], values.get("answer_text", "")),
        "conditional": "if" if values.get("conditional") else "",
        "reasons": "; ".join(
            f"{values.get(f'{name}_direction') or 'supports'}: {answers.get(values[name], '')}" for name in reasons
        ),
    }
