"""What holds of every record. Read the names: they are the specification."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import replace
from datetime import date
from typing import Any

from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from tests.domain.plain_rules import PlainRules
from tests.domain.records import DAYS, day, records
from tracker.domain.comparison import compare_question, comparison
from tracker.domain.record import Claim, Record
from tracker.domain.results import STATUSES, Finding, QuestionResult, to_json

LATE = day(30)
TURNED = {"affirms": "denies", "denies": "affirms", "declines": "declines"}
many = settings(max_examples=120, deadline=None, database=None, suppress_health_check=[HealthCheck.too_slow])


def result(record: Record, said_by: date = LATE) -> QuestionResult:
    return compare_question(record=record, question="Q", said_by=said_by)


def with_claims(record: Record, claims: Collection[Claim]) -> Record:
    return replace(record, claims={claim.key: claim for claim in claims})


def only(record: Record, keys: Collection[str]) -> Record:
    return with_claims(record, [claim for key, claim in record.claims.items() if key in keys])


def without(record: Record, keys: Collection[str]) -> Record:
    return only(record, record.claims.keys() - set(keys))


def findings(found: QuestionResult) -> dict[str, Finding | None]:
    """Every finding in a result, with a name."""
    named: dict[str, Finding | None] = {"question": found.finding, "question among the sides": found.among_sides}
    for key, answer in found.answers.items():
        named[key], named[f"{key} among the sides"] = answer.finding, answer.among_sides
    return named


def unspoken(finding: Finding | None) -> Finding | None:
    """The finding, where *no position* counts as *no claim*."""
    return replace(finding, status="no claim") if finding and finding.status == "no position" else finding


def assert_same_but_for_no_position(before: QuestionResult, after: QuestionResult) -> None:
    """Nothing differs but that a *no position* may have become *no claim*."""
    for name, finding in findings(before).items():
        left = findings(after)[name]
        assert left in (finding, unspoken(finding)), name


@settings(many, max_examples=300)
@given(records(), DAYS)
def test_the_rules_give_what_their_sentences_say(record: Record, said_by: date) -> None:
    found: Any = to_json(results=comparison(record=record, said_by=said_by))["Q"]
    del found["because"]
    event(found["status"])
    assert found == PlainRules(record, said_by).result()


@many
@given(records(), st.randoms(use_true_random=False))
def test_the_order_of_rows_never_matters(record: Record, random: Any) -> None:
    def shuffled(rows: Any) -> list[Any]:
        taken = list(rows)
        random.shuffle(taken)
        return taken

    turned = replace(
        record,
        claims=dict(shuffled(record.claims.items())),
        sources=dict(shuffled(record.sources.items())),
        parties=dict(shuffled(record.parties.items())),
        affiliations=tuple(shuffled(record.affiliations)),
    )
    assert result(turned) == result(record)
    assert list(result(turned).fates) == list(result(record).fates)


@many
@given(records(), DAYS)
def test_nothing_said_after_a_day_changes_the_result_at_that_day(record: Record, said_by: date) -> None:
    by_then = [claim for claim in record.claims.values() if claim.said.end <= said_by]
    assert result(record, said_by) == result(with_claims(record, by_then), LATE)


@many
@given(records())
def test_claims_set_aside_change_no_status_but_no_claim_to_no_position(record: Record) -> None:
    found = result(record)
    aside = [key for key, fate in found.fates.items() if fate.ground is not None]
    left = result(without(record, aside))
    assert_same_but_for_no_position(found, left)
    assert (left.shifts, left.splits) == (found.shifts, found.splits)


@many
@given(records(kinds=("yesno",)))
def test_the_negated_wording_keeps_every_status_and_turns_its_direction(record: Record) -> None:
    turned = with_claims(record, [replace(claim, polarity=TURNED[claim.polarity]) for claim in record.claims.values()])
    found, other = result(record), result(turned)
    back = {"affirmed": "denied", "denied": "affirmed", None: None}
    for name, finding in findings(found).items():
        expected = finding and Finding(finding.status, back[finding.direction])
        assert findings(other)[name] == expected
    answer, negated = found.answers["a0"], other.answers["a0"]
    assert (answer.affirmed_by, answer.denied_by) == (negated.denied_by, negated.affirmed_by)
    assert (answer.flags.affirming, answer.flags.denying) == (negated.flags.denying, negated.flags.affirming)
    assert (found.because, found.heard, found.shifts) == (other.because, other.heard, other.shifts)


@settings(many, max_examples=200)
@given(records(kinds=("choice", "quantity", "time")), st.randoms(use_true_random=False))
def test_answers_in_another_order_under_other_keys_give_the_same_result(record: Record, random: Any) -> None:
    question = record.questions["Q"]
    keys = [answer.key for answer in question.answers]
    new = dict(zip(keys, random.sample(keys, len(keys)), strict=True))
    answers = [replace(answer, key=new[answer.key]) for answer in question.answers]
    random.shuffle(answers)
    claims = [replace(claim, answer=claim.answer and new[claim.answer]) for claim in record.claims.values()]
    renamed = with_claims(replace(record, questions={"Q": replace(question, answers=tuple(answers))}), claims)
    found, other = result(record), result(renamed)
    assert {new[key]: replace(answer, key=new[key]) for key, answer in found.answers.items()} == other.answers
    assert (found.finding, found.among_sides, found.heard) == (other.finding, other.among_sides, other.heard)
    assert (found.because, found.shifts, found.splits) == (other.because, other.shifts, other.splits)


@many
@given(records())
def test_the_because_of_an_answer_alone_gives_its_status(record: Record) -> None:
    for key, answer in result(record).answers.items():
        alone = result(only(record, answer.because)).answers[key]
        assert alone.finding == answer.finding
        assert alone.because == answer.because


@settings(many, max_examples=250)
@given(records())
def test_the_because_of_a_question_alone_gives_its_status(record: Record) -> None:
    found = result(record)
    assert set(found.because) >= {key for answer in found.answers.values() for key in answer.because}
    assert result(only(record, found.because)).finding == found.finding


@many
@given(records(), DAYS)
def test_every_required_party_stands_in_exactly_one_list(record: Record, said_by: date) -> None:
    found = result(record, said_by)
    listed = Counter(party for parties in found.heard.values() for party in parties)
    assert listed == Counter(found.required)
    assert set(found.required) >= {party for answer in found.answers.values() for party in answer.required}


@many
@given(records())
def test_unheard_means_that_no_claim_of_the_party_is_there(record: Record) -> None:
    found = result(record)
    spoke = {fate.principal for fate in found.fates.values()}
    assert set(found.heard["unheard"]) == set(found.required) - spoke


@many
@given(records())
def test_without_a_required_party_nothing_is_agreed_however_many_allies_there_are(record: Record) -> None:
    found = result(record)
    for party in found.required:
        silent = [key for key, fate in found.fates.items() if fate.principal == party]
        for answer in result(without(record, silent)).answers.values():
            if party in answer.required:
                assert answer.finding.status not in ("agreed", "compatible")


@many
@given(records())
def test_a_decline_never_cancels_a_position(record: Record) -> None:
    found = result(record)
    left = result(without(record, [key for key, claim in record.claims.items() if claim.polarity == "declines"]))
    assert_same_but_for_no_position(found, left)
    assert left.heard["committed"] == found.heard["committed"]
    assert (left.shifts, left.splits) == (found.shifts, found.splits)


@many
@given(records())
def test_a_retraction_removes_what_it_names_and_nothing_else(record: Record) -> None:
    found = result(record)
    gone = [key for key, fate in found.fates.items() if fate.retracted_by or fate.takes_back]
    left = result(without(record, gone))
    assert_same_but_for_no_position(found, left)
    assert (left.shifts, left.splits) == (found.shifts, found.splits)


@many
@given(records())
def test_one_party_alone_opposes_nobody_and_agrees_with_nobody(record: Record) -> None:
    principals = {key: fate.principal for key, fate in result(record).fates.items()}
    for party in set(principals.values()):
        alone = result(only(record, [key for key in principals if principals[key] == party]))
        assert {finding.status for finding in findings(alone).values() if finding} <= {
            "one-sided",
            "no position",
            "no claim",
        }


@many
@given(records())
def test_a_question_has_the_strongest_status_of_its_answers(record: Record) -> None:
    found = result(record)
    statuses = [answer.finding.status for answer in found.answers.values()]
    strongest = min(statuses, key=STATUSES.index)
    spoken_of_as_a_whole = strongest == "no claim" and bool(record.claims)
    assert found.finding.status == ("no position" if spoken_of_as_a_whole else strongest)
    assert found.decided_by == tuple(
        key for key, answer in found.answers.items() if answer.finding.status == found.finding.status
    )


@many
@given(records())
def test_only_what_stands_holds_a_position(record: Record) -> None:
    found = result(record)
    for answer in found.answers.values():
        for polarity, parties in (("affirms", answer.affirmed_by), ("denies", answer.denied_by)):
            holding = {
                fate.principal
                for fate in found.fates.values()
                if fate.position == (answer.key, polarity) and not (fate.ground or fate.superseded_by)
            }
            assert set(parties) == holding


@many
@given(records())
def test_the_account_of_a_status_names_those_by_whom_it_fits(record: Record) -> None:
    for answer in result(record).answers.values():
        one, other = set(answer.why.one), set(answer.why.other)
        holders = {*answer.affirmed_by, *answer.denied_by}
        match answer.finding.status:
            case "contested":
                assert (one, other) == (set(answer.affirmed_by), set(answer.denied_by))
            case "rival answers":
                assert one == set(answer.affirmed_by)
                assert any(p != q for p in one for q in other)
            case "agreed" | "compatible":
                assert one >= {*answer.required, *holders}
                assert (other, answer.why.missing, answer.why.outside) == (set(), (), ())
            case "one-sided":
                assert (one, other) == (holders, set())
            case _:
                assert (one, other) == (set(), set())
        assert not set(answer.why.missing) & holders
        assert not set(answer.why.outside) & (one | other)


def told(record: Record) -> Iterator[str]:
    """What of the rules a record brings into play, for the test that the records reach it all."""
    found = result(record)
    yield f"question {found.finding.status}"
    for answer in found.answers.values():
        yield f"answer {answer.finding.status} {answer.finding.direction}"
        yield from (f"flag {flag}" for flag in (*answer.flags.affirming, *answer.flags.denying, *answer.flags.answer))
        if answer.among_sides is None:
            yield "nothing among the sides"
        elif answer.among_sides != answer.finding:
            yield f"though the sides: {answer.among_sides.status}"
    yield from (f"heard: {word}" for word, parties in found.heard.items() if parties)
    for fate in found.fates.values():
        if fate.ground:
            yield f"ground {fate.ground}"
        if fate.retracted_by:
            yield "retracted"
        if fate.superseded_by:
            yield "superseded"
        if fate.principal != fate.claim.speaker:
            yield "spoken for another"
    if found.shifts:
        yield "shift"
    if found.splits:
        yield "split"


EXPECTED = {
    **{f"question {status}": 3 for status in STATUSES},
    **{f"answer {status} None": 3 for status in STATUSES if status != "agreed"},
    **{f"answer {status} {way}": 3 for status in ("agreed", "one-sided") for way in ("affirmed", "denied")},
    "answer agreed denied": 1,
    **{f"flag {flag}": 10 for flag in ("hearsay", "hedged", "presupposed", "accuser unnamed", "translation")},
    **{f"heard: {word}": 20 for word in ("committed", "withdrew", "declined", "unheard")},
    "heard: unclear": 10,
    **{f"ground {ground}": 20 for ground in ("unnamed", "media", "unnamed relay", "conditional", "out of office")},
    **{f"though the sides: {status}": 1 for status in ("agreed", "one-sided", "no position", "no claim")},
    "nothing among the sides": 20,
    "retracted": 20,
    "superseded": 20,
    "spoken for another": 20,
    "shift": 20,
    "split": 5,
}


def test_the_records_bring_every_rule_into_play() -> None:
    seen: Counter[str] = Counter()

    @settings(many, max_examples=600, derandomize=True)
    @given(records())
    def collect(record: Record) -> None:
        seen.update(set(told(record)))

    collect()
    rare = {what: seen[what] for what, least in EXPECTED.items() if seen[what] < least}
    assert rare == {}
