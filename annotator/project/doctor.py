"""The doctor: what this machine, this folder and this store are, and which of it endangers labels."""

from __future__ import annotations

import os
import platform
import shutil
import stat
import sys
from dataclasses import dataclass
from pathlib import Path

from annotator import __version__
from annotator.core.errors import AnnotatorError
from annotator.project.backups import kept
from annotator.project.project import BACKUPS, STORE
from annotator.store import Store

ROOM = 200_000_000
"""Bytes that should be free: some days of labels, a backup of them, and what SQLite needs to tidy up."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One fact, and what is wrong with it, in a sentence without its full stop; mostly nothing."""

    what: str
    value: str
    wrong: str = ""


def examine(folder: Path | None) -> list[Finding]:
    """Everything that is worth knowing; `folder` is that of a project, or None."""
    found = [*_machine(), *_terminal()]
    if folder is not None:
        found += [Finding("project", str(folder)), *_place(folder), *_rights(folder), *_store(folder), *_left(folder)]
    return found


def _machine() -> list[Finding]:
    from importlib.metadata import version

    from annotator.store.facts import sqlite_version

    return [
        Finding("annotator", __version__),
        Finding("Python", f"{platform.python_version()} ({sys.executable})"),
        Finding("SQLite", sqlite_version()),
        Finding("Textual", version("textual")),
        Finding("system", f"{platform.system()} {platform.release()} {platform.machine()}"),
    ]


def _terminal() -> list[Finding]:
    words = {name: os.environ[name] for name in ("TERM", "COLORTERM", "NO_COLOR", "TMUX", "LANG") if name in os.environ}
    value = " ".join(f"{name}={value}" for name, value in words.items()) or "no terminal"
    encoding = (sys.stdout.encoding or "").lower()
    wrong = "" if encoding in ("utf-8", "utf8") else f"it takes {encoding or 'no text'}; set LANG to a UTF-8 locale"
    return [Finding("terminal", value, wrong)]


def _place(folder: Path) -> list[Finding]:
    from annotator.store.place import allows_wal, file_system, mounts

    own = (folder / STORE).parent
    kind = file_system(own.resolve(), mounts()) or "unknown: this system does not say; see that it is no network drive"
    wrong = ""
    try:
        allows_wal(folder / STORE)
    except AnnotatorError as problem:
        wrong = str(problem).rstrip(".")
    free = shutil.disk_usage(folder).free
    little = "" if free >= ROOM else "when it is full, labels wait unsaved until there is room again"
    return [Finding("file system", kind, wrong), Finding("free room", f"{free / 1e9:.1f} GB", little)]


def _rights(folder: Path) -> list[Finding]:
    own = (folder / STORE).parent
    if not own.is_dir():
        # A copy that git has made: what lies there is never committed.
        return [Finding("rights", "nothing is there yet")]
    mode = stat.S_IMODE(own.stat().st_mode)
    shared = bool(mode & stat.S_IWGRP)
    # Whoever may not enter the folder reaches no file in it.
    if mode & 0o007 or (mode & 0o070 and not shared):
        return [Finding("rights", f"{mode:o}", f"others may look into {own}; chmod go-rwx {own}")]
    if not os.access(own, os.W_OK):
        return [Finding("rights", f"{mode:o}", f"you may not write to {own}, so nothing can be labelled")]
    return [Finding("rights", "a group works in it" if shared else "yours alone")]


def _store(folder: Path) -> list[Finding]:
    from annotator.store import log
    from annotator.store.facts import facts

    if not (folder / STORE).exists():
        return [Finding("store", "none yet")]
    if rotten := log.faults(folder / STORE):
        return [Finding("store", "was not opened", str(rotten[0]).rstrip("."))]
    try:
        store = Store.open(folder / STORE)
        try:
            found = [Finding(what, value) for what, value in facts(store).items()]
            damage = store.engine.integrity(quick=True)
        finally:
            store.close()
    except AnnotatorError as problem:
        return [Finding("store", "cannot be read", str(problem).rstrip("."))]
    wrong = "" if not damage else f"{damage[0]}; `annotator check` says more"
    return [*found, Finding("pages", "damaged" if damage else "whole", wrong)]


def _left(folder: Path) -> list[Finding]:
    own = (folder / STORE).parent
    backups = kept(own / BACKUPS)
    drafts = sorted((own / "drafts").glob("unsaved-*")) if (own / "drafts").is_dir() else []
    wrong = f"they lie in {drafts[0].parent}, and are saved when their annotator opens the project" if drafts else ""
    newest = f"{len(backups)}, the newest {backups[-1].name}" if backups else "none yet"
    return [Finding("daily backups", newest), Finding("unsaved changes", str(len(drafts)), wrong)]
