"""release, diff, rehydrate."""

from __future__ import annotations

import json
import sys
from argparse import Namespace
from collections.abc import Iterator

from annotator.cli import say
from annotator.cli.exchange import SHOWN, asked_of, written_again
from annotator.core.errors import Fault, UsageError
from annotator.core.records.format import Part
from annotator.core.text.plural import plural
from annotator.core.visible import visible
from annotator.project.exchange.target import write_file
from annotator.project.project import Project

NATIVE = "claims,articles"


def release_(call: Namespace) -> int:
    """Freeze an export under a name, or list what is frozen; 1 when its files did not come out as they were frozen."""
    from annotator.project.exchange.outgoing import formats, refuse_kept
    from annotator.project.project import RELEASES
    from annotator.project.release.freezing import freeze
    from annotator.project.release.manifest import releases

    with Project.open(call.project) as project:
        if not call.name:
            found = releases(project)
            for each in found:
                record = each.record
                size = f"{record['claims']:>8,} claims  {record['articles']:>6,} articles"
                sys.stdout.write(visible(f"{each.name:<20} {each.created[:10]}  {size}") + "\n")
            if not found:
                say("There is no release yet: annotator release NAME makes one.")
            return 0
        asked = asked_of(call, project, include_open=False)
        if call.output is not None:
            refuse_kept(call.output)
        if asked.afresh and not asked.split:
            raise UsageError("--afresh is about a split: say how with --split, such as --split 80/10/10.")
        _, report = freeze(project, call.name, asked, formats((call.format or NATIVE).split(","), call.offsets))
        for sentence in report.sentences():
            say(sentence)
        say(
            f"It is kept in {RELEASES}/{call.name}.json: annotator export --release {call.name} -o DIR writes it again."
        )
        if call.report is not None:
            report.save(call.report, {"release": call.name, "asked": asked.as_json()})
        return written_again(project, call.name, call.output) if call.output is not None else 0


def diff_(call: Namespace) -> int:
    """What differs between two releases, or between one and now."""
    from annotator.project.release.difference import diff

    with Project.open(call.project) as project:
        found = diff(project, call.old, call.new)
    if call.json:
        sys.stdout.write(json.dumps(found.as_json(), ensure_ascii=True, indent=1) + "\n")
        return 0
    for line in found.lines():
        sys.stdout.write(visible(line) + "\n")
    return 0


def rehydrate_(call: Namespace) -> int:
    """Put the words back; 1 when a line had to be left out."""
    from annotator.project.release.rehydrate import rehydrated, texts_of

    if not call.path.is_file():
        raise UsageError(f"There is no file {call.path}.")
    texts, notes = texts_of(call.texts)
    for note in notes[:SHOWN]:
        say(note)
    if len(notes) > SHOWN:
        say(f"… and {len(notes) - SHOWN} more.")
    faults: list[Fault] = []
    if not call.keep_going:
        # Looked through once before anything is written, because a file may be larger than memory.
        faults = [each for each in rehydrated(call.path, texts) if isinstance(each, Fault)]
        if faults:
            _say_faults(faults)
            say(f"Nothing was written, because of {plural(len(faults), 'fault')}; --keep-going writes the rest.")
            return 1
    count = 0

    def parts() -> Iterator[Part]:
        nonlocal count
        for each in rehydrated(call.path, texts):
            if isinstance(each, Fault):
                faults.append(each)
            else:
                count += 1
                yield Part("", each)

    if call.output is None:
        for part in parts():
            sys.stdout.buffer.write(part.data)
        sys.stdout.buffer.flush()
    else:
        write_file(call.output, parts())
    _say_faults(faults)
    say(f"The words are back in {plural(count, 'line')}.")
    return 1 if faults else 0


def _say_faults(faults: list[Fault]) -> None:
    for fault in faults[:SHOWN]:
        say(str(fault))
    if len(faults) > SHOWN:
        say(f"… and {len(faults) - SHOWN} more.")
