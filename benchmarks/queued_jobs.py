"""procrastinate, a job queue on PostgreSQL: how fast two of its workers get through jobs that do nothing.

python -m benchmarks.queued_jobs URL    is one worker, until the queue is empty
"""

import asyncio
import subprocess
import sys
from typing import Final

import procrastinate
from sqlalchemy import make_url, text

from benchmarks.rows import LONG
from bot.store.database import Database

FIRE: Final = "fire"
WORKERS: Final = 2
CONCURRENCY: Final = 20
SPAN: Final = """
    SELECT extract(epoch FROM max(at) FILTER (WHERE type = 'succeeded') - min(at) FILTER (WHERE type = 'started')),
           count(*) FILTER (WHERE type = 'succeeded')
    FROM procrastinate_events
"""


def drained(url: str, jobs: int) -> float:
    """Return the seconds from the first job's start to the last one's end, by its own record: no start-up, no poll."""
    asyncio.run(_deferred(url, jobs))
    command = [sys.executable, "-m", "benchmarks.queued_jobs", url]
    workers = [subprocess.Popen(command) for _ in range(WORKERS)]
    if any(worker.wait() for worker in workers):
        message = "a worker of procrastinate has failed"
        raise RuntimeError(message)
    return asyncio.run(_span(url, jobs))


async def fire(number: int) -> None:
    """Do what a job has to do at least: nothing."""
    del number


def _app(url: str) -> procrastinate.App:
    plain = make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
    app = procrastinate.App(connector=procrastinate.PsycopgConnector(conninfo=plain))
    app.task(fire, name=FIRE)
    return app


async def _deferred(url: str, jobs: int) -> None:
    app = _app(url)
    async with app.open_async():
        await app.schema_manager.apply_schema_async()
        await app.configure_task(FIRE).batch_defer_async(*({"number": number} for number in range(jobs)))


async def _work(url: str) -> None:
    app = _app(url)
    async with app.open_async():
        await app.run_worker_async(wait=False, concurrency=CONCURRENCY, install_signal_handlers=False)


async def _span(url: str, jobs: int) -> float:
    database = Database(url, LONG)
    async with database.reading() as connection:
        seconds, done = (await connection.execute(text(SPAN))).one()
    await database.close()
    if done != jobs:
        message = f"procrastinate has done {done} of {jobs}"
        raise RuntimeError(message)
    return float(seconds)


if __name__ == "__main__":
    asyncio.run(_work(sys.argv[1]))
