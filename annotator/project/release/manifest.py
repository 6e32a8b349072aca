"""Releases: an export that is frozen at a version vector, with a manifest from which it can be written again."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from annotator.config.project import FILE, read_project
from annotator.core.errors import AnnotatorError, FaultsError, UsageError
from annotator.core.records.canonical import parse
from annotator.core.records.check import shown
from annotator.core.records.filename import file_names
from annotator.core.records.format import Part
from annotator.core.scheme import scheme_from_dict
from annotator.project.exchange.asked import Asked, asked_from_json
from annotator.project.exchange.moment import Moment
from annotator.project.exchange.target import write_file
from annotator.project.project import RELEASES, SCHEME_KEY, STORE, Project
from annotator.store.past import at
from annotator.store.place import mode_in

FORMAT = "release/1"
_NAME = re.compile(r"(?!\.)[\w.\-]{1,64}(?<!\.)")


@dataclass(frozen=True, slots=True)
class Release:
    """What was frozen. `record` is the whole manifest, as its file has it."""

    name: str
    record: Mapping[str, Any]

    @property
    def asked(self) -> Asked:
        """The filters, the split and what is held back."""
        return asked_from_json(self.record["asked"])

    @property
    def formats(self) -> list[str]:
        """Names of the formats it was made in."""
        return list(self.record["made_in"])

    @property
    def vector(self) -> Mapping[str, int]:
        """Writer → its last event."""
        return dict(self.record["vector"])

    @property
    def created(self) -> str:
        """UTC."""
        return str(self.record["created"])

    @property
    def portions(self) -> dict[str, str]:
        """Article → its portion; empty without a split."""
        split = self.record.get("split") or {}
        return {id: name for name, ids in split.get("portions", {}).items() for id in ids}

    @property
    def unplaced(self) -> dict[str, str]:
        """Article → why it is in no portion."""
        split = self.record.get("split") or {}
        return dict(split.get("unplaced", {}))


def name_checked(name: str) -> str:
    """The name of a release. Raises UsageError when it cannot be a file's name everywhere."""
    if not _NAME.fullmatch(name) or name.casefold() == NOW or file_names([name]) != {name: name}:
        what = f"{name!r} cannot be the name of a release"
        right = f"letters, digits, _ . and -, at most 64, no dot at its ends, not `{NOW}`, and no device of Windows"
        raise UsageError(f"{what}; {right}.")
    return name


NOW = "now"
"""What `diff` calls the project as it is."""


def releases(project: Project) -> list[Release]:
    """All releases, the oldest first. Raises AnnotatorError for a file that is no manifest."""
    folder = project.folder / RELEASES
    found = [_read(path) for path in sorted(folder.glob("[!.]*.json"))] if folder.is_dir() else []
    return sorted(found, key=lambda each: (each.created, each.name))


def release(project: Project, name: str) -> Release:
    """The release of this name. Raises UsageError with near names when there is none."""
    from difflib import get_close_matches

    path = project.folder / RELEASES / f"{name_checked(name)}.json"
    if path.is_file():
        return _read(path)
    names = [each.name for each in releases(project)]
    near = get_close_matches(name, names, 3)
    known = f"did you mean {' or '.join(near)}?" if near else f"there are {', '.join(names) or 'none yet'}."
    raise UsageError(f"There is no release {name!r}; {known}")


def taken(project: Project, name: str) -> bool:
    """Whether there is a release of this name, in any case."""
    return any(each.name.casefold() == name.casefold() for each in releases(project))


def save(project: Project, name: str, record: Mapping[str, Any]) -> Path:
    """Write the manifest of a new release; it appears whole or not at all. Raises AnnotatorError."""
    path = project.folder / RELEASES / f"{name}.json"
    mode = mode_in((project.folder / STORE).parent)
    try:
        if not path.parent.is_dir():
            path.parent.mkdir(mode=0o700)
            path.parent.chmod(0o700 if mode == 0o600 else 0o2770)
    except OSError as problem:
        raise AnnotatorError(f"{path.parent} could not be made: {problem.strerror}.") from problem
    try:
        held = (json.dumps(record, ensure_ascii=True, indent=1) + "\n").encode()
        write_file(path, [Part("", held)], mode=mode, new=True)
    except FileExistsError:
        raise taken_already(name) from None
    return path


def taken_already(name: str) -> UsageError:
    """There is a release of this name."""
    return UsageError(f"There is a release {name!r} already, and releases never change; name another.")


@contextmanager
def moment_of(project: Project, found: Release) -> Iterator[Moment]:
    """The project as it was at a release. Raises StoreError when some of its events are not here."""
    files = found.record["project_files"]
    config, faults = read_project(files[FILE], file=f"{FILE} of {found.name}")
    if config is None:
        raise FaultsError(faults)
    store = at(project.store, found.vector)
    try:
        row = store.get("scheme", SCHEME_KEY)
        if row is None:
            raise AnnotatorError(f"The release {found.name} has no scheme; {RELEASES}/{found.name}.json was changed.")
        yield Moment(store, scheme_from_dict(row.body), config, files)
    finally:
        store.close()


def kept(project: Project, names: Sequence[str], by: str) -> dict[str, str]:
    """Article → the portion it had in the earliest release that placed it.

    Raises UsageError when an earlier release was split in another way, because then nothing could be kept.
    """
    found: dict[str, str] = {}
    for each in releases(project):
        split = each.record.get("split")
        if not split:
            continue
        if list(split["portions"]) != list(names) or split["by"] != by:
            was = f"into {'/'.join(split['portions'])} by {split['by']}"
            raise UsageError(
                f"The release {each.name} was split {was}, and articles keep their portion; split in the same way, "
                "or say --afresh to forget earlier releases."
            )
        for id, portion in each.portions.items():
            found.setdefault(id, portion)
    return found


def _check(record: Mapping[str, Any]) -> None:
    """Raises TypeError or KeyError when something is missing, or is not what it is called."""
    texts = [*record["made_in"], *record["project_files"].values(), record["project_files"][FILE]]
    texts += [each[key] for each in record["files"] for key in ("path", "sha256")]
    numbers = [*record["vector"].values(), record["claims"], record["articles"]]
    wrong = [*(each for each in texts if type(each) is not str), *(each for each in numbers if type(each) is not int)]
    lists = [record["asked"][key] for key in ("articles", "where", "origin") if key in record["asked"]]
    split = record.get("split")
    if split:
        texts += [split["by"], *split["portions"], *split["unplaced"].values()]
        lists += split["portions"].values()
    wrong += [*(each for each in lists if type(each) is not list)]
    wrong += [each for held in lists if type(held) is list for each in held if type(each) is not str]
    if wrong:
        raise TypeError(f"{shown(wrong[0])} is not what it should be")


def _read(path: Path) -> Release:
    try:
        record = parse(path.read_bytes())
        form = record["format"]
        if form != FORMAT:
            raise AnnotatorError(f"{path} is {form!r}; this version understands {FORMAT}.")
        found = Release(path.stem, record)
        _ = (found.asked, found.formats, found.portions, found.unplaced, found.created)
        _check(record)
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as problem:
        raise AnnotatorError(f"{path} is not the manifest of a release ({problem}); restore it.") from problem
    return found
