"""Writes every generated page and schema: `make docs`. `tests/test_docs.py` fails when one is stale."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from annotator.cli.parser import VERBS, _parser
from annotator.config.scheme import read_scheme
from annotator.core.commands import COMMANDS
from annotator.core.commands import review as _review  # noqa: F401 - its commands are in the table, too
from annotator.core.reference import markdown
from annotator.core.scheme import Scheme
from annotator.core.schemedoc import describe
from annotator.formats.json_schema import json_schemas

ROOT = Path(__file__).parent.parent
READY = ("claims", "stwr", "rumour", "objects")


def scheme(name: str) -> Scheme:
    """A ready scheme."""
    found, faults = read_scheme((ROOT / "schemas" / f"{name}.toml").read_text("utf-8"))
    assert found is not None, faults
    return found


def cli() -> str:
    """docs/cli.md: the help of every verb."""
    lines = ["# Command line", "", "Made from the parser; do not edit.", "", "```", _help(""), "```", ""]
    for verb in VERBS:
        lines += [f"## {verb}", "", "```", _help(verb), "```", ""]
    return "\n".join(lines)


def _help(verb: str) -> str:
    import os

    os.environ["COLUMNS"] = "96"
    parser = _parser()
    if verb:
        action = next(action for action in parser._actions if action.dest == "verb")
        assert action.choices is not None
        parser = action.choices[verb]  # type: ignore[index]
    return parser.format_help().rstrip()


def schemes() -> str:
    """docs/scheme.md: the keys of the file (schemas/README.md), then the ready schemes."""
    head = (ROOT / "schemas" / "README.md").read_text("utf-8").rstrip()
    parts = [head, "", "## Ready schemes", "", "Made from `schemas/`; do not edit below this line.", ""]
    return "\n".join([*parts, *(describe(scheme(name)) for name in READY)])


def pages() -> Iterator[tuple[Path, str]]:
    """Every generated file and what it should hold."""
    yield ROOT / "docs" / "keys.md", markdown(COMMANDS, scheme("claims"))
    yield ROOT / "docs" / "cli.md", cli()
    yield ROOT / "docs" / "scheme.md", schemes()
    for name, text in json_schemas().items():
        yield ROOT / "schemas" / name, text


if __name__ == "__main__":
    for path, text in pages():
        path.write_text(text, "utf-8")
