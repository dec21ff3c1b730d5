"""The page of search: what it finds, how it is filtered, and what it says when it finds nothing."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote, urlencode

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.web.reader.dom import Node
from tests.web.reader.reading import one, page, words
from tests.web.reader.world import NOTE, World
from tracker.actions.make_party import make_party
from tracker.actions.withdraw_claim import withdraw_claim


def found(client: Any, q: str = "", **filters: str) -> Node:
    return page(client, "/search?" + urlencode({"q": q} | filters))


def titles(doc: Node) -> list[str]:
    return [words(hit) for hit in doc.cssselect(".hit h3")]


def kinds(doc: Node) -> list[str]:
    return [words(hit).split(" ·")[0] for hit in doc.cssselect(".hit .what")]


def counts(doc: Node, name: str) -> dict[str, int]:
    (group,) = [each for each in doc.cssselect(".filters section") if each.get("aria-labelledby") == f"by-{name}"]
    return {words(item.cssselect("a")[0]): int(words(item.cssselect(".soft")[0])) for item in group.cssselect("li")}


@pytest.fixture
def korean(world: World) -> World:
    """A record with Korean, Chinese and Japanese words, and names with accents."""
    question = world.question("Did the North shell the island?", "The North shelled the island")
    world.says(
        question,
        "북한은 연평도를 포격했다고 합참이 발표했다.",
        world.south,
        within=korean_source(world, "합동참모본부 발표"),
    )
    world.says(
        question,
        "朝鮮がヨンピョン島を砲撃した。",
        world.south,
        within=world.source("朝鮮がヨンピョン島を砲撃した。", language="ja"),
    )
    world.says(
        question, "朝鲜炮击了延坪岛。", world.south, within=world.source("朝鲜炮击了延坪岛。", language="zh-Hans")
    )
    person = make_party(by=world.alice, note=NOTE, name="Škoda Łukasz", kind="person")
    world.says(question, "The shells were firing first, Škoda said.", person)
    return world


def korean_source(world: World, title: str) -> Any:
    return world.source("북한은 연평도를 포격했다고 합참이 발표했다.", title=title, language="ko")


@pytest.mark.parametrize(
    ("q", "marks"),
    [
        ("연평", ["연평"]),
        ("연평도", ["연평도"]),
        ("평도", ["평도"]),
        ("포격", ["포격"]),
        ("합참", ["합참"]),
        ("북", ["북"]),
        ("연평도 포격", ["연평도", "포격"]),
        ("砲撃", ["砲撃"]),
        ("ヨンピョン", ["ヨンピョン"]),
        ("炮击", ["炮击"]),
        ("延坪", ["延坪"]),
    ],
)
def test_cjk_words_are_found_by_their_parts(client: Any, korean: World, q: str, marks: list[str]) -> None:
    hit = found(client, q, kind="claim").cssselect(".hit")[0]
    assert [words(mark) for mark in hit.cssselect("blockquote mark")] == marks
    assert one(hit, "blockquote").get("lang") in ("ko", "ja", "zh-Hans")


def test_cjk_characters_that_stand_apart_are_not_a_word(client: Any, korean: World) -> None:
    assert found(client, "북연평").cssselect(".hit") == []


@pytest.mark.parametrize("q", ["skoda", "Škoda", "SKODA LUKASZ", "łukasz", "Lukasz Skoda"])
def test_names_are_found_with_and_without_their_accents(client: Any, korean: World, q: str) -> None:
    assert titles(found(client, q))[0].endswith("Škoda Łukasz")


def test_english_is_found_by_stem_and_quoted_words_as_they_stand(client: Any, korean: World) -> None:
    assert found(client, "fired shell", kind="claim").cssselect(".hit")
    assert found(client, '"firing first"', kind="claim").cssselect(".hit")
    assert not found(client, '"first firing"').cssselect(".say, .hit blockquote mark:first-child") or (
        "Nothing holds all of this" in words(one(found(client, '"first firing"'), ".say"))
    )


@pytest.mark.usefixtures("case_db")
def test_a_claim_stands_with_its_speaker_its_stance_its_source_and_its_question(client: Any) -> None:
    hit = found(client, '"bubble jet"', kind="claim").cssselect(".hit")[0]
    assert words(one(hit, "h3")) == "KTY Kim Tae-young affirms: A torpedo"
    assert one(hit, "h3 a").get("href") == "/claims/k51/"
    assert [words(mark) for mark in hit.cssselect("mark")] == ["bubble jet"]
    assert [a.get("href") for a in hit.cssselect(".note a")] == [
        "/sources/ap-2010-04-25/",
        "/incidents/cheonan/questions/what-sank-the-cheonan/",
    ]


@pytest.mark.usefixtures("case_db")
def test_facets_count_and_filters_are_the_address(client: Any) -> None:
    doc = found(client, "torpedo")
    assert words(one(doc, "#hits")) == "28 hits"
    assert counts(doc, "kind") == {"Claims": 18, "Sources": 9, "Questions": 1}
    assert counts(doc, "polarity") == {"affirms": 12, "denies": 5, "declines": 1}
    for link in doc.cssselect(".filters a"):
        narrowed = page(client, str(link.get("href")))
        number = int(words(link.parent.cssselect(".soft")[0]))  # type: ignore[union-attr]
        assert words(one(narrowed, "#hits")) == f"{number} hit{'s' if number > 1 else ''}", link.get("href")
        taken = [a.get("href") for a in narrowed.cssselect(".chosen a")]
        assert taken == ["/search?q=torpedo"]


@pytest.mark.usefixtures("case_db")
@pytest.mark.parametrize(
    ("filters", "number"),
    [
        ({"party": "dprk"}, 35),
        ({"speaker": "dprk"}, 12),
        ({"speaker": "dprk", "polarity": "denies"}, 6),
        ({"status": "agreed"}, 9),
        ({"source": "voa-2010-12-09"}, 29),
        ({"incident": "cheonan", "kind": "claim"}, 34),
        ({"language": "ko"}, 0),
        ({"since": "2010-11-25", "said_by": "2010-11-27"}, 9),
        ({"kind": "incident"}, 3),
    ],
)
def test_each_filter_alone(client: Any, filters: dict[str, str], number: int) -> None:
    doc = found(client, **filters)
    assert words(one(doc, "#hits, #none")) == (f"{number} hits" if number else "Nothing found")


@pytest.mark.usefixtures("case_db")
def test_hits_come_in_pages_none_twice(client: Any) -> None:
    first, second = found(client, "torpedo"), found(client, "torpedo", page="2")
    links = [h.cssselect("h3 a")[0].get("href") for doc in (first, second) for h in doc.cssselect(".hit")]
    assert len(links) == len(set(links)) == 28
    assert one(first, "a[rel=next]").get("href") == "/search?q=torpedo&page=2"
    assert one(second, ".hits").get("start") == "21"


@pytest.mark.usefixtures("case_db")
def test_what_was_said_later_is_not_found_by_then_and_search_cannot_go_back(client: Any) -> None:
    assert words(one(found(client, "human shield", kind="claim", said_by="2010-11-26"), "#none")) == "Nothing found"
    doc = found(client, "torpedo", known_by="2030-01-01")
    assert "Search looks at the record as it stands now" in words(one(doc, ".say"))
    assert not doc.cssselect(".state")


@pytest.mark.usefixtures("case_db")
@pytest.mark.parametrize(
    ("q", "says", "first"),
    [
        ("Yeonpyong", "“Yeonpyong” stands nowhere in the record. Shown is what holds “yeonpyeong”.", "Yeonpyeong"),
        ("Chenoan torpedo", "Shown is what holds “cheonan”.", "A torpedo"),
        ("Katsumara", "Shown is what holds “katsumata”.", "Katsumata"),
        ("torpedo zebra", "Nothing holds all of this.", "torpedo"),
        ('"torpedo sank quietly"', "Nothing holds all of this.", "torpedo"),
    ],
)
def test_where_nothing_fits_the_nearest_is_shown_and_said_to_be(client: Any, q: str, says: str, first: str) -> None:
    doc = found(client, q)
    assert says in " ".join(words(note) for note in doc.cssselect(".say"))
    assert first.lower() in words(doc.cssselect(".hit")[0]).lower()


@pytest.mark.usefixtures("case_db")
@pytest.mark.parametrize(
    ("q", "filters", "says"),
    [
        ("xqzzyw", {}, "Looked for xqzzyw in claims, questions, sources, parties and incidents"),
        ("torpedo", {"speaker": "china-mfa"}, ""),
        ("torpedo", {"speaker": "kcna"}, "Without filters there are 28 hits"),
        ("the of", {}, "Nearly every text holds the and of."),
        ("?!…«»", {}, "Only signs were typed."),
        ("\0", {}, "Only signs were typed."),
        ("", {}, "One box for everything that is public"),
        ("🐈", {}, "Only signs were typed."),
    ],
)
def test_no_page_is_empty(client: Any, q: str, filters: dict[str, str], says: str) -> None:
    if not says:
        page(client, "/search?" + urlencode({"q": q} | filters), status=400)
        return
    doc = found(client, q, **filters)
    assert says in words(one(doc, "main"))
    assert one(doc, ".tips")


@pytest.mark.usefixtures("case_db")
@pytest.mark.parametrize(
    ("q", "says"),
    [
        ('torpedo "unclosed', "A quotation mark is not closed"),
        ("who fired the torpedo", "Left out, because nearly every text holds it: who and the."),
        (" ".join(f"w{n}" for n in range(15)), "Only the first 12 words are looked for; 3 were left out."),
        ("'; DROP TABLE tracker_claim; --", "Nothing"),
        ("a & b | !c <-> (d):*", ""),
        ("torpedo' \\ \" %s %(x)s {0}", ""),
        ("<script>alert(1)</script>", ""),
    ],
)
def test_whatever_is_typed_is_understood_and_what_is_left_out_is_said(client: Any, q: str, says: str) -> None:
    assert says in words(one(found(client, q), "main"))


@pytest.mark.usefixtures("case_db")
@pytest.mark.parametrize(
    ("asked", "status"),
    [
        ("q=torpedo&page=0", 400),
        ("q=torpedo&page=-1", 400),
        ("q=torpedo&page=1e9", 400),
        ("q=torpedo&page=%00", 400),
        ("q=torpedo&page=999", 404),
        ("q=torpedo&page=999999", 404),
        ("q=torpedo&speaker=nobody", 400),
        ("q=torpedo&speaker=%00", 400),
        ("q=torpedo&source=a%27b", 400),
        ("q=torpedo&incident=nowhere", 400),
        ("q=torpedo&polarity=maybe", 400),
        ("q=torpedo&status=true", 400),
        ("q=torpedo&kind=relay", 400),
        ("q=torpedo&since=2010-02-30", 400),
        ("q=torpedo&said_by=soon", 400),
        ("q=one&q=two", 400),
        ("q=" + "a" * 1_000_000, 414),
        ("q=" + quote("연평도 " * 500), 414),
    ],
)
def test_a_tampered_address_gets_a_page_that_says_what_is_wrong(client: Any, asked: str, status: int) -> None:
    assert words(one(page(client, "/search?" + asked, status=status), ".say"))


@pytest.mark.usefixtures("case_db")
def test_a_word_found_only_in_other_forms_may_have_been_meant_as_a_name(client: Any) -> None:
    (offer,) = [a for a in found(client, "Noth Korea").cssselect("main p a") if words(a) == "north Korea"]
    assert titles(page(client, str(offer.get("href"))))[0] == "NK North Korea"
    assert "Did you mean" not in words(found(client, "torpedoes"))


def test_only_what_is_public_counts_and_lives_is_found(client: Any, lasting: World) -> None:
    question = lasting.question("Did it rain?", "It rained")
    claim = lasting.says(question, "It rained umbrellas, the South says.", lasting.south)
    lasting.claim(question, "A proposed umbrella.", lasting.north)
    assert len(found(client, "umbrella", kind="claim").cssselect(".hit")) == 1
    withdraw_claim(by=lasting.alice, note="Another day.", claim=claim, seen=claim.revision)
    assert found(client, "umbrella", kind="claim").cssselect(".hit") == []
    client.force_login(lasting.alice)
    assert found(client, "umbrella", kind="claim").cssselect(".hit") == []


SIZES = (1, 3, 30)


@pytest.mark.parametrize("size", SIZES)
def test_queries_of_a_search_with_1_3_and_30_of_everything(client: Any, world: World, size: int) -> None:
    for n in range(size):
        question = world.question(f"Did umbrella {n} open?", f"Umbrella {n} opened")
        party = make_party(by=world.alice, note=NOTE, name=f"Umbrella office {n}", kind="agency")
        world.says(question, f"Umbrella {n} opened, it says.", party)
    costs = {}
    for name, address in {
        "start": "/search",
        "parties": "/search?q=umbrella&kind=party",
        "questions": "/search?q=umbrella&kind=question",
        "claims": "/search?q=umbrella&kind=claim",
        "nothing": "/search?q=zzzzz",
    }.items():
        with CaptureQueriesContext(connection) as queries:
            page(client, address)
        costs[name] = len(queries)
    assert costs == COSTS


COSTS = {"start": 0, "parties": 5, "questions": 6, "claims": 8, "nothing": 4}


@pytest.mark.usefixtures("case_db")
@pytest.mark.parametrize("address", ["/", "/incidents/yeonpyeong/", "/claims/k01/", "/sources/", "/parties/"])
def test_every_page_has_one_box_that_leads_here(client: Any, address: str) -> None:
    box = one(page(client, address), "form[role=search]")
    assert (box.get("action"), box.get("method")) == ("/search", "get")
    assert one(box, "input[name=q]").get("aria-label")
