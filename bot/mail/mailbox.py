"""The bot's own mailbox over IMAP: what is new is taken, and marked only when what it says has been written down.

A thread of its own reads, because the library blocks. Several processes may read one mailbox: what two of them take acts once.
"""

import asyncio
import contextlib
import imaplib
import io
import random
import socket
import ssl
import threading
import time
from collections.abc import Awaitable, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final, cast

import structlog
from imap_tools.consts import MailMessageFlags
from imap_tools.errors import ImapToolsError
from imap_tools.mailbox import BaseMailBox, MailBox, MailBoxStartTls, MailBoxUnencrypted

from bot.errors import StoreUnavailable
from config.mail import MailSettings, Security

COMMAND_SECONDS: Final = 10.0
IDLE_SECONDS: Final = 60.0  # then it is looked all the same: not every server tells, and not every line that is dead says so
POLL_SECONDS: Final = 15.0  # on servers that cannot tell
LONGEST_PAUSE_SECONDS: Final = 60.0
STALE_SECONDS: Final = 180.0
MOST_BYTES: Final = 2 * 1024 * 1024  # of one mail: what answers say stands at the beginning
ARRIVED: Final = "EXISTS"
TROUBLE: Final = (ImapToolsError, imaplib.IMAP4.error, OSError, StoreUnavailable)

log = structlog.get_logger()


class Filed(StrEnum):
    """Where a mail goes when it has been taken."""

    DONE = "done"
    UNBOUND = "unbound"


Take = Callable[[bytes], Awaitable[Filed]]
"""Takes one mail, or its first two megabytes. What it raises leaves the mail as it is, to be taken again."""


@dataclass(slots=True)
class Mailbox:
    """Reads. `looked` is when everything that was new had last been taken, on the machine's monotonic clock."""

    settings: MailSettings
    looked: float = field(default_factory=time.monotonic)
    _over: threading.Event = field(default_factory=threading.Event, init=False)
    _taking: threading.Lock = field(default_factory=threading.Lock, init=False)
    _box: BaseMailBox | None = field(default=None, init=False)
    _stuck: set[str] = field(default_factory=set, init=False)

    def silent_for(self) -> float:
        """Return the seconds since everything that was new had been taken."""
        return time.monotonic() - self.looked

    @property
    def well(self) -> bool:
        """Tell whether what comes is noticed in time."""
        return self.silent_for() <= STALE_SECONDS

    async def keep(self, take: Take) -> None:
        """Take what is there and what comes, until it is cancelled; the mail that is being taken then is taken and marked."""
        loop, self._over = asyncio.get_running_loop(), threading.Event()

        def taken(raw: bytes) -> Filed:
            return asyncio.run_coroutine_threadsafe(_whole(take, raw), loop).result()

        threads = ThreadPoolExecutor(1, "mailbox")
        reading = loop.run_in_executor(threads, self._read, taken)
        try:
            await asyncio.shield(reading)
        finally:
            self._over.set()
            self._hang_up()
            await asyncio.wait([reading])
            threads.shutdown(wait=False)

    def _read(self, taken: Callable[[bytes], Filed]) -> None:
        tries = 0
        while not self._over.is_set():
            try:
                with logged_in(self.settings, self._dialled) as box:
                    self._make_folders(box)
                    self._stuck.clear()
                    while not self._over.is_set():
                        self._look(box, taken)
                        tries, self.looked = 0, time.monotonic()
                        self._wait(box)
            except TROUBLE as error:
                tries = self._lost(error, tries)
            except Exception:  # the thread has to go on: nobody else reads
                log.exception("mailbox")
                tries = self._lost(None, tries)

    def _lost(self, error: Exception | None, tries: int) -> int:
        """Wait before the next connection, longer each time; return how often it was tried."""
        if not self._over.is_set():
            if error is not None:
                log.warning("mailbox not read", reason=type(error).__name__, tries=tries + 1)
            longest = min(2.0**tries, LONGEST_PAUSE_SECONDS)
            self._over.wait(longest * random.uniform(0.5, 1))  # noqa: S311 - it is no secret
        return tries + 1

    def _look(self, box: BaseMailBox, taken: Callable[[bytes], Filed]) -> None:
        """Take what is new, until nothing more came meanwhile: each arrival is told once, and not only to who is idle."""
        more = True
        while more and not self._over.is_set():
            box.client.response(ARRIVED)
            self._take_new(box, taken)
            more = box.client.response(ARRIVED)[1] != [None]

    def _take_new(self, box: BaseMailBox, taken: Callable[[bytes], Filed]) -> None:
        for uid in box.uids("UNSEEN"):
            if uid in self._stuck:
                continue
            with self._taking:
                if self._over.is_set():
                    return
                raw = _fetched(box, uid)
                if raw is not None and (filed := self._filed(uid, raw, taken)):  # no mail: another process was quicker
                    box.flag(uid, MailMessageFlags.SEEN, value=True)
                    if folder := self._folder(filed):
                        box.move(uid, folder)

    def _filed(self, uid: str, raw: bytes, taken: Callable[[bytes], Filed]) -> Filed | None:
        """Take a mail. One that fails by a fault of ours is left unread until the next connection: others do not wait for it."""
        try:
            return taken(raw)
        except TROUBLE:
            raise
        except Exception:
            log.exception("mail not taken")
            self._stuck.add(uid)
            return None

    def _wait(self, box: BaseMailBox) -> None:
        """Return when there may be something new."""
        if "IDLE" in box.client.capabilities:
            with box.idle as idle:
                if not (self._over.is_set() or _told(box)):
                    idle.poll(timeout=IDLE_SECONDS)
        else:
            self._over.wait(POLL_SECONDS)

    def _dialled(self, box: BaseMailBox) -> None:
        self._box = box

    def _make_folders(self, box: BaseMailBox) -> None:
        for folder in filter(None, map(self._folder, Filed)):
            if not box.folder.exists(folder):
                with contextlib.suppress(ImapToolsError):  # another process has just made it
                    box.folder.create(folder)

    def _folder(self, filed: Filed) -> str:
        return self.settings.imap_done_folder if filed is Filed.DONE else self.settings.imap_unbound_folder

    def _hang_up(self) -> None:
        """Wake the thread, whatever it waits for on the line; a mail that it is taking is taken and marked first."""
        if self._taking.acquire(blocking=False):
            if self._box is not None:
                with contextlib.suppress(OSError):
                    self._box.client.sock.shutdown(socket.SHUT_RDWR)
            self._taking.release()


