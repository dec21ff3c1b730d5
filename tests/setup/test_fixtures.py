"""The fixtures that every other test relies on keep their word."""

from collections.abc import Callable
from typing import Any

import psycopg
import pytest
from django.contrib.sessions.models import Session
from django.db import connection, connections

from tests.browser.people import person, sign_in
from tests.databases import ROOT, loading
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


def test_the_case_is_loaded_anew_when_what_loads_it_changes_and_not_for_a_page() -> None:
    files = loading()
    assert all((ROOT / file).is_file() for file in files)
    for file in ("actions/load_case", "interop/casefile", "domain/dates", "models/claim", "management/case"):
        assert f"tracker/{file}.py" in files
    assert not [file for file in files if file.startswith(("tracker/web", "tracker/api", "tracker/ingest"))]


def test_the_site_serves_the_case_to_a_browser(browser_page: Any, site: Site) -> None:
    assert browser_page.goto("/healthz").status == 200
    assert "The database answers." in browser_page.content()


@pytest.mark.parametrize("turn", [1, 2])
def test_one_server_shows_each_test_a_database_of_its_own(empty_site: Site, new_page: Any, turn: int) -> None:
    person("alice")
    page = new_page(base_url=empty_site.url)
    sign_in(page, "alice")
    assert page.get_by_text("alice").first.is_visible()
    assert User.objects.filter(username="alice").count() == 1
    assert Session.objects.count() == 1


def test_the_next_test_may_ask_for_the_case(site: Site, new_page: Any) -> None:
    page = new_page(base_url=site.url)
    assert page.goto("/claims/k01/").status == 200
    assert not User.objects.filter(username="alice").exists()


def test_the_site_for_readers_shows_the_case_and_can_write_nothing(
    reading_site: Site, case_db: None, new_page: Any, page_faults: list[str]
) -> None:
    page = new_page(base_url=reading_site.url)
    assert page.goto("/claims/k01/").status == 200
    page.goto("/accounts/login/")
    page.get_by_label("Name").fill("nobody")
    page.get_by_label("Password").fill("nothing")
    with page.expect_navigation() as answer:
        page.get_by_role("button", name="Sign in").click()
    assert answer.value.status == 429  # the attempt cannot be counted, so there is none
    assert connection.cursor().execute("SELECT count(*) FROM tracker_cache").fetchone() == (0,)
    page_faults.clear()


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
