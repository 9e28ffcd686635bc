"""`python -m bot outbox` on a database that the bot has worked on: what waits, what was set aside, and trying it again."""

import json
from datetime import timedelta
from pathlib import Path

import pytest

from bot.store import tables
from tests.integration.test_commands import bot
from tests.scenario.house import Builder, House, refusing
from tests.scenario.test_lanes import calm, urgent
from tests.scenario.test_poison import BEN

CASE = "6869419583 REQ-20418 @ben customs fee for Li Hua 13800138000"


@pytest.fixture
def worked(tmp_path: Path) -> Builder:
    """Return what builds houses on the database that the command is to read."""
    return Builder(f"sqlite+aiosqlite:///{tmp_path / 'callback.db'}", tmp_path / "callback.db")


def run(worked: Builder, *arguments: str) -> tuple[int, str, str]:
    """Run the command; return its exit code and what it said."""
    done = bot("outbox", *arguments, env={"CALLBACK_DATABASE_URL": worked.url})
    return done.returncode, done.stdout.decode(), done.stderr.decode()


async def in_trouble(house: House) -> None:
    """Have one message set aside, one that is tried again, and some that nobody has tried."""
    house.chat.failing = refusing(BEN, reason="account_inactive", permanent=True)
    await house.person("anna").callback(CASE)
    house.chat.failing = refusing(reason="503", patient=True)
    await house.person("anna").callback("6869419583 REQ-20500 @kate !warned customs fee")
    house.clock.set(house.clock.now() + timedelta(seconds=1))
    await house.service.open(calm(0), house.by("anna"))
    await house.service.open(urgent(house, 90), house.by("anna"))


async def test_what_waits_and_what_was_set_aside(worked: Builder) -> None:
    """By lane, kind and state, most urgent first; what failed with its reference and reason; no customer."""
    async with worked.house() as house:
        await in_trouble(house)
    code, said, wrong = run(worked)
    assert (code, wrong) == (0, "")
    lines = said.splitlines()
    assert "messages wait to be sent, the oldest planned" in lines[0]
    assert lines[1].split() == ["lane", "kind", "state", "how", "many", "oldest", "planned", "next", "try"]
    lanes = [line.split()[0] for line in lines[2 : lines.index("")]]
    assert lanes == sorted(lanes, key=["urgent", "alarm", "calm", "paper"].index)
    assert "  urgent  card        failed, tried again         4  2026-11-23 09:10:00  2026-11-23 09:10:02" in lines
    assert "1 message could not be sent and was set aside:" in lines
    assert lines[-2].split() == ["2", "CB-1", "card", "at_once", "person:ben", "2026-11-23", "09:10:00", "1", "account_inactive"]
    assert not any(private in said for private in ("Li Hua", "13800138000", "customs"))


async def test_for_scripts(worked: Builder) -> None:
    """One JSON object with the same figures."""
    async with worked.house() as house:
        await in_trouble(house)
        rows = await house.rows(tables.outbox)
    found = json.loads(run(worked, "--json")[1])
    assert sum(each["count"] for each in found["waiting"]) == sum(row["next_try_at"] is not None for row in rows)
    assert found["failed_count"] == 1
    (failed,) = found["failed"]
    about = [failed[name] for name in ("handover", "kind", "to", "reason")]
    assert about == ["CB-1", "card", "person:ben", "account_inactive"]


async def test_what_was_set_aside_is_tried_again(worked: Builder) -> None:
    """It goes out once the reason is mended, as if for the first time; who had it done, and why it had failed, is kept."""
    async with worked.house() as house:
        house.chat.failing = refusing(BEN, reason="account_inactive", permanent=True)
        await house.person("anna").callback(CASE)
        await house.leave_its_clock()
    assert run(worked, "retry", "99")[0] == 1
    assert run(worked, "retry", "2") == (0, "1 message is tried again: 2\n", "")
    async with worked.house("2026-11-23 09:20") as house:
        worked.chat.failing = lambda _address: None
        (kept,) = await house.rows(tables.resent)
        assert (kept["outbox_id"], kept["attempts"], kept["reason"]) == (2, 1, "account_inactive")
        await house.ticker.run()
        row = next(row for row in await house.rows(tables.outbox) if row["id"] == 2)
        assert (row["state"], row["attempts"]) == ("sent", 1)
    assert run(worked, "retry", "2")[0] == 1, "it is not set aside any more"


async def test_nothing_is_the_matter(worked: Builder) -> None:
    """An empty queue says so, in the reader's language; what cannot be done has its exit code."""
    async with worked.house():
        pass
    assert run(worked)[1] == "Nothing waits to be sent.\nNothing was set aside.\n"
    assert run(worked, "--lang", "zh")[1] == "没有待发送的消息。\n没有搁置的消息。\n"
    assert [run(worked, "retry")[0], run(worked, "retry", "1", "--all")[0]] == [2, 2]
    worked.url = worked.url.replace("callback.db", "other.db")
    assert run(worked)[0] == 3
