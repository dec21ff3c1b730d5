"""The schema of the interface, and a page that tells it to people."""

from __future__ import annotations

from functools import cache
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt
from drf_spectacular.settings import spectacular_settings
from rest_framework import exceptions
from rest_framework.request import Request
from rest_framework.response import Response

from tracker.api.asked import Asked
from tracker.api.errors import CODES, Problem, problem_of, problem_response
from tracker.api.views import ReadOnly


@cache
def schema() -> dict[str, Any]:
    """The OpenAPI document, made once in a process."""
    generator = spectacular_settings.DEFAULT_GENERATOR_CLASS()
    made: dict[str, Any] = generator.get_schema(request=None, public=True)
    return made


class Schema(ReadOnly):
    """The OpenAPI document itself."""

    schema = None

    def get(self, request: Request) -> Response:
        Asked(request=request, allowed=()).check()
        return Response(schema())


@csrf_exempt  # it takes nothing: a POST is told so, whoever sends it
def docs(request: HttpRequest) -> HttpResponse:
    """The schema as a page of ours: no script, nothing from elsewhere. No query."""
    try:
        if request.method not in ("GET", "HEAD", "OPTIONS"):
            raise exceptions.MethodNotAllowed(request.method or "")
        Asked(request=request, allowed=()).check()
    except (exceptions.MethodNotAllowed, Problem) as error:
        response: HttpResponse = problem_response(problem_of(error, request))
        if response.status_code == exceptions.MethodNotAllowed.status_code:
            response["Allow"] = "GET, HEAD, OPTIONS"
        return response
    operations = [
        {"path": path, **operation}
        for path, methods in schema()["paths"].items()
        for method, operation in methods.items()
        if method == "get"
    ]
    shapes = schema()["components"]["schemas"]
    return render(request, "api/docs.html", {"operations": operations, "shapes": shapes, "codes": CODES})
