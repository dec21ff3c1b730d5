"""Proposed claims, read again beside their words: published, sent back with a note, commented, discarded."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tracker.actions.publish_claim import publish_claim
from tracker.actions.refusals import Refused
from tracker.actions.review import FIELDS, comment_claim, discard_proposal, resolve_comment, return_claim
from tracker.models import Claim, Comment, User
from tracker.queries.review import Proposal, around, newer, proposal, reading, waiting
from tracker.web.editor.access import claim_of, editors_only
from tracker.web.editor.allowed import with_claim
from tracker.web.editor.labels import FIELD, VOCABULARIES
from tracker.web.editor.sentence import sentence
from tracker.web.jinja import edtf

Values = dict[str, str]
TYPED = ("publish_note", "return_note", "discard_note", "text", "field", "quote")


@require_safe
@editors_only
def queue(request: HttpRequest) -> HttpResponse:
    """Every proposal that waits, its words beside what it says of them."""
    rows = [(row, _readable(row)) for row in waiting(viewer=request.user)]
    return render(request, "editor/review.html", {"here": "review", "rows": rows})


@require_http_methods(["GET", "POST"])
@editors_only
def claim(request: HttpRequest, key: str) -> HttpResponse:
    """One proposal, and what its reader does with it."""
    found = claim_of(request, key)
    if request.method == "GET":
        if found.published_at is not None:
            return HttpResponseRedirect(reverse("editor:correct", args=[key]))
        return _page(request, found)
    return _sent(request, found)


def _sent(request: HttpRequest, found: Claim) -> HttpResponse:
    assert isinstance(request.user, User)
    by, do = request.user, request.POST.get("do", "")
    typed = {name: request.POST.get(name, "") for name in TYPED}
    given = request.POST.get("seen", "")
    seen = int(given) if given.isdecimal() and len(given) < 10 else 0
    here = reverse("editor:review_claim", args=[found.key])
    try:
        if do == "publish":
            publish_claim(
                by=by,
                note=typed["publish_note"],
                claim=found,
                seen=seen,
                says_this=bool(request.POST.get("says_this")),
            )
            messages.success(request, _("Published: one claim."), extra_tags=found.key)
            return HttpResponseRedirect(reverse("editor:review"))
        if do == "return":
            return_claim(by=by, note=typed["return_note"], claim=found, seen=seen)
            messages.success(request, _("Sent back. It stands in its author’s inbox with your note."))
            return HttpResponseRedirect(reverse("editor:review"))
        if do == "discard":
            discard_proposal(by=by, note=typed["discard_note"], claim=found, seen=seen)
            messages.success(request, _("Discarded. The history keeps what it was."))
            return HttpResponseRedirect(reverse("editor:inbox"))
        if do == "comment":
            said = {name: typed[name] for name in ("text", "field", "quote")}
            comment_claim(by=by, claim=found, seen=seen, **said)
            messages.success(request, _("Your comment stands beside the claim."))
            return HttpResponseRedirect(f"{here}#comments")
    except Refused as refused:
        return _refused(request, found, seen, typed, refused, do)
    raise BadRequest(_("The form was sent without saying what to do with it."))


def _refused(request: HttpRequest, found: Claim, seen: int, typed: Values, refused: Refused, do: str) -> HttpResponse:
    """The page again, with what was typed; where the claim was changed meanwhile, both versions on it."""
    fresh = Claim.objects.filter(pk=found.pk).exists()
    if not fresh:
        messages.error(request, _("A colleague discarded this proposal meanwhile. Nothing was changed."))
        return HttpResponseRedirect(reverse("editor:review"))
    field = f"{do}_note" if refused.field == "note" else refused.field
    if refused.rule == "revision_is_next":
        found = claim_of(request, found.key)
        return _page(request, found, typed, stale=True, seen=seen, status=409)
    status = 403 if refused.rule == "not_allowed" else 422
    return _page(request, found, typed, errors={field: refused.message}, status=status)


def _page(
    request: HttpRequest,
    found: Claim,
    typed: Values | None = None,
    *,
    errors: Values | None = None,
    stale: bool = False,
    seen: int = 0,
    status: int = 200,
) -> HttpResponse:
    assert isinstance(request.user, User)
    row = proposal(key=found.key, viewer=request.user)
    read = reading(claim=found, viewer=request.user)
    context: dict[str, Any] = {
        "here": "review",
        "claim": found,
        "row": row,
        "readable": _readable(row) if row else (),
        "read": read,
        "paragraphs": around(claim=found),
        "allowed": with_claim(request.user, found),
        "values": dict.fromkeys(TYPED, "") | (typed or {}),
        "errors": errors or {},
        "stale": stale,
        "newer": newer(claim=found, seen=seen) if stale else None,
        "FIELD": FIELD,
        "fields": [(name, FIELD[name]) for name in FIELDS],
        "WORDED": {name: {value: str(word) for value, word in VOCABULARIES[many]} for name, many in _WORDED.items()},
    }
    return render(request, "editor/review_claim.html", context, status=status)


_WORDED = {"polarity": "polarities", "certainty": "certainties", "act": "acts", "manner": "manners"}


@require_POST
@editors_only
def resolve(request: HttpRequest, key: str) -> HttpResponse:
    """What a comment asked for is done; back to where it was read."""
    assert isinstance(request.user, User)
    comment = Comment.objects.all().visible_to(request.user).select_related("claim").filter(key=key).first()
    if comment is None:
        raise Http404(_("There is no comment of this key."))
    resolve_comment(by=request.user, comment=comment)
    messages.success(request, _("Resolved."))
    back = request.POST.get("back", "")
    if not url_has_allowed_host_and_scheme(back, allowed_hosts=None) or not back.startswith("/edit/"):
        back = reverse("editor:review_claim", args=[comment.claim.key])
    return HttpResponseRedirect(back)


def _readable(row: Proposal) -> tuple[tuple[str, bool], ...]:
    return sentence(
        day=edtf(row.reads["day"]),
        speakers=[row.speaker],
        joined=row.speaker,
        teller=row.reads["teller"],
        values=row.reads,
        answer=row.reads["answer"],
        question=row.reads["question"],
    )
