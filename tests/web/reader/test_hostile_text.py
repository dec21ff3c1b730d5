"""Names, titles, words and notes are hostile text wherever they appear."""

from __future__ import annotations

import re
from typing import Any

import pytest

from tests.web.reader.dom import Node
from tests.web.reader.reading import page
from tests.web.reader.world import World, make_world
from tracker.actions.make_incident import make_incident
from tracker.actions.make_party import add_affiliation, make_party
from tracker.actions.make_question import AnswerText, make_question
from tracker.models import Claim, Question

HOSTILE = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "'-alert(1)-'",
    "</title></style></textarea><svg onload=alert(1)>",
    "{{ 7 * 7 }}{% raw %}<b>",
    "javascript:alert(1)//<a href='javascript:alert(1)'>",
    "\u202e txet desrever &lt;&amp;&#60;",
    "<!--",
]


def skeleton(doc: Node) -> list[tuple[str, tuple[str, ...]]]:
    """Elements and the names of their attributes: what a reader's browser would act on."""
    return [(node.tag, tuple(node.attributes)) for node in doc.below() if node.tag not in ("ins", "del")]


def hostile_world(bad: str) -> World:
    plain = make_world(title=f"Incident {bad}")
    alice = plain.alice
    north = make_party(by=alice, note=bad, name=f"North {bad}", kind="state", monogram="N<&", also_known_as=[bad])
    agency = make_party(by=alice, note=bad, name=f"Agency {bad}", kind="agency", monogram="\"'>")
    add_affiliation(
        by=alice, note=bad, member=agency, organisation=north, grounds=f"Grounds {bad}", speaks_for=True, role=bad
    )
    paper = make_party(by=alice, note=bad, name=f"Paper {bad}", kind="media", monogram="P")
    incident = make_incident(
        by=alice,
        note=bad,
        title=f"Incident {bad}",
        occurred="2010-11-23",
        sides=[north, plain.south],
        summary=f"Summary {bad}",
        place=bad,
    )
    world = World(alice, north, plain.south, paper, incident)
    question = make_question(
        by=alice,
        note=bad,
        incident=incident,
        text=f"Which {bad}?",
        kind="choice",
        exclusive=True,
        answers=[AnswerText(text=f"Answer {bad}"), AnswerText(text=f"Other {bad}")],
    )
    source = world.source(
        f"Before {bad}\n{bad} says the words {bad}.\nAfter {bad}",
        title=f"Title {bad}",
        author=f"Author {bad}",
        rights=f"Rights {bad}",
        captured_from=bad,
    )
    world.says(
        question,
        f"{bad} says the words {bad}.",
        agency,
        within=source,
        cue="says",
        said_note=f"Said {bad}",
        coding_note=f"Coding {bad}",
    )
    world.says(question, f"says the words {bad}.", world.south, within=source, polarity="denies")
    return world


def addresses(world: World) -> list[str]:
    question = Question.objects.get(incident=world.incident)
    claims = Claim.objects.filter(question=question).order_by("id")
    slug = f"/incidents/{world.incident.slug}/"
    return [
        "/",
        "/parties/",
        "/sources/",
        slug,
        f"{slug}questions/{question.slug}/",
        *(f"/claims/{claim.key}/" for claim in claims),
        f"/sources/{claims[0].excerpt.snapshot.source.slug}/",
        f"/parties/{world.north.slug}/",
        f"/parties/{claims[0].speaker.slug}/",
    ]


@pytest.mark.django_db
@pytest.mark.parametrize("bad", HOSTILE)
def test_hostile_text_changes_no_page_but_for_its_letters(client: Any, bad: str, django_user_model: Any) -> None:
    from django.db import transaction

    def pages(text: str) -> list[list[tuple[str, tuple[str, ...]]]]:
        with transaction.atomic():
            world = hostile_world(text)
            found = [skeleton(page(client, address)) for address in addresses(world)]
            transaction.set_rollback(True)
        return found

    harmless = re.sub(r"[^\w\s]", "Z", bad)
    assert pages(bad) == pages(harmless)


@pytest.mark.django_db
def test_the_letters_of_hostile_text_are_there_to_read(client: Any) -> None:
    bad = HOSTILE[0]
    world = hostile_world(bad)
    for address in addresses(world)[3:]:
        text = page(client, address).text_content()
        assert bad in text, address


@pytest.mark.django_db
def test_no_script_and_no_style_stands_in_a_page(client: Any) -> None:
    world = hostile_world("harmless")
    for address in addresses(world):
        doc = page(client, address)
        assert not doc.cssselect("script")
        assert not doc.cssselect("style")
        assert not [
            node for node in doc.below() for name in node.attributes if name.startswith("on") or name == "style"
        ]


@pytest.mark.django_db
def test_an_address_of_a_source_is_a_link_only_where_it_is_http(client: Any, world: World) -> None:
    source = world.source("The North fired first.", url="https://news.example/1")
    world.says(world.question(), "The North fired first.", world.south, within=source)
    (outward,) = page(client, f"/sources/{source.source.slug}/").cssselect("a[rel]")
    assert (outward.get("href"), outward.get("rel")) == ("https://news.example/1", "nofollow noopener external")


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["ko", "ar", "he"])
def test_words_stand_in_their_language_and_direction(client: Any, world: World, language: str) -> None:
    texts = {"ko": "북측이 먼저 사격을 시작했다.", "ar": "أطلق الشمال النار أولا.", "he": "הצפון ירה ראשון."}
    source = world.source(texts[language], language=language)
    world.says(world.question(), texts[language], world.south, within=source)
    (quoted,) = page(client, f"/incidents/{world.incident.slug}/").cssselect("blockquote[lang]")
    assert quoted.get("lang") == language
    assert quoted.get("dir") == ("ltr" if language == "ko" else "rtl")
    assert quoted.text_content().strip() == texts[language]
