"""Editors before the site, without JavaScript: Django's client on a database of its own.

Copying that costs a test most of its time. A module whose tests change no record twice makes its own `world` of `db`.
"""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from tests.actions.world import World


@pytest.fixture
def world(cloned_db: str) -> World:
    return World()


@pytest.fixture
def alice(world: World) -> Client:
    client = Client()
    client.force_login(world.alice)
    return client


@pytest.fixture
def bob(world: World) -> Client:
    client = Client()
    client.force_login(world.bob)
    return client


@pytest.fixture
def bench(world: World) -> str:
    return f"/edit/sources/{world.snapshot.source.slug}/"


@pytest.fixture
def filled(world: World) -> dict[str, Any]:
    """A form as an editor without JavaScript fills it."""
    return {
        "draft": "k2345678",
        "purpose": f"claim:{world.snapshot.source.key}",
        "words": "The North says the South fired first.",
        "speaker": world.north.key,
        "relay": world.voa.key,
        "cue": "says",
        "question": world.question.key,
        "answer": world.answer().key,
        "polarity": "affirms",
        "said": "2010-12-09",
        "certainty": "certain",
        "act": "state",
        "manner": "indirect",
        "says_this": "1",
        "do": "publish",
    }
