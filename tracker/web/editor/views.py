"""The editor's rooms: inbox, workbench, drafts."""

from __future__ import annotations

from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tracker.actions.drafts import discard_draft, file_draft
from tracker.actions.refusals import Refused
from tracker.models import Claim, Snapshot, Source, User
from tracker.queries.choices import choices
from tracker.queries.inbox import inbox as find_inbox
from tracker.web.editor.access import claim_of, draft_of, editors_only, newest_of, source_of, text_of, wants_json
from tracker.web.editor.claim_form import countered, drafted, empty, page, suggested_for
from tracker.web.editor.doubts import tell_apart
from tracker.web.editor.fields import CLAIM, DRAFT_KEY, read
from tracker.web.editor.filing import Faults, Filing
from tracker.web.editor.keeping import filed, keep
from tracker.web.editor.labels import DID, KIND
from tracker.web.editor.places import Located, located
from tracker.web.editor.proposed import taken


@require_safe
@editors_only
def inbox(request: HttpRequest) -> HttpResponse:
    """What an editor comes back to."""
    assert isinstance(request.user, User)
    context = {"here": "inbox", "boxes": find_inbox(viewer=request.user), "KIND": KIND, "DID": DID}
    return render(request, "editor/inbox.html", context)


@require_http_methods(["GET", "POST"])
@editors_only
def workbench(request: HttpRequest, slug: str) -> HttpResponse:
    """A source's text and the form of a new claim on it."""
    source, snapshot = source_of(request, slug)
    if request.method == "GET":
        return _open(request, source, snapshot)
    return _sent(request, source, snapshot)


def _open(request: HttpRequest, source: Source, snapshot: Snapshot) -> HttpResponse:
    draft = draft_of(request, request.GET.get("draft", ""), f"claim:{source.key}")
    if draft:
        values = drafted(source, draft.payload)
        snapshot = text_of(request, source, values["snapshot"]) or snapshot
    elif counter := request.GET.get("counter", ""):
        values = countered(source, claim_of(request, counter), choices(viewer=request.user))
    else:
        values = empty(source)
    for name in ("words", "question"):  # asked for in the address, such as by a script
        values[name] = request.GET.get(name, "")[:5_000] or values[name]
    found = (
        located(text=snapshot.text, words=values["words"], ranges=values["pieces"], place=values["place"])
        if values["words"]
        else Located()
    )
    return page(
        request,
        source=source,
        snapshot=snapshot,
        values=values,
        faults=Faults(),
        located=found,
        draft=draft.key if draft else "",
        draft_seen=draft.updated_at.isoformat() if draft else "",
    )


def _sent(request: HttpRequest, source: Source, snapshot: Snapshot) -> HttpResponse:
    assert isinstance(request.user, User)
    values, key, do = read(request.POST, CLAIM), request.POST.get("draft", ""), request.POST.get("do", "")
    filing = Filing(by=request.user, snapshot=snapshot, values=values)
    if take := request.POST.get("take", ""):
        taken(values, take)
        do = "find"
    if other := request.POST.get("distinguish", ""):
        tell_apart(request, values=values, other=other, faults=filing.faults)
        do = "find"
    if do == "draft":
        return saved(request, key, f"claim:{source.key}", reverse("editor:workbench", args=[source.slug]))
    if do in ("propose", "publish"):
        claims = filing.file(publish=do == "publish")
        if claims:
            if DRAFT_KEY.fullmatch(key):
                payload = filed(values, claims)
                file_draft(by=request.user, key=key, purpose=f"claim:{source.key}", payload=payload, claims=claims)
            _say_filed(request, claims, do)
            here = {} if snapshot == newest_of(source) else {"snapshot": snapshot.key}
            return done(reverse("editor:workbench", args=[source.slug]), key, f"#claim-{claims[0].key}", **here)
        status = 409 if filing.faults.stale else 422
    elif do == "find":
        filing.locate()
        values["says_this"], status = "", 422 if filing.faults else 200
    else:
        raise BadRequest(_("The form was sent without saying what to do with it."))
    return page(
        request,
        source=source,
        snapshot=snapshot,
        values=values,
        faults=filing.faults,
        located=filing.found,
        draft=key if DRAFT_KEY.fullmatch(key) else "",
        status=status,
    )


def saved(request: HttpRequest, key: str, purpose: str, back: str) -> HttpResponse:
    """Keep what was sent as a draft, and show the form again from it."""
    assert isinstance(request.user, User)
    if not DRAFT_KEY.fullmatch(key):
        raise BadRequest(_("The form does not say under which key it is kept."))
    kept = keep(by=request.user, key=key, purpose=purpose, post=request.POST)
    if kept.apart:
        said = _("Another tab saved this draft meanwhile. What you typed here is a second draft: both are kept.")
    else:
        said = _("Saved as a draft. Only you see it.")
    messages.success(request, said)
    return HttpResponseRedirect(back + "?" + urlencode({"draft": kept.draft.key}))


def done(page: str, draft: str, mark: str = "", **more: str) -> HttpResponse:
    """On to a page, which is told that the draft was filed, so that its copy on the device can go."""
    query = urlencode({"filed": draft} | more if DRAFT_KEY.fullmatch(draft) else more)
    return HttpResponseRedirect(page + (f"?{query}" if query else "") + mark)


def _say_filed(request: HttpRequest, claims: list[Claim], do: str) -> None:
    count = len(claims)
    if do == "publish":
        said = ngettext("Published: one claim.", "Published: %(count)s claims on the same words.", count)
    else:
        said = ngettext("Proposed: one claim. Editors see it, readers do not.", "Proposed: %(count)s claims.", count)
    messages.success(request, said % {"count": count}, extra_tags=claims[0].key)


@require_safe
@editors_only
def proposals(request: HttpRequest, slug: str) -> HttpResponse:
    """Beside the fields: what the marked words suggest. A fragment, for the workbench's script."""
    source, snapshot = source_of(request, slug)
    return render(
        request,
        "editor/proposals.html",
        {
            "suggested": suggested_for(
                request,
                source=source,
                snapshot=snapshot,
                marked=request.GET.get("pieces", "")[:2_000],
                core=request.GET.get("core", "")[:5_000],
            )
        },
    )


@require_POST
@editors_only
def draft(request: HttpRequest) -> HttpResponse:
    """Keep half-written work while it is being written. Answers with the key under which it was kept, and when;
    `apart` where another tab was faster and this text is a draft of its own now."""
    assert isinstance(request.user, User)
    key, purpose = request.POST.get("draft", ""), request.POST.get("purpose", "")
    if not DRAFT_KEY.fullmatch(key) or not purpose:
        raise BadRequest(_("The form does not say under which key it is kept."))
    try:
        kept = keep(by=request.user, key=key, purpose=purpose, post=request.POST)
    except Refused as refused:
        return JsonResponse({"error": refused.message}, status=422)
    return JsonResponse({"key": kept.draft.key, "at": kept.at, "apart": kept.apart})


@require_POST
@editors_only
def discard(request: HttpRequest, key: str) -> HttpResponse:
    """Remove one's own draft. The same answer where there is none (any more)."""
    assert isinstance(request.user, User)
    gone = discard_draft(by=request.user, key=key)
    if wants_json(request):
        return JsonResponse({"discarded": gone})
    messages.success(request, _("Discarded.") if gone else _("There was no such draft of yours."))
    return HttpResponseRedirect(reverse("editor:inbox"))
