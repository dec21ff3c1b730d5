"""A source was captured again: say of its quoted words, one by one or all at once, whether they are carried over."""

from __future__ import annotations

import re
from typing import Any, Final, cast

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods

from tracker.actions.carryover import Decision, accept_exact, ask_for_carryovers, decide_carryover
from tracker.actions.refusals import Refused, Stale
from tracker.domain import policy
from tracker.models import Carryover, Snapshot, Source, User
from tracker.models.people import role_of
from tracker.queries.captures import captures
from tracker.queries.carried import OUTCOMES, carried
from tracker.web.editor.access import editors_only, source_of

OUTCOME: Final[dict[str, Any]] = {
    "exact": gettext_lazy("Where they stood"),
    "moved": gettext_lazy("Moved"),
    "changed": gettext_lazy("Changed"),
    "gone": gettext_lazy("Gone"),
}
DECISIONS: Final[dict[str, Decision]] = {"yes": "yes", "no": "no", "gone": "gone"}

SAID: Final[dict[str, Any]] = {
    "yes": gettext_lazy("Carried over. Earlier revisions of the claims stay readable."),
    "no": gettext_lazy("The claims stay on the text that they were recorded on."),
    "gone": gettext_lazy("Readers of the claims are told that the words are gone."),
}

_SEEN: Final = re.compile(r"([^,:]{1,64}):(\d{1,9})")


@require_http_methods(["GET", "POST"])
@editors_only
def carryovers(request: HttpRequest, slug: str) -> HttpResponse:
    """What is proposed for the words of earlier captures in the newest one; and deciding on it."""
    source, snapshot = source_of(request, slug)
    if request.method == "GET":
        return _shown(request, source, snapshot, {})
    do = request.POST.get("do", "")
    if do == "again":
        return _again(request, source, snapshot)
    if do == "exact":
        return _all_exact(request, source, snapshot)
    if do in DECISIONS:
        return _one(request, source, snapshot, DECISIONS[do])
    raise BadRequest(_("The form was sent without saying what to do with it."))


def _one(request: HttpRequest, source: Source, snapshot: Snapshot, decision: Decision) -> HttpResponse:
    asked = request.POST.get("carryover", "")
    given = int(asked) if asked.isdecimal() and len(asked) < 18 else 0
    found = Carryover.objects.all().visible_to(request.user).select_related("excerpt", "snapshot")
    carryover = found.filter(pk=given, snapshot__source=source).first()
    if carryover is None:
        raise Http404(_("There is no such proposal for this source."))
    here = carried(viewer=request.user, snapshot=snapshot)
    order = [each.id for outcome in OUTCOMES for each in here.proposals[outcome]]
    try:
        decide_carryover(
            by=_editor(request),
            note=request.POST.get("note", ""),
            carryover=carryover,
            decision=decision,
            seen=_seen(request),
        )
    except Refused as refused:
        status = 409 if isinstance(refused, Stale) else 422
        return _shown(request, source, snapshot, {carryover.pk: refused.message}, status=status)
    told = "gone" if decision == "yes" and carryover.outcome == "gone" else decision
    messages.success(request, SAID[told])
    next_one = order[order.index(carryover.pk) + 1 :][:1] if carryover.pk in order else []
    mark = f"#f-carryover-{next_one[0]}" if next_one else ""
    return HttpResponseRedirect(reverse("editor:carried", args=[source.slug]) + mark)


def _all_exact(request: HttpRequest, source: Source, snapshot: Snapshot) -> HttpResponse:
    try:
        done, left = accept_exact(
            by=_editor(request), note=request.POST.get("note", ""), snapshot=snapshot, seen=_seen(request)
        )
    except Refused as refused:
        return _shown(request, source, snapshot, {0: refused.message}, status=422)
    said = ngettext("Carried over: one excerpt.", "Carried over: %(count)s excerpts.", done) % {"count": done}
    messages.success(request, said)
    if left:
        return _shown(request, source, snapshot, {each.carryover.pk: each.message for each in left}, status=422)
    return HttpResponseRedirect(reverse("editor:carried", args=[source.slug]))


def _again(request: HttpRequest, source: Source, snapshot: Snapshot) -> HttpResponse:
    if not ask_for_carryovers(by=_editor(request), note="", snapshot=snapshot):
        messages.success(request, _("Every excerpt has been looked for already."))
    return HttpResponseRedirect(reverse("editor:carried", args=[source.slug]))


def _shown(
    request: HttpRequest, source: Source, snapshot: Snapshot, refused: dict[int, str], *, status: int = 200
) -> HttpResponse:
    """The page. Six queries, besides the source and its newest text."""
    found = carried(viewer=request.user, snapshot=snapshot)
    on_page = {each.id for proposals in found.proposals.values() for each in proposals}
    context = {
        "here": "sources",
        "source": source,
        "snapshot": snapshot,
        "captures": captures(viewer=request.user, source=source),
        "carried": found,
        "errors": {f"carryover-{pk}" if pk in on_page else "": message for pk, message in refused.items()},
        "may": policy.allowed(role=cast(policy.Role, role_of(request.user)), action="carry_over"),
        "OUTCOMES": OUTCOMES,
        "OUTCOME": OUTCOME,
    }
    return render(request, "editor/carried.html", context, status=status)


def _editor(request: HttpRequest) -> User:
    assert isinstance(request.user, User)
    return request.user


def _seen(request: HttpRequest) -> dict[str, int]:
    """The revisions of claims as the form had them: "k01:3,k02:1"."""
    return {key: int(revision) for key, revision in _SEEN.findall(request.POST.get("seen", ""))}
