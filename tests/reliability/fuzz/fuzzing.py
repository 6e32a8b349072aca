"""The trial: so many mutated inputs, each made from its seed and its number alone, so that any can be repeated."""

from __future__ import annotations

import multiprocessing
import os
import random
import tempfile
import traceback
from collections import Counter
from collections.abc import Mapping
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import NamedTuple

from annotator import plugins
from annotator.core.records.canonical import canonical
from annotator.core.records.corpus import Corpus
from annotator.core.records.format import Losses
from annotator.formats.claims import FORMAT as CLAIM_LINES
from tests.formats.reading import write
from tests.formats.standoff.hostile import TEXTS, hostile
from tests.reliability.fuzz import calls, targets
from tests.reliability.fuzz.bench import Bench
from tests.reliability.fuzz.exchanged import exchanged, shared
from tests.reliability.fuzz.mutation import Files, mutated
from tests.reliability.trial import Outcome

ROOT = Path(__file__).parents[3]
PAGE = """<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>Rents</title><meta name="author" content="Ilse Brandt">
<script>var x = "</p>";</script></head><body><nav>Home</nav><article><h1>Rents fell</h1>
<p>Rents fell in May, the ministry said. &amp;#27; &#x1b;[31m &quot;It is true&quot;, he said, and went on.</p>
<p>Critics doubt it: the figures, they said, leave out those who moved.</p></article></body></html>
"""
BLOCK = 50
"""Inputs that a process takes at a time."""


class Row(NamedTuple):
    """What is tried, how often beside the others, and what is mutated for it."""

    weight: int
    target: targets.Target
    files: Files


class Tried(NamedTuple):
    """One input."""

    name: str
    row: Row
    files: Files
    dice: random.Random


def table(bench: Bench) -> dict[str, Row]:
    """Every target by name; a format that is added to the program is among them."""
    rows = {f"import {name}": Row(6, targets.importing(name), files) for name, files in bench.seeds.items()}
    bundle = {name: data for name, data in bench.seeds["bundle"].items() if name != "SHA256SUMS"}
    rows |= {f"add {each.name}": Row(2, targets.adding(each.name), _texts(each)) for each in plugins.corpora()}
    ready = {path.name: path.read_bytes() for path in sorted((ROOT / "schemas").glob("*.toml"))}
    own = dict(bench.config)
    return rows | {
        "import bundle": Row(6, targets.importing("bundle"), bundle),
        "import bundle with hashes": Row(1, targets.importing("bundle"), bench.seeds["bundle"]),
        "scheme": Row(5, targets.schemes, {"scheme.toml": own["scheme.toml"]}),
        "ready scheme": Row(1, targets.schemes, ready),
        "config": Row(6, targets.configs, {**own, "meeting.md": calls.MEETING.encode()}),
        "person": Row(4, targets.people, {"config.toml": targets.USER.encode()}),
        "mapping": Row(4, targets.mappings, {"map.toml": targets.MAPPING.encode()}),
        "rehydrate": Row(4, targets.rehydrating, {"bare.jsonl": _bare()}),
        "meeting": Row(1, calls.meetings, {"meeting.md": calls.MEETING.encode()}),
        "sync": Row(4, exchanged, shared(bench)),
        "record": Row(1, calls.records, {name: data for name, data in own.items() if name.endswith(".json")}),
        "verb": Row(1, calls.verbs, own),
        "words": Row(1, calls.words, {"x": b""}),
    }


def _texts(corpus: Corpus) -> Files:
    """Articles as a corpus holds them, by the first ending of its files."""
    texts = {f"{name}{corpus.endings[0]}": text for name, text in TEXTS.items()}
    first = next(iter(texts))
    return {
        ".txt": {name: text.encode() for name, text in texts.items()},
        ".md": {name: f"# {name}\n\n{text}\n\n```toml\nx = 1\n```\n".encode() for name, text in texts.items()},
        ".html": {first: PAGE.encode()},
        ".jsonl": {first: b"".join(canonical({"id": id, "text": text}) + b"\n" for id, text in TEXTS.items())},
        ".csv": {first: b"id,text,date\n" + b"".join(f'{id},"{text}",2026\n'.encode() for id, text in TEXTS.items())},
        ".parquet": {first: _parquet()},
    }[corpus.endings[0]]


def _parquet() -> bytes:
    """A table of articles; whatever, where the library is not installed."""
    try:
        import pyarrow
        from pyarrow import parquet
    except ImportError:
        return b"PAR1\0\0\0\0PAR1"
    sink = pyarrow.BufferOutputStream()
    parquet.write_table(pyarrow.table({"id": list(TEXTS), "text": list(TEXTS.values())}), sink)
    return bytes(sink.getvalue())


def _bare() -> bytes:
    return write(CLAIM_LINES, replace(hostile(), texts=False), Losses())[""]


def tried(rows: Mapping[str, Row], seed: int, number: int) -> Tried:
    """The input of this number."""
    dice = random.Random(f"{seed}.{number}")
    name = dice.choices(sorted(rows), [rows[each].weight for each in sorted(rows)])[0]
    row = rows[name]
    others = rows[dice.choice(sorted(rows))].files
    return Tried(name, row, mutated(row.files, dice, others), dice)


def found(bench: Bench, one: Tried) -> list[str]:
    """What does not hold for it."""
    try:
        return list(one.row.target(bench, one.files, one.dice))
    except Exception:  # noqa: BLE001 - that is what is looked for
        bench.back()
        return [traceback.format_exc(limit=-4).strip()]


_bench: list[tuple[Bench, Mapping[str, Row]]] = []


def _begin(folder: Path) -> None:
    own = folder / str(os.getpid())
    own.mkdir()
    tempfile.tempdir = str(own)
    os.chdir(own)
    bench = Bench(own)
    _bench.append((bench, table(bench)))


def _block(seed: int, numbers: range) -> tuple[Counter[str], list[str]]:
    bench, rows = _bench[0]
    counts: Counter[str] = Counter()
    broken: list[str] = []
    for number in numbers:
        one = tried(rows, seed, number)
        counts[one.name] += 1
        broken += [f"{seed}.{number} {one.name}: {each}" for each in found(bench, one)]
    return counts, broken


def fuzz(folder: Path, count: int, seed: int) -> Outcome:
    """Try so many, on all processors. `python -m tests.reliability.fuzz SEED.NUMBER [DIR]` repeats one of them."""
    outcome = Outcome()
    memory = Path("/dev/shm")
    outcome.figures["inputs"] = count
    blocks = [range(first, min(first + BLOCK, count)) for first in range(0, count, BLOCK)]
    with (
        tempfile.TemporaryDirectory(dir=memory if memory.is_dir() else folder) as name,
        ProcessPoolExecutor(
            mp_context=multiprocessing.get_context("fork"), initializer=_begin, initargs=(Path(name),)
        ) as pool,
    ):
        for counts, broken in pool.map(partial(_block, seed), blocks):
            for what, tried_so_often in counts.items():
                outcome.add(what, tried_so_often)
            outcome.broken += broken
    return outcome
