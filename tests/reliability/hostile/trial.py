"""The trial: the hostile project through all screens and verbs, in two sizes, with and without colour."""

from __future__ import annotations

import multiprocessing
import shutil
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from contextlib import redirect_stderr, redirect_stdout
from functools import partial
from io import BytesIO, StringIO, TextIOWrapper
from pathlib import Path

from annotator.cli import run
from tests.formats.standoff.hostile import TEXTS
from tests.reliability.hostile.payload import EVERY, NAME, hostile_project
from tests.reliability.hostile.verbs import calls, verbs
from tests.reliability.hostile.walk import walk
from tests.reliability.trial import Outcome

SIZES = (
    ((120, 40), False),
    ((80, 24), True),
    ((120, 40), True),
    ((80, 24), False),
    ((200, 60), False),
    ((40, 12), False),
)
"""Columns and rows, and whether there is no colour."""


def hostile(folder: Path, count: int, seed: int) -> Outcome:
    """So many walks (label, review and tutor; each wide with colour, narrow without, and so on), and all verbs."""
    project = folder / "p"
    hostile_project(project).close()
    _supplies(folder)
    walks = [(screen, size, plain) for size, plain in SIZES for screen in ("label", "review", "tutor")]
    words = list(calls(folder / "set"))
    jobs: list[Callable[[], Outcome]] = [partial(walk, project, *each) for each in walks[:count]]
    jobs += [partial(verbs, project, words[number::4]) for number in range(4)]
    outcome = Outcome()
    with ProcessPoolExecutor(mp_context=multiprocessing.get_context("fork")) as pool:
        for found in [pool.submit(job) for job in jobs]:
            one = found.result()
            outcome.broken += one.broken
            for what, often in one.figures.items():
                outcome.add(what, often)
    return outcome


def _supplies(folder: Path) -> None:
    """What the verbs read and work on: the project with a release and its exports, texts, a mapping, a filled list."""
    own = folder / "set"
    own.mkdir()
    shutil.copytree(folder / "p", own / "p")
    (own / "texts").mkdir()
    for name, text in TEXTS.items():
        (own / "texts" / f"{name}{NAME.replace('/', '')}.txt").write_text(f"{text} {EVERY}", "utf-8", "replace")
    (own / "map.toml").write_text('[roles]\n"\\u001b[5m" = "content"\n', "utf-8")
    (own / "meeting.md").write_text(f"# {EVERY}\n\n```toml ruling\npoint = '{NAME[:1]}'\nruling = 'x'\n```\n", "utf-8")
    for words in (
        ["release", "r1"],
        ["export", "-o", str(own / "claims.jsonl")],
        ["export", "--no-text", "-o", str(own / "bare.jsonl")],
    ):
        with redirect_stderr(StringIO()), redirect_stdout(TextIOWrapper(BytesIO())):
            assert run(["-C", str(own / "p"), *words]) == 0, words
