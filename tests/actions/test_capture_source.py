from hashlib import sha256

import pytest

from tests.actions.world import TEXT, World
from tracker.actions.refusals import Refused
from tracker.models import Source


def test_crlf_and_cr_become_lf_and_nothing_else_changes(world: World) -> None:
    text = "  one\r\ntwo\rthree\n\n\tfour 🐈‍⬛ e\u0301  "
    snapshot = world.capture(text=text)
    snapshot.refresh_from_db()
    assert snapshot.text == "  one\ntwo\nthree\n\n\tfour 🐈‍⬛ e\u0301  "
    assert snapshot.sha256 == sha256(snapshot.text.encode()).hexdigest()


def test_a_source_is_not_public_until_a_claim_on_it_is(world: World) -> None:
    assert world.snapshot.source.published_at is None
    assert not Source.objects.all().visible_to(world.charlie).exists()
    assert Source.objects.all().visible_to(world.bob).count() == 1


def test_bounds_are_those_of_the_date(world: World) -> None:
    source = world.capture(published="2010-11").source
    assert (str(source.published_start), str(source.published_end)) == ("2010-11-01", "2010-11-30")


def test_two_sources_of_one_title_get_two_addresses(world: World) -> None:
    assert [world.capture().source.slug for _ in range(3)] == ["who-fired", "who-fired-2", "who-fired-3"]


def test_an_address_may_be_hangul(world: World) -> None:
    assert world.capture(title="누가 먼저 쏘았나").source.slug == "누가-먼저-쏘았나"


@pytest.mark.parametrize(
    ("field", "value", "rule"),
    [
        ("text", " \n\t", "snapshot_text_is_not_blank"),
        ("text", "a\0b", "text_is_storable"),
        ("text", "a\ud83db", "text_is_storable"),
        ("text", "a" * 2_000_001, "text_is_not_too_long"),
        ("title", "\u3164", "source_slug_is_not_blank"),
        ("title", "!?", "slug_has_a_letter"),
        ("published", "soon", "date_has_bounds"),
        ("published", "2010-02-30", "date_has_bounds"),
        ("language", "English, mostly", "language_is_a_tag"),
        ("extent", "most", "extent_is_known"),
        ("url", "javascript:alert(1)", "address_is_http"),
    ],
)
def test_what_is_refused_names_the_rule_and_the_field(world: World, field: str, value: str, rule: str) -> None:
    with pytest.raises(Refused) as refused:
        world.capture(**{field: value})
    assert (refused.value.rule, refused.value.field) == (rule, field)
    assert not Source.objects.exists()


def test_a_reader_captures_nothing(world: World) -> None:
    with pytest.raises(Refused, match="may not") as refused:
        world.capture(by=world.charlie)
    assert refused.value.rule == "not_allowed"


def test_the_text_of_the_case_is_kept_whole(world: World) -> None:
    assert world.snapshot.text == TEXT.replace("\r\n", "\n")
