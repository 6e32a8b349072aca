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
from annotator.project.project import GUIDELINES, SCHEME, STORE, Project


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


def demo(folder: Path, *, fresh: bool = False) -> Project:
    """The sample project in `folder`: made there when it is not yet, or made again when `fresh`.

    Raises UsageError when a project lies there that this function has not made.
    """
    if (folder / FILE).exists():
        if not (folder / MARK).is_file():
            raise UsageError(f"{folder} holds a project of yours, not a copy of the sample; name another folder.")
        if not fresh:
            return Project.open(folder)
        shutil.rmtree(folder)
    project = _copy(folder)
    (folder / MARK).touch(mode=0o600)
    return project


def tutorial(folder: Path) -> Project:
    """A fresh project with the article of the tutor's lesson, in place of an older one. Raises UsageError."""
    if (folder / FILE).exists():
        if not (folder / MARK).is_file():
            raise UsageError(f"{folder} holds a project of yours, not the tutor's; name another folder.")
        shutil.rmtree(folder)
    project = create(folder, title="Tutor")
    for each in add(project, [data.folder("samples") / "articles" / f"{ARTICLE}.txt"]):
        assert each.outcome == "added", each
    (folder / MARK).touch(mode=0o600)
    return project


def _copy(folder: Path) -> Project:
    if folder.is_dir() and any(folder.iterdir()):
        raise UsageError(f"{folder} is not empty and no project; name another folder for the copy.")
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
