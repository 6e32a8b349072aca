"""The ground that feedback stands on: layers that count, decisions in force, and gold, read once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from annotator.config.guidelines import slugs
from annotator.core.compare.sense import Sense, sense_of
from annotator.core.feedback.pairing import Pairing, Settled, in_force, pair
from annotator.core.feedback.wording import Wording
from annotator.core.records.dataset import Dataset
from annotator.core.records.decision import Decision
from annotator.core.records.gold import Gold
from annotator.project.compare.choice import Compared, Reasons, Wanted, checked, choose, fitting
from annotator.project.compare.gold import counting, gold_of
from annotator.project.compare.schemes import comparable, known_schemes, unsaid
from annotator.project.project import Project


@dataclass(frozen=True, slots=True)
class Ground:
    """Everything that a page of feedback is made from."""

    data: Dataset
    round: str
    compared: Compared
    """Article → annotator → claims: human layers that are done, and assigned where there is a plan."""
    decisions: tuple[Decision, ...]
    """Those that make gold, in force or not."""
    gold: Gold
    settled: Mapping[str, list[Settled]]
    """Article → decisions in force."""
    sense: Sense
    wording: Wording
    passages: tuple[str, ...]
    """Slugs of the guidelines."""
    reasons: Reasons
    """What was left out, and why."""

    def text(self, article: str) -> str:
        """The article's text."""
        return self.data.articles[article].text

    def pairing(self, article: str, name: str) -> Pairing:
        """One annotator's claims of an article beside gold."""
        return pair(name, self.round, self.compared[article][name], self.settled.get(article, ()), self.sense)


def ground(project: Project, name: str = "", round: str = "main") -> Ground:
    """The ground for one annotator's feedback, or for everybody's. Raises UsageError for an unknown name or round."""
    data = project.dataset()
    wanted = Wanted(rounds=(round,), annotators=(name,) if name else ())
    checked(data, wanted)
    reasons = Reasons()
    human = replace(data, layers={each: held for each, held in data.layers.items() if each.kind == "human"})
    known = known_schemes(project, human)
    chosen = comparable(choose(human, wanted, reasons), known, project.scheme, wanted, reasons)
    sense = sense_of(project.scheme, data.speakers, unsaid(known, project.scheme))
    decisions = counting(data, project.config.gold)
    # Whatever one annotator is shown, a decision is in force or stale by the claims of everybody who is done.
    gold = gold_of(data, project.config.gold, sense.role)
    return Ground(
        data=data,
        round=round,
        compared=fitting(data, chosen, wanted, sense.role, reasons),
        decisions=decisions,
        gold=gold,
        settled=in_force(decisions, gold),
        sense=sense,
        wording=Wording(project.scheme, data.speakers),
        passages=tuple(slugs(project.guidelines())),
        reasons=reasons,
    )


def left_out(found: Ground) -> tuple[tuple[str, str], ...]:
    """What does not count, and why."""
    return tuple((what, why) for what, why in found.reasons.rows())
