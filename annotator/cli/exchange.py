"""import and export."""

from __future__ import annotations

import codecs
import io
import sys
from argparse import Namespace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from annotator.cli import say
from annotator.core.errors import UsageError
from annotator.core.records.format import Wanted
from annotator.core.text.plural import plural
from annotator.core.visible import visible
from annotator.plugins import ALL
from annotator.project.exchange.asked import Asked
from annotator.project.exchange.report import FORMAT as REPORT
from annotator.project.project import Project

if TYPE_CHECKING:
    from annotator.project.release.freezing import Prepared

SHOWN = 50
"""Faults that are printed; the rest are counted."""


def import_(call: Namespace) -> int:
    """Bring layers in: all of a file, or nothing of it unless --keep-going; 1 when a record was refused."""
    from annotator import plugins
    from annotator.config.user import name_fault
    from annotator.project.exchange.incoming import bring_in, read
    from annotator.project.exchange.mapping import free, mapping_of, save, shown

    if call.name:
        fault = name_fault(call.name)
        if fault:
            raise UsageError(str(fault))
    if call.write_mapping is not None:
        free(call.write_mapping)
    if call.format:
        plugins.reader(call.format)
    wanted = Wanted(call.name, call.layer, call.round, "open" if call.open else "done", offsets=call.offsets)
    with Project.open(call.project) as project:
        if call.mapping is not None:
            wanted = wanted._replace(mapping=mapping_of(project, call.mapping))
        if call.check:
            reading = read(project, call.path, wanted, format=call.format)
            faults, notes, mapping, done = reading.faults, reading.notes, reading.mapping, None
        else:
            done = bring_in(project, call.path, wanted, format=call.format, keep_going=call.keep_going)
            faults, notes, mapping = done.faults, done.notes, done.mapping
        told = shown(project, mapping) if mapping is not None and call.mapping is None else ""
        if told:
            say(f"The file's words were taken as follows; --write-mapping FILE saves it.\n\n{told}")
        if mapping is None and (call.mapping or call.write_mapping):
            say("This format needs no mapping; none was read or saved.")
        elif mapping is not None and call.write_mapping is not None:
            save(project, mapping, call.write_mapping)
    for note in notes:
        say(note)
    for fault in faults[:SHOWN]:
        say(str(fault))
    if len(faults) > SHOWN:
        say(f"… and {len(faults) - SHOWN} more.")
    if done is None:
        say(f"{len(faults)} faults." if faults else "Nothing is wrong with it. Nothing was written.")
    elif not done.written:
        say(f"Nothing was imported, because of {len(faults)} faults; --keep-going imports the rest.")
    else:
        decisions = f"{plural(done.decisions, 'decision')}, " if done.decisions else ""
        say(
            f"{plural(done.claims, 'claim')}, {decisions}{plural(done.articles, 'article')}, "
            f"{plural(done.speakers, 'speaker')}, {plural(done.others, 'other record')} imported; "
            f"{done.same} {'was' if done.same == 1 else 'were'} there already."
        )
    return 1 if faults else 0


def export_(call: Namespace) -> int:
    """Take data out; a report of what was left out and what the formats could not carry goes to stderr."""
    from annotator.project.exchange.outgoing import formats
    from annotator.project.release.freezing import again, prepared

    names = call.format.split(",") if call.format else []
    writers = formats(names or ["claims"], call.offsets)
    with Project.open(call.project) as project:
        if call.release:
            if call.include_open or asked_of(call, project) != Asked(offsets=call.offsets):
                raise UsageError(
                    "A release has its own filters and split; leave them out, or export without --release."
                )
            with again(project, call.release, writers if names else None) as (found, hashes):
                status = _write(found, call, found.public)
                return max(status, compared(call.release, found, hashes))
        asked = asked_of(call, project)
        several = names == [ALL] or len(names) > 1
        with prepared(project, asked, writers, several=several) as found:
            head = {"format": REPORT, **found.public}
            recorded = several or bool(asked.split)
            return _write(found, call, head if recorded else None)


SPLITTING = {"split_by": "article", "seed": 0, "afresh": False}
"""What is said of a split alone, and what it is when nothing is said."""


def asked_of(call: Namespace, project: Project, *, include_open: bool = True) -> Asked:
    """What the words ask for. `include_open`: whether open layers are taken when nothing is said about them."""
    given = vars(call)
    if not call.split and (word := next((each for each in SPLITTING if given[each] != SPLITTING[each]), "")):
        raise UsageError(f"--{word.replace('_', '-')} says how to split, and there is no --split (80/10/10, say).")
    only_done = given.get("only_done", False) or ((bool(call.split) or not include_open) and not call.include_open)
    return Asked(
        layer=call.layer,
        articles=tuple(sorted({project.resolve_id(each) for each in call.articles})),
        round=call.round,
        where=tuple(call.where),
        origin=tuple(dict.fromkeys(call.origin)),
        min_annotators=call.min_annotators,
        include_open=not only_done,
        split=call.split,
        split_by=call.split_by if call.split else "article",
        seed=call.seed if call.split else 0,
        afresh=call.afresh,
        offsets=call.offsets,
        texts=not call.no_text,
        pseudonyms=call.pseudonyms,
    )


def _write(found: Prepared, call: Namespace, manifest: dict[str, Any] | None) -> int:
    """Write to where the words say, and report; 1 when a format was skipped because it lacks its library."""
    if call.output is None:
        found.export.to_stream(Shown() if sys.stdout.isatty() else sys.stdout.buffer)
        sys.stdout.buffer.flush()
    else:
        found.export.to_path(call.output, manifest)
    report = found.export.report
    for sentence in report.sentences():
        say(sentence)
    if call.report is not None:
        report.save(call.report, found.public)
    return 1 if report.missing else 0


class Shown(io.BytesIO):
    """Standard output where it is a terminal: what is written is shown, and drives nothing. A pipe gets the bytes."""

    def isatty(self) -> bool:
        """It stands for one."""
        return True

    def __init__(self) -> None:
        super().__init__()
        self._decoder = codecs.getincrementaldecoder("utf-8")("backslashreplace")

    def write(self, data: Any) -> int:
        """Show them."""
        text = self._decoder.decode(bytes(data)).replace("\r\n", "\n")
        sys.stdout.write(visible(text, keep_newline=True))
        return len(data)


def written_again(project: Project, name: str, output: Path) -> int:
    """Write a release to a folder; 1 when a file is not as it was frozen."""
    from annotator.project.release.freezing import again

    with again(project, name, None) as (found, hashes):
        found.export.to_path(output, found.public)
        return compared(name, found, hashes)


def compared(name: str, found: Prepared, hashes: list[str]) -> int:
    """Whether a release came out as it was frozen; 1 when it did not."""
    if not hashes:
        return 0
    now = [f"{each['path']} {each['sha256']}" for each in found.export.hashes()]
    other = sorted({line.rpartition(" ")[0] for line in set(now) ^ set(hashes)})
    if not other:
        say(f"Every file is as it was when {name} was made.")
        return 0
    made = found.about.get("program", "")
    say(f"Not as it was when {name} was made, by {made}: {', '.join(other[:SHOWN])}.")
    return 1
