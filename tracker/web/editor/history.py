"""The history of anything: who changed what, when and why, word by word."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from tracker.queries.history import KINDS, History
from tracker.queries.history import history as find_history
from tracker.web.editor.access import editors_only
from tracker.web.editor.labels import DID, FIELD, KIND


@require_safe
@editors_only
def history(request: HttpRequest, kind: str, key: str) -> HttpResponse:
    """Every revision of a record, the newest first."""
    found = history_of(request, kind, key)
    context = {"here": "sources", "history": found, "FIELD": FIELD, "DID": DID, "KIND": KIND}
    return render(request, "editor/history.html", context)


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
