"""Invented cases, for measuring: many incidents of a hundred claims, each marked as invented wherever it shows."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random
from typing import Final, Literal

from tracker.actions import case_rows as rows

PREFIX: Final = "invented-"
CLAIMS: Final = 100
"""Claims of one incident; on ten questions, in ten sources."""

QUESTIONS: Final = 10
SOURCES: Final = 10
PARTIES: Final = 40
_DAY: Final = date(2020, 1, 1)
_VERBS: Final = ("says that", "states that", "denies that", "repeats that")


def is_invented(*, key: str) -> bool:
    """Whether a key is one of ours."""
    return key.startswith(PREFIX)


def parties() -> tuple[rows.PartyRow, ...]:
    """The parties of every invented case: states, and one medium that reports them."""
    return tuple(
        rows.PartyRow(
            key=_party(number),
            slug=_party(number),
            name=f"Invented party {number}",
            monogram=f"I{number}",
            kind="media" if number == 0 else "state",
            also_known_as=(),
            country_code="",
            wikidata="",
        )
        for number in range(PARTIES)
    )


def cases(*, claims: int, first: int = 0) -> Iterator[rows.Case]:
    """Cases of one incident each with `claims` in all; incidents count from `first`. The same every time."""
    number = first
    while claims > 0:
        yield case(number=number, claims=min(claims, CLAIMS))
        claims -= CLAIMS
        number += 1


def case(*, number: int, claims: int = CLAIMS, questions: int = QUESTIONS) -> rows.Case:
    """One invented incident with its questions, sources and claims. The same for the same number."""
    random = Random(number)
    incident = f"{PREFIX}{number}"
    day = _DAY + timedelta(days=number % 1500)
    sides = random.sample(range(1, PARTIES), 2)
    voices = [*sides, *random.sample([each for each in range(1, PARTIES) if each not in sides], 6)]
    texts: dict[int, str] = dict.fromkeys(range(SOURCES), "Invented text, for measuring.\n")
    made = [
        _claim(random, incident, place, place % questions, voices[place // questions % len(voices)], day, texts)
        for place in range(claims)
    ]
    return rows.Case(
        incidents=(
            rows.IncidentRow(
                key=incident,
                slug=incident,
                title=f"Invented incident {number}",
                summary="Invented, for measuring. Nothing of it happened.",
                occurred=day.isoformat(),
                occurred_start=day,
                occurred_end=day,
                place="Nowhere",
            ),
        ),
        sides=tuple(rows.SideRow(incident=incident, party=_party(side)) for side in sides),
        parties=parties(),
        affiliations=(),
        sources=tuple(_source(incident, source, day) for source in range(SOURCES)),
        texts=tuple(
            rows.TextRow(source=f"{incident}-s{source}", text=text, captured_from="invented")
            for source, text in texts.items()
        ),
        questions=tuple(_question(incident, question) for question in range(questions)),
        answers=tuple(
            rows.AnswerRow(
                key=f"{incident}-q{question}{answer}",
                question=f"{incident}-q{question}",
                text=f"Invented answer {answer} to question {question}",
                about=_party(sides[answer == "b"]),
                number=None,
                days=None,
            )
            for question in range(questions)
            for answer in "ab"
        ),
        distinctions=(),
        claims=tuple(made),
    )


def _party(number: int) -> str:
    return f"{PREFIX}party-{number}"


def _source(incident: str, source: int, day: date) -> rows.SourceRow:
    published = day + timedelta(days=source)
    return rows.SourceRow(
        key=f"{incident}-s{source}",
        slug=f"{incident}-s{source}",
        title=f"Invented source {source} of {incident}",
        publisher=_party(0),
        author="",
        published=published.isoformat(),
        published_start=published,
        published_end=published,
        url="",
        language="en",
        rights="invented",
        extent="whole",
        translation_of=None,
    )


def _question(incident: str, question: int) -> rows.QuestionRow:
    return rows.QuestionRow(
        key=f"{incident}-q{question}",
        incident=incident,
        slug=f"question-{question}",
        text=f"Invented question {question}: which of the two was it?",
        kind="choice",
        exclusive=True,
        unit="",
    )


def _claim(
    random: Random, incident: str, place: int, question: int, speaker: int, day: date, texts: dict[int, str]
) -> rows.ClaimRow:
    """A claim on a sentence of its own, which is added to the text of its source."""
    source = place % SOURCES
    answer = random.choice("aab")
    verb = random.choice(_VERBS)
    polarity: Literal["affirms", "denies"] = "denies" if verb.startswith("denies") else "affirms"
    quote = f"Invented party {speaker} {verb} answer {answer} to question {question} is what happened ({place})."
    start = len(texts[source])
    texts[source] += f"{quote}\n"
    said = day + timedelta(days=source)
    return rows.ClaimRow(
        key=f"{incident}-c{place}",
        excerpt=rows.ExcerptRow(
            source=f"{incident}-s{source}",
            pieces=((start, start + len(quote)),),
            exact=(quote,),
            gloss="",
            gloss_language="",
        ),
        core=None,
        question=f"{incident}-q{question}",
        answer=f"{incident}-q{question}{answer}",
        speaker=_party(speaker),
        polarity=polarity,
        certainty=random.choice(("certain", "certain", "probable")),
        act="state",
        conditional=False,
        manner="indirect",
        cue=verb,
        said=said.isoformat(),
        said_start=said,
        said_end=said,
        said_note="",
        coding_note="",
        retracts=None,
        relays=(_party(0),),
        reasons=(),
    )


def joined(*, parts: list[rows.Case]) -> rows.Case:
    """Several cases as one, to be loaded together."""
    return rows.Case(
        incidents=tuple(row for part in parts for row in part.incidents),
        sides=tuple(row for part in parts for row in part.sides),
        parties=parties(),
        affiliations=(),
        sources=tuple(row for part in parts for row in part.sources),
        texts=tuple(row for part in parts for row in part.texts),
        questions=tuple(row for part in parts for row in part.questions),
        answers=tuple(row for part in parts for row in part.answers),
        distinctions=(),
        claims=tuple(row for part in parts for row in part.claims),
    )
