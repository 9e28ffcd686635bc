"""A listening socket, and serving an application on it."""

import asyncio
import contextlib
import errno
import signal
import socket
from collections.abc import AsyncIterator, Iterator

import uvicorn
from starlette.types import ASGIApp


class CannotListen(Exception):
    """The address is taken or cannot be used; another port is chosen by configuration."""

    def __init__(self, host: str, port: int, error: OSError, variable: str) -> None:
        """Name the address and the system's reason, and where it is taken the `variable` that chooses another one."""
        reason = error.strerror or type(error).__name__
        if error.errno == errno.EADDRINUSE:
            reason += f"; is the bot already running? End that one, or set another {variable}"
        super().__init__(f"cannot listen on {host} port {port}: {reason}")


def listen(host: str, port: int, variable: str = "CALLBACK_PORT") -> socket.socket:
    """Return a socket that listens; port 0 takes a free one, `variable` is what chose it. Raises CannotListen."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # With the protocol named, asyncio turns Nagle off: else each answer waits forty milliseconds for an acknowledgement.
    listening = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind((host, port))
        listening.listen(128)
    except OSError as error:
        listening.close()
        raise CannotListen(host, port, error, variable) from None
    return listening


def url_of(listening: socket.socket) -> str:
    """Return the address that a browser on this machine reaches the socket by."""
    host, port = listening.getsockname()[:2]
    return f"http://[{host}]:{port}/" if ":" in host else f"http://{host}:{port}/"


async def serve(app: ASGIApp, listening: socket.socket, told: asyncio.Event) -> None:
    """Serve until `told` is set."""
    config = uvicorn.Config(app, log_level="warning", server_header=False, proxy_headers=False, timeout_graceful_shutdown=3)
    server = _Server(config)
    serving = asyncio.create_task(server.serve(sockets=[listening]))
    stopping = asyncio.create_task(told.wait())
    await asyncio.wait((serving, stopping), return_when=asyncio.FIRST_COMPLETED)
    stopping.cancel()
    server.should_exit = True
    await serving


@contextlib.asynccontextmanager
async def until_told(told: asyncio.Event) -> AsyncIterator[asyncio.Event]:
    """Have SIGINT and SIGTERM set the event while the block runs; what comes after it ends in peace."""
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, told.set)
    try:
        yield told
    finally:
        for number in (signal.SIGINT, signal.SIGTERM):
            loop.remove_signal_handler(number)


class _Server(uvicorn.Server):
    """Leaves signals to others: uvicorn's own raises the signal once more after its end."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield
