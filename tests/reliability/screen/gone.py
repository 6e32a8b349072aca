"""A screen in which a note is half-typed ends without its key: signals, a terminal that is gone, a pause, kill -9."""

from __future__ import annotations

import os
import random
import signal
import time
from collections.abc import Callable
from pathlib import Path

from annotator.project.ending.drafts import read
from annotator.project.project import STORE
from tests.reliability.screen.window import Window, apart, main, project
from tests.reliability.trial import Outcome

SPIN = 0.5
"""Seconds of computing that ending may take; a loop without a pause takes all of the time that there is."""
TO_A_NOTE = {"label": "sc m", "review": "321 m"}
ASKS = {"label": " note ", "review": " note on the decision "}
Way = Callable[[Window], tuple[float, float]]
"""Ends a window: (seconds, seconds of computing)."""


def told(number: int) -> Way:
    """A signal ends it; the terminal is there, and is left as it was."""

    def way(window: Window) -> tuple[float, float]:
        begin = time.monotonic()
        window.kill(number)
        used = window.rest()
        assert window.status in (128 + number, -number), window.status
        assert window.modes() == window.before, "the modes of the terminal are not as before"
        assert window.put_back(), "the terminal is not put back"
        return time.monotonic() - begin, used

    return way


def closed(window: Window) -> tuple[float, float]:
    """The window of the terminal is closed."""
    begin = time.monotonic()
    used = window.hang_up()
    assert window.status in (128 + signal.SIGHUP, -signal.SIGHUP), window.status
    return time.monotonic() - begin, used


def paused(window: Window) -> tuple[float, float]:
    """Ctrl-Z gives the terminal back; it goes on where it was, and is closed."""
    window.send("\x1a")
    window.stopped()
    assert window.modes() == window.before, "a pause leaves the terminal in other modes"
    assert window.put_back(), "a pause does not put the terminal back"
    window.screen.reset()
    window.kill(signal.SIGCONT)
    window.wait(ASKS[window.screen_name])
    window.wait("doubtful")
    assert window.modes() != window.before, "after a pause the keys are not read"
    return closed(window)


def closed_in_a_pause(window: Window) -> tuple[float, float]:
    """A shell that ends takes its stopped programs with it: SIGHUP, then SIGCONT."""
    window.kill(signal.SIGTSTP)
    window.stopped()
    begin = time.monotonic()
    os.close(window.fd)
    window.fd = os.open(os.devnull, os.O_RDWR)
    window.kill(signal.SIGHUP)
    window.kill(signal.SIGCONT)
    return time.monotonic() - begin, window.rest()


def killed(window: Window) -> tuple[float, float]:
    """kill -9, once the note has been kept beside its typing."""
    folder = window.project / STORE.parent / "drafts"
    end = time.monotonic() + 10
    while not any(found and found[2].text.startswith("doubtful") for found in map(read, folder.glob("typed-*.json"))):
        assert time.monotonic() < end, "what is typed is not kept beside the typing"
        window.read_once(0.02)
    window.kill(signal.SIGKILL)
    return 0.0, window.rest()


def stuck(window: Window) -> tuple[float, float]:
    """SIGTERM while the terminal takes nothing, as one does that is held up by Ctrl-S or by its network."""
    # Each size is a whole frame; some dozens are more than terminal and screen hold between them.
    for number in range(60):
        window.resize(110 + number % 2, 40)
        time.sleep(0.02)
    begin = time.monotonic()
    window.kill(signal.SIGTERM)
    used = window.rest(reading=False)
    assert window.modes() == window.before, "the modes of the terminal are not as before"
    return time.monotonic() - begin, used


WAYS: dict[str, Way] = {
    "SIGHUP": told(signal.SIGHUP),
    "closed": closed,
    "closed and deaf to SIGHUP": closed,
    "SIGTERM": told(signal.SIGTERM),
    "suspended and resumed": paused,
    "SIGINT": told(signal.SIGINT),
    "closed while suspended": closed_in_a_pause,
    "SIGKILL": killed,
    "SIGTERM, and the terminal takes nothing": stuck,
}


def trial(folder: Path, count: int, seed: int) -> Outcome:
    """End so many screens; each ends soon, does not spin, and what was half-typed goes on in the next one."""
    dice, outcome = random.Random(seed), Outcome()
    place = project(folder)
    for number in range(count):
        name = list(WAYS)[number % len(WAYS)]
        screen = ("label", "review")[(number + number // len(WAYS)) % 2]
        text = "doubtful " + "".join(dice.choice("abc def") for _ in range(dice.randint(1, 16))).strip()
        window = Window(place, screen, deaf="deaf" in name).first()
        try:
            window.wait(lambda shown: shown.split("\n", 1)[0].rstrip().endswith("saved"))
            window.type(TO_A_NOTE[screen])
            window.wait(ASKS[screen])
            window.send(text)
            window.wait(text[-20:])
            window.wait("saved")
            seconds, used = WAYS[name](window)
            outcome.add("ended")
            for what, value in (("worst seconds", seconds), ("worst seconds of computing", used)):
                outcome.figures[what] = round(max(value, outcome.figures.get(what, 0)), 2)
            if used > SPIN:
                outcome.broken.append(f"{name}: it computed for {used} s on its way out")
            goes_on(place, screen, text)
        except AssertionError as problem:
            outcome.broken.append(f"{name}, {screen}: {problem_of(problem)}")
        finally:
            window.close()
    return outcome


def problem_of(problem: AssertionError) -> str:
    """The first line, and the last ones of the screen."""
    lines = [line.rstrip() for line in str(problem).split("\n") if line.strip()]
    return " / ".join([*lines[:1], *lines[1:][-4:]])


def goes_on(place: Path, screen: str, text: str) -> None:
    """The next screen says so, goes on where it was, and lets go of it once it is saved."""
    window = Window(place, screen)
    try:
        window.wait("A half-typed note on")
        window.type("m")
        window.wait(text[-20:])
        window.wait("Half-typed, kept from last time; Esc drops it.")
        window.send("!\r")
        window.wait(lambda shown: not shown.splitlines()[-1].startswith(ASKS[screen]))
        window.wait("saved")
        window.type("ud" if screen == "label" else "uu")
        window.wait("saved")
        window.type("gq")
        assert window.wait_end() == 0
        left = [path.name for path in (place / STORE.parent / "drafts").glob("typed-*")]
        assert not left, f"drafts are left behind: {left}"
    finally:
        window.close()


def gone(folder: Path, count: int, seed: int) -> Outcome:
    """The trial, in a process of its own."""
    return apart("gone", folder, count, seed)


if __name__ == "__main__":
    main(trial)
