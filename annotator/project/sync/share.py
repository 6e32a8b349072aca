"""Sync: what is here and not in the folder goes out, then what is there and not here comes in."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from annotator.core.errors import UsageError
from annotator.project.project import Project
from annotator.project.sync.folder import Folder
from annotator.project.sync.incoming import receive
from annotator.project.sync.outgoing import send
from annotator.project.sync.report import Shared
from annotator.project.sync.scan import Scan, scan
from annotator.store import union


def share(
    project: Project, path: Path, *, keep: bool = True, progress: Callable[[str], None] = lambda words: None
) -> Shared:
    """Exchange events with a folder, once; without `keep` only say what would happen.

    Raises UsageError when there is no such folder, or another project's events lie in it; then nothing has happened.
    """
    folder = Folder(path)
    done = Shared(path, keep)
    with folder.alone():
        scans = _scans(project, folder, folder.files(), progress)
        _same_project(project, scans)
        done.faults += [each.fault for each in scans if each.fault is not None]
        send(project, folder, scans, done)
        torn = [each.path.name for each in scans if each.torn]
        done.waiting += [f"the rest of {name}, which ends within a line" for name in torn]
        made = receive(project, folder, scans, done, progress)
        if made and keep:
            # What had to be written because of what came in goes out, too.
            own = [path for id in made if (path := folder.path / f"{id}.jsonl").exists()]
            send(project, folder, _scans(project, folder, own, progress), done, made)
    return done


def _scans(project: Project, folder: Folder, paths: Sequence[Path], progress: Callable[[str], None]) -> list[Scan]:
    found = []
    for number, each in enumerate(paths, 1):
        progress(f"reading file {number:,} of {len(paths):,}")
        found.append(scan(folder, each, lambda writer: union.hashes(project.store, writer)))
    return found


def _same_project(project: Project, scans: Iterable[Scan]) -> None:
    for each in scans:
        if each.head is not None and each.head.project != project.config.id:
            raise UsageError(
                f"{each.path} is of another project: {each.head.project[:100]}, and this one is "
                f"{project.config.id}. Nothing was exchanged; name the folder of this project."
            )
