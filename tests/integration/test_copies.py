"""Backup while the bot works, restore while it does not: whole or not at all."""

import asyncio
import os
import sqlite3
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import closing
from pathlib import Path

import pytest

from bot.ledger import By
from bot.opening import Draft
from bot.service import Service
from bot.store.alone import AlreadyRunning, alone_on
from bot.store.copies import NoFolder, NotACopy, back_up, check, restore
from bot.store.database import Database
from bot.store.migrate import SchemaIsNewer, migrate
from tests.integration import crashing
from tests.integration.crashing import OPENED


@pytest.fixture
async def service(tmp_path: Path) -> AsyncIterator[Service]:
    """Return the service on a migrated database with one handover."""
    database = Database(f"sqlite+aiosqlite:///{tmp_path / 'bot.db'}")
    await migrate(database)
    service = Service(database, crashing.office())
    await opens(service, 1)
    yield service
    await database.close()


async def opens(service: Service, number: int) -> None:
    """Open one handover."""
    draft = Draft("6869419583", f"REQ-{20000 + number}", "customs fee", owner="@ben")
    await service.open(draft, By("anna", OPENED, f"D{number}"))


def requests(path: Path) -> set[str]:
    """Return the REQ IDs in a database."""
    with closing(sqlite3.connect(path)) as connection:
        return {row[0] for row in connection.execute("SELECT request_id FROM handovers")}


def parts(folder: Path) -> list[str]:
    """Return the names of the copies in a folder, finished or not."""
    return [path.name for path in folder.glob("*copy*")]


async def test_a_copy_is_made_while_the_bot_works(service: Service, tmp_path: Path) -> None:
    """What was committed before is in it, nothing is in it by halves, and people go on opening handovers meanwhile."""
    copy = tmp_path / "copy.db"
    for number in range(2, 6):
        await asyncio.gather(asyncio.to_thread(back_up, tmp_path / "bot.db", copy), opens(service, number))
        check(copy, copy)
        assert requests(copy) >= {f"REQ-{20000 + earlier}" for earlier in range(1, number)}
    assert parts(tmp_path) == ["copy.db"], "one file, and no part of one"


async def test_a_copy_is_put_back(service: Service, tmp_path: Path) -> None:
    """What was there is kept beside it, and the bot works on what was put back as if nothing had been."""
    path, copy, aside = tmp_path / "bot.db", tmp_path / "copy.db", tmp_path / "aside.db"
    back_up(path, copy)
    await opens(service, 2)
    assert restore(copy, path, aside)
    assert (requests(path), requests(aside)) == ({"REQ-20001"}, {"REQ-20001", "REQ-20002"})
    await opens(service, 3)
    assert requests(path) == {"REQ-20001", "REQ-20003"}
    assert not restore(copy, tmp_path / "new.db", aside)
    assert requests(tmp_path / "new.db") == {"REQ-20001"}


async def test_a_folder_that_is_not_there_is_named(service: Service, tmp_path: Path) -> None:
    """The operator reads which folder to make, and no name of a part of a copy."""
    folder = tmp_path / "none"
    with pytest.raises(NoFolder) as error:
        back_up(tmp_path / "bot.db", folder / "copy.db")
    assert str(error.value) == f"{folder}: there is no such folder"
    await opens(service, 2)


async def test_nothing_is_put_back_under_a_bot_that_runs(service: Service, tmp_path: Path) -> None:
    """It is refused with the process that works on the file, and nothing has changed."""
    path, copy = tmp_path / "bot.db", tmp_path / "copy.db"
    back_up(path, copy)
    await opens(service, 2)
    with alone_on(path), pytest.raises(AlreadyRunning, match=str(os.getpid())):
        restore(copy, path, tmp_path / "aside.db")
    assert requests(path) == {"REQ-20001", "REQ-20002"}


@pytest.mark.usefixtures("service")
@pytest.mark.parametrize("damage", ["gone", "no database", "torn", "another program's", "newer"])
async def test_what_is_no_copy_is_refused(tmp_path: Path, damage: str) -> None:
    """A damaged file, one of another program or of a newer version leaves everything as it is."""
    path, copy = tmp_path / "bot.db", tmp_path / "copy.db"
    back_up(path, copy)
    if damage == "gone":
        copy.unlink()
    elif damage == "no database":
        copy.write_bytes(b"no database" * 1000)
    elif damage == "torn":
        whole = copy.read_bytes()
        copy.write_bytes(whole[: len(whole) // 2])
    else:
        with closing(sqlite3.connect(copy, isolation_level=None)) as connection:
            connection.execute(
                "DROP TABLE alembic_version" if damage != "newer" else "UPDATE alembic_version SET version_num = '9999'"
            )
    with pytest.raises(SchemaIsNewer if damage == "newer" else NotACopy):
        restore(copy, path, tmp_path / "aside.db")
    assert requests(path) == {"REQ-20001"}
    assert not (tmp_path / "aside.db").exists()


@pytest.mark.usefixtures("service")
async def test_a_damaged_database_is_no_backup(tmp_path: Path) -> None:
    """The copy of yesterday is not replaced by one of a database that is damaged today."""
    path, copy = tmp_path / "bot.db", tmp_path / "copy.db"
    back_up(path, copy)
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA writable_schema = ON")
        connection.execute("UPDATE sqlite_master SET rootpage = 3 WHERE name = 'handovers'")
    with pytest.raises(NotACopy):
        back_up(path, copy)
    check(copy, copy)


async def test_both_commands(service: Service, tmp_path: Path) -> None:
    """`backup FILE` and `restore FILE` say what they did; on PostgreSQL they name its own programs."""
    path, copy = tmp_path / "bot.db", tmp_path / "copy.db"

    def command(*arguments: str, url: str = f"sqlite+aiosqlite:///{path}") -> tuple[int, str]:
        done = subprocess.run(
            [sys.executable, "-m", "bot", *arguments],
            env={**os.environ, "CALLBACK_DATABASE_URL": url},
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        return done.returncode, done.stdout + done.stderr

    code, said = command("backup", str(copy))
    assert (code, said.startswith(f"The database is copied to {copy} (")) == (0, True), said
    await opens(service, 2)
    code, said = command("restore", str(copy))
    assert (code, f"{path} is restored; what was there before is in {path}.before-" in said) == (0, True), said
    assert requests(path) == {"REQ-20001"}
    code, said = command("restore", str(tmp_path / "none.db"))
    assert (code, said) == (1, f"Nothing was changed: {tmp_path / 'none.db'}: no such file\n")
    code, said = command("backup", str(copy), url="postgresql:///db")
    assert (code, "pg_dump" in said) == (1, True)
