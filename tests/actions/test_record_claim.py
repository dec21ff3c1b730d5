from dataclasses import replace
from datetime import date

import pytest

from tests.actions.world import World
from tracker.actions.claim_content import Reasoned, Relayed, Words
from tracker.actions.make_party import add_affiliation
from tracker.actions.record_claim import record_claim
from tracker.actions.refusals import Refused
from tracker.models import Claim, Excerpt


def test_a_claim_is_proposed_with_its_words_and_its_chain(world: World) -> None:
    claim = world.record()
    assert claim.published_at is None
    assert claim.revision == 1
    excerpt = claim.excerpt
    assert excerpt.exact == ["The North says the South fired first."]
    start = world.snapshot.text.index("The North")
    assert excerpt.pieces == ((start, start + 37),)
    assert [(relay.position, relay.party, relay.cue) for relay in claim.relays.all()] == [(1, world.voa, "")]


def test_offsets_are_code_points_behind_emoji(world: World) -> None:
    claim = world.record()
    (start, end) = Excerpt.objects.get(pk=claim.excerpt_id).pieces[0]
    assert world.snapshot.text[start:end] == "The North says the South fired first."
    assert start == len("A cat 🐈 and a family 👨‍👩‍👧 watched.\n")


def test_joint_speakers_are_several_claims_on_one_excerpt(world: World) -> None:
    us, japan = world.party("United States", monogram="US"), world.party("Japan", monogram="JP")
    claims = record_claim(
        by=world.alice,
        note="",
        words=world.words(),
        speakers=[world.south, us, japan],
        content=world.content,
        says_this=True,
    )
    assert [claim.speaker.name for claim in claims] == ["South Korea", "United States", "Japan"]
    assert len({claim.excerpt_id for claim in claims}) == 1
    assert [claim.relays.count() for claim in claims] == [1, 1, 1]


def test_an_excerpt_that_is_there_is_taken(world: World) -> None:
    one, other = world.record(), world.record(speaker=world.south)
    assert one.excerpt_id == other.excerpt_id
    assert Excerpt.objects.count() == 1


def test_words_may_stand_in_two_pieces(world: World) -> None:
    text = world.snapshot.text
    first, second = text.index("The North says"), text.index("The South denies it")
    words = Words(snapshot=world.snapshot, pieces=((first, first + 14), (second, second + 19)))
    claim = world.record(words=words)
    assert claim.excerpt.exact == ["The North says", "The South denies it"]


def test_the_core_stands_inside(world: World) -> None:
    start = world.snapshot.text.index("the South fired first")
    claim = world.record(core=(start, start + 21))
    claim.refresh_from_db()
    assert (claim.core.lower, claim.core.upper) == (start, start + 21)
    with pytest.raises(Refused) as refused:
        world.record(core=(0, 5))
    assert (refused.value.rule, refused.value.field) == ("claim_core_is_inside_its_excerpt", "core")


def test_a_translation_has_its_language(world: World) -> None:
    claim = world.record(words=world.words(gloss="북측은 …", gloss_language="ko"))
    assert (claim.excerpt.gloss, claim.excerpt.gloss_language) == ("북측은 …", "ko")
    with pytest.raises(Refused) as refused:
        world.record(words=world.words("The South denies it.", gloss="남측은 …"), cue="denies")
    assert (refused.value.rule, refused.value.field) == ("excerpt_gloss_has_its_language", "gloss")


@pytest.mark.parametrize(
    ("more", "rule", "field"),
    [
        ({"says_this": False}, "words_say_this", "says_this"),
        ({"speakers": []}, "claim_has_a_speaker", "speaker"),
        ({"polarity": "perhaps"}, "polarity_is_known", "polarity"),
        ({"answer": None}, "claim_position_has_an_answer", "answer"),
        ({"polarity": "declines"}, "claim_decline_declines", "polarity"),
        ({"polarity": "declines", "act": "decline"}, "claim_decline_has_no_certainty", "certainty"),
        ({"act": "retract"}, "claim_retract_names_a_claim", "retracts"),
        ({"said": "2010-12-10"}, "said_ends_with_publication", "said"),
        ({"said": "2010-12"}, "said_ends_with_publication", "said"),
        ({"said": "then"}, "date_has_bounds", "said"),
        ({"cue": "admits"}, "cue_is_verbatim", "cue"),
        ({"coding_note": "x\0"}, "text_is_storable", "coding_note"),
    ],
)
def test_a_claim_is_refused_and_nothing_is_written(world: World, more: dict, rule: str, field: str) -> None:
    with pytest.raises(Refused) as refused:
        world.record(**more)
    assert (refused.value.rule, refused.value.field) == (rule, field)
    assert not Claim.objects.exists()
    assert not Excerpt.objects.exists()


