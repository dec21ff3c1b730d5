"""What the tests of the reader's pages share."""

from __future__ import annotations

from typing import Any

import pytest

from tests.web.reader.world import World, make_world


@pytest.fixture
def world(db: Any) -> World:
    return make_world()


@pytest.fixture
def lasting(cloned_db: str) -> World:
    """The same in a database of its own, where every action is committed at an instant of its own."""
    return make_world()
