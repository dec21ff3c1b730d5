"""Actions commit: each test has a database of its own."""

import pytest

from tests.actions.world import World


@pytest.fixture
def world(cloned_db: str) -> World:
    return World()
