"""Run trials by name and print their figures: `python -m tests.reliability [--long] [--seed N] [NAME[=COUNT]…]`.

Exit 1 when a promise was broken. `--weaken [PROTECTION…]` takes each protection away, one after the other, from a copy
of the program, and shows that its trial notices; exit 1 when one did not.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from pathlib import Path

from tests.reliability.protections import PROTECTIONS, take_away
from tests.reliability.trials import TRIALS


def main() -> int:
    """One line a trial."""
    parser = argparse.ArgumentParser(prog="python -m tests.reliability")
    parser.add_argument("names", nargs="*", metavar="NAME[=COUNT]", help=f"{', '.join(TRIALS)}; all of them")
    parser.add_argument("--long", action="store_true", help="the long setting")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--weaken", action="store_true", help="names are protections; all of them")
    call = parser.parse_args()
    if call.weaken:
        return weaken(call.names or list(PROTECTIONS))
    status = 0
    for word in call.names or list(TRIALS):
        name, _, count = word.partition("=")
        trial = TRIALS[name]
        start = time.monotonic()
        with tempfile.TemporaryDirectory() as folder:
            outcome = trial.run(Path(folder), int(count or (trial.long if call.long else trial.quick)), call.seed)
        seconds = round(time.monotonic() - start, 1)
        figures = {"trial": name, "seconds": seconds, **outcome.figures, "broken": len(outcome.broken)}
        sys.stdout.write(json.dumps(figures) + "\n")
        for each in outcome.broken[:5]:
            sys.stdout.write(f"  {each}\n")
        sys.stdout.flush()
        status |= bool(outcome.broken)
    return status


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
