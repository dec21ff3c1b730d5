"""Parties, incidents, questions and answers that contradict themselves are refused."""

import pytest

from tests.models.world import Refusal, World, Write, refusals


@refusals(
    Refusal(
        "affiliation_is_not_with_itself",
        "a party that belongs to itself",
        "affiliation",
        {"member_id": "@north", "organisation_id": "@north"},
        {"member_id": "@north", "organisation_id": "@south"},
    ),
    Refusal(
        "unnamed_speaks_for_nobody",
        "an unnamed party that speaks for a state",
        "affiliation",
        {"member_id": "@nobody", "speaks_for": True},
        {"member_id": "@nobody", "speaks_for": False},
    ),
    Refusal(
        "affiliation_during_is_not_empty",
        "an affiliation that lasts no day",
        "affiliation",
        {"during": "[2010-01-01,2010-01-01)"},
        {"during": "[2010-01-01,2010-01-02)"},
    ),
    Refusal(
        "22000",
        "an affiliation that ends before it begins",
        "affiliation",
        {"during": "[2010-01-02,2010-01-01)"},
        {"during": "(,)"},
    ),
    Refusal(
        "incident_occurred_in_order",
        "an incident that ends before it begins",
        "incident",
        {"occurred_start": "2010-11-24", "occurred_end": "2010-11-23"},
        {"occurred_start": "2010-11-23", "occurred_end": "2010-11-24"},
    ),
    Refusal(
        "side_stands_once",
        "the same side of an incident again",
        "side",
        {"party_id": "@paper"},
        {"party_id": "@south"},
    ),
    Refusal(
        "question_unit_belongs_to_quantity",
        "a quantity question without a unit",
        "question",
        {"kind": "quantity", "unit": ""},
        {"kind": "quantity", "unit": "shells"},
    ),
    Refusal(
        "question_unit_belongs_to_quantity",
        "a quantity question whose unit is blank",
        "question",
        {"kind": "quantity", "unit": "\u00a0\u3000"},
        {"kind": "quantity", "unit": "발"},
    ),
    Refusal(
        "question_unit_belongs_to_quantity",
        "a unit on a question of time",
        "question",
        {"kind": "time", "unit": "days"},
        {"kind": "time", "unit": ""},
    ),
    *(
        Refusal(
            "question_is_exclusive_by_kind",
            f"a {kind} question that is not exclusive",
            "question",
            {"kind": kind, "unit": unit, "exclusive": False},
            {"kind": kind, "unit": unit, "exclusive": True},
        )
        for kind, unit in (("yesno", ""), ("quantity", "shells"), ("time", ""))
    ),
    Refusal(
        "answer_number_is_closed",
        "an answer of no number",
        "answer",
        {"question_id": "@shells", "number": "empty"},
        {"question_id": "@shells", "number": "[12,12]"},
    ),
    Refusal(
        "answer_number_is_closed",
        "an answer whose number has an open lower bound",
        "answer",
        {"question_id": "@shells", "number": "(12,13]"},
        {"question_id": "@shells", "number": "(,13]"},
    ),
    Refusal(
        "answer_number_is_closed",
        "an answer whose number has an open upper bound",
        "answer",
        {"question_id": "@shells", "number": "[12,13)"},
        {"question_id": "@shells", "number": "[12,)"},
    ),
    Refusal(
        "22000",
        "an answer whose number ends before it begins",
        "answer",
        {"question_id": "@shells", "number": "[13,12]"},
        {"question_id": "@shells", "number": "[12,13]"},
    ),
    Refusal(
        "answer_days_are_not_empty",
        "an answer of no day",
        "answer",
        {"question_id": "@since", "days": "[2010-01-01,2010-01-01)"},
        {"question_id": "@since", "days": "[2010-01-01,2010-01-01]"},
    ),
    Refusal(
        "22000",
        "an answer whose days end before they begin",
        "answer",
        {"question_id": "@since", "days": "[2010-01-02,2010-01-01]"},
        {"question_id": "@since", "days": "[2010-01-01,)"},
    ),
    Refusal(
        "answer_value_fits_question",
        "a number as an answer to a choice",
        "answer",
        {"number": "[1,2]"},
        {"number": None},
    ),
    Refusal(
        "answer_value_fits_question",
        "days as an answer to a question of number",
        "answer",
        {"question_id": "@shells", "days": "[2010-01-01,)"},
        {"question_id": "@shells", "number": "[1,2]"},
    ),
    Refusal(
        "answer_value_fits_question",
        "a number as an answer to a question of time",
        "answer",
        {"question_id": "@since", "number": "[1,2]"},
        {"question_id": "@since", "days": "[2010-01-01,)"},
    ),
    Refusal(
        "yesno_has_one_answer",
        "a second answer to a yes-or-no question",
        "answer",
        {"question_id": "@drill"},
        {"question_id": "@who"},
    ),
    Refusal(
        "distinction_is_between_two",
        "a distinction of a question from itself",
        "distinction",
        {"question_id": "@who", "other_id": "@who"},
        {"question_id": "@who", "other_id": "@drill"},
    ),
    Refusal(
        "distinction_stands_once",
        "the same distinction again",
        "distinction",
        {"question_id": "@shells", "other_id": "@since"},
        {"question_id": "@since", "other_id": "@shells"},
    ),
)
def test_what_is_disputed_and_by_whom_is_sound(world: World, case: Refusal, write: Write) -> None:
    world.insert("side", party_id="@paper")
    world.insert("distinction", question_id="@shells", other_id="@since")
    case.prove(world, write)


