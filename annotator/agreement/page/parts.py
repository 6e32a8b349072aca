"""The comparison in parts, by round and by slice; and what is not in it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from annotator.agreement.page.charts import axis_of, course, interval, ruler
from annotator.agreement.page.fields import alphas
from annotator.agreement.page.markup import Child, tag
from annotator.agreement.page.tables import Section, heading, section, shortened, table
from annotator.agreement.page.wording import Wording, bound, people, plain, spoken
from annotator.agreement.report import Estimate, Report, RoundRow
from annotator.agreement.show.number import apart, plural

MOST_SLICES = 300
MOST_REASONS = 200
ABSENT = Estimate(None, "not in this round")


class _Measure(NamedTuple):
    """A measure from the first round to the last."""

    name: str
    values: Sequence[Estimate]


def rounds(report: Report, wording: Wording) -> Section | None:
    """How agreement changed."""
    held = report.rounds
    if not held:
        return None
    measures = [
        _Measure(f"F1, IoU ≥ {bound(report.threshold)}", [row.overlap.f1 for row in held]),
        _Measure("F1, soft", [row.overlap.f1_soft for row in held]),
        _Measure("F1, exact", [row.overlap.f1_exact for row in held]),
        _Measure("Mean IoU", [row.overlap.mean_iou for row in held]),
    ]
    for key in dict.fromkeys(key for row in held for key in row.fields):
        values = [row.fields.get(key, ABSENT) for row in held]
        measures.append(_Measure(f"Alpha of {wording.label(key)}", values))
    axis = axis_of([value for each in measures for value in each.values])
    rows: list[list[Child]] = []
    for name, found in measures:
        said = "; ".join(f"{row.round} {spoken(value)}" for row, value in zip(held, found, strict=True))
        drawn = course([each.value for each in found], axis, f"{name}: {said}")
        rows.append([name, *map(plain, found), drawn])
    head: list[Child] = [
        "Measure",
        *(tag("span", tag("bdi", row.round), _size(row)) for row in held),
        "Course",
    ]
    ends = f"{axis.low:g} to {axis.high:g}".replace("-", "−")
    lead = f"Every round that at least two have done. The course runs from the first to the last, on a scale of {ends}."
    return section(
        "rounds", "Change by round", table("Agreement in each round", head, rows, "drawn courses"), lead=lead
    )


def _size(row: RoundRow) -> list[Child]:
    everybody = plural(len(row.annotators), "annotator")
    return [
        tag("small", plural(row.articles, "article")),
        tag("small", everybody, title=people(row.annotators, len(row.annotators))),
    ]


def slices(report: Report, wording: Wording) -> Section | None:
    """The breakdown that was asked for."""
    if not report.by:
        return None
    held = report.slices[:MOST_SLICES]
    if not held:
        return section("slices", f"By {report.by}", tag("p", "Nothing to show: no claim counts."))
    axis = axis_of([each.overlap.f1 for each in held])
    heads, cells = alphas([each.fields for each in held], wording)
    rows: list[list[Child]] = [
        [
            tag("bdi", each.name),
            f"{each.claims:,}",
            f"{each.overlap.matched:,}",
            plain(each.overlap.f1),
            interval(each.overlap.f1, axis, f"F1 of {each.name}"),
            plain(each.overlap.f1_soft),
            plain(each.overlap.f1_exact),
            plain(each.overlap.mean_iou),
            plain(each.overlap.boundary.start, apart),
            plain(each.overlap.boundary.end, apart),
            *alpha,
        ]
        for each, alpha in zip(held, cells, strict=True)
    ]
    head: list[Child] = ["Part", "Claims", "Matched", "F1", ruler(axis), heading("F1", "soft"), heading("F1", "exact")]
    head += [heading("mean", "IoU"), heading("start", "apart"), heading("end", "apart"), *heads]
    return section(
        "slices",
        f"By {report.by}",
        table(f"Agreement by {report.by}", head, rows),
        shortened(len(held), len(report.slices), "parts"),
    )


def left_out(report: Report, wording: Wording) -> Section | None:
    """What does not count, and why."""
    if not report.left_out:
        return None
    held = report.left_out[:MOST_REASONS]
    items = [tag("div", tag("dt", tag("bdi", what)), tag("dd", why)) for what, why in held]
    more = shortened(len(held), len(report.left_out), "reasons")
    return section("left-out", "Left out", tag("dl", items, class_="left"), more)
