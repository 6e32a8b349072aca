"""A shared folder that was mutated, also with hashes that fit again, and what a sync makes of it."""

from __future__ import annotations

import json
import random
import shutil
from collections.abc import Iterator
from contextlib import suppress

from annotator.core.errors import AnnotatorError
from annotator.core.record import quote_faults
from annotator.core.records.format import Wanted
from annotator.project.add import add
from annotator.project.exchange.incoming import bring_in
from annotator.project.plan import assign
from annotator.project.project import Project
from annotator.project.sync.line import event_line
from annotator.project.sync.share import share
from annotator.store.check import check
from annotator.store.row import StoredEvent, as_text
from tests.reliability.fuzz import mutation
from tests.reliability.fuzz.bench import Bench
from tests.reliability.fuzz.mutation import Files
from tests.reliability.fuzz.targets import reasons


def shared(bench: Bench) -> Files:
    """What somebody with a copy of the project has done since, as it lies in a folder."""
    copy, folder = bench.folder / "copy", bench.folder / "shared"
    shutil.copytree(bench.made, copy)
    folder.mkdir()
    fresh = bench.folder / "fresh.txt"
    fresh.write_text("Wages rose, she said.\n", "utf-8")
    lines = bench.place(bench.seeds["claims"])
    with Project.open(copy) as project:
        assert [each.outcome for each in add(project, [fresh])] == ["added"]
        assign(project, ["fresh"], ["yan"])
        for wanted in (Wanted("yan"), Wanted("", "gold")):
            assert bring_in(project, lines, wanted, format="claims").written
        share(project, folder)
    known = {f"{writer}.jsonl" for writer in bench.before}
    files = {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}
    return {name: data for name, data in files.items() if name not in known}


def exchanged(bench: Bench, files: Files, dice: random.Random) -> Iterator[str]:
    """`sync`: what is refused has its reason and its line, and what comes in is what could have been written."""
    files = dict(files)
    for name in [name for name in files if name.endswith(".jsonl")]:
        if dice.random() < 0.5:
            files[name] = _inside(files[name], dice)
        if dice.random() < 0.7:
            files[name] = _sealed(files[name])
    path = bench.place(files)
    try:
        done = share(bench.project, path)
    except AnnotatorError as problem:
        if not bench.unchanged():
            yield f"refused ({problem}), and something was written"
        return
    yield from reasons(done.faults)
    done.table(), done.sentences(), json.dumps(done.as_json())
    if bench.unchanged():
        return
    store = bench.project.store
    yield from map(str, check(store))
    texts = {row.key[0]: store.text(row.body["sha256"]) for row in store.current("article")}
    for row in store.current("put"):
        yield from map(str, quote_faults(row.body, texts[row.key[0]]))
    bench.project.dataset()
    bench.back()


def _inside(data: bytes, dice: random.Random) -> bytes:
    """With one thing wrong in a key or a body, which a line holds as a text; often as we would write it."""
    lines = data.splitlines(keepends=True)
    if len(lines) < 2:
        return data
    at = dice.randrange(1, len(lines))
    with suppress(ValueError, KeyError, TypeError, AttributeError, RecursionError):
        given = json.loads(lines[at])
        part = dice.choice(("body", "body", "body", "key"))
        made = mutation.file("x.json", given[part].encode(), dice, {}).decode()
        given[part] = as_text(json.loads(made)) if dice.random() < 0.7 else made
        lines[at] = json.dumps(given).encode() + b"\n"
    return b"".join(lines)


def _sealed(data: bytes) -> bytes:
    """The lines with hashes that fit, where they are events at all."""
    lines = data.splitlines(keepends=True)
    for at, line in enumerate(lines):
        with suppress(ValueError, KeyError, TypeError, IndexError, RecursionError):
            given = json.loads(line)
            milliseconds, counter = given["clock"]
            event = StoredEvent(**{**given, "clock": (milliseconds << 16) + counter})
            lines[at] = event_line(event.sealed())
    return b"".join(lines)
