"""Accounts: an admin makes and closes them; everybody has a page of their own."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods

from tracker.actions.accounts import govern_account, make_account, set_digest, welcome
from tracker.actions.refusals import Refused
from tracker.models import User
from tracker.queries.people import people as find_people
from tracker.web.editor.access import editors_only, only_who_may
from tracker.web.editor.labels import DIGESTS, ROLES


@require_http_methods(["GET", "POST"])
@only_who_may("manage_accounts")
def people(request: HttpRequest) -> HttpResponse:
    """Every account, and the form of a new one, whose link is shown once."""
    assert isinstance(request.user, User)
    values = {"username": "", "role": "contributor", "email": ""}
    if request.method == "GET":
        return _people(request, values)
    values = {name: request.POST.get(name, "") for name in values}
    try:
        made = make_account(by=request.user, note=_("Makes the account %s") % values["username"][:150], **values)
    except Refused as refused:
        return _people(request, values, errors={refused.field: refused.message}, status=422)
    return _link(request, made)


def _people(
    request: HttpRequest, values: dict[str, str], *, errors: dict[str, str] | None = None, status: int = 200
) -> HttpResponse:
    context = {"here": "people", "people": find_people(), "values": values, "errors": errors or {}, "ROLES": ROLES}
    return render(request, "editor/people.html", context, status=status)


@sensitive_variables()
def _link(request: HttpRequest, person: User) -> HttpResponse:
    """The link with which the person chooses a password, on this answer and nowhere else."""
    assert isinstance(request.user, User)
    uid, token = welcome(by=request.user, user=person)
    link = request.build_absolute_uri(reverse("account_welcome", args=[uid, token]))
    days = settings.PASSWORD_RESET_TIMEOUT // (24 * 60 * 60)
    return render(
        request, "editor/person_link.html", {"here": "people", "person": person, "address": link, "days": days}
    )


@require_http_methods(["GET", "POST"])
@only_who_may("manage_accounts")
def person(request: HttpRequest, pk: int) -> HttpResponse:
    """One account: its role, whether it is open, a new link."""
    assert isinstance(request.user, User)
    found = User.objects.filter(pk=pk).first()
    if found is None:
        raise Http404(_("There is no account at this address."))
    values = {"role": found.role, "active": "1" if found.is_active else "", "note": ""}
    errors: dict[str, str] = {}
    if request.method == "POST":
        values = {name: request.POST.get(name, "") for name in values}
        try:
            if request.POST.get("do") == "link":
                return _link(request, found)
            told = _("Account %(name)s: %(role)s, %(open)s. %(note)s") % {
                "name": found.username,
                "role": values["role"][:20],
                "open": _("open") if values["active"] else _("closed"),
                "note": values["note"][:1_000],
            }
            govern_account(by=request.user, note=told, user=found, role=values["role"], active=bool(values["active"]))
            messages.success(request, _("Kept: %(name)s.") % {"name": found.username})
            return HttpResponseRedirect(reverse("editor:people"))
        except Refused as refused:
            errors = {refused.field: refused.message}
    context = {"here": "people", "person": found, "values": values, "errors": errors, "ROLES": ROLES}
    return render(request, "editor/person.html", context, status=422 if errors else 200)


@require_http_methods(["GET", "POST"])
@editors_only
def account(request: HttpRequest) -> HttpResponse:
    """One's own account: what it may do, the digest, the password."""
    assert isinstance(request.user, User)
    values = {"digest": request.user.digest, "email": request.user.email}
    errors: dict[str, str] = {}
    if request.method == "POST":
        values = {name: request.POST.get(name, "") for name in values}
        try:
            set_digest(by=request.user, often=values["digest"], email=values["email"])
            messages.success(request, _("Kept."))
            return HttpResponseRedirect(reverse("editor:account"))
        except Refused as refused:
            errors = {refused.field: refused.message}
    context = {"here": "account", "values": values, "errors": errors, "DIGESTS": DIGESTS, "mails": bool(_mails())}
    return render(request, "editor/account.html", context, status=422 if errors else 200)


def _mails() -> str:
    """Where mail goes out; empty where this site sends none."""
    host: str = settings.EMAIL_HOST
    return host
