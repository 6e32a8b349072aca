"""What is told of a case in words: how its versions differ, how it was decided, what has changed since."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from annotator.core.claim import Claim
from annotator.core.compare.alignment import Cluster
from annotator.core.compare.kinds import AGREE, BOUNDARY, FRAGMENTATION, MISSING, SPLIT, Finding
from annotator.core.compare.sense import ATTRIBUTION, SPEAKERS
from annotator.core.edit import label_of
from annotator.core.records.decision import RULE, Decision
from annotator.core.records.gold import GOLD, input_of
from annotator.core.review.case import Case
from annotator.core.review.majority import votes
from annotator.core.review.review import AUDIT, DECIDED, DEFERRED, IMPORTED, OPEN, PART, RULED, STALE, Review
from annotator.core.scheme import Field
from annotator.core.span import hull
from annotator.core.speaker import resolve
from annotator.core.state import State
from annotator.tui.claim_rows import names, said

STATUS = {
    OPEN: "open",
    PART: "part of it open",
    STALE: "changed since",
    AUDIT: "by rule, to be looked at",
    DEFERRED: "put off",
    RULED: "by rule",
    IMPORTED: "imported",
    DECIDED: "decided",
}
"""The state of a case, for its head and for lists."""
_RULES = {"unanimous": "all say the same", "trivial_boundary": "the ends differ in punctuation only"}
_ACTIONS = {
    "take": "one version, whole",
    "majority": "the majority",
    "compose": "parts of several versions",
    "edit": "edited by hand",
    "reject": "no such claim",
    "add": "a claim that nobody had",
    "import": "imported",
}
BOTH = " ↔ "


class Words:
    """Sentences about one case of a state."""

    def __init__(self, state: State, review: Review, case: Case, *, named: bool) -> None:
        """`named`: readers are called by their names, else by the number of their version."""
        self.state, self.review, self.case, self.named = state, review, case, named

    # ── who ──────────────────────────────────────────────────────────────────────────────────────────────────────

    def who(self, readers: Iterable[str]) -> str:
        """Readers in the order of their columns: `1 and 3`, or their names."""
        order = self.review.readers
        found = [name for name in order if name in set(readers)]
        called = found if self.named else [str(order.index(name) + 1) for name in found]
        # Whoever is not compared any more has no column.
        return " and ".join(filter(None, (", ".join(called[:-1]), *called[-1:]))) or "somebody"

    def legend(self) -> list[str]:
        """Whose version each number is."""
        return [f"{number} {name}" for number, name in enumerate(self.review.readers, 1)]

    # ── how the versions differ ──────────────────────────────────────────────────────────────────────────────────

    def kinds(self) -> list[str]:
        """One sentence for each thing that differs, missed and split ones first."""
        case = self.case
        if not case.clusters:
            return ["no version has this claim"]
        order = {MISSING: 0, SPLIT: 1, BOUNDARY: 2, FRAGMENTATION: 2}
        findings = sorted(case.findings, key=lambda each: (order.get(each.kind, 3), each.cluster))
        found = [self._finding(each) for each in findings]
        found = list(dict.fromkeys(filter(None, found)))
        return found or (["all say the same"] if case.kinds == (AGREE,) else [])

    def _finding(self, finding: Finding) -> str:
        cluster = self.case.clusters[finding.cluster]
        kind, trivial = finding.kind, " (punctuation only)" if finding.trivial else ""
        if kind == MISSING:
            # Of a split, whoever has nothing at all of it.
            have = sum(1 for reader in self.review.readers if self.case.of(reader))
            if have == len(self.review.readers):
                return f"{self.who(finding.by)} {_has(finding.by)} only a part"
            return f"{have} of {len(self.review.readers)} marked it"
        if kind == SPLIT:
            return self._shapes()
        if kind == BOUNDARY:
            return self._ends(cluster) + trivial
        if kind == FRAGMENTATION:
            return "same ends, other pieces" + trivial
        part = kind.partition(":")[2] or kind
        if kind.startswith("role:"):
            return self._role(cluster, part) + trivial
        return f"{'told by' if part == ATTRIBUTION else label_of(part, self.state.scheme)}: {self._met(cluster, part)}"

    def _shapes(self) -> str:
        """Who has one claim where others have several."""
        having: dict[int, list[str]] = {}
        for reader in self.review.readers:
            having.setdefault(len(self.case.of(reader)), []).append(reader)
        having.pop(0, None)
        one = having.pop(1, [])
        several = [f"{self.who(readers)} {_has(readers)} {count}" for count, readers in sorted(having.items())]
        if not one:
            return "split: " + ", ".join(several)
        return f"{self.who(one)} {_has(one)} one claim where {', '.join(several)}"

    def _ends(self, cluster: Cluster) -> str:
        hulls = [hull(parts) for member in cluster if (parts := member.claim.pieces(self.review.sense.role))]
        starts, ends = {each.start for each in hulls}, {each.end for each in hulls}
        upto = "up to " if len(set(hulls)) > 2 else ""
        both = [
            f"{name} differ by {upto}{_characters(max(values) - min(values))}"
            for name, values in (("starts", starts), ("ends", ends))
            if len(values) > 1
        ]
        return ", ".join(both).replace(", ends differ by", ", ends by")

    def _role(self, cluster: Cluster, role: str) -> str:
        label = label_of(role, self.state.scheme)
        without = [member.by for member in cluster if not member.claim.pieces(role)]
        if not without:
            return f"{label}: other words"
        return f"{label}: not marked by {self.who(without)}"

    def _met(self, cluster: Cluster, part: str) -> str:
        """The values that met, the most frequent first; of a set, what only some have."""
        by: Mapping[str, Claim] = dict(cluster)
        field = self.state.scheme.field_of(part)
        if field is not None and field.type == "multi":
            return self._sets(cluster, field)
        values = [by[who[0]] for value, who in votes(cluster, part, self.review.sense).values if value is not None]
        return BOTH.join(value_words(claim, part, self.state) for claim in values)

    def _sets(self, cluster: Cluster, field: Field) -> str:
        """Each value that only some have, with how many have it."""
        held = [value for member in cluster if isinstance(value := member.claim.fields.get(field.key), tuple)]
        counted = Counter(each for value in held for each in value)
        some = [key for key in (value.key for value in field.values) if 0 < counted[key] < len(cluster)]
        some += sorted(counted.keys() - {value.key for value in field.values})
        return ", ".join(f"{said(field, (key,), self.state)} {counted[key]} of {len(cluster)}" for key in some)

    # ── how it was decided ───────────────────────────────────────────────────────────────────────────────────────

    def decided(self, decision: Decision) -> str:
        """By whom, and how."""
        if decision.adjudicator == RULE:
            return f"by rule: {', '.join(_RULES.get(tag, tag) for tag in decision.tags) or 'no reason given'}"
        how = _ACTIONS.get(decision.action, decision.action)
        if decision.action == "take" and decision.sources:
            how = f"version {self._number(next(iter(decision.sources.values())))}, whole"
        what = "put off" if decision.action == "defer" else "decided"
        return f"{what} by {decision.adjudicator}" + ("" if decision.action == "defer" else f": {how}")

    def _number(self, reader: str) -> str:
        order = self.review.readers
        return str(order.index(reader) + 1) if reader in order else reader

    def changed(self, decision: Decision) -> list[str]:
        """What is other than it was when the case was decided."""
        now = {claim.key[1:]: input_of(claim) for claim in self.case.members}
        then = {(item.layer, item.annotator, item.round, item.id): item for item in decision.inputs}
        edited = [now[key].annotator for key, item in then.items() if key in now and now[key].hash != item.hash]
        left = [key for key, item in then.items() if key not in now and item.layer != GOLD]
        moved = [key[1] for key in left if (decision.article, *key) in self.review.around]
        gone = [key[1] for key in left if (decision.article, *key) not in self.review.around]
        came = [item.annotator for key, item in now.items() if key not in then]
        found = [
            f"{self.who(readers)} {what}"
            for readers, what in (
                (edited, "changed the claim since"),
                (gone, "took a claim away since"),
                (moved, "has a claim of this in another case now"),
                (came, "marked a claim here since"),
            )
            if readers
        ]
        return found or ["claims beside it came or went since"]

    def notes(self) -> list[tuple[str, str]]:
        """(who, what) the readers have noted on their claims."""
        members = ((reader, claim) for reader in self.review.readers for claim in self.case.of(reader))
        return [(self.who([reader]), claim.note) for reader, claim in members if claim.note]


def value_words(claim: Claim, part: str, state: State) -> str:
    """What a claim says of its speakers, its chain or a field."""
    if part == SPEAKERS:
        return names(claim, state) or "left open"
    if part == ATTRIBUTION:
        chain = [" & ".join(resolve(id, state.speakers).name for id in link) for link in claim.attribution]
        return " › ".join(chain) or "no chain"
    field, value = state.scheme.field_of(part), claim.fields.get(part)
    return said(field, value, state) if field is not None and value is not None and value != () else "none"


def _has(readers: Sequence[str]) -> str:
    return "has" if len(readers) == 1 else "have"


def _characters(count: int) -> str:
    return f"{count} character{'s' if count != 1 else ''}"
