"""The words of the verbs that come after deciding."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path


def feedback_words(sub: ArgumentParser) -> None:
    """Words of `feedback`."""
    sub.add_argument(
        "--as", dest="name", default="", metavar="NAME", help="whose; without it, all annotators and all decisions"
    )
    sub.add_argument(
        "--by", choices=("article", "kind", "passage"), default="article", help="how it is sorted; article"
    )
    sub.add_argument("--format", choices=("text", "md", "json"), default="text", help="text")
    sub.add_argument("--round", default="main", metavar="R", help="the round; main")


def meeting_words(sub: ArgumentParser) -> None:
    """Words of `meeting`."""
    sub.add_argument("-o", dest="output", type=Path, metavar="FILE", help="where the list goes; else stdout")
    sub.add_argument("--open", action="store_true", help="with names; else versions are numbered")
    sub.add_argument("--round", default="main", metavar="R", help="the round; main")
    sub.add_argument("--rulings", type=Path, metavar="FILE", help="bring a filled list back: decisions and rulings")
    sub.add_argument(
        "--touched-by", dest="touched", default="", metavar="RULING", help="earlier claims to look at again"
    )
    sub.add_argument("--as", dest="name", default="", metavar="NAME", help="with --touched-by: only one's own claims")
    sub.add_argument("--format", choices=("text", "md", "json"), default="text", help="of --touched-by; text")
