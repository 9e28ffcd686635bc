"""What holds for every test."""

import os

import pytest


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    """Under .ci/run a skipped test fails the run: what a machine lacks there is a mistake of the script."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if os.environ.get("CALLBACK_NO_SKIPS") and exitstatus == 0 and reporter and reporter.stats.get("skipped"):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
