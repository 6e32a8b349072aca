"""`python -m bench.keys [--quick] [--show ARTICLE/ANNOTATOR]`: the table of keys, and how right the proposals are.

The cost model: every key counts one, held or not, shifted or not; typing a name counts its letters. The cursor starts
where the claim before has ended. Only what is on the screen may be used: a proposal that is shown, a label on a word in
view, a value that stands dim and is right. The registry starts empty. A new speaker gets its name, one of its aliases,
or the words of the source, and the right type. Each plan is then pressed on a real session with a real store.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
import tomllib
from collections.abc import Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from statistics import median

from annotator.core.proposal.proposal import Proposer
from annotator.core.text.segment import Segments
from annotator.proposals.lexicon import lexicon
from annotator.proposals.rules import Rules
from bench.corpus import text_of
from bench.keys import accuracy, baseline, replay
from bench.keys.hand import Hand
from bench.keys.plan import Planner
from bench.keys.target import NEWS, ROOT, SAMPLES, Layer, layers, scheme


@cache
def rules() -> Rules:
    """The rules with the lexicon that ships."""
    return Rules(lexicon(tomllib.loads((ROOT / "schemas" / "lexicons" / "en.toml").read_text("utf-8"))))


def shown() -> tuple[Sequence[Proposer], str]:
    """With proposals."""
    return [rules()], ""


def withheld() -> tuple[Sequence[Proposer], str]:
    """Without proposals: the rules only suggest values for what was marked by hand."""
    return [rules()], "withheld"


@dataclass(frozen=True, slots=True)
class Counted:
    """Keys of each claim of one layer."""

    article: str
    annotator: str
    unseen: bool
    news: bool
    """Whether it is one of the Wikinews articles, and none of the samples."""
    proposals: bool
    spans: tuple[int, ...]
    whole: tuple[int, ...]
    """Spans, speaker, stance, evidence, quote type, flags, and Enter."""
    everything: tuple[int, ...]
    """Also chain, links and confidence."""
    faults: tuple[str, ...]
    """What the pressed claims say otherwise than the layer."""


def count(task: tuple[Layer, bool, int]) -> Counted:
    """Plan one layer, press the plan, compare."""
    layer, proposals, most = task
    layer = layer.first(most)
    source = shown if proposals else withheld
    planned, _ = Planner(Hand(layer.article, scheme(), source), layer).plan()
    with tempfile.TemporaryDirectory() as folder:
        keys = [key for each in planned for key in each.keys]
        made = replay.pressed(layer, scheme(), keys, source, Path(folder))
    return Counted(
        layer.article.id,
        layer.annotator,
        layer.unseen,
        layer.folder == NEWS,
        proposals,
        tuple(each.span_keys for each in planned),
        tuple(len(each.keys) - each.beyond for each in planned),
        tuple(len(each.keys) for each in planned),
        tuple(replay.differences(layer, made)),
    )


def row(what: str, found: Iterable[Counted]) -> str:
    """One row of the table: medians and 90th percentiles."""
    held = list(found)
    if not held:
        return ""
    spans = [each for one in held for each in one.spans]
    whole = [each for one in held for each in one.whole]
    everything = [each for one in held for each in one.everything]
    return (
        f"| {what} | {len(spans)} | {median(spans):g} | {median(whole):g} | {_p90(whole)} | {median(everything):g} |"
        f" {_p90(everything)} |"
    )


def _p90(values: list[int]) -> int:
    return sorted(values)[int(0.9 * len(values))]


def table(found: list[Counted], work: list[Layer]) -> str:
    """The whole table as Markdown."""
    lines = [
        "| keys a claim | claims | spans, median | whole claim, median | p90 | with chain, links, confidence | p90 |",
        "|---|---|---|---|---|---|---|",
    ]
    for on, words in ((True, "with proposals"), (False, "without")):
        for news, where in ((False, "samples"), (True, "Wikinews")):
            mine = [each for each in found if each.proposals == on and each.news == news]
            lines.append(row(f"{words}: {where}", mine))
            lines.append(row("… that the rules have not seen", [each for each in mine if each.unseen]))
            lines.append(row("… that they were written on", [each for each in mine if not each.unseen]))
    stepped = [keys for layer in work for keys in baseline.stepping(layer)]
    moved = [keys for layer in work for keys in baseline.arrows(layer)]
    lines.append(f"| token stepping (SLATE's keys) | {len(stepped)} | {median(stepped):g} | | | | |")
    lines.append(f"| shift and arrows | {len(moved)} | {median(moved):g} | | | | |")
    return "\n".join(line for line in lines if line)


def right(work: list[Layer]) -> str:
    """How right the first proposals are, as Markdown."""
    parts = (
        ("samples, unseen", [each for each in work if each.unseen and each.folder == SAMPLES]),
        ("samples, written on", [each for each in work if not each.unseen and each.folder == SAMPLES]),
        ("Wikinews, unseen", [each for each in work if each.unseen and each.folder == NEWS]),
        ("Wikinews, written on", [each for each in work if not each.unseen and each.folder == NEWS]),
    )
    columns = [(name, accuracy.counts(rules(), held)) for name, held in parts if held]
    lines = ["| first proposal | " + " | ".join(name for name, _ in columns) + " |", "|---" * (len(columns) + 1) + "|"]
    for what, part, whole in accuracy.ROWS:
        shares = [f"{100 * held[part] / max(1, held[whole]):.0f} %" for _, held in columns]
        lines.append(f"| {what} | " + " | ".join(shares) + " |")
    return "\n".join(lines)


def speed() -> str:
    """How long all proposals of an article of 34,000 characters take."""
    text = text_of(34_000)
    reading, taken = [], []
    for _ in range(7):
        segments = Segments(text)
        begun = time.perf_counter()
        for index, span in enumerate(segments.paragraphs()):
            segments.words_of(index), segments.sentences_of(index), segments.quotations(span.start)
        read = time.perf_counter()
        found = sum(len(rules().propose(segments, span)) for span in segments.paragraphs())
        reading.append(1000 * (read - begun))
        taken.append(1000 * (time.perf_counter() - read))
    return (
        f"{len(text):,} characters: {found} proposals in {median(taken):.0f} ms (limit 50); finding the words, "
        f"sentences and quotations, which the screen needs in any case, {median(reading):.0f} ms."
    )


def main(given: Sequence[str]) -> int:
    """Print both tables; 1 when a pressed plan gives other claims than it was made for."""
    parser = argparse.ArgumentParser(prog="python -m bench.keys")
    parser.add_argument("--quick", action="store_true", help="the first eight claims of each sample layer")
    parser.add_argument("--samples", action="store_true", help="the sample layers only")
    parser.add_argument("--show", metavar="ARTICLE/ANNOTATOR", help="print the keys of one layer")
    call = parser.parse_args(given)
    folders = [SAMPLES] if call.quick or call.samples or not NEWS.exists() else [SAMPLES, NEWS]
    work = [layer for folder in folders for layer in layers(folder)]
    if call.show:
        return show(next(each for each in work if f"{each.article.id}/{each.annotator}" == call.show))
    most = 8 if call.quick else 10_000
    with ProcessPoolExecutor() as pool:
        found = list(pool.map(count, [(layer, on, most) for layer in work for on in (True, False)]))
    print(table(found, work), end="\n\n")
    print(right(work))
    print(f"\n{speed()}")
    faults = [f"{each.article}/{each.annotator}: {fault}" for each in found for fault in each.faults]
    print(f"\n{sum(len(each.spans) for each in found)} plans pressed on a real session; {len(faults)} differences.")
    for fault in faults:
        print(fault, file=sys.stderr)
    return 1 if faults else 0


def show(layer: Layer) -> int:
    """Print the keys of every claim of a layer, with proposals."""
    planned, _ = Planner(Hand(layer.article, scheme(), shown), layer).plan()
    for goal, each in zip(layer.claims, planned, strict=True):
        start, end = goal.pieces("content")[0]
        print(f"{each.span_keys:>3} {len(each.keys):>3}  {' '.join(each.spans)} | {' '.join(each.rest)}")
        print(f"          {layer.article.text[start:end][:90]}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
