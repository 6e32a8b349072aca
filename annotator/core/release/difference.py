"""What differs between two states of some layers: claims added, removed, moved, relabelled, part by part."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from annotator.core.claim import Claim
from annotator.core.record import field_to_json, link_to_json

ADDED, REMOVED, CHANGED = "added", "removed", "changed"
ORDER = (REMOVED, CHANGED, ADDED)


class Difference(NamedTuple):
    """One claim that is not as it was."""

    change: str
    """added, removed, or changed."""
    claim: Claim
    """As it is now; a removed one as it was."""
    moved: Mapping[str, tuple[Any, Any]] = {}
    """Role → pieces before and after, each as [start, end]."""
    relabelled: Mapping[str, tuple[Any, Any]] = {}
    """Field, `speakers`, `attribution` or `links` → value before and after; None: there was, or is, none."""

    def as_json(self) -> dict[str, Any]:
        """As `annotator diff --json` prints it."""
        claim = self.claim
        return {
            "article": claim.article,
            "kind": claim.layer,
            "annotator": claim.annotator,
            "round": claim.round,
            "id": claim.id,
            "change": self.change,
            "moved": {key: list(pair) for key, pair in self.moved.items()},
            "relabelled": {key: list(pair) for key, pair in self.relabelled.items()},
        }


def differences(old: Iterable[Claim], new: Iterable[Claim]) -> list[Difference]:
    """What became of each claim, by identity (article, kind, annotator, round, id), in that order.

    Notes, times, origin and score do not count: what a claim says is the same.
    """
    before = {claim.key: claim for claim in old}
    after = {claim.key: claim for claim in new}
    found: list[Difference] = []
    for key in sorted(before.keys() | after.keys()):
        was, now = before.get(key), after.get(key)
        if now is None and was is not None:
            found.append(Difference(REMOVED, was))
        elif was is None and now is not None:
            found.append(Difference(ADDED, now))
        elif was is not None and now is not None:
            moved = _pairs(
                {role: _spans(was, role) for role in was.spans}, {role: _spans(now, role) for role in now.spans}
            )
            relabelled = _pairs(_labels(was), _labels(now))
            if moved or relabelled:
                found.append(Difference(CHANGED, now, moved, relabelled))
    return found


def counts(found: Iterable[Difference]) -> dict[str, Any]:
    """How many claims were added, removed and moved, and how many were relabelled in each part."""
    whole: Counter[str] = Counter()
    parts: Counter[str] = Counter()
    for each in found:
        whole[each.change] += 1
        whole["moved"] += bool(each.moved)
        whole["relabelled"] += bool(each.relabelled)
        parts.update(each.relabelled.keys())
    names = (ADDED, REMOVED, "moved", "relabelled")
    return {**{name: whole[name] for name in names}, "fields": {key: parts[key] for key in sorted(parts)}}


def _pairs(old: Mapping[str, Any], new: Mapping[str, Any]) -> dict[str, tuple[Any, Any]]:
    keys = dict.fromkeys([*old, *new])
    return {key: (old.get(key), new.get(key)) for key in sorted(keys) if old.get(key) != new.get(key)}


def _spans(claim: Claim, role: str) -> list[list[int]]:
    return [list(part) for part in claim.spans[role]]


def _labels(claim: Claim) -> dict[str, Any]:
    """Everything that a claim says besides its spans. What is empty is left out."""
    said: dict[str, Any] = {key: field_to_json(value) for key, value in claim.fields.items()}
    if claim.speakers:
        said["speakers"] = list(claim.speakers)
    if claim.attribution:
        said["attribution"] = [list(link) for link in claim.attribution]
    if claim.links:
        said["links"] = [link_to_json(link) for link in claim.links]
    return said
