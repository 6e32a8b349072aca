"""Guidance at the point of decision: what this team's own gold has to show for a field."""

from __future__ import annotations

from annotator.core.feedback.example import Example, examples
from annotator.core.feedback.pairing import Settled
from annotator.core.records.decision import decision_from_body
from annotator.core.scheme import Field, Scheme
from annotator.project.desk import Project
from annotator.project.review.setup import Setup


def field_of(slug: str, scheme: Scheme) -> Field | None:
    """The field whose passage of the guidelines this is; None when it is a role's, or nobody's."""
    return next((field for field in scheme.fields if slug in (field.guideline, field.key)), None)


def shown_by_gold(project: Project, setup: Setup, slug: str) -> tuple[Example, ...]:
    """Examples from the decisions that count on the adjudicator's screen, for the field of a passage; mostly few."""
    field = field_of(slug, project.scheme)
    if field is None:
        return ()
    decisions = map(decision_from_body, (row.body for row in project.store.current("decide")))
    settled = [Settled(each, each.results) for each in decisions if each.results and setup.counts(each)]
    known = set(project.article_ids())
    wanted = {claim.article for each in settled for claim in each.gold} & known
    texts = {id: project.article(id).text for id in sorted(wanted)}
    return examples(field, settled, texts, project.scheme.primary.key)
