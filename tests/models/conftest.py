"""The sound record that the tests of the tables start from."""

from typing import Any

import psycopg
import pytest

from tests.models.world import World


@pytest.fixture
def world(serving_connection: psycopg.Connection[Any]) -> World:
    return World(serving_connection)
