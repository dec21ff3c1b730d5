"""The worker in the tests: does what is due, and ends."""

import json
from importlib import import_module
from threading import Thread
from typing import Any

from django.conf import settings
from django.db import connection
from procrastinate.contrib.django import app


def do_jobs() -> None:
    """A real worker, in a thread of its own, until nothing is left to do. Only on a database that is committed to."""
    failure: list[BaseException] = []

    def work() -> None:
        try:
            with app.replace_connector(app.connector.get_worker_connector()) as working:
                working.perform_import_paths()
                working.periodic_registry.periodic_tasks.clear()  # a test asks for what it wants
                working.run_worker(wait=False, install_signal_handlers=False, listen_notify=False)
        except BaseException as error:
            failure.append(error)

    thread = Thread(target=work)
    thread.start()
    thread.join(120)
    assert failure == []


def do_jobs_here() -> None:
    """The same in the transaction of the test, without a worker, as often as jobs ask for more."""
    for path in settings.PROCRASTINATE_IMPORT_PATHS:
        import_module(path)
    while found := jobs():
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM procrastinate_jobs")
        for name, given, *_more in found:
            app.tasks[name].func(**given)


def jobs() -> list[tuple[Any, ...]]:
    """(name, what it is asked for, state, how often begun) of every job, the first first."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT task_name, args::text, status::text, attempts FROM procrastinate_jobs ORDER BY id")
        return [(name, json.loads(given), state, attempts) for name, given, state, attempts in cursor.fetchall()]
