"""The plan: who is to read which article."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from annotator.config.user import name_fault, round_fault
from annotator.core.errors import UsageError
from annotator.core.event import Batch, Change
from annotator.core.records.assignment import Assignment, assignment_body
from annotator.project.desk import token
from annotator.project.project import PROGRAM, Project


def assign(project: Project, articles: Iterable[str], names: Sequence[str], *, round: str = "main") -> tuple[int, int]:
    """Give every article to every name, in one transaction: (newly assigned, assigned before)."""
    for fault in (*map(name_fault, names), round_fault(round)):
        if fault:
            raise UsageError(str(fault))
    ids = project.resolve_ids(articles)
    plan = [Assignment(id, name, round) for id in ids for name in names]
    new = [each for each in dict.fromkeys(plan) if project.store.get("assign", each.key) is None]
    if new:
        changes = tuple(
            Change("assign", each.key, assignment_body(each), project.store.head("assign", each.key)) for each in new
        )
        project.store.record(Batch(token(12), changes, PROGRAM))
    return len(new), len(set(plan)) - len(new)
