"""Second thoughts on a claim that is being written: what the record holds that an editor should know first."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import Any, Final

from tracker.domain.dates import BadDate, days
from tracker.domain.nearness import NEAR, nearness
from tracker.domain.principals import Principals
from tracker.domain.record import Answer as AnswerRow
from tracker.domain.record import Question as QuestionRow
from tracker.domain.record import Record
from tracker.domain.standing import Stance, conflict
from tracker.models import Answer, Claim, Distinction, Party, Snapshot
from tracker.queries.record import value_of, voices

Pieces = tuple[tuple[int, int], ...]

NEWEST: Final = 3
"""Claims, answers or questions of one kind that are shown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What stands in the form so far; keys, empty where nothing does. `wording` is a new answer's, `but` the key of
    the claim that is being corrected."""

    pieces: Pieces = ()
    speakers: tuple[str, ...] = ()
    question: str = ""
    answer: str = ""
    wording: str = ""
    polarity: str = ""
    said: str = ""
    but: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Other:
    """A claim that is in the record."""

    key: str
    speaker: str
    polarity: str
    answer: str
    question: str
    said: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Near:
    """An answer to another question that reads nearly like this one."""

    answer: str
    question: str
    question_key: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SecondThoughts:
    """Each field is one doubt, empty where there is none.

    `opposite`: the same party says the opposite. `recorded`: these words give this answer already. `elsewhere`:
    they answer another question already. `apart`: questions easily taken for this one, with why they are two.
    `near`: answers that read nearly alike. `published`: the day of publication, where the day said is later.
    `out_of_office`: speakers who spoke for nobody on that day. `lone`: the only answer of the question.
    """

    opposite: tuple[Other, ...] = ()
    recorded: tuple[Other, ...] = ()
    elsewhere: tuple[Other, ...] = ()
    apart: tuple[tuple[str, str], ...] = ()
    near: tuple[Near, ...] = ()
    published: str = ""
    out_of_office: tuple[str, ...] = ()
    lone: str = ""

    def __bool__(self) -> bool:
        return any(getattr(self, name) for name in self.__slots__)


@dataclass(frozen=True, slots=True)
class _Filed:
    """A claim with what the doubts look at."""

    other: Other
    pieces: Pieces
    here: bool
    question: str
    answer: str
    speaker: str
    day: date


def second_thoughts(*, viewer: object, snapshot: Snapshot, asked: Asked) -> SecondThoughts:
    """What should be known before the claim is filed, as far as the viewer may see it; withdrawn claims aside.

    Nothing of it is a refusal. Six queries at most, two without a question.
    """
    filed = _filed(viewer, snapshot, asked)
    answers = _answers(viewer, asked.question) if asked.question else {}
    apart = _apart(viewer, asked.question) if asked.question else ()
    end = _end(asked.said)
    opposite, absent = _by_party(viewer, asked, filed, answers, end)
    return SecondThoughts(
        opposite=opposite,
        recorded=_first(
            each.other
            for each in filed
            if each.here
            and each.pieces == asked.pieces
            and (each.question, each.answer) == (asked.question, asked.answer)
        ),
        elsewhere=_elsewhere(asked, filed, {key for key, _question, _note in apart}),
        apart=tuple((note, question) for _key, question, note in apart),
        near=_near(asked, answers, {key for key, _question, _note in apart}),
        published=snapshot.source.published if end and end > snapshot.source.published_end else "",
        out_of_office=absent,
        lone=_lone(asked, answers),
    )


def _filed(viewer: object, snapshot: Snapshot, asked: Asked) -> list[_Filed]:
    visible = Claim.objects.all().visible_to(viewer).filter(withdrawn_at__isnull=True).exclude(key=asked.but)
    here = visible.filter(excerpt__snapshot=snapshot)
    found = here | visible.filter(question__key=asked.question) if asked.question else here
    return [
        _Filed(
            other=Other(
                key=key, speaker=name, polarity=polarity, answer=answer_text or "", question=question_text, said=said
            ),
            pieces=pieces,
            here=on == snapshot.pk,
            question=question,
            answer=answer or "",
            speaker=speaker,
            day=day,
        )
        for (
            key,
            name,
            speaker,
            polarity,
            answer,
            answer_text,
            question,
            question_text,
            said,
            day,
            pieces,
            on,
        ) in found.order_by("-said_end", "-id").values_list(
            "key",
            "speaker__name",
            "speaker__key",
            "polarity",
            "answer__key",
            "answer__text",
            "question__key",
            "question__text",
            "said",
            "said_end",
            "excerpt__pieces",
            "excerpt__snapshot_id",
        )
    ]


def _answers(viewer: object, question: str) -> Mapping[str, dict[str, Any]]:
    """The answers of the question's incident, by key, in their order."""
    found = (
        Answer.objects.all()
        .visible_to(viewer)
        .filter(question__incident__questions__key=question)
        .order_by("question__order", "order", "id")
        .values(
            "key", "text", "number", "days", "question__key", "question__text", "question__kind", "question__exclusive"
        )
    )
    return {row["key"]: dict(row) for row in found}