@pytest.mark.parametrize("write", ["insert", "update"])
@pytest.mark.parametrize(
    "sound",
    [
        {"during": "[2011-01-01,2012-01-01)"},
        {"during": "(,2010-01-01)"},
        {"during": "[2010-06-01,2010-07-01)", "speaks_for": False},
        {"during": "[2010-06-01,2010-07-01)", "member_id": "@paper"},
    ],
    ids=["on the day after", "until the day before", "without speaking for it", "for another member"],
)
def test_a_member_speaks_for_one_organisation_a_day(world: World, write: Write, sound: dict[str, object]) -> None:
    world.insert("affiliation", during="[2010-01-01,2011-01-01)")
    elsewhere = {"organisation_id": "@south"}
    for during in ("[2010-12-31,2011-12-31)", "(,2010-01-02)", "(,)", "[2010-06-01,2010-06-02)"):
        Refusal(
            "affiliation_speaks_for_one_at_a_time",
            "",
            "affiliation",
            elsewhere | {"during": during, "speaks_for": True, "member_id": "@spokesman"},
            elsewhere | sound,
        ).prove(world, write)
        if write == "update":
            world.execute("DELETE FROM tracker_affiliation WHERE organisation_id = %s", "@south")


def test_a_party_that_speaks_for_another_cannot_become_unnamed(world: World) -> None:
    world.insert("affiliation")
    with world.refused("unnamed_speaks_for_nobody"):
        world.update("party", world["spokesman"], kind="unnamed")
    with world.accepted():
        world.update("party", world["spokesman"], kind="body")


def test_an_affiliation_recorded_before_its_member_does_not_make_an_unnamed_party_speak(world: World) -> None:
    world.insert("affiliation", member_id=900)
    with world.refused("unnamed_speaks_for_nobody"):
        world.insert("party", id=900, kind="unnamed")
    with world.accepted():
        world.insert("party", id=900, kind="person")


def test_a_question_with_two_answers_cannot_become_yes_or_no(world: World) -> None:
    with world.refused("yesno_has_one_answer"):
        world.update("question", world["who"], kind="yesno")
    world.delete("claim", world["claim"])
    world.delete("answer", world["theSouth"])
    with world.accepted():
        world.update("question", world["who"], kind="yesno")


def test_two_answers_recorded_before_their_question_do_not_make_a_yes_and_a_no(world: World) -> None:
    world.insert("answer", question_id=900)
    with world.accepted():
        world.insert("question", id=900, kind="yesno")
    world.insert("answer", question_id=900)
    with world.refused("yesno_has_one_answer"):
        world.insert("question", id=900, kind="yesno")
    with world.accepted():
        world.insert("question", id=900, kind="choice")


def test_values_recorded_before_their_question_must_fit_it(world: World) -> None:
    world.insert("answer", question_id=900, number="[1,2]")
    with world.refused("answer_value_fits_question"):
        world.insert("question", id=900, kind="time")
    with world.accepted():
        world.insert("question", id=900, kind="quantity", unit="shells")


@pytest.mark.parametrize(
    ("question", "value", "kinds"),
    [("shells", {"number": "[1,2]"}, ("time", "choice")), ("since", {"days": "[2010-01-01,)"}, ("yesno", "naming"))],
)
def test_a_question_keeps_the_kind_that_the_values_of_its_answers_need(
    world: World, question: str, value: dict[str, str], kinds: tuple[str, ...]
) -> None:
    answer = world.insert("answer", question_id=f"@{question}", **value)
    for kind in kinds:
        with world.refused("answer_value_fits_question"):
            world.update("question", world[question], kind=kind, unit="")
    world.update("answer", answer, number=None, days=None)
    for kind in kinds:
        with world.accepted():
            world.update("question", world[question], kind=kind, unit="")


def test_an_answer_cannot_move_to_a_question_that_has_its_one_answer(world: World) -> None:
    with world.refused("yesno_has_one_answer"):
        world.update("answer", world["theSouth"], question_id="@drill")
    with world.accepted():
        world.update("answer", world["theSouth"], question_id="@shells")


REFERENCES = [
    ("affiliation", "member_id"),
    ("affiliation", "organisation_id"),
    ("side", "incident_id"),
    ("side", "party_id"),
    ("question", "incident_id"),
    ("answer", "question_id"),
    ("answer", "about_id"),
    ("distinction", "question_id"),
    ("distinction", "other_id"),
    ("source", "publisher_id"),
    ("source", "translation_of_id"),
    ("snapshot", "source_id"),
    ("claim", "speaker_id"),
    ("claim", "author_id"),
    ("relay", "party_id"),
    ("reason", "answer_id"),
    ("draft", "owner_id"),
]


@pytest.mark.parametrize(("table", "column"), REFERENCES)
def test_a_reference_to_nothing_is_refused_at_commit(world: World, table: str, column: str) -> None:
    with world.refused("23503"):
        world.insert(table, **{column: 987_654})
    with world.accepted():
        world.insert(table)
    if table != "snapshot":
        row = world.insert(table)
        with world.refused("23503"):
            world.update(table, row, **{column: 987_654})
