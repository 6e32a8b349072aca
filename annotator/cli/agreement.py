"""agreement: how far annotators agree, in numbers."""

from __future__ import annotations

import sys
from argparse import Namespace

from annotator.agreement.show import TEXTS, renderer
from annotator.cli import say
from annotator.cli.waiting import Waiting
from annotator.core.records.format import Part
from annotator.core.text.plural import plural
from annotator.project.compare.choice import Wanted
from annotator.project.compare.measure import Tallies, agreement
from annotator.project.project import Project


def agreement_(call: Namespace) -> int:
    """Measure, and show it in the format that is asked for."""
    wanted = Wanted(
        rounds=tuple(dict.fromkeys(call.round)),
        fields=tuple(call.fields),
        threshold=call.threshold,
        annotators=tuple(call.annotators),
        articles=tuple(call.articles),
        by=call.by,
        against=call.against,
        measures=tuple(call.measures),
        gamma=call.gamma,
        samples=call.samples,
        precision=call.precision,
        sampler=call.sampler,
        seed=call.seed,
        resamples=call.resamples,
        unfinished=call.unfinished,
        texts=call.format in TEXTS,
    )
    with Project.open(call.project) as project, Waiting() as waiting:

        def told(done: int, of: int) -> None:
            if done < of:
                waiting.say(f"{done} of {of} articles counted")
            else:
                waiting.say("gamma and intervals" if wanted.gamma else "intervals", stays=True)

        report = agreement(project, wanted, Tallies(told=told))
    shown = renderer(call.format)(report)
    if call.output is None:
        sys.stdout.write(shown)
    else:
        from annotator.project.exchange.target import write_file

        size = write_file(call.output, [Part("", shown.encode("utf-8"))])
        people, articles = plural(len(report.annotators), "annotator"), plural(len(report.articles), "article")
        say(f"{people}, {articles}, {size:,} bytes.")
    if not report.articles and not report.scored:
        say("Nothing can be compared yet; what was left out, and why, stands in the report.")
    return 0
