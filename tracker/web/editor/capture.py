"""Capture: a text that was read, pasted, out of a file or fetched, with what it is."""

from __future__ import annotations

from datetime import timedelta
from typing import Final
from urllib.parse import urlencode

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods

from tracker.actions.captures import UNDER_WAY, capture_address, capture_reading, drop_capture
from tracker.actions.drafts import save_draft
from tracker.actions.refusals import Refused
from tracker.ingest.extract import NotRead
from tracker.models import Capture, Source, User
from tracker.models.base import mint_key
from tracker.queries.already import already_captured
from tracker.queries.choices import choices
from tracker.queries.workbench import drafts
from tracker.web.editor import files
from tracker.web.editor.access import draft_of, editors_only, form_token, wants_json
from tracker.web.editor.capture_filing import AGAIN, PURPOSE, file_source, ways
from tracker.web.editor.fields import DRAFT_KEY, SOURCE, read, sent
from tracker.web.editor.filing import NEW, Faults
from tracker.web.editor.from_browser import BOOKMARKLET, handed_over
from tracker.web.editor.labels import VOCABULARIES, parties

SLOW: Final = timedelta(seconds=20)
"""Without a sign of progress for so long, the page says that nothing is at work on it."""


@csrf_exempt  # only so that `bounded` comes first: the check follows at once
@require_http_methods(["GET", "POST"])
@files.bounded
@csrf_protect
@editors_only
def capture(request: HttpRequest) -> HttpResponse:
    """The form, and what comes of it: a file or page read into it for proof; a new source, and on to its workbench.

    While a page is fetched, its progress (as JSON for the script that asks) stands in place of the form.
    """
    if request.method == "GET":
        return _open(request)
    assert isinstance(request.user, User)
    values, faults, sent_key = read(request.POST, SOURCE), Faults(), request.POST.get("draft", "")
    key, do, upload = (
        sent_key if DRAFT_KEY.fullmatch(sent_key) else mint_key(),
        request.POST.get("do"),
        _upload(request),
    )
    if do == "stop":
        drop_capture(by=request.user, key=key)
        return _back(request, key)
    if do in ("read", "fetch") or upload is not None:
        answer = _read(request, values, key, upload, faults)
    elif do in ("drop", "draft"):
        answer = _kept(request, sent(request.POST), key, faults)
        if answer and do == "drop":
            drop_capture(by=request.user, key=key)
        elif answer:
            messages.success(request, _("Saved as a draft. Only you see it."))
    else:
        answer = file_source(request, values, key, faults)
    return answer or _page(request, values, faults, key=key, is_draft=bool(sent_key), status=422)


def _open(request: HttpRequest) -> HttpResponse:
    assert isinstance(request.user, User)
    draft, faults = draft_of(request, request.GET.get("draft", ""), PURPOSE), Faults()
    if draft is None:
        return _page(request, _begun(request), faults, key=mint_key(), is_draft=False)
    values = dict.fromkeys(SOURCE, "") | files.DEFAULTS
    values |= {name: str(draft.payload[name]) for name in SOURCE if name in draft.payload}
    found = files.capture_of(user=request.user, key=draft.key)
    if found is not None and found.state in UNDER_WAY:
        return _under_way(request, found)
    if wants_json(request):
        return JsonResponse({"state": found.state if found else ""})
    if found is not None and found.state == "refused":
        faults.add("url", found.message)
    return _page(request, values, faults, key=draft.key, is_draft=True, draft_seen=draft.updated_at.isoformat())


def _begun(request: HttpRequest) -> dict[str, str]:
    """A new form: empty, with what another page hands over, or to capture a source again."""
    values = dict.fromkeys(SOURCE, "") | files.DEFAULTS | handed_over(request)
    again = Source.objects.all().visible_to(request.user).filter(slug=request.GET.get("again", "")).first()
    if again is not None:
        values |= {"filed_as": AGAIN + again.slug, "url": again.url}
    return values


def _upload(request: HttpRequest) -> UploadedFile | None:
    found = request.FILES.get("file")
    return found if isinstance(found, UploadedFile) else None


