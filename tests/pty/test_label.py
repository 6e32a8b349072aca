"""The promise, kept in a real terminal: label, kill, reopen, export."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.terminal import Terminal

pytestmark = pytest.mark.pty

TEXT = """Bridge is safe, says mayor

“The bridge is safe,” said Ilse Brandt, the mayor, “and it will stay open.” Opposition leader Ana Ruiz denied that.

The labour ministry said on Tuesday that rents fell by 4.1% in May. Critics say the figure is wrong.
"""

ANNOTATOR = [sys.executable, "-m", "annotator"]
Start = Callable[..., Terminal]


def call(*words: str, **env: str) -> subprocess.CompletedProcess[str]:
    """Run one verb."""
    return subprocess.run(
        [*ANNOTATOR, *words], capture_output=True, text=True, check=False, env={**os.environ, **env}, timeout=60
    )


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project with one article."""
    (tmp_path / "bridge.txt").write_text(TEXT, "utf-8")
    folder = tmp_path / "project"
    assert call("init", str(folder)).returncode == 0
    assert call("-C", str(folder), "add", str(tmp_path / "bridge.txt")).returncode == 0
    return folder


@pytest.fixture
def start(project: Path, tmp_path: Path) -> Iterator[Start]:
    """Opens label screens; ends them all."""
    opened: list[Terminal] = []

    def one(*words: str, columns: int = 120, rows: int = 40, **env: str) -> Terminal:
        environment = {"HOME": str(tmp_path), "XDG_CONFIG_HOME": str(tmp_path / "config"), **env}
        command = [*ANNOTATOR, "-C", str(project), "label", "--as", "ana", *words]
        opened.append(Terminal(command, columns=columns, rows=rows, env=environment))
        opened[-1].wait("Bridge is safe, says mayor")
        opened[-1].wait("CLAIMS")
        return opened[-1]

    yield one
    for terminal in opened:
        terminal.close()


def test_label_kill_reopen_export(project: Path, start: Start) -> None:
    """A claim with a broken quotation, speaker, stance and evidence survives kill -9, and its offsets are right."""
    screen = start()
    screen.press("/ b r i d g e space i s space s a f e , ” enter q c")
    screen.wait("content marked")
    screen.press("/ a n d space i t enter q +")
    screen.wait("2 pieces")
    screen.press("/ i l s e space b r a n d t enter a / s a i d enter v @ enter t a y a")
    screen.wait("evidence attributed")
    screen.wait("saved")
    screen.kill(signal.SIGKILL)
    assert screen.wait_end() == -signal.SIGKILL

    again = start()
    again.press("tab")
    shown = again.wait("Ilse Brandt")
    assert "attributed" in shown
    again.press("g q")
    assert again.wait_end() == 0

    done = call("-C", str(project), "export")
    assert done.returncode == 0, done.stderr
    (record,) = [json.loads(line) for line in done.stdout.splitlines()]
    assert [piece["text"] for piece in record["spans"]["content"]] == ["The bridge is safe", "and it will stay open"]
    for pieces in record["spans"].values():
        for piece in pieces:
            assert TEXT[piece["start"] : piece["end"]] == piece["text"]
    assert record["speakers"][0]["name"] == "Ilse Brandt"
    assert record["fields"] == {"stance": "asserts", "evidence": "attributed", "quote": "direct"}
    assert call("-C", str(project), "check").returncode == 0


@pytest.mark.parametrize(("columns", "rows"), [(120, 40), (80, 24), (20, 5)])
def test_sizes(start: Start, columns: int, rows: int) -> None:
    """It works at 80×24, and a terminal of 20×5 is no reason to end; resizing keeps the cursor's place in view."""
    screen = start(columns=120)
    screen.resize(columns, rows)
    screen.read(0.3)
    screen.press("s c")
    screen.resize(120, 40)
    screen.wait("CLAIMS 1")
    screen.press("g q")
    assert screen.wait_end() == 0


def test_no_color(start: Start) -> None:
    """Without colour the claims stand in brackets, and nothing crashes."""
    screen = start(NO_COLOR="1")
    screen.press("s c")
    screen.wait("⟦1")
    assert b"38;2;" not in screen.raw
    screen.press("g q")
    assert screen.wait_end() == 0


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_signals_end_it_with_everything_saved(project: Path, start: Start, number: int) -> None:
    """The last key before the signal is in the store."""
    screen = start()
    screen.press("s c t d")
    # A key that still lies in the terminal's buffer was never pressed as far as the program can know.
    screen.wait("stance denies")
    screen.kill(number)
    assert screen.wait_end() in (128 + number, -number)
    (record,) = [json.loads(line) for line in call("-C", str(project), "export").stdout.splitlines()]
    assert record["fields"]["stance"] == "denies"


def test_pages_and_prompts(start: Start) -> None:
    """Help, guideline, speakers, home, palette: each opens, and Backspace comes back."""
    screen = start()
    for keys, words in [
        ("?", "Select the sentence"),
        ("g d", "smallest text"),
        ("g s", "Author of the article"),
        ("g h", "0 of 1 done by ana"),
    ]:
        screen.press(keys)
        screen.wait(words)
        screen.press("backspace")
        screen.wait("CLAIMS")
    screen.press(": q u i t")
    screen.wait("Quit; everything is saved already")
    screen.press("enter")
    assert screen.wait_end() == 0


