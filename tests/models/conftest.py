"""The sound record that the tests of the tables start from."""

from collections.abc import Callable
from typing import Any

import psycopg
import pytest

from tests.models.world import World

Connect = Callable[..., psycopg.Connection[Any]]


@pytest.fixture
def world(serving_connection: psycopg.Connection[Any]) -> World:
    """In a transaction that is rolled back."""
    return World(serving_connection)


@pytest.fixture
def committed(cloned_db: str, connect: Connect) -> World:
    """With a row of every table, committed to a database of its own; the next transaction has no instant yet."""
    world = World(connect("default"))
    world.fill()
    world.connection.commit()
    return world
