"""A disk that refuses in the middle of work on the real screen: then mended, or the screen is left and opened again."""

from __future__ import annotations

import ctypes
import itertools
import multiprocessing
import os
import re
import resource
import shutil
import signal
import tempfile
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from datetime import date
from functools import partial
from pathlib import Path

from annotator.project.project import STORE
from annotator.store import Store
from annotator.store.check import check
from annotator.store.sqlite import SqliteEngine
from annotator.store.store import new_writer, now_ms
from tests.reliability.disk import BadDisk, Translated, _rights
from tests.reliability.screen.window import Window, apart, main, project
from tests.reliability.trial import Outcome

BREAK, MEND = signal.SIGUSR1, signal.SIGUSR2
PARALLEL = 4
Turn = Callable[[bool], None]
"""Breaks the disk of the process that calls it, or mends it."""


def powerless() -> None:
    """Rights of files hold for root too, from here on."""
    if os.getuid() == 0:
        head, none = (ctypes.c_uint32 * 2)(0x20080522, 0), (ctypes.c_uint32 * 6)()
        assert ctypes.CDLL(None, use_errno=True).capset(head, none) == 0


def opening(change: Callable[[Path, int], Store | None]) -> list[Store]:
    """Have stores opened by `change(path, how many there were)`, where it gives one; those that are open."""
    opened: list[Store] = []
    ordinary, count = Store.open, itertools.count()

    def instead(path: Path, **more: object) -> Store:
        opened.append(change(path, next(count)) or ordinary(path, **more))  # type: ignore[arg-type]
        return opened[-1]

    Store.open = instead  # type: ignore[method-assign, assignment]
    return opened


def room(place: Path) -> Turn:
    """No file may grow any more."""

    def turn(bad: bool) -> None:
        size = (place / STORE).with_name("store.sqlite-wal").stat().st_size
        resource.setrlimit(resource.RLIMIT_FSIZE, (size if bad else resource.RLIM_INFINITY, resource.RLIM_INFINITY))

    return turn


def pages(place: Path) -> Turn:
    """The store may have no more pages than it has."""
    opened = opening(lambda path, number: None)

    def turn(bad: bool) -> None:
        for store in opened:
            store.engine.limit_pages(store.engine.run("PRAGMA page_count")[0][0] if bad else 1 << 30)

    return turn


def bad_disk(place: Path) -> Turn:
    """Every write is answered with an I/O error."""
    disk = BadDisk()

    class Engine(SqliteEngine):
        def _open(self, mode: str, path: Path):  # type: ignore[no-untyped-def]
            return Translated(f"file:{path}?mode={mode}", disk.name)

    def there(path: Path, number: int) -> Store:
        return Store(Engine(path, create=False), now_ms, new_writer)

    opening(there)
    # The daily backup is made in a way that this file system does not know.
    backups = (place / STORE).with_name("backups")
    backups.mkdir(exist_ok=True)
    (backups / f"{date.today().isoformat()}.sqlite").touch()

    def turn(bad: bool) -> None:
        disk.bad = bad

    return turn


def rights(own: int, files: int | None) -> Callable[[Path], Turn]:
    """Rights are taken away before the thread that writes opens the store, as they are on a drive that went away."""

    def scenario(place: Path) -> Turn:
        folder = (place / STORE).parent

        def before(path: Path, number: int) -> None:
            if number == 1:
                _rights(folder, own, files)

        opening(before)

        def turn(bad: bool) -> None:
            if not bad:
                _rights(folder, 0o700, None if files is None else 0o600)

        return turn

    return scenario


SCENARIOS: dict[str, tuple[Callable[[Path], Turn], str]] = {
    "room": (room, "The disk refused|no room left"),
    "pages": (pages, "The disk refused|no room left"),
    "bad disk": (bad_disk, "The disk refused"),
    "read-only": (rights(0o500, 0o400), "can only be read|cannot be opened"),
    "no rights": (rights(0o000, None), "cannot be opened|cannot be used"),
}
"""What is broken, and what the screen says of it."""
KEYS = {"label": "sc", "review": "321"}
SEEN = {"label": ("asserts", "attributed"), "review": ("decided by rosa", "because")}


