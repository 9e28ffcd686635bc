"""An empty database for each run."""

import atexit
import shutil
import sqlite3
import tempfile
from collections.abc import Callable
from contextlib import closing
from functools import cache
from pathlib import Path

from sqlalchemy.dialects import sqlite
from sqlalchemy.schema import CreateIndex, CreateTable, ExecutableDDLElement

from bot.store.tables import metadata


@cache
def _folder() -> Path:
    """Return a folder in memory, where there is such: nothing of a run is kept."""
    memory = Path("/dev/shm")  # noqa: S108
    folder = tempfile.mkdtemp(prefix="callback-simulation-", dir=memory if memory.is_dir() else None)
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return Path(folder)


@cache
def _empty(schema: Callable[[str], str]) -> bytes:
    """Return an empty database with the schema of today."""
    path = _folder() / "empty.db"
    path.unlink(missing_ok=True)
    with closing(sqlite3.connect(path, isolation_level=None)) as database:
        database.execute("PRAGMA journal_mode = WAL")
        for table in metadata.sorted_tables:
            statements: list[ExecutableDDLElement] = [CreateTable(table), *(CreateIndex(index) for index in table.indexes)]
            for statement in statements:
                database.execute(schema(str(statement.compile(dialect=sqlite.dialect()))))
    return path.read_bytes()


def fresh_database(schema: Callable[[str], str]) -> Path:
    """Return the file of an empty database. Its name is the same in every run, for the engines that know it."""
    path, empty = _folder() / "callback.db", _empty(schema)
    for name in ("callback.db", "callback.db-wal", "callback.db-shm"):
        path.with_name(name).unlink(missing_ok=True)
    path.write_bytes(empty)
    return path
