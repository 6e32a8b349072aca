"""How often the first proposal is right, on layers that were made without it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from annotator.core.proposal.proposal import Proposal
from annotator.core.span import intersection
from annotator.core.text.segment import Segments
from annotator.proposals.rules import Rules
from bench.keys.target import Layer

ROWS = (
    ("cue recall", "found", "cued"),
    ("cue precision", "wanted", "proposed"),
    ("source right first", "source", "found"),
    ("content right first", "content 1", "first"),
    ("content within two", "content 2", "first"),
    ("content within four", "content 4", "first"),
    ("stance right", "stance", "found"),
)
"""(what, how many, of how many)."""


def counts(rules: Rules, layers: Iterable[Layer]) -> Counter[str]:
    """What `ROWS` needs. Contents are counted for the first claim on a cue: further ones are asked for with `C`."""
    found: Counter[str] = Counter()
    for layer in layers:
        segments = Segments(layer.article.text)
        proposals = [each for span in segments.paragraphs() for each in rules.propose(segments, span) if each.cue]
        used: set[str] = set()
        for claim in layer.claims:
            cue = claim.pieces("cue")
            if not cue:
                continue
            found["cued"] += 1
            match = next((each for each in proposals if intersection(each.cue, cue)), None)
            if match is None:
                continue
            found["found"] += 1
            found["source"] += match.sources[0] == claim.pieces("source")
            found["stance"] += match.stance == claim.fields.get("stance")
            if match.key in used:
                continue
            used.add(match.key)
            _content(found, match, claim.pieces("content"))
        gold = [part for claim in layer.claims for part in claim.pieces("cue")]
        found["proposed"] += len(proposals)
        found["wanted"] += sum(any(part.overlaps(other) for part in each.cue for other in gold) for each in proposals)
    return found


def _content(found: Counter[str], match: Proposal, content: tuple[object, ...]) -> None:
    place = match.contents.index(content) if content in match.contents else len(match.contents)  # type: ignore[arg-type]
    found["first"] += 1
    for most in (1, 2, 4):
        found[f"content {most}"] += content in match.contents and place < most
