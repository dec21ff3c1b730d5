"""Readers write in: the form, the code that it gives, and the answer."""

from __future__ import annotations

from typing import Any, Final

from allauth.account.adapter import get_adapter
from django.core.signing import BadSignature, TimestampSigner
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from tracker.actions.letters import Subject, letter_of, send_letter
from tracker.actions.refusals import Refused
from tracker.models import Claim, Party, Question
from tracker.web.reader.views import EVERYBODY

_OPENED: Final = TimestampSigner(salt="a reader's letter")
SHORTEST: Final = 3
"""Seconds that a person needs to write a letter; a program that floods needs less."""

FIELDS: Final = ("text", "address", "signed")
TRAP: Final = "website"
"""A field that people do not see and programs fill in."""


@require_http_methods(["GET", "POST"])
@never_cache
def write(request: HttpRequest) -> HttpResponse:
    """The form of a letter about what the address names: `?about=claim:KEY`, `question:KEY` or `party:KEY`."""
    about = _about(request.GET.get("about", ""))
    if request.method == "GET":
        return _form(request, about, dict.fromkeys(FIELDS, ""), {})
    values = {name: request.POST.get(name, "").replace("\r\n", "\n")[:100_000] for name in FIELDS}
    faults = _of_a_program(request)
    if not faults:
        sender = get_adapter().get_client_ip(request)
        try:
            code = send_letter(about=about, sender=sender, **values)
            return HttpResponseRedirect(reverse("reader:letter", args=[code]) + "?sent=1")
        except Refused as refused:
            faults = {refused.field: refused.message}
    return _form(request, about, values, faults, status=422)


@require_safe
@never_cache
def letters(request: HttpRequest) -> HttpResponse:
    """Where a sender types the code of a letter."""
    code = request.GET.get("code", "").strip().lower()[:100]
    if code and letter_of(code=code):
        return HttpResponseRedirect(reverse("reader:letter", args=[code]))
    return render(request, "reader/letters.html", {"code": code}, status=404 if code else 200)


@require_safe
@never_cache
def letter(request: HttpRequest, code: str) -> HttpResponse:
    """One's own letter and its answer; whoever has the code may read it."""
    found = letter_of(code=code)
    if found is None:
        raise Http404(_("There is no letter of this code. Check it, character for character."))
    context = {"letter": found, "code": code, "sent": "sent" in request.GET}
    return render(request, "reader/letter.html", context)


def _about(name: str) -> Subject:
    """What a letter is about: something public of that key; 404 for what is not there or not public."""
    kind, _colon, key = name.partition(":")
    found: Any = None
    if kind == "claim":
        found = Claim.objects.all().visible_to(EVERYBODY).select_related("speaker", "answer", "question")
    elif kind == "question":
        found = Question.objects.all().visible_to(EVERYBODY).select_related("incident")
    elif kind == "party":
        found = Party.objects.all().visible_to(EVERYBODY)
    about: Subject | None = found.filter(key=key[:200].replace("\0", "")).first() if found is not None else None
    if about is None:
        raise Http404(_("A letter is about a claim, a question or a party that is public. This address names none."))
    return about


def _of_a_program(request: HttpRequest) -> dict[str, str]:
    """The fault of a letter that a program sent: the trap is filled, or the form was open too short or too long."""
    if request.POST.get(TRAP):
        return {"": _("The field that is to be left empty was filled in. Leave it empty.")}
    opened = request.POST.get("opened", "")
    try:
        _OPENED.unsign(opened, max_age=60 * 60 * 24)
    except BadSignature:
        return {"": _("This form was open for more than a day. Send it again: nothing that you typed is lost.")}
    try:
        _OPENED.unsign(opened, max_age=SHORTEST)
    except BadSignature:
        return {}
    return {"": _("That was quick. Look once more at what you wrote, and send it again.")}


def _form(
    request: HttpRequest, about: Subject, values: dict[str, str], faults: dict[str, str], status: int = 200
) -> HttpResponse:
    context = {
        "about": about,
        "kind": type(about).__name__.lower(),
        "values": values,
        "errors": faults,
        "opened": _OPENED.sign("letter"),
        "trap": TRAP,
    }
    return render(request, "reader/write.html", context, status=status)
