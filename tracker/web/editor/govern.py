"""Four eyes and freezing, incident by incident: a steward's room."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from tracker.actions.govern_incident import govern_incident
from tracker.actions.refusals import Refused
from tracker.models import Incident, User
from tracker.queries.govern import governed
from tracker.web.editor.access import only_who_may


@require_safe
@only_who_may("govern_incident")
def incidents(request: HttpRequest) -> HttpResponse:
    """Every incident, with what holds of it."""
    return render(request, "editor/govern.html", {"here": "govern", "rows": governed(viewer=request.user)})


@require_http_methods(["GET", "POST"])
@only_who_may("govern_incident")
def incident(request: HttpRequest, key: str) -> HttpResponse:
    """One incident's two switches, and the note that says why."""
    assert isinstance(request.user, User)
    found = Incident.objects.all().visible_to(request.user).filter(key=key).first()
    if found is None:
        raise Http404(_("There is no incident of this key."))
    values = {"four_eyes": found.four_eyes, "frozen": found.frozen, "note": ""}
    errors: dict[str, str] = {}
    status = 200
    if request.method == "POST":
        seen = request.POST.get("seen", "")
        values = {name: bool(request.POST.get(name)) for name in ("four_eyes", "frozen")} | {
            "note": request.POST.get("note", "")
        }
        try:
            govern_incident(
                by=request.user,
                note=str(values["note"]),
                incident=found,
                seen=int(seen) if seen.isdecimal() and len(seen) < 10 else 0,
                four_eyes=bool(values["four_eyes"]),
                frozen=bool(values["frozen"]),
            )
            messages.success(request, _("Kept. The history of the incident says who and why."))
            return HttpResponseRedirect(reverse("editor:govern"))
        except Refused as refused:
            errors = {refused.field: refused.message}
            status = 409 if refused.rule == "revision_is_next" else 422
            found.refresh_from_db()
    context = {"here": "govern", "incident": found, "values": values, "errors": errors}
    return render(request, "editor/govern_incident.html", context, status=status)
