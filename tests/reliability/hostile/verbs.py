"""Every verb with each of its words, in a terminal: the table of verbs is walked, so that a new one is among them."""

from __future__ import annotations

import argparse
import os
import shutil
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path

from annotator import plugins
from annotator.cli import parser
from tests.reliability.hostile.grammar import TALK, strays
from tests.reliability.hostile.payload import LABEL, NAME
from tests.reliability.hostile.payload import SHORT as ALL_SHORT
from tests.reliability.screen.window import Forked
from tests.reliability.trial import Outcome

SHORT = ALL_SHORT.replace("\0", "")
"""No shell can hand on a NUL."""
SCREENS = ("label", "review", "tutor")
"""They are walked key by key."""
ONCE = ("--gamma", "--largest", "--samples", "--resamples", "--precision", "--sampler")
"""Words that cost much and say nothing of their own."""


def calls(folder: Path) -> Iterator[list[str]]:
    """Each verb: as it is, with each of its words alone, and with each choice of a word that has some."""
    given = _given(folder)
    for verb in parser.VERBS:
        if verb in SCREENS:
            continue
        sub = next(each for each in parser._parser(verb)._actions if each.dest == "verb").choices[verb]  # type: ignore[index]
        actions = [each for each in sub._actions if not isinstance(each, argparse._HelpAction)]
        base = [verb]
        for action in actions:
            if action.required or (not action.option_strings and action.nargs != "?"):
                base += [
                    *action.option_strings[-1:],
                    *given.get((verb, action.dest), given.get(("", action.dest), [SHORT])),
                ]
        base += ["--copy-to", given["", "folder"][0]] if verb == "demo" else []
        yield base
        yield [verb, "--help"]
        for action in actions:
            name = (action.option_strings or [""])[-1]
            if action.required or name in ONCE or (not name and action.nargs != "?"):
                continue
            for value in _values(verb, action, given):
                yield [*base, *([name] if name else []), *value]


def _values(verb: str, action: argparse.Action, given: dict[tuple[str, str], list[str]]) -> Iterator[Sequence[str]]:
    if action.nargs == 0:
        yield []
    elif action.dest == "format" and verb in ("export", "import", "release"):
        each_format = plugins.writers() if verb != "import" else plugins.readers()
        yield from ([each.name] for each in each_format)
        yield [SHORT]
    elif action.choices:
        yield from ([str(each)] for each in action.choices if each)
    elif (verb, action.dest) in given or ("", action.dest) in given:
        yield given.get((verb, action.dest), given.get(("", action.dest), []))
    else:
        yield [SHORT]


def _given(folder: Path) -> dict[tuple[str, str], list[str]]:
    """What is said where a payload would only be refused: (verb, word) → values; a verb without a name is any."""
    odd = str(folder / f"odd{NAME.replace('/', '')}")
    return {
        ("", "path"): [str(folder / "claims.jsonl")],
        ("", "paths"): [str(folder / "texts"), str(folder / f"missing{LABEL.replace('/', '')[:60]}")],
        ("", "articles"): ["first"],
        ("", "article"): ["first"],
        ("", "names"): ["ben"],
        ("", "texts"): [str(folder / "texts")],
        ("", "old"): ["r1"],
        ("", "new"): ["now"],
        ("", "output"): [odd],
        ("", "report"): [odd],
        ("", "folder"): [odd],
        ("", "salvage"): [odd],
        ("", "mapping"): [str(folder / "map.toml")],
        ("", "write_mapping"): [odd],
        ("", "rulings"): [str(folder / "meeting.md")],
        ("backup", "path"): [odd],
        ("rehydrate", "path"): [str(folder / "bare.jsonl")],
        ("release", "name"): ["r2"],
        ("tutor", "folder"): [odd],
        ("sync", "folder"): [odd],
    }


def verbs(project: Path, every: Sequence[list[str]]) -> Outcome:
    """Call each on a copy of the project; nothing leaves that a terminal acts upon, and nothing goes wrong inside."""
    outcome = Outcome()
    for number, call in enumerate(every):
        place = project.with_name(f"verb-{abs(hash(tuple(call)))}-{number}")
        shutil.copytree(project.parent / "set", place)
        given = [word.replace(str(project.parent / "set"), str(place)) for word in call]
        env = {"HOME": str(place), "TMPDIR": str(place), "XDG_STATE_HOME": "", "NO_COLOR": "1" if number % 2 else ""}
        words = ["-C", str(place / "p"), *given]
        terminal = Forked(words, columns=80, rows=24, env=env, ready=partial(os.chdir, place), looked_at=False)
        said = " ".join(call)[:80]
        try:
            status = terminal.wait_end(60)
            terminal.read(0.01)
            outcome.broken += [f"{said!r}: {each}" for each in strays(bytes(terminal.raw), TALK, 80, 24)][:3]
            if status not in (0, 1, 2) or b"wrong inside" in terminal.raw or b"Traceback" in terminal.raw:
                outcome.broken.append(f"{said!r}: status {status}: {bytes(terminal.raw[-400:])!r}")
        except AssertionError as problem:
            outcome.broken.append(f"{said!r}: {problem}")
        finally:
            terminal.close()
            shutil.rmtree(place, ignore_errors=True)
        outcome.add("calls")
        outcome.add("bytes", len(terminal.raw))
    return outcome