@contextmanager
def logged_in(settings: MailSettings, dialled: Callable[[BaseMailBox], None] = lambda _: None) -> Iterator[BaseMailBox]:
    """Open the mailbox; at the end close the line. `dialled` is told of it before anything is said.

    Raises OSError, ImapToolsError and imaplib's errors.
    """
    box = _dial(settings)
    dialled(box)
    try:
        box.login(settings.imap_username or "", settings.imap_password.get_secret_value() if settings.imap_password else "")
        yield box
    finally:
        with contextlib.suppress(*TROUBLE):
            box.logout()
        with contextlib.suppress(OSError):
            box.client.shutdown()


def _dial(settings: MailSettings) -> BaseMailBox:
    host, port = settings.imap_host or "", settings.imap_port_used
    if settings.imap_security is Security.NONE:
        return MailBoxUnencrypted(host, port, timeout=COMMAND_SECONDS)
    context = ssl.create_default_context()
    kind = MailBox if settings.imap_security is Security.TLS else MailBoxStartTls
    return kind(host, port, timeout=COMMAND_SECONDS, ssl_context=context)


def _fetched(box: BaseMailBox, uid: str) -> bytes | None:
    """Return the mail, of a large one the beginning; it stays unseen."""
    _, data = box.client.uid("FETCH", uid, f"(BODY.PEEK[]<0.{MOST_BYTES}>)")
    return next((part[1] for part in data if isinstance(part, tuple)), None)


def _told(box: BaseMailBox) -> bool:
    """Tell whether the server has said something: what came together with its answer lies in a buffer, where no poll looks."""
    line, buffer = box.client.sock, cast("io.BufferedReader", box.client.file)
    patience = line.gettimeout()
    line.settimeout(0)
    try:
        return bool(buffer.peek(1))
    except (BlockingIOError, ssl.SSLWantReadError):
        return False
    finally:
        line.settimeout(patience)


async def _whole(take: Take, raw: bytes) -> Filed:
    return await take(raw)
