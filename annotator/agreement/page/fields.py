"""Each field on matched claims: its alpha with what it rests on, what stands beside it, and which value met which."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from annotator.agreement.page.charts import axis_of, interval, ruler
from annotator.agreement.page.markup import Child, Html, tag
from annotator.agreement.page.matrices import confusion, most_met, worth
from annotator.agreement.page.tables import Section, fold, heading, note, section, table
from annotator.agreement.page.wording import Wording, estimate, plain
from annotator.agreement.report import Estimate, FieldRow, Report
from annotator.agreement.show.number import NONE, percent

OPEN_SIZE = 10
"""Values up to which a matrix is unfolded."""
LEAD = (
    "Krippendorff’s alpha: 1 is perfect, 0 is what chance gives, below 0 is less than that. It is counted on claims "
    "that at least two have; who has no such claim is missing, not a value. Coverage: the share of claims that entered."
)
MATRICES = (
    "Each matrix counts how often one value met another on the same claim, over all pairs of annotators. Tint: share "
    "of the row. Framed: the same value."
)


def fields(report: Report, wording: Wording) -> Section | None:
    """All fields in one table, then one by one."""
    if not report.fields or not report.articles:
        return None
    matrices = [_field(each, at, wording) for at, each in enumerate(report.fields)]
    return section(
        "fields", "Fields", _table(report, wording), tag("p", MATRICES, class_="lead apart"), matrices, lead=LEAD
    )


def _table(report: Report, wording: Wording) -> Html:
    axis = axis_of([each.alpha for each in report.fields])
    others = list(dict.fromkeys(name for each in report.fields for name in each.others))
    rows = [
        [
            tag(
                "span",
                tag("a", wording.label(each.key), href=f"#field-{at}" if each.confusion.values else None),
                tag("small", each.level),
            ),
            estimate(each.alpha),
            interval(each.alpha, axis, f"Alpha of {wording.label(each.key)}"),
            estimate(each.percent),
            estimate(each.ac1),
            *(estimate(each.others[name]) if name in each.others else NONE for name in others),
            percent(each.coverage),
            f"{each.alpha.n:,}",
            f"{each.disagreements:,}",
        ]
        for at, each in enumerate(report.fields)
    ]
    head: list[Child] = ["Field", "Alpha", ruler(axis), "Percent", "AC1", *others, "Coverage", "Units", "Differ"]
    return table("Alpha of each field", head, rows, "drawn stacked")


def _field(of: FieldRow, at: int, wording: Wording) -> Html | None:
    name, values = wording.label(of.key), of.confusion
    met = most_met(values, of.key, wording)
    hint = note(of.hint) if of.hint else None
    if not values.values:
        return None
    beside: str | None = "beside"
    matrix: Child = note("Only one value was given.")
    if worth(values):
        matrix = confusion(values, f"{name}: which value met which", of.key, wording)
        if len(values.values) > OPEN_SIZE:
            beside = None
            matrix = fold(f"Which value met which ({len(values.values)} values)", matrix)
    return tag(
        "article",
        tag("h3", name, id=f"field-{at}"),
        tag("div", tag("div", met or note("No value met another."), hint), tag("div", matrix), class_=beside),
        class_="field",
    )


def alphas(rows: Sequence[Mapping[str, Estimate]], wording: Wording) -> tuple[list[Child], list[list[Child]]]:
    """Heads and cells of the alphas of several parts: one column for each field that one of them has."""
    keys = [each.key for each in wording.report.fields if any(each.key in held for held in rows)]
    heads: list[Child] = [heading("alpha", wording.label(key)) for key in keys]
    return heads, [[plain(held[key]) if key in held else NONE for key in keys] for held in rows]
