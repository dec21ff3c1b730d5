"""The pages of records: made, renamed, ordered and published by forms that need no script."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.actions.world import World, account
from tests.web.reader.dom import Node, parsed
from tests.web.reader.reading import words
from tracker.actions.change import change
from tracker.actions.make_party import add_affiliation
from tracker.models import Affiliation, Answer, Claim, Incident, Party, Question, Side, Source


@pytest.fixture
def carol(world: World) -> Client:
    """Contributes, and corrects no record."""
    client = Client()
    client.force_login(account("carol", role="contributor"))
    return client


def seen(answer: Any, status: int = 200) -> Node:
    assert answer.status_code == status, answer.content.decode()[:2_000]
    return parsed(answer.content.decode())


def form(page: Node, css: str) -> dict[str, str]:
    """What the form would send as it stands, without buttons."""
    (node,) = page.cssselect(css)
    sent = {}
    for field in node.cssselect("input[name], textarea[name], select[name]"):
        name = str(field.get("name"))
        if field.get("type") == "checkbox" and field.get("checked") is None:
            continue
        if field.tag == "select":
            chosen = field.cssselect("option[selected]")
            sent[name] = str(chosen[0].get("value")) if chosen else ""
        else:
            sent[name] = field.text_content().removeprefix("\n") if field.tag == "textarea" else str(field.get("value"))
    return sent


def test_an_incident_and_a_question_are_made_in_korean(world: World, carol: Client) -> None:
    answer = carol.post("/edit/incidents/new", {"incident_title": "연평도 포격", "incident_occurred": "2010-11-23"})
    assert answer["Location"] == "/edit/incidents/%EC%97%B0%ED%8F%89%EB%8F%84-%ED%8F%AC%EA%B2%A9/"
    page = seen(carol.get(answer["Location"]))
    assert "No question yet." in words(page)
    assert "No side yet" in words(page)
    asked = {"question_text": "누가 먼저 쏘았는가?", "question_kind": "choice", "answer_text": "남한이 먼저 쏘았다"}
    answer = carol.post(answer["Location"] + "questions/new", asked)
    question = Question.objects.get()
    assert answer["Location"] == f"/edit/questions/{question.key}/"
    assert "남한이 먼저 쏘았다" in words(seen(carol.get(answer["Location"])))


def test_what_is_missing_is_said_at_its_field(world: World, carol: Client) -> None:
    page = seen(carol.post("/edit/incidents/new", {"incident_title": "x", "incident_occurred": "soon"}), 422)
    assert page.cssselect("#fault-incident_occurred")
    page = seen(carol.post("/edit/parties/new", {"party_name": "  ", "party_kind": "state"}), 422)
    assert page.cssselect("#fault-party_name")
    page = seen(carol.post(f"/edit/incidents/{world.incident.slug}/questions/new", {"question_text": "?"}), 422)
    assert page.cssselect("#fault-question_kind")


def test_a_contributor_makes_and_corrects_nothing(world: World, carol: Client) -> None:
    for address in (
        f"/edit/incidents/{world.incident.slug}/",
        f"/edit/answers/{world.answer().key}/",
        f"/edit/sources/{world.snapshot.source.slug}/data",
    ):
        page = seen(carol.get(address))
        assert [button for button in page.cssselect("main button") if words(button) != "Add the answer"] == []
        assert carol.post(address, {"incident_occurred": "2010"}).status_code == 403
    assert carol.post(f"/edit/publish/incident/{world.incident.key}").status_code == 403


def test_a_rename_is_a_revision_with_its_note_at_the_same_address(world: World, alice: Client) -> None:
    world.published()
    address = f"/edit/incidents/{world.incident.slug}/"
    sent = form(seen(alice.get(address)), "form#record")
    page = seen(alice.post(address, sent | {"incident_title": "The island"}), 422)
    assert page.cssselect("#fault-note")
    assert page.cssselect("#f-incident_title")[0].get("value") == "The island"
    answer = alice.post(address, sent | {"incident_title": "The island", "note": "shorter"})
    assert answer["Location"] == address
    row = Incident.objects.get()
    assert (row.title, row.slug, row.revision) == ("The island", "yeonpyeong", 3)


def test_the_second_of_two_sees_both_and_chooses(world: World, alice: Client, bob: Client) -> None:
    address = f"/edit/parties/{world.north.slug}/"
    hers, his = (form(seen(each.get(address)), "form#record") for each in (alice, bob))
    alice.post(address, hers | {"party_name": "The North", "note": "hers"})
    typed = his | {"party_name": "DPRK", "party_wikidata": "Q423", "note": "his"}
    page = seen(bob.post(address, typed), 409)
    assert "alice saved this while you were writing." in words(page)
    settle = form(page, "form#settle") | {
        "choose-party_name": "theirs",
        "choose-party_wikidata": "mine",
        "settle": "save",
    }
    assert bob.post(address, settle)["Location"] == address
    row = Party.objects.get(pk=world.north.pk)
    assert (row.name, row.wikidata, row.revision) == ("The North", "Q423", 3)


def test_what_is_frozen_is_shown_as_frozen_and_stays(world: World, alice: Client) -> None:
    world.published()
    for address, css in (
        (f"/edit/questions/{world.question.key}/", "[name=question_kind]"),
        (f"/edit/answers/{world.answer().key}/", "[name=answer_about]"),
        (f"/edit/parties/{world.north.slug}/", "[name=party_kind]"),
    ):
        page = seen(alice.get(address))
        assert page.cssselect(".frozen .mark")
        assert page.cssselect(f"#record {css}") == []
    address = f"/edit/questions/{world.question.key}/"
    sent = form(seen(alice.get(address)), "form#record")
    answer = alice.post(address, sent | {"question_text": "Who began?", "question_kind": "time", "note": "shorter"})
    assert answer["Location"] == address
    row = Question.objects.get(pk=world.question.pk)
    assert (row.text, row.kind, row.exclusive) == ("Who began?", "choice", True)


def test_a_question_s_page_shows_every_claim_that_a_change_would_touch(world: World, alice: Client) -> None:
    one, proposed = world.published(), world.record(answer=world.answer(1), words=world.words("The South"), cue="")
    page = seen(alice.get(f"/edit/questions/{world.question.key}/"))
    found = {link.get("href") for link in page.cssselect(".resting a")}
    assert found == {f"/edit/claims/{claim.key}/" for claim in (one, proposed)}
    assert "2 claims rest on it" in words(page)


def test_questions_are_ordered_by_buttons_that_keep_the_focus(world: World, alice: Client) -> None:
    a, b, c = (world.ask(f"{name}?", "yes", kind="yesno") for name in "abc")
    address = f"/edit/incidents/{world.incident.slug}/"
    answer = alice.post(f"{address}order", {"do": f"up:{c.key}", "note": ""})
    page = seen(alice.get(answer["Location"]))
    assert "“c?” is number 2 of 3 now." in words(page)
    assert [link.text_content() for link in page.cssselect("#questions .ordered a")] == ["a?", "c?", "b?"]
    assert [button.get("value") for button in page.cssselect("button[autofocus]")] == [f"up:{c.key}"]
    answer = alice.post(f"{address}order", {"do": f"up:{c.key}"})
    page = seen(alice.get(answer["Location"]))
    # at the top there is no way up: the way down has the focus
    assert [button.get("value") for button in page.cssselect("button[autofocus]")] == [f"down:{c.key}"]
    answer = alice.post(f"{address}order", {"do": f"to:{a.key}", "place": "3"})
    assert answer["Location"] == f"/edit/questions/{a.key}/"
    assert [q.key for q in Question.objects.order_by("order")] == [c.key, b.key, a.key]


def test_ordering_something_public_says_why(world: World, alice: Client) -> None:
    world.published()
    world.yesno  # noqa: B018
    address = f"/edit/incidents/{world.incident.slug}/order"
    page = seen(alice.post(address, {"do": f"down:{world.question.key}", "note": " "}), 422)
    assert page.cssselect("#fault-order_note")


def test_a_third_side_says_first_what_it_does(world: World, alice: Client) -> None:
    world.published()
    world.published(speaker=world.south)
    china = world.party("China")
    address = f"/edit/incidents/{world.incident.slug}/"
    page = seen(alice.post(f"{address}sides", {"do": "add", "side_party": china.key, "note": "it took part"}))
    told = words(page.cssselect("#foreseen")[0])
    assert "The status of 1 question changes" in told
    assert "agreed" in told
    assert Side.objects.count() == 2
    sent = form(page, "#foreseen form")
    world.published(speaker=china, words=world.words("The South denies it."), cue="")
    again = seen(alice.post(f"{address}sides", sent), 409)
    assert "Something changed meanwhile. Nothing was saved" in words(again)
    assert "No status changes." in words(again.cssselect("#foreseen")[0])
    answer = alice.post(f"{address}sides", form(again, "#foreseen form"))
    assert answer["Location"] == f"{address}#sides"
    assert Side.objects.count() == 3


def test_a_side_is_replaced_and_never_taken_away_once_public(world: World, alice: Client) -> None:
    china = world.party("China")
    side = Side.objects.get(incident=world.incident, party=world.south)
    address = f"/edit/incidents/{world.incident.slug}/sides"
    assert alice.post(address, {"do": f"up:{side.key}"}).status_code == 302
    replace = {"do": f"replace:{side.key}:2", "side_party": china.key}
    assert alice.post(address, replace).status_code == 302
    page = seen(alice.post(address, replace | {"side_party": world.north.key}), 409)
    assert "Somebody saved this meanwhile" in words(page)
    assert list(Side.objects.order_by("order").values_list("party__name", flat=True)) == ["China", "North Korea"]
    alice.post(f"/edit/publish/incident/{world.incident.key}")
    page = seen(alice.post(address, {"do": f"take:{side.key}:3", "note": "wrong"}), 422)
    assert "never removed" in words(page)


def test_an_affiliation_asks_for_its_grounds_and_says_what_it_does(world: World, alice: Client) -> None:
    army = world.party("Army", kind="body")
    world.published()
    world.published(speaker=army, words=world.words("The South denies it."), polarity="denies", cue="")
    address = f"/edit/parties/{army.slug}/"
    sent = {"organisation": world.north.key, "speaks_for": "1", "since": "2008", "until": "2010-12", "note": "its law"}
    page = seen(alice.post(f"{address}affiliations", sent | {"grounds": " "}), 422)
    assert page.cssselect("#fault-grounds")
    page = seen(alice.post(f"{address}affiliations", sent | {"grounds": "its own law"}))
    told = words(page.cssselect("#foreseen")[0])
    assert "contested" in told
    assert "one-sided" in told
    alice.post(f"{address}affiliations", form(page, "#foreseen form"))
    tie = Affiliation.objects.get()
    assert (str(tie.during.lower), str(tie.during.upper)) == ("2008-01-01", "2011-01-01")
    address = f"/edit/affiliations/{tie.key}/"
    sent = form(seen(alice.get(address)), "form#record")
    assert (sent["since"], sent["until"], sent["grounds"]) == ("2008-01-01", "2010-12-31", "its own law")
    answer = alice.post(address, sent | {"role": "its army", "note": "n"})
    assert answer["Location"] == address
    assert Affiliation.objects.get().role == "its army"


def test_what_a_source_is_can_be_corrected(world: World, alice: Client) -> None:
    source = world.snapshot.source
    original = world.capture(text="원문", title="원문", language="ko").source
    address = f"/edit/sources/{source.slug}/data"
    sent = form(seen(alice.get(address)), "form#record")
    assert (sent["publisher"], sent["published"], sent["extent"]) == (world.voa.key, "2010-12-09", "whole")
    more = {"title": "Who fired?", "translation_of": original.key, "note": "n"}
    assert alice.post(address, sent | more)["Location"] == address
    row = Source.objects.get(pk=source.pk)
    assert (row.title, row.translation_of, row.slug) == ("Who fired?", original, source.slug)
    page = seen(alice.post(address, sent | {"seen": "2", "publisher": "", "note": "n"}), 422)
    assert page.cssselect("#fault-publisher")


def test_answers_are_added_ordered_and_corrected(world: World, alice: Client) -> None:
    asked = world.ask("How many?", "none", kind="quantity", unit="shells")
    address = f"/edit/questions/{asked.key}/"
    page = seen(alice.post(f"{address}answers", {"do": "add", "answer_text": "many", "answer_low": "many"}), 422)
    assert page.cssselect("#fault-answer_value")
    assert page.cssselect("#f-answer_low")[0].get("value") == "many"
    about = {"answer_about": world.south.key, "answer_low": "24", "answer_high": ""}
    alice.post(f"{address}answers", {"do": "add", "answer_text": "dozens"} | about)
    dozens = Answer.objects.get(text="dozens")
    alice.post(f"{address}answers", {"do": f"up:{dozens.key}"})
    assert [answer.text for answer in asked.answers.order_by("order")] == ["dozens", "none"]
    sent = form(seen(alice.get(f"/edit/answers/{dozens.key}/")), "form#record")
    assert (sent["answer_about"], sent["answer_low"], sent["answer_high"]) == (world.south.key, "24", "")
    alice.post(f"/edit/answers/{dozens.key}/", sent | {"answer_high": "96"})
    dozens.refresh_from_db()
    assert (dozens.number.lower, dozens.number.upper) == (24, 96)


def test_a_record_is_published_by_itself(world: World, alice: Client) -> None:
    question = world.question
    page = seen(alice.get(f"/edit/questions/{question.key}/"))
    (button,) = page.cssselect(".head form button")
    assert words(button) == "Publish by itself"
    answer = alice.post(f"/edit/publish/question/{question.key}")
    assert answer["Location"] == f"/edit/questions/{question.key}/"
    assert Client().get(f"/incidents/{world.incident.slug}/questions/{question.slug}/").status_code == 200
    assert alice.post("/edit/publish/draft/x").status_code == 404


def test_lists_are_searched(world: World, alice: Client) -> None:
    world.north, world.south, world.incident  # noqa: B018
    for q, found in (("seoul", ["South Korea"]), ("korea", ["North Korea", "South Korea"]), ("nk", ["North Korea"])):
        page = seen(alice.get("/edit/parties/", {"q": q}))
        assert [words(link) for link in page.cssselect(".rows a")] == found
    assert "No party is called so." in words(seen(alice.get("/edit/parties/?q=%25")))
    assert [words(link) for link in seen(alice.get("/edit/incidents/?q=yeon")).cssselect(".rows a")] == ["Yeonpyeong"]
    assert alice.get("/edit/incidents/?page=2").status_code == 404


def test_empty_lists_say_what_to_do(world: World, alice: Client) -> None:
    assert "No incident yet." in words(seen(alice.get("/edit/incidents/")))
    assert "No party yet." in words(seen(alice.get("/edit/parties/")))


def test_500_questions_and_2000_parties(world: World, alice: Client, django_assert_num_queries: Any) -> None:
    given = {"incident": world.incident, "kind": "yesno", "exclusive": True}
    with_actions(world, Question, [{"slug": f"q{n}", "text": f"Question {n}?", "order": n} | given for n in range(500)])
    more = {"kind": "person", "monogram": "P"}
    with_actions(world, Party, [{"slug": f"p{n}", "name": f"Person {n:04}"} | more for n in range(2000)])
    address = f"/edit/incidents/{world.incident.slug}/"
    page = seen(alice.get(f"{address}?page=10"))
    assert len(page.cssselect("#questions .ordered > li")) == 50
    assert words(page.cssselect(".number")[0]) == "451"
    assert len(seen(alice.get("/edit/parties/?page=20")).cssselect(".rows > li")) == 100
    last = Question.objects.get(text="Question 499?")
    answer = alice.post(f"{address}order", {"do": f"up:{last.key}"})
    assert "page=10" in answer["Location"]
    with django_assert_num_queries(8):
        alice.get(address)
    with django_assert_num_queries(4):
        alice.get("/edit/parties/")


def with_actions(world: World, model: Any, rows: list[dict[str, Any]]) -> None:
    """Many rows at once, in one change."""
    with change(by=world.alice, note="", may="make_party"):
        model.objects.bulk_create([model(**row) for row in rows])


def test_queries_of_each_page(world: World, alice: Client) -> None:
    for n in range(3):
        world.published(speaker=world.party(f"Speaker {n}"))
    add_affiliation(by=world.alice, note="", member=world.north, organisation=world.south, grounds="g", speaks_for=True)
    tie, claim = Affiliation.objects.get(), Claim.objects.first()
    assert claim is not None
    costs = {
        "incidents/": 4,
        f"incidents/{world.incident.slug}/": 8,
        f"questions/{world.question.key}/": 9,
        f"answers/{world.answer().key}/": 8,
        "parties/": 4,
        f"parties/{world.north.slug}/": 12,
        f"affiliations/{tie.key}/": 7,
        f"sources/{world.snapshot.source.slug}/data": 7,
    }
    asked = {}
    for address in costs:
        with CaptureQueriesContext(connection) as queries:
            seen(alice.get(f"/edit/{address}"))
        asked[address] = len(queries)
    assert asked == costs
