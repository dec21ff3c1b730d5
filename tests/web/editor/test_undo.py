"""Taking back without JavaScript and by the workbench's script; two tabs on one draft."""

from __future__ import annotations

import html
from typing import Any

import pytest
from django.test import Client

from tests.actions.world import World
from tests.web.editor.test_correct import form
from tests.web.editor.test_query_counts import count, fill
from tracker.models import Claim, Draft, Party, Question, Step

JSON = {"headers": {"Accept": "application/json"}}


def save(client: Client, filled: dict[str, Any], **more: str) -> dict[str, Any]:
    sent = {name: value for name, value in filled.items() if name not in ("do", "says_this")} | more
    return client.post("/edit/drafts", sent, **JSON).json()


def undo(client: Client, **more: Any) -> Any:
    return client.post("/edit/undo", more, **JSON)


def text(answer: Any) -> str:
    return html.unescape(answer.content.decode())


def test_a_filed_claim_comes_back_as_the_draft_that_it_was(alice: Client, bench: str, filled: dict[str, Any]) -> None:
    save(alice, filled)
    alice.post(bench, filled | {"do": "propose"})
    assert not Draft.objects.exists()
    answer = alice.post("/edit/undo")
    assert answer["Location"] == f"{bench}?draft={filled['draft']}"
    page = text(alice.get(answer["Location"]))
    assert "Taken back: claim proposed" in page
    assert filled["words"] in page
    assert not Claim.objects.exists()


def test_what_was_made_on_the_way_is_named_by_its_key_when_the_draft_is_back(
    alice: Client, bench: str, filled: dict[str, Any], world: World
) -> None:
    new = {"question": "new", "question_text": "Who began?", "question_kind": "choice", "answer": "new"}
    new |= {"question_incident": world.incident.key, "answer_text": "The South", "speaker": "new"}
    new |= {"party_name": "Pyongyang radio", "party_kind": "media", "do": "propose"}
    alice.post(bench, filled | new)
    alice.post("/edit/undo")
    payload = Draft.objects.get().payload
    question = Question.objects.get(text="Who began?")
    assert payload["question"] == question.key
    assert payload["answer"] == question.answers.get().key
    assert payload["speaker"] == Party.objects.get(name="Pyongyang radio").key
    assert "party_name" not in payload


def test_the_list_says_in_words_what_was_done_and_what_taking_it_back_does(alice: Client, world: World) -> None:
    world.published()
    page = text(alice.get("/edit/undo"))
    assert "Claim published: “North Korea: South Korea fired first”" in page
    assert "This withdraws the claim. Its address stays, and says so and why." in page


def test_a_publication_asks_for_a_note_before_anything_happens(alice: Client, world: World) -> None:
    claim = world.published()
    step = Step.objects.get(kind="publish")
    answer = alice.post("/edit/undo", {"step": step.pk, "note": ""})
    assert answer.status_code == 422
    assert "This is public: say in the note why you change it." in text(answer)
    assert Claim.objects.get().withdrawn_at is None
    done = alice.post("/edit/undo", {"step": step.pk, "note": "too early"})
    assert done["Location"] == f"/edit/claims/{claim.key}/"
    assert Claim.objects.get().withdrawn_at is not None


def test_a_script_is_led_to_the_note(alice: Client, world: World) -> None:
    world.published()
    step = Step.objects.get(kind="publish")
    assert undo(alice).json() == {"ask": f"/edit/undo#step-{step.pk}"}
    assert Claim.objects.get().withdrawn_at is None


def test_a_script_gets_the_text_before_in_place(alice: Client, filled: dict[str, Any]) -> None:
    save(alice, filled)
    Step.objects.update(at="2000-01-01T00:00:00Z")
    kept = save(alice, filled, cue="denies", draft_seen=Draft.objects.get().updated_at.isoformat())
    told = undo(alice, draft=filled["draft"]).json()
    assert told["said"] == "Taken back: draft saved: Reporter’s verb, in “The North says the South fired first.”"
    assert (told["fields"]["cue"], told["draft"]) == ("says", filled["draft"])
    assert told["at"] > kept["at"]