def test_mouse(start: Start) -> None:
    """A drag selects words; a click on a claim makes it active."""
    screen = start()
    screen.send("\x1b[<0;12;2M\x1b[<32;18;2M\x1b[<0;18;2m")
    screen.wait("1 word selected")
    screen.press("c backspace backspace backspace")
    screen.send("\x1b[<0;85;4M\x1b[<0;85;4m")
    screen.wait("▸1")
    screen.press("g q")
    assert screen.wait_end() == 0


HOSTILE = (
    "Head \x1b]0;owned\x07line\n\n\x9b31mRed\x9b0m \u202eevil\u202c [/b] [link=x] " + "e" + "\u0301" * 500 + " end.\n"
)


def test_hostile_article(tmp_path: Path, project: Path) -> None:
    """No control byte of an article reaches the terminal, on the screen or from a verb."""
    (tmp_path / "evil.txt").write_bytes(HOSTILE.encode())
    done = call("-C", str(project), "add", str(tmp_path / "evil.txt"))
    assert done.returncode == 0
    screen = Terminal(
        [*ANNOTATOR, "-C", str(project), "label", "evil", "--as", "ana"], env={"HOME": str(tmp_path), "NO_COLOR": ""}
    )
    try:
        screen.wait("[/b] [link=x]")
        screen.press("s c @ enter g s backspace g h backspace g q")
        assert screen.wait_end() == 0
        assert b"owned\x07" not in screen.raw
        assert b"]0;owned" not in screen.raw or b"\x1b]0;owned" not in screen.raw
        assert "\u202e".encode() not in screen.raw
        assert b"\xc2\x9b" not in screen.raw
    finally:
        screen.close()
    out = call("-C", str(project), "export").stdout + call("-C", str(project), "status").stdout
    assert not any(char in out for char in "\x1b\x9b\u202e\x07")


PRESS = """
from annotator.project import session
press = session.Session.press
def once(self, key, *view):
    if key == "X":
        secret = "hunter2"
        raise RuntimeError("hunter2 is safe, says mayor")
    return press(self, key, *view)
session.Session.press = once
"""
WRITE = """
from annotator.project import recorder
write = recorder.Recorder._write
def once(self, store, job):
    if "X" in str(job.swaps):
        raise RuntimeError("hunter2 is safe, says mayor")
    return write(self, store, job)
recorder.Recorder._write = once
"""
READ = """
from textual.drivers import linux_driver
def once(self, message):
    if getattr(message, "key", "") == "X" or getattr(message, "character", "") == "X":
        raise RuntimeError("hunter2 is safe, says mayor")
    process(self, message)
process, linux_driver.LinuxDriver.process_message = linux_driver.LinuxDriver.process_message, once
"""
RUN = "import sys\nfrom annotator.cli import run\nraise SystemExit(run(sys.argv[1:]))\n"


@pytest.mark.parametrize(
    ("broken", "keys"),
    [(PRESS, "X"), (WRITE, "m w h y X enter"), (READ, "X")],
    ids=["a key", "the thread that writes", "the thread that reads"],
)
def test_a_fault_of_ours_loses_nothing_and_leaves_the_terminal_as_it_was(
    project: Path, tmp_path: Path, start: Start, broken: str, keys: str
) -> None:
    """The screen is put away, a sentence names a report without any text or variable, and what was done is kept."""
    command = [sys.executable, "-c", broken + RUN, "-C", str(project), "label", "--as", "ana"]
    screen = Terminal(command, env={"HOME": str(tmp_path), "XDG_STATE_HOME": ""})
    try:
        screen.wait("CLAIMS")
        screen.press("s c t h")
        screen.wait("saved")
        screen.press(keys)
        assert screen.wait_end() == 1
        screen.read(0.2)
        said = screen.raw.decode("utf-8", "replace")
        assert "ended unexpectedly (RuntimeError)" in said
        assert "hunter2" not in said
        assert said.rindex("\x1b[?1049l") < said.rindex("ended unexpectedly")
        assert screen.modes() == screen.before
        assert screen.put_back()
    finally:
        screen.close()
    (report,) = (tmp_path / ".local" / "state" / "annotator").glob("crash-*")
    assert report.stat().st_mode & 0o777 == 0o600
    text = report.read_text("utf-8")
    assert report.name in "".join(said.split())
    assert "RuntimeError, its message of 27 characters is left out" in text
    assert " once\n" in text
    assert "terminal 120 x 40, xterm-256color" in text
    assert not [word for word in ("hunter2", "mayor", str(tmp_path)) if word in text]
    again = start()
    again.press("tab")
    again.wait("hedges")
    if broken is WRITE:
        again.wait("whyX")
        again.wait("saved")
    again.press("g q")
    assert again.wait_end() == 0


def test_two_windows_side_by_side(start: Start) -> None:
    """What one window has saved, the other shows within moments, and its own tags do not erase it."""
    one, two = start(), start()
    one.press("s c t d")
    one.wait("stance denies")
    two.wait("CLAIMS 1", timeout=10)
    two.press("tab y s")
    two.wait("evidence supported")
    shown = two.wait("denies")
    assert "supported" in shown
    one.wait("supported", timeout=10)
    for screen in (one, two):
        screen.press("g q")
        assert screen.wait_end() == 0
