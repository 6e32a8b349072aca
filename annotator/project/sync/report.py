"""What a sync did, as one value, as a table with sentences, and as JSON."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from annotator.core.errors import Fault
from annotator.core.event import Change
from annotator.core.records.decision import RULE
from annotator.project.project import PROGRAM
from annotator.project.sync.clash import Parted, parting
from annotator.store.row import StoredEvent, article_of, body_of, key_of
from annotator.store.union import Meeting

FORMAT = "sync/1"


@dataclass(slots=True)
class Shared:
    """Changes by annotator, and what there is to say about them."""

    folder: Path
    kept: bool
    """False: it was only tried."""
    sent: Counter[str] = field(default_factory=Counter)
    received: Counter[str] = field(default_factory=Counter)
    articles: list[str] = field(default_factory=list)
    """Articles that came in."""
    meetings: list[Meeting] = field(default_factory=list)
    """Things that were changed in two places."""
    parted: list[Parted] = field(default_factory=list)
    scheme: bool = False
    """Whether scheme.toml was replaced by a later one."""
    waiting: list[str] = field(default_factory=list)
    """What comes in by itself later, and what it waits for."""
    faults: list[Fault] = field(default_factory=list)

    def met(self, meeting: Meeting) -> None:
        """Note a meeting; that two windows have let the same rule decide is none.

        Nor is that a text got another id, with what was made on it: `parted` says so.
        """
        bodies = [body_of(each.body) or {} for each in meeting]
        two = meeting.stands.kind == "article" and meeting.stands.article_hash != meeting.lost.article_hash
        moved = two or any(map(parting, meeting))
        if not moved and not all(body.get("adjudicator") == RULE for body in bodies):
            self.meetings.append(meeting)

    def table(self) -> list[str]:
        """Who sent how much, and from whom came how much; empty when nothing moved."""
        names = sorted({*self.sent, *self.received}, key=lambda name: (name.startswith("@"), name))
        if not names:
            return []
        shown = [_named(name) for name in names]
        width = max(12, *map(len, shown))
        rows = [f"{'changes of':<{width}}  {'out':>7}  {'in':>7}"]
        rows += [
            f"{label:<{width}}  {self.sent[name] or '–':>7}  {self.received[name] or '–':>7}"
            for name, label in zip(names, shown, strict=True)
        ]
        return rows

    def sentences(self) -> list[str]:
        """What else there is to say, the summary last."""
        said = [f"Waiting: {each}." for each in self.waiting]
        said += [
            f"Another text was called {each.id} too: it goes on as {each.fresh}, with all that was made on it."
            for each in self.parted
        ]
        if self.scheme:
            said.append("scheme.toml is a later one now, which came in; open windows take it at their next start.")
        said += [_met(each) for each in self.meetings]
        return [*said, self._summary()]

    def _summary(self) -> str:
        out, into = sum(self.sent.values()), sum(self.received.values())
        if not out and not into:
            open = self.faults or self.waiting
            return (
                f"Nothing else to exchange with {self.folder}."
                if open
                else f"{self.folder} and this project are level."
            )
        new = f", with {len(self.articles)} new articles" if len(self.articles) > 1 else ""
        new = ", with a new article" if len(self.articles) == 1 else new
        outward, inward = ("went out to", "came in") if self.kept else ("would go out to", "would come in")
        words = f"{_count(out)} {outward} {self.folder}, {_count(into)} {inward}{new}."
        return words[:1].upper() + words[1:]

    def as_json(self) -> dict[str, Any]:
        """For scripts."""
        return {
            "format": FORMAT,
            "written": self.kept,
            "sent": dict(sorted(self.sent.items())),
            "received": dict(sorted(self.received.items())),
            "articles": self.articles,
            "changed_twice": [
                {"kind": stands.kind, "key": key_of(stands.key), "stands": _id(stands), "lost": _id(lost)}
                for stands, lost in self.meetings
            ],
            "renamed": [each._asdict() for each in self.parted],
            "scheme": self.scheme,
            "waiting": self.waiting,
            "faults": [str(each) for each in self.faults],
        }


def counted(number: int, name: str) -> str:
    """So many changes of somebody."""
    return f"{_count(number)} of {_named(name)}"


def _named(name: str) -> str:
    return "the project" if name == PROGRAM else name


def _count(number: int) -> str:
    return f"{number:,} change{'' if number == 1 else 's'}" if number else "nothing"


def _id(event: StoredEvent) -> dict[str, Any]:
    return {"writer": event.writer, "seq": event.seq, "annotator": event.annotator}


_NOUNS = {"put": "claim", "decide": "decision", "speaker": "speaker", "status": "status", "scheme": "scheme"}


def _met(meeting: Meeting) -> str:
    stands, lost = meeting
    key = key_of(stands.key)
    change = Change(stands.kind, key, body_of(stands.body) or body_of(lost.body))
    about = article_of(change)
    noun = _NOUNS.get(stands.kind, stands.kind)
    name = f"{noun} {key[-1]}" if stands.kind not in ("status", "scheme") else f"the {noun}"
    place = f"{about}: " if about else ""
    gone = " (which takes it away)" if stands.body is None else ""
    later, earlier = _named(stands.annotator), _named(lost.annotator)
    return (
        f"{place}{name} was changed in two places; the later change, of {later}, stands{gone}, "
        f"and the one of {earlier} stays in the history."
    )
