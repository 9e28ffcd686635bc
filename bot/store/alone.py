"""One process at a time on an SQLite file: a lock of the system's, which ends with the process, however it ends."""

import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Final

LOCK: Final = ".lock"


class AlreadyRunning(Exception):
    """Another process works on this SQLite file; for more than one there is PostgreSQL."""

    def __init__(self, file: Path, process: str) -> None:
        """Name the file and the process that has it."""
        self.file = file
        self.process = process or "unknown"
        super().__init__(
            f"process {self.process} already works on {file}, and an SQLite file is for one process; "
            "end that one first, or use PostgreSQL for several (docs/operations.md)"
        )


@contextmanager
def alone_on(file: Path | None) -> Iterator[None]:
    """Hold the lock beside `file`; None, for PostgreSQL, needs none. Raises AlreadyRunning."""
    if file is None:
        yield
        return
    file.parent.mkdir(parents=True, exist_ok=True)
    lock = file.with_name(f"{file.name}{LOCK}")
    with lock.open("a+", encoding="utf-8") as held:
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            held.seek(0)
            raise AlreadyRunning(file, held.read().strip()) from None
        held.truncate(0)
        held.write(str(os.getpid()))
        held.flush()
        yield


def forget(folder: Path) -> None:
    """Remove a folder with SQLite files, if it is there and nobody works on any of them. Raises AlreadyRunning and OSError."""
    with ExitStack() as held:
        for lock in folder.glob(f"*{LOCK}"):
            held.enter_context(alone_on(lock.with_name(lock.name.removesuffix(LOCK))))
        if folder.exists():
            shutil.rmtree(folder)
