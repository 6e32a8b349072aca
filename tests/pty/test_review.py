"""The review in a real terminal: decided by keyboard, killed, resumed, in two windows, on a small screen."""

from __future__ import annotations

import json
import re
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from annotator.core.records.decision import RULE
from annotator.project.practice.demo import demo
from annotator.project.project import Project
from tests.terminal import Terminal

pytestmark = pytest.mark.pty

ANNOTATOR = [sys.executable, "-m", "annotator"]
Start = Callable[..., Terminal]


def call(*words: str) -> subprocess.CompletedProcess[str]:
    """Run one verb."""
    return subprocess.run([*ANNOTATOR, *words], capture_output=True, text=True, check=False, timeout=60)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the sample project."""
    demo(tmp_path / "project").close()
    return tmp_path / "project"


@pytest.fixture
def start(folder: Path, tmp_path: Path) -> Iterator[Start]:
    """Opens review screens; ends them all."""
    opened: list[Terminal] = []

    def one(*words: str, columns: int = 120, rows: int = 40, name: str = "rosa", **env: str) -> Terminal:
        environment = {"HOME": str(tmp_path), "XDG_CONFIG_HOME": str(tmp_path / "config"), **env}
        command = [*ANNOTATOR, "-C", str(folder), "review", "--as", name, *words]
        opened.append(Terminal(command, columns=columns, rows=rows, env=environment))
        opened[-1].wait("CASE ")
        return opened[-1]

    yield one
    for terminal in opened:
        terminal.close()


def decided(folder: Path) -> Counter[str]:
    """Adjudicator → decisions in the store."""
    with Project.open(folder) as project:
        return Counter(str(row.body["adjudicator"]) for row in project.store.current("decide"))


def left(screen: Terminal) -> int:
    """How many cases wait, as the top line says."""
    found = re.search(r"(\d+) wait", screen.text)
    return int(found[1]) if found else 0


def test_ten_decisions_survive_a_kill(folder: Path, start: Start) -> None:
    """What the screen called saved is there when it is opened again, and the place is the next open case."""
    screen = start("water")
    before, rosa = left(screen), decided(folder)["rosa"]
    for at in range(1, 11):
        screen.send("321\r")
        screen.wait(f"{before - at} wait")
    screen.wait("saved")
    place = re.search(r"CASE \d+ of 47", screen.text)
    screen.kill(signal.SIGKILL)
    assert screen.wait_end() == -signal.SIGKILL
    assert decided(folder)["rosa"] == rosa + 10
    again = start("water")
    assert left(again) == before - 10
    assert place is not None
    assert place[0] in again.text
    again.press("g q")
    assert again.wait_end() == 0


def test_two_adjudicators_at_once(folder: Path, start: Start) -> None:
    """Each sees what the other has decided; on one case the later decision stands, and nothing is lost."""
    one, two = start("water", "--open"), start("water", "--open")
    one.press("1")
    one.wait("Gold is version 1")
    two.wait("CASE 1 of 47  decided", timeout=10)
    two.press("d")
    two.wait("Gold: no such claim")
    one.wait("decided by rosa: no such claim", timeout=10)
    one.press("n 3")
    two.wait(f"{left(one)} wait", timeout=10)
    for screen in (one, two):
        screen.press("g q")
        assert screen.wait_end() == 0
    assert call("-C", str(folder), "check").returncode == 0


def test_a_second_opinion_stays_apart(folder: Path, start: Start) -> None:
    """Somebody else decides the same cases; the screen says what it is, and gold does not change."""
    gold = call("-C", str(folder), "export", "--layer", "gold").stdout
    screen = start("water", name="omar")
    screen.wait("second opinion")
    screen.press("1 n 2")
    screen.wait("saved")
    screen.press("g q")
    assert screen.wait_end() == 0
    assert decided(folder)["omar"] == 2
    # Rules have decided on the way; nobody else has.
    ids = {json.loads(line)["id"] for line in gold.splitlines()}
    with Project.open(folder) as project:
        mine = [row.body for row in project.store.current("decide") if row.body["adjudicator"] == "omar"]
    after = {
        json.loads(line)["id"] for line in call("-C", str(folder), "export", "--layer", "gold").stdout.splitlines()
    }
    assert ids <= after
    assert not after & {claim["id"] for body in mine for claim in body["results"]}


@pytest.mark.parametrize("env", [{}, {"NO_COLOR": "1"}], ids=["colour", "plain"])
def test_on_a_small_screen(start: Start, env: dict[str, str]) -> None:
    """80×24: the case, its table and what Enter takes are all in view; every page opens and closes."""
    screen = start("water", columns=80, rows=24, **env)
    shown = screen.wait("⏎ majority")
    assert "≠ content" in shown
    assert "starts differ by" in shown
    assert ("⟦" in shown) == bool(env)
    for keys, words in [
        ("g h", "Queue"),
        ("?", "Go to the next case that waits"),
        ("g d", "Guideline"),
        ("g s", "Speakers"),
        ("g r", "Agreement"),
    ]:
        screen.press(keys)
        screen.wait(words)
        screen.press("backspace")
        screen.wait("CASE 1 of 47")
    screen.press("g q")
    assert screen.wait_end() == 0


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_signals_end_it_with_everything_saved(folder: Path, start: Start, number: int) -> None:
    """The last decision before the signal is in the store."""
    screen = start("water")
    before = decided(folder)["rosa"]
    screen.press("1")
    screen.wait("Gold is version 1")
    screen.kill(number)
    assert screen.wait_end() in (128 + number, -number)
    assert decided(folder)["rosa"] == before + 1


def test_bad_calls_are_sentences(folder: Path, tmp_path: Path) -> None:
    """No terminal, no article of that name, an article that one has read, nothing to review, an unknown order."""
    done = call("-C", str(folder), "review", "--as", "rosa")
    assert (done.returncode, "needs a terminal" in done.stderr) == (2, True)
    assert call("-C", str(folder), "review", "--order", "best").returncode == 2
    (tmp_path / "a.txt").write_text("One article, read by nobody.\n", "utf-8")
    assert call("init", str(tmp_path / "new")).returncode == 0
    assert call("-C", str(tmp_path / "new"), "add", str(tmp_path / "a.txt")).returncode == 0
    rows = [
        (folder, ["nowhere"], "There is no article 'nowhere'"),
        (tmp_path / "new", ["a"], "a cannot be reviewed yet"),
        (tmp_path / "new", [], "There is nothing to review yet"),
        (folder, ["--as", "not a name"], "--as"),
    ]
    for where, words, said in rows:
        env = {"HOME": str(tmp_path), "ANNOTATOR_NAME": "rosa"}
        screen = Terminal([*ANNOTATOR, "-C", str(where), "review", *words], env=env)
        try:
            assert screen.wait_end() == 2
            screen.read(0.1)
            assert said in screen.text
            assert "Traceback" not in screen.text
        finally:
            screen.close()


def originals(folder: Path) -> dict[str, object]:
    """The agreement of the annotators' own layers: all of the report but how gold was made."""
    found = json.loads(call("-C", str(folder), "agreement", "--format", "json", "--resamples", "0").stdout)
    del found["adjudication"]
    return found


