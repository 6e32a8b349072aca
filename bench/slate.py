"""The peer: SLATE, the only other annotation tool for the terminal, in an environment of its own."""

from __future__ import annotations

import subprocess
import venv
from pathlib import Path

from bench.driver import Program

RIGHT = b"\x1b[C"


def install(folder: Path) -> list[str] | None:
    """SLATE's command, installed into a fresh environment; None where it cannot be had."""
    venv.create(folder / "env", with_pip=True)
    python = folder / "env" / "bin" / "python"
    done = subprocess.run(
        [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "slate-nlp"],
        capture_output=True,
        check=False,
    )
    return [str(folder / "env" / "bin" / "slate")] if done.returncode == 0 else None


def open(command: list[str], text: Path, labels: int) -> Program:
    """SLATE on a text with that many labelled tokens, one each so many tokens."""
    lines = text.read_text("utf-8").split("\n")
    places = [(row, column) for row, line in enumerate(lines) for column in range(len(line.split()))]
    marks = []
    for number in range(labels):
        row, column = places[number * len(places) // labels]
        marks.append(f"({row}, {column}) - label:a\n")
    text.with_name(text.name + ".annotations").write_text("".join(marks), "utf-8")
    return Program([*command, str(text), "-t", "categorical", "-s", "token", "-o"], {}, cwd=text.parent)
