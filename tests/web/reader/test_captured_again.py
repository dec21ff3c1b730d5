"""A source was captured again: what readers are told of words that are gone, at which moment, and on which text."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client

from tests.actions.recaptured import CHANGED, EXACT, GONE, NEW, OLD, captured_again, claimed, compared, seen
from tests.actions.world import World
from tests.api.test_answers import got
from tests.web.reader.reading import links, one, page, words
from tracker.actions.carryover import decide_carryover
from tracker.models import Carryover, Claim, Snapshot
from tracker.queries import claim_page


@pytest.fixture
def old(cloned_db: str) -> World:
    world = World()
    world.__dict__["snapshot"] = world.capture(text=OLD)
    return world


def decide(world: World, carryover: Carryover, decision: Any = "yes") -> Carryover:
    here = Claim.objects.filter(excerpt=carryover.excerpt)
    return decide_carryover(by=world.bob, note="", carryover=carryover, decision=decision, seen=seen(*here))


def text_of(snapshot: Snapshot) -> str:
    return f"/sources/{snapshot.source.slug}/?snapshot={snapshot.key}"


def at(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")


class TestGone:
    def test_the_claim_says_so_with_both_days_and_both_texts(self, old: World, client: Client) -> None:
        claim = claimed(old, GONE)
        new = captured_again(old)
        decide(old, compared(old, new)[GONE])
        told = one(page(client, f"/claims/{claim.key}/"), "#gone")
        days = [f"{each.captured_at:%-d %b %Y, %H:%M} UTC" for each in (old.snapshot, new)]
        assert words(told) == (
            f"These words stood in the capture of {days[0]}; they are not in the capture of {days[1]}."
        )
        assert [a.get("href") for a in told.cssselect("a")] == [text_of(old.snapshot), text_of(new)]

    def test_texts_of_two_days_are_named_by_their_days(
        self, old: World, client: Client, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        claim = claimed(old, GONE)
        decide(old, compared(old, captured_again(old))[GONE])
        load = claim_page.load

        def long_ago(**asked: Any) -> Any:
            found = load(**asked)
            assert isinstance(found, claim_page.ClaimPage)
            assert found.gone_from is not None
            captured = replace(found.captured, captured_at=datetime(2026, 5, 3, 9, tzinfo=UTC))
            gone = replace(found.gone_from, captured_at=datetime(2026, 6, 4, 9, tzinfo=UTC))
            return replace(found, captured=captured, gone_from=gone)

        monkeypatch.setattr(claim_page, "load", long_ago)
        assert words(one(page(client, f"/claims/{claim.key}/"), "#gone")) == (
            "These words stood in the capture of 3 May 2026; they are not in the capture of 4 June 2026."
        )

    @pytest.mark.parametrize("decision", [None, "no"])
    def test_nothing_is_said_before_an_editor_confirms(self, old: World, client: Client, decision: str) -> None:
        claim = claimed(old, GONE)
        proposal = compared(old, captured_again(old))[GONE]
        if decision:
            decide(old, proposal, decision)
        assert not page(client, f"/claims/{claim.key}/").cssselect("#gone")

    def test_nor_at_a_moment_before_that(self, old: World, client: Client) -> None:
        claim = claimed(old, GONE)
        proposal = compared(old, captured_again(old))[GONE]
        before = datetime.now(UTC)
        decided = decide(old, proposal)
        address = f"/claims/{claim.key}/?known_by="
        assert not page(client, address + at(before)).cssselect("#gone")
        told = one(page(client, address + at(decided.decided_at)), "#gone")
        assert all("&known_by=" in a.get("href") for a in told.cssselect("a"))

    def test_of_two_later_texts_the_last_is_named(self, old: World, client: Client) -> None:
        claim = claimed(old, GONE)
        decide(old, compared(old, captured_again(old))[GONE])
        third = captured_again(old, NEW + "More.")
        decide(old, compared(old, third)[GONE])
        told = one(page(client, f"/claims/{claim.key}/"), "#gone")
        assert told.cssselect("a")[1].get("href") == text_of(third)

    def test_it_ends_when_the_words_come_back_and_are_carried_over(self, old: World, client: Client) -> None:
        claim = claimed(old, GONE)
        decide(old, compared(old, captured_again(old))[GONE])
        decide(old, compared(old, captured_again(old, OLD + "More."))[GONE])
        assert not page(client, f"/claims/{claim.key}/").cssselect("#gone")

    def test_programs_are_told_too(self, old: World, client: Client) -> None:
        claim = claimed(old, GONE)
        new = captured_again(old)
        address = f"/api/v1/claims/{claim.key}"
        answer = got(client, address, shape="OneClaim")["claim"]
        assert (answer["captured"]["key"], answer["gone_from"]) == (old.snapshot.key, None)
        decide(old, compared(old, new)[GONE])
        gone = got(client, address, shape="OneClaim")["claim"]["gone_from"]
        assert gone["key"] == new.key
        assert datetime.fromisoformat(gone["captured_at"]) == new.captured_at
        assert gone["page"].endswith(text_of(new))
        whole = got(client, f"/api/v1/incidents/{old.incident.slug}/comparison", shape="Comparison")
        assert [each["gone_from"] for each in whole["questions"][0]["claims"]] == [gone]
        earlier = got(client, f"{address}?known_by={at(new.captured_at)}", shape="OneClaim")
        assert earlier["claim"]["gone_from"] is None


class TestTexts:
    def test_each_capture_can_be_read_with_the_claims_that_rest_on_it(self, old: World, client: Client) -> None:
        here, gone = claimed(old, CHANGED), claimed(old, GONE)
        new = captured_again(old)
        found = compared(old, new)
        decide(old, found[CHANGED])
        decide(old, found[GONE])
        earlier, later = (page(client, text_of(each)) for each in (old.snapshot, new))
        assert [mark.get("data-claims") for mark in earlier.cssselect("mark")] == [gone.key]
        assert [mark.get("data-claims") for mark in later.cssselect("mark")] == [here.key]
        assert "two hundred shells" in words(one(earlier, ".snapshot"))
        assert "one hundred shells" in words(one(later, ".snapshot"))
        assert "not in the capture of" in words(one(earlier, ".passages"))
        newest = f"See the newest capture, of {new.captured_at:%-d %b %Y, %H:%M} UTC"
        assert newest in words(earlier)
        assert "See the newest capture" not in words(later)
        assert [href for href in links(later) if "snapshot=" in href] == [text_of(old.snapshot)]

    def test_the_latest_that_carries_claims_is_shown_first(self, old: World, client: Client) -> None:
        claim = claimed(old, EXACT)
        captured_again(old)
        shown = page(client, f"/sources/{old.snapshot.source.slug}/")
        assert [mark.get("data-claims") for mark in shown.cssselect("mark")] == [claim.key]

    def test_a_claim_leads_to_the_text_that_it_rests_on(self, old: World, client: Client) -> None:
        claim = claimed(old, EXACT)
        whole = f"/sources/{old.snapshot.source.slug}/#{claim.key}"
        assert whole in links(page(client, f"/claims/{claim.key}/"))
        captured_again(old)
        there = f"{text_of(old.snapshot)}#{claim.key}"
        assert there in links(page(client, f"/claims/{claim.key}/"))

    def test_a_capture_that_is_not_of_this_source(self, old: World, client: Client) -> None:
        claimed(old, EXACT)
        other = old.capture(title="Another")
        address = f"/sources/{old.snapshot.source.slug}/?snapshot={other.key}"
        assert "or it has no such capture" in words(page(client, address, status=404))

    def test_a_capture_of_later_is_not_there_yet(self, old: World, client: Client) -> None:
        claimed(old, EXACT)
        before = datetime.now(UTC)
        address = f"{text_of(captured_again(old))}&known_by={at(before)}"
        assert page(client, address, status=404) is not None
