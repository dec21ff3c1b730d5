"""Invented records for the properties: one question, a handful of parties, days that often meet."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from tracker.domain.record import (
    Affiliation,
    Answer,
    Claim,
    Days,
    Incident,
    Party,
    Question,
    Record,
    Source,
    Value,
)

FIRST = date(2020, 3, 1)
LAST = 9
"""The last of the days, counted from the first, on which anything is said."""


def day(number: int) -> date:
    return FIRST + timedelta(days=number)


PARTIES = {
    key: Party(key=key, kind=kind)
    for key, kind in {
        "aldria": "state",
        "borland": "state",
        "corvia": "state",
        "ald_mod": "agency",
        "panel": "body",
        "envoy": "person",
        "harn": "person",
        "herald": "media",
        "radio": "media",
        "official": "unnamed",
    }.items()
}


def voice(member: str, organisation: str, start: int | None = None, end: int | None = None) -> Affiliation:
    return Affiliation(
        member=member,
        organisation=organisation,
        speaks_for=True,
        start=None if start is None else day(start),
        end=None if end is None else day(end),
    )


AFFILIATIONS = (
    voice("ald_mod", "aldria"),
    voice("radio", "aldria"),
    voice("envoy", "ald_mod", 2, 6),
    voice("panel", "borland", None, 4),
    voice("panel", "corvia", 6, None),
    replace(voice("harn", "borland"), speaks_for=False),
)

SPEAKERS = (
    "aldria",
    "borland",
    "aldria",
    "borland",
    "corvia",
    "ald_mod",
    "panel",
    "envoy",
    "harn",
    "radio",
    "herald",
    "official",
)
RELAYS = ((), (), (), ("herald",), ("herald", "radio"), ("radio", "herald"), ("herald", "official"))
VALUES = (None, (1, 5), (4, 9), (8, 20), (3, 3), (None, 4), (7, None), (None, None), (2, 8), (3, 9))

SOURCES = st.tuples(
    st.none(),
    st.sampled_from((None, "s0")),
    st.sampled_from((None, "s0", "s0")),
    st.sampled_from((None, "s0", "s1", "s2")),
).map(
    lambda originals: {
        f"s{number}": Source(key=f"s{number}", translation_of=original) for number, original in enumerate(originals)
    }
)

TALKS = {
    "all manner": ("affirms",) * 5 + ("denies",) * 3 + ("declines",) * 2,
    "to and fro": ("affirms",) * 3 + ("denies",),
    "of one mind": ("affirms",),
    "of one denial": ("denies",),
    "shy": ("declines",),
}
"""Kinds of record: anything by anybody; two voices of one party that change their minds; agreement; no answer."""
VOICES = {
    "to and fro": ("aldria", "aldria", "ald_mod", "borland"),
    "of one mind": SPEAKERS[:6],
    "of one denial": SPEAKERS[:6],
}


def _value(kind: str, ends: tuple[int | None, int | None] | None) -> Value | None:
    if ends is None or kind not in ("quantity", "time"):
        return None
    if kind == "quantity":
        return Value(*(None if end is None else Decimal(end) for end in ends))
    return Value(*(None if end is None else day(end) for end in ends))


@st.composite
def questions(draw: st.DrawFn, kinds: tuple[str, ...]) -> Question:
    kind: Any = draw(st.sampled_from(kinds))
    exclusive = kind in ("yesno", "quantity", "time") or (kind == "choice" and draw(st.integers(0, 3)) > 0)
    number = 1 if kind == "yesno" else draw(st.sampled_from((2, 3, 4)))
    answers = tuple(
        Answer(
            key=f"a{place}",
            about=draw(st.sampled_from((None, None, "aldria", "corvia", "panel", "envoy", "official"))),
            value=_value(kind, draw(st.sampled_from(VALUES))),
        )
        for place in range(number)
    )
    return Question(key="Q", incident="i", kind=kind, exclusive=exclusive, answers=answers)


@st.composite
def claims(draw: st.DrawFn, key: str, question: Question, talk: str = "all manner") -> Claim:
    start = draw(st.integers(0, LAST))
    end = min(LAST, start + draw(st.sampled_from((0, 0, 0, 1, 3))))
    polarity: Any = draw(st.sampled_from(TALKS[talk]))
    plain = talk in VOICES
    answer = draw(st.sampled_from(question.answers)).key
    declines = polarity == "declines"
    return Claim(
        key=key,
        source=draw(st.sampled_from(("s0", "s1", "s2", "s3"))),
        question="Q",
        answer=None if declines and draw(st.booleans()) else answer,
        speaker=draw(st.sampled_from(VOICES.get(talk, SPEAKERS))),
        polarity=polarity,
        certainty="unspecified" if declines else draw(st.sampled_from(("certain", "probable", "possible"))),
        act="decline" if declines else "state",
        manner=draw(st.sampled_from(("direct", "presupposed"))),
        conditional=not plain and draw(st.integers(0, 9)) == 9,
        said=Days(day(start), day(end)),
        relays=draw(st.sampled_from(RELAYS[:3] if plain else RELAYS)),
        retracts=None,
    )


@st.composite
def records(
    draw: st.DrawFn, kinds: tuple[str, ...] = ("yesno", "choice", "quantity", "time", "naming", "quantity")
) -> Record:
    question = draw(questions(kinds))
    talk = draw(st.sampled_from((*("all manner",) * 4, *("to and fro",) * 2, "of one mind", "of one denial", "shy")))
    said = [draw(claims(f"k{number}", question, talk)) for number in range(draw(st.integers(0, 9)))]
    takeable = [claim for claim in said if claim.polarity != "declines"]
    for number in range(draw(st.sampled_from((0, 0, 1, 2))) if takeable else 0):
        taken = draw(st.sampled_from(takeable))
        later = day(draw(st.integers((taken.said.end - FIRST).days, LAST)))
        said.append(
            replace(
                draw(claims(f"r{number}", question)),
                speaker=taken.speaker,
                answer=taken.answer,
                polarity=taken.polarity,
                act="retract",
                said=Days(later, later),
                retracts=taken.key,
            )
        )
    begun = draw(st.integers(0, 5))
    occurred = Days(day(begun), day(begun + draw(st.integers(0, 3))))
    sides = draw(
        st.sampled_from((("aldria", "borland"), ("aldria", "panel", "herald"), ("aldria",), (), ("ald_mod", "borland")))
    )
    return Record(
        parties=PARTIES,
        affiliations=AFFILIATIONS,
        incidents={"i": Incident(key="i", occurred=occurred, sides=sides)},
        sources=draw(SOURCES),
        questions={"Q": question},
        claims={claim.key: claim for claim in said},
    )


DAYS = st.integers(0, LAST).map(day)
