"""The sample project: a copy to try everything in and break nothing."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path

from annotator.config.project import FILE
from annotator.core.errors import FaultsError, UsageError
from annotator.core.records.format import Wanted
from annotator.project import data
from annotator.project.add import add
from annotator.project.create import create, lay_out
from annotator.project.exchange.incoming import bring_in
from annotator.project.practice.lesson import ARTICLE
from annotator.project.project import GUIDELINES, RULINGS, SCHEME, STORE, Project
from annotator.store.sqlite import held


def place(environment: Mapping[str, str], platform: str, name: str = "demo") -> Path:
    """Where the demo's copy, or the tutor's, lies unless another folder is named."""
    home = Path(environment.get("HOME") or environment.get("USERPROFILE") or ".")
    if platform == "win32":
        base = Path(environment.get("LOCALAPPDATA") or home / "AppData" / "Local")
    elif platform == "darwin":
        base = home / "Library" / "Caches"
    else:
        base = Path(environment.get("XDG_CACHE_HOME") or home / ".cache")
    return base / "annotator" / name


MARK = STORE.with_name("demo")
"""A file in each copy, so that no other project is ever taken for one and thrown away."""
OURS = (FILE, SCHEME, GUIDELINES, RULINGS)
"""The files beside the store that this program writes into a copy; all others there are the person's own."""


def demo(folder: Path, *, fresh: bool = False) -> Project:
    """The sample project in `folder`: made there when it is not yet, or made again when `fresh`.

    Raises UsageError when anything else lies there than what this function has made, or when it is open in a window.
    """
    if _practice(folder, "a copy of the sample"):
        if not fresh:
            return Project.open(folder)
        _clear(folder)
    project = _copy(folder)
    (folder / MARK).touch(mode=0o600)
    return project


def tutorial(folder: Path) -> Project:
    """A fresh project with the article of the tutor's lesson, in place of an older one. Raises UsageError."""
    if _practice(folder, "the tutor's"):
        _clear(folder)
    project = create(folder, title="Tutor")
    for each in add(project, [data.folder("samples") / "articles" / f"{ARTICLE}.txt"]):
        assert each.outcome == "added", each
    (folder / MARK).touch(mode=0o600)
    return project


def _practice(folder: Path, what: str) -> bool:
    """Whether a copy lies in `folder`; raises UsageError when anything else does."""
    if (folder / FILE).exists() and not (folder / MARK).is_file():
        raise UsageError(f"{folder} holds a project of yours, not {what}; name another folder.")
    if (folder / FILE).exists():
        return True
    if folder.is_dir() and any(folder.iterdir()):
        raise UsageError(f"{folder} is not empty and no project; name another folder.")
    return False


def _clear(folder: Path) -> None:
    """Throw away what this program has put into a copy, and nothing else. Raises UsageError."""
    if held(folder / STORE):
        raise UsageError(f"{folder} is open in another window: leave it there first, or name another folder.")
    others = sorted(each.name for each in folder.iterdir() if each.name not in (*OURS, STORE.parts[0]))
    if others:
        raise UsageError(
            f"{folder} has files of yours ({', '.join(others[:3])}{', …' if others[3:] else ''}): "
            "take them away first, or name another folder."
        )
    for name in OURS:
        (folder / name).unlink(missing_ok=True)
    shutil.rmtree(folder / STORE.parent)


def _copy(folder: Path) -> Project:
    samples = data.folder("samples")
    if not (samples / "articles.jsonl").is_file():
        project = create(folder, title="Sample news")
        for each in add(project, [samples / "articles"]):
            assert each.outcome == "added", each
        return project
    files = {
        name: (samples / name).read_bytes().decode("utf-8")
        for name in (FILE, SCHEME, GUIDELINES)
        if (samples / name).is_file()
    }
    project = lay_out(folder, files)
    done = bring_in(project, samples, Wanted(), format="bundle")
    if done.faults:
        raise FaultsError(done.faults)
    return project
