"""APScheduler as it is commonly used for reminders: one persistent job for each, in a store of its own.

A job only counts, in the scheduler's own thread, so that its time is the time of its store.
"""

import threading
import time as stopwatch
from datetime import UTC, datetime
from typing import Final

from apscheduler.events import EVENT_JOB_REMOVED
from apscheduler.executors.debug import DebugExecutor
from apscheduler.jobstores.sqlalchemy import SQLAlchemyJobStore
from apscheduler.schedulers.background import BackgroundScheduler
from sqlalchemy import Engine

LONG_AGO: Final = datetime(2016, 11, 24, 1, 0, tzinfo=UTC)


def fire(number: int) -> None:
    """Do what a job has to do at least: nothing."""
    del number


def fired(engine: Engine, jobs: int) -> float:
    """Return the seconds that APScheduler takes to fire so many jobs that are all due; their rows are gone then."""
    scheduler = BackgroundScheduler(
        jobstores={"default": SQLAlchemyJobStore(engine=engine)},
        executors={"default": DebugExecutor()},
        job_defaults={"misfire_grace_time": None},
        timezone=UTC,
    )
    left, finished = jobs, threading.Event()

    def removed(_event: object) -> None:
        nonlocal left
        left -= 1
        if left == 0:
            finished.set()

    scheduler.add_listener(removed, EVENT_JOB_REMOVED)
    scheduler.start(paused=True)
    for number in range(jobs):
        scheduler.add_job(fire, "date", run_date=LONG_AGO, args=[number], id=str(number))
    begin = stopwatch.perf_counter()
    scheduler.resume()
    finished.wait()
    taken = stopwatch.perf_counter() - begin
    scheduler.shutdown()
    engine.dispose()
    return taken
