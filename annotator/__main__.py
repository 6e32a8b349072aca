"""`python -m annotator` and the console script."""

from __future__ import annotations


def main() -> int:
    """Run the command line; the exit status."""
    from annotator.cli import run

    return run()


if __name__ == "__main__":
    raise SystemExit(main())
