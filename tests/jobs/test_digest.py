"""Digests: to those who asked, when something waits, no more often than they said."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from smtplib import SMTPException
from typing import Any

import pytest
from django.core import mail
from django.test import override_settings

from tests.actions.world import World
from tracker.actions.accounts import set_digest
from tracker.actions.review import return_claim
from tracker.jobs import digest
from tracker.jobs.digest import TELLS, mail_digest, mail_digests
from tracker.models import User
from tracker.queries.inbox import BOXES

NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)


@pytest.fixture
def world(cloned_db: str) -> World:
    made = World()
    made.record(by=made.bob)
    return made


def asks(user: User, often: str = "daily") -> User:
    set_digest(by=user, often=often, email=f"{user.username}@example.org")
    user.refresh_from_db()
    return user


def test_every_box_that_is_mailed_has_its_words() -> None:
    assert {name for name, (_find, mailed) in BOXES.items() if mailed} == set(TELLS)


def test_nobody_is_mailed_unasked(world: World) -> None:
    with override_settings(EMAIL_HOST="mail.example.org"):
        mail_digests(timestamp=int(NOON.timestamp()))
    assert mail.outbox == []


def test_a_digest_says_what_waits_in_plain_text(world: World) -> None:
    asks(world.alice)
    with override_settings(EMAIL_HOST="mail.example.org", SITE_URL="https://example.org"):
        mail_digests(timestamp=int(NOON.timestamp()))
    (sent,) = mail.outbox
    assert (sent.to, sent.alternatives) == (["alice@example.org"], [])
    assert "- 1 proposed claim waits." in sent.body
    assert "https://example.org/edit/\n" in sent.body
    assert "https://example.org/edit/account/" in sent.body
    assert "came back" not in sent.body


def test_what_came_back_is_told_to_its_author(world: World) -> None:
    claim = world.bob.claims.get()
    return_claim(by=world.alice, note="x", claim=claim, seen=1)
    assert mail_digest(to=asks(world.bob), at=NOON)
    assert "- 1 claim came back to you." in mail.outbox[0].body


@pytest.mark.parametrize(
    ("often", "hours", "again"),
    [("daily", 12, False), ("daily", 24, True), ("weekly", 48, False), ("weekly", 168, True)],
)
def test_it_comes_no_more_often_than_asked(world: World, often: str, hours: int, again: bool) -> None:
    alice = asks(world.alice, often)
    assert mail_digest(to=alice, at=NOON)
    assert mail_digest(to=alice, at=NOON + timedelta(hours=hours)) is again


def test_nothing_is_sent_where_nothing_waits_to_a_closed_account_or_without_a_host(world: World) -> None:
    alice = asks(world.alice)
    mail_digests(timestamp=int(NOON.timestamp()))  # no host is named in the tests
    User.objects.filter(pk=alice.pk).update(is_active=False)
    assert not mail_digest(to=alice, at=NOON)
    User.objects.filter(pk=alice.pk).update(is_active=True)
    return_claim(by=alice, note="x", claim=world.bob.claims.get(), seen=1)
    assert not mail_digest(to=alice, at=NOON)
    assert mail.outbox == []


def test_one_that_is_not_delivered_is_tried_again_and_holds_up_no_other(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    asks(world.alice)
    asks(world.bob)
    sends = digest.send_mail

    def fails(subject: str, text: str, sender: None, to: list[str], **more: Any) -> int:
        if to == ["alice@example.org"]:
            raise SMTPException("no such box")
        return sends(subject, text, sender, to, **more)

    monkeypatch.setattr(digest, "send_mail", fails)
    with override_settings(EMAIL_HOST="mail.example.org"):
        mail_digests(timestamp=int(NOON.timestamp()))
    assert [each.to for each in mail.outbox] == [["bob@example.org"]]
    assert User.objects.get(username="alice").digested_at is None
