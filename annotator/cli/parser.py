"""The verbs and their words. Verbs are loaded when they are called, so that help and status stay fast."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from difflib import get_close_matches
from importlib import import_module
from pathlib import Path
from typing import Any, NoReturn

from annotator import __version__
from annotator.cli.adding_words import add_words, corpora
from annotator.cli.agreement_words import agreement_words
from annotator.cli.exchange_words import (
    diff_words,
    export_words,
    import_words,
    readers,
    rehydrate_words,
    release_words,
    writers,
)
from annotator.cli.feedback_words import feedback_words, meeting_words
from annotator.cli.refusal import plainly
from annotator.core.visible import visible

VERBS: dict[str, tuple[str, str, str]] = {
    "init": ("annotator.cli.projects", "make a new project", "annotator init election --title 'Election coverage'"),
    "add": (
        "annotator.cli.adding",
        "add articles from files, folders and tables",
        "annotator add ~/articles report.md news.csv --text body --id key",
    ),
    "label": ("annotator.cli.screens", "label an article", "annotator label harbor-bridge --as ana"),
    "review": (
        "annotator.cli.reviewing",
        "settle where annotators differ, and make gold",
        "annotator review harbor-bridge --as rosa",
    ),
    "feedback": (
        "annotator.cli.feedback",
        "where gold differs from annotators",
        "annotator feedback --as ana --by passage",
    ),
    "meeting": (
        "annotator.cli.meeting",
        "what the guidelines do not settle, and what a meeting ruled",
        "annotator meeting -o meeting.md",
    ),
    "import": (
        "annotator.cli.exchange",
        "bring layers in from a file or bundle",
        "annotator import claims.jsonl --as ana",
    ),
    "export": ("annotator.cli.exchange", "take training data out", "annotator export -o claims.jsonl --layer gold"),
    "agreement": (
        "annotator.cli.agreement",
        "how far annotators agree, and where they do not",
        "annotator agreement --by quote --format json -o agreement.json",
    ),
    "release": (
        "annotator.cli.releases",
        "freeze an export under a name",
        "annotator release v1 --split 80/10/10 -o v1/",
    ),
    "diff": ("annotator.cli.releases", "what changed since a release", "annotator diff v1 v2 --json"),
    "rehydrate": (
        "annotator.cli.releases",
        "put the words back into an export without texts",
        "annotator rehydrate claims.jsonl --texts ~/articles -o whole.jsonl",
    ),
    "status": ("annotator.cli.projects", "what is done and what waits", "annotator status --json"),
    "assign": ("annotator.cli.projects", "plan who reads what", "annotator assign harbor-bridge --to ana ben"),
    "sync": (
        "annotator.cli.sharing",
        "exchange work with others through a folder",
        "annotator sync ~/Dropbox/election",
    ),
    "check": ("annotator.cli.care", "prove that nothing is lost", "annotator check --salvage whole.sqlite"),
    "backup": ("annotator.cli.care", "copy the store while others work", "annotator backup ~/labels.sqlite"),
    "doctor": ("annotator.cli.care", "say what endangers labels on this machine", "annotator doctor"),
    "keys": ("annotator.cli.manual", "what each key does", "annotator keys"),
    "scheme": (
        "annotator.cli.manual",
        "show, check or list label schemes; a codebook",
        "annotator scheme --format md > codebook.md",
    ),
    "demo": ("annotator.cli.screens", "open a copy of the sample project", "annotator demo --copy-to /tmp/try"),
    "tutor": ("annotator.cli.screens", "learn the keys in ten steps on a sample article", "annotator tutor"),
}
"""Verb → (module, what it does, an example). The function has the verb's name and a trailing underscore."""


class Parser(argparse.ArgumentParser):
    """Errors are sentences with a hint."""

    listing: Callable[[], str] | None = None
    """What help shows above the example; made only when help is asked for."""

    def format_help(self) -> str:
        """The help, with the listing."""
        if self.listing is not None:
            self.epilog, self.listing = f"{self.listing()}\n\n{self.epilog}", None
        return super().format_help()

    def error(self, message: str) -> NoReturn:
        """Say what is wrong and where help is; exit 2."""
        said = plainly(message)
        self.exit(2, f"{visible(said[:1].upper() + said[1:])}.\nSee `{self.prog} --help`.\n")


