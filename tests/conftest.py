"""What every test may ask for.

db (pytest-django)   the test runs in a transaction that is rolled back, as the role that serves
case_db              the same, with the real case loaded
cloned_db            a database of its own, to commit to: for transactions, several connections, servers
cloned_case          the same, with the real case loaded
serving_connection   psycopg itself, as the role that serves, on the database of the test
connect              more of those: connect("default"), connect("owner")
site                 the real server in front of cloned_case: site.url
empty_site           the real server in front of cloned_db
reading_site         the real server in front of the case, for readers: it can write nothing, and costs a test nothing
new_page             pages in a real Chromium that fail the test on any fault: new_page(base_url=site.url)
browser_page         one of those, on `site`
page_faults          what the pages reported; clear it in a test that provokes a fault
"""

import os
from collections.abc import Callable, Iterator
from typing import Any

import psycopg
import pytest
from django.db import transaction
from django.test import override_settings

from tests.browsing import FLAGS, REMEDY, find_chromium, report_faults
from tests.databases import ROOT, Databases, parameters, pointed_at
from tests.serving import Site, address, served
from tracker import settings as production
from tracker.serve import collect


def pytest_addoption(parser: pytest.Parser) -> None:
    """How often the tests of races and of killing try; the suite takes few, the bars name many."""
    parser.addoption("--races", default=25, type=int, help="races between two editors")
    parser.addoption(
        "--moments", default=12, type=int, help="random moments at which a tab, server, session or line dies"
    )


@pytest.fixture(scope="session", autouse=True)
def quick_settings() -> Iterator[None]:
    """Cheap passwords, and static files straight from their folders. The real server (`site`) has neither."""
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    files = {"BACKEND": "django.core.files.storage.FileSystemStorage"}
    with override_settings(
        PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"],
        STORAGES={"default": files, "staticfiles": plain},
    ):
        yield


@pytest.fixture(scope="session")
def databases(django_db_blocker: Any) -> Iterator[Databases]:
    with django_db_blocker.unblock():
        found = Databases()
    yield found
    found.close()


@pytest.fixture(scope="session")
def django_db_setup(databases: Databases, django_db_blocker: Any) -> Iterator[None]:
    """pytest-django's hook: the database of this process, migrated by the owner, used by the role that serves."""
    with django_db_blocker.unblock():
        template = databases.template
    with databases.copy(template) as name, django_db_blocker.unblock(), pointed_at(name):
        django_db_blocker.block()
        yield
        django_db_blocker.restore()


@pytest.fixture(scope="session")
def case_copy(databases: Databases, django_db_setup: None, django_db_blocker: Any) -> Iterator[str]:
    with django_db_blocker.unblock():
        template = databases.case_template
    with databases.copy(template) as name:
        yield name


@pytest.fixture
def case_db(case_copy: str, django_db_blocker: Any) -> Iterator[None]:
    with django_db_blocker.unblock(), pointed_at(case_copy), transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture
def cloned_db(databases: Databases, django_db_setup: None, django_db_blocker: Any) -> Iterator[str]:
    with django_db_blocker.unblock(), databases.copy(databases.template, databases.own) as name, pointed_at(name):
        yield name


@pytest.fixture
def cloned_case(databases: Databases, django_db_setup: None, django_db_blocker: Any) -> Iterator[str]:
    with (
        django_db_blocker.unblock(),
        databases.copy(databases.case_template, databases.own) as name,
        pointed_at(name),
    ):
        yield name


@pytest.fixture
def connect(django_db_setup: None) -> Iterator[Callable[..., psycopg.Connection[Any]]]:
    """Opens connections as a role, on the database of the test; what is not committed is rolled back."""
    opened: list[psycopg.Connection[Any]] = []

    def connect_as(alias: str = "default", **more: Any) -> psycopg.Connection[Any]:
        opened.append(psycopg.connect(**parameters(alias) | more))
        return opened[-1]

    yield connect_as
    for connection in opened:
        connection.close()


@pytest.fixture
def serving_connection(connect: Callable[..., psycopg.Connection[Any]]) -> psycopg.Connection[Any]:
    return connect("default")


@pytest.fixture(scope="session")
def static_files() -> None:
    """The collected static files, as the real server needs them."""
    with override_settings(STORAGES=production.STORAGES):
        collect(ROOT)


@pytest.fixture(scope="session")
def own_server(
    databases: Databases, django_db_setup: None, static_files: None, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Site]:
    """In front of whatever database the running test has to itself; each thread notices that the last one is gone."""
    role = {"DATABASE_URL": address("default", dbname=databases.own)}
    owner = {"MIGRATE_DATABASE_URL": address("owner", dbname=databases.own)}
    with served(tmp_path_factory.mktemp("own") / "server.log", **role, **owner) as found:
        yield found


@pytest.fixture
def site(own_server: Site, cloned_case: str) -> Site:
    return own_server


@pytest.fixture
def empty_site(own_server: Site, cloned_db: str) -> Site:
    return own_server


@pytest.fixture(scope="session")
def reading_site(case_copy: str, static_files: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    never = address("default", dbname=case_copy, options="-c default_transaction_read_only=on")
    with served(tmp_path_factory.mktemp("reading") / "server.log", DATABASE_URL=never) as found:
        yield found


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """Chromium. Where there is none the test is skipped, but in CI it fails."""
    from playwright.sync_api import Error, sync_playwright

    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # Playwright's own loop runs in this thread
    executable = find_chromium()
    if executable is None:
        no_browser("no Chromium was found")
    try:
        playwright = sync_playwright().start()
        chromium = playwright.chromium.launch(executable_path=executable, headless=True, args=FLAGS)
    except (Error, OSError) as error:
        no_browser(str(error).splitlines()[0])
    yield chromium
    chromium.close()
    playwright.stop()


def no_browser(reason: str) -> None:
    if os.environ.get("CI") == "true":
        pytest.fail(f"{REMEDY}: {reason}")
    pytest.skip(f"{REMEDY}: {reason}")


@pytest.fixture
def page_faults() -> list[str]:
    return []


@pytest.fixture
def new_page(browser: Any, page_faults: list[str]) -> Iterator[Callable[..., Any]]:
    """Each page in a context of its own: nothing is shared between two of them, like two people."""
    contexts = []

    def open_page(*, base_url: str, **options: Any) -> Any:
        context = browser.new_context(base_url=base_url, **options)
        contexts.append(context)
        report_faults(context, base_url, page_faults)
        return context.new_page()

    yield open_page
    for context in contexts:
        context.close()
    assert page_faults == []


@pytest.fixture
def browser_page(new_page: Callable[..., Any], site: Site) -> Any:
    return new_page(base_url=site.url)


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """One closing line when the browser tests could not run."""
    skipped = [each for each in terminalreporter.stats.get("skipped", []) if REMEDY in str(each.longrepr)]
    if skipped:
        terminalreporter.write_line(f"{len(skipped)} browser tests were skipped. {REMEDY}.", yellow=True)
