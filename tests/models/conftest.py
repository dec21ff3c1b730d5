"""The sound record that the tests of the tables start from."""

from collections.abc import Callable, Iterator
from typing import Any

import psycopg
import pytest

from tests.databases import Databases, parameters
from tests.models.world import World

Connect = Callable[..., psycopg.Connection[Any]]


@pytest.fixture
def world(serving_connection: psycopg.Connection[Any]) -> World:
    """In a transaction that is rolled back."""
    return World(serving_connection)


@pytest.fixture(scope="module")
def shared(databases: Databases, django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    """A row of every table, committed once for the tests of a module."""
    with (
        django_db_blocker.unblock(),
        databases.copy(databases.template) as name,
        psycopg.connect(**parameters("default") | {"dbname": name}) as serving,
    ):
        world = World(serving)
        world.fill()
        serving.commit()
        yield world


@pytest.fixture
def standing(shared: World, connect: Connect) -> World:
    """With a row of every table, committed long ago. Tests share it, and what they write is rolled back."""
    return shared.on(connect("default", dbname=shared.connection.info.dbname))


@pytest.fixture
def committed(cloned_db: str, connect: Connect) -> World:
    """With a row of every table, committed to a database of its own; the next transaction has no instant yet."""
    world = World(connect("default"))
    world.fill()
    world.connection.commit()
    return world