def test_a_draft_of_another_page_is_opened_there(alice: Client, bench: str, filled: dict[str, Any]) -> None:
    save(alice, filled)
    Step.objects.update(at="2000-01-01T00:00:00Z")
    save(alice, filled, cue="denies", draft_seen=Draft.objects.get().updated_at.isoformat())
    assert undo(alice, draft="another2").json()["open"] == f"{bench}?draft={filled['draft']}"


def test_whoever_changed_it_since_is_named(alice: Client, bob: Client, world: World) -> None:
    claim = world.published()
    address = f"/edit/claims/{claim.key}/"
    alice.post(address, form(world, claim, text(alice.get(address)), certainty="probable"))
    bob.post(address, form(world, claim, text(bob.get(address)), certainty="possible"))
    answer = undo(alice, note="x")
    assert (answer.status_code, answer.json()["error"]) == (409, "bob changed it since. Its history says how.")
    assert "bob changed it since" in text(alice.post("/edit/undo", {"note": "x"}))


class TestTwoTabs:
    def test_the_second_keeps_its_text_under_another_key(self, alice: Client, filled: dict[str, Any]) -> None:
        first = save(alice, filled, tab="one", draft_seen="")
        again = save(alice, filled, tab="two", draft_seen="", cue="denies")
        assert (first["apart"], again["apart"]) == (False, True)
        assert again["key"] != first["key"]
        assert {draft.key: draft.payload["cue"] for draft in Draft.objects.all()} == {
            first["key"]: "says",
            again["key"]: "denies",
        }

    def test_a_tab_whose_answer_was_lost_goes_on(self, alice: Client, filled: dict[str, Any]) -> None:
        save(alice, filled, tab="one", draft_seen="")
        assert save(alice, filled, tab="one", draft_seen="", cue="denies")["apart"] is False
        assert Draft.objects.get().payload["cue"] == "denies"

    def test_a_tab_that_has_read_it_goes_on(self, alice: Client, filled: dict[str, Any]) -> None:
        first = save(alice, filled, tab="one", draft_seen="")
        assert save(alice, filled, tab="two", draft_seen=first["at"], cue="denies")["apart"] is False

    def test_without_javascript_it_is_said(self, alice: Client, bench: str, filled: dict[str, Any]) -> None:
        first = save(alice, filled, tab="one", draft_seen="")
        page = text(alice.get(f"{bench}?draft={first['key']}"))
        assert f'name="draft_seen" value="{first["at"]}"' in page
        save(alice, filled, tab="one", draft_seen=first["at"], cue="denies")
        saved = alice.post(bench, filled | {"do": "draft", "draft_seen": first["at"], "cue": "admits"}, follow=True)
        assert "Another tab saved this draft meanwhile. What you typed here is a second draft" in text(saved)
        assert sorted(draft.payload["cue"] for draft in Draft.objects.all()) == ["admits", "denies"]

    def test_a_session_that_ran_out_overwrites_nothing_either(
        self, alice: Client, bench: str, filled: dict[str, Any]
    ) -> None:
        first = save(alice, filled, tab="one", draft_seen="")
        token = text(alice.get(bench)).split('name="editor" value="')[1].split('"')[0]
        save(alice, filled, tab="one", draft_seen=first["at"], cue="denies")
        Client().post(bench, filled | {"editor": token, "draft_seen": first["at"], "cue": "admits"})
        assert sorted(draft.payload["cue"] for draft in Draft.objects.all()) == ["admits", "denies"]


@pytest.mark.parametrize("claims", [1, 3, 50])
def test_the_list_asks_the_same_of_the_database_however_long(
    world: World, alice: Client, django_assert_num_queries: Any, claims: int
) -> None:
    fill(world, claims)
    count(alice, "/edit/undo", django_assert_num_queries, 3)
