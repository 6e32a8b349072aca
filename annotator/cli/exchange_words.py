"""The words of the verbs that bring data in and take it out."""

from __future__ import annotations

from argparse import ArgumentParser, ArgumentTypeError
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
        "-o", dest="output", type=Path, metavar="PATH", help="a file, or the folder of what has several files"
    )
    sub.add_argument(
        "--format", default="", metavar="F[,F…]", help="one or several of those below, or all of them: all; claims"
    )
    filter_words(sub, "where only done ones are taken: in a split")
    sub.add_argument("--only-done", action="store_true", help="only layers that are done")
    split_words(sub)
    sub.add_argument("--release", default="", metavar="NAME", help="write this release again, byte for byte")
    report_words(sub)


def release_words(sub: ArgumentParser) -> None:
    """Words of `release`."""
    sub.add_argument("name", nargs="?", default="", metavar="NAME", help="of a new release; without it, all are listed")
    sub.add_argument("-o", dest="output", type=Path, metavar="DIR", help="write it there as well")
    sub.add_argument("--format", default="", metavar="F[,F…]", help="one or several of export's; claims,articles")
    filter_words(sub, "which a release leaves out")
    split_words(sub)
    report_words(sub)


def diff_words(sub: ArgumentParser) -> None:
    """Words of `diff`."""
    sub.add_argument("old", metavar="RELEASE", help="the name of a release")
    sub.add_argument(
        "new", nargs="?", default="now", metavar="RELEASE|now", help="another, or the project as it is; now"
    )
    sub.add_argument("--json", action="store_true", help="for scripts")


def rehydrate_words(sub: ArgumentParser) -> None:
    """Words of `rehydrate`."""
    sub.add_argument("path", type=Path, metavar="FILE", help="lines that were exported with --no-text")
    sub.add_argument(
        "--texts",
        type=Path,
        required=True,
        metavar="DIR",
        help="a folder with the very texts, or a project that has them",
    )
    sub.add_argument("-o", dest="output", type=Path, metavar="FILE", help="appears whole or not at all; else stdout")
    sub.add_argument("--keep-going", action="store_true", help="write what can be although other lines are refused")


def _natural(word: str) -> int:
    if not word.isdecimal() or len(word) > 6:
        raise ArgumentTypeError(f"{word!r} is no number of people")
    return int(word)


def filter_words(sub: ArgumentParser, where: str) -> None:
    """What is chosen. `where`: in which case open layers must be asked for."""
    sub.add_argument("--layer", default="all", metavar="all|gold|NAME", help="which layers; all")
    sub.add_argument("--articles", nargs="+", default=[], metavar="ARTICLE", help="only these")
    sub.add_argument("--round", default="", metavar="R", help="only this round")
    sub.add_argument("--offsets", default="", choices=("", *UNITS), metavar="U", help="doccano: utf16, unless said")
    sub.add_argument(
        "--where",
        action="append",
        default=[],
        metavar="CONDITION",
        help="such as stance=denies,hedges or evidence>=attributed or quote!=none or outlet=Post or "
        "speaker.type=person or date>=2026-05; said several times, all must hold",
    )
    sub.add_argument(
        "--origin", nargs="+", default=[], metavar="O", help="claims whose content was made so: manual, proposed, …"
    )
    sub.add_argument(
        "--min-annotators", type=_natural, default=0, metavar="N", help="articles that at least N people have read"
    )
    sub.add_argument("--include-open", action="store_true", help=f"layers that are not done too, {where}")
    sub.add_argument("--no-text", action="store_true", help="offsets, hashes and addresses, no words of the articles")
    sub.add_argument(
        "--pseudonyms", action="store_true", help="other names for annotators; no notes and times; the key stays here"
    )


def split_words(sub: ArgumentParser) -> None:
    """How it is split."""
    sub.add_argument("--split", default="", metavar="A/B[/C]", help="train/test or train/dev/test, such as 80/10/10")
    sub.add_argument("--split-by", default="article", metavar="BY", help="article, date or outlet; article")
    sub.add_argument("--seed", type=int, default=0, metavar="N", help="of the split; 0")
    sub.add_argument("--afresh", action="store_true", help="forget the portions of earlier releases")


def report_words(sub: ArgumentParser) -> None:
    """Where the report goes."""
    sub.add_argument(
        "--report", type=Path, metavar="FILE", help="what was written, left out, and could not be carried, as JSON"
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
