"""label and demo: the way to the screen."""

from __future__ import annotations

import os
import sys
from argparse import Namespace
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from annotator.cli import say
from annotator.config.user import UserConfig, name_fault, read_user, remember_name, round_fault, user_file
from annotator.core.errors import FaultsError, UsageError
from annotator.project.project import Project

if TYPE_CHECKING:
    from annotator.project.practice.lesson import Lesson


def label_(call: Namespace) -> int:
    """Open the label screen."""
    with Project.open(call.project) as project:
        return show(project, call.article, call.name, round=call.round, theme=call.theme, where=call.where)


def demo_(call: Namespace) -> int:
    """Open a copy of the sample project, or only make it."""
    from annotator.project.practice.demo import demo, place

    folder = call.folder or place(os.environ, sys.platform)
    if not call.folder:
        _ready(call.name)
    with demo(folder, fresh=call.fresh) as project:
        if call.folder:
            say(f"The sample project lies in {folder}: annotator -C {folder} label")
            return 0
        say(f"A copy of the sample project, in {folder}")
        return show(project, "", call.name or os.environ.get("ANNOTATOR_NAME") or "you")


def tutor_(call: Namespace) -> int:
    """Ten steps inside the real screen."""
    from annotator.project.practice.demo import place, tutorial
    from annotator.project.practice.lesson import Lesson

    folder = call.folder or place(os.environ, sys.platform, "tutor")
    _ready(call.name)
    with tutorial(folder) as project:
        return show(project, "", call.name or os.environ.get("ANNOTATOR_NAME") or "you", lesson=Lesson())


def _ready(name: str) -> None:
    """Whether the label screen can open for this name: asked before anything is made or thrown away for it.

    Raises FaultsError, UsageError.
    """
    own_config()
    on_terminal("label")
    _given(name)


def show(
    project: Project,
    article: str,
    name: str,
    *,
    round: str = "main",
    theme: str = "",
    where: Sequence[str] = (),
    lesson: Lesson | None = None,
) -> int:
    """Show the label screen and wait for its end."""
    own, path = own_config()
    fit(project, "label", article, where)
    name = who(name, own, path)
    fault = round_fault(round)
    if fault:
        raise UsageError(str(fault))
    from annotator.project.corpus.choosing import among
    from annotator.project.desk import Desk
    from annotator.project.proposing import check_proposers, own_lexicon
    from annotator.tui.start import start

    own_lexicon(project.folder)
    check_proposers(project.config.proposers)
    desk = Desk(project, name, round=round, keys=dict(own.keys), where=where)
    if desk.session.faults:
        raise FaultsError(desk.session.faults)
    first = among(project.resolve_id(article), desk.ids, where) if article else desk.first()
    left = start(desk, first, theme or own.theme, lesson)
    if left:
        say(left)
        return 1
    return 0


def own_config() -> tuple[UserConfig, Path]:
    """The person's own file and where it lies. Raises FaultsError."""
    path = user_file(os.environ, sys.platform)
    own, faults = read_user(path)
    if faults:
        raise FaultsError(faults)
    return own, path


def fit(project: Project, screen: str, article: str = "", where: Sequence[str] = ()) -> None:
    """Whether a screen can be shown here. Raises UsageError when there is nothing to show, or nowhere to save or show
    it; what is wrong with the words of the call is said before that."""
    if not project.article_ids():
        raise UsageError(f"{project.title} has no articles yet: annotator -C {project.folder} add PATH…")
    if project.store.read_only:
        raise UsageError(f"{project.folder} can only be read, so nothing could be saved; `export` and `status` work.")
    if article or where:
        from annotator.project.corpus.choosing import among, chosen

        among(project.resolve_id(article), chosen(project, where), where) if article else chosen(project, where)
    on_terminal(screen)


def on_terminal(screen: str) -> None:
    """Raise UsageError where no screen can be shown."""
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        raise UsageError(f"The {screen} screen needs a terminal; `annotator import` and `export` work without one.")


def who(given: str, own: UserConfig, path: Path, what: str = "labels") -> str:
    """Who am I: --as, then ANNOTATOR_NAME, then the person's own file, else asked once and remembered."""
    name = _given(given) or own.name
    if name:
        return name
    while True:
        sys.stderr.write(f"Who {what}? A short name, such as ana: ")
        sys.stderr.flush()
        line = sys.stdin.readline()
        if not line:
            raise UsageError("No name was given: say --as NAME.")
        name = line.strip()
        fault = name_fault(name)
        if fault is None:
            break
        say(str(fault))
    try:
        remember_name(path, name)
        say(f"Remembered in {path}.")
    except OSError as problem:
        say(f"It could not be remembered in {path}: {problem.strerror}.")
    return name


def _given(given: str) -> str:
    """The name that --as or ANNOTATOR_NAME gives; empty when neither does. Raises UsageError."""
    for source, name in (("--as", given), ("ANNOTATOR_NAME", os.environ.get("ANNOTATOR_NAME", ""))):
        if name:
            fault = name_fault(name)
            if fault:
                raise UsageError(f"{source}: {fault}")
            return name
    return ""
