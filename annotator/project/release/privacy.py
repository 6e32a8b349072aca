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

from annotator.core.claim import Layer
from annotator.core.errors import AnnotatorError
from annotator.core.records.canonical import parse
from annotator.core.release.pseudonym import Pseudonyms
from annotator.project.project import STORE, Project
from annotator.store.lock import WriteLock
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
    if not known:
        # Before the first use, so that what is exported can always be led back; by one program only.
        known = _begun(path)
    key = bytes.fromhex(known["key"])
    names: dict[str, str] = dict(known.get("names", {}))
    count = len(names)

    def digest(kind: str, word: str) -> str:
        return hmac.new(key, f"{kind}\n{word}".encode(), "sha256").hexdigest()

    def name(given: str) -> str:
        made = "p" + digest("name", given)[:8]
        names.setdefault(made, given)
        return made

    yield Pseudonyms(name, lambda id: "c" + digest("id", id)[:12], _models(project))
    if len(names) > count:
        with _alone(path):
            # Another export may have added names of its own meanwhile.
            _write(path, key, {**_read(path).get("names", {}), **names})


def _begun(path: Path) -> dict[str, Any]:
    """The file with a fresh key, or the one that another program has begun meanwhile."""
    with _alone(path):
        if not path.exists():
            _write(path, secrets.token_bytes(32), {})
    return _read(path)


def _alone(path: Path) -> WriteLock:
    return WriteLock(path.with_name(path.name + ".lock"))


def _models(project: Project) -> frozenset[str]:
    """What models are called, where no person is called so."""
    layers = [Layer(*key) for key in project.store.counts_by_layer()]
    names = {kind: {layer.annotator for layer in layers if layer.kind == kind} for kind in ("model", "human")}
    return frozenset(names["model"] - names["human"])


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
