"""Hints between processes on PostgreSQL that the outbox has something new. Nothing relies on them: every worker looks anyway."""

import asyncio
from typing import Any, Final, NoReturn

import psycopg
import structlog
from sqlalchemy import func, select

from bot.errors import StoreUnavailable
from bot.store.database import Database
from bot.store.postgresql import Disposable

CHANNEL: Final = "callback_outbox"
QUIET_SECONDS: Final = 20.0
ANSWER_SECONDS: Final = 5.0
AGAIN_SECONDS: Final = 2.0

log = structlog.get_logger()


async def tell(database: Database) -> NoReturn:
    """Tell other processes whenever this one has put something into the outbox.

    The hint has a transaction of its own: a NOTIFY makes commits wait for one another.
    """
    while True:
        await database.enqueued.wait()
        database.enqueued.clear()
        try:
            async with database.transaction() as connection:
                await connection.execute(select(func.pg_notify(CHANNEL, "")))
        except StoreUnavailable as error:
            log.warning("no hint given", reason=str(error))


async def listen(database: Database) -> NoReturn:
    """Set `database.enqueued` whenever another process tells. One connection of its own, made anew when it is lost."""
    while True:
        try:
            await _hear(database)
        except (psycopg.Error, OSError, TimeoutError) as error:
            log.warning("hints are not heard", reason=type(error).__name__)
        await asyncio.sleep(AGAIN_SECONDS)


async def _hear(database: Database) -> None:
    _, known = database.engine.dialect.create_connect_args(database.url)
    given: dict[str, Any] = {"connect_timeout": int(ANSWER_SECONDS), "application_name": "callback hints", **known}
    async with await Disposable.connect(autocommit=True, **given) as connection:
        await connection.execute(f"LISTEN {CHANNEL}")
        while True:
            database.enqueued.set()  # also for what was told while nobody heard
            quiet = True
            async for _ in connection.notifies(timeout=QUIET_SECONDS, stop_after=1):
                quiet = False
            if quiet:  # is there still somebody?
                async with asyncio.timeout(ANSWER_SECONDS):
                    await connection.execute("SELECT 1")
