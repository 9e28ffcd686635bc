"""What the soak counts: a message that was said twice is seen, whichever way it was."""

import json
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.counting import pings_said, repeated
from benchmarks.rows import Herd

HERD = Herd(3, datetime(2026, 11, 23, tzinfo=UTC))


def posted(folder: Path, *posts: tuple[str, list[int]]) -> Path:
    """Write what the platform was given: keys, and the handovers that are named."""
    record = folder / "posted.jsonl"
    lines = [json.dumps({"channel": "D0BEN", "key": key, "handovers": named}) for key, named in posts]
    record.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    return record


def test_what_is_said_once_is_no_repetition(tmp_path: Path) -> None:
    """Each callback once, in messages of one or several; a card names it as well, and one beyond the herd does not count."""
    record = posted(tmp_path, ("ping-a", [1, 2]), ("ping-b", [3]), ("card-a", [1]), ("ping-c", [4]))
    assert repeated(record) == 0
    assert pings_said(record, HERD) == {1: 1, 2: 1, 3: 1}


def test_a_key_that_comes_again_is_one(tmp_path: Path) -> None:
    """A message that was posted again under its key, whatever its kind."""
    assert repeated(posted(tmp_path, ("ping-a", [1, 2]), ("ping-a", [1, 2]), ("card-a", [1]), ("card-a", [1]))) == 2


def test_a_callback_that_is_named_again_is_one(tmp_path: Path) -> None:
    """A message under another key that says again what was said counts once, however much it repeats."""
    assert repeated(posted(tmp_path, ("ping-a", [1, 2]), ("ping-b", [1, 2, 3]))) == 1
