"""The words of the verbs that bring data in and take it out."""

from __future__ import annotations

from argparse import ArgumentParser
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from annotator.core.visible import visible

if TYPE_CHECKING:
    from annotator.core.records.format import Reader, Writer


def import_words(sub: ArgumentParser) -> None:
    """Words of `import`."""
    sub.add_argument("path", type=Path, metavar="FILE|DIR", help="a file, or a folder of a format that has several")
    sub.add_argument("--format", default="", metavar="F", help="one of those below; else guessed")
    sub.add_argument("--as", dest="name", default="", metavar="NAME", help="the annotator, whatever the records say")
    sub.add_argument(
        "--layer", default="", choices=("", "human", "gold", "model"), metavar="KIND", help="human, gold, model"
    )
    sub.add_argument("--round", default="", metavar="R", help="the round, whatever the records say")
    sub.add_argument("--open", action="store_true", help="the layers are not done yet")
    sub.add_argument(
        "--keep-going", action="store_true", help="import what is right although other records are refused"
    )
    sub.add_argument(
        "--mapping", type=Path, metavar="FILE", help="what the labels of a file from elsewhere are here; else guessed"
    )
    sub.add_argument("--write-mapping", type=Path, metavar="FILE", help="save the guess there, to be edited")
    sub.add_argument(
        "--offsets", default="", choices=("", *UNITS, GUESS), metavar="U", help=f"{', '.join(UNITS)}, or {GUESS}"
    )
    sub.add_argument("--check", action="store_true", help="only say what is wrong; write nothing")


UNITS = ("codepoints", "utf16", "graphemes")
GUESS = "guess"


def export_words(sub: ArgumentParser) -> None:
    """Words of `export`."""
    sub.add_argument(
        "-o", dest="output", type=Path, metavar="PATH", help="a file, or the folder of a format that has several files"
    )
    sub.add_argument("--format", default="claims", metavar="F", help="one of those below; claims")
    sub.add_argument("--layer", default="all", metavar="all|gold|NAME", help="which layers; all")
    sub.add_argument("--articles", nargs="+", default=[], metavar="ARTICLE", help="only these")
    sub.add_argument("--round", default="", metavar="R", help="only this round")
    sub.add_argument("--offsets", default="", choices=("", *UNITS), metavar="U", help="doccano: utf16, unless said")
    sub.add_argument(
        "--report", type=Path, metavar="FILE", help="what was written and what the format could not carry, as JSON"
    )


def readers() -> str:
    """The formats that can be imported, as help lists them."""
    from annotator import plugins

    return _table("formats", plugins.readers())


def writers() -> str:
    """The formats that can be exported, as help lists them."""
    from annotator import plugins

    return _table("formats", plugins.writers())


def _table(title: str, formats: Iterable[Reader | Writer]) -> str:
    rows = [f"  {visible(each.name):<14} {visible(each.help)}" for each in formats]
    return "\n".join([f"{title}:", *rows])
