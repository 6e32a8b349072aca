"""Who waits is told how far it is: on a terminal only, after a while, and nothing is left behind."""

from __future__ import annotations

from io import StringIO

import pytest

from annotator.cli import waiting
from annotator.cli.waiting import Waiting


class Terminal(StringIO):
    """What is written to a terminal."""

    def isatty(self) -> bool:
        """It is one."""
        return True


def terminal(monkeypatch: pytest.MonkeyPatch) -> Terminal:
    """In place of stderr."""
    found = Terminal()
    monkeypatch.setattr("sys.stderr", found)
    return found


def test_it_is_written_over_and_taken_away(monkeypatch: pytest.MonkeyPatch) -> None:
    """Safe to print, at most one line, gone in the end."""
    monkeypatch.setattr(waiting, "PATIENCE", 0)
    seen = terminal(monkeypatch)
    with Waiting() as shown:
        shown.say("1 of 2")
        shown.say("too soon")
        shown.say("2 of 2 \x1b[31m" + "x" * 200, stays=True)
    first, second, last = seen.getvalue().split("\r\x1b[K")[1:]
    assert (first, last) == ("1 of 2", "")
    assert second.startswith("2 of 2 ␛[31mxxx")
    assert len(second) == 79


def test_a_short_call_says_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Patience first."""
    seen = terminal(monkeypatch)
    with Waiting() as shown:
        shown.say("1 of 2", stays=True)
    assert seen.getvalue() == ""


def test_a_pipe_gets_nothing(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """However long it takes."""
    monkeypatch.setattr(waiting, "PATIENCE", 0)
    with Waiting() as shown:
        shown.say("1 of 2", stays=True)
    assert capsys.readouterr().err == ""
