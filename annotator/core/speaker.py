"""Speakers: who answers for a claim. The registry belongs to the project."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from annotator.core.text.pattern import lazy

AUTHOR = "@author"
UNKNOWN = "@unknown"
TYPES = ("person", "organization", "media", "group", "artifact", "author", "unknown")
_NOT_SLUG = lazy(r"[^\p{L}\p{M}\p{N}]+")


@dataclass(frozen=True, slots=True)
class Speaker:
    """One record of the registry; the last writer wins."""

    id: str
    """Slug of the first name given (`ilse_brandt`, then `ilse_brandt_2`); never changes."""
    name: str
    type: str = "person"
    aliases: tuple[str, ...] = ()
    role: str | None = None
    affiliation: str | None = None
    wikidata: str | None = None
    merged_into: str | None = None
    """Id of the speaker that this one turned out to be; resolved when read, never rewritten in claims."""
    extra: Mapping[str, Any] = field(default_factory=dict)
    """Unknown keys of the record, kept through a round trip."""


BUILT_IN: Mapping[str, Speaker] = {
    AUTHOR: Speaker(AUTHOR, "Author of the article", "author"),
    UNKNOWN: Speaker(UNKNOWN, "Unknown", "unknown"),
}


def slug(name: str) -> str:
    """The id for a first name: NFKC, case-folded, runs of other characters become one `_`, at most 64 characters.

    >>> slug("Ilse Brandt")
    'ilse_brandt'
    """
    folded = unicodedata.normalize("NFKC", name).casefold()
    return _NOT_SLUG.sub("_", folded).strip("_")[:64] or "speaker"


def new_id(name: str, taken: Collection[str]) -> str:
    """A free id for a new speaker of this name: the slug, then `_2`, `_3` …"""
    base = slug(name)
    candidate, number = base, 1
    while candidate in taken:
        number += 1
        candidate = f"{base}_{number}"
    return candidate


def resolve(id: str, registry: Mapping[str, Speaker]) -> Speaker:
    """The speaker that stands behind an id, through merges; a stand-in of type unknown when the id is not registered.

    A cycle of merges (made by two registries that merged in opposite directions) ends at its smallest id.
    """
    seen: list[str] = []
    current = id
    while True:
        found = BUILT_IN.get(current) or registry.get(current)
        if found is None:
            return Speaker(current, current, "unknown")
        if not found.merged_into:
            return found
        if current in seen:
            return registry[min(seen[seen.index(current) :])]
        seen.append(current)
        current = found.merged_into


def called(speaker: Speaker) -> tuple[str, ...]:
    """What a speaker is called: the name, the aliases, and a person's surname."""
    known = (speaker.name, *speaker.aliases)
    if speaker.type == "person" and " " in speaker.name:
        known = (*known, speaker.name.rsplit(" ", 1)[-1])
    return known


def living(registry: Mapping[str, Speaker]) -> dict[str, Speaker]:
    """The speakers that stand for themselves, each with what those merged into it are called among its aliases.

    So a name that was merged away still finds the one it turned out to be.
    """
    if not any(each.merged_into for each in registry.values()):
        return dict(registry)
    behind = {id: resolve(id, registry).id for id in registry}
    found = {id: registry[id] for id, end in behind.items() if id == end}
    for id, end in behind.items():
        if id != end and end in found:
            into, gone = found[end], registry[id]
            names = dict.fromkeys((*into.aliases, *called(gone)))
            found[end] = replace(into, aliases=tuple(name for name in names if name != into.name))
    return found


def told_apart(registry: Mapping[str, Speaker]) -> dict[str, str]:
    """Id → name of the speaker that stands behind it, for every id; those of one name are told apart by their ids.

    >>> told_apart({"b": Speaker("b", "Brandt"), "b_2": Speaker("b_2", "Brandt"), "r": Speaker("r", "Ruiz")})["b_2"]
    'Brandt (b_2)'
    """
    behind = {id: resolve(id, registry) for id in (*BUILT_IN, *registry)}
    ids: dict[str, set[str]] = {}
    for speaker in behind.values():
        ids.setdefault(speaker.name, set()).add(speaker.id)
    return {
        id: speaker.name if len(ids[speaker.name]) == 1 else f"{speaker.name} ({speaker.id})"
        for id, speaker in behind.items()
    }
