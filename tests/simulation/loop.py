"""An event loop without time or threads: what may go on next is drawn, and time moves only when nothing else can."""

import asyncio
import heapq
import itertools
from asyncio import events
from collections import deque
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager
from contextvars import Context
from random import Random
from typing import Any

LATENCIES = (0.0, 0.0, 0.001, 0.004, 0.02)  # seconds that pass when something goes on


class Loop(asyncio.AbstractEventLoop):
    """Runs callbacks in their order, and beyond them lets one of those who wait outside go on, drawn by `rng`.

    `now` is in seconds since the run began. Whoever waits outside (for the database, a platform) is parked.
    """

    def __init__(self) -> None:
        """Start at second 0 with nothing to do."""
        self.reset()

    def reset(self) -> None:
        """Begin anew: what is kept from one run to the next may be bound to this loop."""
        self.now = 0.0
        self.rng = Random(0)
        self.turns = 0
        self.complaints: list[dict[str, Any]] = []
        self._ready: deque[asyncio.Handle] = deque()
        self._timers: list[tuple[float, int, asyncio.TimerHandle]] = []
        self._parked: list[asyncio.Future[None]] = []
        self._count = itertools.count()

    @contextmanager
    def running(self) -> Iterator[None]:
        """Be the running loop of this thread."""
        events._set_running_loop(self)
        try:
            yield
        finally:
            events._set_running_loop(None)

    def turn(self) -> bool:
        """Let one thing go on; False when there is nothing that could."""
        self.turns += 1
        if self._ready:
            handle = self._ready.popleft()
            if not handle.cancelled():
                handle._run()
            return True
        waiting = [future for future in self._parked if not future.done()]
        if waiting:
            chosen = waiting[self.rng.randrange(len(waiting))]
            self._parked = [future for future in waiting if future is not chosen]
            self.advance(self.now + self.rng.choice(LATENCIES))
            chosen.set_result(None)
            return True
        return self._next_timer()

    def advance(self, moment: float) -> None:
        """Let time pass until then; timers on the way are ready."""
        self.now = max(self.now, moment)
        while self._timers and self._timers[0][0] <= self.now:
            self._ready.append(heapq.heappop(self._timers)[2])

    async def park(self) -> None:
        """Wait outside until it is drawn."""
        future = self.create_future()
        self._parked.append(future)
        await future

    def _next_timer(self) -> bool:
        while self._timers and self._timers[0][2].cancelled():
            heapq.heappop(self._timers)
        if not self._timers:
            return False
        self.advance(self._timers[0][0])
        return True

    def time(self) -> float:
        """Return the seconds since the run began."""
        return self.now

    def call_soon(  # type: ignore[override]
        self, callback: Callable[..., object], *args: Any, context: Context | None = None
    ) -> asyncio.Handle:
        """Run after what is ready already."""
        handle = asyncio.Handle(callback, args, self, context)
        self._ready.append(handle)
        return handle

    def call_at(  # type: ignore[override]
        self, when: float, callback: Callable[..., object], *args: Any, context: Context | None = None
    ) -> asyncio.TimerHandle:
        """Run at that second."""
        handle = asyncio.TimerHandle(when, callback, args, self, context)
        heapq.heappush(self._timers, (when, next(self._count), handle))
        return handle

    def call_later(  # type: ignore[override]
        self, delay: float, callback: Callable[..., object], *args: Any, context: Context | None = None
    ) -> asyncio.TimerHandle:
        """Run that many seconds from now."""
        return self.call_at(self.now + delay, callback, *args, context=context)

    def _timer_handle_cancelled(self, handle: asyncio.TimerHandle) -> None:
        """Leave it where it is: it is passed over when its time comes."""

    def create_future(self) -> asyncio.Future[Any]:
        """Return a future of this loop."""
        return asyncio.Future(loop=self)

    def create_task(self, coro: Coroutine[Any, Any, Any], **_named: Any) -> asyncio.Task[Any]:  # type: ignore[override]
        """Start a task."""
        return asyncio.Task(coro, loop=self)

    def call_exception_handler(self, context: dict[str, Any]) -> None:
        """Keep what nobody caught."""
        self.complaints.append(context)

    def get_debug(self) -> bool:
        """Tell that asyncio's own checks are off."""
        return False

    def is_running(self) -> bool:
        """Tell that it runs."""
        return True

    def is_closed(self) -> bool:
        """Tell that it is not closed."""
        return False
