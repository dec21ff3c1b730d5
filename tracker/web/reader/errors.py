"""Pages of ours for what goes wrong: what happened, in the reader's words, and what to do."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from tracker.web.reader.asked import LONGEST, BadAsk


def refused(request: HttpRequest, *, status: int, title: str, message: str) -> HttpResponse:
    """The page that says what is wrong. No query."""
    return render(request, "reader/error.html", {"title": title, "message": message, "status": status}, status=status)


def answers_badly_asked(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A view whose BadAsk becomes a page."""

    @wraps(view)
    def answering(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except BadAsk as ask:
            title = _("This address is too long") if ask.status == 414 else _("This address asks for what cannot be")
            return refused(request, status=ask.status, title=title, message=ask.message)

    return answering


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404, or 414 where the address is longer than any of ours."""
    if len(request.get_full_path()) > LONGEST:
        return refused(
            request,
            status=414,
            title=_("This address is too long"),
            message=_("This address has more than %(most)s characters, which is more than any page here needs.")
            % {"most": LONGEST},
        )
    said = exception.args[0] if isinstance(exception, Http404) and exception.args else None
    message = said if isinstance(said, str) else _("There is no page at this address. It may have been mistyped.")
    return refused(request, status=404, title=_("Nothing stands here"), message=message)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400 for what never reached a page."""
    return refused(
        request,
        status=400,
        title=_("This request could not be read"),
        message=_("The address or what was sent with it is not something that a page here understands."),
    )


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403."""
    return refused(
        request,
        status=403,
        title=_("This is not open to you"),
        message=_("Your account may not do this. Nothing was changed."),
    )


def broken(request: HttpRequest) -> HttpResponse:
    """500: ours to mend. Asks nothing of the database, which may be what failed."""
    return refused(
        request,
        status=500,
        title=_("Something failed here"),
        message=_("The fault is ours, not in what you asked. Nothing was lost. Try again in a minute."),
    )
