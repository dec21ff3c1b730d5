"""What was merged or withdrawn keeps its address and says what happened; the past still shows it."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.actions.world import account
from tests.web.reader.reading import page
from tests.web.reader.world import World
from tracker.actions.make_party import make_party
from tracker.actions.merge_parties import merge_parties
from tracker.actions.merge_questions import merge_questions
from tracker.actions.withdraw_claim import withdraw_claim
from tracker.models import Claim, Party, Question, User, latest_instant


@pytest.fixture
def steward(lasting: World) -> User:
    return account("stella", role="steward")


@pytest.fixture
def seoul(lasting: World) -> Party:
    """The South once more, with a public claim of its own."""
    party = make_party(by=lasting.alice, note="a test", name="서울", kind="state", monogram="서울")
    lasting.says(lasting.question("Did it answer?", "It answered"), "Seoul says it answered.", party)
    return party


@pytest.fixture
def before(lasting: World, seoul: Party) -> str:
    """The last instant at which the two were two, as an address holds it."""
    at = latest_instant()
    assert at is not None
    return at.isoformat().replace("+00:00", "Z")


@pytest.fixture
def merged(lasting: World, seoul: Party, before: str, steward: User) -> Party:
    merge_parties(by=steward, note="one and the same", party=seoul, into=lasting.south)
    return seoul


def test_a_merged_party_s_address_says_what_happened(client: Any, lasting: World, merged: Party) -> None:
    found = page(client, "/parties/서울/")
    assert "Recorded as “서울” from " in found.text_content()
    assert "“one and the same”" in found.text_content()
    assert found.cssselect("meta[name=robots]")[0].get("content") == "noindex"
    (link,) = found.cssselect(".say a")
    assert (link.text_content(), link.get("href")) == ("The South", "/parties/the-south/")
    assert "also 서울" in page(client, "/parties/the-south/").text_content()


def test_it_is_in_no_list_and_asked_for_by_either_address(client: Any, lasting: World, merged: Party) -> None:
    assert "서울" not in page(client, "/parties/").cssselect(".columns")[0].text_content()
    for slug in ("서울", "the-south"):
        shown = page(client, f"/incidents/{lasting.incident.slug}/?parties={slug}")
        assert "Seoul says it answered." in shown.text_content()
    assert client.get(f"/incidents/{lasting.incident.slug}/?parties=nobody").status_code == 400


def test_known_before_it_was_merged_it_is_as_it_was(client: Any, lasting: World, merged: Party, before: str) -> None:
    found = page(client, f"/parties/서울/?known_by={before}")
    assert "Seoul says it answered." in found.text_content()
    claim = Claim.objects.get(question__slug="did-it-answer")
    assert "서울 affirms" in page(client, f"/claims/{claim.key}/?known_by={before}").text_content()
    assert "The South affirms" in page(client, f"/claims/{claim.key}/").text_content()


def test_a_merged_question_s_address_says_what_happened(client: Any, lasting: World, steward: User) -> None:
    one, other = lasting.question(), lasting.question("Who began?", "The North fired first")
    claim = lasting.says(other, "The North began.", lasting.south)
    at = latest_instant()
    assert at is not None
    merge_questions(by=steward, note="the same", question=other, into=one, answers={})
    address = f"/incidents/{lasting.incident.slug}/questions/who-began/"
    found = page(client, address)
    assert "which asks the same: what answered it stands there." in found.text_content()
    (link,) = found.cssselect(".say a")
    assert link.get("href") == f"/incidents/{lasting.incident.slug}/questions/{one.slug}/"
    incident = page(client, f"/incidents/{lasting.incident.slug}/").text_content()
    assert "Who began?" not in incident
    assert one.text in page(client, f"/claims/{claim.key}/").text_content()
    past = page(client, f"{address}?known_by={at.isoformat().replace('+00:00', 'Z')}")
    assert "The North began." in past.text_content()
    assert client.get(f"/incidents/{lasting.incident.slug}/questions/nothing/").status_code == 404


def test_a_withdrawn_claim_s_address_says_so(client: Any, lasting: World, seoul: Party, steward: User) -> None:
    claim = Claim.objects.get()
    withdraw_claim(by=steward, note="misread", claim=claim, seen=claim.revision)
    merge_parties(by=steward, note="one", party=seoul, into=lasting.south)
    answer = client.get(f"/claims/{claim.key}/")
    assert answer.status_code == 410
    assert "misread" in answer.content.decode()


def test_programs_read_what_was_merged_into_what(client: Any, lasting: World, merged: Party, steward: User) -> None:
    one, other = Question.objects.get(), lasting.question("Did Seoul answer?", "It answered")
    lasting.says(other, "It did answer.", lasting.north)
    merge_questions(by=steward, note="the same", question=other, into=one, answers={})
    for parties in ("", "?parties=서울"):
        found = client.get(f"/api/v1/incidents/{lasting.incident.slug}/comparison{parties}").json()
        assert found["merged_parties"] == [
            {"key": merged.key, "slug": "서울", "merged_into": lasting.south.key},
        ]
        assert found["merged_questions"] == [{"key": other.key, "slug": other.slug, "merged_into": one.key}]
    assert found["shown"] == [lasting.south.key]


def test_what_the_page_of_a_merged_party_costs(client: Any, merged: Party) -> None:
    with CaptureQueriesContext(connection) as queries:
        page(client, "/parties/서울/")
    assert len(queries) == 3
