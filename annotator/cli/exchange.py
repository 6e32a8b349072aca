"""import and export."""

from __future__ import annotations

import sys
from argparse import Namespace

from annotator.cli import say
from annotator.core.errors import UsageError
from annotator.core.records.format import Losses, Wanted
from annotator.project.project import Project

SHOWN = 50
"""Faults that are printed; the rest are counted."""


def import_(call: Namespace) -> int:
    """Bring layers in: all of a file, or nothing of it unless --keep-going; 1 when a record was refused."""
    from annotator.config.user import name_fault
    from annotator.project.incoming import bring_in

    if call.name:
        fault = name_fault(call.name)
        if fault:
            raise UsageError(str(fault))
    wanted = Wanted(call.name, call.layer, call.round, "open" if call.open else "done")
    with Project.open(call.project) as project:
        if call.check:
            from annotator.project.incoming import guess, reader, sources

            reading = reader(call.format or guess(call.path)).read(sources(call.path), project.dataset(), wanted)
            faults, notes, done = reading.faults, reading.notes, None
        else:
            done = bring_in(project, call.path, wanted, format=call.format, keep_going=call.keep_going)
            faults, notes = done.faults, done.notes
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
    from annotator.project import outgoing

    losses = Losses()
    with Project.open(call.project) as project:
        data = outgoing.chosen(project, layer=call.layer, articles=call.articles, round=call.round)
        parts = outgoing.parts(project, data, call.format, losses)
        if call.format == "bundle":
            if call.output is None:
                raise UsageError("A bundle is a folder: say where with -o DIR.")
            size = outgoing.write_folder(call.output, parts)
        elif call.output is None:
            size = 0
            for part in parts:
                size += sys.stdout.buffer.write(part.data)
            sys.stdout.buffer.flush()
        else:
            size = outgoing.write_file(call.output, parts)
    claims = sum(len(content.claims) for content in data.layers.values())
    say(f"{claims} claims in {len(data.layers)} layers of {len(data.articles)} articles, {size:,} bytes.")
    for loss in losses:
        say(f"note: {loss}")
    return 0
