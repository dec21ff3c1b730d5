"""The fixtures that every other test relies on keep their word."""

from collections.abc import Callable
from typing import Any

import psycopg
import pytest
from django.db import connection, connections

from tests.serving import Site
from tracker.models import Claim, User

Connect = Callable[..., psycopg.Connection[Any]]


@pytest.mark.django_db
def test_tests_run_as_the_role_that_serves() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user, current_database()")
        user, database = cursor.fetchone()
    assert user == connections["default"].settings_dict["USER"]
    assert user != connections["owner"].settings_dict["USER"]
    assert database.startswith("test_counterclaim_")


def test_a_cloned_database_is_committed_to_and_gone_afterwards(cloned_db: str, serving_connection: Any) -> None:
    User.objects.create(username="alice")
    assert serving_connection.execute("SELECT username FROM tracker_user WHERE username <> 'system'").fetchall() == [
        ("alice",)
    ]
    assert serving_connection.info.dbname == cloned_db


def test_the_next_clone_knows_nothing_of_it(cloned_db: str) -> None:
    assert not User.objects.filter(username="alice").exists()


def test_roles_differ_by_connection(cloned_db: str, connect: Connect) -> None:
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        connect("default").execute("CREATE TABLE t ()")
    connect("owner").execute("CREATE TABLE t ()")


@pytest.mark.parametrize("turn", [1, 2])
def test_the_case_is_there_and_what_a_test_adds_to_it_is_rolled_back(case_db: None, turn: int) -> None:
    assert Claim.objects.exists()
    assert not User.objects.filter(username="alice").exists()
    User.objects.create(username="alice")


def test_the_site_serves_the_case_to_a_browser(browser_page: Any, site: Site) -> None:
    assert browser_page.goto("/healthz").status == 200
    assert "The database answers." in browser_page.content()


def test_a_page_reports_every_fault(browser_page: Any, page_faults: list[str]) -> None:
    browser_page.goto("/healthz")
    browser_page.evaluate("console.error('a fault'); setTimeout(() => { throw new Error('another') })")
    browser_page.evaluate("fetch('https://elsewhere.example/').catch(() => null)")
    browser_page.evaluate("document.body.append(Object.assign(document.createElement('script'), {text: '1'}))")
    browser_page.wait_for_timeout(200)
    found = " ".join(page_faults)
    page_faults.clear()
    for fault in ("a fault", "another", "https://elsewhere.example/", "script-src"):
        assert fault in found
