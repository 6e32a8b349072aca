"""Articles of which somebody is to see no numbers yet, because they are still to label them."""

from __future__ import annotations

from annotator.project.overview import overview
from annotator.project.project import Project


def unread(project: Project, annotator: str, round: str) -> frozenset[str]:
    """What was assigned to them or begun and is not done; for whoever takes part without a plan, all that is not done.

    Empty for somebody who labels nothing in this round.
    """
    rows = overview(project)
    wanted = ("human", annotator, round)
    mine = {row.id: cell for row in rows for cell in row.cells if (cell.kind, cell.annotator, cell.round) == wanted}
    done = {id for id, cell in mine.items() if cell.status == "done"}
    planned = any(cell.assigned for cell in mine.values())
    every = frozenset(mine) if planned or not mine else frozenset(row.id for row in rows)
    return every - done
