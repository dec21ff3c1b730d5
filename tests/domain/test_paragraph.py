"""One question in one paragraph: every clause is true of the record, and nothing is said twice."""

from __future__ import annotations

from collections import Counter

from hypothesis import HealthCheck, given, settings

from tests.domain.records import day, records
from tracker.domain.comparison import compare_question
from tracker.domain.paragraph import Clause, clauses
from tracker.domain.record import Record

many = settings(max_examples=150, deadline=None, database=None, suppress_health_check=[HealthCheck.too_slow])


def told(record: Record) -> tuple[Clause, ...]:
    return clauses(
        answers=[answer.key for answer in record.questions["Q"].answers],
        result=compare_question(record=record, question="Q", said_by=day(30)),
    )


@given(records())
@many
def test_every_claim_is_told_of_exactly_once(record: Record) -> None:
    result = compare_question(record=record, question="Q", said_by=day(30))
    counted = Counter(claim for clause in told(record) for claim in clause.claims)
    assert counted == Counter(result.fates.keys())


@given(records())
@many
def test_no_two_clauses_say_the_same(record: Record) -> None:
    for clause in (found := told(record)):
        assert sum(other == clause for other in found) == 1
    said = Counter(
        (clause.tells, party, clause.answer, clause.denied, clause.ground)
        for clause in found
        for party in clause.parties
    )
    assert set(said.values()) <= {1}


@given(records())
@many
def test_the_positions_are_those_of_the_result_and_no_others(record: Record) -> None:
    result = compare_question(record=record, question="Q", said_by=day(30))
    found = told(record)
    for key, answer in result.answers.items():
        affirmed = {
            party for clause in found if (clause.tells, clause.answer) == ("affirms", key) for party in clause.parties
        }
        denied = {
            party for clause in found if (clause.tells, clause.answer) == ("denies", key) for party in clause.parties
        }
        assert (affirmed, denied) == (set(answer.affirmed_by), set(answer.denied_by))


@given(records())
@many
def test_every_clause_is_true_of_each_of_its_claims(record: Record) -> None:
    result = compare_question(record=record, question="Q", said_by=day(30))
    for clause in told(record):
        for key in clause.claims:
            fate = result.fates[key]
            assert fate.principal in clause.parties
            assert clause.answer == fate.claim.answer
            if clause.tells in ("affirms", "denies"):
                assert fate.stands
                assert fate.claim.polarity == clause.tells
            if clause.tells == "earlier":
                assert fate.superseded_by
            if clause.tells == "took back":
                assert fate.retracted_by or fate.claim.act == "retract"
            if clause.tells == "declines":
                assert fate.claim.polarity == "declines"
            assert (clause.tells == "aside") == (fate.ground is not None)
            assert clause.ground == fate.ground
        if clause.tells == "unheard":
            assert clause.parties == result.heard["unheard"]


@given(records())
@many
def test_the_first_claim_tells_since_when(record: Record) -> None:
    for clause in told(record):
        ends = [record.claims[key].said.end for key in clause.claims]
        assert ends == sorted(ends)
        if clause.tells in ("affirms", "denies"):  # who shares a clause took the position on the same day
            first = {
                party: min(
                    record.claims[key].said.end
                    for key in clause.claims
                    if compare_question(record=record, question="Q", said_by=day(30)).fates[key].principal == party
                )
                for party in clause.parties
            }
            assert set(first.values()) <= {ends[0]}
