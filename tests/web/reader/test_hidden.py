"""What is not public never shows to a reader, and what is no longer public says so."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

import pytest

from tests.web.reader.reading import one, page, words
from tests.web.reader.world import NOTE, World
from tracker.actions.capture_source import capture_source
from tracker.actions.claim_content import Content, Words
from tracker.actions.correct_claim import correct_claim
from tracker.actions.withdraw_claim import withdraw_claim
from tracker.models import Answer, Claim, Question, latest_instant

SECRET = "The South began it, says a note that nobody has checked."


@pytest.fixture
def half_public(world: World) -> World:
    """A published claim, and beside it everything else only proposed."""
    question = world.question()
    source = world.source(f"The North fired first, the South says. {SECRET}")
    world.says(question, "The North fired first, the South says.", world.south, within=source)
    world.claim(question, SECRET, world.north, within=source, polarity="denies")
    hidden = world.question("Was there a hidden question?", "There was a hidden answer")
    world.claim(hidden, "There was a hidden answer.", world.south, within=None)
    capture_source(
        by=world.alice,
        note=NOTE,
        text="A hidden text.",
        title="A hidden source",
        publisher=world.paper,
        published="2010-11-24",
        language="en",
        extent="whole",
    )
    return world


def addresses(world: World) -> list[str]:
    question = Question.objects.filter(published_at__isnull=False).get()
    source = Claim.objects.filter(published_at__isnull=False).get().excerpt.snapshot.source
    return [
        "/",
        "/parties/",
        "/sources/",
        f"/incidents/{world.incident.slug}/",
        f"/incidents/{world.incident.slug}/questions/{question.slug}/",
        f"/claims/{Claim.objects.filter(published_at__isnull=False).get().key}/",
        f"/sources/{source.slug}/",
        f"/parties/{world.north.slug}/",
        f"/parties/{world.south.slug}/",
        f"/parties/{world.paper.slug}/",
    ]


@pytest.mark.parametrize("viewer", ["nobody", "alice, who wrote it"])
def test_what_is_only_proposed_shows_on_no_page(client: Any, half_public: World, viewer: str) -> None:
    if viewer != "nobody":
        client.force_login(half_public.alice)
    for address in addresses(half_public):
        text = words(page(client, address))
        assert "hidden" not in text, address
        if not address.startswith(("/sources/", "/claims/")):  # these show the text, which is public
            assert "nobody has checked" not in text, address


def test_a_proposed_claim_underlines_nothing_in_its_source(client: Any, half_public: World) -> None:
    source = Claim.objects.filter(published_at__isnull=False).get().excerpt.snapshot.source
    doc = page(client, f"/sources/{source.slug}/")
    assert [words(mark).removeprefix("excerpt 1") for mark in doc.cssselect("mark")] == [
        "The North fired first, the South says."
    ]


def test_what_is_only_proposed_has_no_address(client: Any, half_public: World) -> None:
    for claim in Claim.objects.filter(published_at__isnull=True):
        page(client, f"/claims/{claim.key}/", status=404)
    for question in Question.objects.filter(published_at__isnull=True):
        page(client, f"/incidents/{half_public.incident.slug}/questions/{question.slug}/", status=404)
    page(client, "/sources/a-hidden-source/", status=404)


def test_an_incident_without_a_published_claim_has_no_address(client: Any, world: World) -> None:
    world.claim(world.question(), "The North fired first.", world.south)
    page(client, f"/incidents/{world.incident.slug}/", status=404)
    assert "Nothing is recorded yet." in words(one(page(client, "/"), "#events").parent)


def test_a_withdrawn_claim_is_gone_and_its_address_says_so_and_why(client: Any, lasting: World) -> None:
    question = lasting.question()
    lasting.says(question, "The North fired first, it is said.", lasting.south)
    claim = lasting.says(question, "The South denies it.", lasting.north, polarity="denies")
    before = latest_instant()
    withdraw_claim(by=lasting.alice, note="These words are about another day.", claim=claim, seen=claim.revision)
    doc = page(client, f"/claims/{claim.key}/", status=410)
    assert "was withdrawn" in words(one(doc, "h1"))
    assert "The reason given: “These words are about another day.”" in words(one(doc, ".say"))
    assert "The South denies it." in words(one(doc, "blockquote"))
    address = f"/incidents/{lasting.incident.slug}/"
    assert "The South denies it." not in words(page(client, address))
    assert words(page(client, address).cssselect(".glance tbody tr .s")[0]) == "one-sided"
    then = page(client, address + "?" + urlencode({"known_by": before.isoformat()}))
    assert words(then.cssselect(".glance tbody tr .s")[0]) == "contested"


def test_a_correction_shows_both_readings_who_made_it_and_why(client: Any, lasting: World) -> None:
    claim = lasting.says(lasting.question(), "The North fired first, the South says.", lasting.south)
    before = latest_instant()
    correct_claim(
        by=lasting.alice,
        note="The words name the day.",
        claim=claim,
        seen=claim.revision,
        words=Words(snapshot=claim.excerpt.snapshot, pieces=claim.excerpt.pieces),
        speaker=lasting.south,
        content=Content(
            question=claim.question,
            answer=Answer.objects.get(question=claim.question),
            polarity="affirms",
            said="2010-11-22",
            certainty="probable",
            relays=(),
        ),
        says_this=True,
    )
    newest, first = page(client, f"/claims/{claim.key}/").cssselect(".rev")
    assert words(newest).startswith("Revision 2, current")
    assert "by alice: The words name the day." in words(newest)
    changed = dict(zip(map(words, newest.cssselect("dt")), map(words, newest.cssselect("dd")), strict=True))
    assert changed == {"hedge": "unspecifiedprobable", "who tells it": "The Paper", "said": "2010-11-2322"}
    assert words(first).startswith("Revision 1 published")
    then = page(client, f"/claims/{claim.key}/?" + urlencode({"known_by": before.isoformat()}))
    (only,) = then.cssselect(".rev")
    assert words(only).startswith("Revision 1, current")
    assert "Never corrected." in words(then)


def test_redacted_words_are_gone_and_their_pages_say_so_and_why(
    client: Any, lasting: World, connect: Callable[..., Any]
) -> None:
    said = "The North fired first, the South says."
    claim = lasting.says(lasting.question(), said, lasting.south)
    before, snapshot = latest_instant(), claim.excerpt.snapshot
    with connect("owner") as owner:
        owner.execute("SELECT tracker_redact(%s, %s, 'Order 7 of the court')", [snapshot.pk, lasting.alice.pk])
    slug = f"/incidents/{lasting.incident.slug}/"
    for address in (
        slug,
        f"/claims/{claim.key}/",
        f"/sources/{snapshot.source.slug}/",
        f"/parties/{lasting.south.slug}/",
    ):
        for at in ("", "?" + urlencode({"known_by": before.isoformat()})):
            doc = page(client, address + at)
            assert said not in words(doc), address
            assert "taken down" in words(doc), address
    source = page(client, f"/sources/{snapshot.source.slug}/")
    assert "Ground: Order 7 of the court." in words(source)
    assert snapshot.sha256 in words(source)
