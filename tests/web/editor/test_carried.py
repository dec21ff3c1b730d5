"""The page on which an editor decides what becomes of quoted words in a new capture. Without JavaScript."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client

from tests.actions.recaptured import CHANGED, EXACT, GONE, MOVED, NOW, OLD, captured_again, claimed, compared, seen
from tests.actions.world import World, account
from tests.jobs.working import do_jobs
from tests.web.reader.dom import Node, parsed
from tests.web.reader.reading import one, words
from tracker.actions.carryover import ask_for_carryovers
from tracker.actions.withdraw_claim import withdraw_claim
from tracker.models import Carryover, Claim, Snapshot


@pytest.fixture
def old(world: World) -> World:
    world.__dict__["snapshot"] = world.capture(text=OLD)
    return world


@pytest.fixture
def new(old: World) -> Snapshot:
    """Four excerpts with a claim each, captured again and compared."""
    for text in (EXACT, MOVED, CHANGED):
        claimed(old, text)
    claimed(old, GONE)
    snapshot = captured_again(old)
    compared(old, snapshot)
    return snapshot


def address(world: World) -> str:
    return f"/edit/sources/{world.snapshot.source.slug}/carried"


def page(client: Client, world: World) -> Node:
    response = client.get(address(world))
    assert response.status_code == 200
    return parsed(response.content.decode())


def of(text: str) -> Carryover:
    return next(each for each in Carryover.objects.select_related("excerpt") if each.excerpt.exact == [text])


def form(node: Node, text: str) -> dict[str, str]:
    """What the form of these words would send, but for the button."""
    article = one(node, f"#f-carryover-{of(text).pk}")
    return {field.get("name"): field.get("value") or "" for field in article.cssselect("input[name]")}


def test_old_and_new_words_stand_in_view(old: World, new: Snapshot, alice: Client) -> None:
    shown = page(alice, old)
    assert [words(h) for h in shown.cssselect("section > h2")][:4] == [
        "Where they stood 1",
        "Moved 1",
        "Changed 1",
        "Gone 1",
    ]
    changed = one(shown, f"#f-carryover-{of(CHANGED).pk}")
    was, now = changed.cssselect("blockquote")
    assert words(was) == CHANGED
    assert words(one(was, "del")) == "two"
    assert words(one(now, "ins")) == "one"
    assert re.search(r"\d\d % of the letters are the same", words(changed))
    assert "These words stand nowhere in it." in words(one(shown, "#gone"))
    assert "The same words, from character 57 to character" in words(one(shown, "#moved"))
    assert words(shown.cssselect("#moved li a")[0]) == "North Korea affirms South Korea fired first"


def test_yes_moves_and_says_so(old: World, new: Snapshot, alice: Client) -> None:
    sent = form(page(alice, old), MOVED) | {"do": "yes", "note": "looked twice"}
    answer = alice.post(address(old), sent)
    assert (answer.status_code, answer["Location"]) == (302, f"{address(old)}#f-carryover-{of(CHANGED).pk}")
    assert Claim.objects.get(excerpt__exact=[MOVED]).excerpt.snapshot == new
    shown = page(alice, old)
    assert "Carried over." in words(one(shown, ".said"))
    assert not shown.cssselect("#moved")


@pytest.mark.parametrize(
    ("text", "do", "outcome", "accepted"),
    [(CHANGED, "no", "changed", False), (CHANGED, "gone", "gone", True), (GONE, "yes", "gone", True)],
)
def test_no_and_gone(
    old: World, new: Snapshot, alice: Client, text: str, do: str, outcome: str, accepted: bool
) -> None:
    assert alice.post(address(old), form(page(alice, old), text) | {"do": do}).status_code == 302
    assert (of(text).outcome, of(text).accepted) == (outcome, accepted)
    assert Claim.objects.get(excerpt__exact=[text]).excerpt.snapshot == old.snapshot


def test_all_that_stand_where_they_stood_go_at_once(old: World, new: Snapshot, alice: Client) -> None:
    sent = {"do": "exact", "seen": one(page(alice, old), "#exact > form input[name=seen]").get("value")}
    assert alice.post(address(old), sent).status_code == 302
    assert list(Claim.objects.filter(excerpt__snapshot=new).values_list("excerpt__exact", flat=True)) == [[EXACT]]
    assert "Carried over: one excerpt." in words(page(alice, old))


def test_what_cannot_go_is_told_beside_it(old: World, new: Snapshot, alice: Client) -> None:
    old.published(words=old.words(EXACT, snapshot=new))
    shown = page(alice, old)
    sent = {"do": "exact", "seen": one(shown, "#exact > form input[name=seen]").get("value")}
    answer = alice.post(address(old), sent)
    assert answer.status_code == 422
    told = parsed(answer.content.decode())
    assert "published already" in words(one(told, f"#fault-carryover-{of(EXACT).pk}"))
    assert one(told, "#faults a").get("href") == f"#f-carryover-{of(EXACT).pk}"
    assert "Carried over: 0 excerpts." in words(told)


def test_what_changed_meanwhile_is_refused_in_words(old: World, new: Snapshot, alice: Client) -> None:
    sent = form(page(alice, old), MOVED) | {"do": "yes"}
    claimed(old, MOVED, speaker=old.south)
    answer = alice.post(address(old), sent)
    assert answer.status_code == 409
    told = parsed(answer.content.decode())
    assert "changed meanwhile" in words(one(told, f"#fault-carryover-{of(MOVED).pk}"))
    assert alice.post(address(old), form(told, MOVED) | {"do": "yes"}).status_code == 302


def test_core_verb_and_translation_are_warned_of(old: World, alice: Client) -> None:
    start = OLD.index("two hundred")
    text = old.words(CHANGED, gloss="이백 발", gloss_language="ko")
    old.published(words=text, core=(start, start + 11), cue="says")
    start = OLD.index("the North fired")
    old.published(words=old.words(EXACT), core=(start, start + 15))
    snapshot = captured_again(old, OLD.replace("Tokyo says that two", "Tokyo thinks that one"))
    compared(old, snapshot)
    shown = words(page(alice, old))
    assert "“two hundred” carries the answer and is not there" in shown
    assert "“the North fired” carries the answer, there too." in shown
    assert "The reporter’s verb “says” is not among the new words" in shown
    assert "The translation is of the old words" in shown


def test_words_whose_claims_are_gone_are_not_asked_about(old: World, new: Snapshot, alice: Client) -> None:
    claim = Claim.objects.get(excerpt__exact=[MOVED])
    withdraw_claim(by=old.alice, note="x", claim=claim, seen=claim.revision)
    assert not page(alice, old).cssselect("#moved")


def test_progress_is_in_sight_and_a_second_try_is_offered_where_there_is_none(old: World, alice: Client) -> None:
    claimed(old, EXACT)
    snapshot = captured_again(old)
    assert "Not looked for yet: 1 excerpt." in words(page(alice, old))
    assert alice.post(address(old), {"do": "again"}).status_code == 302
    shown = page(alice, old)
    assert "Waiting to be looked for in the new text: 1 excerpt." in words(shown)
    assert "Look for them" not in words(shown)
    ask_for_carryovers(by=old.alice, note="", snapshot=snapshot)
    do_jobs()
    assert "Carry over the one that stands where it stood" in words(page(alice, old))


def test_a_source_that_was_captured_once_says_what_will_stand_here(old: World, alice: Client) -> None:
    claimed(old, EXACT)
    assert "was captured once" in words(page(alice, old))


def test_whoever_may_only_propose_sees_it_and_decides_nothing(old: World, new: Snapshot) -> None:
    client = Client()
    client.force_login(account("dora", role="contributor"))
    shown = page(client, old)
    assert "An editor decides on these." in words(shown)
    assert not shown.cssselect("article button")
    answer = client.post(address(old), {"do": "yes", "carryover": of(MOVED).pk, "seen": pairs(MOVED)})
    assert answer.status_code == 422
    assert "Your account may not do this" in answer.content.decode()


def pairs(text: str) -> str:
    return ",".join(f"{key}:{revision}" for key, revision in seen(Claim.objects.get(excerpt__exact=[text])).items())


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        ({}, 400),
        ({"do": "burn"}, 400),
        ({"do": "yes"}, 404),
        ({"do": "yes", "carryover": "9" * 40}, 404),
        ({"do": "yes", "carryover": "x"}, 404),
    ],
)
def test_a_form_of_nobody(old: World, new: Snapshot, alice: Client, sent: dict[str, Any], status: int) -> None:
    assert alice.post(address(old), sent).status_code == status


def test_a_proposal_of_another_source_is_not_decided_here(old: World, new: Snapshot, alice: Client) -> None:
    other = old.capture(text=OLD, title="Another").source
    sent = form(page(alice, old), MOVED) | {"do": "yes"}
    assert alice.post(f"/edit/sources/{other.slug}/carried", sent).status_code == 404


def test_queries_with_few_and_with_many(old: World, alice: Client, django_assert_num_queries: Any) -> None:
    for count in (1, 3, 50):
        text = " ".join(f"The party {n} says so." for n in range(count))
        old.__dict__["snapshot"] = old.capture(text=text, title=f"Of {count}")
        for n in range(count):
            claimed(old, f"The party {n} says so.")
        compared(old, captured_again(old, "First of all. " + text))
        alice.get(address(old))
        with django_assert_num_queries(2 + 2 + 6):
            assert len(alice.get(address(old)).content) > 1000


class TestTheWorkbench:
    def test_opens_the_newest_text_and_leads_to_the_others(self, old: World, new: Snapshot, alice: Client) -> None:
        bench = f"/edit/sources/{old.snapshot.source.slug}/"
        shown = parsed(alice.get(bench).content.decode())
        assert "one hundred shells" in words(one(shown, "#text"))
        assert not shown.cssselect("#text mark")
        there = [a.get("href") for a in one(shown, ".captures").cssselect("a")]
        assert there == [f"{bench}?snapshot={old.snapshot.key}", f"{bench}carried"]
        assert "4 excerpts to carry over" in words(one(shown, ".captures"))
        earlier = parsed(alice.get(there[0]).content.decode())
        assert "two hundred shells" in words(one(earlier, "#text"))
        assert len(earlier.cssselect("#text mark")) == 4
        assert "not the newest text" in words(one(earlier, ".captures"))
        assert len(earlier.cssselect(".filed li")) == 4

    def test_is_as_it_was_where_there_is_one_text(self, old: World, alice: Client) -> None:
        shown = parsed(alice.get(f"/edit/sources/{old.snapshot.source.slug}/").content.decode())
        assert not shown.cssselect(".captures")

    def test_files_on_the_text_that_is_open(
        self, old: World, new: Snapshot, alice: Client, filled: dict[str, Any]
    ) -> None:
        bench = f"/edit/sources/{old.snapshot.source.slug}/"
        sent = filled | {"words": "Beijing says nothing", "snapshot": old.snapshot.key, "do": "propose"}
        answer = alice.post(bench, sent)
        claim = Claim.objects.latest("pk")
        assert answer["Location"] == f"{bench}?filed=k2345678&snapshot={old.snapshot.key}#claim-{claim.key}"
        assert claim.excerpt.snapshot == old.snapshot
        alice.post(
            bench, sent | {"words": "Nobody else was there", "cue": "", "snapshot": new.key, "draft": "k2345679"}
        )
        assert Claim.objects.latest("pk").excerpt.snapshot == new

    def test_keeps_with_a_draft_which_text_it_is_on(
        self, old: World, new: Snapshot, alice: Client, filled: dict[str, Any]
    ) -> None:
        bench = f"/edit/sources/{old.snapshot.source.slug}/"
        sent = filled | {"words": "Beijing says nothing", "snapshot": old.snapshot.key, "do": "draft"}
        shown = parsed(alice.get(alice.post(bench, sent)["Location"]).content.decode())
        assert "two hundred shells" in words(one(shown, "#text"))

    def test_a_text_of_another_source_is_not_opened(self, old: World, new: Snapshot, alice: Client) -> None:
        other = old.capture(title="Another")
        bench = f"/edit/sources/{old.snapshot.source.slug}/"
        assert alice.get(f"{bench}?snapshot={other.key}").status_code == 404
        assert alice.get(f"{bench}?snapshot=%00").status_code == 404


class TestByHand:
    def test_the_words_are_marked_in_the_new_text_and_the_claim_goes_there(
        self, old: World, new: Snapshot, alice: Client, filled: dict[str, Any]
    ) -> None:
        claim = Claim.objects.get(excerpt__exact=[CHANGED])
        address = f"/edit/claims/{claim.key}/"
        (link,) = (
            a.get("href")
            for a in one(page(alice, old), f"#f-carryover-{of(CHANGED).pk}").cssselect("a")
            if "mark by hand" in words(a)
        )
        assert link == f"{address}?snapshot={new.key}"
        shown = parsed(alice.get(link).content.decode())
        assert "one hundred shells" in words(one(shown, "#text"))
        assert one(shown, "#pieces").get("value") == ""
        sent = filled | {
            "words": NOW,
            "snapshot": one(shown, "#claim-form input[name=snapshot]").get("value"),
            "seen": str(claim.revision),
            "note": "by hand",
            "do": "save",
        }
        assert alice.post(address, sent).status_code == 302
        claim.refresh_from_db()
        assert claim.excerpt.exact == [NOW]
        assert not page(alice, old).cssselect("#changed")

    def test_whoever_was_overtaken_by_a_carry_over_sees_both_and_loses_nothing(
        self, old: World, new: Snapshot, alice: Client, filled: dict[str, Any]
    ) -> None:
        claim = Claim.objects.get(excerpt__exact=[CHANGED])
        sent = filled | {
            "words": CHANGED,
            "snapshot": old.snapshot.key,
            "seen": str(claim.revision),
            "certainty": "probable",
            "note": "she hedges",
            "do": "save",
        }
        decide = form(page(alice, old), CHANGED) | {"do": "yes"}
        assert alice.post(address(old), decide).status_code == 302
        answer = alice.post(f"/edit/claims/{claim.key}/", sent)
        assert answer.status_code == 409
        told = parsed(answer.content.decode())
        asked = {field.get("name"): field.get("value") or "" for field in told.cssselect("form input[type=hidden]")}
        asked |= {"choose-words": "theirs", "choose-certainty": "mine", "says_this": "1", "settle": "save"}
        settled = alice.post(f"/edit/claims/{claim.key}/", asked | {"note": "she hedges"})
        claim.refresh_from_db()
        assert (settled.status_code, claim.certainty, claim.excerpt.snapshot) == (302, "probable", new)


def test_the_inbox_says_what_waits(old: World, new: Snapshot, alice: Client) -> None:
    waiting = one(parsed(alice.get("/edit/").content.decode()), "#carried")
    assert words(waiting).endswith(f"4 excerpts, captured {new.captured_at:%-d %b %Y, %H:%M} UTC")
    assert one(waiting, "a").get("href") == address(old)
    for carryover in Carryover.objects.all():
        alice.post(address(old), form(page(alice, old), carryover.excerpt.exact[0]) | {"do": "no"})
    assert not parsed(alice.get("/edit/").content.decode()).cssselect("#carried")
