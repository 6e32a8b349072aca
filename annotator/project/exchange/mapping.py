"""Mapping files: what the words of a file from elsewhere mean here; read for an import, written to be edited."""

from __future__ import annotations

from pathlib import Path

from annotator.config.mapping import read_mapping, write_mapping
from annotator.core.errors import FaultsError, UsageError
from annotator.core.records.format import Part
from annotator.core.records.limits import WRITTEN_TOML
from annotator.core.standoff.mapping import LabelMapping
from annotator.project.exchange.target import write_file
from annotator.project.project import Project, read_text


def mapping_of(project: Project, path: Path) -> LabelMapping:
    """The mapping of a file. Raises FaultsError with all its faults, UsageError when there is no such file."""
    if not path.is_file():
        raise UsageError(
            f"There is no file {path}; `annotator import … --write-mapping {path}` writes the guess there."
        )
    found, faults = read_mapping(read_text(path), project.scheme, file=str(path))
    if found is None:
        raise FaultsError(faults)
    return found


def shown(project: Project, mapping: LabelMapping) -> str:
    """The mapping as a file of it reads."""
    return write_mapping(mapping, project.scheme)


def free(path: Path) -> Path:
    """A path that no file has yet. Raises UsageError when one has, because a person may have edited it."""
    if path.exists():
        raise UsageError(f"{path} is there already; name another file, or remove it first.")
    return path


def save(project: Project, mapping: LabelMapping, path: Path) -> None:
    """Write a mapping for a person to edit. Raises UsageError for one that could not be read again."""
    written = shown(project, mapping).encode("utf-8")
    if len(written) > WRITTEN_TOML:
        raise UsageError(f"{path} would be larger than a mapping may be; the file has {len(written):,} bytes of words.")
    write_file(path, [Part("", written)])
