"""Exporting: a part of the project as bytes, with a report of what the format could not carry."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

from annotator.core.claim import Layer
from annotator.core.edit import open_parts
from annotator.core.errors import UsageError
from annotator.core.records.dataset import Content, Dataset
from annotator.core.records.format import Losses, Part, Writer
from annotator.core.records.gold import fold as fold_gold
from annotator.project.compare.reference import counting
from annotator.project.project import Project


def chosen(project: Project, *, layer: str = "all", articles: Iterable[str] = (), round: str = "") -> Dataset:
    """The part of the project to export: all layers, gold, or one annotator's. Raises UsageError for unknown names."""
    data = project.dataset()
    ids = [project.resolve_id(article) for article in articles] or list(data.articles)
    layers = dict(data.layers)
    if layer in ("all", "gold"):
        layers |= gold_layers(project, data)
    names = {each.annotator for each in layers}
    if layer not in ("all", "gold") and layer not in names:
        known = ", ".join(sorted(names)) or "nobody yet"
        raise UsageError(f"There is no layer of {layer!r}; there are layers of {known}.")
    kept = {
        each: content
        for each, content in layers.items()
        if each.article in ids
        and (not round or each.round == round)
        and (layer == "all" or (each.kind == "gold" if layer == "gold" else each.annotator == layer))
    }
    return replace(
        data,
        articles={id: data.articles[id] for id in ids},
        layers=kept,
        assignments=tuple(each for each in data.assignments if each.article in ids),
        decisions=tuple(each for each in data.decisions if each.article in ids),
        refusals=tuple(each for each in data.refusals if each.article in ids and layer in ("all", each.annotator)),
    )


def gold_layers(project: Project, data: Dataset) -> dict[Layer, Content]:
    """Gold as the fold of the decisions of those whom annotator.toml names."""
    if not data.decisions:
        return {}
    claims = [claim for layer, content in data.layers.items() if layer.kind == "human" for claim in content.claims]
    found = fold_gold(counting(data, project.config.gold), claims, project.scheme.primary.key)
    layers: dict[Layer, Content] = {}
    for claim in found.claims:
        layer = Layer(claim.article, claim.annotator, claim.round, "gold")
        old = layers.get(layer, Content("open"))
        layers[layer] = Content("open", (*old.claims, claim))
    return layers


def in_unit(writer: Writer, unit: str) -> Writer:
    """The format with its offsets in this unit. Raises UsageError when it has no choice."""
    if not unit:
        return writer
    if not hasattr(writer, "offsets"):
        raise UsageError(f"The format {writer.name} counts in one unit only; leave --offsets out.")
    changed: Any = writer
    found: Writer = replace(changed, offsets=unit)
    return found


def parts(project: Project, data: Dataset, writer: Writer, losses: Losses) -> Iterator[Part]:
    """The export of a dataset; gold goes into a bundle as decisions only."""
    if writer.name == "bundle":
        data = replace(data, layers={each: held for each, held in data.layers.items() if each.kind != "gold"})
    waiting = sum(
        bool(open_parts(claim, project.scheme)) for content in data.layers.values() for claim in content.claims
    )
    losses.add("claims with something open, written without it", waiting)
    yield from writer.write(data, losses)
