"""Incidents: their list, and the desk of one, with its sides and the order of its questions."""

from __future__ import annotations

from typing import Any, Final
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tracker.actions.edit_records import edit_incident
from tracker.actions.foresee import Outcome
from tracker.actions.make_incident import make_incident
from tracker.actions.order_questions import add_side, order_question, order_side, replace_side, take_side
from tracker.actions.refusals import Refused
from tracker.models import Incident, Party, Question, Side, User
from tracker.queries.incident_desk import incident_desk, incident_list, page_of
from tracker.queries.party_desk import party_options
from tracker.web.editor.access import editors_only
from tracker.web.editor.conflict import Field, revision_of
from tracker.web.editor.fields import read
from tracker.web.editor.filing import Faults
from tracker.web.editor.records import Room, Row, Work, edited, one, only, searched, show, status_of, tried

FIELDS: Final = (
    Field(name="incident_title", label=gettext_lazy("Title")),
    Field(name="incident_occurred", label=gettext_lazy("Occurred")),
    Field(name="incident_place", label=gettext_lazy("Place")),
    Field(name="incident_summary", label=gettext_lazy("Summary")),
)
NAMES: Final = tuple(each.name for each in FIELDS)


@require_safe
@editors_only
def incidents(request: HttpRequest) -> HttpResponse:
    """Every incident, to be searched."""
    words, number = searched(request)
    page = incident_list(viewer=request.user, words=words, page=number)
    if page is None:
        raise Http404(_("This list has fewer pages."))
    return show(request, "incidents", {"here": "incidents", "page": page, "q": words})


@require_http_methods(["GET", "POST"])
@editors_only
def new_incident(request: HttpRequest) -> HttpResponse:
    """Name what is disputed."""
    assert isinstance(request.user, User)
    values, faults = read(request.POST, (*NAMES, "note")), Faults()
    if request.method == "POST":
        try:
            made = make_incident(
                by=request.user,
                note=values["note"],
                title=values["incident_title"],
                occurred=values["incident_occurred"],
                summary=values["incident_summary"],
                place=values["incident_place"],
            )
        except Refused as refused:
            faults.add(refused.field, refused.message)
        else:
            messages.success(request, _("Made. Readers see it with its first published claim."))
            return HttpResponseRedirect(reverse("editor:incident", args=[made.slug]))
    context = {"here": "incidents", "values": values, "errors": faults.of}
    return show(request, "new_incident", context, status=422 if faults else 200)


@require_http_methods(["GET", "POST"])
@editors_only
def incident(request: HttpRequest, slug: str) -> HttpResponse:
    """The desk of an incident."""
    row = one(Incident, request, slug=slug)
    return edited(request, _room(request, row))


def _room(request: HttpRequest, row: Incident) -> Room:
    def work(values: dict[str, str], faults: Faults) -> Work | None:
        assert isinstance(request.user, User)
        editor = request.user
        return lambda: (
            edit_incident(
                by=editor,
                note=values["note"],
                incident=row,
                seen=revision_of(values["seen"]),
                title=values["incident_title"],
                occurred=values["incident_occurred"],
                summary=values["incident_summary"],
                place=values["incident_place"],
            ).key
        )

    return Room(
        kind="incident",
        row=row,
        title=row.title,
        here=reverse("editor:incident", args=[row.slug]),
        fields=FIELDS,
        fill=_filled,
        work=work,
        incidents=lambda: [row.key],
        page=lambda values, faults, outcome, status: _page(request, row, values, faults, outcome, status),
    )


def _filled(row: Row) -> dict[str, str]:
    return {name: str(row[name.removeprefix("incident_")]) for name in NAMES}


def _page(
    request: HttpRequest,
    row: Incident,
    values: dict[str, str],
    faults: Faults,
    outcome: Outcome[Any] | None,
    status: int,
    **more: Any,
) -> HttpResponse:
    words, number = searched(request)
    desk = incident_desk(viewer=request.user, incident=row, words=words, page=number)
    if desk is None:
        raise Http404(_("This list has fewer pages."))
    context = {
        "here": "incidents",
        "desk": desk,
        "q": words,
        "values": values,
        "errors": faults.of,
        "outcome": outcome,
        "party_options": party_options(viewer=request.user),
        "moved": (request.GET.get("moved", ""), request.GET.get("went", "")),
        **more,
    }
    return show(request, "incident", context, status=status)


