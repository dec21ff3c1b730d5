"""Jobs are rows of the transaction that asks for them, and survive the worker."""

import pytest
from django.db import connection, transaction
from procrastinate.contrib.django import app

from tests.jobs.working import do_jobs, jobs
from tracker.actions.enqueue import enqueue


def begun(*, attempts: int, heartbeat: str) -> None:
    """A job that a worker had begun, whose last sign of life was `heartbeat` ago."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() - %s::interval) RETURNING id", [heartbeat]
        )
        (worker,) = cursor.fetchone()
        cursor.execute(
            "INSERT INTO procrastinate_jobs (task_name, queue_name, status, attempts, worker_id, args)"
            " VALUES ('noted', 'default', 'doing', %s, %s, '{}')",
            [attempts, worker],
        )


@pytest.fixture
def noted(cloned_db: str) -> list[int]:
    """What the job of that name did."""
    found: list[int] = []
    app.tasks["noted"] = app.task(name="noted")(lambda **ids: found.append(len(ids)))
    yield found
    del app.tasks["noted"]


def look() -> None:
    app.configure_task(name="take_up_stalled", queue="upkeep").defer(timestamp=0)
    do_jobs()
    do_jobs()  # what the first round took up


def test_a_job_is_asked_for_with_the_rows_that_it_is_about(noted: list[int]) -> None:
    with transaction.atomic():
        enqueue(job="noted", one=1)
        assert [each[:3] for each in jobs()] == [("noted", {"one": 1}, "todo")]
        transaction.set_rollback(True)
    assert jobs() == []
    with transaction.atomic():
        enqueue(job="noted", one=1)
    do_jobs()
    assert (noted, jobs()) == ([1], [])


def test_outside_of_a_transaction_nothing_is_asked_for(cloned_db: str) -> None:
    with pytest.raises(AssertionError):
        enqueue(job="noted", one=1)
    assert jobs() == []


def test_what_a_dead_worker_had_begun_is_done(noted: list[int]) -> None:
    begun(attempts=0, heartbeat="11 seconds")
    look()
    assert (noted, jobs()) == ([0], [])


def test_what_a_living_worker_does_is_left_to_it(noted: list[int]) -> None:
    begun(attempts=0, heartbeat="1 second")
    look()
    assert noted == []
    assert [each[2] for each in jobs()] == ["doing"]


def test_a_job_that_ends_every_worker_is_given_up(noted: list[int]) -> None:
    begun(attempts=2, heartbeat="11 seconds")
    look()
    assert noted == []
    assert [each[2] for each in jobs()] == ["failed"]


def test_a_job_that_fails_stays_to_be_looked_at(noted: list[int]) -> None:
    app.tasks["noted"].func = lambda: 1 / 0
    with transaction.atomic():
        enqueue(job="noted")
    do_jobs()
    assert [each[2] for each in jobs()] == ["failed"]
