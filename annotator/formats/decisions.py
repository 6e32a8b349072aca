"""Decisions, one a line: what was settled, from which claims, by whom, and what it came to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from annotator.core.article import Article
from annotator.core.errors import Fault
from annotator.core.records.canonical import canonical
from annotator.core.records.check import claim_faults, shown
from annotator.core.records.dataset import Dataset
from annotator.core.records.decision import Decision, decision_body, decision_from_body
from annotator.core.records.format import Losses, Part, Reading, Source, Wanted
from annotator.core.speaker import BUILT_IN

if TYPE_CHECKING:
    from annotator.formats.gathering import Gathering

DECISION_FORMAT = "decision/1"


class DecisionsFormat:
    """`decision/1`: JSON Lines of decisions, as a bundle has them."""

    name = "decisions"
    help = "one decision per line: what was settled, from what, by whom, with its gold claims (JSON Lines)"
    suffix = ".jsonl"
    place = "native/decisions.jsonl"

    def recognises(self, names: Sequence[str], head: bytes) -> bool:
        """Whether the first line says that it is a decision."""
        return b'"decision/' in head[:200]

    def read(self, sources: Sequence[Source], known: Dataset, wanted: Wanted) -> Reading:
        """The decisions of the sources. Their articles must be in `known`; what the person asks for changes nothing."""
        from annotator.formats.gathering import Gathering

        gathering = Gathering(known, wanted)
        decisions: dict[str, Decision] = {}
        for source in sources:
            gather(gathering, source, known, decisions)
        ids = {id for each in decisions.values() for claim in each.results for id in claim.speakers}
        strange = sorted(ids - known.speakers.keys() - BUILT_IN.keys())
        if strange:
            named = ", ".join(strange[:5]) + (f" and {len(strange) - 5} more" if len(strange) > 5 else "")
            gathering.notes[f"Speakers that the project does not have: {named}; a bundle brings them."] = None
        return gathering.reading(decisions=tuple(decisions.values()))

    def write(self, data: Dataset, losses: Losses) -> Iterator[Part]:
        """A line for each decision on the articles that are exported, by article and id."""
        for line in lines_of(data, losses):
            losses.wrote("decisions")
            yield Part("", line)
        losses.add("speakers, which decisions name by their ids only", len(data.speakers))


def gather(gathering: Gathering, source: Source, known: Dataset, into: dict[str, Decision]) -> None:
    """Add the decisions of a source, by id; every fault goes to the gathering."""
    from annotator.formats.intake import lines

    for taken in lines(source, DECISION_FORMAT):
        gathering.faults += taken.faults
        if taken.record is None:
            continue
        article = gathering.has(taken, taken.record["article"], "article")
        if article and not gathering.fault_all(taken, _faults(taken.record, article, known, into)):
            decision = decision_from_body(taken.record)
            into[decision.id] = decision


def lines_of(data: Dataset, losses: Losses) -> Iterator[bytes]:
    """The lines of all decisions on articles of the dataset, by article and id."""
    known = [decision for decision in data.decisions if decision.article in data.articles]
    losses.add("decisions about articles that are not exported", len(data.decisions) - len(known))
    for decision in sorted(known, key=lambda each: (each.article, each.id)):
        body = decision_body(decision, data.articles[decision.article].text)
        yield canonical({"format": DECISION_FORMAT, **body}) + b"\n"


def _faults(record: Mapping[str, Any], article: Article, known: Dataset, taken: Iterable[str]) -> list[Fault]:
    faults = []
    if record["id"] in taken:
        faults.append(Fault(f"the decision {shown(record['id'])} is given twice", key="id", right="one line for each"))
    for index, claim in enumerate(record.get("results", ())):
        place = f"results[{index}]."
        if claim["article"] != article.id:
            faults.append(Fault("the claim is about another article", key=place + "article", right=article.id))
            continue
        for fault in claim_faults(claim, article, known.scheme):
            faults.append(Fault(fault.what, key=place + fault.key, right=fault.right))
    return faults


FORMAT = DecisionsFormat()
