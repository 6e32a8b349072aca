"""The state of a project in numbers: articles, annotators, claims, what is done and what waits."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from annotator.project.corpus.choosing import choose
from annotator.project.project import Project


@dataclass(frozen=True, slots=True)
class Cell:
    """One annotator's layer of one article."""

    annotator: str
    round: str
    kind: str
    claims: int
    status: str
    """open, done, or empty when it is only assigned."""
    assigned: bool


@dataclass(frozen=True, slots=True)
class Row:
    """One article."""

    id: str
    title: str
    length: int
    cells: tuple[Cell, ...]
    meta: Mapping[str, Any] = field(default_factory=dict)
    """What is known of it."""


def overview(project: Project, where: Sequence[str] = ()) -> list[Row]:
    """Every article for which the conditions hold, with its layers; from the projection alone, no text and no claim is
    read. Raises UsageError for a condition that is none."""
    store = project.store
    with store.snapshot():
        wanted = set(choose(project, where)) if where else None
        articles = store.current("article")
        claims = store.counts_by_layer()
        status = {row.key: str(row.body.get("status", "")) for row in store.current("status")}
        plan = {row.key for row in store.current("assign")}
    found: dict[str, dict[tuple[str, str, str], Cell]] = {}
    for article, kind, annotator, round in {*claims, *status}:
        key = (article, kind, annotator, round)
        cell = Cell(
            annotator, round, kind, claims.get(key, 0), status.get(key, "open"), (article, annotator, round) in plan
        )
        found.setdefault(article, {})[(kind, annotator, round)] = cell
    for article, annotator, round in plan:
        found.setdefault(article, {}).setdefault(
            ("human", annotator, round), Cell(annotator, round, "human", 0, "", True)
        )
    return [
        Row(
            row.key[0],
            str(row.body.get("title", "")),
            int(row.body.get("length", 0)),
            tuple(cell for _, cell in sorted(found.get(row.key[0], {}).items())),
            row.body.get("meta", {}),
        )
        for row in articles
        if wanted is None or row.key[0] in wanted
    ]


def as_json(project: Project, rows: list[Row]) -> dict[str, Any]:
    """The overview as `annotator status --json` prints it."""
    from dataclasses import asdict

    return {
        "format": "status/1",
        "project": {"id": project.config.id, "title": project.title, "scheme": project.scheme.id},
        "articles": [asdict(row) for row in rows],
    }
