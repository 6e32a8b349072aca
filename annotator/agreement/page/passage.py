"""One component with a disagreement: each version of its clusters marked in the text, and what differs in words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from annotator.agreement.page.excerpt import Prose, stretches
from annotator.agreement.page.markup import Child, Html, join, tag
from annotator.agreement.page.tables import caption, fold
from annotator.agreement.page.wording import Wording, figure, who
from annotator.agreement.report import Reading, Shown
from annotator.agreement.show.number import share
from annotator.core import span
from annotator.core.compare.alignment import Cluster
from annotator.core.compare.kinds import MISSING, SPLIT, Finding, names
from annotator.core.span import Pieces, hull

MOST = 12
"""Versions of a cluster that are unfolded."""
NOT_MARKED, OPEN = "not marked", "left open"


class Version(NamedTuple):
    """Those who mark the same code points."""

    parts: Pieces
    by: tuple[str, ...]


def versions(cluster: Cluster, role: str) -> list[Version]:
    """The versions of a cluster: those of most first, then what stands earlier."""
    found: dict[Pieces, list[str]] = {}
    for by, claim in cluster:
        found.setdefault(claim.pieces(role), []).append(by)
    held = [Version(parts, tuple(by)) for parts, by in found.items()]
    return sorted(held, key=lambda each: (-len(each.by), each.parts, each.by))


class Passages:
    """The components of one article, ready to be written."""

    def __init__(self, reading: Reading, wording: Wording, kinds: Mapping[str, int], prefix: str) -> None:
        self.reading, self.wording, self.kinds, self.prefix = reading, wording, kinds, prefix
        self.prose = Prose(reading.article.text)
        self.order = {kind: at for at, kind in enumerate(wording.order)}

    def anchor(self, number: int) -> str:
        """The id of a component."""
        return f"{self.prefix}-{number}"

    def passage(self, shown: Shown, number: int) -> Html:
        """One component; `number` is its place among all of the article."""
        found = names(shown.findings)
        held = sorted(found, key=lambda kind: self.order.get(kind, 0))
        marks = " ".join(f"k{self.kinds[kind]}" for kind in held if kind in self.kinds)
        chips = [tag("li", self._chip(kind, shown)) for kind in held]
        head = tag(
            "h4",
            tag("a", f"{number}", href=f"#{self.anchor(number)}", aria_label=f"Component {number}"),
            tag("ul", chips, class_="chips"),
        )
        blocks = [self._cluster(shown, at) for at in range(len(shown.component.clusters))]
        unsure = tag("p", "Too tangled to prove that no better matching exists.", class_="note")
        left = None if shown.component.exact else unsure
        return tag("article", head, blocks, left, class_=f"passage {marks}".strip(), id=self.anchor(number))

    def _chip(self, kind: str, shown: Shown) -> str:
        small = all(each.trivial for each in shown.findings if each.kind == kind)
        return self.wording.kind(kind) + (" (trivial)" if small else "")

    def _cluster(self, shown: Shown, at: int) -> Html:
        cluster = shown.component.clusters[at]
        found = [each for each in shown.findings if each.cluster == at]
        held = versions(cluster, self.wording.role)
        parts = [each.parts for each in held]
        view = self.prose.window(parts)
        runs = stretches(parts, view)
        rows = [
            tag(
                "tr",
                tag("th", who(each.by), self._apart(held[0], each), scope="row"),
                tag("td", self.prose.version(view, runs, which), dir="auto"),
            )
            for which, each in enumerate(held)
        ]
        absent = [
            tag("tr", tag("th", who(by), scope="row"), tag("td", why), class_="absent")
            for by, why in self._absent(shown, at, found)
        ]
        tables: list[Child] = [_table("Versions", [*rows[:MOST], *absent])]
        if len(rows) > MOST:
            tables.append(fold(f"{len(rows) - MOST} further versions", _table("Further versions", rows[MOST:])))
        return tag("div", tables, self._differences(cluster, found), self._rest(cluster, found), class_="cluster")

    def _apart(self, first: Version, other: Version) -> Html | None:
        """Where a version begins and ends beside the first."""
        if other is first:
            return None
        one, two = hull(first.parts), hull(other.parts)
        said = [_moved("begins", two.start - one.start), _moved("ends", two.end - one.end)]
        told = [each for each in said if each] or ["same ends, other pieces"]
        return tag("small", f"{', '.join(told)}; IoU {figure(span.iou(first.parts, other.parts), share)}")

    def _absent(self, shown: Shown, at: int, found: Sequence[Finding]) -> Iterator[tuple[tuple[str, ...], str]]:
        """Readers without a claim in a cluster, and why."""
        cluster = shown.component.clusters[at]
        missing = tuple(name for each in found if each.kind == MISSING for name in each.by)
        if missing:
            yield missing, "no such claim"
        here = [member.claim.pieces(self.wording.role) for member in cluster]
        longest = max(map(span.length, here))
        # Nobody else is absent without a split: theirs is the long claim, or theirs are the parts.
        for name in sorted(set(self.reading.annotators) - {member.by for member in cluster} - set(missing)):
            own = [member.claim.pieces(self.wording.role) for member in shown.component.members if member.by == name]
            beside = [span.length(each) for each in own if any(span.intersection(each, parts) for parts in here)]
            yield (name,), "part of a longer claim" if max(beside, default=0) > longest else "several shorter claims"

    def _differences(self, cluster: Cluster, found: Sequence[Finding]) -> Html | None:
        """What differs besides the place, each value with those who say it."""
        rows: list[Html] = []
        for each in sorted(found, key=lambda one: self.order.get(one.kind, 0)):
            what, _, key = each.kind.partition(":")
            if what == "role":
                rows.append(_row(self.wording.label(key), self._marked(cluster, key)))
            elif what in ("field", *self.wording.sense.keys):
                name = key or what
                said = [(by, self.wording.value(claim, name)) for by, claim in cluster]
                rows.append(_row(self.wording.label(name), _grouped((by, value, value or OPEN) for by, value in said)))
        several = tuple(sorted({name for each in found if each.kind == SPLIT for name in each.by}))
        if several:
            rows.append(_row(self.wording.kind(SPLIT), [tag("span", who(several), " with several claims here")]))
        return tag("dl", rows, class_="differ") if rows else None

    def _marked(self, cluster: Cluster, role: str) -> list[Html]:
        """What a role is in each version; the same words elsewhere say where they begin."""
        held = {by: claim.pieces(role) for by, claim in cluster}
        words = {parts: self.prose.quoted(parts) for parts in dict.fromkeys(held.values()) if parts}
        twice = {quote for quote, n in Counter(words.values()).items() if n > 1}

        def shown(parts: Pieces) -> Child:
            if not parts:
                return NOT_MARKED
            quote = words[parts]
            return [quote, tag("small", f" at {parts[0].start:,}")] if quote in twice else quote

        return _grouped((by, parts, shown(parts)) for by, parts in held.items())

    def _rest(self, cluster: Cluster, found: Sequence[Finding]) -> Html | None:
        """What is equal, so that the rest can be judged; and what annotators have noted."""
        differs = {each.kind.partition(":")[2] or each.kind for each in found}
        said: list[Child] = []
        for key in self.wording.sense.keys:
            if key in differs or key == "attribution":
                continue
            claims = [claim for _, claim in cluster if self.wording.sense.value(claim, key) not in (None, frozenset())]
            values = dict.fromkeys(self.wording.value(claim, key) or "" for claim in claims)
            if values:
                said.append(tag("span", f"{self.wording.label(key)} ", tag("b", " / ".join(values), dir="auto")))
        notes = [
            tag("p", "Note of ", tag("bdi", by), ": ", tag("span", claim.note, dir="auto"), class_="remark")
            for by, claim in cluster
            if claim.note
        ]
        alike = tag("p", "Alike: " if len(cluster) > 1 else "Said: ", said, class_="alike") if said else None
        return join(alike, notes) if alike or notes else None


def _table(name: str, rows: Sequence[Html]) -> Html:
    return tag("table", caption(name), tag("tbody", rows), class_="versions")


def _grouped(said: Iterable[tuple[str, Hashable, Child]]) -> list[Html]:
    """(who, what, how it is shown) → what is said, each with those who say it; what most say comes first."""
    shown: dict[Hashable, Child] = {}
    by: dict[Hashable, list[str]] = {}
    for name, what, child in said:
        shown.setdefault(what, child)
        by.setdefault(what, []).append(name)
    order = sorted(by, key=lambda what: (-len(by[what]), by[what]))
    return [tag("span", tag("b", shown[what], dir="auto"), " ", who(by[what]), class_="said") for what in order]


def _row(name: str, said: Child) -> Html:
    return tag("div", tag("dt", name), tag("dd", said))


def _moved(what: str, by: int) -> str:
    if not by:
        return ""
    return f"{what} {abs(by):,} {'earlier' if by < 0 else 'later'}"
