"""The words of the verbs that come after deciding."""

from __future__ import annotations

from argparse import ArgumentParser


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
