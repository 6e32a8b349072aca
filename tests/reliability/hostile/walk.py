"""Through every command of a screen, every page that one opens, and every value behind a leader, in a real terminal."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

from annotator.core.commands import COMMANDS
from annotator.core.commands import review as _review  # noqa: F401 - its commands are in the table, too
from tests.hand import scheme
from tests.reliability.hostile.grammar import FRAME, strays
from tests.reliability.hostile.payload import NAME, PAYLOADS
from tests.reliability.screen.window import Forked
from tests.reliability.trial import Outcome
from tests.terminal import NAMED, Terminal

QUIET = 0.03
"""Seconds without a byte after which a key has been answered."""
LAST = ("quit",)
PAGES = {
    "help": "Keys   j k",
    "guideline": "Guideline   version",
    "home": "done by ana|Queue|› [●◐○]",
    "agreement": "Overview",
    "feedback": "Feedback|Annotators",
    "meeting": "Meeting",
    "palette": "command|▸1 ",
    "speakers": "in this project",
}
"""What has to be seen after these commands; whatever any other opens is pressed through, too."""
INSIDE = ("registry", "speakers")
"""Commands that open the registry, in which its own commands are pressed."""
ON_IT = "j j space G k 1 2 3 4 5 6 7 l h g"
"""Keys that are pressed on whatever a command has opened."""
PASTED = "\x1b[200~" + "".join(each for each in PAYLOADS if len(each) < 30).replace("\x1b", "") + "\x1b[201~"
"""As a terminal hands on what is pasted."""
HEAD = "[┃│] (?:CLAIMS|CASE)"
"""Where the panel stands beside the article."""
BORDER = ("┃", "│")
OUT = "\x1b[27u"
"""Escape, as a terminal sends it that tells it from the beginning of a sequence."""


def sequences(screen: str) -> Iterator[tuple[str, str]]:
    """(name, keys) of every command of a screen that has keys, then of every value of every field."""
    for command in COMMANDS.values():
        if screen in command.screens and command.keys and command.name not in LAST:
            yield command.name, command.keys[0]
    for item in scheme().fields if screen != "registry" else ():
        for value in item.values if item.leader else ():
            yield f"{item.key} {value.key}", f"{item.leader} {value.hotkey}"
        yield f"{item.key} ?", f"r {item.hotkey} ?"


def walk(project: Path, screen: str, size: tuple[int, int], plain: bool) -> Outcome:
    """Press all that there is on a screen of a copy of the project; nothing leaves, nothing ends, nothing slips."""
    outcome, where = Outcome(), f"{screen} {size[0]}×{size[1]}{' without colour' if plain else ''}"
    own = project.with_name(f"walk-{screen}-{size[0]}{'-plain' * plain}")
    shutil.copytree(project, own)
    env = {"HOME": str(own), "XDG_STATE_HOME": "", "NO_COLOR": "1" if plain else ""}
    lesson = ["--in", str(own / NAME.replace("/", ""))] if screen == "tutor" else []
    words = ["-C", str(own), screen, "--as", "ana", *lesson]
    terminal = Forked(words, columns=size[0], rows=size[1], env=env)
    try:
        terminal.wait("of")
        for name, keys in sequences(screen):
            for _ in _pressed(terminal, name, keys):
                outcome.add("steps")
                if any(slips(terminal)):
                    # Perhaps only half of a frame has come.
                    terminal.read(0.5)
                outcome.broken += [f"{where}: after {name}: {each}" for each in slips(terminal)]
            if terminal.ended():
                outcome.broken.append(f"{where}: {name} ended it, status {terminal.status}: {terminal.text[-300:]}")
                break
        if not terminal.ended():
            outcome.broken += [f"{where}: {each}" for each in _again(terminal)]
    except (AssertionError, OSError) as problem:
        outcome.broken.append(f"{where}: {problem}")
    finally:
        terminal.close()
    for each in strays(bytes(terminal.raw), FRAME, size[0] + 1, size[1]):
        outcome.broken.append(f"{where}: {each}")
    outcome.add("screens")
    outcome.add("bytes", len(terminal.raw))
    return outcome


def _pressed(terminal: Terminal, name: str, keys: str) -> Iterator[None]:
    """Press the keys of a command, what can be done with what it has opened, and back out of it."""
    _send(terminal, keys)
    if name in PAGES:
        _see(terminal, name)
    yield
    command = COMMANDS.get(name)
    if not re.search(HEAD, terminal.screen.display[1]):
        _send(terminal, ON_IT)
        yield
    elif command is not None and command.group not in ("Move", "Select"):
        _send(terminal, PASTED)
        yield
    if name in INSIDE:
        for each, inner in sequences("registry"):
            _send(terminal, inner, "" if each == "leave-speakers" else "enter")
            yield
    terminal.send(OUT)
    _send(terminal, OUT)
    yield


def _see(terminal: Terminal, name: str) -> None:
    """Wait for the page; the numbers take their time on a busy machine."""
    try:
        terminal.wait(lambda shown: bool(re.search(PAGES[name], shown)), 90)
    except AssertionError:
        raise AssertionError(f"{name} never showed {PAGES[name]}: {terminal.text[:400]}") from None


def _send(terminal: Terminal, *keys: str) -> None:
    """Send all of them at once, as somebody who types fast, and wait until the screen is quiet."""
    for sequence in keys:
        terminal.send("".join(NAMED.get(key, key) for key in sequence.split()) if sequence != PASTED else PASTED)
    terminal.read(QUIET)


def slips(terminal: Terminal) -> Iterator[str]:
    """Where the screen is not laid out as it should be: the border of the panel is one line without a hole."""
    rows = terminal.screen.display
    cells = [terminal.screen.buffer[number] for number in range(terminal.screen.lines)]
    lines = [number for number in range(terminal.screen.columns) if cells[1][number].data in BORDER]
    if not re.search(HEAD, rows[1]) or not lines:
        return
    at = lines[-1]
    border = [row[at].data in BORDER for row in cells[1:]]
    end = border.index(False) if False in border else len(border)
    if any(border[end:]) or end < len(border) - 12:
        yield f"the border at column {at} has a hole in row {end + 1}: {rows[end + 1]!r}"


def _again(terminal: Terminal) -> list[str]:
    """What is not the same once the whole screen is painted anew as the keys had made it bit by bit."""
    columns, rows = terminal.screen.columns, terminal.screen.lines
    found: list[str] = []
    for _ in range(5):
        # On a busy machine the last keys may still be on their way.
        while terminal.read(0.5):
            pass
        before = list(terminal.screen.display)
        terminal.resize(columns + 1, rows)
        terminal.read(0.5)
        terminal.resize(columns, rows)
        terminal.read(0.5)
        pairs = enumerate(zip(before, terminal.screen.display, strict=True))
        found = [
            f"row {at} was {was!r}, painted anew {now!r}" for at, (was, now) in pairs if was.rstrip() != now.rstrip()
        ]
        if not found:
            break
    return found
