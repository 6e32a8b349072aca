"""Importing: what a format has read goes into the store in one transaction, or not at all."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import BinaryIO

from annotator import plugins
from annotator.core.errors import Fault, UsageError
from annotator.core.event import Batch
from annotator.core.records.format import Reading, Source, Wanted
from annotator.core.standoff.mapping import LabelMapping
from annotator.formats.corpora.decode import archive
from annotator.project.desk import token
from annotator.project.exchange.arrival import Arrival
from annotator.project.exchange.asked import Asked
from annotator.project.exchange.moment import Moment
from annotator.project.exchange.outgoing import MANIFEST, older
from annotator.project.exchange.selection import select
from annotator.project.exchange.shelf import Lately
from annotator.project.exchange.soundness import sound
from annotator.project.project import PROGRAM, Project

HEAD = 1 << 16
"""Bytes of a file by which its format is recognised."""
EARLY = 200
"""Bytes in which a record of ours says what it is."""


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did, or why it did nothing."""

    written: bool
    articles: int
    claims: int
    """Of annotators and models, and gold that comes in as finished claims."""
    decisions: int
    """Of adjudicators; a decision may have several claims, or none."""
    speakers: int
    others: int
    """Assignments, statuses and refusals."""
    same: int
    """Records that were there already, word for word."""
    faults: tuple[Fault, ...]
    notes: tuple[str, ...]
    mapping: LabelMapping | None = None
    """What the words of a file from elsewhere were taken for."""


def guess(path: Path) -> str:
    """The format of a path: the first whose reader recognises its files; else a bundle, or claim lines."""
    if path.exists() and not path.is_file() and not path.is_dir():
        raise UsageError(f"{path} is a pipe or a device, not a file; save what it gives to a file first.")
    found, deep = sources(path), sources(path, deep=True)
    head = b""
    if found or deep:
        first = (found or deep)[0]
        try:
            with first.open() as stream:
                head = stream.read(HEAD)
        except OSError as problem:
            raise UsageError(f"{first.name} cannot be read: {problem.strerror or problem}.") from problem
    for reader in plugins.readers():
        recognises = getattr(reader, "recognises", None)
        names = [Path(each.name).name for each in (deep if getattr(reader, "deep", False) else found)]
        if recognises is not None and names and recognises(names, head):
            return reader.name
    if kind := archive(head):
        raise UsageError(f"{path} is a {kind} archive, and none is opened; unpack it and name the folder.")
    return "bundle" if path.is_dir() and b'"claims/' not in head[:EARLY] else "claims"


def sources(path: Path, *, deep: bool = False, suffix: str = "") -> list[Source]:
    """The files of a path; of a folder those that are not hidden, nor the manifest of an export of ours.

    `deep`: those in the folders of a folder, too. `suffix`: only those that end so, if there are any.
    """

    def opened(each: Path) -> BinaryIO:
        return each.open("rb")

    if not path.exists():
        raise UsageError(f"There is no file {path}.")
    found = [path]
    if path.is_dir():
        found = sorted(
            each
            for each in (path.rglob("*") if deep else path.iterdir())
            if each.is_file() and not any(part.startswith(".") for part in each.relative_to(path).parts)
        )
        if older(path):
            found.remove(path / MANIFEST)
        if suffix:
            found = [each for each in found if each.suffix == suffix] or found
    return [Source(str(each), partial(opened, each)) for each in found]


def bring_in(
    project: Project,
    path: Path,
    wanted: Wanted,
    *,
    format: str = "",
    keep_going: bool = False,
    progress: Callable[[str], None] = lambda words: None,
) -> Imported:
    """Read a file or folder and write what is right in it; with any fault nothing, unless `keep_going` is said."""
    found = read(project, path, wanted, format=format)
    if found.faults and not keep_going:
        return Imported(False, 0, 0, 0, 0, 0, 0, found.faults, found.notes, found.mapping)
    progress("writing")
    return write(project, found, wanted.annotator)


def read(project: Project, path: Path, wanted: Wanted, *, format: str = "") -> Reading:
    """What a file or folder holds, and every fault of it; nothing is written."""
    name = format or guess(path)
    format_of = plugins.reader(name)
    with project.store.snapshot(), _patience():
        known = select(Moment.now(project), Asked()).data
        known = replace(known, articles=Lately(known.articles))
        deep, suffix = getattr(format_of, "deep", False), getattr(format_of, "suffix", "")
        found = format_of.read(sources(path, deep=deep, suffix=suffix), known, wanted)
        # Our own readers have tried each record where they can name its line; of others nothing is known.
        found = found if name in plugins.FORMATS else sound(found, known)
        return found._replace(
            faults=tuple(each if each.file else replace(each, file=str(path)) for each in found.faults)
        )


@contextmanager
def _patience() -> Iterator[None]:
    """While many values are made that stay, the collector looks for garbage less often: it took half of the time."""
    before = gc.get_threshold()
    gc.set_threshold(50_000, 20, before[2])
    try:
        yield
    finally:
        gc.set_threshold(*before)


def write(project: Project, found: Reading, adjudicator: str = "") -> Imported:
    """Write a reading in one transaction. Records that are there already are left alone.

    `adjudicator`: who answers for gold that comes in; empty: nobody is named. Raises StaleError when another text has
    got the id of one of its articles since it was read.
    """
    arrival = Arrival(project, found, adjudicator)
    changes = arrival.changes()
    if changes:
        texts = {article.sha256: article.text for article in found.data.articles.values()}
        project.store.record(Batch(f"import-{token(12)}", tuple(changes), PROGRAM), texts=texts)
    count = {kind: sum(change.kind == kind for change in changes) for kind in ("article", "put", "speaker")}
    decided = [change for change in changes if change.kind == "decide"]
    gold = sum((change.body or {}).get("action") == "import" for change in decided)
    notes = found.notes
    if arrival.kept:
        notes = (*notes, f"speakers whose records in the project say something else, which stand: {arrival.kept}.")
    return Imported(
        True,
        count["article"],
        count["put"] + gold,
        len(decided) - gold,
        count["speaker"],
        len(changes) - sum(count.values()) - len(decided),
        arrival.same,
        found.faults,
        notes,
        found.mapping,
    )
