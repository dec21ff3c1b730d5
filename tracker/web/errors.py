"""What the framework refuses by itself, as pages of ours that say what is wrong."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _

from tracker.web.editor import access
from tracker.web.reader.errors import refused

MACHINES = ("/api/", "/healthz", "/static/")
"""Below these addresses programs ask; they are answered in their own way."""


class PagesThatSayWhy:
    """Middleware: a refusal without a word (405 above all) becomes a page that says what is possible."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if (
            response.status_code < 400
            or not isinstance(response, HttpResponse)
            or response.content
            or request.path.startswith(MACHINES)
        ):
            return response
        page = refused(
            request,
            status=response.status_code,
            title=_("This cannot be done here"),
            message=_("This address does not take what was sent. It can be read, or filled in where it has a form.")
            if response.status_code == 405
            else _("The request was refused."),
        )
        for name, value in response.headers.items():
            if name not in ("Content-Type", "Content-Length"):
                page[name] = value
        page["Content-Length"] = str(len(page.content))
        return page


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 for a form that was not sent from a page of ours, or from one that is too old.

    An editor's form has its own page, which keeps what was typed.
    """
    if request.path.startswith("/edit/"):
        return access.csrf_failure(request, reason)
    return refused(
        request,
        status=403,
        title=_("This form could not be checked"),
        message=_(
            "Nothing was changed. The form was open for too long, in another sign-in, or cookies are blocked."
            " Go back, load the page again, and send it once more; what you typed is still in the page before."
        ),
    )
