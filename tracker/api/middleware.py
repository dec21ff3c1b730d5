"""Below /api/ everything that goes wrong has one shape, also what never reaches a view."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from tracker.api.errors import MEDIA_TYPE, Problem, nothing_here, problem_response

_WORDS = {
    400: ("bad_request", "The request cannot be understood."),
    403: ("forbidden", "This is not open to you."),
    414: ("too_long", "The address is longer than any of ours."),
    500: ("internal", "The fault is ours, not in what you asked. It was noted."),
    503: ("unavailable", "The database does not answer. Try again in a minute."),
}


class ProblemsForPrograms:
    """Middleware: a page of an error becomes a problem, with the same status."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        status = response.status_code
        if (
            status < 400
            or not request.path_info.startswith("/api/")
            or response.get("Content-Type", "").startswith(MEDIA_TYPE)
        ):
            return response
        code, detail = _WORDS.get(status, _WORDS[400])
        problem = nothing_here() if status == 404 else Problem(code=code, status=status, detail=detail)
        told = problem_response(problem)
        told["Content-Length"] = str(len(told.content))
        return told
