"""One process at a time on an SQLite file: a lock of the system's, which ends with the process, however it ends."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class AlreadyRunning(Exception):
    """Another process works on this SQLite file; for more than one there is PostgreSQL."""

    def __init__(self, file: Path, process: str) -> None:
        """Name the file and the process that has it."""
        super().__init__(
            f"process {process or 'unknown'} already works on {file}, and an SQLite file is for one process; "
            "end that one first, or use PostgreSQL for several (docs/operations.md)"
        )


@contextmanager
def alone_on(file: Path | None) -> Iterator[None]:
    """Hold the lock beside `file`; None, for PostgreSQL, needs none. Raises AlreadyRunning."""
    if file is None:
        yield
        return
    file.parent.mkdir(parents=True, exist_ok=True)
    lock = file.with_name(f"{file.name}.lock")
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
