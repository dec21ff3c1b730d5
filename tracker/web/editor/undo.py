"""Taking back: the last steps in words, and one of them undone."""

from __future__ import annotations

from typing import Any, Final

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from tracker.actions.refusals import Refused
from tracker.actions.undo import Undone, take_back
from tracker.models import User
from tracker.queries.steps import StepRow, last_steps
from tracker.web.editor.access import editors_only, wants_json
from tracker.web.editor.keeping import address_of
from tracker.web.editor.labels import FIELD, KIND
from tracker.web.jinja import listed

_DID: Final[dict[str, Any]] = {
    "draft": gettext_lazy("draft saved"),
    "discard": gettext_lazy("draft discarded"),
    "propose": gettext_lazy("claim proposed"),
    "publish": gettext_lazy("claim published"),
    "withdraw": gettext_lazy("claim withdrawn"),
}
_WILL: Final[dict[str, Any]] = {
    "publish": gettext_lazy("This withdraws the claim. Its address stays, and says so and why."),
    "withdraw": gettext_lazy(
        "The claim counts again. Readers see that it was withdrawn meanwhile, and why it is back."
    ),
    "correct": gettext_lazy("This makes a new revision with what stood before. Readers see both, and why."),
}


@require_http_methods(["GET", "POST"])
@editors_only
def undo(request: HttpRequest) -> HttpResponse:
    """The last steps; sent, one of them is taken back: the one that is named, or the last.

    A script is answered with what stands again, or where to go, or `ask`: the page that asks for a note first.
    """
    assert isinstance(request.user, User)
    if request.method == "GET":
        return _page(request)
    named = request.POST.get("step", "")
    step = int(named) if named.isdecimal() and len(named) < 19 else None
    try:
        undone = take_back(by=request.user, step=step, note=request.POST.get("note", ""))
    except Refused as refused:
        return _refused(request, refused, step)
    return _taken_back(request, undone)


def _taken_back(request: HttpRequest, undone: Undone) -> HttpResponse:
    assert isinstance(request.user, User)
    row = next(row for row in last_steps(viewer=request.user) if row.id == undone.step.pk)
    said = _("Taken back: %(step)s") % {"step": words(row)}
    here = bool(undone.key) and undone.key == request.POST.get("draft", "")
    draft = undone.draft
    if wants_json(request) and here and draft is not None:
        fields = {name: text for name, text in draft.payload.items() if name != "tab"}
        return JsonResponse({"said": said, "draft": draft.key, "at": draft.updated_at.isoformat(), "fields": fields})
    messages.success(request, said)
    if undone.purpose:
        address = address_of(purpose=undone.purpose, draft=draft.key if draft else "")
    else:
        address = _record(row)
    if wants_json(request):
        return JsonResponse({"said": said, "open": address, "gone": undone.key if draft is None else ""})
    return HttpResponseRedirect(address)


def _refused(request: HttpRequest, refused: Refused, step: int | None) -> HttpResponse:
    assert isinstance(request.user, User)
    rows = last_steps(viewer=request.user)
    asked = step or next((row.id for row in rows if not row.undone), 0)
    if wants_json(request):
        address = reverse("editor:undo") + (f"#step-{asked}" if asked else "")
        if refused.rule == "public_change_has_note":
            return JsonResponse({"ask": address})
        return JsonResponse({"error": refused.message, "more": address}, status=409)
    return _page(request, fault=refused.message, at=asked, status=409 if refused.field != "note" else 422)


def _page(request: HttpRequest, *, fault: str = "", at: int = 0, status: int = 200) -> HttpResponse:
    assert isinstance(request.user, User)
    steps = last_steps(viewer=request.user)
    context = {
        "here": "undo",
        "steps": [
            (step, words(step), _WILL.get(step.kind, "") if step.public else "", _record(step)) for step in steps
        ],
        "fault": fault,
        "at": at,
        "note": request.POST.get("note", ""),
    }
    return render(request, "editor/undo.html", context, status=status)


def words(step: StepRow) -> str:
    """A step in words: what was done, with what."""
    did = _DID.get(step.kind) or _("%(kind)s corrected") % {"kind": KIND.get(step.of, step.of)}
    fields = listed(list(dict.fromkeys(str(FIELD[name]) for name in map(_field, step.fields) if name in FIELD)))
    if step.about and fields:
        return _("%(did)s: %(fields)s, in “%(about)s”") % {"did": did, "fields": fields, "about": step.about}
    if step.about or fields:
        about = f"“{step.about}”" if step.about else fields
        return _("%(did)s: %(about)s") % {"did": did, "about": about}
    return str(did)


def _field(name: str) -> str:
    """The field beside which this name of the form stands: repeated ones share theirs."""
    if name.startswith("relay"):
        return "relays"
    if name.startswith("reason"):
        return "reasons"
    return "speaker" if name.startswith("speaker") else name


def _record(step: StepRow) -> str:
    """The address at which what was changed can be seen; the inbox for a draft."""
    if step.of in ("draft", "") or step.kind == "propose":
        return reverse("editor:inbox")
    if step.of == "claim":
        return reverse("editor:correct", args=[step.key])
    return reverse("editor:history", args=[step.of, step.key])