def test_the_sample_project_from_start_to_end(folder: Path, start: Start) -> None:
    """Every case is decided by keyboard, killed and resumed twice on the way; the originals and what is measured on
    them stay as they were, and gold comes out whole."""
    measured = originals(folder)
    assert measured["pairs"]
    screen = start("--order", "reading")
    for stop in (80, 40, 0):
        while (waits := left(screen)) > stop:
            # As fast as a hand that does not look up.
            aim = max(stop, waits - 8)
            screen.send("321\r" * (waits - aim))
            screen.wait(f"{aim} wait" if aim else "all decided")
        screen.wait("saved")
        if stop:
            screen.kill(signal.SIGKILL)
            assert screen.wait_end() == -signal.SIGKILL
            screen = start("--order", "reading")
            assert left(screen) == stop
    screen.wait("Nothing waits any more")
    screen.press("g q")
    assert screen.wait_end() == 0
    assert originals(folder) == measured
    assert decided(folder)[RULE] > 20
    done = call("-C", str(folder), "export", "--layer", "gold")
    assert done.returncode == 0, done.stderr
    records = [json.loads(line) for line in done.stdout.splitlines()]
    assert len({record["article"]["id"] for record in records}) == 5
    assert all(record["layer"] == "gold" and record["spans"]["content"] for record in records)
    assert call("-C", str(folder), "check").returncode == 0
