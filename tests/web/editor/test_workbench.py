"""The workbench without JavaScript: every job of an editor by plain forms."""

from __future__ import annotations

import html
import re
from typing import Any

import pytest
from django.test import Client

from tests.actions.world import World
from tracker.models import Answer, Claim, Draft, Incident, Party, Question


def errors(response: Any) -> dict[str, str]:
    """What the summary at the top of the page says, by field."""
    listed = re.findall(r'<li><a href="#f-([\w]+)">(.*?)</a></li>', response.content.decode())
    return {name: html.unescape(message) for name, message in listed}


def test_pasted_words_become_a_published_claim(world: World, alice: Client, bench: str, filled: dict) -> None:
    response = alice.post(bench, filled)
    claim = Claim.objects.get()
    assert response.status_code == 302
    assert response["Location"] == f"{bench}?filed=k2345678#claim-{claim.key}"
    assert claim.published_at is not None
    assert (claim.speaker, claim.relays.get().party, claim.cue) == (world.north, world.voa, "says")
    start = world.snapshot.text.index("The North says")
    assert claim.excerpt.pieces == ((start, start + 37),)


def test_marks_of_the_browser_are_utf16_and_become_code_points(
    world: World, alice: Client, bench: str, filled: dict
) -> None:
    before = world.snapshot.text[: world.snapshot.text.index("The North says")]
    units = len(before.encode("utf-16-le")) // 2
    assert units > len(before)
    alice.post(bench, filled | {"pieces": f"{units}-{units + 37}"})
    assert Claim.objects.get().excerpt.pieces == ((len(before), len(before) + 37),)


def test_marks_that_hold_other_words_are_searched_for_instead(
    world: World, alice: Client, bench: str, filled: dict
) -> None:
    for pieces in ("0-5", "5-2", "99999-100000", "x", "1-2,3", "-"):
        alice.post(bench, filled | {"pieces": pieces, "do": "propose"})
    assert {claim.excerpt.exact[0] for claim in Claim.objects.all()} == {"The North says the South fired first."}


def test_words_that_stand_twice_are_asked_about(world: World, alice: Client, bench: str, filled: dict) -> None:
    given = filled | {"words": "The South", "cue": "", "speaker": world.south.key}
    world.snapshot  # noqa: B018
    text = "The South spoke. The South denies it."
    snapshot = world.capture(text=text, title="Twice")
    page = f"/edit/sources/{snapshot.source.slug}/"
    response = alice.post(page, given)
    assert response.status_code == 422
    assert "stand in the text 2 times" in errors(response)["words"]
    assert re.findall(r'name="place" value="(\d+)"', response.content.decode()) == ["0", "17"]
    assert not Claim.objects.exists()
    assert alice.post(page, given | {"place": "17"}).status_code == 302
    assert Claim.objects.get().excerpt.pieces == ((17, 26),)


def test_words_in_two_pieces_and_words_with_other_line_breaks_are_found(
    world: World, alice: Client, bench: str, filled: dict
) -> None:
    alice.post(bench, filled | {"words": "The North says […] The South denies it", "do": "propose"})
    alice.post(bench, filled | {"words": "The North\r\nsays the  South fired first.", "do": "propose"})
    assert [claim.excerpt.exact for claim in Claim.objects.order_by("id")] == [
        ["The North says", "The South denies it"],
        ["The North says the South fired first."],
    ]


def test_finding_the_words_brings_proposals_and_takes_none(
    world: World, alice: Client, bench: str, filled: dict
) -> None:
    world.south  # noqa: B018
    given = filled | {"speaker": "", "relay": "", "cue": "", "do": "find"}
    page = alice.post(bench, given).content.decode()
    assert "The words suggest “says”." in html.unescape(page)
    assert f'value="speaker={world.north.key}"' in page
    assert f'value="relay={world.voa.key}"' in page
    assert re.search(r'<input id="f-cue" name="cue" value=""', page)
    assert 'name="says_this" id="f-says_this" value="1" checked' not in page
    taken = alice.post(bench, given | {"take": "cue=says"}).content.decode()
    assert re.search(r'<input id="f-cue" name="cue" value="says"', taken)


def test_the_claim_reads_as_a_sentence(alice: Client, bench: str, filled: dict) -> None:
    page = html.unescape(alice.post(bench, filled | {"do": "find"}).content.decode())
    assert (
        "On 9\xa0Dec\xa02010 <b>North Korea</b>, in Voice of America’s words, <b>affirmed that</b>"
        " <b>South Korea fired first</b>." in page
    )


