"""The queue: every case of the project in the order in which it is to be decided, from one summary an article."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from typing import NamedTuple

from annotator.core.compare.kinds import AGREE, MISSING
from annotator.core.review.recipe import phrase_of
from annotator.core.review.review import DEFERRED, WAITING, Review
from annotator.core.span import Span

ORDERS = ("mass", "reading", "kind", "phrase", "random")
"""mass: articles with the most disagreement first. reading: the order of the project. kind: what was missed first, then
kind by kind. phrase: cases with the same cue in a row, the most frequent first. random: articles in a seeded order."""
OWN = ("kind", "phrase")
"""Orders that lead from article to article, case by case."""
_KINDS = (MISSING, "split_merge", "boundary", "fragmentation")


class Item(NamedTuple):
    """One case of the queue."""

    article: str
    key: str
    span: Span
    kinds: tuple[str, ...]
    status: str
    phrase: str
    mass: float

    @property
    def waits(self) -> bool:
        """Whether it is to be decided."""
        return self.status in WAITING


@dataclass(frozen=True, slots=True)
class Summary:
    """One article, for the queue."""

    article: str
    title: str
    readers: tuple[str, ...]
    items: tuple[Item, ...]
    absent: tuple[str, ...] = ()
    """Those who were given the article and are not done with it."""
    waiting: int = field(init=False)
    """Cases that are to be decided."""
    deferred: int = field(init=False)
    """Cases that were put off."""
    mass: float = field(init=False)
    """Disagreement that is left: 1 for each case that waits, half when it is trivial."""
    weight: float = field(init=False)
    """Disagreement that there was before anybody decided."""

    def __post_init__(self) -> None:
        found = {
            "waiting": sum(item.waits for item in self.items),
            "deferred": sum(item.status == DEFERRED for item in self.items),
            "mass": sum(item.mass for item in self.items if item.waits),
            "weight": sum(item.mass for item in self.items if item.kinds != (AGREE,)),
        }
        for name, value in found.items():
            object.__setattr__(self, name, value)

    def kinds(self) -> dict[str, int]:
        """Kind → cases that wait, the most frequent first."""
        counted: dict[str, int] = {}
        for item in self.items:
            for kind in item.kinds if item.waits else ():
                counted[kind] = counted.get(kind, 0) + 1
        return dict(sorted(counted.items(), key=lambda row: (-row[1], row[0])))


def summary_of(
    review: Review, title: str, text: str, absent: Sequence[str] = (), old: Summary | None = None
) -> Summary:
    """The summary of an article; phrases, which decisions do not change, are taken from an older one, of the same
    claims."""
    phrases = {item.key: item.phrase for item in old.items} if old else {}
    items = tuple(
        Item(
            review.article,
            case.key,
            case.span,
            case.kinds,
            review.status(case),
            phrases[case.key] if case.key in phrases else phrase_of(case, review.sense, text),
            0.5 if case.trivial else 1.0,
        )
        for case in review.everything
    )
    return Summary(review.article, title, review.readers, items, tuple(absent))


def articles(summaries: Mapping[str, Summary], order: str, project: Sequence[str], seed: str = "") -> tuple[str, ...]:
    """The articles in the order of the queue; `project` lists them in the order of the project."""
    held = [id for id in project if id in summaries]
    if order == "mass":
        # By what there was at the beginning, so that the order does not change under the hand.
        held.sort(key=lambda id: -summaries[id].weight)
    elif order == "random":
        held.sort(key=lambda id: sha256(f"{seed}:{id}".encode()).digest())
    return tuple(held)


def ordered(summaries: Mapping[str, Summary], order: str, ids: Iterable[str]) -> tuple[Item, ...]:
    """All cases in the order of the queue, from articles in that order."""
    held = [summaries[id] for id in ids]
    items = [item for each in held for item in each.items]
    if order == "kind":
        items.sort(key=lambda item: _place(main_kind(item.kinds)))
    elif order == "phrase":
        often: dict[str, int] = {}
        for item in items:
            often[item.phrase] = often.get(item.phrase, 0) + item.waits
        items.sort(key=lambda item: (not item.phrase, -often[item.phrase], item.phrase))
    return tuple(items)


def main_kind(kinds: Iterable[str]) -> str:
    """The kind by which a case is found: what was missed first, then what is about spans, then fields by name."""
    return min(kinds, key=_place, default="")


def _place(kind: str) -> tuple[int, str]:
    return (_KINDS.index(kind) if kind in _KINDS else len(_KINDS), kind)


def onward(queue: Sequence[Item], article: str, key: str, step: int, only: str = "") -> Item | None:
    """The next item that waits after a case of an article, or the one before; round the end of the queue."""
    at = next((n for n, item in enumerate(queue) if (item.article, item.key) == (article, key)), None)
    if at is None:
        # No case is in focus, or one that the queue does not know: the whole article is passed by.
        mine = [n for n, item in enumerate(queue) if item.article == article]
        at = (mine[-1] if step > 0 else mine[0]) if mine else -1
    turned = (
        [*queue[at + 1 :], *queue[: at + 1]]
        if step > 0
        else [*reversed(queue[: max(at, 0)]), *reversed(queue[max(at, 0) :])]
    )
    return next((item for item in turned if (item.article, item.key) != (article, key) and fits(item, only)), None)


def fits(item: Item, only: str) -> bool:
    """Whether a filter of the screen lets an item through."""
    what, _, name = only.partition(":")
    if what == "status":
        return item.status == name
    return item.waits and (what != "kind" or name in item.kinds)