@require_POST
@only("correct_record")
def order(request: HttpRequest, slug: str) -> HttpResponse:
    """One question a place up or down, or to a place of its own."""
    assert isinstance(request.user, User)
    row = one(Incident, request, slug=slug)
    way, _colon, key = request.POST.get("do", "").partition(":")
    if way not in ("up", "down", "to"):
        raise BadRequest(_("The form was sent without saying what to do with it."))
    question = one(Question, request, key=key, incident=row, merged_into=None)
    before = list(
        Question.objects.all()
        .visible_to(request.user)
        .filter(incident=row, merged_into__isnull=True)
        .order_by("order", "id")
        .values_list("key", flat=True)
    )
    here = before.index(key) + 1
    place = revision_of(request.POST.get("place", "")) or here if way == "to" else here + (1 if way == "down" else -1)
    try:
        came = order_question(by=request.user, note=request.POST.get("note", ""), question=question, place=place)
    except Refused as refused:
        faults = Faults()
        faults.add(f"order_{refused.field}" if refused.field == "note" else refused.field, refused.message)
        return _page(request, row, _room(request, row).filled(), faults, None, 422)
    told = _("“%(question)s” is number %(place)s of %(of)s now.")
    messages.success(request, told % {"question": question.text, "place": came, "of": len(before)})
    if way == "to":
        return HttpResponseRedirect(reverse("editor:question", args=[key]))
    # without a mark in the address, which would take the focus from the button that has it
    query = urlencode({"page": page_of(number=came), "moved": key, "went": way})
    return HttpResponseRedirect(f"{reverse('editor:incident', args=[slug])}?{query}")


@require_POST
@only("correct_record")
def sides(request: HttpRequest, slug: str) -> HttpResponse:
    """Add a side, put another in its place, take one away, or put them in order."""
    assert isinstance(request.user, User)
    row = one(Incident, request, slug=slug)
    faults, sent = Faults(), read(request.POST, ("do", "side_party", "note", "agreed"))
    work = _side_work(request, row, sent, faults)
    outcome = None
    if work is not None:
        outcome = tried(request, faults, action="correct_record", work=work, incidents=lambda: [row.key])
    if outcome is not None and outcome.kept:
        messages.success(request, _("The sides are saved."))
        return HttpResponseRedirect(reverse("editor:incident", args=[slug]) + "#sides")
    if "note" in faults.of:
        faults.of["side_note"] = faults.of.pop("note")
    more = {"of_sides": sent}
    return _page(
        request, row, _room(request, row).filled(), faults, outcome, status_of(request, faults, outcome), **more
    )


def _side_work(request: HttpRequest, row: Incident, sent: dict[str, str], faults: Faults) -> Work | None:
    assert isinstance(request.user, User)
    by, note = request.user, sent["note"]
    way, key, seen_at = (*sent["do"].split(":"), "", "")[:3]
    if way not in ("add", "replace", "take", "up", "down"):
        raise BadRequest(_("The form was sent without saying what to do with it."))
    party = Party.objects.all().visible_to(by).filter(key=sent["side_party"]).first()
    if way in ("add", "replace") and party is None:
        faults.add("side_party", _("Choose the party."))
        return None
    if way == "add" and party is not None:
        added = party
        return lambda: add_side(by=by, note=note, incident=row, party=added).party_id
    side = one(Side, request, key=key, incident=row, party__merged_into=None)
    seen = revision_of(seen_at)
    if way == "replace" and party is not None:
        other = party
        return lambda: replace_side(by=by, note=note, side=side, seen=seen, party=other).revision
    if way == "take":
        return lambda: take_side(by=by, note=note, side=side, seen=seen)
    places = list(
        row.sides.filter(party__merged_into__isnull=True).order_by("order", "id").values_list("key", flat=True)
    )
    place = places.index(key) + (2 if way == "down" else 0)
    return lambda: order_side(by=by, note=note, side=side, place=place)
