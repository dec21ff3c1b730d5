import pytest

from tests.actions.world import World, account
from tracker.actions.claim_content import Relayed
from tracker.actions.make_party import add_affiliation
from tracker.actions.publish_claim import publish_claim
from tracker.actions.refusals import Refused, Stale
from tracker.actions.withdraw_claim import withdraw_claim
from tracker.models import Answer, Claim, Party, Source


def test_what_a_claim_rests_on_is_public_with_it(world: World) -> None:
    reporter = world.party("Steve Herman", kind="person")
    outsider = world.party("France")
    claim = world.published(relays=(Relayed(party=world.voa), Relayed(party=reporter)))
    public = Party.objects.all().published()
    assert set(public) == {world.north, world.south, world.voa, reporter}
    assert outsider not in public
    for row in (claim.question, claim.question.incident, claim.answer, world.snapshot.source):
        row.refresh_from_db()
        assert row.published_at == claim.published_at


def test_an_answer_without_a_claim_stays_unpublished(world: World) -> None:
    world.published()
    assert list(Answer.objects.all().published()) == [world.answer(0)]


def test_whom_the_speaker_speaks_for_is_public_too(world: World) -> None:
    army, staff = world.party("Army", kind="body"), world.party("General Staff", kind="body")
    china = world.party("China")
    for member, organisation in ((staff, army), (army, china)):
        add_affiliation(by=world.alice, note="", member=member, organisation=organisation, grounds="x", speaks_for=True)
    world.published(speaker=staff)
    assert {"Army", "General Staff", "China"} <= {party.name for party in Party.objects.all().published()}


def test_a_second_claim_leaves_the_date_of_the_first(world: World) -> None:
    first = world.published()
    second = world.published(speaker=world.south)
    source = Source.objects.get()
    assert source.published_at == first.published_at < second.published_at
    assert source.revision == 2


def test_the_same_words_of_the_same_speaker_on_the_same_answer_stand_once(world: World) -> None:
    world.published()
    again = world.record()
    with pytest.raises(Refused, match="published already") as refused:
        publish_claim(by=world.alice, note="", claim=again, seen=1, says_this=True)
    assert (refused.value.rule, refused.value.field) == ("claim_is_published_once", "words")
    again.refresh_from_db()
    assert again.published_at is None


def test_nobody_publishes_without_reading_the_words(world: World) -> None:
    claim = world.record()
    with pytest.raises(Refused) as refused:
        publish_claim(by=world.alice, note="", claim=claim, seen=1, says_this=False)
    assert refused.value.field == "says_this"


def test_what_was_changed_meanwhile_is_not_published_unseen(world: World) -> None:
    claim = world.published()
    with pytest.raises(Stale):
        publish_claim(by=world.bob, note="", claim=claim, seen=1, says_this=True)


def test_a_claim_that_takes_back_waits_for_the_one_it_takes_back(world: World) -> None:
    taken = world.published()
    retract = world.record(
        retracts=taken, act="retract", words=world.words("The South denies it."), cue="", said="2010-12-09"
    )
    withdraw_claim(by=world.alice, note="mistaken", claim=taken, seen=taken.revision)
    published = publish_claim(by=world.alice, note="", claim=retract, seen=1, says_this=True)
    assert published.published_at is not None


def test_a_withdrawal_says_why_and_keeps_everything(world: World) -> None:
    claim = world.published()
    with pytest.raises(Refused) as refused:
        withdraw_claim(by=world.alice, note=" ", claim=claim, seen=2)
    assert (refused.value.rule, refused.value.field) == ("public_change_has_note", "note")
    withdrawn = withdraw_claim(by=world.alice, note="an inference, not a claim", claim=claim, seen=2)
    assert withdrawn.withdrawn_at is not None
    assert not Claim.objects.all().counted().exists()
    assert Claim.objects.all().visible_to(None).get() == claim
    last = withdrawn.events.order_by("revision").last()
    assert last.pgh_context == {"by": world.alice.pk, "note": "an inference, not a claim"}


def test_only_what_is_public_is_withdrawn_and_only_once(world: World) -> None:
    proposed = world.record()
    with pytest.raises(Refused) as refused:
        withdraw_claim(by=account("a steward", role="steward"), note="x", claim=proposed, seen=1)
    assert refused.value.rule == "claim_withdrawn_was_published"
    claim = world.published(speaker=world.south)
    withdraw_claim(by=world.alice, note="x", claim=claim, seen=2)
    with pytest.raises(Refused) as refused:
        withdraw_claim(by=world.alice, note="x", claim=claim, seen=3)
    assert refused.value.rule == "claim_is_withdrawn_once"


def test_what_was_withdrawn_may_be_filed_again(world: World) -> None:
    claim = world.published()
    withdraw_claim(by=world.alice, note="x", claim=claim, seen=2)
    assert world.published().published_at is not None


def test_an_editor_withdraws_what_they_published_and_a_steward_what_anybody_did(world: World) -> None:
    claim = world.published()
    with pytest.raises(Refused) as refused:
        withdraw_claim(by=world.bob, note="x", claim=claim, seen=2)
    assert refused.value.rule == "not_allowed"
    steward = account("a steward", role="steward")
    assert withdraw_claim(by=steward, note="x", claim=claim, seen=2).withdrawn_at is not None