def test_a_decline_may_be_of_the_whole_question(world: World) -> None:
    claim = world.record(answer=None, polarity="declines", act="decline", certainty="unspecified")
    assert claim.answer is None


def test_an_answer_belongs_to_its_question(world: World) -> None:
    with pytest.raises(Refused) as refused:
        world.record(answer=world.answer(question=world.yesno))
    assert (refused.value.rule, refused.value.field) == ("claim_answer_belongs_to_question", "answer")


@pytest.mark.parametrize(
    "pieces", [(), ((5, 5),), ((9, 5),), ((-3, 5),), ((0, 10**9),), ((0, 3), (3, 6)), ((4, 9), (0, 2))]
)
def test_impossible_pieces_are_refused(world: World, pieces: tuple) -> None:
    with pytest.raises(Refused) as refused:
        world.record(words=Words(snapshot=world.snapshot, pieces=pieces), cue="")
    assert refused.value.field == "words"


def test_the_same_speaker_twice_is_refused(world: World) -> None:
    with pytest.raises(Refused) as refused:
        world.record(speakers=[world.north, world.north])
    assert refused.value.rule == "speaker_stands_once"


def test_a_party_stands_once_in_the_chain(world: World) -> None:
    with pytest.raises(Refused) as refused:
        world.record(relays=(Relayed(party=world.voa), Relayed(party=world.voa)))
    assert (refused.value.rule, refused.value.field) == ("relay_party_stands_once", "relays")


def test_the_first_relay_is_the_publisher_or_a_member_of_it(world: World) -> None:
    reporter = world.party("Steve Herman", kind="person")
    with pytest.raises(Refused, match="begins with the source’s publisher") as refused:
        world.record(relays=(Relayed(party=reporter),))
    assert (refused.value.rule, refused.value.field) == ("first_relay_is_the_publisher", "relays")
    add_affiliation(
        by=world.alice, note="", member=reporter, organisation=world.voa, grounds="byline", speaks_for=False
    )
    assert world.record(relays=(Relayed(party=reporter),)).relays.get().party == reporter


def test_reasons_belong_to_the_claim(world: World) -> None:
    answer = world.answer(question=world.yesno)
    claim = world.record(reasons=(Reasoned(answer=answer, direction="supports"),))
    assert [(reason.answer, reason.direction) for reason in claim.reasons.all()] == [(answer, "supports")]
    with pytest.raises(Refused) as refused:
        world.record(speaker=world.south, reasons=(Reasoned(answer=answer, direction="supports"),) * 2)
    assert refused.value.rule == "reason_stands_once"


class TestTakingBack:
    def retract(self, world: World, taken: Claim, **more) -> Claim:
        given = {"retracts": taken, "act": "retract", "words": world.words("The South denies it."), "cue": ""}
        return world.record(**given | more)

    def test_names_a_claim(self, world: World) -> None:
        taken = world.published()
        assert self.retract(world, taken).retracts == taken

    def test_of_a_claim_that_is_not_public_is_refused(self, world: World) -> None:
        self.refused(world, world.record(), "retracted_claim_is_public")

    def test_of_a_retract_is_refused(self, world: World) -> None:
        retract = self.retract(world, world.published())
        self.refused(world, retract, "retract_names_no_retract")

    def test_of_a_later_claim_is_refused(self, world: World) -> None:
        self.refused(world, world.published(), "retract_names_an_earlier_claim", said="2010-12-08")

    def test_of_another_answer_is_refused(self, world: World) -> None:
        self.refused(world, world.published(), "claim_retracts_same_answer_and_polarity", answer=world.answer(1))

    def test_of_another_principal_is_refused(self, world: World) -> None:
        self.refused(world, world.published(), "retract_is_of_the_same_principal", speaker=world.south)

    def test_by_somebody_who_speaks_for_the_same_principal_is_taken(self, world: World) -> None:
        taken, army = world.published(), world.party("Army", kind="body")
        self.refused(world, taken, "retract_is_of_the_same_principal", speaker=army)
        add_affiliation(
            by=world.alice,
            note="",
            member=army,
            organisation=world.north,
            grounds="S02",
            speaks_for=True,
            since=date(2010, 1, 1),
        )
        assert self.retract(world, taken, speaker=army).speaker == army

    def refused(self, world: World, taken: Claim, rule: str, **more) -> None:
        before = Claim.objects.count()
        with pytest.raises(Refused) as refused:
            self.retract(world, taken, **more)
        assert (refused.value.rule, refused.value.field) == (rule, "retracts")
        assert Claim.objects.count() == before


def test_a_reader_records_nothing(world: World) -> None:
    with pytest.raises(Refused, match="may not"):
        world.record(by=world.charlie)


def test_content_is_not_changed_by_recording(world: World) -> None:
    content = world.content
    world.record()
    assert content == replace(content)
