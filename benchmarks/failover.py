"""The primary of a Patroni cluster is killed while a herd comes due: `python -m benchmarks.failover`.

A web and two workers with both hosts in their URL; agents type all the while. Nothing may be lost. Beside them a writer that
commits a row every 20 ms says for how long nobody could write, and whether anything that was committed is gone.
"""

import argparse
import random
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import psycopg

from benchmarks.crew import ON_POSTGRESQL, Crew
from benchmarks.patroni_pair import Pair, missing, pair
from benchmarks.soak import PINGS, Trouble, play, report
from tests import postgres

EVERY_SECONDS: Final = 0.02
AGAIN_SECONDS: Final = 0.1
FIRST_SECONDS, LAST_SECONDS = 5.0, 20.0
GAP_SECONDS: Final = 1.0  # so long a pause between two commits is the fail-over, and not a busy machine
PATIENCE_SECONDS: Final = 120.0


@dataclass(slots=True)
class Writer:
    """Commits one row after another. `kept` are the numbers whose commit was answered; `gap` is the longest time between two."""

    pair: Pair
    kept: set[int] = field(default_factory=set)
    gap: float = 0.0
    over: threading.Event = field(default_factory=threading.Event)
    _number: int = 0

    def write(self) -> None:
        """Go on until it is over, on a new connection whenever one has failed."""
        last = time.monotonic()
        while not self.over.is_set():
            try:
                with self.pair.connect() as connection:
                    while not self.over.wait(EVERY_SECONDS):
                        self._number += 1
                        connection.execute("INSERT INTO written (number) VALUES (%s)", [self._number])
                        self.gap, last = max(self.gap, time.monotonic() - last), time.monotonic()
                        self.kept.add(self._number)
            except psycopg.Error:
                self.over.wait(AGAIN_SECONDS)

    def lost(self) -> int:
        """Return how many of the rows that were committed are gone."""
        with self.pair.connect() as connection:
            found = {number for (number,) in connection.execute("SELECT number FROM written")}
        return len(self.kept - found)


@contextmanager
def writing(cluster: Pair) -> Iterator[Writer]:
    """Have a writer going on while the block runs."""
    with cluster.connect() as connection:
        connection.execute("CREATE TABLE written (number bigint PRIMARY KEY)")
    writer = Writer(cluster)
    thread = threading.Thread(target=writer.write, daemon=True)
    thread.start()
    try:
        yield writer
    finally:
        writer.over.set()
        thread.join()


def loses_its_primary(cluster: Pair, writer: Writer, rejoined: list[float], dice: random.Random) -> Trouble:
    """Kill the primary's machine at a random moment, and bring it back when the other has taken over."""

    def losing(running: Crew) -> int:
        threading.Event().wait(dice.uniform(FIRST_SECONDS, LAST_SECONDS))
        primary = cluster.primary()
        writer.gap = 0.0
        primary.kill()
        end = time.monotonic() + PATIENCE_SECONDS
        while writer.gap < GAP_SECONDS and time.monotonic() < end:
            threading.Event().wait(EVERY_SECONDS)
        primary.start()
        rejoined.append(cluster.ready())
        return sum(process.role == "worker" for process in running.processes)

    return losing


def main() -> int:
    """Play it once and print what came of it; return 1 when something was lost."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.failover", description=__doc__)
    parser.add_argument("--pings", type=int, default=PINGS)
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(10**6))
    asked = parser.parse_args()
    programs = postgres.binaries()
    if programs is None or missing():
        sys.exit("install your system's packages postgresql, patroni and etcd-server")
    rejoined: list[float] = []
    with pair(programs) as cluster, tempfile.TemporaryDirectory() as folder, writing(cluster) as writer:
        trouble = loses_its_primary(cluster, writer, rejoined, random.Random(asked.seed))
        played = play(Path(folder), cluster.url, ON_POSTGRESQL, asked.pings, trouble)
        lost = writer.lost()
    print(report(f"PostgreSQL, its primary killed (seed {asked.seed})", played))
    print(f"  nobody could write for {writer.gap:.1f} s; of {len(writer.kept)} rows committed beside it {lost} lost")
    print(f"  the killed node was a synchronous standby again {rejoined[0]:.1f} s after it was started")
    return 0 if played.well and lost == 0 else 1


if __name__ == "__main__":
    sys.exit(main())
