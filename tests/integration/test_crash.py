"""A crash at any point loses no handover and no ping: kill -9 during sweep and sending, restart, and count."""

import asyncio
import json
import random
import signal
import sqlite3
import subprocess
import sys
from collections import Counter
from datetime import timedelta
from pathlib import Path

from bot.store.database import Database
from tests.integration.crashing import DUE, HANDOVERS, OWNERS, prepare_database

SWEEPING, SENDING = (4, 14), (15, 1000)  # statements to the database: the sweep is at the beginning
LEASE_AND_A_SECOND = timedelta(seconds=31)
PER_HANDOVER = 3  # the owner's ping, the supervisor's, and the note in the thread


def run(database: Path, record: Path, number: int, kill: int = 0) -> "subprocess.CompletedProcess[str]":
    """Start the bot for the `number`th time, when the leases of the one before have ended, and wait for its end."""
    now = (DUE + number * LEASE_AND_A_SECOND).isoformat()
    command = [sys.executable, "-m", "tests.integration.crashing", str(database), str(record), now, str(kill)]
    return subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)


def claimed(database: Path) -> list[tuple[int, bool, int]]:
    """Return of each handover whether its rung is claimed, and how many messages stand in the outbox for it."""
    query = """
        SELECT handovers.id, next_due_at > rung_at, COUNT(outbox.id)
        FROM handovers LEFT JOIN outbox ON outbox.handover_id = handovers.id AND outbox.rung = 'due'
        GROUP BY handovers.id
    """
    connection = sqlite3.connect(database)
    try:
        due = DUE.strftime("%Y-%m-%d %H:%M:%S.%f")
        return connection.execute(query.replace("next_due_at > rung_at", "next_due_at > ?"), (due,)).fetchall()
    finally:
        connection.close()


def messages(record: Path) -> list[dict[str, object]]:
    """Return what the platform was given; a line that the crash cut off was not."""
    return [json.loads(line) for line in record.read_text().splitlines()] if record.exists() else []


def test_killing_the_bot_at_any_moment_loses_nothing(tmp_path: Path) -> None:
    """600 due at once, six kills: each rung claimed whole or not at all, all said, only what was in flight said twice."""
    seed = random.SystemRandom().randrange(10**6)
    dice = random.Random(seed)  # noqa: S311 – picks moments, keeps no secret
    print(f"seed {seed}")  # noqa: T201 – pytest shows it when the test fails
    path, record = tmp_path / "callback.db", tmp_path / "said.jsonl"
    database = Database(f"sqlite+aiosqlite:///{path}")
    asyncio.run(prepare_database(database))

    kills = [dice.randint(*SWEEPING) for _ in range(3)] + [dice.randint(*SENDING) for _ in range(3)]
    for number, kill in enumerate(kills):
        assert run(path, record, number, kill).returncode == -signal.SIGKILL
        assert all(count == (PER_HANDOVER if done else 0) for _, done, count in claimed(path)), "claimed whole or not at all"

    last = run(path, record, len(kills))
    assert (last.returncode, last.stdout) == (0, "done\n"), last.stderr
    assert [(done, count) for _, done, count in claimed(path)] == [(1, PER_HANDOVER)] * HANDOVERS

    said = messages(record)
    owners = {name for message in said if message["to"] != "person:wang" for name in _handovers(message)}
    assert {f"CB-{number + 1}" for number in range(HANDOVERS)} <= owners, "every owner was pinged for every callback"
    threads = Counter(str(message["thread"]) for message in said if message["thread"])
    assert set(threads) == {f"card-{number + 1}" for number in range(HANDOVERS)}, "every note stands in its thread"
    assert len({message["key"] for message in said}) == HANDOVERS + OWNERS + 1, "and the supervisor had one message"
    assert len(said) - (HANDOVERS + OWNERS + 1) <= len(kills), "at most the message in flight was said twice by each crash"


def _handovers(message: dict[str, object]) -> list[str]:
    found = message["handovers"]
    assert isinstance(found, list)
    return found
