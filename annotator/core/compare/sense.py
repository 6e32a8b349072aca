"""What of a claim is compared: open parts as nothing, sets as sets, speakers as those they turned out to be."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from annotator.core.claim import Claim
from annotator.core.scheme import Field, Scheme
from annotator.core.speaker import Speaker, resolve

Compared: TypeAlias = Hashable
"""A value as it is compared: a key, a number, or a frozenset of keys."""

Shape: TypeAlias = tuple[tuple[str, str], ...]
"""Keys, each with how it is read."""

SPEAKERS = "speakers"
ATTRIBUTION = "attribution"
SETS = ("multi", "entity")
_PLAIN, _MULTI, _SPEAKERS, _NAMED, _ASKED = "plain", "multi", "speakers", "named", "asked"
_POSITION = "position"
_EMPTY: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Sense:
    """How claims are read when they are compared."""

    scheme: Scheme
    behind: Mapping[str, str]
    """Speaker id → id of the one that stands behind it, where that is another."""
    silent: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """Meaning of another scheme → keys that mean something else there: claims made under it have no value of these."""

    role: str = field(init=False, compare=False, repr=False)
    """The role on which claims are matched."""
    shape: Shape = field(init=False, compare=False, repr=False)
    """Every key with how it is read, made ready once."""
    ties: Shape = field(init=False, compare=False, repr=False)
    """The keys that decide between equal overlaps, the first of them first; after them it is the position."""

    def __post_init__(self) -> None:
        kinds = {
            each.key: _MULTI if each.type == "multi" else _ASKED if each.type in SETS else _PLAIN
            for each in self.scheme.fields
        }
        kinds[SPEAKERS] = _SPEAKERS
        ties = [key for key in self.scheme.ties if key != _POSITION]
        tied = {**kinds, SPEAKERS: _SPEAKERS if self.behind else _NAMED}
        object.__setattr__(self, "role", self.scheme.primary.key)
        object.__setattr__(self, "shape", tuple((key, kinds.get(key, _ASKED)) for key in self.keys))
        object.__setattr__(self, "ties", tuple((key, tied.get(key, _ASKED)) for key in ties))

    @property
    def fields(self) -> tuple[Field, ...]:
        """The fields that count, in the scheme's order."""
        return tuple(each for each in self.scheme.fields if each.counts)

    @property
    def keys(self) -> tuple[str, ...]:
        """What is compared besides spans: speakers, attribution, and the fields that count."""
        built_in = ((SPEAKERS,) if self.scheme.speakers else ()) + ((ATTRIBUTION,) if self.scheme.attribution else ())
        return (*built_in, *(each.key for each in self.fields))

    def level(self, key: str) -> str:
        """The distance of a key's alpha: nominal, ordinal, interval, masi, jaccard."""
        known = self.scheme.field_of(key)
        if key == SPEAKERS:
            return "masi"
        if key == ATTRIBUTION or known is None:
            return "nominal"
        if known.type in SETS:
            return known.distance or "masi"
        return {"ordinal": "ordinal", "number": "interval"}.get(known.type, "nominal")

    def value(self, claim: Claim, key: str) -> Compared | None:
        """The value of a part or field; None while it is open. A set that nobody has filled is the empty set."""
        if self.silent and key in self.unsaid(claim):
            return None
        if key == SPEAKERS:
            return frozenset(map(self._living, claim.speakers)) if claim.speakers else None
        if key == ATTRIBUTION:
            return self._chain(claim)
        known = self.scheme.field_of(key)
        found = claim.fields.get(key)
        if known is not None and known.type == "multi":
            return frozenset(found) if isinstance(found, tuple) else frozenset()
        if isinstance(found, tuple):
            return frozenset(map(self._living, found))
        return found

    def row(self, claim: Claim) -> tuple[Compared | None, ...]:
        """The values of all `keys`, in their order: as `value`, only faster for many claims."""
        return tuple(self._read(claim, self.shape))

    def tied(self, claim: Claim) -> list[Compared | None]:
        """The values of the ties, in their order, only to be compared: one speaker is not made a set of one."""
        return self._read(claim, self.ties)

    def _read(self, claim: Claim, shape: Shape) -> list[Compared | None]:
        fields = claim.fields
        found: list[Compared | None] = []
        for key, kind in shape:
            if kind == _PLAIN:
                found.append(fields.get(key))
            elif kind == _NAMED:
                said = claim.speakers
                found.append(said if len(said) == 1 else frozenset(said) or None)
            elif kind == _MULTI:
                held = fields.get(key)
                found.append(frozenset(held) if isinstance(held, tuple) else _EMPTY)
            elif kind == _SPEAKERS and not self.behind:
                found.append(frozenset(claim.speakers) if claim.speakers else None)
            else:
                found.append(self.value(claim, key))
        if self.silent and (unsaid := self.unsaid(claim)):
            return [None if key in unsaid else said for (key, _), said in zip(shape, found, strict=True)]
        return found

    def unsaid(self, claim: Claim) -> frozenset[str]:
        """Keys of which this claim could not have said what others could."""
        return self.silent.get(claim.scheme.meaning, _EMPTY) if claim.scheme is not None else _EMPTY

    def _living(self, id: str) -> str:
        return self.behind.get(id, id)

    def _chain(self, claim: Claim) -> Compared | None:
        """The chain, outermost first; a claim without one is said by its speakers directly."""
        if not claim.speakers:
            return None
        if not claim.attribution and len(claim.speakers) == 1 and not self.behind:
            return (claim.speakers,)
        chain = claim.attribution or (claim.speakers,)
        return tuple(tuple(sorted(map(self._living, link))) for link in chain)


def sense_of(
    scheme: Scheme, registry: Mapping[str, Speaker], silent: Mapping[str, frozenset[str]] | None = None
) -> Sense:
    """The sense of a project; `silent` as in `Sense`."""
    ends = {id: resolve(id, registry).id for id in registry}
    return Sense(scheme, {id: end for id, end in ends.items() if id != end}, silent or {})
