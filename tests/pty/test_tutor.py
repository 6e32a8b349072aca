"""The tutor in a real terminal, and ten claims on an article that nobody wrote for this project."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.terminal import Terminal

pytestmark = pytest.mark.pty

ANNOTATOR = [sys.executable, "-m", "annotator"]
NEWS = Path(__file__).parents[2] / "bench" / "news" / "articles.jsonl"


def screen(folder: Path, *words: str, columns: int = 120, rows: int = 40) -> Terminal:
    """One verb in a terminal of its own home."""
    env = {"HOME": str(folder), "XDG_CONFIG_HOME": str(folder / "config"), "XDG_CACHE_HOME": str(folder / "cache")}
    return Terminal([*ANNOTATOR, *words], columns=columns, rows=rows, env=env)


@pytest.mark.parametrize(("columns", "rows"), [(120, 40), (80, 24)])
def test_the_first_steps(tmp_path: Path, columns: int, rows: int) -> None:
    """Each step gives way to the next when its key is pressed; also on a small screen."""
    terminal = screen(tmp_path, "tutor", "--as", "ana", columns=columns, rows=rows)
    terminal.wait("Step 1 of 10")
    for keys, step in (("n", 2), ("enter", 3), ("enter", 4), ("n n x", 5)):
        terminal.press(keys)
        terminal.wait(f"Step {step} of 10")
    terminal.press("g q")
    assert terminal.wait_end() == 0
    terminal.close()


def test_ten_claims_on_real_news(tmp_path: Path) -> None:
    """n, x, Enter and what the tutor teaches: ten claims, the pace on the top line, and the records that come out."""
    article = next(row for line in NEWS.read_text("utf-8").splitlines() if (row := json.loads(line))["id"] == "iodine")
    (tmp_path / "iodine.txt").write_text(article["text"], "utf-8")
    project = tmp_path / "p"
    for words in (("init", str(project)), ("-C", str(project), "add", str(tmp_path / "iodine.txt"))):
        subprocess.run([*ANNOTATOR, *words], check=True, capture_output=True, env={**os.environ, "HOME": str(tmp_path)})
    terminal = screen(tmp_path, "-C", str(project), "label", "--as", "ana")
    terminal.wait("Australian children")
    for number in range(1, 11):
        terminal.press("n enter")
        terminal.wait(f"New claim {number}")
        if "still needs" in press(terminal, "enter", f"Claim {number} "):
            press(terminal, "@ enter", f"Claim {number}:")
            terminal.press("enter")
        terminal.wait(f"Claim {number} is complete")
    pace = re.search(r"(\d+\.\d) keys/claim", terminal.text)
    assert pace is not None
    assert float(pace[1]) <= 10
    terminal.press("g q")
    assert terminal.wait_end() == 0
    terminal.close()
    out = tmp_path / "claims.jsonl"
    call = [*ANNOTATOR, "-C", str(project), "export", "-o", str(out)]
    subprocess.run(call, check=True, capture_output=True, env={**os.environ, "HOME": str(tmp_path)})
    claims = [json.loads(line) for line in out.read_text("utf-8").splitlines()]
    assert len(claims) == 10
    for claim in claims:
        for parts in claim["spans"].values():
            for part in parts:
                assert article["text"][part["start"] : part["end"]] == part["text"]
        assert claim["speakers"]
        assert claim["origin"]["content"] == "proposed"


def press(terminal: Terminal, keys: str, words: str) -> str:
    """Press, and wait for these words; what the screen shows then."""
    terminal.press(keys)
    terminal.wait(words)
    return terminal.text
