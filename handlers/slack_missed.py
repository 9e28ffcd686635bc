"""Replies that Slack could not bring because nobody listened to it: they are asked for as soon as somebody listens again.

Slack itself delivers again for some five minutes. What was written in the threads of open handovers while the bot was away for
longer is read there, and taken on the same way as what Slack brings.
"""

import asyncio
import contextlib
import itertools
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

import structlog

from bot.about import about_nothing_yet
from bot.chat.slack import NEVER_LOOKING, channel_and_ts
from bot.chat.slack_api import Answer, SlackApi
from bot.errors import SendFailed, StoreUnavailable
from bot.store import facts
from handlers.slack_failures import broken
from handlers.slack_threads import Threads

HEARD: Final = "slack_heard_at"
EVERY_SECONDS: Final = 60.0
CONNECTING_SECONDS: Final = 5.0
GONE: Final = timedelta(minutes=2)
OVERLAP: Final = timedelta(minutes=10)  # what Slack was still trying to bring when the bot went away
LONGEST: Final = timedelta(days=7)
FAILURES: Final = 3
BEGIN_SECONDS: Final = 10.0
BURST: Final = 20
BETWEEN_SECONDS: Final = 1.2  # after a burst Slack lets a bot read some fifty threads a minute

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class MissedReplies:
    """Keeps note that somebody listens to Slack, and asks for what was said when nobody did: `burst` threads at once."""

    api: SlackApi
    threads: Threads
    team_id: str
    wait: Callable[[float], Awaitable[None]] = asyncio.sleep
    burst: int = BURST

    async def begin(self, seconds: float = BEGIN_SECONDS) -> None:
        """Look before anybody is pinged for want of an answer that was given, for so long at the most; `keep` goes on with it."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._round()

    async def keep(self, listening: Callable[[], bool]) -> None:
        """Look each minute, as long as the bot lives."""
        while True:
            heard = listening()
            if heard:
                await self._round()
            await self.wait(EVERY_SECONDS if heard else CONNECTING_SECONDS)

    async def _round(self) -> None:
        """Look; what fails is done again by the next round: nothing is lost by it."""
        try:
            await self.look()
        except (SendFailed, StoreUnavailable) as error:
            log.warning("missed replies: asked for again in a minute", reason=str(error))
        except Exception as error:  # noqa: BLE001 - what raises here would end the rounds unseen
            log.error("missed replies: failed", **broken(error))  # noqa: TRY400

    async def look(self) -> None:
        """Ask for the replies of the time when nobody listened, if there was any, and note that somebody does now.

        Raises SendFailed and StoreUnavailable: then the time stands as it was, and is asked about again.
        """
        about_nothing_yet()
        clock, database = self.threads.clock, self.threads.database
        async with database.reading() as connection:
            noted = await facts.read(connection, HEARD)
        now = clock.now()
        since = now if noted is None else datetime.fromisoformat(noted)
        if now - since > GONE:
            await self._ask(max(since - OVERLAP, now - LONGEST))
        async with database.transaction() as connection:
            await facts.write(connection, HEARD, clock.now().isoformat())

    async def _ask(self, since: datetime) -> None:
        async with self.threads.database.reading() as connection:
            threads = await facts.threads_since(connection, since)
        log.info("nobody has listened to Slack: replies are asked for", since=since.isoformat(), handovers=len(threads))
        asked, failed = itertools.count(), list[SendFailed]()
        for refs in threads:
            found: list[Answer] = []
            for ref in refs:
                if next(asked) >= self.burst:
                    await self.wait(BETWEEN_SECONDS)
                try:
                    found += await self._replies(ref, since)
                except SendFailed as failure:  # perhaps of this thread alone
                    failed.append(failure)
                    if len(failed) == FAILURES:
                        raise
            for message in sorted(found, key=lambda message: str(message.get("ts"))):
                await self._take(message)
        if failed:
            raise failed[-1]

    async def _take(self, message: Answer) -> None:
        """Take a reply; one that cannot be taken, by a fault of ours, keeps no other from it. Raises StoreUnavailable."""
        try:
            await self.threads.take({"team_id": self.team_id, "event": message})
        except StoreUnavailable:
            raise
        except Exception as error:  # noqa: BLE001 - another try would fail alike
            log.error("missed replies: one cannot be taken", **broken(error))  # noqa: TRY400

    async def _replies(self, ref: str, since: datetime) -> list[Answer]:
        """Return the messages of a thread as events; none of one that Slack no longer shows."""
        while True:
            try:
                channel, root = channel_and_ts(ref)
                found = self.api.messages("conversations.replies", since=since, channel=channel, ts=root)
                return [{**message, "channel": channel} async for message in found]
            except SendFailed as failure:
                if failure.permanent or failure.reason in NEVER_LOOKING:
                    log.warning("missed replies: a thread cannot be read", reason=failure.reason)
                    return []
                if failure.retry_after is None:
                    raise
                await self.wait(failure.retry_after)
