"""How the page says things: figures, names, kinds, and the values of claims in the words of the scheme."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeAlias

from annotator.agreement.fields import label_of, written
from annotator.agreement.page.markup import Html, tag
from annotator.agreement.report import Estimate, Report
from annotator.agreement.show.kind import every_kind
from annotator.agreement.show.number import NONE, share
from annotator.core.claim import Claim
from annotator.core.compare.kinds import AGREE, BOUNDARY, FRAGMENTATION, MISSING, SPLIT
from annotator.core.compare.sense import ATTRIBUTION, SPEAKERS, Sense

Write: TypeAlias = Callable[[float | None], str]
UNDEFINED = "undefined"
_KINDS = {
    AGREE: ("No difference", "everybody who read the article has it, and all is equal"),
    MISSING: ("Missing", "somebody who read the article has no such claim"),
    BOUNDARY: ("Boundary", "it begins or ends elsewhere"),
    FRAGMENTATION: ("Pieces", "the same ends, other pieces"),
    SPLIT: ("Split", "one claim of one is several of another"),
    SPEAKERS: ("Speakers", "somebody else answers for it"),
    ATTRIBUTION: ("Attribution", "the chain through which it is known differs"),
}


def minus(figure: str) -> str:
    """A figure with a minus as wide as a digit."""
    return figure.replace("-", "−")


def figure(value: float | None, write: Write = share) -> str:
    """A figure as text."""
    return minus(write(value))


def between(of: Estimate, write: Write = share) -> str:
    """`.719 to .756`; empty when there is no interval."""
    return "" if of.low is None else f"{figure(of.low, write)} to {figure(of.high, write)}"


def spoken(of: Estimate, write: Write = share) -> str:
    """An estimate in one phrase, for those who hear the page."""
    if of.value is None:
        return f"{UNDEFINED}: {of.reason}" if of.reason else UNDEFINED
    said = between(of, write)
    return figure(of.value, write) + (f", 95 % interval {said}" if said else "")


def estimate(of: Estimate, write: Write = share, *, why: bool = True) -> Html:
    """An estimate with its interval, or that it is undefined and why."""
    if of.value is None:
        reason = tag("span", of.reason, class_="why") if why and of.reason else None
        return tag("span", tag("span", UNDEFINED, class_="none"), reason, class_="est")
    said = between(of, write)
    note = tag("span", said, class_="ci") if said else None
    if not said and why and of.no_interval:
        note = tag("span", of.no_interval, class_="why")
    return tag("span", tag("b", figure(of.value, write)), note, class_="est")


def plain(of: Estimate, write: Write = share) -> Html:
    """An estimate in a narrow cell: the figure alone; why there is none shows when it is pointed at."""
    if of.value is None:
        return tag("span", NONE, class_="none", title=spoken(of))
    return tag("span", figure(of.value, write), title=between(of, write) or None)


def bound(threshold: float) -> str:
    """A threshold as short as it is: `.5`."""
    return f"{threshold:g}".replace("0.", ".", 1)


def people(names: Sequence[str], most: int = 12) -> str:
    """`ana`, `ana and ben`, `ana, ben and cleo`, `ana, ben and 58 more`."""
    if len(names) > most:
        return f"{', '.join(names[:most])} and {len(names) - most} more"
    return " and ".join(part for part in (", ".join(names[:-1]), names[-1] if names else "") if part)


def shortly(title: str, most: int = 90) -> str:
    """A title that fits a row: cut after a word."""
    return title if len(title) <= most else f"{title[:most].rsplit(' ', 1)[0]} …"


def who(names: Sequence[str]) -> Html:
    """People as markup; all of them show when many are pointed at."""
    said = people(names)
    return tag("bdi", said, title=None if all(name in said for name in names) else ", ".join(names))


class Wording:
    """What is called how in one report."""

    def __init__(self, report: Report) -> None:
        self.report = report
        self.sense = Sense(report.scheme, {})

    @property
    def role(self) -> str:
        """The role on which claims are matched."""
        return self.sense.role

    def kind(self, kind: str) -> str:
        """A kind in one or two words."""
        what, _, key = kind.partition(":")
        if what == "role" and (role := self.report.scheme.role(key)) is not None:
            return role.label or key
        return label_of(key, self.sense) if what == "field" else _KINDS.get(kind, (kind, ""))[0]

    def test(self, kind: str) -> str:
        """What a kind means, as half a sentence."""
        what = kind.partition(":")[0]
        if what == "role":
            return f"the {self.kind(kind).lower()} is marked elsewhere, or by some only"
        return "the values differ" if what == "field" else _KINDS.get(kind, ("", ""))[1]

    @property
    def order(self) -> list[str]:
        """All kinds, in the order in which they are told."""
        return list(every_kind(self.report))

    def label(self, key: str) -> str:
        """What a part or field is called."""
        role = self.report.scheme.role(key)
        return role.label or key if role is not None else label_of(key, self.sense)

    def value(self, claim: Claim, key: str) -> str | None:
        """What a claim says of a part or field; None while it is open."""
        found = self.sense.value(claim, key)
        if found is None:
            return None
        if isinstance(found, frozenset):
            return " + ".join(sorted(self.term(str(each), key) for each in found)) or "none"
        if isinstance(found, tuple):
            return " › ".join(" + ".join(self.term(str(each), key) for each in link) for link in found)
        return self.term(written(found), key)

    def term(self, value: str, key: str) -> str:
        """One value, or one speaker, as people call it."""
        field = self.report.scheme.field_of(key)
        if field is None or field.type == "entity":
            return self.report.speakers.get(value, value)
        if field.type == "boolean":
            return {"true": "yes", "false": "no"}.get(value, value)
        known = field.value(value)
        return known.label or value if known is not None else value

    def column(self, label: str, key: str) -> str:
        """A row or column of a confusion matrix: sets and chains of values, each by its name."""
        if label == "–":
            return "none"
        chain = [" + ".join(self.term(each, key) for each in link.split(" + ")) for link in label.split(" > ")]
        return " › ".join(chain)
