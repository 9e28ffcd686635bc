"""`make forget`: what was played goes, and never under a bot that works on it."""

import os
from pathlib import Path

import pytest

from bot.cli.forget import FOLDER
from bot.store.alone import alone_on
from bot.store.database import Database
from config.settings import load_settings
from tests.integration.test_commands import bot

WRITTEN = ("callback.db", "callback.db-wal", "callback.db.before-20261123T091000")


@pytest.fixture
def played(tmp_path: Path) -> Path:
    """Return a folder in which the bot has been run."""
    (tmp_path / FOLDER).mkdir()
    for name in WRITTEN:
        (tmp_path / FOLDER / name).write_text("李雷", encoding="utf-8")
    with alone_on(tmp_path / FOLDER / "callback.db"):
        pass
    return tmp_path


def test_everything_is_forgotten(played: Path) -> None:
    """Copies that were kept aside name customers too; where nothing is, there is nothing to refuse."""
    for _ in range(2):
        ended = bot("forget", cwd=played)
        assert (ended.returncode, ended.stderr) == (0, b"")
        assert not (played / FOLDER).exists()


def test_nothing_is_forgotten_under_a_bot_that_runs(played: Path) -> None:
    """The refusal names the process and says what to do; then it is forgotten."""
    with alone_on(played / FOLDER / "callback.db"):
        ended = bot("forget", cwd=played)
        said = ended.stderr.decode()
        assert (ended.returncode, ended.stdout, said.count("\n")) == (1, b"", 1)
        assert all(words in said for words in (f"process {os.getpid()}", "callback.db", "Ctrl-C"))
        assert {*WRITTEN} <= {path.name for path in (played / FOLDER).iterdir()}
    assert bot("forget", cwd=played).returncode == 0


def test_it_is_the_folder_that_the_bot_writes_to(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Unless the settings name another database."""
    monkeypatch.chdir(tmp_path)
    for name in ("CALLBACK_DATABASE_URL", "DATABASE_URL"):
        monkeypatch.delenv(name, raising=False)
    file = Database(load_settings().database_url).file
    assert file is not None
    assert file.parent == FOLDER
