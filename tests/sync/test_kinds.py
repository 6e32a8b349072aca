"""Whatever the program itself writes passes the gate: every kind of event, made by the ways that people make it."""

from __future__ import annotations

import shutil
from pathlib import Path

from annotator.core.event import KINDS
from annotator.core.text.wrap import Wrap
from annotator.project.desk import Desk
from annotator.project.plan import assign
from annotator.project.practice.demo import demo
from annotator.project.project import Project
from annotator.project.sync.share import share
from tests.review.adjudicator import Adjudicator


def test_all_that_the_program_writes_passes(tmp_path: Path) -> None:
    """Imported layers, a plan, proposals taken and refused, a speaker renamed, and a review with its rules."""
    one, other, shared = tmp_path / "one", tmp_path / "other", tmp_path / "shared"
    shared.mkdir()
    demo(one).close()
    shutil.copytree(one, other)
    with Project.open(other) as project:
        assert share(project, shared).faults == []
    with Project.open(one) as project:
        assign(project, project.article_ids(), ["dora", "ana"])
        desk = Desk(project, "dora")
        desk.start(lambda: None)
        state = desk.open("harbor-bridge")
        rows = Wrap(state.article.text, 60)
        for key in "n enter enter n d n n enter g s r x enter J q n s t h i p Z Z u u U".split():
            desk.session.press(key, rows, 10)
        assert desk.close() == ""
    lead = Adjudicator(one, name="rosa").begin()
    lead.press("⏎ ⏎ 1 ⏎ d ⏎ m 'why ⏎ ! ⏎ u U").saved()
    lead.desk.close()
    lead.project.close()
    with Project.open(one) as project:
        share(project, shared)
        sent = {event.hash for event in project.store.events()}
    with Project.open(other) as project:
        done = share(project, shared)
        assert (done.faults, done.waiting) == ([], [])
        assert {event.kind for event in project.store.events()} == set(KINDS)
        assert sent <= {event.hash for event in project.store.events()}
