"""Repeat one input of the trial and keep its files: `python -m tests.reliability.fuzz SEED.NUMBER [DIR]`."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from tests.reliability.fuzz.bench import Bench
from tests.reliability.fuzz.fuzzing import found, table, tried


def main() -> int:
    """What was tried, where its files lie, and what does not hold."""
    seed, _, number = sys.argv[1].partition(".")
    kept = Path(sys.argv[2] if len(sys.argv) > 2 else tempfile.mkdtemp(prefix="fuzz-"))
    kept.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        bench = Bench(Path(folder))
        one = tried(table(bench), int(seed), int(number))
        for name, data in one.files.items():
            path = kept / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
        sys.stdout.write(f"{one.name}: {len(one.files)} files in {kept}\n")
        broken = found(bench, one)
        bench.close()
    sys.stdout.write("".join(f"{each}\n" for each in broken) or "it holds\n")
    return bool(broken)


if __name__ == "__main__":
    sys.exit(main())
