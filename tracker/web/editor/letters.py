"""Letters of readers: the queue, and answering one."""

from __future__ import annotations

from functools import wraps
from typing import Any, cast

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from tracker.actions.letters import answer_letter
from tracker.actions.refusals import Refused
from tracker.domain import policy
from tracker.models import Letter, User
from tracker.models.people import role_of
from tracker.queries.letters import letters as find_letters
from tracker.web.editor.access import View, editors_only


def _who_may_answer(view: View) -> View:
    @wraps(view)
    @editors_only
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not policy.allowed(role=cast(policy.Role, role_of(request.user)), action="answer_letter"):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return guarded


@require_safe
@_who_may_answer
def letters(request: HttpRequest) -> HttpResponse:
    """What readers wrote: what waits, and what was answered last."""
    return render(request, "editor/letters.html", {"here": "letters", "letters": find_letters(viewer=request.user)})


@require_http_methods(["GET", "POST"])
@_who_may_answer
def letter(request: HttpRequest, key: str) -> HttpResponse:
    """One letter, and the form of its answer."""
    assert isinstance(request.user, User)
    found = (
        Letter.objects.all()
        .visible_to(request.user)
        .select_related("claim", "question__incident", "party", "answered_by")
        .filter(key=key)
        .first()
    )
    if found is None:
        raise Http404(_("There is no letter of this key."))
    values = {"outcome": "", "answer": ""}
    errors: dict[str, str] = {}
    if request.method == "POST":
        values = {name: request.POST.get(name, "").replace("\r\n", "\n") for name in values}
        try:
            answer_letter(by=request.user, letter=found, **values)
            messages.success(request, _("Answered. The sender finds it under the letter’s code."))
            return HttpResponseRedirect(reverse("editor:post"))
        except Refused as refused:
            errors = {refused.field: refused.message}
            found.refresh_from_db()
    context = {"here": "letters", "letter": found, "values": values, "errors": errors}
    return render(request, "editor/letter.html", context, status=422 if errors else 200)
