"""`python -m annotator` and the console script."""

from __future__ import annotations

import gc


def main() -> int:
    """Run the command line; the exit status."""
    # Hundreds of modules are about to be loaded, and none of what they make is garbage. The screen turns the collector
    # on again after its first frame; every other verb as soon as its words are understood.
    gc.disable()
    from annotator.cli import run

    return run()


if __name__ == "__main__":
    raise SystemExit(main())
