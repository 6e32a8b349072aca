"""The key behind the pseudonyms of a project: private, and never in an export."""

from __future__ import annotations

import hmac
import json
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from annotator.core.errors import AnnotatorError
from annotator.core.records.canonical import parse
from annotator.core.release.pseudonym import Pseudonyms
from annotator.project.project import STORE, Project
from annotator.store.place import reach

FILE = STORE.with_name("pseudonyms.json")
"""In the project's folder, readable by its owner alone: the key, and who is behind each name that was given."""


@contextmanager
def pseudonyms(project: Project) -> Iterator[Pseudonyms]:
    """Pseudonyms that are the same each time, made with a key of the project that is kept private.

    Who is behind each is written beside the key when the block ends. Raises AnnotatorError.
    """
    path = project.folder / FILE
    known = _read(path)
    fresh = not known
    key = bytes.fromhex(known["key"]) if known else secrets.token_bytes(32)
    names: dict[str, str] = dict(known.get("names", {}))
    count = len(names)

    def digest(kind: str, word: str) -> str:
        return hmac.new(key, f"{kind}\n{word}".encode(), "sha256").hexdigest()

    def name(given: str) -> str:
        made = "p" + digest("name", given)[:8]
        names.setdefault(made, given)
        return made

    if fresh:
        # Before the first use, so that what is exported can always be led back.
        _write(path, key, names)
    yield Pseudonyms(name, lambda id: "c" + digest("id", id)[:12])
    if len(names) > count:
        _write(path, key, names)


def _read(path: Path) -> dict[str, Any]:
    if not path.exists():
        return {}
    try:
        record = parse(path.read_bytes())
        bytes.fromhex(record["key"])
        if not all(isinstance(each, str) for each in record.get("names", {}).values()):
            raise TypeError("a name is no text")
        return dict(record)
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as problem:
        raise AnnotatorError(
            f"{path} cannot be read ({problem}); restore it, or the names will not be the same."
        ) from None


def _write(path: Path, key: bytes, names: dict[str, str]) -> None:
    record = {"key": key.hex(), "names": {made: names[made] for made in sorted(names)}}
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8") as stream:
            stream.write(json.dumps(record, ensure_ascii=True, indent=1) + "\n")
            stream.flush()
            reach(stream.fileno())
        part.replace(path)
    except OSError as problem:
        raise AnnotatorError(f"{path} could not be written: {problem.strerror}.") from problem
    finally:
        part.unlink(missing_ok=True)
