"""What a schema cannot say about a case: references, quotes that stand where they say, rules of recording."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import pairwise
from typing import Any

from tracker.domain.dates import BadDate, days
from tracker.domain.principals import Principals
from tracker.domain.record import Affiliation, Days, Party, Record
from tracker.interop.casereading import Fault, Row, Tables, shown

Said = Iterator[tuple[str, str]]
"""Fields, each with the reason why it is at fault."""

VALUED = ("quantity", "time")


class Checks:
    """The checks of a case's records, as far as they have the form of the schema."""

    def __init__(self, *, tables: Tables, texts: Mapping[str, str]) -> None:
        """`texts` are those of the sources that could be read, by the source's key."""
        self._tables = tables
        self._texts = texts
        self._parties = tables.rows(table="parties")
        self._sources = tables.rows(table="sources")
        self._questions = tables.rows(table="questions")
        self._claims = tables.rows(table="claims")
        self._affiliations = dict(_sound_affiliations(tables.rows(table="affiliations")))
        self._members = {(each.member, each.organisation) for each in self._affiliations.values()}
        named = {party for pair in self._members for party in pair}
        kinds = {key: row["kind"] for key, row in self._parties.items()}
        self._principals = Principals(
            record=Record(
                parties={key: Party(key=key, kind=kinds.get(key, "body")) for key in named | kinds.keys()},
                affiliations=tuple(self._affiliations.values()),
            )
        )

    def faults(self) -> Iterator[Fault]:
        """Every fault, record by record. Cost: near-linear."""
        checks: Mapping[str, Callable[[Any, Row], Said]] = {
            "incidents": self._incident,
            "parties": self._party,
            "affiliations": self._affiliation,
            "sources": self._source,
            "questions": self._question,
            "claims": self._claim,
            "reasons": self._reason,
            "distinctions": self._distinction,
        }
        for table, check in checks.items():
            for key, row in self._tables.rows(table=table).items():
                yield from (Fault(f"{table} {key}", field, reason) for field, reason in check(key, row))
        yield from self._clashes()
        yield from self._voices()

    def _incident(self, key: str, row: Row) -> Said:
        yield from _date("occurred", row["occurred"])
        yield from self._known_each("sides", row["sides"], "parties")

    def _party(self, key: str, row: Row) -> Said:
        if (row["kind"] == "unnamed") != (row["monogram"] == "?"):
            yield "monogram", "must be “?” for an unnamed party, and for no other"

    def _affiliation(self, key: int, row: Row) -> Said:
        yield from self._known("member", row["member"], "parties")
        yield from self._known("organisation", row["organisation"], "parties")
        if row["member"] == row["organisation"]:
            yield "organisation", "is the member itself"
        if row["speaks_for"] and self._parties.get(row["member"], {}).get("kind") == "unnamed":
            yield "speaks_for", "cannot be true: an unnamed party speaks for nobody"
        start, end = row["during"]
        bad = [day for day in (start, end) if day is not None and _day(day) is None]
        for day in bad:
            yield "during", f"{shown(day)} is not in the calendar"
        if not bad and start is not None and end is not None and end <= start:
            yield "during", "ends before it has begun; it is the first day and the first day after the last"

    def _source(self, key: str, row: Row) -> Said:
        yield from self._known("publisher", row["publisher"], "parties")
        yield from _date("published", row["published"])
        original = row.get("translation_of")
        if original == key:
            yield "translation_of", "names the source itself"
        elif original is not None:
            yield from self._known("translation_of", original, "sources")

    def _question(self, key: str, row: Row) -> Said:
        kind, answers = row["kind"], row["answers"]
        yield from self._known("incident", row["incident"], "incidents")
        if kind == "yesno" and len(answers) != 1:
            yield "answers", "must be exactly one on a yesno question"
        if kind in ("yesno", *VALUED) and not row["exclusive"]:
            yield "exclusive", f"must be true on a {kind} question"
        if (kind == "quantity") != bool(row["unit"].strip()):
            yield "unit", "must be given on a quantity question, and on no other"
        for name, answer in answers.items():
            where = f"answers {name}"
            if answer["about"] is not None:
                yield from self._known(f"{where} about", answer["about"], "parties")
            if "value" in answer:
                yield from _value(f"{where} value", kind, answer["value"])

    def _claim(self, key: str, row: Row) -> Said:
        yield from self._known("source", row["source"], "sources")
        yield from self._known("speaker", row["speaker"], "parties")
        yield from self._known_each("relays", row["relays"], "parties")
        yield from self._claim_answer(row)
        yield from _speech_act(row)
        yield from _date("said", row["said"])
        yield from self._said_before_published(row)
        yield from self._first_relay(row)
        yield from self._excerpt(row)
        if "retracts" in row:
            yield from self._retraction(key, row)
        if ("gloss" in row) != ("gloss_language" in row):
            yield "gloss", "and its language must be given together"

    def _claim_answer(self, row: Row) -> Said:
        yield from self._known("question", row["question"], "questions")
        question, answer = self._questions.get(row["question"]), row["answer"]
        if answer is None:
            if row["polarity"] != "declines":
                yield "answer", "is missing: only a decline may be of the whole question"
        elif question is not None and answer not in question["answers"]:
            yield "answer", f"{shown(answer)} is no answer of question {row['question']}"

    def _said_before_published(self, row: Row) -> Said:
        source = self._sources.get(row["source"])
        said, published = _bounds(row["said"]), source and _bounds(source["published"])
        if said and published and said.end > published.end:
            yield "said", "is later than the day on which the source was published"

    def _first_relay(self, row: Row) -> Said:
        source = self._sources.get(row["source"])
        if not row["relays"] or source is None:
            return
        first, publisher = row["relays"][0], source["publisher"]
        if first != publisher and (first, publisher) not in self._members:
            yield "relays", "must begin with the source's publisher or a member of it"

    def _excerpt(self, row: Row) -> Said:
        alone = [name for name in ("quote", "start", "end") if name in row]
        if ("pieces" in row) == bool(alone) or len(alone) not in (0, 3):
            yield "quote", "must be given with start and end, or pieces instead of the three"
            return
        pieces = row.get("pieces") or [row]
        text = self._texts.get(row["source"])
        for number, piece in enumerate(pieces):
            where = f"pieces {number} quote" if "pieces" in row else "quote"
            if text is not None and text[piece["start"] : piece["end"]] != piece["quote"]:
                yield where, f"does not stand at {piece['start']} to {piece['end']} of the source's text"
        if any(after["start"] <= before["end"] for before, after in pairwise(pieces)):
            yield "pieces", "must follow one another in the text, and not touch"
        if "core" in row:
            start, end = row["core"]
            if not any(piece["start"] <= start < end <= piece["end"] for piece in pieces):
                yield "core", "must be a range inside the words of the excerpt"
        if not any(row["cue"] in piece["quote"] for piece in pieces):
            yield "cue", f"{shown(row['cue'])} does not stand in the quote"

    def _retraction(self, key: str, row: Row) -> Said:
        yield from self._known("retracts", row["retracts"], "claims")
        taken = self._claims.get(row["retracts"])
        if row["retracts"] == key:
            yield "retracts", "names the claim itself"
        elif taken is not None:
            if any(taken[field] != row[field] for field in ("question", "answer", "polarity")):
                yield "retracts", "names a claim with another answer or polarity"
            if taken["act"] == "retract":
                yield "retracts", "names a claim that is itself a retraction"
            yield from self._taken_back_by_its_own(row, taken)

    def _taken_back_by_its_own(self, row: Row, taken: Row) -> Said:
        said, before = _bounds(row["said"]), _bounds(taken["said"])
        if said is None or before is None:
            return
        if before.start > said.end:
            yield "retracts", "names a claim that was said later"
        own = self._principals.principal(party=row["speaker"], day=said.end)
        if own != self._principals.principal(party=taken["speaker"], day=before.end):
            yield "retracts", "names a claim of another principal"

    def _reason(self, key: int, row: Row) -> Said:
        yield from self._known("claim", row["claim"], "claims")
        answered = any(row["answer"] in question["answers"] for question in self._questions.values())
        if not answered and self._tables.is_whole(table="questions"):
            yield "answer", f"{shown(row['answer'])} is no answer of this case"

    def _distinction(self, key: int, row: Row) -> Said:
        yield from self._known("question", row["question"], "questions")
        yield from self._known("other", row["other"], "questions")
        if row["question"] == row["other"]:
            yield "other", "is the question itself"

    def _known(self, field: str, key: str, table: str) -> Said:
        if self._tables.lacks(table=table, key=key):
            yield field, f"{shown(key)} is not among the {table} of this case"

    def _known_each(self, field: str, keys: Sequence[str], table: str) -> Said:
        for key, times in Counter(keys).items():
            yield from self._known(field, key, table)
            if times > 1:
                yield field, f"{shown(key)} stands more than once"

    def _clashes(self) -> Iterator[Fault]:
        """What may stand once only, and stands again."""
        questions = self._questions
        yield from _again(
            "slug",
            "is that of another source",
            ((f"sources {key}", row["slug"]) for key, row in self._sources.items()),
        )
        yield from _again(
            "slug",
            "is that of another question of the incident",
            ((f"questions {key}", (row["incident"], row["slug"])) for key, row in questions.items()),
        )
        yield from _again(
            "answers",
            "have a key that another question's answer has",
            ((f"questions {key}", answer) for key, row in questions.items() for answer in row["answers"]),
        )
        yield from _again(
            "",
            "repeats another claim: the same words, speaker, question and answer",
            ((f"claims {key}", _repeatable(row)) for key, row in self._claims.items()),
        )
        yield from _again(
            "",
            "repeats another reason",
            ((f"reasons {n}", (row["claim"], row["answer"])) for n, row in self._tables.rows(table="reasons").items()),
        )
        yield from _again(
            "",
            "repeats another distinction",
            (
                (f"distinctions {n}", frozenset((row["question"], row["other"])))
                for n, row in self._tables.rows(table="distinctions").items()
            ),
        )

    def _voices(self) -> Iterator[Fault]:
        """Who speaks for two on one day, and who, through others, for himself."""
        voices: dict[str, list[tuple[date, date, str, int]]] = defaultdict(list)
        for place, each in self._affiliations.items():
            if each.speaks_for:
                voices[each.member].append((each.start or date.min, each.end or date.max, each.organisation, place))
        for held in voices.values():
            for (_, end, _, _), (start, _, _, place) in pairwise(sorted(held)):
                if start < end:
                    reason = "overlaps another: the member would speak for two on one day"
                    yield Fault(f"affiliations {place}", "during", reason)
        for member, held in voices.items():
            for start, _, organisation, place in held:
                seen = {member}
                while organisation not in seen:
                    seen.add(organisation)
                    following = (to for begin, end, to, _ in voices.get(organisation, ()) if begin <= start < end)
                    organisation = next(following, organisation)
                if organisation == member:
                    yield Fault(f"affiliations {place}", "", "makes a circle: the member speaks for itself")


