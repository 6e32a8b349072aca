"""What ships with the program: schemes, guidelines, the sample bundle."""

from __future__ import annotations

from pathlib import Path

from annotator.core.errors import UsageError


def folder(name: str) -> Path:
    """`schemas` or `samples`: inside the installed package, or beside it in a checkout."""
    package = Path(__file__).parents[1]
    for place in (package / "_data" / name, package.parent / name):
        if place.is_dir():
            return place
    raise UsageError(f"This installation lacks its folder {name}; install annotator again.")


def schemes() -> dict[str, Path]:
    """The ready schemes, by name."""
    return {path.stem: path for path in sorted(folder("schemas").glob("*.toml"))}


def guidelines_for(scheme: str) -> Path | None:
    """The guidelines that ship with a ready scheme."""
    path = folder("schemas") / ("guidelines.md" if scheme == "claims" else f"{scheme}.guidelines.md")
    return path if path.is_file() else None
