"""A reader page is a query, a template and nothing else."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from tracker.queries import claim_page, home_page, incident_page, lists, merged, party_page, question_page, source_page
from tracker.web.editor.watching import for_readers_page
from tracker.web.reader.asked import clocks, once, one_of, page_number, party_keys, party_slugs, shortened
from tracker.web.reader.chart import chart
from tracker.web.reader.clock import Clock
from tracker.web.reader.errors import answers_badly_asked
from tracker.web.reader.paragraph import sentences

EVERYBODY = None
"""Reader pages show the public record, whoever looks: what is proposed is seen in the editors' rooms."""


@require_safe
@answers_badly_asked
def home(request: HttpRequest) -> HttpResponse:
    clock, number = clocks(request), page_number(request)
    page = home_page.load(viewer=EVERYBODY, said_by=clock.said_by, known_at=clock.known_by, page=number)
    return _shown(request, "home", clock, page, _("This list has fewer pages."))


@require_safe
@answers_badly_asked
def incident(request: HttpRequest, slug: str) -> HttpResponse:
    clock, show, slugs = clocks(request), one_of(request, "show", incident_page.SHOWS), party_slugs(request)
    found = incident_page.load(viewer=EVERYBODY, slug=slug, said_by=clock.said_by, known_at=clock.known_by)
    if found is None:
        raise Http404(_none(_("No incident is called “%(name)s”."), slug, clock))
    known = {row.slug for row in found.display.parties.values()}
    if not known.issuperset(slugs):  # a party that was merged is asked for by either address
        living = merged.living_slugs(slugs=slugs, known_at=clock.known_by)
        slugs = tuple(dict.fromkeys(living.get(slug, slug) for slug in slugs))
    page = incident_page.compose(
        display=found.display,
        results=found.results,
        incident=found.incident,
        said_by=clock.said_by,
        parties=party_keys(slugs, found.display.parties),
        show=show,
    )
    keep = [("parties", slug) for slug in slugs] + ([("show", show)] if show != "all" else [])
    watching = for_readers_page(request, kind="incident", key=found.incident)
    return _shown(request, "incident", clock, page, "", keep=keep, watching=watching)


@require_safe
@answers_badly_asked
def question(request: HttpRequest, incident: str, slug: str) -> HttpResponse:
    clock = clocks(request)
    found = incident_page.load(viewer=EVERYBODY, slug=incident, said_by=clock.said_by, known_at=clock.known_by)
    if found is None:
        raise Http404(_none(_("No incident is called “%(name)s”."), incident, clock))
    key = next((row.key for row in found.display.questions.values() if row.slug == slug), None)
    if key is None and (gone := merged.merged_question(incident=incident, slug=slug, known_at=clock.known_by)):
        return _shown(request, "merged", clock, gone, "")
    if key is None:
        raise Http404(_none(_("This incident has no question called “%(name)s”."), slug, clock))
    page = question_page.compose(found=found, question=key, said_by=clock.said_by)
    drawn = chart(lanes=page.lanes, lines=page.lines, hatches=page.hatches)
    paragraph = sentences(
        clauses=page.paragraph, question=page.block.question, display=found.display, sources=page.sources
    )
    watching = for_readers_page(request, kind="question", key=key)
    return _shown(request, "question", clock, page, "", chart=drawn, paragraph=paragraph, watching=watching)


@require_safe
@answers_badly_asked
def claim(request: HttpRequest, key: str) -> HttpResponse:
    clock = clocks(request)
    page = claim_page.load(key=key, viewer=EVERYBODY, said_by=clock.said_by, known_at=clock.known_by)
    if isinstance(page, claim_page.Withdrawn):
        return _shown(request, "withdrawn", clock, page, "", status=410)
    return _shown(request, "claim", clock, page, _none(_("No claim has the key “%(name)s”."), key, clock))


@require_safe
@answers_badly_asked
def source(request: HttpRequest, slug: str) -> HttpResponse:
    clock = clocks(request)
    snapshot = once(request, "snapshot")
    page = source_page.load(slug=slug, viewer=EVERYBODY, known_at=clock.known_by, snapshot=snapshot)
    missing = _("No source is called “%(name)s”.")
    if snapshot:
        missing = _("No source is called “%(name)s”, or it has no such capture.")
    return _shown(request, "source", clock, page, _none(missing, slug, clock))


@require_safe
@answers_badly_asked
def party(request: HttpRequest, slug: str) -> HttpResponse:
    clock = clocks(request)
    page = party_page.load(slug=slug, viewer=EVERYBODY, said_by=clock.said_by, known_at=clock.known_by)
    if page is None and (gone := merged.merged_party(slug=slug, known_at=clock.known_by)):
        return _shown(request, "merged", clock, gone, "")
    missing = _none(_("No party is called “%(name)s”."), slug, clock)
    watching = for_readers_page(request, kind="party", key=page.party.key) if page else None
    return _shown(request, "party", clock, page, missing, watching=watching)


@require_safe
@answers_badly_asked
def parties(request: HttpRequest) -> HttpResponse:
    clock, number = clocks(request), page_number(request)
    page = lists.parties(known_at=clock.known_by, page=number)
    return _shown(request, "parties", clock, page, _("This list has fewer pages."))


@require_safe
@answers_badly_asked
def sources(request: HttpRequest) -> HttpResponse:
    clock, number = clocks(request), page_number(request)
    page = lists.sources(known_at=clock.known_by, page=number)
    return _shown(request, "sources", clock, page, _("This list has fewer pages."))


def _shown(
    request: HttpRequest, name: str, clock: Clock, page: object, missing: str, *, status: int = 200, **more: Any
) -> HttpResponse:
    """The page in its template; 404 with `missing` where there is none."""
    if page is None:
        raise Http404(missing)
    context = {"page": page, "clock": clock, "site_url": settings.SITE_URL, **more}
    response = render(request, f"reader/{name}.html", context, status=status)
    if more.get("watching"):  # the page of somebody, not the public one
        patch_cache_control(response, private=True)
    return response


def _none(message: str, name: str, clock: Clock) -> str:
    said = message % {"name": shortened(name)}
    if clock.known_by is not None:
        said += " " + _("Perhaps it was not recorded yet by then.")
    return said
