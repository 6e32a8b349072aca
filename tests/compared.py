"""Projects to compare: layers in marked text, written as an import writes them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from annotator.agreement.report import Report
from annotator.core.article import freeze
from annotator.core.claim import Claim, Layer, SchemeRef
from annotator.core.records.assignment import Assignment
from annotator.core.records.dataset import Content, Dataset
from annotator.core.records.decision import Decision
from annotator.core.records.format import Reading
from annotator.core.speaker import Speaker
from annotator.project.create import create
from annotator.project.exchange.incoming import write
from annotator.project.project import SCHEME, Project
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


GROWN = '\n  [[field.value]]\n  key = "doubts"\n  hotkey = "o"\n  help = "doubts it"\n'


def grown(held: Project) -> tuple[Project, SchemeRef]:
    """The project once its stance has one more value, and the scheme that it had."""
    old = SchemeRef(held.scheme.id, held.scheme.version, held.scheme.meaning)
    path = held.folder / SCHEME
    text = path.read_text("utf-8").replace('\n[[field]]\nkey = "evidence"', f'{GROWN}\n[[field]]\nkey = "evidence"')
    path.write_text(text.replace('version = "1.0"', 'version = "1.1"'), "utf-8")
    held.close()
    return Project.open(held.folder), old


def left_out(found: Report) -> list[tuple[str, str]]:
    """As plain pairs."""
    return [(each.what, each.why) for each in found.left_out]
