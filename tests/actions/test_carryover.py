"""Captured again: nothing moves without an editor's yes, and what moves says why."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from psycopg.types.range import Int4Range

from tests.actions.recaptured import (
    CHANGED,
    EXACT,
    GONE,
    MOVED,
    NEW,
    NOW,
    OLD,
    captured_again,
    claimed,
    compared,
    seen,
)
from tests.actions.world import World, account
from tracker.actions.carryover import accept_exact, decide_carryover
from tracker.actions.change import change, save
from tracker.actions.correct_claim import correct_claim
from tracker.actions.publish_claim import publish_claim
from tracker.actions.refusals import Refused, Stale
from tracker.actions.withdraw_claim import withdraw_claim
from tracker.models import Carryover, Claim, Excerpt, Incident, Snapshot
from tracker.queries.revisions import claim_revisions


@pytest.fixture
def old(world: World) -> World:
    world.__dict__["snapshot"] = world.capture(text=OLD)
    return world


def decide(world: World, carryover: Carryover, decision: Any = "yes", **more: Any) -> Carryover:
    claims = Claim.objects.filter(excerpt=carryover.excerpt, withdrawn_at__isnull=True)
    given = {"by": world.bob, "note": "", "seen": seen(*claims)} | more
    return decide_carryover(carryover=carryover, decision=decision, **given)


def day() -> str:
    return Snapshot.objects.latest("captured_at").captured_at.strftime("%-d %B %Y")


class TestProposals:
    def test_say_of_every_excerpt_what_became_of_it(self, old: World) -> None:
        for words in (EXACT, MOVED, CHANGED, GONE):
            claimed(old, words, speaker=old.party(words))
        new = captured_again(old)
        found = compared(old, new)
        assert {words: each.outcome for words, each in found.items()} == {
            EXACT: "exact",
            MOVED: "moved",
            CHANGED: "changed",
            GONE: "gone",
        }
        assert found[MOVED].pieces == ((NEW.index(MOVED), NEW.index(MOVED) + len(MOVED)),)
        assert (found[GONE].pieces, found[GONE].score) == (None, 0)
        assert 0.45 <= found[CHANGED].score < 1
        assert {each.decided_at for each in found.values()} == {None}

    def test_move_nothing(self, old: World) -> None:
        claim = claimed(old, EXACT)
        compared(old, captured_again(old))
        now = Claim.objects.get()
        assert (now.excerpt_id, now.revision) == (claim.excerpt_id, claim.revision)

    def test_are_made_once(self, old: World) -> None:
        claimed(old, EXACT)
        new = captured_again(old)
        first = compared(old, new)[EXACT]
        decide(old, first)
        again = compared(old, new)[EXACT]
        assert (again.pk, again.accepted) == (first.pk, True)

    def test_are_of_the_same_source(self, old: World) -> None:
        claimed(old, EXACT)
        other = old.capture(text=OLD, title="Another source")
        compared(old, other)
        assert not Carryover.objects.exists()


class TestYes:
    def test_moves_the_claim_to_the_same_words_in_the_new_text(self, old: World) -> None:
        claim = claimed(old, MOVED)
        new = captured_again(old)
        decided = decide(old, compared(old, new)[MOVED])
        now = Claim.objects.get()
        assert (now.excerpt.snapshot, now.excerpt.exact) == (new, [MOVED])
        assert (now.key, now.revision, now.published_at) == (claim.key, claim.revision + 1, claim.published_at)
        assert (decided.accepted, decided.decided_by) == (True, old.bob)
        assert Excerpt.objects.filter(pk=claim.excerpt_id).exists()

    def test_is_a_revision_that_says_why(self, old: World) -> None:
        claim = claimed(old, MOVED)
        decide(old, compared(old, captured_again(old))[MOVED], note=" looked twice ")
        latest, first = claim_revisions(claim=claim.pk, known_at=None)
        assert (latest.note, latest.by) == (f"captured again on {day()}; looked twice", "bob")
        assert (latest.altered, first.number) == ((), 1)

    def test_of_changed_words_says_so_and_shows_both(self, old: World) -> None:
        claim = claimed(old, CHANGED)
        decide(old, compared(old, captured_again(old))[CHANGED])
        latest = claim_revisions(claim=claim.pk, known_at=None)[0]
        assert latest.note == f"captured again on {day()}; the words have changed"
        assert [each.field for each in latest.altered] == ["words"]
        assert latest.words == NOW

    def test_leaves_the_past_as_it_was(self, old: World) -> None:
        claim = claimed(old, CHANGED)
        before = datetime.now(UTC)
        decide(old, compared(old, captured_again(old))[CHANGED])
        then = Claim.objects.all().known_by(before).values_list("excerpt_id", "excerpt__exact").get()
        assert then == (claim.excerpt_id, [CHANGED])

    def test_uses_the_excerpt_that_is_there(self, old: World) -> None:
        claimed(old, EXACT)
        new = captured_again(old)
        there = old.published(words=old.words(EXACT, snapshot=new), speaker=old.south)
        decide(old, compared(old, new)[EXACT])
        assert set(Claim.objects.values_list("excerpt", flat=True)) == {there.excerpt_id}

    def test_moves_every_claim_on_the_words_but_no_withdrawn_one(self, old: World) -> None:
        here = [claimed(old, EXACT, speaker=who) for who in (old.north, old.south, old.party("Japan"))]
        gone = withdraw_claim(by=old.alice, note="x", claim=here[2], seen=here[2].revision)
        new = captured_again(old)
        decide(old, compared(old, new)[EXACT])
        assert [claim.excerpt.snapshot for claim in Claim.objects.order_by("pk")[:2]] == [new, new]
        assert Claim.objects.get(pk=gone.pk).excerpt_id == gone.excerpt_id

    def test_a_proposed_claim_stays_proposed(self, old: World) -> None:
        old.record(words=old.words(EXACT))
        decide(old, compared(old, captured_again(old))[EXACT])
        assert Claim.objects.get().published_at is None

    def test_of_words_in_pieces(self, old: World) -> None:
        words = old.words(MOVED)
        old.published(words=type(words)(snapshot=old.snapshot, pieces=old.words(EXACT).pieces + words.pieces))
        new = captured_again(old)
        decide(old, compared(old, new)[f"{EXACT} […] {MOVED}"])
        assert Claim.objects.get().excerpt.exact == [EXACT, MOVED]

    def test_the_core_goes_with_its_words(self, old: World) -> None:
        start = OLD.index("the South fired")
        claimed(old, MOVED, core=(start, start + 15))
        decide(old, compared(old, captured_again(old))[MOVED])
        there = NEW.index("the South fired")
        assert Claim.objects.get().core == Int4Range(there, there + 15)

    def test_a_core_whose_words_changed_is_dropped_and_the_note_says_so(self, old: World) -> None:
        start = OLD.index("two hundred")
        claim = claimed(old, CHANGED, core=(start, start + 11))
        decide(old, compared(old, captured_again(old))[CHANGED])
        assert Claim.objects.get().core is None
        assert claim_revisions(claim=claim.pk, known_at=None)[0].note.endswith(
            "the words have changed; the words that carried the answer are not the same, so the whole excerpt"
            " carries it"
        )

    @pytest.mark.parametrize(("words", "kept"), [(MOVED, "북측은"), (CHANGED, "")])
    def test_a_translation_goes_with_the_same_words_only(self, old: World, words: str, kept: str) -> None:
        old.published(words=old.words(words, gloss="북측은", gloss_language="ko"))
        decide(old, compared(old, captured_again(old))[words])
        assert Claim.objects.get().excerpt.gloss == kept

    def test_a_translation_that_is_there_is_not_overwritten(self, old: World) -> None:
        old.published(words=old.words(EXACT, gloss="old", gloss_language="ko"))
        new = captured_again(old)
        old.published(words=old.words(EXACT, snapshot=new, gloss="new", gloss_language="ko"), speaker=old.south)
        decide(old, compared(old, new)[EXACT])
        assert Excerpt.objects.get(snapshot=new).gloss == "new"


class TestRefused:
    def test_nothing_that_changed_meanwhile(self, old: World) -> None:
        claim = claimed(old, EXACT)
        proposal = compared(old, captured_again(old))[EXACT]
        was = seen(claim)
        correct_claim(
            by=old.alice,
            note="misread",
            claim=claim,
            seen=claim.revision,
            words=old.words(EXACT),
            speaker=claim.speaker,
            content=type(old.content)(question=old.question, answer=old.answer(), polarity="denies", said="2010-12-09"),
            says_this=True,
        )
        with pytest.raises(Stale) as refused:
            decide(old, proposal, seen=was)
        assert "changed meanwhile" in refused.value.message
        assert Claim.objects.get().excerpt_id == claim.excerpt_id
        assert Carryover.objects.get().decided_at is None

    def test_nothing_that_came_meanwhile(self, old: World) -> None:
        claim = claimed(old, EXACT)
        proposal = compared(old, captured_again(old))[EXACT]
        was = seen(claim)
        claimed(old, EXACT, speaker=old.south)
        with pytest.raises(Stale):
            decide(old, proposal, seen=was)

    def test_a_second_decision(self, old: World) -> None:
        claimed(old, EXACT)
        proposal = compared(old, captured_again(old))[EXACT]
        decide(old, proposal, "no")
        with pytest.raises(Stale) as refused:
            decide(old, proposal)
        assert refused.value.rule == "carryover_decision_is_final"

    def test_a_proposal_that_a_newer_capture_has_overtaken(self, old: World) -> None:
        claimed(old, EXACT)
        proposal = compared(old, captured_again(old))[EXACT]
        captured_again(old, NEW + "More.")
        with pytest.raises(Refused) as refused:
            decide(old, proposal)
        assert refused.value.rule == "carryover_is_into_the_newest"

    def test_words_without_a_claim(self, old: World) -> None:
        claim = claimed(old, EXACT)
        proposal = compared(old, captured_again(old))[EXACT]
        withdraw_claim(by=old.alice, note="x", claim=claim, seen=claim.revision)
        with pytest.raises(Refused) as refused:
            decide(old, proposal)
        assert refused.value.rule == "carryover_has_claims"

    def test_words_without_the_reporters_verb(self, old: World) -> None:
        claimed(old, CHANGED)
        new = captured_again(old, NEW.replace("Tokyo says that", "Tokyo thinks that"))
        with pytest.raises(Refused) as refused:
            decide(old, compared(old, new)[CHANGED])
        assert (refused.value.rule, refused.value.field) == ("cue_is_verbatim", "cue")

    def test_a_claim_that_is_published_on_the_new_words_already(self, old: World) -> None:
        claimed(old, EXACT)
        new = captured_again(old)
        old.published(words=old.words(EXACT, snapshot=new))
        with pytest.raises(Refused) as refused:
            decide(old, compared(old, new)[EXACT])
        assert refused.value.rule == "claim_is_published_once"
        assert Carryover.objects.get().decided_at is None

    @pytest.mark.parametrize("words", [EXACT, GONE])
    def test_a_frozen_incident(self, old: World, words: str) -> None:
        claimed(old, words)
        proposal = compared(old, captured_again(old))[words]
        govern(old, frozen=True)
        with pytest.raises(Refused) as refused:
            decide(old, proposal)
        assert refused.value.rule == "incident_is_frozen"

    @pytest.mark.parametrize("role", ["reader", "contributor"])
    def test_who_may_not(self, old: World, role: str) -> None:
        claimed(old, EXACT)
        proposal = compared(old, captured_again(old))[EXACT]
        with pytest.raises(Refused) as refused:
            decide(old, proposal, by=account("dora", role=role))
        assert refused.value.rule == "not_allowed"


def govern(world: World, **fields: bool) -> None:
    incident = Incident.objects.get(pk=world.incident.pk)
    with change(by=account("steward", role="steward"), note="a quarrel", may="govern_incident"):
        save(incident, seen=incident.revision, **fields)


class TestNoAndGone:
    def test_no_leaves_the_claim_where_it_is(self, old: World) -> None:
        claim = claimed(old, CHANGED)
        decided = decide(old, compared(old, captured_again(old))[CHANGED], "no")
        now = Claim.objects.get()
        assert (decided.accepted, now.excerpt_id, now.revision) == (False, claim.excerpt_id, claim.revision)

    def test_yes_to_gone_words_leaves_it_too(self, old: World) -> None:
        claim = claimed(old, GONE)
        decided = decide(old, compared(old, captured_again(old))[GONE])
        assert (decided.accepted, decided.outcome) == (True, "gone")
        assert Claim.objects.get().revision == claim.revision

    def test_an_editor_may_say_that_words_are_gone_which_were_found(self, old: World) -> None:
        claim = claimed(old, CHANGED)
        decided = decide(old, compared(old, captured_again(old))[CHANGED], "gone")
        decided.refresh_from_db()
        assert (decided.accepted, decided.outcome, decided.pieces, decided.score) == (True, "gone", None, 0)
        assert Claim.objects.get().excerpt_id == claim.excerpt_id


class TestAllExactAtOnce:
    def test_moves_what_stands_where_it_stood_and_nothing_else(self, old: World) -> None:
        here = [claimed(old, words) for words in (EXACT, MOVED, CHANGED)]
        new = captured_again(old)
        compared(old, new)
        assert accept_exact(by=old.bob, note="", snapshot=new, seen=seen(*here)) == (1, [])
        moved = Claim.objects.filter(excerpt__snapshot=new)
        assert [claim.excerpt.exact for claim in moved] == [[EXACT]]
        assert claim_revisions(claim=here[0].pk, known_at=None)[0].note == f"captured again on {day()}"

    def test_what_cannot_be_moved_is_left_with_the_reason_and_holds_up_nothing(self, old: World) -> None:
        text = f"{EXACT} One more sentence of theirs says so."
        old.__dict__["snapshot"] = old.capture(text=text, title="Another")
        here = [claimed(old, EXACT), claimed(old, "One more sentence of theirs says so.")]
        new = captured_again(old, text)
        old.published(words=old.words(EXACT, snapshot=new))
        compared(old, new)
        done, left = accept_exact(by=old.bob, note="", snapshot=new, seen=seen(*here))
        assert (done, [each.carryover.excerpt.exact for each in left]) == (1, [[EXACT]])
        assert "published already" in left[0].message

    def test_a_claim_that_was_not_seen_stays(self, old: World) -> None:
        claim = claimed(old, EXACT)
        new = captured_again(old)
        compared(old, new)
        was = seen(claim)
        claimed(old, EXACT, speaker=old.south)
        done, left = accept_exact(by=old.bob, note="", snapshot=new, seen=was)
        assert (done, len(left)) == (0, 1)
        assert not Claim.objects.filter(excerpt__snapshot=new).exists()


def test_four_eyes_whoever_carried_a_proposed_claim_over_does_not_publish_it(old: World) -> None:
    govern(old, four_eyes=True)
    old.record(words=old.words(EXACT))
    decide(old, compared(old, captured_again(old))[EXACT])
    claim = Claim.objects.get()
    with pytest.raises(Refused) as refused:
        publish_claim(by=old.bob, note="", claim=claim, seen=claim.revision, says_this=True)
    assert refused.value.rule == "publication_has_four_eyes"
    publish_claim(by=old.alice, note="", claim=claim, seen=claim.revision, says_this=True)
