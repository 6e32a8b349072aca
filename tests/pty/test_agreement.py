"""The agreement page in a real terminal: the numbers of the use case, and of what another process marks as done."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import pytest

from annotator.agreement.report import Report
from annotator.agreement.show.number import interval, percent, share
from annotator.project.compare.measure import agreement
from annotator.project.practice.demo import demo
from annotator.project.project import Project
from tests.terminal import Terminal

pytestmark = pytest.mark.pty

ANNOTATOR = [sys.executable, "-m", "annotator"]


def annotator(folder: Path, *words: str) -> str:
    """Another process: one verb on the project, and what it prints."""
    call = [*ANNOTATOR, "-C", str(folder), *words]
    return subprocess.run(call, capture_output=True, text=True, check=True, timeout=60).stdout


def numbers(folder: Path) -> Report:
    """What the use case says now."""
    with Project.open(folder) as project:
        return agreement(project)


def shows(report: Report, screen: str) -> bool:
    """Whether the overview has the numbers of this report, each with its range."""
    rows = [line.split() for line in screen.split("\n")]
    told = [[share(report.overall.f1.value), *interval(report.overall.f1).split()]]
    told += [[share(report.overall.f1_soft.value), *interval(report.overall.f1_soft).split()]]
    told += [[share(each.alpha.value), *interval(each.alpha).split()] for each in report.fields]
    told += [[*percent(report.rate(kind)).split()] for kind in ("agree", "missing", "split_merge")]
    return all(any(row[at : at + len(each)] == each for row in rows for at in range(len(row))) for each in told)


def test_the_numbers_of_the_report_and_they_follow(tmp_path: Path) -> None:
    """On the sample project, of which one layer is open: then a second process says that it is done."""
    folder = tmp_path / "p"
    demo(folder).close()
    layer = tmp_path / "ben.jsonl"
    layer.write_text(annotator(folder, "export", "--layer", "ben", "--articles", "glacier-survey"), "utf-8")
    annotator(folder, "import", str(layer), "--as", "ben", "--open")
    before = numbers(folder)
    assert len(before.articles) == 4
    command = [*ANNOTATOR, "-C", str(folder), "label", "harbor", "--as", "ana"]
    screen = Terminal(command, env={"HOME": str(tmp_path)})
    try:
        screen.wait("CLAIMS 52")
        screen.press("g r")
        assert "⌫ back" in screen.wait("Agreement")
        screen.wait(lambda text: shows(before, text))
        screen.press("2")
        shown = screen.wait("how many claims both have found")
        for pair in before.pairs:
            assert share(pair.overlap.f1.value) in shown
        screen.press("3 l l")
        stance = next(field for field in before.fields if field.key == "stance")
        shown = screen.wait(f"Stance   alpha {share(stance.alpha.value)}")
        assert all(str(n) in shown for row in stance.confusion.counts for n in row if n)
        screen.press("1")
        annotator(folder, "import", str(layer), "--as", "ben")
        after = numbers(folder)
        assert not shows(after, screen.text)
        screen.wait(lambda text: shows(after, text))
        screen.press("backspace")
        screen.wait("CLAIMS 52")
        screen.press("g q")
        assert screen.wait_end() == 0
    finally:
        screen.close()


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="needs /proc")
def test_a_killed_screen_leaves_no_process(tmp_path: Path) -> None:
    """What counts ends with the program that has started it, however that ends."""
    folder = tmp_path / "p"
    demo(folder).close()
    command = [*ANNOTATOR, "-C", str(folder), "label", "harbor", "--as", "ana"]
    screen = Terminal(command, columns=80, rows=24, env={"HOME": str(tmp_path), "NO_COLOR": "1"})
    try:
        screen.wait("CLAIMS 52")
        screen.press("g r")
        screen.wait("Are the same claims found?")
        assert b"38;2;" not in screen.raw
        children = Path(f"/proc/{screen.pid}/task/{screen.pid}/children")
        held = {int(pid) for each in children.parent.parent.glob("*/children") for pid in each.read_text().split()}
        assert len(held) == 1
        screen.kill()
        screen.wait_end()
        end = time.monotonic() + 30
        while any(_alive(pid) for pid in held):
            assert time.monotonic() < end
            screen.read(0.05)
    finally:
        screen.close()


def _alive(pid: int) -> bool:
    """A process that has ended and that nobody has waited for is none."""
    try:
        return Path(f"/proc/{pid}/stat").read_text("utf-8").rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False


def test_the_verb_in_80_columns(tmp_path: Path) -> None:
    """The five parts of the sample project; no row is broken by the terminal, and nothing told in waiting is left."""
    folder = tmp_path / "p"
    demo(folder).close()
    call = [*ANNOTATOR, "-C", str(folder), "agreement", "--by", "quote", "--resamples", "100"]
    terminal = Terminal(call, columns=80, rows=120)
    assert terminal.wait_end(60) == 0
    terminal.read(0.1)
    rows = [row for row in terminal.text.split("\n") if row]
    terminal.close()
    assert [row[:3] for row in rows if row.startswith("(")] == ["(a)", "(b)", "(c)", "(d)", "(e)"]
    assert rows == [row for row in annotator(folder, *call[call.index("agreement") :]).splitlines() if row]
