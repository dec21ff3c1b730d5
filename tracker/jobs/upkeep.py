"""What keeps the jobs going: those of a worker that died are taken up again."""

from __future__ import annotations

from typing import Final

from procrastinate import JobContext
from procrastinate.contrib.django import app
from procrastinate.jobs import Status

TRIES: Final = 3
"""How often a job is begun: one that ends its worker each time must not do so for ever."""

SILENCE: Final = 10
"""Seconds without a sign of life after which a worker counts as dead. It gives one every two."""


@app.periodic(cron="* * * * * */5")
@app.task(name="take_up_stalled", queue="upkeep", queueing_lock="take_up_stalled", pass_context=True)
async def take_up_stalled(context: JobContext, timestamp: int) -> None:
    """Begin again what a dead worker had begun; after `TRIES` times it counts as failed."""
    manager = context.app.job_manager
    for job in await manager.get_stalled_jobs(seconds_since_heartbeat=SILENCE):
        if job.attempts + 1 < TRIES:
            await manager.retry_job(job)
        else:
            await manager.finish_job(job, status=Status.FAILED, delete_job=False)


@app.periodic(cron="17 4 * * *")
@app.task(name="forget_failed", queue="upkeep", queueing_lock="forget_failed", pass_context=True)
async def forget_failed(context: JobContext, timestamp: int) -> None:
    """Drop the rows of jobs that failed more than a week ago; those that were done are dropped at once."""
    await context.app.job_manager.delete_old_jobs(
        nb_hours=7 * 24, include_failed=True, include_cancelled=True, include_aborted=True
    )
