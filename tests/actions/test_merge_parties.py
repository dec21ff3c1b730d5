"""Two records of one party become one, with all that hangs on them."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from tests.actions.world import World, account
from tracker.actions.claim_content import Relayed
from tracker.actions.foresee import Outcome, foresee
from tracker.actions.make_incident import make_incident
from tracker.actions.make_party import add_affiliation
from tracker.actions.make_question import AnswerText, make_question
from tracker.actions.merge_parties import PartiesMerged, merge_parties
from tracker.actions.move_claims import Collides
from tracker.actions.refusals import Refused
from tracker.actions.withdraw_claim import withdraw_claim
from tracker.models import Affiliation, Answer, Change, Claim, Party, Relay, Side, User
from tracker.queries.preview import incidents_of_parties
from tracker.queries.statuses import statuses

TODAY = date(2026, 1, 1)


@pytest.fixture
def steward(world: World) -> User:
    return account("stella", role="steward")


@pytest.fixture
def dprk(world: World) -> Party:
    """The North once more, under another name."""
    return world.party("DPRK", monogram="DPRK", also_known_as=["Pyongyang", "조선"])


def merge(steward: User, party: Party, into: Party, **more: Any) -> PartiesMerged:
    return merge_parties(**{"by": steward, "note": "one state", "party": party, "into": into} | more)


def test_a_speaker_s_claims_are_corrected_at_their_addresses(world: World, dprk: Party, steward: User) -> None:
    published, proposed = (
        world.published(speaker=dprk),
        world.record(speaker=dprk, words=world.words("The South"), cue=""),
    )
    merged = merge(steward, dprk, world.north)
    for claim, revision in ((published, 3), (proposed, 2)):
        now = Claim.objects.get(pk=claim.pk)
        assert (now.key, now.speaker, now.revision) == (claim.key, world.north, revision)
    assert [(each.key, each.to, each.public) for each in merged.claims] == [
        (published.key, "as its speaker", True),
        (proposed.key, "as its speaker", False),
    ]
    event = published.events.get(revision=3)
    assert (event.pgh_context["by"], event.pgh_context["note"]) == (steward.pk, "one state")


def test_its_names_become_other_names_and_it_says_into_what_it_was_merged(
    world: World, dprk: Party, steward: User
) -> None:
    merged = merge(steward, dprk, world.north)
    dprk.refresh_from_db()
    world.north.refresh_from_db()
    assert dprk.merged_into == world.north
    assert world.north.also_known_as == ["Pyongyang", "The North", "DPRK", "조선"]
    assert merged.names == ("DPRK", "조선")


def test_sources_sides_and_answers_laid_to_it_move(world: World, steward: User) -> None:
    dprk, paper = world.party("DPRK"), world.party("VOA News", kind="media")
    snapshot = world.capture(text="Somebody says so.", title="A copy", publisher=paper)
    incident = make_incident(by=world.alice, note="", title="Cheonan", occurred="2010-03-26", sides=[dprk])
    question = make_question(
        by=world.alice, note="", incident=incident, text="Who?", kind="choice",
        answers=[AnswerText(text="The North sank it", about=dprk)],
    )  # fmt: skip
    world.published(
        words=world.words("Somebody says so.", snapshot=snapshot), question=question, answer=question.answers.get(),
        relays=(Relayed(party=paper),), cue="says", speaker=world.south, said="2010-12-09",
    )  # fmt: skip
    merged = merge(steward, dprk, world.north)
    assert (merged.answers, [line.text for line in merged.sides]) == (("The North sank it",), ["Cheonan"])
    # although a published claim rests on the answer: its party is the same under another record
    assert Answer.objects.get(pk=question.answers.get().pk).about == world.north
    assert Side.objects.get(incident=incident).party == world.north
    merged = merge(steward, paper, world.voa)
    assert merged.sources == ("A copy",)
    snapshot.source.refresh_from_db()
    assert snapshot.source.publisher == world.voa
    assert [(each.to, each.speaker) for each in merged.claims] == [("in its chain", "South Korea")]
    assert Relay.objects.get(claim__question=question).party == world.voa


def test_a_side_that_would_stand_twice_counts_once(world: World, dprk: Party, steward: User) -> None:
    incident = make_incident(
        by=world.alice, note="", title="Talks", occurred="2010-12", sides=[world.north, dprk, world.south]
    )
    merged = merge(steward, dprk, world.north)
    assert [(line.text, line.moves) for line in merged.sides] == [("Talks", False)]
    question = make_question(
        by=world.alice, note="", incident=incident, text="Now?", kind="yesno", answers=[AnswerText(text="Now")]
    )
    words = world.words("The South denies it.")
    more = {"question": question, "answer": question.answers.get(), "cue": ""}
    world.published(speaker=world.north, **more)
    world.published(speaker=world.south, words=words, **more)
    found: Any = statuses(viewer=None, said_by=TODAY, known_by=None)[question.key]
    assert (found["status"], found["unheard"]) == ("agreed", [])


def test_a_chain_that_names_both_side_by_side_names_it_once(world: World, steward: User) -> None:
    news, paper = world.party("VOA News", kind="media"), world.party("Yonhap", kind="agency")
    relays = (Relayed(party=world.voa), Relayed(party=news, cue="says"), Relayed(party=paper))
    claim = world.published(relays=relays, cue="")
    merge(steward, news, world.voa)
    told = [(relay.position, relay.party) for relay in claim.relays.order_by("position")]
    assert told == [(1, world.voa), (2, paper)]


def test_a_chain_that_names_both_apart_is_refused(world: World, steward: User) -> None:
    news, paper = world.party("VOA News", kind="media"), world.party("Yonhap", kind="agency")
    relays = (Relayed(party=world.voa), Relayed(party=paper), Relayed(party=news))
    claim = world.published(relays=relays, cue="")
    with pytest.raises(Refused, match=claim.key):
        merge(steward, news, world.voa)
    assert Party.objects.get(pk=news.pk).merged_into is None


def tie(world: World, member: Party, organisation: Party, **more: Any) -> Affiliation:
    given = {"by": world.alice, "note": "n", "grounds": "so it is", "speaks_for": True}
    return add_affiliation(**given | {"member": member, "organisation": organisation} | more)


def test_affiliations_move_and_what_would_stand_twice_stays_behind(world: World, dprk: Party, steward: User) -> None:
    army, ministry = world.party("Army", kind="body"), world.party("Ministry", kind="body")
    moves = tie(world, army, dprk)
    stays = tie(world, ministry, dprk, speaks_for=False, since=date(2005, 1, 1), until=date(2006, 1, 1))
    tie(world, ministry, world.north, speaks_for=False, since=date(2000, 1, 1))
    between = tie(world, world.north, dprk)
    merged = merge(steward, dprk, world.north)
    assert [line.moves for line in merged.affiliations] == [True, False, False]
    for each in (moves, stays, between):
        each.refresh_from_db()
    assert (moves.organisation, stays.organisation) == (world.north, dprk)
    assert not between.speaks_for  # nobody speaks for what it is itself


def test_speaking_for_two_on_one_day_is_refused(world: World, steward: User) -> None:
    one, other = world.party("Sin Son Ho", kind="person"), world.party("Shin Son-ho", kind="person")
    tie(world, one, world.north)
    tie(world, other, world.south)
    with pytest.raises(
        Refused, match="Shin Son-ho speaks for South Korea on days on which Sin Son Ho speaks for North"
    ):
        merge(steward, other, one)


def test_claims_that_would_stand_twice_are_listed_and_one_is_withdrawn_by_choice(
    world: World, dprk: Party, steward: User
) -> None:
    mine, theirs = world.published(), world.published(speaker=dprk)
    with pytest.raises(Collides) as refused:
        merge(steward, dprk, world.north)
    (twins,) = refused.value.twins
    assert {key for key, _ in twins.claims} == {mine.key, theirs.key}
    assert Party.objects.get(pk=dprk.pk).merged_into is None
    with pytest.raises(Collides):
        merge(steward, dprk, world.north, withdraw=["k00"])
    merged = merge(steward, dprk, world.north, withdraw=[mine.key])
    assert (merged.withdrawn, [each.key for each in merged.claims]) == ((mine.key,), [theirs.key])
    assert Claim.objects.get(pk=mine.pk).withdrawn_at is not None
    assert Claim.objects.get(pk=theirs.pk).speaker == world.north


def test_never_both_of_two_are_withdrawn(world: World, dprk: Party, steward: User) -> None:
    mine, theirs = world.published(), world.published(speaker=dprk)
    merge(steward, dprk, world.north, withdraw=[mine.key, theirs.key])
    assert Claim.objects.counted().count() == 1


def test_a_withdrawn_claim_stays_as_it_was(world: World, dprk: Party, steward: User) -> None:
    claim = world.published(speaker=dprk)
    withdraw_claim(by=steward, note="misread", claim=claim, seen=2)
    merge(steward, dprk, world.north)
    assert Claim.objects.get(pk=claim.pk).speaker == dprk


def test_the_way_to_what_lives_is_one_step(world: World, dprk: Party, steward: User) -> None:
    third = world.party("Democratic People’s Republic")
    merge(steward, third, dprk)
    merge(steward, dprk, world.north)
    assert set(Party.objects.filter(merged_into=world.north)) == {third, dprk}
    for party, into in ((dprk, world.south), (world.south, dprk)):
        with pytest.raises(Refused, match="merged into another party already"):
            merge(steward, party, into)
    with pytest.raises(Refused, match="another party than this one"):
        merge(steward, world.north, world.north)


def test_whom_a_public_party_becomes_is_public(world: World, dprk: Party, steward: User) -> None:
    world.published(speaker=dprk)
    twin, league = world.party("Korea, North"), world.party("League", kind="body")
    tie(world, twin, league)
    merge(steward, dprk, twin)
    assert not Party.objects.filter(pk__in=[twin.pk, league.pk], published_at=None).exists()


def test_only_a_steward_merges_and_says_why(world: World, dprk: Party, steward: User) -> None:
    world.published(speaker=dprk)
    with pytest.raises(Refused, match="may not do this"):
        merge(world.alice, dprk, world.north)
    with pytest.raises(Refused) as refused:
        merge(steward, dprk, world.north, note=" ")
    assert (refused.value.rule, refused.value.field) == ("public_change_has_note", "note")
    assert Party.objects.get(pk=dprk.pk).revision == 2


def trial(steward: User, party: Party, into: Party, agreed: str = "") -> Outcome[PartiesMerged]:
    return foresee(
        by=steward,
        note="one state",
        may="merge_records",
        work=lambda: merge(steward, party, into),
        incidents=lambda: incidents_of_parties(parties=[party.pk, into.pk]),
        said_by=TODAY,
        agreed=agreed,
        unasked=False,
    )


def test_the_preview_says_what_becomes_of_statuses_and_is_shown_again_when_something_changed(
    world: World, dprk: Party, steward: User
) -> None:
    """Two records of one state contradict each other: once they are one, nobody contradicts it."""
    world.published()
    world.published(speaker=dprk, words=world.words("The South denies it."), polarity="denies", cue="")
    instants = Change.objects.count()
    seen = trial(steward, dprk, world.north)
    assert not seen.kept
    (changed,) = seen.changes
    assert (changed.before.status, changed.after.status) == ("contested", "one-sided")
    assert [claim.speaker for claim in seen.made.claims] == ["DPRK"]
    assert (Change.objects.count(), Party.objects.get(pk=dprk.pk).merged_into) == (instants, None)
    world.published(speaker=dprk, words=world.words("The South"), cue="")
    again = trial(steward, dprk, world.north, seen.token)
    assert (again.kept, len(again.made.claims)) == (False, 2)
    assert trial(steward, dprk, world.north, again.token).kept
    found: Any = statuses(viewer=None, said_by=TODAY, known_by=None)[world.question.key]
    assert found["status"] == "one-sided"


@pytest.mark.parametrize("claims", [1, 3])
def test_what_a_preview_costs(world: World, dprk: Party, steward: User, claims: int, django_assert_num_queries) -> None:
    world.published()
    snapshot = world.capture(text=" ".join(f"Sentence {n} says so." for n in range(claims)), title="Many")
    for n in range(claims):
        world.published(speaker=dprk, words=world.words(f"Sentence {n} says so.", snapshot=snapshot))
    with django_assert_num_queries(55 + claims):
        trial(steward, dprk, world.north)
