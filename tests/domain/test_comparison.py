"""Corners of the rules that the known results leave open, the accounts, and the time it takes."""

from __future__ import annotations

import sys
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from random import Random
from typing import Any

import pytest

from tests.domain.cases import RULES
from tracker.domain.comparison import compare_question, comparison
from tracker.domain.record import Affiliation, Answer, Claim, Days, Incident, Party, Question, Record, Source, Value
from tracker.domain.results import HEARD, STATUSES, QuestionResult
from tracker.domain.why import RULES as IN_WORDS
from tracker.interop.casefile import record_of

FIRST = date(2020, 3, 1)
LATE = date(2020, 6, 30)


def claim(key: str, speaker: str, answer: str, polarity: Any = "affirms", day: int = 1, **fields: Any) -> Claim:
    said = date(2020, 3, day)
    plain: dict[str, Any] = {"certainty": "certain", "act": "state", "manner": "direct", "conditional": False}
    plain |= {"source": "s1", "question": "Q", "said": Days(said, said), "relays": (), "retracts": None}
    return Claim(key=key, speaker=speaker, answer=answer, polarity=polarity, **{**plain, **fields})


def record(*claims: Claim, values: dict[str, tuple[int, int]] | None = None, **fields: Any) -> Record:
    """Two states, both sides of an incident, and one question: yes or no, or how many."""
    answers = tuple(
        Answer(key, None, Value(Decimal(low), Decimal(high))) for key, (low, high) in (values or {}).items()
    )
    question = Question("Q", "i", "quantity" if values else "yesno", True, answers or (Answer("a", None, None),))
    whole = Record(
        parties={key: Party(key, "state") for key in ("aldria", "borland", "corvia")},
        incidents={"i": Incident("i", Days(FIRST, FIRST), ("aldria", "borland"))},
        sources={"s1": Source("s1", None)},
        questions={"Q": question},
        claims={each.key: each for each in claims},
    )
    return replace(whole, **fields)


def result(of: Record, said_by: date = LATE) -> QuestionResult:
    return compare_question(record=of, question="Q", said_by=said_by)


def rule(name: str) -> Record:
    return record_of(case=next(each["case"] for each in RULES if each["name"].startswith(name)))


def test_a_question_rests_also_on_what_ended_a_claim_that_would_stand_again() -> None:
    # k1 gave way to k2, k2 to k3, and k3 to k4. Of the answers, only a rests on k1 and k2, and none on k3;
    # but without k3 the claim k2 would stand again, and its party would agree with borland.
    values = {"a": (1, 5), "b": (8, 9), "c": (4, 6)}
    whole = record(
        claim("k1", "aldria", "a", day=1),
        claim("k2", "aldria", "b", day=2),
        claim("k3", "aldria", "c", day=3),
        claim("k4", "aldria", "c", "denies", day=4),
        claim("k5", "borland", "b", day=5),
        values=values,
    )
    found = result(whole)
    assert found.answers["a"].because == ("k1", "k2")
    assert found.finding.status == "one-sided"
    assert found.because == ("k1", "k2", "k3", "k4", "k5")
    alone = result(replace(whole, claims={key: whole.claims[key] for key in ("k1", "k2", "k4", "k5")}))
    assert alone.finding.status == "agreed"


def choice(*claims: Claim) -> Record:
    """The same with a choice of three answers instead."""
    answers = tuple(Answer(key, None, None) for key in ("a", "b", "c"))
    return record(*claims, questions={"Q": Question("Q", "i", "choice", True, answers)})


def test_a_question_does_not_rest_on_what_ended_a_claim_that_its_party_holds_again() -> None:
    found = result(
        choice(
            claim("k1", "aldria", "a", day=1),
            claim("k2", "aldria", "b", day=2),
            claim("k3", "aldria", "b", "denies", day=3),
            claim("k4", "aldria", "b", day=4),
        )
    )
    assert found.answers["a"].because == ("k1", "k2", "k4")
    assert found.because == ("k1", "k2", "k4")


def test_the_last_claim_before_a_shift_is_the_last_of_all_that_gave_way() -> None:
    found = result(
        choice(
            claim("k1", "aldria", "a", day=1),
            claim("k2", "aldria", "c", "denies", day=3),
            claim("k3", "aldria", "a", day=5),
            claim("k4", "aldria", "c", day=9),
        )
    )
    assert [(shift.before, shift.after) for shift in found.shifts] == [("k3", "k4")]


def test_a_circle_of_affiliations_is_one_principal() -> None:
    circle = tuple(
        Affiliation(member, organisation, speaks_for=True, start=None, end=None)
        for member, organisation in (("corvia", "borland"), ("borland", "aldria"), ("aldria", "borland"))
    )
    found = result(record(claim("k1", "corvia", "a"), claim("k2", "borland", "a", "denies"), affiliations=circle))
    assert {fate.principal for fate in found.fates.values()} == {"aldria"}
    assert found.required == ("aldria",)
    assert found.finding.status == "one-sided"


def test_of_two_voices_on_one_day_the_least_key_counts() -> None:
    two = tuple(Affiliation("corvia", to, speaks_for=True, start=None, end=None) for to in ("borland", "aldria"))
    assert result(record(claim("k1", "corvia", "a"), affiliations=two)).fates["k1"].principal == "aldria"


