"""A claim that is there: correct it, publish it, withdraw it, and who changed what when."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from tracker.actions.drafts import file_draft
from tracker.actions.refusals import Refused
from tracker.actions.withdraw_claim import withdraw_claim
from tracker.models import Claim, Snapshot, User
from tracker.web.editor.access import claim_of, draft_of, editors_only, text_of
from tracker.web.editor.claim_form import drafted, page, recorded
from tracker.web.editor.claim_versions import both
from tracker.web.editor.doubts import tell_apart
from tracker.web.editor.fields import CLAIM, DRAFT_KEY, read
from tracker.web.editor.filing import Faults, Filing
from tracker.web.editor.keeping import keep_refused
from tracker.web.editor.places import Located, located
from tracker.web.editor.proposed import taken
from tracker.web.editor.views import done, saved


@require_http_methods(["GET", "POST"])
@editors_only
def correct(request: HttpRequest, key: str) -> HttpResponse:
    """The workbench with the form of this claim."""
    assert isinstance(request.user, User)
    claim = claim_of(request, key)
    snapshot = text_of(request, claim.excerpt.snapshot.source) or claim.excerpt.snapshot
    if request.method == "GET":
        draft = draft_of(request, request.GET.get("draft", ""), f"correct:{key}")
        values = recorded(claim)
        if snapshot != claim.excerpt.snapshot:  # to be marked by hand in another text, where its places mean nothing
            values["pieces"] = ""
        if draft:
            values = drafted(claim.excerpt.snapshot.source, draft.payload)
            snapshot = text_of(request, claim.excerpt.snapshot.source, values["snapshot"]) or snapshot
            if values["seen"] != str(claim.revision):  # written on a revision that is not the newest any more
                return both(claim).ask(
                    request,
                    values,
                    draft=draft.key,
                    draft_seen=draft.updated_at.isoformat(),
                    purpose=draft.purpose,
                    status=200,
                )
        found = _located(snapshot, values)
        if not draft:
            return _page(request, claim, snapshot, values, Faults(), found)
        at = draft.updated_at.isoformat()
        return _page(request, claim, snapshot, values, Faults(), found, draft=draft.key, draft_seen=at)
    values, kept, do = read(request.POST, CLAIM), request.POST.get("draft", ""), request.POST.get("do", "")
    if do == "draft":
        return saved(request, kept, f"correct:{key}", reverse("editor:correct", args=[key]))
    if take := request.POST.get("take", ""):
        taken(values, take)
        do = "find"
    distinguish = request.POST.get("distinguish", "")
    settle = request.POST.get("settle", "")
    if settle:
        merged, undecided = both(claim).settled(request.POST, values)
        if undecided:
            return both(claim).ask(request, values, do=do, draft=kept, purpose=f"correct:{key}", undecided=undecided)
        values = merged
        snapshot = text_of(request, claim.excerpt.snapshot.source, values["snapshot"]) or snapshot
    filing = Filing(by=request.user, snapshot=snapshot, values=values)
    if distinguish:
        tell_apart(request, values=values, other=distinguish, faults=filing.faults)
    if do == "find" or distinguish or settle == "form":
        filing.locate()
        values["says_this"], status = "", 422 if filing.faults else 200
    else:
        if filing.correct(claim, publish=do == "publish" and claim.published_at is None):
            if DRAFT_KEY.fullmatch(kept):
                file_draft(
                    by=request.user, key=kept, purpose=f"correct:{key}", payload={}, claims=[claim], corrects=True
                )
            messages.success(request, _("Saved. Earlier revisions stay readable."), extra_tags=key)
            return done(reverse("editor:correct", args=[key]), kept)
        if filing.faults.stale:
            purpose = f"correct:{key}"
            as_draft = keep_refused(by=request.user, key=kept, purpose=purpose, post=request.POST, values=values)
            claim.refresh_from_db(fields=["revision", "published_at"])
            return both(claim).ask(
                request,
                values,
                do=do,
                draft=as_draft.draft.key if as_draft else "",
                draft_seen=as_draft.at if as_draft else "",
                purpose=purpose,
            )
        status = 422
    return _page(request, claim, snapshot, values, filing.faults, filing.found, draft=kept, status=status)


def _located(snapshot: Snapshot, values: dict[str, str]) -> Located:
    return located(text=snapshot.text, words=values["words"], ranges=values["pieces"])


def _page(
    request: HttpRequest,
    claim: Claim,
    snapshot: Snapshot,
    values: dict[str, str],
    faults: Faults,
    found: Located,
    *,
    draft: str = "",
    draft_seen: str = "",
    status: int = 200,
) -> HttpResponse:
    return page(
        request,
        source=claim.excerpt.snapshot.source,
        snapshot=snapshot,
        values=values,
        faults=faults,
        located=found,
        draft=draft if DRAFT_KEY.fullmatch(draft) else "",
        draft_seen=draft_seen,
        claim=claim,
        status=status,
    )


@require_POST
@editors_only
def withdraw(request: HttpRequest, key: str) -> HttpResponse:
    """Withdraw a published claim, with a note; its address says so."""
    assert isinstance(request.user, User)
    claim = claim_of(request, key)
    note, seen = request.POST.get("withdraw_note", ""), request.POST.get("seen", "")
    faults = Faults()
    try:
        withdraw_claim(
            by=request.user, note=note, claim=claim, seen=int(seen) if seen.isdecimal() and len(seen) < 10 else 0
        )
    except Refused as refused:
        faults.stale = refused.rule == "revision_is_next"
        faults.add("withdraw_note" if refused.field == "note" else refused.field, refused.message)
        values = recorded(claim) | {"withdraw_note": note}
        status = 409 if faults.stale else 403 if refused.rule == "not_allowed" else 422
        snapshot = claim.excerpt.snapshot
        return _page(request, claim, snapshot, values, faults, _located(snapshot, values), status=status)
    messages.success(request, _("Withdrawn. Its address says so, and why."), extra_tags=key)
    return HttpResponseRedirect(reverse("editor:correct", args=[key]))
