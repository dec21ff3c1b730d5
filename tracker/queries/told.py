"""A row of the history as texts: what each field of the record read, with what it names."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any, Final, Protocol

from django.apps import apps

from tracker.models import Answer, Claim, Excerpt, Incident, Party, Question, Source

Row = dict[str, Any]

CLAIM_FIELDS: Final = (
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
RECORD_FIELDS: Final[Mapping[str, tuple[str, ...]]] = {
    "question": ("incident", "text", "kind", "exclusive", "unit", "order", "merged_into"),
    "answer": ("question", "text", "about", "number", "days", "order"),
    "distinction": ("question", "other", "note"),
    "party": ("name", "monogram", "kind", "also_known_as", "country_code", "wikidata", "merged_into"),
    "affiliation": ("member", "organisation", "role", "speaks_for", "during", "grounds"),
    "incident": ("title", "summary", "occurred", "place", "four_eyes", "frozen"),
    "side": ("incident", "party", "order"),
    "source": (
        "title",
        "publisher",
        "author",
        "published",
        "language",
        "url",
        "rights",
        "extent",
        "translation_of",
    ),
    "excerpt": ("words", "gloss", "gloss_language"),
}
"""What the history of each kind of record shows, besides a claim's."""

_NAMED: Final[Mapping[str, Any]] = {
    "incident": (Incident, "title"),
    "question": (Question, "text"),
    "other": (Question, "text"),
    "party": (Party, "name"),
    "about": (Party, "name"),
    "member": (Party, "name"),
    "organisation": (Party, "name"),
    "publisher": (Party, "name"),
    "translation_of": (Source, "title"),
}
_AS_WRITTEN: Final = ("cue", "polarity", "certainty", "act", "manner", "said", "said_note", "coding_note")
_NAME: Final = {
    "question": "text",
    "answer": "text",
    "distinction": "note",
    "party": "name",
    "affiliation": "member",
    "incident": "title",
    "side": "party",
    "source": "title",
    "excerpt": "words",
}
GAP: Final = " […] "


class Told(Protocol):
    """Rows of a history as texts."""

    def texts(self, row: Row) -> dict[str, str]: ...

    def name(self, row: Row) -> str: ...


def told_of(*, kind: str, rows: list[Row]) -> Told:
    """What the rows of one record's history name. Eight queries at most."""
    return ClaimTold(rows) if kind == "claim" else RecordTold(kind, rows)


class ClaimTold:
    """A claim with its relays and reasons as they stood at each revision."""

    def __init__(self, rows: list[Row]) -> None:
        claim = rows[-1]["pgh_obj_id"]
        self._relays = parts(model="RelayEvent", claim=claim)
        self._reasons = parts(model="ReasonEvent", claim=claim)
        parties = _ids(rows, "speaker_id") | _ids(self._relays, "party_id")
        self._parties = dict(Party.objects.filter(pk__in=parties).values_list("pk", "name"))
        answers = _ids([*rows, *self._reasons], "answer_id")
        self._answers = dict(Answer.objects.filter(pk__in=answers).values_list("pk", "text"))
        self._questions = dict(Question.objects.filter(pk__in=_ids(rows, "question_id")).values_list("pk", "text"))
        self._excerpts = {
            pk: (pieces, exact)
            for pk, pieces, exact in Excerpt.objects.filter(pk__in=_ids(rows, "excerpt_id")).values_list(
                "pk", "pieces", "exact"
            )
        }
        taken = _ids(rows, "retracts_id")
        self._keys = dict(Claim.objects.filter(pk__in=taken).values_list("pk", "key")) if taken else {}

    def name(self, row: Row) -> str:
        return str(row["key"])

    def texts(self, row: Row) -> dict[str, str]:
        relays = sorted(standing(rows=self._relays, at=row["pgh_created_at"]), key=lambda relay: relay["position"])
        reasons = sorted(
            standing(rows=self._reasons, at=row["pgh_created_at"]), key=lambda reason: reason["pgh_obj_id"]
        )
        told = {name: row[name] for name in _AS_WRITTEN} | {
            "words": GAP.join(self._excerpts[row["excerpt_id"]][1]),
            "core": self._core(row),
            "speaker": self._parties[row["speaker_id"]],
            "relays": chain(relays=((self._parties[relay["party_id"]], relay["cue"]) for relay in relays)),
            "question": self._questions[row["question_id"]],
            "answer": self._answers.get(row["answer_id"], ""),
            "conditional": "if" if row["conditional"] else "",
            "retracts": self._keys.get(row["retracts_id"], ""),
            "reasons": "; ".join(f"{each['direction']}: {self._answers[each['answer_id']]}" for each in reasons),
        }
        return {name: told[name] for name in CLAIM_FIELDS}

    def _core(self, row: Row) -> str:
        core = row["core"]
        pieces, exact = self._excerpts[row["excerpt_id"]]
        for (start, end), words in zip(pieces, exact, strict=True):
            if core is not None and start <= core.lower and core.upper <= end:
                return str(words[core.lower - start : core.upper - start])
        return ""


