"""`make simulate SEEDS=10000`: plays many seeds on every core, and tells each broken promise with its shortened story."""

import argparse
import os
import sys
from concurrent.futures import ProcessPoolExecutor

from tests.simulation.play import shortened, simulate

TOGETHER = 25
MOST_REPORTS = 5


def main() -> int:
    """Play the seeds; return 1 when a promise was broken."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--seeds", type=int, default=10_000)
    asked = parser.parse_args()
    seeds = range(asked.first, asked.first + asked.seeds)
    broken: list[int] = []
    with ProcessPoolExecutor(os.cpu_count()) as pool:
        for played, found in enumerate(pool.map(_broken, seeds, chunksize=TOGETHER), start=1):
            broken += found
            if found or played % 1000 == 0:
                sys.stdout.write(f"{played} played, broken: {broken}\n")
                sys.stdout.flush()
    for seed in broken[:MOST_REPORTS]:
        sys.stdout.write(shortened(simulate(seed)).report() + "\n")
    return 1 if broken else 0


def _broken(seed: int) -> list[int]:
    return [seed] if simulate(seed).broken else []


if __name__ == "__main__":
    sys.exit(main())
