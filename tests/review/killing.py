"""Kill an adjudicator at random, again and again, and look for what the screen had called saved.

`python -m tests.review.killing KILLS SEED` prints one JSON object. The processes are forked from one that has loaded
everything, so that a kill costs milliseconds.
"""

from __future__ import annotations

import json
import os
import random
import select
import signal
import sys
import tempfile
import time
from pathlib import Path

from annotator.store import Store
from annotator.store.check import check
from tests.review.adjudicator import TEXT, Adjudicator, mark

KEYS = (
    "1",
    "2",
    "d",
    "⏎",
    "n",
    "t d",
    "t 2",
    "y n",
    "x",
    "S",
    "M",
    "!",
    "m 'note ⏎",
    "# 1",
    "u",
    "U",
    "N",
    "c 1 }",
    ".",
    "⇥",
)


def project(folder: Path) -> None:
    """Two layers that differ in every way, long enough for a while."""
    text = " ".join(f"{TEXT} Part {number} ends." for number in range(12))
    lead = Adjudicator(folder).texts(text)
    for who, stance in (("ana", "asserts"), ("ben", "hedges")):
        rows = []
        for number in range(12):
            part = f"Part {number} ends"
            rows.append(mark(who, part if who == "ana" else f"{part}.", text, stance=stance))
        lead.layer(who, *rows)
    lead.project.close()


def work(folder: Path, out: int, seed: int) -> None:
    """Decide at random, and say after each key what is saved by now: (id, created) of the decisions on the screen."""
    dice = random.Random(seed)
    lead = Adjudicator(folder).begin(article="a1")
    start = lead.desk.session.clock
    lead.desk.session.clock = type(start)(lambda: f"{seed:06d}:{next(lead.ticks):06d}", start.seconds, f"k{seed}x")
    while True:
        for _ in range(dice.randint(1, 3)):
            lead.press(dice.choice(KEYS))
        # A hand is slower than the disk; this one would leave it behind for good.
        lead.desk.recorder.flush(1.0)
        lead.desk.session.drain()
        if not lead.desk.session.unsaved:
            made = [[each.id, each.created] for each in lead.review.decisions.values()]
            os.write(out, (json.dumps(made) + "\n").encode())


def killed(folder: Path, seed: int) -> set[tuple[str, str]]:
    """Let one adjudicator work and kill it; what it had called saved."""
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reader)
        try:
            work(folder, writer, seed)
        finally:
            os._exit(3)
    os.close(writer)
    dice = random.Random(seed)
    data, end = b"", None
    while end is None or time.monotonic() < end:
        ready, _, _ = select.select([reader], [], [], 0.001)
        if ready:
            data += os.read(reader, 1 << 16)
            end = end or time.monotonic() + dice.random() * 0.08
    os.kill(child, signal.SIGKILL)
    while block := os.read(reader, 1 << 16):
        data += block
    os.close(reader)
    os.waitpid(child, 0)
    lines = data.split(b"\n")[:-1]
    return {(id, created) for line in lines for id, created in json.loads(line)}


def main(kills: int, seed: int) -> dict[str, int]:
    """Kill so many times; how much was called saved, how much of it is missing, how many faults the store has."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "project"
        project(folder)
        said: set[tuple[str, str]] = set()
        for number in range(kills):
            said |= killed(folder, seed + number)
        store = Store.open(folder / ".annotator" / "store.sqlite")
        stored = {
            (body["id"], body["created"])
            for event in store.events()
            if event.kind == "decide" and event.body
            for body in (json.loads(event.body),)
        }
        faults = check(store)
        store.close()
        return {"kills": kills, "saved": len(said), "lost": len(said - stored), "faults": len(faults)}


if __name__ == "__main__":
    print(json.dumps(main(int(sys.argv[1]), int(sys.argv[2]))))