def test_what_became_of_each_claim() -> None:
    found = result(
        record(
            claim("k1", "aldria", "a", day=1),
            claim("k2", "aldria", "a", "denies", day=2),
            claim("k3", "aldria", "a", "denies", day=3, act="retract", retracts="k2"),
            claim("k4", "borland", "a", day=3),
            claim("k5", "borland", "a", "denies", day=4),
            claim("k6", "borland", "a", "denies", day=5),
            claim("k7", "corvia", "a", conditional=True),
            claim("k8", "corvia", "a", "declines", act="decline"),
        )
    )
    fates = found.fates
    assert list(fates) == sorted(fates)
    assert {key for key, fate in fates.items() if fate.stands} == {"k1", "k3", "k5", "k6", "k8"}
    assert {key: fate.position for key, fate in fates.items() if fate.position} == {
        "k1": ("a", "affirms"),
        "k5": ("a", "denies"),
        "k6": ("a", "denies"),
    }
    assert fates["k2"].retracted_by == ("k3",)
    assert fates["k4"].superseded_by == ("k5", "k6")
    assert fates["k7"].ground == "conditional"
    assert [fate.does for fate in fates.values()] == [
        "affirms",
        "denies",
        "takes back",
        "affirms",
        "denies",
        "denies",
        "affirms",
        "declines",
    ]
    assert [key for key, fate in fates.items() if fate.takes_back] == ["k3"]


def test_an_account_of_a_disagreement() -> None:
    why = result(record(claim("k1", "aldria", "a"), claim("k2", "corvia", "a", "denies"))).answers["a"].why
    assert (why.one, why.other) == (("aldria",), ("corvia",))
    assert (why.missing, why.outside) == (("borland",), ())
    assert why.rule == IN_WORDS["contested"]


def test_an_account_of_what_keeps_two_from_agreeing() -> None:
    answers = result(rule("on an exclusive question agreed takes everyone")).answers
    assert (answers["a"].why.one, answers["a"].why.outside) == (("aldria", "borland"), ("corvia",))
    assert (answers["b"].why.one, answers["b"].why.outside) == (("corvia",), ("aldria", "borland"))


def test_an_account_of_rivals_and_of_values_that_fit() -> None:
    rivals = result(rule("two answers of a choice")).answers["a"].why
    assert (rivals.one, rivals.other) == (("aldria", "borland"), ("aldria",))
    fit = compare_question(record=rule("disjoint values are rivals"), question="V", said_by=LATE).answers["c"].why
    assert (fit.one, fit.other, fit.outside) == (("aldria", "borland", "corvia", "drelia"), (), ())


def test_every_status_has_its_rule_in_words_and_its_place() -> None:
    assert list(IN_WORDS) == list(STATUSES)
    assert STATUSES[0] == "contested"
    assert HEARD == ("committed", "withdrew", "declined", "unclear", "unheard")


def test_what_decides_a_question() -> None:
    found = compare_question(record=rule("contested before agreed"), question="Q", said_by=LATE)
    assert (found.key, found.decided_by) == ("Q", ("b",))
    assert [answer.key for answer in found.answers.values()] == ["a", "b"]


def test_a_conflict_within_one_translation_is_a_split() -> None:
    # Two claims from one source are not two sources, so that they translate one another.
    sources = {"s0": Source("s0", None), "s1": Source("s1", "s0")}
    found = result(record(claim("k1", "aldria", "a"), claim("k2", "aldria", "a", "denies"), sources=sources))
    assert found.splits == ("aldria",)
    assert found.answers["a"].flags.answer == ()


def test_a_question_that_is_not_there() -> None:
    with pytest.raises(KeyError):
        compare_question(record=record(), question="Z", said_by=LATE)


def steps(of: Record) -> int:
    """How many calls of functions, Python's and built in, a comparison makes: its cost on any machine."""
    made = 0

    def count(frame: object, event: str, argument: object) -> None:
        nonlocal made
        made += event in ("call", "c_call")

    sys.setprofile(count)
    try:
        comparison(record=of, said_by=date(2030, 1, 1))
    finally:
        sys.setprofile(None)
    return made


def crowd(claims: int, answers: int, parties: int) -> Record:
    random = Random(1)
    answering = tuple(Answer(f"a{n}", None, None) for n in range(answers))
    return record(
        *(
            replace(
                claim(f"k{n}", f"p{random.randrange(parties)}", f"a{random.randrange(answers)}"),
                polarity=random.choice(("affirms", "denies")),
                said=Days(day := FIRST + timedelta(days=random.randrange(400)), day),
            )
            for n in range(claims)
        ),
        parties={key: Party(key, "state") for key in ("aldria", "borland", *(f"p{n}" for n in range(parties)))},
        questions={"Q": Question("Q", "i", "choice", True, answering)},
    )


@pytest.mark.parametrize(
    ("answers", "parties", "times"),
    [
        (1, 1, 17),  # one party that contradicts itself all the time: its pairs of claims, and no more
        (3, 20, 7),
        (30, 300, 7),
    ],
)
def test_four_times_the_claims_on_one_question_cost_what_their_conflicts_do(
    answers: int, parties: int, times: int
) -> None:
    assert steps(crowd(1000, answers, parties)) < times * steps(crowd(250, answers, parties))
