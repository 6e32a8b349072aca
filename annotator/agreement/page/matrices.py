"""Matrices as heat maps: every two annotators, and which value met which."""

from __future__ import annotations

from collections.abc import Sequence

from annotator.agreement.page.markup import Child, Html, tag
from annotator.agreement.page.palette import step
from annotator.agreement.page.tables import (
    ALL,
    Section,
    caption,
    fold,
    heading,
    note,
    scrolled,
    section,
    shortened,
    table,
)
from annotator.agreement.page.wording import Wording, bound, estimate, figure, plain, spoken
from annotator.agreement.report import Confusion, PairRow, Report
from annotator.agreement.show.detail import rank
from annotator.agreement.show.number import NONE, apart, plural, signed

MOST_PEOPLE = 60
"""Annotators that the matrix has at most."""
MOST_PAIRS = 200
"""Rows of the table of pairs."""
MOST_MET = 5
"""Pairs of values that are named."""


def scale() -> Html:
    """What the tints mean."""
    cells = [tag("span", f".{at}" if at else "0", class_=f"h{at}") for at in range(10)]
    return tag("p", cells, tag("span", "to 1", class_="end"), class_="scale", aria_hidden="true")


def pairs(report: Report, wording: Wording) -> Section | None:
    """The heat map of F1, and all numbers of each pair."""
    if not report.pairs:
        return None
    lead = f"F1 of every two annotators, IoU ≥ {bound(report.threshold)}. A dash: no article in common."
    return section("pairs", "Pairs of annotators", _map(report), _table(report, wording), lead=lead)


def _map(report: Report) -> Html:
    names = report.annotators[:MOST_PEOPLE]
    met = {pair.annotators: pair for pair in report.pairs}
    head = tag("tr", tag("td"), [tag("th", tag("span", tag("bdi", name)), scope="col") for name in names])
    rows = [
        tag("tr", tag("th", tag("bdi", one), scope="row"), [_pair(one, other, met) for other in names]) for one in names
    ]
    name = "F1 of every two annotators"
    made = tag("table", caption(name), tag("thead", head), tag("tbody", rows), class_="heat")
    left = shortened(len(names), len(report.annotators), "annotators")
    return tag("div", scrolled(name, made), scale(), left, class_="map")


def _pair(one: str, other: str, met: dict[tuple[str, str], PairRow]) -> Html:
    pair = met.get((one, other) if one < other else (other, one))
    if one == other:
        return tag("td", class_="self")
    if pair is None:
        return tag("td", NONE, class_="none", title=f"{one}, {other}: no article in common")
    seen = pair.overlap.f1
    if seen.value is None:
        return tag("td", NONE, class_="none", title=f"{one}, {other}: {spoken(seen)}")
    detail = f"{one}, {other}: {spoken(seen)}; {plural(pair.articles, 'article')}, {pair.overlap.matched:,} matched"
    return tag("td", figure(seen.value), class_=f"h{step(seen.value)}", title=detail)


def _table(report: Report, wording: Wording) -> Html:
    held: Sequence[PairRow] = report.pairs
    left: Child = None
    if len(held) > MOST_PAIRS:
        held = sorted(held, key=rank)[:MOST_PAIRS]
        left = note(
            f"The {MOST_PAIRS} pairs that agree least, of {len(report.pairs):,}; ", tag("code", ALL), " has all."
        )
    keys = [each.key for each in report.fields]
    head: list[Child] = ["Pair", "Articles", "Claims", "Matched", "Exact", "F1"]
    head += [heading(*name) for name in (("F1", "soft"), ("F1", "exact"), ("mean", "IoU"), ("start", "apart"))]
    head += [heading("end", "apart"), "Start", "End", *(heading("alpha", wording.label(key)) for key in keys)]
    rows = [
        [
            tag("bdi", f"{row.annotators[0]}, {row.annotators[1]}"),
            f"{row.articles:,}",
            f"{row.claims[0]:,} and {row.claims[1]:,}",
            f"{row.overlap.matched:,}",
            f"{row.overlap.exact:,}",
            estimate(row.overlap.f1, why=False),
            plain(row.overlap.f1_soft),
            plain(row.overlap.f1_exact),
            plain(row.overlap.mean_iou),
            plain(row.overlap.boundary.start, apart),
            plain(row.overlap.boundary.end, apart),
            plain(row.overlap.boundary.start_bias, signed),
            plain(row.overlap.boundary.end_bias, signed),
            *(plain(row.fields[key]) if key in row.fields else NONE for key in keys),
        ]
        for row in held
    ]
    about = note(
        "Start and end are in characters: “apart” without the sign; else the second named minus the first, so below 0 "
        "the second begins or ends earlier."
    )
    return fold("All numbers of each pair", table("Every two annotators", head, rows, "stacked"), about, left)


def confusion(of: Confusion, name: str, key: str, wording: Wording, sides: tuple[str, str] | None = None) -> Html:
    """Which value met which, tinted by the share of its row. `sides` says whose the rows and the columns are."""
    labels = [wording.column(label, key) for label in of.labels]
    head = tag("tr", tag("td"), [tag("th", tag("span", label), scope="col") for label in labels])
    rows = []
    for at, (label, counts) in enumerate(zip(labels, of.counts, strict=True)):
        size = sum(counts)
        cells = [
            tag(
                "td",
                f"{n:,}" if n else "·",
                class_=" ".join(filter(None, (f"h{step(n / size)}" if n else "none", "same" if at == to else ""))),
                title=f"{label}, {labels[to]}: {n:,}" if n else None,
            )
            for to, n in enumerate(counts)
        ]
        rows.append(tag("tr", tag("th", label, scope="row"), cells))
    made = tag("table", caption(name), tag("thead", head), tag("tbody", rows), class_="heat confusion")
    told = f"Rows: {sides[0]}; columns: {sides[1]}. " if sides else ""
    told += f"{plural(of.rest, 'meeting')} of rarer values left out." if of.rest else ""
    return tag("div", scrolled(name, made), note(told) if told else None, class_="map")


def most_met(of: Confusion, key: str, wording: Wording) -> Html | None:
    """The values that are taken for one another most often."""
    found = sorted(
        (
            (-n, of.labels[at], of.labels[to])
            for at, counts in enumerate(of.counts)
            for to, n in enumerate(counts[:at])
            if n
        )
    )[:MOST_MET]
    if not found:
        return None
    items = [
        tag("li", tag("b", wording.column(two, key)), " and ", tag("b", wording.column(one, key)), f": {-n:,}")
        for n, one, two in found
    ]
    return tag("div", tag("h4", "Most often confused"), tag("ol", items, class_="met"))


def worth(of: Confusion) -> bool:
    """Whether a matrix says anything: two values at least."""
    return len(of.values) > 1
