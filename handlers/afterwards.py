"""What is done after the platform has its answer: best effort, never lost from sight."""

import asyncio
from collections.abc import Coroutine
from typing import Any, Final

import structlog

from bot.errors import SendFailed

AT_MOST_SECONDS: Final = 30

log = structlog.get_logger()


class Afterwards:
    """Runs such work beside the answer. A failure is logged by its kind, never with what people wrote."""

    def __init__(self) -> None:
        """Start with nothing under way."""
        self._running: set[asyncio.Task[None]] = set()

    def run(self, what: str, work: Coroutine[Any, Any, None]) -> None:
        """Start the work and keep hold of it."""
        task = asyncio.ensure_future(self._guarded(what, work))
        self._running.add(task)
        task.add_done_callback(self._running.discard)

    async def settled(self) -> None:
        """Wait until everything that was started has ended."""
        while self._running:
            await asyncio.wait(self._running)

    async def _guarded(self, what: str, work: Coroutine[Any, Any, None]) -> None:
        try:
            async with asyncio.timeout(AT_MOST_SECONDS):
                await work
        except SendFailed as failure:
            log.warning("failed after the answer", what=what, error=type(failure).__name__, reason=failure.reason)
        except Exception as error:  # noqa: BLE001 - nobody waits for it: what is not logged here is lost
            log.warning("failed after the answer", what=what, error=type(error).__name__)
