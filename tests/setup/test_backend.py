"""Kept connections: used again while they live, replaced when the database has dropped them."""

from collections.abc import Callable
from typing import Any

import psycopg
from django.db import connection


def backend_pid() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        return cursor.fetchone()[0]


def begin_request() -> None:
    """What Django does with every connection when a request starts."""
    connection.close_if_unusable_or_obsolete()


def test_a_connection_is_kept_from_request_to_request(cloned_db: str) -> None:
    first = backend_pid()
    begin_request()
    assert backend_pid() == first


def test_one_that_the_database_ended_is_replaced_before_it_is_used(
    cloned_db: str, connect: Callable[..., psycopg.Connection[Any]]
) -> None:
    first = backend_pid()
    connect("owner").execute("SELECT pg_terminate_backend(%s, 5000)", [first])
    begin_request()
    assert backend_pid() != first
