"""Three processes on one store, two of them one annotator, killed at random instants, again and again.

Each is forked from this process, which has loaded everything, so a kill costs milliseconds. All edit the same few
claims in batches of three, so that they meet; what `record` has returned is written to a pipe, and read by the parent.
"""

from __future__ import annotations

import json
import math
import os
import random
import select
import signal
import time
from dataclasses import dataclass
from pathlib import Path

from annotator.core.errors import StaleError
from annotator.core.event import Batch, Change, EventId
from annotator.store import Store
from annotator.store.check import check
from annotator.store.log import faults as log_faults
from annotator.store.row import StoredEvent
from tests.reliability.trial import Outcome

PEOPLE = ("ana", "ana", "ben")
CLAIMS = 6
LIFE = 0.02
"""Longest life of a process, in seconds; for three in four it is counted from their first commit."""


def work(path: Path, out: int, name: str, seed: int) -> None:
    """Record batches of three changes for ever; one line to `out` for each that was acknowledged."""
    dice = random.Random(seed)
    store = Store.open(path)
    number = 0
    while True:
        number += 1
        keys = [("a", "human", name, "main", f"c{each}") for each in dice.sample(range(CLAIMS), 3)]
        body = {"made": f"{seed}.{number}", "note": "x" * (6000 if dice.random() < 0.05 else dice.randint(0, 300))}
        alive = [body if dice.random() < 0.9 else None for _ in keys]
        changes = tuple(Change("put", key, each, store.head("put", key)) for key, each in zip(keys, alive, strict=True))
        try:
            ids = store.record(Batch(f"b{seed}.{number}", changes, name, "a", "label"))
        except StaleError:
            continue
        os.write(out, (json.dumps([f"b{seed}.{number}", ids]) + "\n").encode())


@dataclass(slots=True)
class Victim:
    """One running process, and the end of its pipe."""

    pid: int
    pipe: int
    life: float
    """Seconds that it has."""
    end: float
    """When it is killed, by the monotonic clock; infinite until its first word, where its life begins with that."""
    said: bytes = b""

    @classmethod
    def start(cls, path: Path, name: str, seed: int, dice: random.Random) -> Victim:
        """Fork it."""
        reader, writer = os.pipe()
        child = os.fork()
        if child == 0:
            try:
                os.close(reader)
                work(path, writer, name, seed)
            except BaseException as problem:  # noqa: BLE001 - told to the parent, which counts it
                os.write(writer, (json.dumps(["!", f"{type(problem).__name__}: {problem}"]) + "\n").encode())
            finally:
                os._exit(3)
        os.close(writer)
        life = dice.uniform(0, LIFE)
        return cls(child, reader, life, time.monotonic() + life if dice.random() < 0.25 else math.inf)

    def listen(self, *, to_the_end: bool = False) -> None:
        """Take in what it has said."""
        while to_the_end or select.select([self.pipe], [], [], 0)[0]:
            block = os.read(self.pipe, 1 << 16)
            if not block:
                return
            self.said += block
            if self.end == math.inf:
                self.end = time.monotonic() + self.life

    def kill(self) -> list[tuple[str, object]]:
        """Kill it; the whole lines that it has said."""
        os.kill(self.pid, signal.SIGKILL)
        self.listen(to_the_end=True)
        os.close(self.pipe)
        os.waitpid(self.pid, 0)
        return [tuple(json.loads(line)) for line in self.said.split(b"\n")[:-1]]


def kill(folder: Path, count: int, seed: int) -> Outcome:
    """Kill so many processes; everything acknowledged is there, whole batches only, nothing overwritten unseen."""
    path = folder / "store.sqlite"
    Store.open(path, create=True).close()
    dice, outcome = random.Random(seed), Outcome()
    acknowledged: dict[EventId, str] = {}
    alive: list[Victim] = []
    started = 0
    while outcome.figures.get("kills", 0) < count:
        while len(alive) < len(PEOPLE):
            alive.append(Victim.start(path, PEOPLE[started % 3], seed * 1_000_000 + started, dice))
            started += 1
        while (left := (first := min(alive, key=lambda each: each.end)).end - time.monotonic()) > 0:
            pipes = [each.pipe for each in alive]
            for pipe in select.select(pipes, [], [], min(left, 60))[0]:
                alive[pipes.index(pipe)].listen()
        alive.remove(first)
        _hear(first.kill(), acknowledged, outcome)
        outcome.add("kills")
    for each in alive:
        _hear(each.kill(), acknowledged, outcome)
        outcome.add("kills")
    outcome.broken += [str(fault) for fault in log_faults(path)]
    store = Store.open(path)
    events = {event.id: event._replace(body=None) for event in store.events()}
    outcome.figures |= {"acknowledged": len(acknowledged), "events": len(events)}
    lost = [id for id, batch in acknowledged.items() if id not in events or events[id].batch != batch]
    outcome.add("lost", len(lost))
    outcome.broken += [f"{id} was acknowledged and is gone" for id in lost]
    outcome.broken += [str(fault) for fault in check(store)]
    outcome.broken += overwritten(events) + halves(events)
    store.close()
    return outcome


def _hear(lines: list[tuple[str, object]], acknowledged: dict[EventId, str], outcome: Outcome) -> None:
    for batch, ids in lines:
        if batch == "!":
            outcome.broken.append(f"a process ended by itself: {ids}")
        else:
            assert isinstance(ids, list)
            acknowledged.update({EventId(*id): batch for id in ids})


def overwritten(events: dict[EventId, StoredEvent]) -> list[str]:
    """Every change names the event of its key that was current when it was made: a chain without forks."""
    last: dict[tuple[str, str], EventId] = {}
    broken = []
    for event in events.values():
        place = (event.kind, event.key)
        prev = EventId(event.prev_writer, event.prev_seq or 0) if event.prev_writer else None
        if last.get(place) != prev:
            broken.append(f"{event.id} was made from {prev}, and {last.get(place)} was current")
        last[place] = event.id
    return broken


def halves(events: dict[EventId, StoredEvent]) -> list[str]:
    """A batch is three changes or none."""
    sizes: dict[str, int] = {}
    for event in events.values():
        sizes[event.batch] = sizes.get(event.batch, 0) + 1
    return [f"of the batch {batch} only {size} of 3 changes are there" for batch, size in sizes.items() if size != 3]