class RecordTold:
    """Any other record: its columns as texts, what they point at by name."""

    def __init__(self, kind: str, rows: list[Row]) -> None:
        self._kind = kind
        self._fields = RECORD_FIELDS[kind]
        self._names: dict[str, dict[int, str]] = {}
        for name in self._fields:
            named: tuple[Any, str] | None = _MERGED[kind] if name == "merged_into" else _NAMED.get(name)
            if named is None:
                continue
            model, shown = named
            if ids := _ids(rows, f"{name}_id"):
                self._names[name] = dict(model.objects.filter(pk__in=ids).values_list("pk", shown))

    def name(self, row: Row) -> str:
        return self.texts(row)[_NAME[self._kind]]

    def texts(self, row: Row) -> dict[str, str]:
        return {name: self._text(name, row) for name in self._fields}

    def _text(self, name: str, row: Row) -> str:
        if name == "words":
            return GAP.join(row["exact"])
        if f"{name}_id" in row:
            return self._names.get(name, {}).get(row[f"{name}_id"], "")
        return _as_text(row[name])


_MERGED: Final[Mapping[str, Any]] = {"question": (Question, "text"), "party": (Party, "name")}


def _as_text(value: Any) -> str:
    """A column as somebody would write it; empty where it holds nothing."""
    if value is None or value is False:
        return ""
    if value is True:
        return "✓"
    if isinstance(value, list):
        return "; ".join(map(str, value))
    if hasattr(value, "lower_inc"):
        return " to ".join(_bound(bound) for bound in (value.lower, value.upper))
    return str(value)


def _bound(bound: Any) -> str:
    return "…" if bound is None else bound.isoformat() if isinstance(bound, date) else str(bound)


def chain(*, relays: Iterable[tuple[str, str]]) -> str:
    """Who says who said, from the publisher inward, each with its verb where there is one."""
    return " › ".join(f"{name} ({cue})" if cue else name for name, cue in relays)


def standing(*, rows: list[Row], at: datetime) -> list[Row]:
    """The rows of what belongs to a claim as they stood at an instant."""
    last: dict[int, Row] = {}
    for part in rows:
        if part["pgh_created_at"] <= at:
            last[part["pgh_obj_id"]] = part
    return [part for part in last.values() if part["pgh_label"] != "delete"]


def parts(*, model: str, claim: int) -> list[Row]:
    """The history of a claim's relays ("RelayEvent") or reasons ("ReasonEvent"), oldest first. One query."""
    event: Any = apps.get_model("tracker", model)
    return list(event.objects.filter(claim=claim).order_by("revision", "pgh_id").values())


def _ids(rows: Iterable[Row], name: str) -> set[int]:
    return {row[name] for row in rows if row[name] is not None}
