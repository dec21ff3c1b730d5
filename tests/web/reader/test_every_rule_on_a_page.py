"""Each invented record of the rules as a page: the status that was computed is the status that is read."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.template.loader import render_to_string
from django.test import RequestFactory

from tests.domain.cases import RULES
from tests.web.reader.dom import Node, parsed
from tests.web.reader.reading import words
from tracker.domain.comparison import comparison
from tracker.domain.dates import days
from tracker.interop.casefile import record_of
from tracker.queries import incident_page, question_page
from tracker.queries.display import (
    AnswerRow,
    CaptureRow,
    ClaimRow,
    Display,
    IncidentRow,
    PartyRow,
    QuestionRow,
    SourceRow,
    WordsRow,
)
from tracker.web.reader.chart import chart
from tracker.web.reader.clock import Clock


def shown(case: dict[str, Any]) -> Display:
    """What is to be shown of a record that has neither texts nor words."""
    numbers: dict[str, int] = {}
    questions = {}
    for key, row in case["questions"].items():
        numbers[row["incident"]] = numbers.get(row["incident"], 0) + 1
        questions[key] = QuestionRow(
            key=key,
            incident=row["incident"],
            slug=key.lower(),
            number=numbers[row["incident"]],
            text=f"Question {key}?",
            kind=row["kind"],
            exclusive=row["exclusive"],
            unit=row["unit"],
            answers=tuple(AnswerRow(key=name, text=f"Answer {name}") for name in row["answers"]),
        )
    claims = {}
    for key, row in case["claims"].items():
        said = days(text=row["said"])
        claims[key] = ClaimRow(
            key=key,
            words=key,
            core=None,
            cue=row["cue"],
            question=row["question"],
            answer=row["answer"],
            speaker=row["speaker"],
            polarity=row["polarity"],
            certainty=row["certainty"],
            act=row["act"],
            manner=row["manner"],
            conditional=row.get("conditional", False),
            said=row["said"],
            said_start=said.start,
            said_end=said.end,
            relays=tuple(row["relays"]),
            retracts=row.get("retracts"),
        )
    return Display(
        incidents={
            key: IncidentRow(
                key=key,
                slug=key,
                title=row["title"],
                summary=row["summary"],
                occurred=row["occurred"],
                place=row["place"],
                sides=tuple(row["sides"]),
            )
            for key, row in case["incidents"].items()
        },
        parties={
            key: PartyRow(key=key, slug=key, name=row["name"], monogram=key[:2].upper(), kind=row["kind"])
            for key, row in case["parties"].items()
        },
        sources={
            key: SourceRow(
                key=key,
                slug=key,
                title=f"Source {key}",
                publisher=row["publisher"],
                author="",
                published=row["published"],
                url="",
                language="en",
                rights="",
                extent="quotation",
            )
            for key, row in case["sources"].items()
        },
        questions=questions,
        words={
            key: WordsRow(key=key, source=row["source"], pieces=((0, 5),), exact=(f"Words of {key}.",), capture=CAPTURE)
            for key, row in case["claims"].items()
        },
        claims=claims,
    )


CAPTURE = CaptureRow(key="c1", captured_at=datetime(2026, 1, 1, tzinfo=UTC))


def as_page(name: str, page: object, day: date, **more: Any) -> Node:
    clock = Clock(today=day, said_by=day, said_given=True, known_by=None, path="/")
    context = {"page": page, "clock": clock, "site_url": "http://localhost", "keep": (), **more}
    return parsed(render_to_string(f"reader/{name}.html", context, RequestFactory().get("/")))


def verdict(node: Node) -> str:
    return words(node.cssselect(".st")[0])


@pytest.mark.parametrize("rule", RULES, ids=[rule["name"] for rule in RULES])
def test_the_status_that_was_computed_is_the_status_that_is_read(rule: dict[str, Any]) -> None:
    record, display = record_of(case=rule["case"]), shown(rule["case"])
    day = date.fromisoformat(rule["said_by"])
    results = comparison(record=record, said_by=day)
    for incident in display.incidents:
        page = as_page(
            "incident",
            incident_page.compose(display=display, results=results, incident=incident, said_by=day),
            day,
        )
        for question in display.questions_of(incident=incident):
            result = results[question.key]
            told = result.finding.status + (", denied" if result.finding.direction == "denied" else "")
            (row,) = [tr for tr in page.cssselect(".glance tbody tr") if words(tr[1]) == question.text]
            assert verdict(row) == told
            article = page.get_element_by_id(question.slug)
            assert verdict(article) == told
            named = {str(a.get("href")).split("/")[2] for a in article.cssselect(".why-list a")}
            assert named == set(result.because)
            whole = question_page.compose(
                found=incident_page.Found(incident=incident, record=record, display=display, results=results),
                question=question.key,
                said_by=day,
            )
            drawn = chart(lanes=whole.lanes, lines=whole.lines, hatches=whole.hatches)
            alone = as_page("question", whole, day, chart=drawn)
            assert verdict(alone.cssselect(".box")[0]) == told
            assert {each.get("id") for each in alone.cssselect("article.claim")} == set(result.fates)


@pytest.mark.parametrize("rule", RULES, ids=[rule["name"] for rule in RULES])
def test_every_claim_that_exists_by_then_is_read_somewhere_on_the_page(rule: dict[str, Any]) -> None:
    display = shown(rule["case"])
    day = date.fromisoformat(rule["said_by"])
    results = comparison(record=record_of(case=rule["case"]), said_by=day)
    for incident in display.incidents:
        page = as_page(
            "incident",
            incident_page.compose(display=display, results=results, incident=incident, said_by=day),
            day,
        )
        linked = {str(a.get("href")).split("/")[2] for a in page.cssselect(".chain a")}
        there = {key for row in display.questions_of(incident=incident) for key in results[row.key].fates}
        assert linked == there
