"""review: the way to the screen on which disagreements are settled."""

from __future__ import annotations

import sys
import time
from argparse import Namespace
from typing import TYPE_CHECKING

from annotator.cli import say
from annotator.cli.screens import fit, own_config, who
from annotator.config.user import round_fault
from annotator.core.errors import FaultsError, UsageError
from annotator.project.corpus.choosing import among
from annotator.project.project import Project

if TYPE_CHECKING:
    from annotator.project.review.desk import ReviewDesk

PATIENCE = 0.5
"""Seconds after which it is said how far the survey is."""


def review_(call: Namespace) -> int:
    """Open the review screen."""
    with Project.open(call.project) as project:
        own, path = own_config()
        fit(project, "review", where=call.where)
        name = who(call.name, own, path, "reviews")
        fault = round_fault(call.round)
        if fault:
            raise UsageError(str(fault))
        from annotator.project.review.desk import ReviewDesk
        from annotator.project.review.setup import Setup
        from annotator.tui.start import start_review

        config = project.config
        setup = Setup(name, call.round, config.gold, call.second, not call.open, config.id, config.trivial)
        desk = ReviewDesk(project, setup, order=call.order, keys=dict(own.keys), where=call.where)
        if desk.session.faults:
            raise FaultsError(desk.session.faults)
        said = second_opinion(setup.second, name, config.gold)
        if said:
            say(said)
        survey(desk)
        article, case = first(desk, project, call.article)
        left = start_review(desk, article, case, call.theme or own.theme, said)
        if left:
            say(left)
            return 1
        return 0


def second_opinion(second: bool, name: str, gold: tuple[str, ...]) -> str:
    """What somebody is told whose decisions do not make gold; empty for others."""
    if gold and name not in gold:
        return f"Gold is decided by {' and '.join(gold)}; your decisions, {name}, are a second opinion."
    return "What others have decided is out of sight: yours is a second opinion." if second else ""


def survey(desk: ReviewDesk) -> None:
    """Look at every article; on a terminal it is said how far that is, once it takes long."""
    begin, width = time.monotonic(), 0
    for number, _ in enumerate(desk.survey(), 1):
        if time.monotonic() - begin > PATIENCE:
            words = f"Looking at article {number} of {len(desk.ids)}"
            sys.stderr.write("\r" + words)
            sys.stderr.flush()
            width = len(words)
    if width:
        sys.stderr.write("\r" + " " * width + "\r")


def first(desk: ReviewDesk, project: Project, asked: str) -> tuple[str, str]:
    """(article, case) to begin with: of the article that was asked for, else the first that waits in the queue.

    Raises UsageError for an article that two annotators have not finished.
    """
    if not asked:
        item = desk.first()
        return item.article, item.key
    id = project.resolve_id(asked)
    among(id, desk.ids, desk.where)
    if id not in desk.summaries:
        raise UsageError(
            f"{id} cannot be reviewed yet: fewer than two annotators are done with it. `annotator status` says who has "
            "read what."
        )
    return id, ""