def stage(name: str, place: Path) -> Callable[[], None]:
    """What happens in the new process before the program begins."""

    def ready() -> None:
        powerless()
        turn = SCENARIOS[name][0](place)
        signal.signal(BREAK, lambda *_: turn(True))
        signal.signal(MEND, lambda *_: turn(False))

    return ready


def one(sample: Path, number: int) -> list[str]:
    """One scenario, by its number, on a copy of a project: what did not hold."""
    name = list(SCENARIOS)[number % len(SCENARIOS)]
    leaves, screen = bool(number // len(SCENARIOS) % 2), ("label", "review")[number % 2]
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / "project"
        shutil.copytree(sample, place)
        window = Window(place, screen, ready=stage(name, place))
        try:
            work(window.first(), name)
            if leaves:
                left_and_opened_again(window, place)
            else:
                mended(window, place)
        except AssertionError as problem:
            lines = [line for line in str(problem).split("\n") if line.strip()]
            return [f"{name}, {screen}, {'left' if leaves else 'mended'}: " + " / ".join(lines[:2] + lines[2:][-4:])]
        finally:
            window.close()
            _rights((place / STORE).parent, 0o700, None)
    return []


def work(window: Window, name: str) -> None:
    """Go on while the disk refuses: there is a sentence, all that is done is shown, and how much of it is not saved."""
    screen = window.screen_name
    # A disk that can be broken while it is used has saved something before.
    if "r" not in name[:1] or name == "room":
        window.type(KEYS[screen])
        window.wait(lambda shown: "CLAIMS 1" in shown or "decided" in shown)
        window.wait(lambda shown: shown.split("\n", 1)[0].rstrip().endswith("saved"))
    window.kill(BREAK)
    window.type(KEYS[screen] + "m")
    window.send("because " * 300 + "\r")
    window.type("ta ya" if screen == "label" else "2")
    window.wait(lambda shown: re.search(SCENARIOS[name][1], shown) is not None)
    window.wait(lambda shown: re.search(r"● [2-9] not saved", shown) is not None)
    window.wait(lambda shown: all(word in shown for word in SEEN[screen]))


def mended(window: Window, place: Path) -> None:
    """All that was done is saved by itself, and the screen says so; then it is really there."""
    window.kill(MEND)
    window.wait(lambda shown: shown.split("\n", 1)[0].rstrip().endswith("   saved"), timeout=40)
    window.kill(signal.SIGKILL)
    window.wait_end()
    stored(place, window.screen_name)


def left_and_opened_again(window: Window, place: Path) -> None:
    """Leaving says what could not be saved and where it lies; opened after repair, it is saved."""
    window.type("gq")
    assert window.wait_end(20) == 1, window.status
    window.read(0.1)
    assert window.put_back(), "the terminal is not put back"
    said = " ".join(window.text.split())
    assert "could not be saved" in said, said
    assert "saved when the project is opened again" in said, said
    _rights((place / STORE).parent, 0o700, 0o600 if "read" in said else None)
    again = Window(place, window.screen_name)
    try:
        again.wait("that could not be saved last time")
        again.type("gq")
        assert again.wait_end() == 0
    finally:
        again.close()
    stored(place, window.screen_name)


def stored(place: Path, screen: str) -> None:
    """What was typed and tagged while the disk refused is in the store."""
    store = Store.open(place / STORE)
    bodies = [row.body for row in store.current("put" if screen == "label" else "decide")]
    faults = check(store)
    store.close()
    assert not faults, faults[0]
    assert [body for body in bodies if str(body.get("note", "")).startswith("because because")], "the note is lost"


def trial(folder: Path, count: int, seed: int) -> Outcome:
    """So many scenarios, each on both ways out; several at once, because most of it is waiting."""
    outcome = Outcome()
    with ProcessPoolExecutor(PARALLEL, mp_context=multiprocessing.get_context("fork")) as pool:
        for broken in pool.map(partial(one, project(folder)), range(count)):
            outcome.add("refused")
            outcome.broken += broken
    return outcome


def refused(folder: Path, count: int, seed: int) -> Outcome:
    """The trial, in a process of its own."""
    return apart("refused", folder, count, seed)


if __name__ == "__main__":
    main(trial)
