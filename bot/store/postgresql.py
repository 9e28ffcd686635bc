"""What PostgreSQL needs: connections that can be thrown away at once, and servers that let go of what this side gave up."""

import asyncio
from collections.abc import Mapping
from typing import Any, Final, TypeVar

import psycopg
from psycopg import waiting
from psycopg.abc import PQGen
from sqlalchemy import URL, Engine, event
from sqlalchemy.engine import ExceptionContext

R = TypeVar("R")

CONNECT_TIMEOUT_SECONDS: Final = 2  # for each host; libpq knows no less
LOOK_SECONDS: Final = 0.1  # a call that waits looks so often whether it was interrupted; without a pause it would spin
READ_ONLY: Final = "25006"  # the server that was written to has become a standby


class Disposable(psycopg.AsyncConnection[Any]):
    """A connection that is closed when a call on it is given up or lasts too long.

    psycopg asks the server to cancel, and waits for its answer: of a server that hangs there is none.
    """

    longest: float | None = None

    async def wait(self, gen: PQGen[R], interval: float = LOOK_SECONDS, timeout: float | None = None) -> R:  # noqa: ASYNC109
        """Wait for one call, `longest` seconds at the most. Raises OperationalError after that."""
        try:
            async with asyncio.timeout(self.longest):
                return await waiting.wait_async(gen, self.pgconn.socket, interval=interval, timeout=timeout)
        except TimeoutError:
            self.pgconn.finish()
            message = "no answer in time"
            raise psycopg.OperationalError(message) from None
        except asyncio.CancelledError:
            self.pgconn.finish()
            raise


def options(deadline: float, url: URL) -> Mapping[str, Any]:
    """Return the engine's options: `deadline` in seconds holds for every call on this side, and on the server's side as well.

    Without the latter a server would keep the locks of a client that is gone. Whatever the URL says goes before.
    """

    async def connect(*args: Any, **kwargs: Any) -> Disposable:  # noqa: ANN401
        made = await Disposable.connect(*args, **kwargs)
        made.longest = deadline
        return made

    at_most = f"{deadline * 1000:.0f}"
    given = {
        "connect_timeout": CONNECT_TIMEOUT_SECONDS,
        "application_name": "callback",
        "options": f"-c statement_timeout={at_most} -c idle_in_transaction_session_timeout={at_most}",
    }
    wanted = {name: value for name, value in given.items() if name not in url.query}
    return {"connect_args": {"async_creator_fn": connect, **wanted}}


def prepare(engine: Engine) -> None:
    """Leave a server that has become a standby: its connections are thrown away, and new ones find the primary."""

    @event.listens_for(engine, "handle_error")
    def _standby(context: ExceptionContext) -> None:
        if getattr(context.original_exception, "sqlstate", None) == READ_ONLY:
            context.is_disconnect = True
