"""A sync that is killed: while it writes to the folder, and while it takes in what is there.

In the store everything of it is there or nothing. In the folder whole lines are, and at most one that is torn, which
others pass over, and which the next sync of the same copy makes whole.
"""

from __future__ import annotations

import os
import random
import shutil
import tempfile
from pathlib import Path

from annotator.core.claim import Claim
from annotator.core.event import Batch, Change
from annotator.core.record import claim_body
from annotator.core.span import Span
from annotator.project.add import add
from annotator.project.create import create
from annotator.project.project import SCHEME, STORE, Project
from annotator.project.sync.report import Shared
from annotator.project.sync.share import share
from annotator.store import Store
from annotator.store.check import check
from annotator.store.row import StoredEvent
from tests.reliability.migrating import killed
from tests.reliability.sharing import MEMORY, TEXT
from tests.reliability.trial import Outcome

BATCHES, SIZE = 20, 4
"""Batches that each of two have written, and changes in each."""


def stop(folder: Path, count: int, seed: int) -> Outcome:
    """Kill so many syncs."""
    dice, outcome = random.Random(seed), Outcome()
    outcome.figures |= {"kills": 0, "torn": 0, "taken in": 0, "not taken in": 0}
    where = Path(tempfile.mkdtemp(dir=MEMORY if MEMORY.is_dir() else folder))
    try:
        _template(where / "template")
        usual = 0.03
        for number in range(count):
            here = where / str(number)
            shutil.copytree(where / "template", here)
            spent = killed(lambda path=here: _sync(path, "ana"), dice.uniform(0.2 * usual, 1.3 * usual))
            usual = usual * 1.02 if spent is None else 0.8 * usual + 0.2 * spent
            outcome.add("kills")
            try:
                _look(here, dice, outcome)
            except Exception as problem:  # noqa: BLE001 - whatever it is, a promise was broken
                outcome.broken.append(f"{number}: {type(problem).__name__}: {problem}")
            shutil.rmtree(here)
    finally:
        shutil.rmtree(where)
    return outcome


def _template(place: Path) -> None:
    """Ben's work and his scheme lie in the folder, ana's work does not yet, and neither has the other's."""
    place.mkdir()
    text = place / "a1.txt"
    text.write_text(TEXT, "utf-8")
    with create(place / "ana") as project:
        assert [each.outcome for each in add(project, [text])] == ["added"]
    for name in ("ben", "cleo"):
        shutil.copytree(place / "ana", place / name)
    for name in ("ana", "ben"):
        with Project.open(place / name) as project:
            for number in range(BATCHES):
                claims = [
                    Claim(f"c{number}-{part}", "a1", name, spans={"content": (Span(0, 5),)}, note="x" * 700)
                    for part in range(SIZE)
                ]
                changes = tuple(Change("put", claim.key, claim_body(claim, TEXT)) for claim in claims)
                project.store.record(Batch(f"{name}{number}", changes, name, "a1", "label"))
    scheme = place / "ben" / SCHEME
    value = '[[field.value]]\nkey = "wonders"\nhotkey = "w"\nhelp = "new"\n\n[[field.value]]'
    scheme.write_text(scheme.read_text("utf-8").replace("[[field.value]]", value, 1), "utf-8")
    (place / "shared").mkdir()
    _sync(place, "ben")


def _sync(place: Path, name: str) -> Shared:
    with Project.open(place / name) as project:
        return share(project, place / "shared")


def _events(place: Path, name: str) -> set[StoredEvent]:
    store = Store.open(place / name / STORE)
    try:
        faults = [str(fault) for fault in check(store)]
        assert not faults, faults
        return set(store.events())
    finally:
        store.close()


def _look(place: Path, dice: random.Random, outcome: Outcome) -> None:
    of_ben = {event for event in _events(place, "ana") if event.annotator == "ben"}
    whole = BATCHES * SIZE
    assert len(of_ben) in (0, whole), f"{len(of_ben)} of {whole} changes were taken in"
    outcome.add("taken in" if of_ben else "not taken in")
    files = sorted((place / "shared").glob("*.jsonl"))
    if dice.random() < 0.5 and files:
        # A power cut may leave less of a file that was just written to.
        path = dice.choice(files)
        os.truncate(path, dice.randint(0, path.stat().st_size))
    others = _sync(place, "cleo")
    outcome.add("torn", len(others.waiting))
    assert others.faults == [], others.faults
    _events(place, "cleo")
    for name in ("ben", "ana", "ben", "cleo"):
        done = _sync(place, name)
        assert done.faults == [], done.faults
    assert done.waiting == [], done.waiting
    sets = [_events(place, name) for name in ("ana", "ben", "cleo")]
    assert sets[0] == sets[1] == sets[2], "the copies differ afterwards"
    files = {(place / name / SCHEME).read_bytes() for name in ("ana", "ben", "cleo")}
    assert len(files) == 1, "the schemes differ afterwards"
    assert sum(event.annotator in ("ana", "ben") for event in sets[0]) == 2 * whole
