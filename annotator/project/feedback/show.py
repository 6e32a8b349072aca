"""An annotator's feedback as a page, and as JSON."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import asdict
from itertools import groupby
from typing import Any

from annotator.core.compare.kinds import BOUNDARY, FRAGMENTATION
from annotator.core.feedback.difference import MISSED, REJECTED, kinds
from annotator.core.feedback.wording import Wording
from annotator.project.feedback.own import Item, Own, by_kind
from annotator.project.paper.block import Block, Entry, Heading, Paragraph, Table

BY = ("article", "kind", "passage")
"""What a page can be sorted by."""


def page(found: Own, wording: Wording, by: str = "article") -> Iterator[Block]:
    """The whole page; `by` is one of `BY`."""
    items = found.items
    yield Heading(f"Feedback for {found.name}: {found.title}", 1)
    if not found.pages:
        yield Paragraph("No article of yours has gold yet. Feedback is given on layers that are done.")
    else:
        settled, same = sum(each.settled for each in found.pages), sum(each.same for each in found.pages)
        more = sum(item.kind == MISSED for item in items)
        yield Paragraph(
            f"{_count(len(found.pages), 'article')} with gold. Of your {_count(settled, 'settled claim')}, {same} "
            f"{'is' if same == 1 else 'are'} in gold as you have {'it' if same == 1 else 'them'}"
            + (f"; gold has {_count(more, 'claim')} more." if more else ".")
        )
        yield from _summary(items, wording)
    if found.waiting:
        yield Paragraph(f"{_count(found.waiting, 'claim')} of yours in done articles: not decided yet.")
    if by == "article":
        for each in found.pages:
            yield Heading(f"{each.article}: {each.title}" if each.title != each.article else each.article)
            yield Paragraph(
                f"{_count(each.settled, 'claim')} of yours, {each.same} as gold has them; {each.gold} in gold."
            )
            yield from entries(each.items, wording)
    else:
        yield from _sorted(items, wording, by)
    if found.left_out:
        yield Heading("Left out")
        yield Entry("Not compared:", found.left_out)


def _summary(items: Iterable[Item], wording: Wording) -> Iterator[Block]:
    rows = [
        (wording.kind(kind), str(n), str(trivial or ""), passage)
        for kind, n, trivial, passage in by_kind(items, _order(wording))
    ]
    if rows:
        yield Table(("what differs", "places", "trivial", "guideline"), tuple(rows))


def _sorted(items: Iterable[Item], wording: Wording, by: str) -> Iterator[Block]:
    """Every difference under its kind, or under the passage that it belongs to."""
    order = {kind: at for at, kind in enumerate(_order(wording))}
    held = sorted(items, key=lambda item: order.get(item.kind, len(order)))
    if by == "passage":
        held.sort(key=lambda item: item.passage or "~")
    for name, group in groupby(held, lambda item: item.kind if by == "kind" else item.passage):
        yield Heading(wording.kind(name) if by == "kind" else f"guideline {name}" if name else "no guideline")
        found = sorted(group, key=lambda item: (item.article, item.start))
        for article, rows in groupby(found, lambda item: item.article):
            yield Paragraph(article)
            yield from entries(rows, wording)


def entries(items: Iterable[Item], wording: Wording) -> Iterator[Entry]:
    """One entry for each claim, with all that differs in it, and why."""
    groups: dict[tuple[str, int, str, tuple[str, ...]], list[Item]] = {}
    for item in items:
        groups.setdefault((item.article, item.start, item.words, item.claims or item.gold_claims), []).append(item)
    for (article, start, words, _), held in groups.items():
        rows = [(_label(item, wording), difference(item)) for item in held]
        if len(held[0].context) > len(words) + 3:
            rows.append(("in", held[0].context))
        rows += dict.fromkeys((item.adjudicator or "note", _why(item)) for item in held if _why(item))
        yield Entry(words, tuple(rows), f"{article}:{start}")


def difference(item: Item) -> str:
    """One difference in a sentence: both versions, how far apart they are, and where the guidelines speak of it."""
    if item.kind == MISSED:
        said = f"gold has it: {item.gold}"
    elif item.kind == REJECTED:
        said = f"gold has no such claim; you: {item.mine}"
    elif item.kind in (BOUNDARY, FRAGMENTATION):
        said = f"gold: {item.gold}"
    else:
        said = f"you: {item.mine}; gold: {item.gold}"
    return said + _moved(item)


def _moved(item: Item) -> str:
    if item.shift is None or item.shift == (0, 0):
        return ""
    ends = (("begins", item.shift[0]), ("ends", item.shift[1]))
    moved = (f"{what} {_count(abs(by), 'character')} {'later' if by > 0 else 'earlier'}" for what, by in ends if by)
    return f" (gold {' and '.join(moved)})"


def _why(item: Item) -> str:
    note = " ".join(item.note.split())
    return f"{note} [{', '.join(item.tags)}]" if item.tags and note else note or ", ".join(item.tags)


def _label(item: Item, wording: Wording) -> str:
    name = wording.kind(item.kind).partition(":")[0]
    return f"{name} (trivial)" if item.trivial else name


def _order(wording: Wording) -> tuple[str, ...]:
    from annotator.core.compare.sense import Sense

    return kinds(wording.scheme, Sense(wording.scheme, {}))


def _count(n: int, word: str) -> str:
    return f"{n:,} {word}{'' if n == 1 else 's'}"


def as_dict(found: Own) -> dict[str, Any]:
    """The feedback as plain values, `feedback/1`."""
    return {
        "format": "feedback/1",
        "annotator": found.name,
        "round": found.round,
        "articles": [
            {
                "id": each.article,
                "settled": each.settled,
                "same": each.same,
                "gold": each.gold,
                "waiting": each.waiting,
            }
            for each in found.pages
        ],
        "waiting": found.waiting,
        "items": [_plain(item) for item in found.items],
        "left_out": [{"what": what, "why": why} for what, why in found.left_out],
    }


def _plain(item: Item) -> dict[str, Any]:
    shift = item.shift
    moved = None if shift is None else {"start": shift[0], "end": shift[1]}
    return {**asdict(item), "shift": moved, "decision": item.decision or None, "passage": item.passage or None}
