"""Writes every generated page and schema: `make docs`. `tests/test_docs.py` fails when one is stale."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import redirect_stdout
from pathlib import Path
from tempfile import TemporaryDirectory

from annotator.cli import run
from annotator.cli.parser import VERBS, _parser
from annotator.config.scheme import read_scheme
from annotator.core.commands import COMMANDS
from annotator.core.commands import review as _review  # noqa: F401 - its commands are in the table, too
from annotator.core.records.digest import SUMS, Digests
from annotator.core.records.format import Part
from annotator.core.reference import markdown
from annotator.core.scheme import Scheme
from annotator.core.schemedoc import describe
from annotator.formats.bundle import FORMAT as BUNDLE
from annotator.formats.json_schema import json_schemas
from annotator.project.practice.demo import demo

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


CAPTURE = re.compile(r"(<!-- annotator (.+?)(?: \| until (.+?))? -->\n)(?:```\n.*?\n```\n)?", re.S)
"""Where a page shows what a call prints on the sample project, up to a line that begins with some words."""


def captured(text: str, folder: Path) -> str:
    """The page with what each call prints on the sample project in this folder."""

    def shown(mark: re.Match[str]) -> str:
        from io import StringIO

        said = StringIO()
        with redirect_stdout(said):
            status = run(["-C", str(folder), *mark[2].split()])
        assert status == 0, mark[2]
        text = said.getvalue().partition(f"\n{mark[3]}")[0] if mark[3] else said.getvalue()
        return f"{mark[1]}```\n{text.rstrip()}\n```\n"

    return CAPTURE.sub(shown, text)


CAPTURED = (ROOT / "docs" / "agreement.md", ROOT / "README.md")


def pages() -> Iterator[tuple[Path, str]]:
    """Every generated file and what it should hold."""
    yield ROOT / "docs" / "keys.md", markdown(COMMANDS, scheme("claims"))
    yield ROOT / "docs" / "cli.md", cli()
    yield ROOT / "docs" / "scheme.md", schemes()
    for name, text in json_schemas().items():
        yield ROOT / "schemas" / name, text
    yield ROOT / "samples" / SUMS, sums(ROOT / "samples")


def sums(bundle: Path) -> str:
    """The list of hashes of a bundle."""
    digests = Digests()
    for name in sorted(set(BUNDLE.files) - {SUMS}):
        if (bundle / name).is_file():
            digests.add(Part(name, (bundle / name).read_bytes()))
    return digests.sums().data.decode()


if __name__ == "__main__":
    for path, text in pages():
        path.write_text(text, "utf-8")
    with TemporaryDirectory() as place:
        demo(Path(place) / "demo").close()
        for path in CAPTURED:
            path.write_text(captured(path.read_text("utf-8"), Path(place) / "demo"), "utf-8")
