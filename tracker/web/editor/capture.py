"""Capture: a text that was read, pasted, out of a file or fetched, with what it is."""

from __future__ import annotations

from urllib.parse import urlencode

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods

from tracker.actions.capture_source import capture_source
from tracker.actions.change import change
from tracker.actions.drafts import discard_draft, save_draft
from tracker.actions.make_party import make_party
from tracker.actions.refusals import Refused
from tracker.ingest.extract import NotRead
from tracker.models import Party, Snapshot, User
from tracker.models.base import mint_key
from tracker.queries.already import already_captured
from tracker.queries.choices import choices
from tracker.queries.workbench import drafts
from tracker.web.editor import files
from tracker.web.editor.access import draft_of, editors_only, form_token
from tracker.web.editor.fields import DRAFT_KEY, SOURCE, read, sent
from tracker.web.editor.filing import NEW, Faults
from tracker.web.editor.labels import VOCABULARIES, parties
from tracker.web.editor.views import done

PURPOSE = "source:new"


@csrf_exempt  # only so that `bounded` comes first: the check follows at once
@require_http_methods(["GET", "POST"])
@files.bounded
@csrf_protect
@editors_only
def capture(request: HttpRequest) -> HttpResponse:
    """The form, and what comes of it: a file or page read into it for proof; a new source, and on to its workbench."""
    if request.method == "GET":
        return _open(request)
    assert isinstance(request.user, User)
    values, faults, sent_key = read(request.POST, SOURCE), Faults(), request.POST.get("draft", "")
    key, do, upload = (
        sent_key if DRAFT_KEY.fullmatch(sent_key) else mint_key(),
        request.POST.get("do"),
        _upload(request),
    )
    if do in ("read", "fetch") or upload is not None:
        answer = _read(request, values, key, upload, faults)
    elif do == "drop":
        files.forget(user=request.user, draft=key)
        answer = _kept(request, sent(request.POST), key, faults)
    elif do == "draft":
        answer = _kept(request, sent(request.POST), key, faults)
        if answer:
            messages.success(request, _("Saved as a draft. Only you see it."))
    else:
        answer = _file(request, values, key, faults)
    return answer or _page(request, values, faults, key=key, is_draft=bool(sent_key), status=422)


def _open(request: HttpRequest) -> HttpResponse:
    draft = draft_of(request, request.GET.get("draft", ""), PURPOSE)
    values = dict.fromkeys(SOURCE, "") | files.DEFAULTS
    if draft:
        values |= {name: str(draft.payload[name]) for name in SOURCE if name in draft.payload}
    seen = draft.updated_at.isoformat() if draft else ""
    key = draft.key if draft else mint_key()
    return _page(request, values, Faults(), key=key, is_draft=bool(draft), draft_seen=seen)


def _upload(request: HttpRequest) -> UploadedFile | None:
    found = request.FILES.get("file")
    return found if isinstance(found, UploadedFile) else None


def _read(
    request: HttpRequest, values: dict[str, str], key: str, upload: UploadedFile | None, faults: Faults
) -> HttpResponse | None:
    """Put what is in the file, or at the address, into the form, and show it for proof. Nothing is captured yet."""
    user, url = request.user, values["url"].strip()
    assert isinstance(user, User)
    fetches = upload is None and request.POST.get("do") == "fetch"
    shown_at = "url" if fetches else "file"
    before = files.what_was_read(user=user, draft=key)
    if upload is None and not fetches:
        faults.add("file", _("Choose a file, then have it read."))
    elif fetches and not url:
        faults.add("url", _("Give the address, then have it fetched."))
    elif values["text"].strip() and values["text"] != (before["text"] if before else ""):
        faults.add(shown_at, _("The text field holds words that would be replaced. Empty it, and do this again."))
    else:
        values["url"] = url
        try:
            if upload is not None:
                found = files.read_file(user=user, draft=key, upload=upload)
            else:
                found = files.read_address(user=user, draft=key, url=url)
        except NotRead as unread:
            faults.add(shown_at, unread.message)
        else:
            filled = files.filled(values, found, before)
            payload = {name: value for name, value in filled.items() if value}
            return _kept(request, payload, key, Faults()) or _kept(request, payload | {"text": ""}, key, faults)
    return None


