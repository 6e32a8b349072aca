"""Projects to compare: layers in marked text, written as an import writes them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from annotator.core.article import freeze
from annotator.core.claim import Claim, Layer, SchemeRef
from annotator.core.records.assignment import Assignment
from annotator.core.records.dataset import Content, Dataset
from annotator.core.records.decision import Decision
from annotator.core.records.format import Reading
from annotator.core.speaker import Speaker
from annotator.project.create import create
from annotator.project.exchange.incoming import write
from annotator.project.project import Project
from tests.agreement.marked import Row, layers, row

TEXT = "Rents fell. Wages rose. Dams hold."
RENTS, WAGES, DAMS = (
    "<Rents fell>. Wages rose. Dams hold.",
    "Rents fell. <Wages rose>. Dams hold.",
    ("Rents fell. Wages rose. <Dams hold>."),
)


class Marked(NamedTuple):
    """A layer: whose, on which article, and its claims as marked text."""

    name: str
    article: str = "a"
    rows: Sequence[Row] = (row(RENTS),)
    round: str = "main"
    kind: str = "human"
    status: str = "done"
    scheme: SchemeRef | None = None


def dataset(
    *held: Marked, plan: Iterable[tuple[str, str]] = (), decisions: Iterable[Decision] = (), text: str = TEXT
) -> Dataset:
    """The articles, layers and plan; articles differ only in their last word, because no text comes twice."""
    ids = sorted({each.article for each in held})
    articles = {id: freeze(id, f"{text} {id}", title=id.title()) for id in ids}
    found: dict[Layer, Content] = {}
    for each in held:
        layer = Layer(each.article, each.name, each.round, each.kind)
        found[layer] = Content(each.status, tuple(_claims(each)))
    return Dataset(
        articles=articles,
        layers=found,
        speakers={"ministry": Speaker("ministry", "Ministry", "organization")},
        assignments=tuple(Assignment(article, name, "main") for article, name in plan),
        decisions=tuple(decisions),
    )


def _claims(each: Marked) -> Iterable[Claim]:
    _, held = layers(each.article, **{each.name: each.rows}) if each.rows else (None, {each.name: ()})
    for claim in held[each.name]:
        id = f"{claim.id}-{each.round}-{each.kind}"
        yield replace(claim, id=id, round=each.round, layer=each.kind, scheme=each.scheme)


def project(folder: Path, data: Dataset) -> Project:
    """A project with the default scheme that holds the data; open."""
    create(folder, title="Compared").close()
    found = Project.open(folder)
    write(found, Reading(data))
    return found
