"""A listening socket, and serving an application on it."""

import asyncio
import contextlib
import signal
import socket
from collections.abc import Iterator

import uvicorn
from starlette.types import ASGIApp


class CannotListen(Exception):
    """The address is taken or cannot be used; another port is chosen by configuration."""

    def __init__(self, host: str, port: int, reason: str) -> None:
        """Name the address and the system's reason."""
        super().__init__(f"cannot listen on {host} port {port}: {reason}")


def listen(host: str, port: int) -> socket.socket:
    """Return a socket that listens; port 0 takes a free one. Raises CannotListen."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM)
    try:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind((host, port))
        listening.listen(128)
    except OSError as error:
        listening.close()
        raise CannotListen(host, port, error.strerror or type(error).__name__) from None
    return listening


def url_of(listening: socket.socket) -> str:
    """Return the address that a browser on this machine reaches the socket by."""
    host, port = listening.getsockname()[:2]
    return f"http://[{host}]:{port}/" if ":" in host else f"http://{host}:{port}/"


async def serve(app: ASGIApp, listening: socket.socket) -> None:
    """Serve until the process is told to stop (SIGINT, SIGTERM)."""
    config = uvicorn.Config(app, log_level="warning", server_header=False, proxy_headers=False, timeout_graceful_shutdown=3)
    await _Server(config).serve(sockets=[listening])


class _Server(uvicorn.Server):
    """Ends when it is told to, and lets what comes after it end in peace: uvicorn's own raises the signal once more."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        loop = asyncio.get_running_loop()
        for number in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(number, self.handle_exit, number, None)
        try:
            yield
        finally:
            for number in (signal.SIGINT, signal.SIGTERM):
                loop.remove_signal_handler(number)