def _sound_affiliations(rows: Mapping[int, Row]) -> Iterator[tuple[int, Affiliation]]:
    """Those whose days can be read, with their places."""
    for place, row in rows.items():
        start, end = (None if day is None else _day(day) for day in row["during"])
        if (start is None, end is None) == tuple(day is None for day in row["during"]):
            yield (
                place,
                Affiliation(
                    member=row["member"],
                    organisation=row["organisation"],
                    speaks_for=row["speaks_for"],
                    start=start,
                    end=end,
                ),
            )


def _date(field: str, text: str) -> Said:
    try:
        days(text=text)
    except BadDate as error:
        yield field, f"cannot be read. {error}"


def _bounds(text: str) -> Days | None:
    try:
        return days(text=text)
    except BadDate:
        return None


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _value(field: str, kind: str, value: Sequence[Any]) -> Said:
    if kind not in VALUED:
        yield field, f"has no place on a {kind} question"
        return
    bounds = [bound for bound in value if bound is not None]
    if any(isinstance(bound, str) != (kind == "time") for bound in bounds):
        yield field, f"must be {'days' if kind == 'time' else 'numbers'} on a {kind} question"
        return
    if kind == "time":
        for bound in bounds:
            if _day(bound) is None:
                yield field, f"{shown(bound)} is not in the calendar"
    if len(bounds) == 2 and bounds[1] < bounds[0]:
        yield field, "ends before it begins"


def _speech_act(row: Row) -> Said:
    """A decline says nothing for or against, and a retraction names what it takes back."""
    if (row["act"] == "decline") != (row["polarity"] == "declines"):
        yield "act", "must be decline exactly where the polarity is declines"
    if row["polarity"] == "declines" and row["certainty"] != "unspecified":
        yield "certainty", "must be unspecified on a decline"
    if (row["act"] == "retract") != ("retracts" in row):
        yield "retracts", "must be given exactly where the act is retract"


def _repeatable(row: Row) -> Hashable:
    pieces = row.get("pieces") or [row]
    words = tuple((piece.get("start"), piece.get("end")) for piece in pieces)
    return row["source"], words, row["speaker"], row["question"], row["answer"]


def _again(field: str, reason: str, found: Iterable[tuple[str, Hashable]]) -> Iterator[Fault]:
    """A fault for every record whose mark another had before it."""
    seen: set[Hashable] = set()
    for record, mark in found:
        if mark in seen:
            yield Fault(record, field, reason)
        seen.add(mark)
