"""Capture: a text that was read, pasted, with what it is."""

from __future__ import annotations

from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from tracker.actions.capture_source import capture_source
from tracker.actions.change import change
from tracker.actions.drafts import discard_draft, save_draft
from tracker.actions.make_party import make_party
from tracker.actions.refusals import Refused
from tracker.models import Party, Snapshot, User
from tracker.models.base import mint_key
from tracker.queries.choices import choices
from tracker.queries.workbench import drafts
from tracker.web.editor.access import draft_of, editors_only, form_token
from tracker.web.editor.fields import DRAFT_KEY, SOURCE, read, sent
from tracker.web.editor.filing import NEW, Faults
from tracker.web.editor.labels import VOCABULARIES, parties
from tracker.web.editor.views import done

PURPOSE = "source:new"


@require_http_methods(["GET", "POST"])
@editors_only
def capture(request: HttpRequest) -> HttpResponse:
    """The form, and what comes of it: a new source, and on to its workbench."""
    assert isinstance(request.user, User)
    faults = Faults()
    if request.method == "GET":
        draft = draft_of(request, request.GET.get("draft", ""), PURPOSE)
        values = dict.fromkeys(SOURCE, "") | {"language": "en", "extent": "whole", "party_kind": "media"}
        if draft:
            values |= {name: str(draft.payload[name]) for name in SOURCE if name in draft.payload}
        return _page(request, values, faults, key=draft.key if draft else "")
    values, key = read(request.POST, SOURCE), request.POST.get("draft", "")
    if request.POST.get("do") == "draft" and DRAFT_KEY.fullmatch(key):
        save_draft(by=request.user, key=key, purpose=PURPOSE, payload=sent(request.POST))
        messages.success(request, _("Saved as a draft. Only you see it."))
        return HttpResponseRedirect(reverse("editor:capture") + "?" + urlencode({"draft": key}))
    snapshot = _capture(request.user, values, faults)
    if snapshot is None:
        return _page(request, values, faults, key=key, status=422)
    if DRAFT_KEY.fullmatch(key):
        discard_draft(by=request.user, key=key)
    counter = request.GET.get("counter", "")
    messages.success(request, _("Captured. Readers see it with the first claim that is published on it."))
    page = reverse("editor:workbench", args=[snapshot.source.slug])
    return done(page, key, **({"counter": counter} if counter else {}))


def _capture(user: User, values: dict[str, str], faults: Faults) -> Snapshot | None:
    publisher = Party.objects.all().visible_to(user).filter(key=values["publisher"]).first()
    if publisher is None and values["publisher"] != NEW:
        faults.add("publisher", _("Choose who published it, or name a new party."))
    for name, missing in (("text", _("Paste the text that was read.")), ("title", _("Give the source’s title."))):
        if not values[name].strip():
            faults.add(name, missing)
    if faults:
        return None
    try:
        with change(by=user, note="", may="capture_source"):
            if publisher is None:
                publisher = make_party(
                    by=user,
                    note="",
                    name=values["party_name"],
                    kind=values["party_kind"],
                    monogram=values["party_monogram"],
                )
            return capture_source(
                by=user,
                note="",
                publisher=publisher,
                text=values["text"],
                title=values["title"],
                author=values["author"],
                published=values["published"],
                language=values["language"],
                rights=values["rights"],
                extent=values["extent"],
                url=values["url"],
            )
    except Refused as refused:
        faults.add(refused.field, refused.message)
        return None


def _page(
    request: HttpRequest, values: dict[str, str], faults: Faults, *, key: str = "", status: int = 200
) -> HttpResponse:
    assert isinstance(request.user, User)
    context = {
        "here": "capture",
        "values": values,
        "errors": faults.of,
        "party_options": parties(choices(viewer=request.user)),
        "drafts": drafts(viewer=request.user, purpose=PURPOSE),
        "draft": key if DRAFT_KEY.fullmatch(key) else mint_key(),
        "is_draft": bool(key),
        "purpose": PURPOSE,
        "token": form_token(request.user),
        **VOCABULARIES,
        "NEW": NEW,
    }
    return render(request, "editor/capture.html", context, status=status)
