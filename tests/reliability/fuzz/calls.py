"""The program, called in this process as a shell would: with odd words, and in a project whose own files are odd."""

from __future__ import annotations

import io
import random
import re
from collections.abc import Iterator, Sequence
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path

from annotator.cli import parser, run
from tests.reliability.fuzz import mutation
from tests.reliability.fuzz.bench import Bench
from tests.reliability.fuzz.mutation import Files

UNSAFE = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]")
VERBS: tuple[Sequence[str], ...] = (
    *(["status"], ["status", "--json"], ["keys"], ["scheme"], ["scheme", "check"], ["scheme", "--format", "md"]),
    *(["check"], ["export"], ["export", "--format", "bundle,csv,brat,llm", "-o", "OUT"], ["export", "--pseudonyms"]),
    *(
        ["agreement"],
        ["feedback"],
        ["feedback", "--as", "ana"],
        ["meeting"],
        ["release"],
        ["release", "r2"],
        ["doctor"],
    ),
    *(["diff", "r1"], ["export", "--release", "r1", "-o", "OUT"], ["assign", "ALL", "--to", "ben"]),
)
READING: tuple[Sequence[str], ...] = (
    *(["release"], ["diff", "r1"], ["export", "--release", "r1", "-o", "OUT"], ["export", "--pseudonyms"]),
    ["export", "--split", "50/50", "--include-open", "-o", "OUT"],
)
SILENT = ("init", "label", "review", "demo", "tutor")
"""Verbs that are not tried with odd words: they open a screen, or make a project where they are told to."""
MEETING = """# List

```toml meeting
date = "2026-02-03"
version = "1.1"
```

```toml ruling
point = "p1"
ruling = "one"
text = "Doubt is no denial."
passage = "stance"
take = "1"
set = { stance = "denies" }
words = { content = "Rents" }
look = { words = ["doubt"] }
```
"""


def verbs(bench: Bench, files: Files, dice: random.Random) -> Iterator[str]:
    """A project whose own files are odd, and one verb of the program."""
    with bench.with_config(files):
        yield from called(bench, dice.choice(VERBS), vars={"OUT": str(bench.folder / "exported")})


def records(bench: Bench, files: Files, dice: random.Random) -> Iterator[str]:
    """The project's own records (releases, who is behind pseudonyms), and a verb that reads them."""
    with bench.with_config({**bench.config, **files}):
        yield from called(bench, dice.choice(READING), vars={"OUT": str(bench.folder / "again")})


def meetings(bench: Bench, files: Files, dice: random.Random) -> Iterator[str]:
    """A list that a meeting has filled in, brought back."""
    path = bench.place(files) / "meeting.md"
    yield from called(bench, ["meeting", "--rulings", str(path)])
    if not bench.unchanged() or (bench.made / "rulings.toml").read_bytes() != bench.config["rulings.toml"]:
        bench.back()


def words(bench: Bench, files: Files, dice: random.Random) -> Iterator[str]:
    """A verb with odd words; never as a path, because something might be written there."""
    verb = dice.choice([each for each in parser.VERBS if each not in SILENT])
    sub = next(each for each in parser._parser(verb)._actions if each.dest == "verb").choices[verb]  # type: ignore[index]
    given = [verb]
    for action in sub._actions:
        if action.type is Path or action.dest in ("help", "rebuild", "gamma", "path", "paths"):
            continue
        if not action.option_strings or dice.random() < 0.25:
            given += [*action.option_strings[-1:], *([] if action.nargs == 0 else [dice.choice(mutation.WORDS)])]
    yield from called(bench, [each for each in given if "\0" not in each])
    if not bench.unchanged() or sorted(bench.made.rglob("*.json")) != bench.records:
        bench.back()


def called(bench: Bench, words: Sequence[str], vars: dict[str, str] | None = None) -> Iterator[str]:
    """The program, called in this process: a status, and talk that is safe to print."""
    out, talk = io.TextIOWrapper(io.BytesIO(), "utf-8"), io.StringIO()
    given = ["-C", str(bench.made), *((vars or {}).get(word, word) for word in words)]
    with redirect_stdout(out), redirect_stderr(talk):
        try:
            status = run(given)
        except SystemExit as end:
            status = int(end.code or 0)
        out.flush()
    said = talk.getvalue()
    if "wrong inside" in said or status not in (0, 1, 2):
        yield f"{' '.join(words)}: status {status}: {said[-500:]}"
    if status and not said.strip():
        yield f"{' '.join(words)}: status {status} without a word"
    for what, text in (("stderr", said), ("stdout", out.buffer.getvalue().decode("utf-8", "replace"))):  # type: ignore[attr-defined]
        if unsafe := UNSAFE.search(text.replace("\r\n", "\n")):
            yield f"{' '.join(words)}: {unsafe.group()!r} on {what}"
