"""Putting the words back into lines without: each text is found by its hash, and nothing is guessed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

from annotator.config.project import FILE
from annotator.core.article import clean, text_hash
from annotator.core.errors import AnnotatorError, Fault, UsageError
from annotator.core.records import limits
from annotator.core.records.bare import FORMATS, filled, reference
from annotator.core.records.canonical import canonical, parse
from annotator.core.records.check import shown
from annotator.core.records.limits import LARGEST_ARTICLE
from annotator.core.records.raw_line import raw_lines
from annotator.formats.corpora.decode import decode
from annotator.project.project import Project

Texts = Callable[[str], str | None]
"""Hash of a frozen text → the text; None when it is not there."""


def texts_of(place: Path) -> tuple[Texts, list[str]]:
    """The texts of a project, or of the files in a folder, hidden ones left out; they are decoded and cleaned as `add`
    does it.

    Also a sentence for each file that could not be read. Raises UsageError when there is no such folder.
    """
    if (place / FILE).is_file():
        with Project.open(place) as project:
            rows = [(str(row.body["sha256"]), row.key[0]) for row in project.store.current("article")]
            held = {sha256: project.article(id).text for sha256, id in rows}
        return held.get, []
    if not place.is_dir():
        raise UsageError(f"{place} is neither a project nor a folder with the texts.")
    found: dict[str, Path] = {}
    notes: list[str] = []
    for path in sorted(each for each in place.rglob("*") if each.is_file() and not _hidden(each.relative_to(place))):
        try:
            text = _text(path)
        except (OSError, ValueError) as problem:
            notes.append(f"{path} was passed over: {problem}.")
            continue
        found.setdefault(text_hash(text), path)

    def look(sha256: str) -> str | None:
        return _text(found[sha256]) if sha256 in found else None

    return look, notes


def _hidden(path: Path) -> bool:
    return any(part.startswith(".") for part in path.parts)


def _text(path: Path) -> str:
    if path.stat().st_size > LARGEST_ARTICLE:
        raise ValueError(f"it is larger than {limits.shown(LARGEST_ARTICLE)}; no article is")
    decoded = decode(path.read_bytes())
    if decoded.problem:
        raise ValueError(decoded.problem)
    return clean(decoded.text)


def rehydrated(path: Path, texts: Texts) -> Iterator[bytes | Fault]:
    """Each line of a file with its words again, or why it cannot be. Raises AnnotatorError for a file without lines."""
    try:
        with path.open("rb") as stream:
            for number, raw, wrong in raw_lines(stream):
                if wrong:
                    yield replace(wrong, file=str(path), line=number)
                elif raw.strip():
                    yield _line(raw.rstrip(b"\n"), texts, Fault("", file=str(path), line=number))
    except OSError as problem:
        raise AnnotatorError(f"{path} cannot be read: {problem.strerror or problem}.") from problem


def _line(raw: bytes, texts: Texts, place: Fault) -> bytes | Fault:
    try:
        record = parse(raw)
    except ValueError as problem:
        return replace(place, what=str(problem))
    if not isinstance(record, dict) or record.get("format") not in list(FORMATS):
        right = f"a line that was exported with --no-text ({', '.join(FORMATS)})"
        return replace(place, what=f"the line is {shown(record)}", right=right)
    article, sha256, length = reference(record)
    text = texts(sha256)
    if text is None:
        what = f"no text has the hash {sha256[:12]}… of the article {shown(article)}"
        return replace(place, what=what, right="the very text that was labelled, unchanged")
    if length != len(text):
        return replace(place, what=f"the article {shown(article)} has {len(text)} characters, not {length}")
    found = filled(record, text)
    return canonical(found) + b"\n" if isinstance(found, dict) else replace(place, what=found)
