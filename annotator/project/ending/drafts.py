"""What is being typed is kept beside the store, one file for each place, until it is saved or dropped.

The screen says what is to be kept; the files follow it, written by the thread that records. On the way out they are
written at once. A project that cannot be written to has a place in the person's state folder instead.
"""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from hashlib import sha256
from pathlib import Path
from threading import Lock

from annotator.core.commands import draft
from annotator.core.state import Draft, Place, State
from annotator.project.ending.crash import private
from annotator.store.place import appearing

FOLDER = "drafts"
LARGEST = 1_000_000
"""Bytes of a file that is read as a draft."""
PATIENCE = 0.5
"""Seconds that the way out waits for the other thread, which may hang on a disk."""


def places(project: Path, id: str, state: Path) -> tuple[Path, ...]:
    """Where drafts of a project lie: beside its store or, while nothing can be written there, with the person."""
    name = sha256(id.encode()).hexdigest()[:16]
    return (project / ".annotator" / FOLDER, state / FOLDER / name)


class Drafts:
    """The drafts of one annotator in one round of a project."""

    def __init__(
        self,
        places: Sequence[Path],
        annotator: str,
        round: str,
        later: Callable[[Callable[[], object]], object] = lambda write: write(),
    ) -> None:
        """`later` has something done in the thread that writes."""
        self.places, self.annotator, self.round = tuple(places), annotator, round
        self._later = later
        self._kept: dict[Place, Draft] = {}
        """What the files hold, or are about to."""
        self._due: dict[Place, Draft | None] = {}
        """What is still to be written; None: to be taken away."""
        self._list, self._files = Lock(), Lock()

    @property
    def due(self) -> int:
        """How much that is shown as said is still to be written; what is being typed does not count."""
        return sum(at.kind in draft.SAID for at, each in list(self._due.items()) if each is not None)

    def of(self, article: str) -> dict[Place, Draft]:
        """What was being typed in an article, or in the registry, when the program ended."""
        self._write()
        return dict(self._read(article))

    def at(self, found: Mapping[Place, Draft]) -> None:
        """From here on the screen shows the article of which this was kept."""
        self._kept = dict(found)

    def follow(self, state: State, *, unsaved: bool) -> None:
        """Have the files hold what is to be kept now; while something is unsaved nothing is taken away."""
        if self._differs(state, unsaved=unsaved):
            self._later(self._write)

    def end(self, state: State, *, unsaved: bool) -> None:
        """The same, at once."""
        self._differs(state, unsaved=unsaved)
        self._write()

    def _differs(self, state: State, *, unsaved: bool) -> bool:
        wanted = draft.wanted(state)
        due: dict[Place, Draft | None] = {at: each for at, each in wanted.items() if self._kept.get(at) != each}
        # What was taken and is not saved yet may still be needed; what was dropped is not.
        gone = [at for at in self._kept if at not in wanted and (not unsaved or at in state.drafts)]
        due |= dict.fromkeys(gone)
        self._kept = {at: each for at, each in {**self._kept, **wanted}.items() if at not in gone}
        with self._list:
            self._due |= due
            return bool(self._due)

    def _write(self) -> None:
        """Write what is due; what cannot be written stays due."""
        if not self._files.acquire(timeout=PATIENCE):
            return
        try:
            with self._list:
                due = dict(self._due)
            for at, each in due.items():
                folder = self._put(at, each) if each is not None else None
                if each is not None and folder is None:
                    continue
                for other in self.places:
                    if other != folder:
                        with contextlib.suppress(OSError):
                            (other / self._name(at)).unlink(missing_ok=True)
                with self._list:
                    if self._due.get(at, self) is each:
                        del self._due[at]
        finally:
            self._files.release()

    def _put(self, at: Place, each: Draft) -> Path | None:
        """Write a draft to the first place that takes it; which that was."""
        held = {"annotator": self.annotator, "round": self.round, **at._asdict(), **each._asdict()}
        for folder in self.places:
            with contextlib.suppress(OSError):
                private(folder)
                with appearing(folder / self._name(at)) as part:
                    descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
                    with os.fdopen(descriptor, "w", encoding="utf-8", errors="backslashreplace") as out:
                        out.write(json.dumps(held))
                return folder
        return None

    def _name(self, at: Place) -> str:
        """One file for each place; names of people and articles are not part of its name."""
        key = json.dumps([self.annotator, self.round, *at])
        return f"typed-{sha256(key.encode()).hexdigest()[:20]}.json"

    def _read(self, article: str) -> Iterator[tuple[Place, Draft]]:
        for folder in reversed(self.places):
            with contextlib.suppress(OSError):
                for path in sorted(folder.glob("typed-*.json")):
                    found = read(path)
                    mine = (self.annotator, self.round)
                    if found and found[0] == mine and found[1].article in ("", article):
                        yield found[1:]


def read(path: Path) -> tuple[tuple[str, str], Place, Draft] | None:
    """(annotator, round), place and draft of a file; None for what is no draft. Whoever wrote it, it is one line."""
    try:
        if path.stat().st_size > LARGEST:
            return None
        held = json.loads(path.read_bytes())
        words = [held[name] for name in ("annotator", "round", *Place._fields, *Draft._fields)]
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return None
    if not all(isinstance(word, str) for word in words):
        return None
    annotator, round, *place, text, base = words
    line = "".join(char for char in text if char.isprintable())
    return ((annotator, round), Place(*place), Draft(line, base)) if line else None