def _kept(request: HttpRequest, payload: dict[str, str], key: str, faults: Faults) -> HttpResponse | None:
    """Save the form as a draft, and show it again from there."""
    assert isinstance(request.user, User)
    try:
        save_draft(by=request.user, key=key, purpose=PURPOSE, payload=payload)
    except Refused as refused:
        faults.add(refused.field, refused.message)
        return None
    counter = request.GET.get("counter", "")
    query = {"draft": key, "filed": key} | ({"counter": counter} if counter else {})
    return HttpResponseRedirect(reverse("editor:capture") + "?" + urlencode(query))


def _file(request: HttpRequest, values: dict[str, str], key: str, faults: Faults) -> HttpResponse | None:
    """Capture what the form holds, with the bytes of the file that its text was read from."""
    assert isinstance(request.user, User)
    snapshot = _capture(request, values, key, faults)
    if snapshot is None:
        return None
    discard_draft(by=request.user, key=key)
    files.forget(user=request.user, draft=key)
    counter = request.GET.get("counter", "")
    messages.success(request, _("Captured. Readers see it with the first claim that is published on it."))
    page = reverse("editor:workbench", args=[snapshot.source.slug])
    return done(page, key, **({"counter": counter} if counter else {}))


def _capture(request: HttpRequest, values: dict[str, str], key: str, faults: Faults) -> Snapshot | None:
    user = request.user
    assert isinstance(user, User)
    publisher = Party.objects.all().visible_to(user).filter(key=values["publisher"]).first()
    if publisher is None and values["publisher"] != NEW:
        faults.add("publisher", _("Choose who published it, or name a new party."))
    for name, missing in (("text", _("Paste the text that was read.")), ("title", _("Give the source’s title."))):
        if not values[name].strip():
            faults.add(name, missing)
    if faults:
        return None
    anew = request.POST.get("anew") == "1"
    if not anew and already_captured(viewer=user, text=values["text"], url=values["url"]):
        faults.add("anew", _("This is captured already. Open it, or say that it is a new source all the same."))
        return None
    found, original = files.what_was_read(user=user, draft=key), files.original(user=user, draft=key)
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
                captured_from=found["name"] if found else "",
                original=original if found else None,
                media_type=found["media_type"] if found and original else "",
            )
    except Refused as refused:
        faults.add(refused.field, refused.message)
        return None


def _page(
    request: HttpRequest,
    values: dict[str, str],
    faults: Faults,
    *,
    key: str,
    is_draft: bool,
    draft_seen: str = "",
    status: int = 200,
) -> HttpResponse:
    assert isinstance(request.user, User)
    file = files.what_was_read(user=request.user, draft=key) if is_draft else None
    if file and not values["text"] and request.method == "GET":
        values["text"] = file["text"]  # too long for a draft
    context = {
        "here": "capture",
        "values": values,
        "errors": faults.of,
        "party_options": parties(choices(viewer=request.user)),
        "drafts": drafts(viewer=request.user, purpose=PURPOSE),
        "draft": key,
        "draft_seen": request.POST.get("draft_seen", draft_seen),
        "is_draft": is_draft,
        "purpose": PURPOSE,
        "token": form_token(request.user),
        "file": file,
        "described": files.described(file) if file else "",
        "proposed": files.marked(values, file),
        "known": already_captured(viewer=request.user, text=values["text"], url=values["url"]),
        "anew": request.POST.get("anew", ""),
        **VOCABULARIES,
        "NEW": NEW,
    }
    return render(request, "editor/capture.html", context, status=status)
