import pytest

from tests.actions.world import World
from tracker.actions.drafts import discard_draft, save_draft
from tracker.actions.refusals import Refused
from tracker.models import Change, Draft


def test_a_draft_is_kept_under_its_key_and_overwritten(world: World) -> None:
    first = save_draft(by=world.alice, key="k2345678", purpose="claim:x", payload={"cue": "says"})
    second = save_draft(by=world.alice, key="k2345678", purpose="claim:x", payload={"cue": "denies"})
    draft = Draft.objects.get()
    assert (draft.payload, draft.updated_at) == ({"cue": "denies"}, second.updated_at)
    assert first.updated_at < second.updated_at


def test_a_draft_moves_no_clock_of_the_record(world: World) -> None:
    world.alice  # noqa: B018 - made before the count
    before = Change.objects.count()
    save_draft(by=world.alice, key="k2345678", purpose="claim:x", payload={"cue": "says"})
    assert Change.objects.count() == before


def test_a_draft_is_its_owners_alone(world: World) -> None:
    save_draft(by=world.alice, key="k2345678", purpose="claim:x", payload={"cue": "says"})
    with pytest.raises(Refused, match="somebody else"):
        save_draft(by=world.bob, key="k2345678", purpose="claim:x", payload={"cue": "denies"})
    assert discard_draft(by=world.bob, key="k2345678") is False
    assert not Draft.objects.all().visible_to(world.bob).exists()
    assert Draft.objects.get().payload == {"cue": "says"}
    assert discard_draft(by=world.alice, key="k2345678") is True
    assert not Draft.objects.exists()


@pytest.mark.parametrize(
    ("payload", "rule"),
    [
        ({"cue": "a\0"}, "text_is_storable"),
        ({"cue": "\udc00"}, "text_is_storable"),
        ({"text": "x" * 2_500_001}, "draft_is_not_too_large"),
    ],
)
def test_what_no_database_holds_is_refused(world: World, payload: dict, rule: str) -> None:
    with pytest.raises(Refused) as refused:
        save_draft(by=world.alice, key="k2345678", purpose="claim:x", payload=payload)
    assert refused.value.rule == rule


def test_a_reader_has_no_drafts(world: World) -> None:
    with pytest.raises(Refused, match="may not"):
        save_draft(by=world.charlie, key="k2345678", purpose="claim:x", payload={})
    with pytest.raises(Refused, match="may not"):
        discard_draft(by=world.charlie, key="k2345678")


def test_a_captured_text_fits_into_a_draft(world: World) -> None:
    save_draft(by=world.alice, key="k2345678", purpose="source:new", payload={"text": "북" * 300_000})
    assert len(Draft.objects.get().payload["text"]) == 300_000
