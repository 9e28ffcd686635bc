"""`python -m bot audit` on a database that the bot has worked on, and the addresses outside that hear of what it finds."""

import logging
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from aiohttp import web
from sqlalchemy import update

from bot.outside import Webhooks
from bot.store import tables
from tests.integration.test_commands import bot
from tests.scenario.house import Builder

CASE = "6869419583 REQ-20418 @ben customs fee"


@pytest.fixture
def worked(tmp_path: Path) -> Builder:
    """Return what builds houses on the database that the command is to read."""
    return Builder(f"sqlite+aiosqlite:///{tmp_path / 'callback.db'}", tmp_path / "callback.db")


async def test_audit_prints_what_was_planned_and_sent(worked: Builder) -> None:
    """How many, how late, and that there is no exception; exit code 0."""
    async with worked.house() as house:
        await house.person("anna").callback(CASE)
        await house.to("11:25")
    run = bot("audit", "--since", "2026-11-23", "--until", "2026-11-23T12:00", env={"CALLBACK_DATABASE_URL": worked.url})
    assert run.stderr == b""
    assert run.stdout.decode().splitlines() == [
        "From 2026-11-23 00:00 to 2026-11-23 12:00",
        "      6  planned",
        "      5  sent",
        "      1  missing",
        "Late by: p50 0.0 s, p95 0.0 s, p99 0.0 s, longest 0.0 s; 0 more than a minute late",
        "Exceptions:",
        "  2026-11-23 11:40  CB-1       overdue          missing",
    ], "the bot was stopped at 11:25, and nobody was pinged at 11:40"
    assert run.returncode == 1
    run = bot("audit", "--since", "2026-11-23", "--until", "2026-11-23T11:30", env={"CALLBACK_DATABASE_URL": worked.url})
    assert (run.returncode, run.stdout.decode().splitlines()[-1]) == (
        0,
        "No exception: every ping that was due was sent, or somebody had dealt with it.",
    )


async def test_audit_goes_by_the_clock_of_a_workspace_whose_clock_was_moved(worked: Builder) -> None:
    """There it is Monday, whatever day it is elsewhere: what is due later was not missed."""
    async with worked.house() as house:
        await house.person("anna").callback(CASE)
        await house.to("11:25")
        await house.leave_its_clock()
    run = bot("audit", env={"CALLBACK_DATABASE_URL": worked.url})
    assert run.stdout.decode().splitlines()[:3] == [
        "From 2026-11-22 11:24 to 2026-11-23 11:24",
        "      5  planned",
        "      5  sent",
    ]
    assert run.returncode == 0


async def test_audit_says_what_it_cannot_do(tmp_path: Path, worked: Builder) -> None:
    """A time that is none, a database without the schema, and events that were removed: each has its exit code."""
    url = {"CALLBACK_DATABASE_URL": f"sqlite+aiosqlite:///{tmp_path / 'other.db'}"}
    assert (bot("audit", "--since", "yesterday", env=url).returncode, bot("audit", env=url).returncode) == (2, 3)
    async with worked.house() as house:
        await house.person("anna").callback(CASE)
        async with house.database.transaction() as connection:
            await connection.execute(update(tables.handovers).values(next_due_at=None))
    run = bot("audit", "--since", "2026-11-23", "--lang", "zh", env={"CALLBACK_DATABASE_URL": worked.url})
    assert (run.returncode, "遗漏" in run.stdout.decode()) == (1, True)


async def test_audit_says_that_a_span_is_empty(worked: Builder) -> None:
    """A beginning after the end, or still to come: nothing can be said of it, least of all that all is well."""
    async with worked.house() as house:
        await house.person("anna").callback(CASE)
        await house.to("11:25")
        await house.leave_its_clock()
    for span, end in (
        (("--since", "2026-11-30", "--until", "2026-11-23T10:00"), "2026-11-23 10:00"),
        (("--since", "2026-11-23T10:00", "--until", "2026-11-23T10:00"), "2026-11-23 10:00"),
        (("--since", "2026-11-24"), "2026-11-23 11:24"),
        (("--since", "2026-11-24", "--until", "2026-11-25"), "2026-11-23 11:24"),
    ):
        run = bot("audit", *span, env={"CALLBACK_DATABASE_URL": worked.url})
        assert (run.returncode, run.stdout) == (2, b"")
        since = span[1].replace("T", " ") if "T" in span[1] else f"{span[1]} 00:00"
        assert run.stderr.decode() == (
            f"--since {since} is not before {end}, where the span ends: it ends at --until, or a minute ago at the latest.\n"
        )


@dataclass(slots=True)
class Server:
    """An address outside that keeps what it is asked, and answers as it is told to."""

    url: str = ""
    status: int = 200
    asked: list[tuple[str, str, str]] = field(default_factory=list)

    async def answer(self, request: web.Request) -> web.Response:
        """Keep the request."""
        self.asked.append((request.method, request.path, await request.text()))
        return web.Response(status=self.status)


@pytest.fixture
async def server() -> AsyncIterator[Server]:
    """Return a server on this machine."""
    kept, app = Server(), web.Application()
    app.router.add_route("*", "/{anything:.*}", kept.answer)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    kept.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
    yield kept
    await runner.cleanup()


async def test_somebody_outside_is_told_over_http(server: Server) -> None:
    """An alarm is posted as a text that chats and alarm services read; all is well is a mere request."""
    outside = Webhooks(f"{server.url}/alarm", f"{server.url}/well")
    assert await outside.alarm("Something is wrong.")
    assert await outside.well()
    assert server.asked == [("POST", "/alarm", '{"text": "Something is wrong."}'), ("GET", "/well", "")]
    assert await Webhooks(None, None).alarm("Nobody is there.")


async def test_who_does_not_hear_is_known_and_the_address_is_in_no_log(
    server: Server, caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
) -> None:
    """A server that refuses, or is not there: False, and the log names neither address nor token."""
    server.status = 500
    with caplog.at_level(logging.DEBUG):
        assert not await Webhooks(f"{server.url}/token-of-mine", None).alarm("Something is wrong.")
        assert not await Webhooks(None, "http://127.0.0.1:9/token-of-mine").well()
    said = capsys.readouterr().out + caplog.text
    assert "nobody outside heard" in said
    assert "token-of-mine" not in said
