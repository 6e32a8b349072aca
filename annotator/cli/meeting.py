"""meeting: the list of what the guidelines do not settle, rulings that come back, and what they touch."""

from __future__ import annotations

import sys
from argparse import Namespace

from annotator.cli import say
from annotator.cli.exchange import SHOWN
from annotator.core.errors import UsageError
from annotator.core.records.format import Part
from annotator.core.text.plural import plural
from annotator.core.visible import visible
from annotator.project.desk import utc_now
from annotator.project.project import Project


def meeting_(call: Namespace) -> int:
    """Write the list, or do what a ruling asks for; 1 when a filled list was refused."""
    if call.rulings is not None and call.touched:
        raise UsageError("Bring rulings back first, then ask what one of them touches: one of the two in a call.")
    with Project.open(call.project) as project:
        if call.rulings is not None:
            return _rulings(project, call)
        if call.touched:
            return _touched(project, call)
        if call.format != "text" or call.name:
            word = "--as" if call.name else "--format"
            raise UsageError(f"{word} belongs to --touched-by RULING; the list itself is Markdown, for everybody.")
        return _list(project, call)


def _list(project: Project, call: Namespace) -> int:
    from annotator.project.exchange.target import write_file
    from annotator.project.meeting.agenda import agenda
    from annotator.project.meeting.sheet import sheet
    from annotator.project.paper.markdown import markdown

    found = agenda(project, open=call.open, round=call.round)
    shown = visible(markdown(sheet(found, utc_now()[:10])), keep_newline=True)
    if call.output is None:
        sys.stdout.write(shown)
    else:
        write_file(call.output, [Part("", shown.encode("utf-8"))])
        articles = {point.article for point in found.points}
        say(f"{plural(len(found.points), 'point')} in {plural(len(articles), 'article')}.")
    return 0


def _rulings(project: Project, call: Namespace) -> int:
    from annotator.project.meeting.minutes import bring_back

    found = bring_back(project, call.rulings, utc_now())
    for fault in found.faults[:SHOWN]:
        say(str(fault))
    if len(found.faults) > SHOWN:
        say(f"… and {len(found.faults) - SHOWN} more.")
    if found.faults:
        say(f"Nothing was written, because of {plural(len(found.faults), 'fault')}.")
        return 1
    for note in found.notes:
        say(note)
    say(
        f"{plural(found.decisions, 'decision')} written, {found.same} there already; "
        f"{plural(len(found.rulings), 'ruling')} new or changed; {plural(found.untouched, 'point')} without a ruling."
    )
    if found.raised:
        say(f"The guidelines have version {found.version} now.")
    touching = [ruling.name for ruling in found.rulings if any(ruling.look.values())]
    if touching:
        say(f"Next: annotator meeting --touched-by RULING, for {', '.join(touching)}.")
    return 0


def _touched(project: Project, call: Namespace) -> int:
    from annotator.cli.feedback import written
    from annotator.project.meeting.again import again, as_dict, page

    found = again(project, call.touched, who=call.name, open=call.open, round=call.round)
    written(call.format, page(found), as_dict(found))
    return 0