def _read(
    request: HttpRequest, values: dict[str, str], key: str, upload: UploadedFile | None, faults: Faults
) -> HttpResponse | None:
    """Have what is in the file, or at the address, put into the form for proof. Nothing is captured yet."""
    user, url = request.user, values["url"].strip()
    assert isinstance(user, User)
    fetches = upload is None and request.POST.get("do") == "fetch"
    before = files.capture_of(user=user, key=key)
    typed = files.typed(values, before, files.proposed_by(user=user, capture=before))
    if upload is None and not fetches:
        faults.add("file", _("Choose a file, then have it read."))
    elif fetches and not url:
        faults.add("url", _("Give the address, then have it fetched."))
    elif typed["text"].strip():
        faults.add(
            "url" if fetches else "file",
            _("The text field holds words that would be replaced. Empty it, and do this again."),
        )
    else:
        if fetches:
            typed["url"] = url
        try:
            reading = files.read_upload(upload=upload) if upload is not None else None
            answer = _kept(request, {name: value for name, value in typed.items() if value}, key, faults)
            if reading is not None and answer:
                capture_reading(by=user, key=key, reading=reading)
            elif answer:
                capture_address(by=user, key=key, address=url)
            return answer
        except NotRead as unread:
            faults.add("file", unread.message)
        except Refused as refused:
            faults.add(refused.field, refused.message)
    return None


def _kept(request: HttpRequest, payload: dict[str, str], key: str, faults: Faults) -> HttpResponse | None:
    """Save the form as a draft, and show it again from there."""
    assert isinstance(request.user, User)
    try:
        save_draft(by=request.user, key=key, purpose=PURPOSE, payload=payload)
    except Refused as refused:
        faults.add(refused.field, refused.message)
        return None
    return _back(request, key)


def _back(request: HttpRequest, key: str) -> HttpResponse:
    counter = request.GET.get("counter", "")
    query = {"draft": key, "filed": key} | ({"counter": counter} if counter else {})
    return HttpResponseRedirect(reverse("editor:capture") + "?" + urlencode(query))


def _under_way(request: HttpRequest, found: Capture) -> HttpResponse:
    kilobytes = {"count": found.progress // 1024}
    said = {
        "waiting": _("Waiting for its turn."),
        "fetching": _("Fetching: %(count)s kB so far.") % kilobytes,
        "reading": _("Reading %(count)s kB.") % kilobytes,
    }[found.state]
    if timezone.now() - found.updated_at > SLOW:
        said += " " + _(
            "Nothing is at work on it just now. It goes on by itself, or you save the page and take the file."
        )
    if wants_json(request):
        return JsonResponse({"state": found.state, "said": said})
    return render(request, "editor/capture_wait.html", {"here": "capture", "capture": found, "said": said})


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
    user = request.user
    assert isinstance(user, User)
    found = files.capture_of(user=user, key=key) if is_draft else None
    ready = found if found is not None and found.state == "ready" else None
    proposed = files.proposed_by(user=user, capture=ready)
    if ready is not None and request.method == "GET":
        values = files.filled(values, ready, proposed)
    known = already_captured(viewer=user, text=values["text"], url=values["url"])
    context = {
        "here": "capture",
        "values": values,
        "errors": faults.of,
        "party_options": parties(choices(viewer=user)),
        "drafts": drafts(viewer=user, purpose=PURPOSE),
        "draft": key,
        "draft_seen": request.POST.get("draft_seen", draft_seen),
        "is_draft": is_draft,
        "purpose": PURPOSE,
        "token": form_token(user),
        "file": ready,
        "described": files.described(ready) if ready is not None else "",
        "proposed": files.marked(values, proposed),
        "known": known,
        "ways": ways(user=user, known=known, chosen=values["filed_as"]),
        "bookmarklet": BOOKMARKLET % request.build_absolute_uri(reverse("editor:capture")),
        **VOCABULARIES,
        "NEW": NEW,
    }
    return render(request, "editor/capture.html", context, status=status)
