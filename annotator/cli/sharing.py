"""sync."""

from __future__ import annotations

import json
import sys
from argparse import Namespace

from annotator.cli import say
from annotator.cli.exchange import SHOWN
from annotator.cli.waiting import Waiting
from annotator.core.visible import visible
from annotator.project.project import Project


def sync_(call: Namespace) -> int:
    """Exchange events with a folder, once; 1 when something in it was refused."""
    from annotator.project.sync.share import share

    with Project.open(call.project) as project, Waiting() as waiting:
        done = share(project, call.folder, keep=not call.check, progress=waiting.say)
    if call.format == "json":
        sys.stdout.write(json.dumps(done.as_json(), ensure_ascii=True, indent=1) + "\n")
    else:
        for line in done.table():
            sys.stdout.write(visible(line) + "\n")
        sys.stdout.flush()
    for fault in done.faults[:SHOWN]:
        say(str(fault))
    if len(done.faults) > SHOWN:
        say(f"… and {len(done.faults) - SHOWN} more.")
    *said, summary = done.sentences()
    for sentence in said[:SHOWN]:
        say(sentence)
    if len(said) > SHOWN:
        say(f"… and {len(said) - SHOWN} more; --format json has all of them.")
    say(summary)
    return 1 if done.faults else 0
