"""Layers made under other schemes: what can still be compared, and what cannot."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import replace

from annotator.core.claim import Claim, Layer
from annotator.core.compare.sense import ATTRIBUTION, SPEAKERS, Sense
from annotator.core.errors import UsageError
from annotator.core.records.dataset import Content, Dataset
from annotator.core.records.decision import Decision
from annotator.core.scheme import Field, Scheme, scheme_from_dict
from annotator.project.compare.choice import Reasons, Wanted, reader_of
from annotator.project.project import Project


def known_schemes(project: Project, data: Dataset) -> Mapping[str, Scheme]:
    """Meaning hash → scheme, of all that the project has had. The events are read only when a claim needs them, be it
    an annotator's, a model's, or one that a decision has made."""
    own = project.scheme
    found = {own.meaning: own}
    held: Iterable[Content | Decision] = (*data.layers.values(), *data.decisions)
    claims = (claim for each in held for claim in (each.results if isinstance(each, Decision) else each.claims))
    if any(claim.scheme is not None and claim.scheme.meaning not in found for claim in claims):
        for event in project.store.events():
            if event.kind == "scheme" and event.body:
                old = scheme_from_dict(json.loads(event.body))
                found.setdefault(old.meaning, old)
    return found


def comparable(
    chosen: Mapping[Layer, Content], known: Mapping[str, Scheme], own: Scheme, wanted: Wanted, reasons: Reasons
) -> dict[Layer, Content]:
    """Layers whose scheme is known and matches on the same role; and what of them does not count, said."""
    silent = unsaid(known, own)
    kept: dict[Layer, Content] = {}
    for layer, content in chosen.items():
        who = reader_of(layer, wanted.rounds)
        refs = {claim.scheme for claim in content.claims if claim.scheme is not None}
        unknown = sorted(f"{ref.id} {ref.version}" for ref in refs if ref.meaning not in known)
        others = [known[ref.meaning] for ref in sorted(refs) if ref.meaning in known and ref.meaning != own.meaning]
        if unknown:
            reasons.add(who, f"made under the scheme {unknown[0]}, which this project has never had", layer.article)
        elif any(other.primary.key != own.primary.key for other in others):
            reasons.add(who, "made under a scheme that matches on another role", layer.article)
        else:
            kept[layer] = content
            for other in others:
                keys = silent[other.meaning]
                for key in keys if not wanted.fields else keys & {*wanted.fields}:
                    why = f"made under {other.id} {other.version}, in which it is not the same"
                    reasons.add(f"{key} of {who}", why, layer.article)
    return kept


def unsaid(known: Mapping[str, Scheme], own: Scheme) -> dict[str, frozenset[str]]:
    """Meaning of another scheme → keys that are not the same in it.

    A scheme only ever grows, so an older one differs in fields that it did not have or that had fewer values: nobody
    could have said what others could. Claims made under it have no value of such a field, whoever made them.
    """
    return {meaning: frozenset(differing(each, own)) for meaning, each in known.items() if meaning != own.meaning}


def withheld(claims: Iterable[Claim], sense: Sense) -> dict[str, str]:
    """Key → why it is not compared, where every claim was made under a scheme in which it is not the same."""
    if not sense.silent:
        return {}
    found = [sense.unsaid(claim) for claim in claims]
    why = "all claims were made under a scheme in which it is not the same"
    return {key: why for key in sense.keys if found and all(key in each for each in found)}


def differing(one: Scheme, other: Scheme) -> list[str]:
    """Keys of `other` that do not mean the same in `one`."""
    found = [SPEAKERS] if one.speakers != other.speakers else []
    found += [ATTRIBUTION] if one.attribution != other.attribution else []
    return found + [each.key for each in other.fields if each.counts and not _same(one.field_of(each.key), each)]


def _same(one: Field | None, other: Field) -> bool:
    return one is not None and (one.type, [v.key for v in one.values]) == (other.type, [v.key for v in other.values])


def narrowed(scheme: Scheme, wanted: Wanted) -> Scheme:
    """The scheme with only the wanted fields counting, and with the wanted threshold. Raises UsageError."""
    threshold = scheme.threshold if wanted.threshold is None else wanted.threshold
    if not wanted.fields:
        return replace(scheme, threshold=threshold)
    keys = [field.key for field in scheme.fields]
    built_in = ([SPEAKERS] if scheme.speakers else []) + ([ATTRIBUTION] if scheme.attribution else [])
    for key in wanted.fields:
        if key not in (*built_in, *keys):
            raise UsageError(f"The scheme has no field {key!r}; there is {', '.join((*built_in, *keys))}.")
    return replace(
        scheme,
        threshold=threshold,
        speakers=SPEAKERS in wanted.fields,
        attribution=ATTRIBUTION in wanted.fields,
        fields=tuple(replace(field, counts=field.key in wanted.fields) for field in scheme.fields),
    )