def parse(words: list[str]) -> Any:
    """The call: a namespace whose `run` is the verb's function."""
    # What stands before the verb: the project's folder, given as two words or as one.
    at = 0
    while at < len(words) and words[at].startswith("-C"):
        at += 2 if words[at] == "-C" else 1
    verb = words[at] if at < len(words) else ""
    if not verb or (verb.startswith("-") and verb not in ("-h", "--help", "--version")):
        words, verb = [*words[:at], "label", *words[at:]], "label"
    parser = _parser(verb)
    if not verb.startswith("-") and verb not in VERBS:
        near = get_close_matches(verb, VERBS, 1)
        hint = f" Did you mean `annotator {near[0]}`?" if near else ""
        parser.exit(2, f"There is no verb {verb!r}.{hint}\nSee `annotator --help`.\n")
    call = parser.parse_args(words)
    module, function = VERBS[call.verb][0], f"{call.verb}_"
    call.run = lambda given: getattr(import_module(module), function)(given)
    return call


def _parser(wanted: str | None = None) -> Parser:
    """The parser of all words; or only of those that a call needs, because making all takes time."""
    parser = Parser(
        prog="annotator",
        description="Label claims in news articles from the keyboard, in the terminal.",
        epilog="Without a verb: `label` in the project of this folder. Each verb has --help with an example.",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action="version", version=f"annotator {__version__}")
    parser.add_argument("-C", dest="project", metavar="DIR", type=Path, default=Path(), help="the project's folder")
    verbs = parser.add_subparsers(dest="verb", metavar="VERB", parser_class=Parser)
    for verb, (_, what, example) in VERBS.items():
        sub = verbs.add_parser(
            verb,
            help=what,
            description=f"{what[:1].upper()}{what[1:]}.",
            epilog=f"example:\n  {example}",
            formatter_class=argparse.RawDescriptionHelpFormatter,
        )
        if wanted is None or verb == wanted:
            WORDS[verb](sub)
            sub.listing = LISTINGS.get(verb)
    return parser


def _init(sub: argparse.ArgumentParser) -> None:
    sub.add_argument("folder", nargs="?", type=Path, default=None, metavar="DIR", help="where; this folder by default")
    sub.add_argument("--scheme", default="claims", metavar="NAME|PATH", help="a ready scheme or a file; claims")
    sub.add_argument("--title", default="", help="how the project is called on the screen")
    sub.add_argument("--group", default="", metavar="NAME", help="of users who work in it too; else it is yours alone")


def _who(sub: argparse.ArgumentParser) -> None:
    sub.add_argument(
        "--as", dest="name", default="", metavar="NAME", help="the annotator; else ANNOTATOR_NAME, else asked"
    )


def _where(sub: argparse.ArgumentParser) -> None:
    sub.add_argument(
        "--where",
        action="append",
        default=[],
        metavar="CONDITION",
        help="only articles that fit, such as outlet=Post or date>=2026-05; said several times, all must hold",
    )


def _label(sub: argparse.ArgumentParser) -> None:
    sub.add_argument(
        "article", nargs="?", default="", metavar="ARTICLE", help="its id; else the first that is not done"
    )
    _who(sub)
    sub.add_argument("--round", default="main", metavar="R", help="the round; main")
    _where(sub)
    sub.add_argument("--theme", choices=("dark", "light", "plain"), default="", help="else the person's own file says")


