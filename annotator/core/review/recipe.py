"""The recipe of a decision: how its disagreement was settled, so that others of the same kind can be settled alike."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import replace
from typing import NamedTuple

from annotator.core.claim import Claim, FieldValue
from annotator.core.compare.kinds import BOUNDARY, FRAGMENTATION, MISSING
from annotator.core.compare.sense import Sense
from annotator.core.naming import plain
from annotator.core.records.decision import Decision
from annotator.core.review.case import Case
from annotator.core.review.majority import (
    INTERSECTION,
    UNION,
    copied,
    merged,
    votes,
    with_pieces,
    with_value,
)
from annotator.core.review.review import Review
from annotator.core.scheme import Scheme, cue_role, open_parts
from annotator.core.span import Pieces, intersection, union


class Step(NamedTuple):
    """How one part was settled: by its value, or by where it was taken from."""

    source: str
    """An annotator, `union`, `intersection`, or empty: by its value."""
    value: FieldValue | None = None


class Recipe(NamedTuple):
    """How a disagreement was settled."""

    kinds: tuple[str, ...]
    steps: Mapping[str, Step]
    """Part that differed → how it was settled. Empty and `rejects`: there is no such claim."""
    rejects: bool
    phrase: str
    """The words that brought it about: the cue, or the content where there is none."""
    pairs: Mapping[str, frozenset[Hashable]]
    """Field that differed → the values that met."""


def recipe_of(case: Case, decision: Decision, review: Review, text: str) -> Recipe | None:
    """The recipe of a decision; None where what was done cannot be done elsewhere."""
    if not case.clusters or case.split or case.agrees or len(decision.results) > 1:
        return None
    if decision.action not in ("take", "majority", "compose", "edit", "reject"):
        return None
    cluster = case.clusters[0]
    pairs = {
        key: frozenset(value for value, _ in votes(cluster, key, review.sense).values if value is not None)
        for key in _fields(case)
    }
    phrase = phrase_of(case, review.sense, text)
    if not decision.results:
        return Recipe(case.kinds, {}, True, phrase, pairs)
    result = decision.results[0]
    steps: dict[str, Step] = {}
    for part in differing(case, review.sense):
        source = decision.sources.get(part, "")
        if review.sense.scheme.field_of(part) is not None:
            steps[part] = Step("", result.fields.get(part))
        elif source in (UNION, INTERSECTION) or source in review.readers:
            steps[part] = Step(source)
        else:
            return None
    return Recipe(case.kinds, steps, False, phrase, pairs)


def alike(recipe: Recipe, case: Case, review: Review, text: str) -> bool:
    """Whether a case has the same disagreement: the same kinds, and the same phrase or the same values that met."""
    if not case.clusters or case.split or case.kinds != recipe.kinds:
        return False
    if recipe.pairs and set(recipe.kinds) == {f"field:{key}" for key in recipe.pairs}:
        cluster = case.clusters[0]
        met = {
            key: frozenset(value for value, _ in votes(cluster, key, review.sense).values if value is not None)
            for key in recipe.pairs
        }
        if met == recipe.pairs:
            return True
    return bool(recipe.phrase) and phrase_of(case, review.sense, text) == recipe.phrase


def applied(recipe: Recipe, case: Case, review: Review) -> tuple[Claim, ...] | None:
    """What the recipe makes of a case: its gold claims; None where something would stay open."""
    if recipe.rejects:
        return ()
    cluster = case.clusters[0]
    made, _ = merged(cluster, review.sense, review.ends)
    by = dict(cluster)
    for part, step in recipe.steps.items():
        if step.source in (UNION, INTERSECTION):
            parts = joined([claim.pieces(part) for claim in by.values()], step.source)
            if not fits(parts, part, review.sense.scheme):
                return None
            made = with_pieces(made, part, parts)
        elif step.source:
            if step.source not in by:
                return None
            made = copied(made, by[step.source], part, review.sense.scheme)
        else:
            made = with_value(made, part, step.value)
    rest = [part for part in merged(cluster, review.sense)[1] if part not in recipe.steps]
    if rest or open_parts(made, review.sense.scheme):
        return None
    return (replace(made, id=""),)


def joined(spans: Iterable[Pieces], how: str) -> Pieces:
    """All that any has, or all that is common to everybody who has something; maybe nothing."""
    found, *rest = [parts for parts in spans if parts] or [()]
    for parts in rest:
        found = union(found, parts) if how == UNION else intersection(found, parts)
    return found


def fits(parts: Pieces, role: str, scheme: Scheme) -> bool:
    """Whether a role can be these pieces: one at least, and several only where the scheme has them."""
    known = scheme.role(role)
    return len(parts) == 1 or (len(parts) > 1 and known is not None and known.pieces)


def differing(case: Case, sense: Sense) -> tuple[str, ...]:
    """The parts in which the claims of a case differ."""
    found: dict[str, None] = {}
    for finding in case.findings:
        if finding.kind in (BOUNDARY, FRAGMENTATION):
            found[sense.role] = None
        elif finding.kind.startswith("role:"):
            found[finding.kind.removeprefix("role:")] = None
        elif finding.kind.startswith("field:"):
            found[finding.kind.removeprefix("field:")] = None
        elif finding.kind != MISSING and finding.kind in sense.keys:
            found[finding.kind] = None
    return tuple(found)


def _fields(case: Case) -> tuple[str, ...]:
    return tuple(kind.removeprefix("field:") for kind in case.kinds if kind.startswith("field:"))


def phrase_of(case: Case, sense: Sense, text: str) -> str:
    """The words by which cases are the same: those of the most frequent cue, or of the content where nobody has one."""
    cue = cue_role(sense.scheme)
    for role in ((cue.key,) if cue else ()) + (sense.role,):
        spans = [claim.pieces(role) for claim in case.members if claim.pieces(role)]
        if spans:
            best = max(sorted(set(spans)), key=spans.count)
            return " ".join(plain(" ".join(text[start:end] for start, end in best)).split())
    return ""
