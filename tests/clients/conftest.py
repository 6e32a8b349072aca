"""Only the clients that are named are collected, and a test of them that is skipped is a failure."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

_HERE = Path(__file__).parent
_NAMED = {f"test_{name}.py" for name in os.environ.get("ANNOTATOR_CLIENTS", "").split()}
_THERE = {path.name for path in _HERE.glob("test_*.py")}
collect_ignore = sorted(_THERE - _NAMED)
if _NAMED - _THERE:
    raise pytest.UsageError(f"ANNOTATOR_CLIENTS names clients without a test: {', '.join(sorted(_NAMED - _THERE))}")


@pytest.hookimpl(tryfirst=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """A client that was not asked has shown nothing: the run is red, whatever pytest thinks of skipping."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    # Other tests, which may skip, load this file as well.
    if _NAMED and reporter is not None and any(reporter.stats.get(key) for key in ("skipped", "xfailed")):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say why."""
    for key in ("skipped", "xfailed") if _NAMED else ():
        for report in terminalreporter.stats.get(key, ()):
            terminalreporter.write_line(f"FAILED {report.nodeid}: a client that was not asked ({key})", red=True)
