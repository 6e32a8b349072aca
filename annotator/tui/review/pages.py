"""The pages over a review: the queue, and what would be settled like one case."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from annotator.core.commands.review.cases import kind_name
from annotator.core.edit import label_of
from annotator.core.review.recipe import differing
from annotator.core.scheme import Scheme
from annotator.core.span import Pieces
from annotator.core.state import State
from annotator.project.review.alike import Follower
from annotator.project.review.desk import ReviewDesk
from annotator.project.review.queue import OWN, Item, Summary, main_kind
from annotator.tui.drawing.paint import Run, fitted, width
from annotator.tui.listing import MARGIN, Line
from annotator.tui.pages import BLANK, title
from annotator.tui.review.fitting import shortened
from annotator.tui.review.words import BOTH, value_words

ORDERS = {
    "mass": "most disagreement first",
    "reading": "as in the project",
    "kind": "kind by kind",
    "phrase": "phrase by phrase",
    "random": "shuffled",
}
KINDS_SHOWN = 4
TITLE_CELLS = 44


def place_of(item: Item) -> str:
    """The key of a row that leads to one case."""
    return f"{item.article}/{item.key}"


def queue(desk: ReviewDesk, cells: int) -> list[Line]:
    """The articles in the order of the queue; in an order of its own, the kinds or the phrases."""
    waiting, count = desk.waiting()
    only = "".join(f" · only {each}" for each in desk.where)
    head = f"{waiting} of {count} cases wait{only} · {ORDERS[desk.order]} (o: another order)"
    lines = title("Queue", f"{head} · Enter opens · Backspace goes back")
    if desk.order in OWN:
        return [*lines, *_groups(desk, cells)]
    rows = desk.rows()
    lines.append(Line(((f"{'wait':>5} {'mass':>5} {'put off':>8} {'of':>4}   ", "quiet"),)))
    column = min(TITLE_CELLS, max(20, cells // 3), max((width(row.title) for row in rows), default=0))
    return [*lines, *(_article(row, desk.project.scheme, column) for row in rows)]


def _article(row: Summary, scheme: Scheme, column: int) -> Line:
    waits, off = row.waiting, row.deferred
    name, used = fitted(row.title or row.article, column)
    kinds = [f"{kind_name(kind, scheme)} {n}" for kind, n in row.kinds().items()]
    more = " …" if len(kinds) > KINDS_SHOWN else ""
    parts: list[Run] = [
        (f"{waits or '✓':>5} ", "strong" if waits else "good"),
        (f"{f'{row.mass:g}' if waits else '':>5} {off or '':>8} {len(row.items):>4}   ", "quiet"),
        (name + " " * (column - used + 2), "text" if waits else "quiet"),
    ]
    if row.absent:
        parts.append((f"not done: {', '.join(row.absent)}  ", "warn"))
    parts.append((" · ".join(kinds[:KINDS_SHOWN]) + more, "quiet"))
    return Line(tuple(parts), row.article)


def _groups(desk: ReviewDesk, cells: int) -> Iterable[Line]:
    """One row for each kind or phrase that waits, with where it occurs first."""
    groups: dict[str, list[Item]] = {}
    for item in desk.queue():
        if item.waits:
            groups.setdefault(main_kind(item.kinds) if desk.order == "kind" else item.phrase, []).append(item)
    for name, items in groups.items():
        label = kind_name(name, desk.project.scheme) if desk.order == "kind" else f"“{name}”" if name else "(no words)"
        words, used = fitted(label, max(20, cells // 3))
        articles = len({item.article for item in items})
        where = f"in {articles} article{'s' if articles > 1 else ''}"
        pad = " " * (max(20, cells // 3) - used + 2)
        yield Line(((f"{len(items):>5}   ", "strong"), (words + pad, "text"), (where, "quiet")), place_of(items[0]))
    if not groups:
        yield Line((("Nothing waits.", "quiet"),))


def alike(found: Sequence[Follower], state: State, cells: int) -> list[Line]:
    """What would be settled like the case in focus: by article, before → after."""
    articles = len({each.article for each in found})
    count = f"{len(found)} case{'s' if len(found) > 1 else ''} in {articles} article{'s' if articles > 1 else ''}"
    lines = title("All like this", f"{count} would be settled · Enter does it, u takes it back · Backspace leaves")
    here = ""
    for each in found:
        if each.article != here:
            here = each.article
            lines += [*([BLANK] if len(lines) > 3 else []), Line((((each.title or each.article), "strong"),))]
        lines += _follower(each, state, cells)
    return lines


def _follower(each: Follower, state: State, cells: int) -> Iterable[Line]:
    room = max(30, cells - 2 * len(MARGIN))
    key = f"{each.article}/{each.case.key}"
    yield Line((("  ", "text"), (_words(each, (each.case.span,), room), "text")), key)
    for name, before, after in changes(each, state, room // 3):
        yield Line(((f"      {name}  ", "quiet"), (before, "quiet"), ("  →  ", "accent"), (after, "strong")))


def changes(each: Follower, state: State, cells: int) -> Iterable[tuple[str, str, str]]:
    """(part, what the versions say, what gold would say) of a case that would be settled; words in about `cells`."""
    review = state.review
    if review is None:
        return
    if not each.decision.results:
        yield "claim", f"marked by {len(each.case.members)}", "no such claim"
        return
    gold = each.decision.results[0]
    for part in differing(each.case, review.sense):
        if state.scheme.role(part) is not None:
            versions = [_words(each, claim.pieces(part), cells) for claim in each.case.members]
            after = _words(each, gold.pieces(part), cells)
        else:
            versions = [value_words(claim, part, state) for claim in each.case.members]
            after = value_words(gold, part, state)
        yield label_of(part, state.scheme), BOTH.join(dict.fromkeys(versions)), after


def _words(each: Follower, parts: Pieces, cells: int) -> str:
    words = " … ".join(" ".join(each.text[start:end].split()) for start, end in parts)
    return shortened(words, cells) if words else "not marked"
