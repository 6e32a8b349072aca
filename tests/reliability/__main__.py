"""Run trials by name: `python -m tests.reliability [--long] [--seed N] [--jobs N] [NAME[=COUNT]…]`, and print figures.

Exit 1 when a promise was broken. With `--jobs`, so many trials run beside each other, each in a process of its own; one
that measures how long something waits runs before them, alone. `--weaken [PROTECTION…]` takes each protection away, one
after the other, from a copy of the program, and shows that its trial notices; exit 1 when one did not.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor, as_completed
from pathlib import Path

from tests.reliability.protections import PROTECTIONS, take_away
from tests.reliability.trials import TRIALS


def main() -> int:
    """One line a trial."""
    parser = argparse.ArgumentParser(prog="python -m tests.reliability")
    parser.add_argument("names", nargs="*", metavar="NAME[=COUNT]", help=f"{', '.join(TRIALS)}; all of them")
    parser.add_argument("--long", action="store_true", help="the long setting")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--jobs", type=int, default=1, help="trials beside each other")
    parser.add_argument("--weaken", action="store_true", help="names are protections; all of them")
    call = parser.parse_args()
    if call.weaken:
        return weaken(call.names or list(PROTECTIONS))
    wanted: dict[str, int] = {}
    for word in call.names or list(TRIALS):
        name, _, count = word.partition("=")
        wanted[name] = int(count or (TRIALS[name].long if call.long else TRIALS[name].quick))
    if call.jobs > 1:
        return side_by_side(wanted, call.seed, call.jobs)
    return max(run(name, count, call.seed) for name, count in wanted.items())


def run(name: str, count: int, seed: int) -> int:
    """One trial, here: its figures, and the first promises that were broken."""
    start = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        outcome = TRIALS[name].run(Path(folder), count, seed)
    seconds = round(time.monotonic() - start, 1)
    figures = {"trial": name, "seconds": seconds, **outcome.figures, "broken": len(outcome.broken)}
    sys.stdout.write(json.dumps(figures) + "\n" + "".join(f"  {each}\n" for each in outcome.broken[:5]))
    sys.stdout.flush()
    return int(bool(outcome.broken))


def side_by_side(wanted: dict[str, int], seed: int, jobs: int) -> int:
    """All of them in processes of their own; what each says comes when it has ended."""
    status = 0
    for done in _processes(wanted, seed, jobs):
        sys.stdout.write(done.stdout)
        sys.stdout.flush()
        status |= done.returncode
    return int(bool(status))


def _processes(wanted: dict[str, int], seed: int, jobs: int) -> Iterator[subprocess.CompletedProcess[str]]:
    def process(name: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "tests.reliability", "--seed", str(seed), f"{name}={wanted[name]}"]
        return subprocess.run(command, stdout=subprocess.PIPE, text=True, check=False)

    yield from (process(name) for name in wanted if TRIALS[name].alone)
    with ThreadPoolExecutor(jobs) as pool:
        several = [pool.submit(process, name) for name in wanted if not TRIALS[name].alone]
        yield from (each.result() for each in as_completed(several))


def weaken(names: list[str]) -> int:
    """One line a protection: whether its trial went red without it."""
    unnoticed = 0
    for name in names:
        protection = PROTECTIONS[name]
        noticed, words = take_away(protection)
        unnoticed += not noticed
        sys.stdout.write(f"{'red' if noticed else 'STILL GREEN':<12} {protection.trial:<10} without {name}\n")
        sys.stdout.write("".join(f"    {line}\n" for line in words[:3]))
        sys.stdout.flush()
    return int(unnoticed > 0)


if __name__ == "__main__":
    sys.exit(main())
