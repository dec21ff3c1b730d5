"""The history of anything: who changed what, when and why, word by word, and the way back to it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from tracker.actions.refusals import Refused
from tracker.actions.restore import restore_claim, restore_record
from tracker.models import User
from tracker.queries.history import KINDS, History
from tracker.queries.history import history as find_history
from tracker.web.editor.access import editors_only
from tracker.web.editor.conflict import revision_of
from tracker.web.editor.labels import DID, FIELD, KIND


@require_http_methods(["GET", "POST"])
@editors_only
def history(request: HttpRequest, kind: str, key: str) -> HttpResponse:
    """Every revision of a record, the newest first; sent, one of them stands again as a new revision."""
    found = history_of(request, kind, key)
    if request.method == "GET":
        return _page(request, found)
    if found.row is None:
        raise Http404(_("This record was removed; its history stays."))
    assert isinstance(request.user, User)
    given, revision = request.POST, revision_of(request.POST.get("revision", ""))
    asked: dict[str, Any] = {
        "by": request.user,
        "note": given.get("note", ""),
        "seen": revision_of(given.get("seen", "")),
    }
    try:
        if kind == "claim":
            restore_claim(claim=found.row, revision=revision, **asked)
        else:
            restore_record(kind=kind, row=found.row, revision=revision, **asked)
    except Refused as refused:
        stale = refused.rule == "revision_is_next"
        return _page(request, found, fault=refused.message, at=revision, status=409 if stale else 422)
    messages.success(request, _("Revision %(n)s stands again, as a new one.") % {"n": revision})
    return HttpResponseRedirect(reverse("editor:history", args=[kind, key]))


@require_safe
@editors_only
def of_claim(request: HttpRequest, key: str) -> HttpResponse:
    """The address that histories of claims had first."""
    return HttpResponsePermanentRedirect(reverse("editor:history", args=["claim", key]))


def history_of(request: HttpRequest, kind: str, key: str) -> History:
    """The history of this record; 404 for what is not there or not theirs to see."""
    found = find_history(kind=kind, key=key, viewer=request.user) if kind in KINDS and "\0" not in key else None
    if found is None:
        raise Http404(_("There is no record of this kind and key."))
    return found


def _page(request: HttpRequest, found: History, *, fault: str = "", at: int = 0, status: int = 200) -> HttpResponse:
    context = {
        "here": "sources",
        "history": found,
        "fault": fault,
        "at": at,
        "note": request.POST.get("note", ""),
        "FIELD": FIELD,
        "DID": DID,
        "KIND": KIND,
    }
    return render(request, "editor/history.html", context, status=status)
