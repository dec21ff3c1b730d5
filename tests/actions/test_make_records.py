"""Incidents, questions, answers, parties, affiliations."""

from datetime import date
from decimal import Decimal

import pytest

from tests.actions.world import World
from tracker.actions.make_incident import make_incident
from tracker.actions.make_party import add_affiliation, make_party
from tracker.actions.make_question import AnswerText, add_answer, make_question
from tracker.actions.refusals import Refused
from tracker.models import Answer, Question


def test_an_incident_keeps_its_sides_in_order(world: World) -> None:
    assert [side.party.name for side in world.incident.sides.order_by("order")] == ["North Korea", "South Korea"]
    assert world.incident.occurred_end == date(2010, 11, 23)


def test_a_side_stands_once(world: World) -> None:
    with pytest.raises(Refused) as refused:
        make_incident(by=world.alice, note="", title="T", occurred="2010", sides=[world.north, world.north])
    assert (refused.value.rule, refused.value.field) == ("side_stands_once", "sides")


def test_a_question_stands_after_those_that_are_there(world: World) -> None:
    first, second = world.question, world.yesno
    assert (first.order, second.order) == (1, 2)
    assert second.exclusive


@pytest.mark.parametrize("kind", ["yesno", "quantity", "time"])
def test_some_kinds_are_always_exclusive(world: World, kind: str) -> None:
    unit = {"unit": "shells"} if kind == "quantity" else {}
    assert world.ask("How?", "So", kind=kind, exclusive=False, **unit).exclusive


def test_values_are_numbers_or_days(world: World) -> None:
    shells = world.ask("How many?", "none", kind="quantity", unit="shells")
    dozens = add_answer(by=world.alice, note="", question=shells, answer=AnswerText(text="dozens", low="24", high=""))
    dozens.refresh_from_db()
    assert (dozens.number.lower, dozens.number.upper, dozens.order) == (Decimal(24), None, 1)
    when = world.ask("When?", "once", kind="time")
    november = add_answer(
        by=world.alice, note="", question=when, answer=AnswerText(text="in November", low="2010-11", high="2010-11")
    )
    november.refresh_from_db()
    assert (november.days.lower, november.days.upper) == (date(2010, 11, 1), date(2010, 12, 1))


@pytest.mark.parametrize(
    ("more", "rule", "field"),
    [
        ({"text": " "}, "slug_has_a_letter", "question_text"),
        ({"kind": "maybe"}, "question_kind_is_known", "question_kind"),
        ({"kind": "quantity"}, "question_unit_belongs_to_quantity", "question_unit"),
        ({"unit": "shells"}, "question_unit_belongs_to_quantity", "question_unit"),
        ({"answers": []}, "question_has_an_answer", "answer_text"),
        ({"answers": [AnswerText(text=" ")]}, "answer_text_is_not_blank", "answer_text"),
        ({"answers": [AnswerText(text="a", low="5")]}, "answer_value_fits_question", "answer_value"),
        ({"answers": [AnswerText(text="a", low="five")]}, "answer_value_is_a_number", "answer_value"),
        ({"answers": [AnswerText(text="a", low="6", high="5")]}, "answer_value_in_order", "answer_value"),
        ({"kind": "yesno", "answers": [AnswerText(text="a"), AnswerText(text="b")]}, "yesno_has_one_answer", "answer_text"),
    ],
)  # fmt: skip
def test_a_question_is_refused(world: World, more: dict, rule: str, field: str) -> None:
    given = {"by": world.alice, "note": "", "incident": world.incident, "text": "Who?", "kind": "choice"}
    with pytest.raises(Refused) as refused:
        make_question(**given | {"answers": [AnswerText(text="He")]} | more)
    assert (refused.value.rule, refused.value.field) == (rule, field)
    assert not Question.objects.exists()


def test_a_second_answer_to_a_yes_or_no_question_is_refused(world: World) -> None:
    question = world.yesno
    with pytest.raises(Refused, match="exactly one answer"):
        add_answer(by=world.alice, note="", question=question, answer=AnswerText(text="No"))
    assert Answer.objects.filter(question=question).count() == 1


def test_a_party_gets_the_capitals_of_its_name(world: World) -> None:
    assert world.party("United Nations Command").monogram == "UNC"
    assert world.party("Yonhap").monogram == "YON"


@pytest.mark.parametrize(
    ("more", "rule"),
    [
        ({"monogram": "12345"}, "party_monogram_has_four_at_most"),
        ({"kind": "nation"}, "party_kind_is_known"),
        ({"name": "a\0"}, "text_is_storable"),
    ],
)
def test_a_party_is_refused(world: World, more: dict, rule: str) -> None:
    with pytest.raises(Refused) as refused:
        make_party(**{"by": world.alice, "note": "", "name": "A", "kind": "state"} | more)
    assert refused.value.rule == rule


def affiliate(world: World, member, organisation, **more):
    given = {"by": world.alice, "note": "", "grounds": "S01 says so", "speaks_for": True}
    return add_affiliation(**given | {"member": member, "organisation": organisation} | more)


def test_nobody_speaks_for_himself_through_others(world: World) -> None:
    army, spokesman = world.party("Army", kind="body"), world.party("Spokesman", kind="person")
    affiliate(world, spokesman, army)
    affiliate(world, army, world.north)
    with pytest.raises(Refused, match="circle") as refused:
        affiliate(world, world.north, spokesman)
    assert (refused.value.rule, refused.value.field) == ("affiliation_makes_no_circle", "organisation")


def test_a_circle_over_different_days_is_none(world: World) -> None:
    army = world.party("Army", kind="body")
    affiliate(world, army, world.north, until=date(2000, 1, 1))
    affiliate(world, world.north, army, since=date(2000, 1, 1))
    with pytest.raises(Refused, match="circle"):
        affiliate(world, world.north, army, since=date(1999, 1, 1), until=date(2000, 1, 1))


@pytest.mark.parametrize(
    ("more", "rule", "field"),
    [
        ({"since": date(2010, 1, 2), "until": date(2010, 1, 2)}, "affiliation_during_is_not_empty", "during"),
        ({"grounds": " "}, "affiliation_grounds_is_not_blank", "grounds"),
    ],
)
def test_an_affiliation_is_refused(world: World, more: dict, rule: str, field: str) -> None:
    with pytest.raises(Refused) as refused:
        affiliate(world, world.party("Army", kind="body"), world.north, **more)
    assert (refused.value.rule, refused.value.field) == (rule, field)


def test_a_party_does_not_belong_to_itself_and_an_unnamed_one_to_nobody(world: World) -> None:
    with pytest.raises(Refused) as refused:
        affiliate(world, world.north, world.north)
    assert refused.value.rule == "affiliation_is_not_with_itself"
    with pytest.raises(Refused) as refused:
        affiliate(world, world.party("Officials", kind="unnamed"), world.north)
    assert refused.value.rule == "unnamed_speaks_for_nobody"


def test_a_party_speaks_for_one_at_a_time(world: World) -> None:
    army = world.party("Army", kind="body")
    affiliate(world, army, world.north)
    with pytest.raises(Refused) as refused:
        affiliate(world, army, world.south)
    assert refused.value.rule == "affiliation_speaks_for_one_at_a_time"
    affiliate(world, army, world.south, speaks_for=False)
