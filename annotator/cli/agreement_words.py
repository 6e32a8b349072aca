"""The words of `agreement`."""

from __future__ import annotations

from argparse import ArgumentParser, ArgumentTypeError
from pathlib import Path


def agreement_words(sub: ArgumentParser) -> None:
    """Words of `agreement`."""
    from annotator.agreement.show import FORMATS

    sub.add_argument("--format", default="table", choices=FORMATS, metavar="F", help=f"{', '.join(FORMATS)}; table")
    sub.add_argument("-o", dest="output", type=Path, metavar="FILE", help="appears whole or not at all; else stdout")
    sub.add_argument("--by", default="", metavar="B", help="break down by quote, annotator, value, article or week")
    sub.add_argument(
        "--round",
        nargs="+",
        default=["main"],
        metavar="R",
        help="the round; of several, each annotator's with their own",
    )
    sub.add_argument("--fields", nargs="+", default=[], metavar="FIELD", help="only these; also speakers, attribution")
    sub.add_argument("--threshold", type=float, metavar="IOU", help="from which two claims match; else the scheme says")
    sub.add_argument("--annotators", nargs="+", default=[], metavar="NAME", help="only these; a model counts if named")
    sub.add_argument("--articles", nargs="+", default=[], metavar="ARTICLE", help="only these")
    sub.add_argument("--against", default="", metavar="gold|NAME", help="score the layers against this one")
    sub.add_argument("--measures", nargs="+", default=[], metavar="NAME", help="further ones for each field: cohen, …")
    sub.add_argument("--gamma", action="store_true", help="gamma as well; needs annotator[gamma]")
    sub.add_argument("--samples", type=_count, default=30, metavar="N", help="random ones that gamma compares with; 30")
    sub.add_argument(
        "--precision", type=float, default=0.0, metavar="P", help="as many samples as the expected disorder needs; 0.02"
    )
    sub.add_argument("--sampler", default="shift", metavar="S", help="shift, shift-half or statistical; shift")
    sub.add_argument("--seed", type=int, default=0, metavar="N", help="of intervals and of gamma; 0")
    sub.add_argument("--resamples", type=_count, default=1000, metavar="N", help="for intervals; 0: none; 1000")
    sub.add_argument("--unfinished", action="store_true", help="layers that are not done count too")


def _count(word: str) -> int:
    try:
        number = int(word)
    except ValueError:
        raise ArgumentTypeError(f"{word!r} is no whole number") from None
    if not 0 <= number <= 1_000_000:
        raise ArgumentTypeError(f"{number} is not between 0 and 1,000,000")
    return number
