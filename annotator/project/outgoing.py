"""Exporting: a part of the project as bytes, with a report of what the format could not carry."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from annotator.core.claim import Layer
from annotator.core.edit import open_parts
from annotator.core.errors import AnnotatorError, UsageError
from annotator.core.records.dataset import Content, Dataset
from annotator.core.records.decision import IMPORT, RULE
from annotator.core.records.format import Losses, Part, Writer
from annotator.core.records.gold import fold as fold_gold
from annotator.project.project import Project

WRITERS = {
    "claims": "annotator.formats.claims",
    "articles": "annotator.formats.articles",
    "bundle": "annotator.formats.bundle",
}


def writer(name: str) -> Writer:
    """The format of this name. Raises UsageError when there is none."""
    from importlib import import_module

    if name not in WRITERS:
        raise UsageError(f"There is no format {name!r} to export; there are {', '.join(WRITERS)}.")
    found: Writer = import_module(WRITERS[name]).FORMAT
    return found


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
    names = project.config.gold
    counting = [each for each in data.decisions if not names or each.adjudicator in (*names, RULE, IMPORT)]
    found = fold_gold(counting, claims, project.scheme.primary.key)
    layers: dict[Layer, Content] = {}
    for claim in found.claims:
        layer = Layer(claim.article, claim.annotator, claim.round, "gold")
        old = layers.get(layer, Content("open"))
        layers[layer] = Content("open", (*old.claims, claim))
    return layers


def parts(project: Project, data: Dataset, format: str, losses: Losses) -> Iterator[Part]:
    """The export of a dataset; gold goes into a bundle as decisions only."""
    found = writer(format)
    if format == "bundle":
        data = replace(data, layers={each: held for each, held in data.layers.items() if each.kind != "gold"})
    waiting = sum(
        bool(open_parts(claim, project.scheme)) for content in data.layers.values() for claim in content.claims
    )
    losses.add("claims with something open, written without it", waiting)
    yield from found.write(data, losses)


def write_file(target: Path, found: Iterable[Part]) -> int:
    """Write the parts to one file, which appears whole or not at all; how many bytes.

    A link is followed. A device or a pipe is written to as it is, because it must never be replaced by a file.
    """
    size = 0
    if target.exists() and not target.is_file() and not target.is_dir():
        try:
            with target.open("wb") as stream:
                return sum(stream.write(each.data) for each in found)
        except OSError as problem:
            raise AnnotatorError(f"{target} could not be written: {problem.strerror or problem}.") from problem
    target = _resolved(target)
    part = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        with part.open("wb") as stream:
            for each in found:
                size += stream.write(each.data)
            stream.flush()
            os.fsync(stream.fileno())
        part.replace(target)
    except OSError as problem:
        raise AnnotatorError(f"{target} could not be written: {problem.strerror or problem}.") from problem
    finally:
        part.unlink(missing_ok=True)
    return size


def write_folder(target: Path, found: Iterable[Part]) -> int:
    """Write the parts to a folder, which appears whole or not at all; how many bytes.

    An older bundle is replaced, but only while nothing else lies in it: a project, or a file of one's own, stays.
    Raises UsageError for a folder that is kept.
    """
    target = _resolved(target)
    part = target.with_name(f".{target.name}.{os.getpid()}.part")
    old = target.with_name(f".{target.name}.{os.getpid()}.old")
    size = 0
    try:
        kept = _kept(target)
        if kept:
            raise UsageError(f"{target} is there already and is more than an export ({kept}); name another folder.")
        part.mkdir(parents=True)
        for each in found:
            place = part / each.file
            place.parent.mkdir(parents=True, exist_ok=True)
            with place.open("ab") as stream:
                size += stream.write(each.data)
        if target.exists():
            target.rename(old)
        try:
            part.rename(target)
        except OSError:
            if old.exists():
                old.rename(target)
            raise
    except OSError as problem:
        raise AnnotatorError(f"{target} could not be written: {problem.strerror or problem}.") from problem
    finally:
        shutil.rmtree(part, ignore_errors=True)
        shutil.rmtree(old, ignore_errors=True)
    return size


def _resolved(target: Path) -> Path:
    try:
        return target.resolve()
    except (OSError, RuntimeError, ValueError) as problem:
        raise AnnotatorError(f"{target} could not be written: {problem}.") from problem


def _kept(target: Path) -> str:
    """What forbids replacing a target by a bundle: the first thing in it that no bundle has written, or empty."""
    from annotator.formats.bundle import LINES, REFUSALS, TEXTS

    if not target.exists():
        return ""
    if not target.is_dir():
        return "a file"
    found = sorted(target.iterdir())
    return next((each.name for each in found if each.name not in (*LINES, REFUSALS, *TEXTS) or not each.is_file()), "")
