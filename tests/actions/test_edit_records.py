"""Incidents, sides, questions, answers, parties, affiliations and sources are corrected as new revisions."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from tests.actions.world import World
from tracker.actions.change import change, save
from tracker.actions.edit_question import edit_answer, edit_question
from tracker.actions.edit_records import (
    edit_affiliation,
    edit_incident,
    edit_party,
    edit_source,
    publish_record,
)
from tracker.actions.make_party import add_affiliation
from tracker.actions.make_question import AnswerText
from tracker.actions.order_questions import add_side, order_answer, order_question, order_side, replace_side, take_side
from tracker.actions.refusals import Refused, Stale
from tracker.models import Answer, Incident, Party, Question, Side, Source


def incident(world: World, **more: Any) -> Incident:
    given = {
        "by": world.alice,
        "note": "n",
        "incident": world.incident,
        "seen": 1,
        "title": "섬",
        "occurred": "2010-11",
    }
    return edit_incident(**given | more)


def party(world: World, **more: Any) -> Party:
    given = {"by": world.alice, "note": "n", "party": world.north, "seen": 1, "name": "북한", "kind": "state"}
    return edit_party(**given | {"monogram": "북", "also_known_as": ["DPRK", " "], "country_code": "kp"} | more)


def question(world: World, **more: Any) -> Question:
    given = {
        "by": world.alice,
        "note": "n",
        "question": world.question,
        "seen": 1,
        "text": "Who began?",
        "kind": "choice",
    }
    return edit_question(**given | {"exclusive": True} | more)


def answer(world: World, **more: Any) -> Answer:
    wording = AnswerText(**{"text": "The South began", "about": None} | more.pop("wording", {}))
    return edit_answer(
        **{"by": world.alice, "note": "n", "answer": world.answer(), "seen": 1, "wording": wording} | more
    )


def source(world: World, **more: Any) -> Source:
    given = {"by": world.alice, "note": "n", "source": world.snapshot.source, "seen": 1, "title": "Who fired first"}
    more = {"publisher": world.voa, "published": "2010-12-09", "language": "en", "extent": "whole"} | more
    return edit_source(**given | more)


EDITS = [incident, party, question, answer, source]


def test_each_is_a_revision_at_the_same_address(world: World) -> None:
    renamed = incident(world)
    assert (renamed.slug, renamed.title, renamed.revision) == ("yeonpyeong", "섬", 2)
    assert (renamed.occurred_start, renamed.occurred_end) == (date(2010, 11, 1), date(2010, 11, 30))
    other = party(world)
    assert (other.slug, other.name, other.monogram, other.country_code) == ("north-korea", "북한", "북", "KP")
    assert other.also_known_as == ["DPRK"]
    assert (question(world).slug, answer(world).text) == ("which-side-fired-first", "The South began")
    assert source(world).title == "Who fired first"


@pytest.mark.parametrize("edit", EDITS)
def test_each_refuses_the_second_to_save_what_changes_nothing_and_who_may_not(world: World, edit: Any) -> None:
    edit(world)
    with pytest.raises(Stale, match="Somebody saved this meanwhile"):
        edit(world)
    with pytest.raises(Refused, match="Nothing is different"):
        edit(world, seen=2)
    with pytest.raises(Refused, match="may not do this"):
        edit(world, by=world.charlie, seen=2)


@pytest.mark.parametrize("edit", EDITS)
def test_what_is_public_is_changed_with_a_note(world: World, edit: Any) -> None:
    world.published()
    with pytest.raises(Refused) as refused:
        edit(world, seen=2, note="")
    assert refused.value.field == "note"
    assert edit(world, seen=2).revision == 3


def test_what_published_claims_rest_on_is_frozen(world: World) -> None:
    world.published()
    for edit, more in (
        (question, {"kind": "naming"}),
        (question, {"exclusive": False}),
        (answer, {"wording": {"about": world.south}}),
        (party, {"kind": "body"}),
    ):
        with pytest.raises(Refused, match="Published claims rest on this"):
            edit(world, seen=2, **more)


def test_an_answer_s_value_written_another_way_is_the_same(world: World) -> None:
    shells = world.ask("How many?", "dozens", kind="quantity", unit="shells")
    dozens = shells.answers.get()
    more: dict[str, Any] = {"by": world.alice, "note": "n", "answer": dozens}
    wording = AnswerText(text="dozens of shells", low="24", high="")
    edit_answer(**more, seen=1, wording=wording)
    world.published(question=shells, answer=dozens)
    again = AnswerText(text="dozens", low="24.0", high="")
    assert edit_answer(**more, seen=3, wording=again).text == "dozens"
    with pytest.raises(Refused, match="its value"):
        edit_answer(**more, seen=4, wording=AnswerText(text="dozens", low="25"))


def test_an_affiliation_is_ended_and_its_circle_refused(world: World) -> None:
    army = world.party("Army", kind="body")
    tie = add_affiliation(by=world.alice, note="", member=army, organisation=world.north, grounds="g", speaks_for=True)
    given: dict[str, Any] = {"by": world.alice, "note": "n", "affiliation": tie, "grounds": "g", "speaks_for": True}
    ended = edit_affiliation(**given, seen=1, organisation=world.north, until=date(2011, 1, 1), role="its army")
    assert (ended.role, ended.during.upper, ended.revision) == ("its army", date(2011, 1, 1), 2)
    add_affiliation(by=world.alice, note="", member=world.south, organisation=army, grounds="g", speaks_for=True)
    with pytest.raises(Refused, match="circle"):
        edit_affiliation(**given, seen=2, organisation=world.south)
    with pytest.raises(Refused, match="grounds"):
        edit_affiliation(**given | {"grounds": " "}, seen=2, organisation=world.north)


def test_a_record_is_published_by_itself_with_what_its_page_names(world: World) -> None:
    asked = world.question
    publish_record(by=world.alice, note="", record=world.answer())
    for row in (asked, world.incident, world.north, world.south, world.answer()):
        row.refresh_from_db()
        assert row.published_at is not None
    assert world.answer(1).published_at is None
    publish_record(by=world.alice, note="", record=world.snapshot.source)
    assert not Party.objects.filter(pk=world.voa.pk, published_at=None).exists()
    publish_record(by=world.alice, note="", record=world.snapshot.source)  # again: nothing


def questions(world: World) -> list[str]:
    return list(Question.objects.order_by("order", "id").values_list("text", flat=True))


def test_questions_are_put_in_order_and_only_those_that_move_get_a_revision(world: World) -> None:
    a, b, c, d = (world.ask(f"{name}?", "yes", kind="yesno") for name in "abcd")
    assert order_question(by=world.alice, note="n", question=c, place=2) == 2
    assert questions(world) == ["a?", "c?", "b?", "d?"]
    assert [Question.objects.get(pk=each.pk).revision for each in (a, b, c, d)] == [1, 2, 2, 1]
    assert order_question(by=world.alice, note="n", question=a, place=99) == 4
    assert order_question(by=world.alice, note="n", question=d, place=-5) == 1
    assert questions(world) == ["d?", "c?", "b?", "a?"]


def test_sides_with_one_number_are_counted_anew(world: World) -> None:
    side = add_side(by=world.alice, note="", incident=world.incident, party=world.party("Japan"))
    with change(by=world.alice, note="", may="correct_record"):
        save(side, seen=1, order=0)
    order_side(by=world.alice, note="", side=Side.objects.get(party=world.south), place=1)
    assert sides(world) == ["South Korea", "North Korea", "Japan"]
    assert [side.order for side in world.incident.sides.order_by("order")] == [0, 1, 2]


def test_answers_and_sides_are_put_in_order(world: World) -> None:
    order_answer(by=world.alice, note="n", answer=world.answer(1), place=1)
    assert [answer.text for answer in world.question.answers.order_by("order")] == [
        "North Korea fired first",
        "South Korea fired first",
    ]
    order_side(by=world.alice, note="n", side=Side.objects.get(party=world.south), place=1)
    assert sides(world) == ["South Korea", "North Korea"]


def sides(world: World) -> list[str]:
    return list(world.incident.sides.order_by("order", "id").values_list("party__name", flat=True))


def test_a_side_is_added_replaced_and_while_nothing_is_public_taken_away(world: World) -> None:
    side = add_side(by=world.alice, note="", incident=world.incident, party=world.party("Japan"))
    replace_side(by=world.alice, note="", side=side, seen=1, party=world.party("China"))
    assert sides(world) == ["North Korea", "South Korea", "China"]
    with pytest.raises(Stale):
        take_side(by=world.alice, note="", side=side, seen=1)
    take_side(by=world.alice, note="", side=side, seen=2)
    publish_record(by=world.alice, note="", record=world.incident)
    side = Side.objects.get(party=world.south)
    with pytest.raises(Refused, match="never removed"):
        take_side(by=world.alice, note="n", side=side, seen=1)
    china = Party.objects.get(name="China")
    replace_side(by=world.alice, note="wrong state", side=side, seen=1, party=china)
    assert sides(world) == ["North Korea", "China"]
    assert Party.objects.get(pk=china.pk).published_at is not None
