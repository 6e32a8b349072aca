"""Eight writers, a reader that scans everything, and a program that knows SQLite but not our lock, all at once.

The second part gives the writers no patience inside of SQLite: they must have waited for each other before. Meanwhile
somebody checks the store and makes its projection anew, again and again.
"""

from __future__ import annotations

import json
import multiprocessing
import os
import sqlite3
import time
from pathlib import Path
from threading import BrokenBarrierError

from annotator.core.event import Batch, Change
from annotator.store import Store, sqlite
from annotator.store.check import check, rebuild
from tests.reliability.trial import Outcome

WRITERS = 8


def crowd(folder: Path, count: int, seed: int) -> Outcome:
    """`count` seconds of it: nobody is told that the store is locked, and nothing is missing."""
    outcome = Outcome()
    _part(folder / "patient.sqlite", count * 0.7, outcome, patience=sqlite.BUSY_MS, visitor=True)
    _part(folder / "lock.sqlite", count * 0.3, outcome, patience=0, visitor=False)
    return outcome


def _part(path: Path, seconds: float, outcome: Outcome, *, patience: int, visitor: bool) -> None:
    Store.open(path, create=True).close()
    context = multiprocessing.get_context("fork")
    roles = [*[_write] * WRITERS, _scan, *([_visit] if visitor else [_mend])]
    barrier = context.Barrier(len(roles))
    pipes, processes = [], []
    for number, role in enumerate(roles):
        reader, writer = context.Pipe(duplex=False)
        process = context.Process(target=_guarded, args=(role, path, number, seconds, patience, barrier, writer))
        process.start()
        writer.close()
        pipes.append(reader)
        processes.append(process)
    answers = [json.loads(pipe.recv()) for pipe in pipes]
    for process in processes:
        process.join()
    waits = sorted(wait for answer in answers for wait in answer["waits"])
    name = "patient" if patience else "no patience"
    outcome.figures[f"{name}: commits"] = len(waits)
    if waits:
        for word, part in (("p50", 0.5), ("p99", 0.99), ("worst", 1.0)):
            outcome.figures[f"{name}: {word} ms"] = round(waits[min(len(waits) - 1, int(len(waits) * part))], 1)
    outcome.figures[f"{name}: scans"] = sum(answer["scans"] for answer in answers)
    refused = [answer["problem"] for answer in answers if answer["problem"]]
    outcome.figures[f"{name}: refused"] = len(refused)
    outcome.broken += refused
    store = Store.open(path)
    outcome.broken += [str(fault) for fault in check(store)]
    if (there := sum(1 for _ in store.events())) != len(waits):
        outcome.broken.append(f"{len(waits)} commits were acknowledged and {there} are there")
    store.close()


def _guarded(role, path, number, seconds, patience, barrier, out) -> None:  # type: ignore[no-untyped-def]
    answer: dict[str, object] = {"waits": [], "scans": 0, "problem": ""}
    try:
        role(path, number, seconds, patience, barrier, answer)
    except BrokenBarrierError:
        answer["scans"] = 0
    except Exception as problem:  # noqa: BLE001 - the parent counts it
        answer["problem"] = f"{role.__name__.strip('_')} {number}: {problem}"
        barrier.abort()
    out.send(json.dumps(answer))
    os._exit(0)


def _write(path, number, seconds, patience, barrier, answer) -> None:  # type: ignore[no-untyped-def]
    store = Store.open(path)
    store.engine.run(f"PRAGMA busy_timeout = {patience}")
    barrier.wait()
    end = time.monotonic() + seconds
    made = 0
    while time.monotonic() < end:
        made += 1
        change = Change("put", ("a", "human", f"w{number}", "main", f"c{made}"), {"note": "x" * 300})
        start = time.perf_counter()
        store.record(Batch(f"{number}.{made}", (change,), f"w{number}"))
        answer["waits"].append((time.perf_counter() - start) * 1000)
    store.close()


def _scan(path, number, seconds, patience, barrier, answer) -> None:  # type: ignore[no-untyped-def]
    store = Store.open(path)
    barrier.wait()
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        with store.snapshot():
            for _ in store.events():
                pass
            len(store.current("put"))
        answer["scans"] += 1
    store.close()


def _mend(path, number, seconds, patience, barrier, answer) -> None:  # type: ignore[no-untyped-def]
    """What is whole is not called damaged, and nothing that is saved meanwhile is forgotten."""
    store = Store.open(path)
    barrier.wait()
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        for fault in check(store):
            raise AssertionError(f"called damaged: {fault}")
        rebuild(store)
    store.close()


def _visit(path, number, seconds, patience, barrier, answer) -> None:  # type: ignore[no-untyped-def]
    """Somebody's script: it writes rows of the cache, waits politely, and has never heard of our lock file."""
    connection = sqlite3.connect(path, isolation_level=None, timeout=30)
    barrier.wait()
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("INSERT OR REPLACE INTO cache VALUES ('visit', x'00', '')")
        connection.execute("COMMIT")
        time.sleep(0.001)
    connection.close()
