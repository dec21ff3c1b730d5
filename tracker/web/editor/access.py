"""Who may enter the editor's rooms, and loading what stands in them: one helper loads *and* authorises.

What was typed is never lost to a session that ran out: every form carries a token that names its editor, signed,
and a form that arrives without a session becomes a draft of that editor, found again after signing in.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, Final, cast
from urllib.parse import urlencode

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.core.signing import BadSignature, TimestampSigner
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from tracker.actions.refusals import Refused
from tracker.domain import policy
from tracker.models import Claim, Draft, Snapshot, Source, User
from tracker.models.people import role_of
from tracker.web.editor.fields import DRAFT_KEY
from tracker.web.editor.keeping import keep

View = Callable[..., HttpResponse]

_FORMS: Final = TimestampSigner(salt="an editor's form")
FORM_LIFE: Final = 60 * 60 * 24 * 30
"""Seconds for which a form that was opened may still be sent and kept."""


def form_token(user: User) -> str:
    """What a form carries so that it can be kept for its editor."""
    return _FORMS.sign(str(user.pk))


def wants_json(request: HttpRequest) -> bool:
    return "application/json" in request.headers.get("Accept", "")


def editors_only(view: View) -> View:
    """A room for whoever records: contributors, editors, stewards, admins. Never kept in a cache.

    Nobody signed in: to the sign-in page and back, with what was sent kept as a draft; 401 for scripts. Somebody
    who only reads: 403.
    """
    return only_who_may("record_claim")(view)


def only_who_may(action: policy.Action) -> Callable[[View], View]:
    """A room for whoever may do that; as `editors_only` for all others."""

    def guard(view: View) -> View:
        @wraps(view)
        @never_cache
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not request.user.is_authenticated:
                return _signed_out(request)
            if not policy.allowed(role=cast(policy.Role, role_of(request.user)), action=action):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        return guarded

    return guard


def _signed_out(request: HttpRequest) -> HttpResponse:
    if wants_json(request):
        return JsonResponse({"error": _("You are signed out.")}, status=401)
    if request.method != "POST":
        return redirect_to_login(request.get_full_path())
    key = _keep(request)
    return redirect_to_login(request.path + ("?" + urlencode({"draft": key}) if key else ""))


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The page for a form whose token against forgery does not fit, such as one opened before signing in anew.

    What was typed into an editor's form is kept as a draft all the same: the form's own signed token says whose.
    For `CSRF_FAILURE_VIEW`.
    """
    if wants_json(request):
        return JsonResponse({"error": _("You are signed out.")}, status=403)
    key = _keep(request)
    context = {
        "title": _("Send this form again"),
        "message": _("The form was opened before you signed in, so it was not carried out. What you typed is a draft.")
        if key
        else _("The form did not come from a page of ours that is still valid. Nothing was changed."),
        "again": f"{request.path}?{urlencode({'draft': key})}" if key else "",
    }
    return render(request, "editor/again.html", context, status=403)


def _keep(request: HttpRequest) -> str:
    """The key of the draft that holds what was sent; empty where no editor's form was sent."""
    try:
        editor = User.objects.filter(pk=_FORMS.unsign(request.POST.get("editor", ""), max_age=FORM_LIFE)).first()
    except BadSignature:
        return ""
    key, purpose = request.POST.get("draft", ""), request.POST.get("purpose", "")
    if editor is None or not DRAFT_KEY.fullmatch(key) or not purpose:
        return ""
    try:
        return keep(by=editor, key=key, purpose=purpose, post=request.POST).draft.key
    except Refused:
        return ""


def source_of(request: HttpRequest, slug: str) -> tuple[Source, Snapshot]:
    """The source at this address with the text that the address or the form asks for, else its newest.

    404 for what is not there or not theirs to see.
    """
    source = Source.objects.all().visible_to(request.user).select_related("publisher").filter(slug=slug).first()
    if source is None or (snapshot := text_of(request, source) or newest_of(source)) is None:
        raise Http404(_("There is no source at this address."))
    return source, snapshot


def newest_of(source: Source) -> Snapshot | None:
    """The text of the last capture."""
    return source.snapshots.order_by("-captured_at", "-id").first()


def text_of(request: HttpRequest, source: Source, key: str = "") -> Snapshot | None:
    """The text of the source that is asked for by `key`, the address or the form; None where none is.

    404 for one that the source has not.
    """
    asked = key or request.GET.get("snapshot", "") or request.POST.get("snapshot", "")
    if not asked:
        return None
    snapshot: Snapshot | None = source.snapshots.filter(key=asked).first() if "\0" not in asked else None
    if snapshot is None:
        raise Http404(_("This source has no such capture."))
    return snapshot


def claim_of(request: HttpRequest, key: str) -> Claim:
    """The claim of this key; 404 for what is not there or not theirs to see."""
    claim = (
        Claim.objects.all()
        .visible_to(request.user)
        .select_related(
            "question__incident", "answer", "speaker", "excerpt__snapshot__source__publisher", "retracts", "author"
        )
        .filter(key=key)
        .first()
    )
    if claim is None:
        raise Http404(_("There is no claim of this key."))
    return claim


def draft_of(request: HttpRequest, key: str, purpose: str) -> Draft | None:
    """The editor's own draft of this key and purpose; None without a key, 404 for somebody else's."""
    if not key:
        return None
    draft = Draft.objects.all().visible_to(request.user).filter(key=key, purpose=purpose).first()
    if draft is None:
        raise Http404(_("There is no draft of yours at this address. It may have been published or discarded."))
    return draft
