"""add."""

from __future__ import annotations

from argparse import Namespace
from collections import Counter
from collections.abc import Iterable

from annotator.cli import say
from annotator.cli.waiting import Waiting
from annotator.core.records.corpus import Chosen
from annotator.project.add import Added, add
from annotator.project.corpus.alike import alike
from annotator.project.project import Project

SHOWN = 50
"""Records of one file that are printed; the rest are counted."""
FEW = 5
"""Articles that are named in one sentence."""


def add_(call: Namespace) -> int:
    """Add articles; 1 when one was refused."""
    chosen = Chosen(call.text, call.id, tuple(call.meta), call.encoding, call.largest << 20)
    counts = {"added": 0, "skipped": 0, "refused": 0}
    new: list[str] = []
    with Project.open(call.project) as project, Waiting() as waiting:
        told = _Told(waiting)
        found = add(project, call.paths, chosen, corpus=call.format, keep_going=call.keep_going, progress=waiting.say)
        for each in found:
            if each.outcome in counts:
                counts[each.outcome] += 1
            if each.outcome == "added":
                new.append(each.id)
            told.one(each)
        told.end()
        families = alike(project, new, waiting.say) if new else []
    for family in families[:SHOWN]:
        say(f"alike    {_listed(family)}: half of their words in order, or more, are the same")
    if len(families) > SHOWN:
        say(f"… and {len(families) - SHOWN:,} more groups that are alike")
    if families:
        say("What is alike stays on one side of a split.")
    say((", ".join(f"{count:,} {what}" for what, count in counts.items() if count) or "nothing was added") + ".")
    return 1 if counts["refused"] else 0


class _Told:
    """What is printed: a line for each file, and of a file with many articles what is not as it should be."""

    def __init__(self, waiting: Waiting) -> None:
        self.waiting = waiting
        self.counts: Counter[str] = Counter()
        self.same: list[str] = []
        self.path = ""

    def one(self, each: Added) -> None:
        """Print what became of one file, or count what became of a record."""
        if str(each.path) != self.path:
            self.end()
            self.path = str(each.path)
        if not each.record or each.outcome == "refused" or (each.outcome == "added" and each.why):
            self.counts["shown"] += each.record
            if self.counts["shown"] <= SHOWN:
                self._say(each)
        if each.record:
            self.counts[each.outcome] += 1
            if each.outcome == "skipped":
                self.same.append(each.id) if len(self.same) <= FEW else None

    def end(self) -> None:
        """Print what was counted of the last file."""
        self.waiting.clear()
        if self.counts["shown"] > SHOWN:
            say(f"… and {self.counts['shown'] - SHOWN:,} more of {self.path}")
        if self.counts["added"]:
            say(f"added    {self.path}: {_articles(self.counts['added'])}")
        if self.counts["skipped"]:
            what = f"{_articles(self.counts['skipped'])}, in the project already as {_listed(self.same)}"
            say(f"skipped  {self.path}: {what}")
        self.counts.clear()
        self.same.clear()

    def _say(self, each: Added) -> None:
        self.waiting.clear()
        place = f"{each.path}" if each.line is None else f"{each.path}:{each.line}"
        name = f" as {each.id}" if each.outcome == "added" else ""
        say(f"{each.outcome:<8} {place}{name}{': ' + each.why if each.why else ''}")


def _articles(count: int) -> str:
    return f"{count:,} article{'s' * (count != 1)}"


def _listed(ids: Iterable[str]) -> str:
    names = list(ids)
    return ", ".join(names[:FEW]) + (" …" if len(names) > FEW else "")
