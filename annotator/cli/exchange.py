"""import and export."""

from __future__ import annotations

import sys
from argparse import Namespace

from annotator.cli import say
from annotator.core.errors import UsageError
from annotator.core.records.format import Wanted
from annotator.project.project import Project

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
        if mapping is not None and call.mapping is None:
            say(f"The file's words were taken as follows; --write-mapping FILE saves it.\n\n{shown(project, mapping)}")
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
        say(
            f"{done.claims} claims, {done.articles} articles, {done.speakers} speakers, {done.others} other records "
            f"imported; {done.same} were there already."
        )
    return 1 if faults else 0


def export_(call: Namespace) -> int:
    """Take training data out; a report of what the format could not carry goes to stderr."""
    from annotator import plugins
    from annotator.project.exchange import outgoing, target
    from annotator.project.exchange.report import Report, Written

    writer = outgoing.in_unit(plugins.writer(call.format), call.offsets)
    if not writer.suffix and call.output is None:
        raise UsageError(f"The format {writer.name} writes a folder: say where with -o DIR.")
    written = Written(writer.name)
    with Project.open(call.project) as project:
        data = outgoing.chosen(project, layer=call.layer, articles=call.articles, round=call.round)
        parts = outgoing.parts(project, data, writer, written.losses)
        if call.output is None:
            for part in parts:
                written.size += sys.stdout.buffer.write(part.data)
            sys.stdout.buffer.flush()
        else:
            written.size = target.write(call.output, writer, parts)
    claims = sum(len(content.claims) for content in data.layers.values())
    report = Report(len(data.articles), len(data.layers), claims, [written])
    for sentence in report.sentences():
        say(sentence)
    if call.report is not None:
        report.save(call.report)
    return 0
