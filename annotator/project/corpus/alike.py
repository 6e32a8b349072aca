"""Which of the articles that were just added are much like others, as a split will see it."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable
from sys import byteorder

from annotator.core.release.likeness import Sketch, families, sketch
from annotator.project.project import Project

_KEPT = f"sketches:1:{byteorder}"
"""Under which the store keeps all sketches: hash of the text, how many numbers, the numbers."""
_HASH = 32
OFTEN = 200


def alike(
    project: Project, new: Iterable[str], progress: Callable[[str], None] = lambda words: None
) -> list[list[str]]:
    """Groups of articles that are alike and have a new one among them, each sorted."""
    fresh = set(new)
    sketches = _sketches(project, progress)
    near = sketches
    if 2 * len(fresh) < len(sketches):
        # What shares nothing with any new article is like none of them.
        numbers = {number for id in fresh for number in sketches.get(id, ())}
        near = {id: found for id, found in sketches.items() if id in fresh or not numbers.isdisjoint(found)}
    return [family for family in families(near) if len(family) > 1 and not fresh.isdisjoint(family)]


def _sketches(project: Project, progress: Callable[[str], None]) -> dict[str, Sketch]:
    """Article → its sketch. Those that were made before are kept in the store, because making one takes a while."""
    kept = _unpacked(project.store.cache_get(_KEPT) or b"")
    rows = [(row.key[0], bytes.fromhex(str(row.body["sha256"]))) for row in project.store.current("article")]
    made = 0
    for _, sha256 in rows:
        if sha256 not in kept:
            kept[sha256] = sketch(project.store.text(sha256.hex()))
            made += 1
            if made % OFTEN == 0:
                progress(f"{made:,} articles compared")
    if made:
        project.store.cache_put(_KEPT, _packed({sha256: kept[sha256] for _, sha256 in rows}))
    return {id: kept[sha256] for id, sha256 in rows}


def _packed(sketches: dict[bytes, Sketch]) -> bytes:
    return b"".join(sha256 + bytes([len(found)]) + found.tobytes() for sha256, found in sketches.items())


def _unpacked(raw: bytes) -> dict[bytes, Sketch]:
    found: dict[bytes, Sketch] = {}
    at = 0
    while at < len(raw):
        begin = at + _HASH + 1
        end = begin + 8 * raw[at + _HASH]
        found[raw[at : at + _HASH]] = array("Q", raw[begin:end])
        at = end
    return found
