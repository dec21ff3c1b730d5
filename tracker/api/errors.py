"""What goes wrong, in one shape: RFC 9457, with a code that stays and a sentence for people.

`errors` lists the single faults of a request, each with a JSON pointer into the object of its parameters.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.db import OperationalError
from django.http import Http404, HttpRequest, JsonResponse
from rest_framework import exceptions
from rest_framework.response import Response

log = logging.getLogger(__name__)

MEDIA_TYPE = "application/problem+json"

CODES = {
    "bad_parameters": "Parameters of the address are not what they must be; errors names each.",
    "bad_request": "The request cannot be understood.",
    "not_found": "Nothing is at this address.",
    "method_not_allowed": "The address is there, but not for this method.",
    "not_acceptable": "Answers are JSON, and the request accepts none.",
    "too_long": "The address is longer than any of ours.",
    "forbidden": "Not for whom asks.",
    "unavailable": "The database does not answer. Try again in a minute.",
    "internal": "A fault of ours, which was noted.",
}
"""Every code of a problem, and what it means. They stay."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One parameter that is wrong."""

    parameter: str
    code: str
    detail: str

    def to_json(self) -> dict[str, str]:
        step = self.parameter.replace("~", "~0").replace("/", "~1")
        return {"pointer": "#/" + quote(step), "code": self.code, "detail": self.detail}


class Problem(Exception):
    """A request that gets no answer but this."""

    def __init__(self, *, code: str, status: int, detail: str, errors: Sequence[Fault] = ()) -> None:
        super().__init__(detail)
        self.code = code
        self.status = status
        self.detail = detail
        self.errors = tuple(errors)

    def to_json(self) -> dict[str, Any]:
        body: dict[str, Any] = {
            "type": f"{settings.SITE_URL}/api/v1/docs/#{self.code}",
            "title": HTTPStatus(self.status).phrase,
            "status": self.status,
            "code": self.code,
            "detail": self.detail,
        }
        if self.errors:
            body["errors"] = [fault.to_json() for fault in self.errors]
        return body


def bad_parameters(faults: Sequence[Fault]) -> Problem:
    """The problem of a request with these faults."""
    number = "A parameter is" if len(faults) == 1 else f"{len(faults)} parameters are"
    return Problem(
        code="bad_parameters",
        status=400,
        detail=f"{number} not what it must be. {faults[0].detail}"
        if len(faults) == 1
        else f"{number} not what they must be.",
        errors=faults,
    )


def nothing_here(what: str = "Nothing is at this address") -> Problem:
    """404, with what is missing in words."""
    return Problem(
        code="not_found", status=404, detail=f"{what}. The addresses of this interface are told at /api/v1/docs/."
    )


def problem(exc: Exception, context: dict[str, Any]) -> Response:
    """REST framework's hook: every exception of a view of ours becomes a problem."""
    found = problem_of(exc, context.get("request"))
    if found.status == HTTPStatus.INTERNAL_SERVER_ERROR:
        log.error("An answer of the interface failed.", exc_info=exc)
    headers = {"Retry-After": "60"} if found.status == HTTPStatus.SERVICE_UNAVAILABLE else {}
    return Response(found.to_json(), status=found.status, headers=headers, content_type=MEDIA_TYPE)


def problem_response(found: Problem) -> JsonResponse:
    """The same for a view that is not REST framework's."""
    return JsonResponse(found.to_json(), status=found.status, content_type=MEDIA_TYPE)


def problem_of(exc: Exception, request: HttpRequest | Any = None) -> Problem:
    """The problem that an exception stands for."""
    match exc:
        case Problem():
            return exc
        case Http404() | exceptions.NotFound():
            return nothing_here()
        case exceptions.MethodNotAllowed():
            method = getattr(request, "method", None) or "This method"
            return Problem(
                code="method_not_allowed",
                status=405,
                detail=f"{method[:20]} is not possible here. This interface only reads: GET, HEAD and OPTIONS.",
            )
        case exceptions.NotAcceptable():
            return Problem(
                code="not_acceptable", status=406, detail="The answer is application/json, which Accept rules out."
            )
        case PermissionDenied() | exceptions.PermissionDenied() | exceptions.NotAuthenticated():
            return Problem(code="forbidden", status=403, detail="This is not open to you.")
        case OperationalError():
            return Problem(
                code="unavailable", status=503, detail="The database does not answer. Try again in a minute."
            )
        case exceptions.APIException() if exc.status_code < HTTPStatus.INTERNAL_SERVER_ERROR:
            return Problem(code="bad_request", status=exc.status_code, detail=str(exc.detail)[:300])
        case SuspiciousOperation():
            return Problem(code="bad_request", status=400, detail="The request cannot be understood.")
        case _:
            return Problem(
                code="internal", status=500, detail="The fault is ours, not in what you asked. It was noted."
            )
