"""What the environment says about the database is read strictly, and refusals never show a password."""

from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from tracker.postgres import connection_settings, secret_key

GOOD = "postgresql://serves:s%20ecret@db.example:5433/record?sslmode=require"


def test_an_address_becomes_the_serving_alias() -> None:
    default = connection_settings({"DATABASE_URL": GOOD})["default"]
    named = {key: default[key] for key in ("HOST", "PORT", "USER", "PASSWORD", "NAME")}
    assert named == {"HOST": "db.example", "PORT": "5433", "USER": "serves", "PASSWORD": "s ecret", "NAME": "record"}
    assert default["OPTIONS"]["sslmode"] == "require"


def test_the_role_that_migrates_has_its_own_address() -> None:
    found = connection_settings({"DATABASE_URL": GOOD, "MIGRATE_DATABASE_URL": "postgresql://owns@/record"})
    assert (found["default"]["USER"], found["owner"]["USER"]) == ("serves", "owns")


def test_without_it_the_serving_role_migrates() -> None:
    assert connection_settings({"DATABASE_URL": GOOD})["owner"]["USER"] == "serves"


def test_a_socket_folder_may_be_named() -> None:
    found = connection_settings({"DATABASE_URL": "postgresql://a@/b?host=%2Ftmp%2Fsockets"})
    assert found["default"]["HOST"] == "/tmp/sockets"


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        ("", "script/manage"),
        ("mysql://a:hunter2@b/c", "begin with postgresql://"),
        ("hunter2", "begin with postgresql://"),
        ("postgresql://a:hunter2@b", "names no database"),
        ("postgresql://db/c", "names no user"),
        ("postgresql://a:hunter2@b:seven/c", "port"),
        ("postgresql://a:hunter2@b:99999/c", "port"),
        ("postgresql://a:hunter2%zz@b/c", "cannot be read"),
        ("postgresql://a:hunter2@[::1/c", "cannot be read"),
        ("postgresql://a:hunter2@b/c?colour=red", "cannot be read"),
    ],
)
def test_a_broken_address_is_refused_in_words(value: str, reason: str) -> None:
    with pytest.raises(ImproperlyConfigured) as refusal:
        connection_settings({"DATABASE_URL": value})
    assert reason in str(refusal.value)
    assert "DATABASE_URL" in str(refusal.value)
    assert "hunter2" not in str(refusal.value)


def test_a_secret_key_is_made_once_and_for_its_owner_alone(tmp_path: Path) -> None:
    first = secret_key(tmp_path, {})
    assert len(first) >= 50
    assert secret_key(tmp_path, {}) == first
    assert (tmp_path / ".data" / "secret_key").stat().st_mode & 0o777 == 0o600
    assert [each.name for each in (tmp_path / ".data").iterdir()] == ["secret_key"]


def test_a_given_secret_key_wins_and_must_be_long(tmp_path: Path) -> None:
    assert secret_key(tmp_path, {"SECRET_KEY": "k" * 50}) == "k" * 50
    with pytest.raises(ImproperlyConfigured, match="shorter than 50"):
        secret_key(tmp_path, {"SECRET_KEY": "short"})
    assert list(tmp_path.iterdir()) == []