def test_joint_speakers_are_recorded_in_one_step(world: World, alice: Client, bench: str, filled: dict) -> None:
    us = world.party("United States")
    alice.post(bench, filled | {"speaker_2": world.south.key, "speaker_3": us.key})
    assert {claim.speaker for claim in Claim.objects.all()} == {world.north, world.south, us}
    assert Claim.objects.values("excerpt").distinct().count() == 1


def test_a_party_a_question_an_incident_and_answers_are_made_without_leaving(
    world: World, alice: Client, bench: str, filled: dict
) -> None:
    given = filled | {
        "speaker": "new",
        "party_name": "Joint Chiefs of Staff",
        "party_kind": "body",
        "question": "new",
        "question_text": "Did it rain?",
        "question_kind": "choice",
        "question_exclusive": "1",
        "incident_title": "A wet day",
        "incident_occurred": "2010-11",
        "answer": "",
        "answer_text": "It rained",
        "answer_text_2": "It was dry",
        "answer_about": "new",
    }
    assert alice.post(bench, given).status_code == 302
    claim = Claim.objects.get()
    assert (claim.speaker.name, claim.speaker.monogram, claim.speaker.kind) == ("Joint Chiefs of Staff", "JCO", "body")
    assert (claim.question.text, claim.question.exclusive, claim.question.incident.title) == (
        "Did it rain?",
        True,
        "A wet day",
    )
    assert claim.answer.about == claim.speaker
    assert [answer.text for answer in claim.question.answers.order_by("order")] == ["It rained", "It was dry"]


def test_a_new_party_may_speak_for_another_on_grounds_that_are_given(
    world: World, alice: Client, bench: str, filled: dict
) -> None:
    given = filled | {
        "speaker": "new",
        "party_name": "Army",
        "party_kind": "body",
        "party_speaks_for": world.north.key,
    }
    assert errors(alice.post(bench, given)) == {"party_grounds": "Say on what grounds we know this."}
    assert alice.post(bench, given | {"party_grounds": "the text says so"}).status_code == 302
    affiliation = Claim.objects.get().speaker.affiliations.get()
    assert (affiliation.organisation, affiliation.speaks_for) == (world.north, True)


def test_a_new_answer_to_a_question_that_is_there(world: World, alice: Client, bench: str, filled: dict) -> None:
    alice.post(bench, filled | {"answer": "new", "answer_text": "Both at once"})
    assert Claim.objects.get().answer.text == "Both at once"
    assert Answer.objects.filter(question=world.question).count() == 3


def test_what_is_new_is_not_made_where_the_claim_is_refused(
    world: World, alice: Client, bench: str, filled: dict
) -> None:
    parties = Party.objects.count()
    given = filled | {"speaker": "new", "party_name": "Somebody", "party_kind": "person", "cue": "admits"}
    response = alice.post(bench, given)
    assert response.status_code == 422
    assert "does not stand in the marked words" in errors(response)["cue"]
    assert 'value="Somebody"' in response.content.decode()
    assert (Party.objects.count(), Claim.objects.count()) == (parties, 0)


@pytest.mark.parametrize(
    ("change", "field", "said"),
    [
        ({"says_this": ""}, "says_this", "confirm that they say this"),
        ({"words": ""}, "words", "Mark the words"),
        ({"words": "No such words"}, "words", "does not stand in the text"),
        ({"speaker": ""}, "speaker", "Say who says this"),
        ({"speaker": "nobody"}, "speaker", "not in the record"),
        ({"question": ""}, "question", "Choose the question"),
        ({"question": "nothing"}, "question", "not in the record"),
        ({"answer": ""}, "answer", "Choose an answer"),
        ({"answer": "whole"}, "answer", "only a decline"),
        ({"polarity": ""}, "polarity", "affirms it, denies it"),
        ({"polarity": "declines"}, "polarity", "goes with the act"),
        ({"said": ""}, "said", "Say when"),
        ({"said": "2010-12-10"}, "said", "later than the day"),
        ({"said": "yesterday"}, "said", "Write it like"),
        ({"manner": "sung"}, "manner", "offered"),
        ({"act": "retract"}, "retracts", "names the claim"),
        ({"retracts": "nosuchkey"}, "retracts", "no claim of the key"),
        ({"core": "The South denies it."}, "core", "inside the marked words"),
        ({"gloss": "북측은"}, "gloss", "given together"),
        ({"relay_2": "same"}, "relays", "only once in the chain"),
        ({"coding_note": "a\0b"}, "coding_note", "NUL"),
        ({"answer": "new"}, "answer_text", "Write the answer"),
        ({"question": "new"}, "question_text", "Write the question"),
        ({"speaker": "new"}, "party_name", "party’s name"),
    ],
)
def test_every_refusal_stands_beside_its_field_with_what_was_typed(
    world: World, alice: Client, bench: str, filled: dict, change: dict, field: str, said: str
) -> None:
    given = filled | {"said_note": "typed by hand"} | change
    if given.get("relay_2") == "same":
        given["relay_2"] = given["relay"]
    response = alice.post(bench, given)
    page = html.unescape(response.content.decode())
    assert response.status_code == 422
    assert said in errors(response)[field]
    beside = {"speaker": "speaker", "relays": "relays"}.get(field, field)
    assert f'id="fault-{beside}"' in page
    assert f'id="f-{field}"' in page
    assert 'value="typed by hand"' in page
    assert not Claim.objects.exists()