def _apart(viewer: object, question: str) -> tuple[tuple[str, str, str], ...]:
    """The questions easily taken for this one: key, text, why they are two."""
    visible = Distinction.objects.all().visible_to(viewer)
    found = (visible.filter(question__key=question) | visible.filter(other__key=question)).order_by("id")
    return tuple(
        (other, other_text, note) if one == question else (one, one_text, note)
        for one, one_text, other, other_text, note in found.values_list(
            "question__key", "question__text", "other__key", "other__text", "note"
        )
    )


def _by_party(
    viewer: object, asked: Asked, filed: Sequence[_Filed], answers: Mapping[str, dict[str, Any]], end: date | None
) -> tuple[tuple[Other, ...], tuple[str, ...]]:
    """Claims by which a speaker says the opposite, and speakers out of office on the day. Two queries at most."""
    if not asked.speakers or end is None:
        return (), ()
    named = dict(Party.objects.all().visible_to(viewer).filter(key__in=asked.speakers).values_list("key", "name"))
    on_question = [each for each in filed if each.question == asked.question and each.answer]
    parties, affiliations = voices(known_at=None, involved={*named, *(each.speaker for each in on_question)})
    principals = Principals(record=Record(parties=parties, affiliations=affiliations))
    speaking = {principals.principal(party=party, day=end) for party in named}
    question = _question(asked.question, answers)
    taken = _stance(asked.answer, asked.polarity)
    opposite = [
        each.other
        for each in on_question
        if taken
        and question
        and (said := _stance(each.answer, each.other.polarity))
        and principals.principal(party=each.speaker, day=each.day) in speaking
        and {taken.answer, said.answer} <= set(answers)
        and conflict(question=question, one=taken, other=said)
    ]
    absent = [name for party, name in named.items() if principals.is_out_of_office(party=party, day=end)]
    return _first(opposite), tuple(absent)


def _question(key: str, answers: Mapping[str, dict[str, Any]]) -> QuestionRow | None:
    own = [row for row in answers.values() if row["question__key"] == key]
    if not own:
        return None
    return QuestionRow(
        key=key,
        incident="",
        kind=own[0]["question__kind"],
        exclusive=own[0]["question__exclusive"],
        answers=tuple(AnswerRow(row["key"], None, value_of(number=row["number"], days=row["days"])) for row in own),
    )


def _stance(answer: str, polarity: str) -> Stance | None:
    if not answer or polarity not in ("affirms", "denies"):
        return None
    return Stance(answer=answer, polarity="affirms" if polarity == "affirms" else "denies")


def _elsewhere(asked: Asked, filed: Sequence[_Filed], apart: set[str]) -> tuple[Other, ...]:
    """Claims on the very same words that answer another question, and on words that these touch where their question
    is easily taken for this one."""
    return _first(
        each.other
        for each in filed
        if each.here
        and asked.pieces
        and each.question != asked.question
        and (each.pieces == asked.pieces or (each.question in apart and _touch(each.pieces, asked.pieces)))
    )


def _touch(one: Pieces, other: Pieces) -> bool:
    return any(a < d and c < b for a, b in one for c, d in other)


def _near(asked: Asked, answers: Mapping[str, dict[str, Any]], apart: set[str]) -> tuple[Near, ...]:
    wording = asked.wording or answers.get(asked.answer, {}).get("text", "")
    scored = [
        (nearness(one=wording, other=row["text"]), row)
        for row in answers.values()
        if row["question__key"] not in {asked.question, *apart}
    ]
    scored.sort(key=lambda pair: -pair[0])
    return tuple(
        Near(answer=row["text"], question=row["question__text"], question_key=row["question__key"])
        for score, row in scored[:NEWEST]
        if score >= NEAR
    )


def _lone(asked: Asked, answers: Mapping[str, dict[str, Any]]) -> str:
    own = [row for row in answers.values() if row["question__key"] == asked.question]
    is_lone = len(own) == 1 and own[0]["question__kind"] != "yesno" and not asked.wording
    return str(own[0]["text"]) if is_lone else ""


def _end(said: str) -> date | None:
    try:
        return days(text=said.strip()).end
    except BadDate:
        return None


def _first(others: Iterable[Other]) -> tuple[Other, ...]:
    return tuple(islice(others, NEWEST))
