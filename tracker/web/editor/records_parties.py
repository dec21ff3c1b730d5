"""Parties: their names and kinds, and whom they speak for."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any, Final

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tracker.actions.edit_records import edit_affiliation, edit_party
from tracker.actions.foresee import Outcome
from tracker.actions.make_party import add_affiliation, make_party
from tracker.actions.refusals import Refused
from tracker.domain.dates import BadDate, days
from tracker.domain.record import Days
from tracker.models import Affiliation, Party, User
from tracker.queries.party_desk import PartyDesk, party_desk, party_list, party_options
from tracker.queries.preview import incidents_of_parties
from tracker.web.editor.access import editors_only
from tracker.web.editor.conflict import Field, plainly, revision_of
from tracker.web.editor.fields import read
from tracker.web.editor.filing import Faults
from tracker.web.editor.records import Room, Row, Work, edited, one, searched, show, status_of, tried

PARTY: Final = (
    Field(name="party_name", label=gettext_lazy("Name")),
    Field(name="party_also", label=gettext_lazy("Also known as")),
    Field(name="party_monogram", label=gettext_lazy("Monogram")),
    Field(name="party_kind", label=gettext_lazy("Kind")),
    Field(name="party_country", label=gettext_lazy("Country code (ISO 3166)")),
    Field(name="party_wikidata", label=gettext_lazy("Wikidata")),
)
TIE: Final = (
    Field(name="organisation", label=gettext_lazy("Organisation")),
    Field(name="role", label=gettext_lazy("Role")),
    Field(name="speaks_for", label=gettext_lazy("Speaks for it")),
    Field(name="during", label=gettext_lazy("Days"), of=("since", "until")),
    Field(name="grounds", label=gettext_lazy("On what grounds we know that")),
)
PARTY_NAMES: Final = tuple(each.name for each in PARTY)
TIE_NAMES: Final = tuple(name for each in TIE for name in each.names)


@require_safe
@editors_only
def parties(request: HttpRequest) -> HttpResponse:
    """Every living party, to be searched."""
    words, number = searched(request)
    page = party_list(viewer=request.user, words=words, page=number)
    if page is None:
        raise Http404(_("This list has fewer pages."))
    return show(request, "parties", {"here": "parties", "page": page, "q": words})


@require_http_methods(["GET", "POST"])
@editors_only
def new_party(request: HttpRequest) -> HttpResponse:
    """Name who speaks."""
    assert isinstance(request.user, User)
    values, faults = read(request.POST, (*PARTY_NAMES, "note")), Faults()
    if request.method == "POST":
        try:
            made = make_party(
                by=request.user,
                note=values["note"],
                name=values["party_name"],
                kind=values["party_kind"],
                monogram=values["party_monogram"],
                also_known_as=values["party_also"].splitlines(),
            )
        except Refused as refused:
            faults.add(refused.field, refused.message)
        else:
            messages.success(request, _("Made. Readers see it with its first published claim."))
            return HttpResponseRedirect(reverse("editor:party", args=[made.slug]))
    context = {"here": "parties", "values": values, "errors": faults.of}
    return show(request, "new_party", context, status=422 if faults else 200)


@require_http_methods(["GET", "POST"])
@editors_only
def party(request: HttpRequest, slug: str) -> HttpResponse:
    """The page of a party."""
    return edited(request, _room(request, one(Party, request, slug=slug)))


def _room(request: HttpRequest, row: Party) -> Room:
    def work(values: dict[str, str], faults: Faults) -> Work | None:
        assert isinstance(request.user, User)
        editor = request.user
        return lambda: (
            edit_party(
                by=editor,
                note=values["note"],
                party=row,
                seen=revision_of(values["seen"]),
                name=values["party_name"],
                kind=values["party_kind"],
                monogram=values["party_monogram"],
                also_known_as=values["party_also"].splitlines(),
                country_code=values["party_country"],
                wikidata=values["party_wikidata"],
            ).key
        )

    desk = party_desk(viewer=request.user, party=row)
    return Room(
        kind="party",
        row=row,
        title=row.name,
        here=reverse("editor:party", args=[row.slug]),
        fields=PARTY,
        frozen=frozenset({"party_kind"}) if desk.frozen else frozenset(),
        fill=_party_filled,
        work=work,
        incidents=lambda: incidents_of_parties(parties=[row.pk]),
        page=lambda values, faults, outcome, status: _page(request, desk, values, faults, outcome, status),
    )


def _party_filled(row: Row) -> dict[str, str]:
    return {
        "party_name": row["name"],
        "party_also": "\n".join(row["also_known_as"]),
        "party_monogram": row["monogram"],
        "party_kind": row["kind"],
        "party_country": row["country_code"],
        "party_wikidata": row["wikidata"],
    }


def _page(
    request: HttpRequest,
    desk: PartyDesk,
    values: dict[str, str],
    faults: Faults,
    outcome: Outcome[Any] | None,
    status: int,
    tie: dict[str, str] | None = None,
) -> HttpResponse:
    context = {
        "here": "parties",
        "desk": desk,
        "into": desk.party.merged_into,
        "values": values | (tie or dict.fromkeys(TIE_NAMES, "")),
        "errors": faults.of,
        "outcome": outcome,
        "tie": tie,
        "party_options": party_options(viewer=request.user, but=desk.party),
    }
    return show(request, "party", context, status=status)


@require_POST
@editors_only
def affiliate(request: HttpRequest, slug: str) -> HttpResponse:
    """A new affiliation of this party, its member. It asks for its grounds, and says what it does to statuses."""
    assert isinstance(request.user, User)
    row, by = one(Party, request, slug=slug), request.user
    sent, faults = read(request.POST, (*TIE_NAMES, "note", "agreed")), Faults()
    organisation, held = _tied_to(request, sent, faults)
    outcome = None
    if organisation is not None and not faults:
        to = organisation
        outcome = tried(
            request,
            faults,
            action="make_affiliation",
            work=lambda: (
                add_affiliation(
                    by=by,
                    note=sent["note"],
                    member=row,
                    organisation=to,
                    grounds=sent["grounds"],
                    speaks_for=bool(sent["speaks_for"]),
                    role=sent["role"],
                    since=held[0],
                    until=held[1],
                ).grounds
            ),
            incidents=lambda: incidents_of_parties(parties=[row.pk]),
        )
    if outcome is not None and outcome.kept:
        messages.success(request, _("The affiliation is saved."))
        return HttpResponseRedirect(reverse("editor:party", args=[slug]) + "#affiliations")
    room = _room(request, row)
    desk = party_desk(viewer=request.user, party=row)
    return _page(request, desk, room.filled(), faults, outcome, status_of(request, faults, outcome), tie=sent)


def _tied_to(
    request: HttpRequest, sent: dict[str, str], faults: Faults
) -> tuple[Party | None, tuple[date | None, date | None]]:
    """The organisation that a form names, and its days: from the first, until the day after the last."""
    found = Party.objects.all().visible_to(request.user).filter(key=sent["organisation"]).first()
    if found is None:
        faults.add("organisation", _("Choose the organisation."))
    first, last = (_days(sent[name], name, faults) for name in ("since", "until"))
    return found, (first.start if first else None, last.end + timedelta(days=1) if last else None)


def _days(text: str, name: str, faults: Faults) -> Days | None:
    """The days that a field names; None where it is empty, or says no date."""
    try:
        return days(text=text.strip()) if text.strip() else None
    except BadDate as bad:
        faults.add(name, str(bad))
        return None


@require_http_methods(["GET", "POST"])
@editors_only
def affiliation(request: HttpRequest, key: str) -> HttpResponse:
    """One affiliation: whose, of what, when, and why we say so."""
    row = one(Affiliation, request, key=key)

    def work(values: dict[str, str], faults: Faults) -> Work | None:
        assert isinstance(request.user, User)
        editor = request.user
        organisation, held = _tied_to(request, values, faults)
        if organisation is None:
            return None
        return lambda: (
            edit_affiliation(
                by=editor,
                note=values["note"],
                affiliation=row,
                seen=revision_of(values["seen"]),
                organisation=organisation,
                grounds=values["grounds"],
                speaks_for=bool(values["speaks_for"]),
                role=values["role"],
                since=held[0],
                until=held[1],
            ).key
        )

    def page(values: dict[str, str], faults: Faults, outcome: Outcome[Any] | None, status: int) -> HttpResponse:
        context = {
            "here": "parties",
            "affiliation": row,
            "member": row.member,
            "values": values,
            "errors": faults.of,
            "outcome": outcome,
            "party_options": party_options(viewer=request.user, but=row.member),
        }
        return show(request, "affiliation", context, status=status)

    room = Room(
        kind="affiliation",
        row=row,
        title=f"{row.member.name} – {row.organisation.name}",
        here=reverse("editor:affiliation", args=[key]),
        fields=TIE,
        fill=_tie_filled,
        work=work,
        incidents=lambda: incidents_of_parties(parties=[row.member_id]),
        page=page,
        read=_tie_read,
    )
    return edited(request, room)


def _tie_filled(row: Row) -> dict[str, str]:
    first, beyond = row["during"].lower, row["during"].upper
    return {
        "organisation": Party.objects.values_list("key", flat=True).get(pk=row["organisation_id"]),
        "role": row["role"],
        "speaks_for": "1" if row["speaks_for"] else "",
        "since": first.isoformat() if first else "",
        "until": (beyond - timedelta(days=1)).isoformat() if beyond else "",
        "grounds": row["grounds"],
    }


def _tie_read(versions: Any, fields: Any) -> list[dict[str, str]]:
    """The texts of forms, with the party's name for its key. One query."""
    texts = plainly(versions, fields)
    names = dict(Party.objects.filter(key__in=[each["organisation"] for each in texts]).values_list("key", "name"))
    return [
        each
        | {"organisation": names.get(each["organisation"], ""), "speaks_for": _("yes") if each["speaks_for"] else ""}
        for each in texts
    ]