def test_a_refusal_of_the_database_is_a_sentence(world: World, alice: Client, bench: str, filled: dict) -> None:
    alice.post(bench, filled)
    response = alice.post(bench, filled)
    assert response.status_code == 422
    assert "published already" in errors(response)["words"]
    assert Claim.objects.count() == 1


def test_a_counter_claim_turns_yes_or_no_and_takes_another_answer(world: World, alice: Client, bench: str) -> None:
    def prefilled(claim: Claim) -> tuple[str | None, ...]:
        page = alice.get(f"{bench}?counter={claim.key}").content.decode()
        question = re.search(r'<option value="(\w+)" selected>', page.split('id="f-question"')[1])
        answer = re.search(r'name="answer" value="(\w+)" checked', page)
        stance = re.search(r'name="polarity" value="(\w+)" checked', page)
        return tuple(found and found[1] for found in (question, answer, stance))

    choice = world.published()
    assert prefilled(choice) == (world.question.key, world.answer(1).key, "affirms")
    yesno = world.published(question=world.yesno, answer=world.answer(question=world.yesno))
    assert prefilled(yesno) == (world.yesno.key, yesno.answer.key, "denies")
    denial = world.published(speaker=world.south, polarity="denies")
    assert prefilled(denial) == (world.question.key, world.answer(0).key, "affirms")


def test_a_proposed_claim_is_hidden_from_readers_and_published_from_its_page(
    world: World, alice: Client, bob: Client, bench: str, filled: dict
) -> None:
    alice.post(bench, filled | {"do": "propose"})
    claim = Claim.objects.get()
    assert Client().get(f"/claims/{claim.key}/").status_code == 404
    assert "waiting" in bob.get("/edit/").content.decode()
    given = filled | {"seen": "1", "do": "publish"}
    assert bob.post(f"/edit/claims/{claim.key}/", given).status_code == 302
    assert Client().get(f"/claims/{claim.key}/").status_code == 200


def test_a_draft_is_kept_found_again_and_gone_once_filed(
    world: World, alice: Client, bob: Client, bench: str, filled: dict
) -> None:
    half = {name: filled[name] for name in ("draft", "purpose", "words", "cue", "says_this")}
    response = alice.post(bench, half | {"do": "draft"})
    assert response["Location"] == f"{bench}?draft=k2345678"
    page = alice.get(response["Location"]).content.decode()
    assert "The North says the South fired first.</textarea>" in page
    assert 'id="f-says_this" value="1" checked' not in page
    assert bob.get(response["Location"]).status_code == 404
    assert "The North says" in alice.get("/edit/").content.decode()
    assert "My drafts on it" not in bob.get(bench).content.decode()
    alice.post(bench, filled)
    assert not Draft.objects.exists()


def test_hostile_text_is_text_everywhere(world: World, alice: Client, filled: dict) -> None:
    evil = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>"
    snapshot = world.capture(text=f"He says {evil} here.", title=f"T {evil}")
    page = f"/edit/sources/{snapshot.source.slug}/"
    given = filled | {
        "words": f"says {evil} here",
        "answer": "new",
        "answer_text": f"An answer {evil}",
        "note": evil,
        "said_note": evil,
        "coding_note": evil,
        "gloss": evil,
        "gloss_language": "en",
    }
    assert alice.post(page, given | {"said": "x"}).status_code == 422
    assert alice.post(page, given).status_code == 302
    claim = Claim.objects.get()
    for address in (page, "/edit/", f"/edit/claims/{claim.key}/", f"/edit/claims/{claim.key}/history"):
        content = alice.get(address).content.decode()
        assert "<script>alert" not in content
        assert "<img src=x" not in content


def test_nothing_is_made_by_get(world: World, alice: Client, bench: str, filled: dict) -> None:
    alice.get(bench, filled)
    claim = world.record()
    for address in (f"/edit/claims/{claim.key}/withdraw", "/edit/drafts", "/edit/drafts/k2345678/discard"):
        assert alice.get(address).status_code == 405
    assert Claim.objects.count() == 1
    assert (Question.objects.count(), Incident.objects.count()) == (1, 1)