def _review(sub: argparse.ArgumentParser) -> None:
    sub.add_argument("article", nargs="?", default="", metavar="ARTICLE", help="its id; else the first of the queue")
    sub.add_argument(
        "--as", dest="name", default="", metavar="NAME", help="the adjudicator; else ANNOTATOR_NAME, else asked"
    )
    sub.add_argument("--open", action="store_true", help="whose version is whose, from the start")
    sub.add_argument("--second", action="store_true", help="without what others have decided, to compare with it later")
    sub.add_argument(
        "--order",
        choices=("mass", "reading", "kind", "phrase", "random"),
        default="mass",
        help="articles with most disagreement first, as in the project, case by case of one kind or one phrase, "
        "shuffled; mass",
    )
    sub.add_argument("--round", default="main", metavar="R", help="the round; main")
    _where(sub)
    sub.add_argument("--theme", choices=("dark", "light", "plain"), default="", help="else the person's own file says")


def _status(sub: argparse.ArgumentParser) -> None:
    _where(sub)
    sub.add_argument("--json", action="store_true", help="for scripts")


def _assign(sub: argparse.ArgumentParser) -> None:
    sub.add_argument("articles", nargs="+", metavar="ARTICLE", help="ids; all of them: ALL")
    sub.add_argument("--to", dest="names", nargs="+", required=True, metavar="NAME", help="annotators")
    _where(sub)
    sub.add_argument("--round", default="main", metavar="R", help="the round; main")


def _sync(sub: argparse.ArgumentParser) -> None:
    sub.add_argument(
        "folder", type=Path, metavar="DIR", help="that all of you share: a synced folder, a git clone, a stick"
    )
    sub.add_argument("--check", action="store_true", help="only say what would go out and come in")
    sub.add_argument("--format", choices=("text", "json"), default="text", help="text")


def _check(sub: argparse.ArgumentParser) -> None:
    sub.add_argument("--salvage", type=Path, metavar="FILE", help="copy everything that is whole into a fresh store")
    sub.add_argument("--rebuild", action="store_true", help="make the projection anew from the events")


def _backup(sub: argparse.ArgumentParser) -> None:
    sub.add_argument(
        "path", nargs="?", type=Path, metavar="FILE", help="appears whole or not at all; else today's, beside the store"
    )


def _doctor(sub: argparse.ArgumentParser) -> None:
    """It takes no words."""


def _keys(sub: argparse.ArgumentParser) -> None:
    sub.add_argument("--markdown", action="store_true", help="as docs/keys.md is written")
    sub.add_argument("--scheme", default="", metavar="NAME|PATH", help="else the project's, else the default one")


def _scheme(sub: argparse.ArgumentParser) -> None:
    sub.add_argument("what", nargs="?", choices=("show", "check", "list"), default="show", help="show")
    sub.add_argument("name", nargs="?", default="", metavar="NAME|PATH", help="else the project's")
    sub.add_argument(
        "--format", default="toml", choices=("toml", "md", "latex"), metavar="F", help="md and latex: a codebook; toml"
    )


def _demo(sub: argparse.ArgumentParser) -> None:
    sub.add_argument("--copy-to", dest="folder", type=Path, metavar="DIR", help="only make the copy there")
    sub.add_argument("--fresh", action="store_true", help="throw the old copy away first, but no file of yours")
    _who(sub)


def _tutor(sub: argparse.ArgumentParser) -> None:
    sub.add_argument("--in", dest="folder", type=Path, metavar="DIR", help="where the lesson's project is made anew")
    _who(sub)


WORDS: dict[str, Callable[[argparse.ArgumentParser], None]] = {
    "init": _init,
    "add": add_words,
    "label": _label,
    "review": _review,
    "feedback": feedback_words,
    "meeting": meeting_words,
    "import": import_words,
    "export": export_words,
    "release": release_words,
    "diff": diff_words,
    "rehydrate": rehydrate_words,
    "agreement": agreement_words,
    "status": _status,
    "assign": _assign,
    "sync": _sync,
    "check": _check,
    "backup": _backup,
    "doctor": _doctor,
    "keys": _keys,
    "scheme": _scheme,
    "demo": _demo,
    "tutor": _tutor,
}

LISTINGS: dict[str, Callable[[], str]] = {"add": corpora, "import": readers, "export": writers}
