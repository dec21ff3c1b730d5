"""What every page costs, as a literal, and that it does not grow with what is recorded."""

from __future__ import annotations

import gzip
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.web.reader.reading import page
from tests.web.reader.world import World
from tracker.actions.make_incident import make_incident
from tracker.actions.make_party import add_affiliation, make_party
from tracker.models import Claim, Question

SIZES = (1, 3, 50)
COSTS = {
    "home": 14,
    "incident": 14,
    "question": 14,
    "claim": 24,
    "source": 5,
    "party": 20,
    "parties": 3,
    "sources": 3,
}


def grown(world: World, size: int) -> dict[str, str]:
    """`size` of everything: questions, claims, sources, parties, affiliations, incidents. The addresses."""
    first = world.question("Question 0?", "Answer 0")
    source = world.source(" ".join(f"Sentence {n} says so." for n in range(size)) + " The end.")
    for n in range(size):
        question = first if n == 0 else world.question(f"Question {n}?", f"Answer {n}")
        person = make_party(by=world.alice, note="a test", name=f"Speaker {n}", kind="person")
        add_affiliation(
            by=world.alice, note="a test", member=person, organisation=world.south, grounds="A test.", speaks_for=True
        )
        world.says(first, f"Sentence {n} says so.", person, within=source)
        world.says(question, f"Words {n}, by a source of their own.", world.north)
        if n:
            other = make_incident(
                by=world.alice, note="a test", title=f"Incident {n}", occurred="2010-11-23", sides=[world.north]
            )
            elsewhere = World(world.alice, world.north, world.south, world.paper, other)
            elsewhere.says(elsewhere.question(), f"Words {n} elsewhere.", world.north)
    return {
        "home": "/",
        "incident": f"/incidents/{world.incident.slug}/",
        "question": f"/incidents/{world.incident.slug}/questions/{first.slug}/",
        "claim": f"/claims/{Claim.objects.filter(question=first).order_by('id').first().key}/",
        "source": f"/sources/{source.source.slug}/",
        "party": f"/parties/{world.south.slug}/",
        "parties": "/parties/",
        "sources": "/sources/",
    }


@pytest.mark.parametrize("size", SIZES)
def test_queries_of_every_page_with_1_3_and_50_of_everything(client: Any, world: World, size: int) -> None:
    asked = {}
    for name, address in grown(world, size).items():
        with CaptureQueriesContext(
            connection,
        ) as queries:
            page(client, address)
        asked[name] = len(queries)
    assert Question.objects.count() >= size
    assert asked == COSTS


@pytest.mark.usefixtures("case_db")
def test_the_past_costs_one_query_more(client: Any) -> None:
    with CaptureQueriesContext(connection) as queries:
        page(client, "/incidents/yeonpyeong/?known_by=2030-01-01")
    assert len(queries) == COSTS["incident"] + 1


@pytest.mark.usefixtures("case_db")
@pytest.mark.parametrize("slug", ["yeonpyeong", "cheonan", "aftermath"])
def test_the_incident_page_of_the_case_weighs_less_than_60_kb(client: Any, slug: str) -> None:
    html = client.get(f"/incidents/{slug}/").content
    assert len(html) < 60_000
    assert len(gzip.compress(html)) < 12_000


@pytest.mark.usefixtures("case_db")
def test_with_all_that_it_loads_but_fonts_it_weighs_less_than_100_kb(client: Any) -> None:
    response = client.get("/incidents/yeonpyeong/")
    root = Path(settings.BASE_DIR) / "static"
    loaded = [
        link.get("href")
        for link in page(client, "/incidents/yeonpyeong/").cssselect("link[href]")
        if link.get("rel") in ("stylesheet", "icon")
    ]
    sizes = [(root / str(href).removeprefix(settings.STATIC_URL)).stat().st_size for href in loaded]
    assert len(response.content) + sum(sizes) < 100_000


def test_fonts_weigh_less_than_120_kb() -> None:
    fonts = list((Path(settings.BASE_DIR) / "static" / "fonts").glob("*.woff2"))
    assert len(fonts) == 4
    assert sum(font.stat().st_size for font in fonts) < 120_000
