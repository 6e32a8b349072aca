"""A new project: two files, guidelines, and an empty store."""

from __future__ import annotations

import os
from pathlib import Path

from annotator.config.project import FILE, ProjectConfig, read_project, write_project
from annotator.config.scheme import read_scheme
from annotator.core.article import article_id
from annotator.core.errors import FaultsError, UsageError
from annotator.core.records.limits import TITLE, TOML
from annotator.core.visible import visible
from annotator.project import data
from annotator.project.project import BACKUPS, GUIDELINES, SCHEME, STORE, Project, placed, read_text
from annotator.store import Store


def create(folder: Path, *, scheme: str = "claims", title: str = "", group: str = "") -> Project:
    """Make a project in `folder`, which may exist; for its owner alone, or for a group of this machine's users.

    Raises UsageError when a project or another scheme is there already, or there is no such group.
    """
    if (folder / FILE).exists():
        raise UsageError(f"{folder} is a project already; `annotator -C {folder} status` shows it.")
    text, guide = scheme_text(scheme)
    read, faults = read_scheme(text, file=scheme)
    if read is None:
        raise FaultsError(faults)
    name = visible(placed(folder).name)
    if title != visible(title):
        raise UsageError(f"The title {title!r} holds characters that cannot be shown; use a plain one.")
    if len(title) > TITLE:
        raise UsageError(f"The title has {len(title)} characters; it may have {TITLE}.")
    config = ProjectConfig(id=article_id(name), title=title or name[:TITLE])
    files = {FILE: write_project(config), SCHEME: text}
    _, faults = read_project(files[FILE], file=FILE)
    if faults:
        raise FaultsError(faults)
    _keep(folder / SCHEME, text)
    if guide is not None and not (folder / GUIDELINES).exists():
        files[GUIDELINES] = guide
    return lay_out(folder, files, group=group)


def _keep(path: Path, text: str) -> None:
    """Raise UsageError when somebody has another scheme there already."""
    try:
        other = path.exists() and path.read_bytes() != text.encode("utf-8")
    except OSError:
        other = True
    if other:
        raise UsageError(
            f"{path.parent} has a {SCHEME} already; `annotator init {path.parent} --scheme {path}` takes it, "
            "or move it away."
        )


def lay_out(folder: Path, files: dict[str, str], *, group: str = "") -> Project:
    """Write a project's files (annotator.toml last, because it is what makes the folder a project) and open it."""
    shared = _group(group) if group else None
    own = (folder / STORE).parent
    try:
        made = not folder.exists()
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        own.mkdir(exist_ok=True, mode=0o700)
        if shared is not None:
            # What is made in these folders belongs to the group, whoever makes it.
            for each in (*([folder] if made else []), own, own / "drafts", own / BACKUPS):
                each.mkdir(exist_ok=True)
                os.chown(each, -1, shared)
                each.chmod(0o2770)
        ignored = own / ".gitignore"
        ignored.touch(mode=0o600)
        ignored.write_text("*\n", "utf-8")
        for name in sorted(files, key=lambda name: name == FILE):
            (folder / name).write_bytes(files[name].encode("utf-8"))
            if shared is not None:
                os.chown(folder / name, -1, shared)
            (folder / name).chmod(0o600 if shared is None else 0o660)
    except OSError as problem:
        raise UsageError(f"{folder} cannot hold a project: {problem.strerror or problem}.") from problem
    Store.open(folder / STORE, create=True).close()
    return Project.open(folder)


def _group(name: str) -> int:
    """The number of a group. Raises UsageError."""
    import grp

    try:
        return grp.getgrnam(name).gr_gid
    except KeyError:
        raise UsageError(f"There is no group {name!r} on this machine; `getent group` lists them.") from None


def scheme_text(scheme: str) -> tuple[str, str | None]:
    """A ready scheme by name, or a file by its path: (TOML, guidelines or None)."""
    ready = data.schemes()
    if scheme in ready:
        guide = data.guidelines_for(scheme)
        return ready[scheme].read_text("utf-8"), guide.read_text("utf-8") if guide else None
    path = Path(scheme)
    if path.is_dir() and (path / SCHEME).is_file():
        path = path / SCHEME
    try:
        with path.open("rb") as stream:
            # One byte more than a scheme may have: what is larger is refused without having been read.
            text = stream.read(TOML + 1).decode("utf-8")
    except FileNotFoundError:
        raise UsageError(f"There is no scheme {scheme!r}; ready are {', '.join(ready)}, or name a file.") from None
    except (OSError, UnicodeDecodeError) as problem:
        raise UsageError(f"{path} cannot be read as a scheme: {problem}.") from problem
    guide_path = path.with_name(GUIDELINES)
    return text, read_text(guide_path) if guide_path.is_file() else None
