"""The words of `add`."""

from __future__ import annotations

from argparse import ArgumentParser, ArgumentTypeError
from pathlib import Path

from annotator.core.records import limits
from annotator.core.visible import visible


def _megabytes(word: str) -> int:
    most = limits.LARGEST_ARTICLE >> 20
    if not word.isdecimal() or len(word) > 3 or not 0 < int(word) <= most:
        raise ArgumentTypeError(f"{word!r} is no whole number from 1 to {most}")
    return int(word)


def _path(word: str) -> Path:
    if not word:
        raise ArgumentTypeError("an empty word is no path; . is this folder")
    return Path(word)


def _encoding(word: str) -> str:
    try:
        "a".encode(word or "utf-8")
    except (LookupError, ValueError):
        raise ArgumentTypeError(f"{word!r} is no encoding of text; cp1252 is one") from None
    return word


def add_words(sub: ArgumentParser) -> None:
    """Words of `add`."""
    sub.add_argument(
        "paths",
        nargs="+",
        type=_path,
        metavar="PATH",
        help="files, folders of texts and pages, patterns such as 'news/**/*.html', or - for what is piped in",
    )
    sub.add_argument(
        "--format", default="", metavar="F", help="one of those below, whatever the files are called; - is text"
    )
    sub.add_argument("--text", default="", metavar="COLUMN", help="of a table: where the text stands; text")
    sub.add_argument("--id", default="", metavar="COLUMN", help="of a table: what an article is called; id, if any")
    sub.add_argument(
        "--meta",
        action="append",
        default=[],
        metavar="COLUMN",
        help="of a table: keep this column, too; title, outlet, author, date, language, address are kept by themselves",
    )
    sub.add_argument("--encoding", type=_encoding, default="", metavar="NAME", help="for files that are not UTF-8")
    sub.add_argument(
        "--largest",
        type=_megabytes,
        default=limits.ARTICLE >> 20,
        metavar="MB",
        help=f"for larger articles, at most {limits.LARGEST_ARTICLE >> 20}; {limits.ARTICLE >> 20}",
    )
    sub.add_argument("--keep-going", action="store_true", help="add what is right of a table although it has faults")


def corpora() -> str:
    """What articles are read from, as help lists it."""
    from annotator import plugins

    rows = [
        f"  {visible(each.name):<10} {visible(' '.join(each.endings)):<22} {visible(each.help)}"
        for each in plugins.corpora()
    ]
    return "\n".join(["formats:", *rows])
