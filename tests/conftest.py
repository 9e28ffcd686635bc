"""What holds for every test."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from tests import postgres

# A busy machine makes no test fail: how long something takes is for the benchmarks.
settings.register_profile("callback", deadline=None)
settings.load_profile("callback")


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    """Under .ci/run a skipped test fails the run: what a machine lacks there is a mistake of the script."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if os.environ.get("CALLBACK_NO_SKIPS") and exitstatus == 0 and reporter and reporter.stats.get("skipped"):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


@pytest.fixture(scope="session")
def programs() -> Path:
    """Return where PostgreSQL's programs are; without them the tests on it are left out, and say so, and fail where CI is set."""
    found = postgres.binaries()
    if found is None:
        reason = "no PostgreSQL: install your system's package postgresql to run these tests on it too"
        if "CI" in os.environ:
            pytest.fail(reason)
        pytest.skip(reason)
    return found


@pytest.fixture(scope="session")
def cluster(programs: Path) -> Iterator[postgres.Cluster]:
    """Start PostgreSQL once."""
    with postgres.cluster(programs) as running:
        yield running
