"""`/healthz`, for whoever watches the site: does the database answer?"""

from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from psycopg import Error, connect

PATIENCE = 2
"""Seconds; the least that libpq knows."""


@never_cache
@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """200 when the database answers, else 503 and why.

    Over a connection of its own: one that is kept may hang when the database does, and then so would we.
    """
    parameters = connection.get_connection_params() | {"connect_timeout": PATIENCE, "application_name": "healthz"}
    for key in ("cursor_factory", "context", "prepare_threshold"):
        parameters.pop(key, None)
    try:
        with connect(**parameters) as probe:
            probe.execute("SELECT 1")
    except Error as error:
        return HttpResponse(f"The database does not answer: {reason(error)}.\n", "text/plain", 503)
    return HttpResponse("The database answers.\n", "text/plain")


def reason(error: Error) -> str:
    """The kind of failure in words. libpq's own message names hosts, users and sockets: it stays inside."""
    said = str(error)
    for mark, words in (
        ("timeout", f"no word from it within {PATIENCE} seconds"),
        ("Connection refused", "nothing listens at its address"),
        ("No such file", "it is not running"),
        ("starting up", "it is starting up"),
        ("shutting down", "it is shutting down"),
        ("recovery", "it is recovering"),
        ("too many", "it has too many connections"),
        ("authentication", "it does not accept our name and password"),
        ("does not exist", "our database or role is not there"),
        ("could not translate host name", "its name is unknown"),
        ("failed to resolve host", "its name is unknown"),
    ):
        if mark in said:
            return words
    return "the connection failed"
