"""A bundle on a disk that lies, or in hands that edit it: whatever has changed is told with its file."""

from __future__ import annotations

import random
from dataclasses import replace

from annotator.core.errors import Fault
from annotator.core.records.dataset import Dataset
from annotator.core.records.digest import SUMS
from annotator.formats.bundle import FORMAT
from tests.formats.reading import read, write
from tests.formats.standoff.hostile import hostile
from tests.reliability.rotting import damage
from tests.reliability.trial import Outcome
from tests.values import SCHEME

EMPTY = Dataset(scheme=SCHEME)


def rot_bundles(count: int, dice: random.Random, outcome: Outcome) -> None:
    """So many damaged copies of one bundle."""
    own = {"guidelines.md": "# Guide\n", "scheme.toml": "# ümlaut\n" * 80}
    whole = write(FORMAT, replace(hostile(), files=own))
    assert not read(FORMAT, whole, EMPTY).faults
    for _ in range(count):
        files, what = _damaged(dict(whole), dice)
        outcome.add("bundles")
        reading = read(FORMAT, files, EMPTY)
        touched = {name for name in whole.keys() | files.keys() if whole.get(name) != files.get(name)}
        if SUMS not in files and reading.notes and SUMS in reading.notes[0]:
            outcome.add("bundles without a list, said")
        elif all(_told(name, reading.faults) for name in touched):
            outcome.add("bundles reported" if touched else "bundles without a change")
        else:
            outcome.broken.append(f"bundle: {what}: changed are {', '.join(touched)}; told is {reading.faults[:2]}")


def _told(name: str, faults: tuple[Fault, ...]) -> bool:
    """Whether a fault is about this file: by its place, or by the name that the list has."""
    return any(fault.what and (fault.file == name or name in fault.what or name == SUMS) for fault in faults)


def _damaged(files: dict[str, bytes], dice: random.Random) -> tuple[dict[str, bytes], str]:
    name = dice.choice(sorted(name for name, held in files.items() if held))
    other = dice.choice(sorted(files))
    way = dice.randrange(12)
    if way == 0:
        del files[name]
        return files, f"{name} is gone"
    if way == 1:
        files[name], files[other] = files[other], files[name]
        return files, f"{name} and {other} have changed places"
    if way == 2 and name != SUMS:
        # The order of the list says nothing.
        lines = files[name].splitlines(keepends=True)
        dice.shuffle(lines)
        files[name] = b"".join(lines)
        return files, f"the lines of {name} are shuffled"
    if way == 3:
        files[name] += dice.choice((b"\n", b" ", files[name]))
        return files, f"{name} is longer"
    files[name], what = damage(files[name], dice)
    return files, f"{name}: {what}"
