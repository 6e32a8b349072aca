"""Layers scored against a reference, as classifiers are: found at all, and with the right value."""

from __future__ import annotations

from annotator.agreement.page.charts import Axis, interval, ruler
from annotator.agreement.page.markup import Child, Html, tag
from annotator.agreement.page.matrices import confusion
from annotator.agreement.page.tables import Section, fold, note, section, table
from annotator.agreement.page.wording import Wording, estimate, plain
from annotator.agreement.report import Report, Scored
from annotator.agreement.show.number import plural

LEAD = (
    "Precision: the share of the layer’s claims that the reference has. Recall: the share of the reference’s claims "
    "that the layer has."
)
RIGHT = "A claim counts as right when it is found and has the value. Tint: share of the row. Framed: the same value."


def scores(report: Report, wording: Wording) -> Section | None:
    """Each layer, and each of its values."""
    if not report.against:
        return None
    title = f"Scored against {report.against}"
    if not report.scored:
        return section("scores", title, tag("p", "No layer that counts shares an article with it."))
    rows: list[list[Child]] = [
        [
            tag("bdi", each.name),
            estimate(each.precision),
            estimate(each.recall),
            estimate(each.overlap.f1),
            interval(each.overlap.f1, Axis(), f"F1 of {each.name}"),
            plain(each.overlap.f1_soft),
            plain(each.overlap.f1_exact),
            plain(each.overlap.mean_iou),
            f"{each.overlap.matched:,}",
        ]
        for each in report.scored
    ]
    head: list[Child] = ["Layer", "Precision", "Recall", "F1", ruler(Axis()), "Soft", "Exact", "IoU", "Matched"]
    layers = [_layer(each, report.against, wording) for each in report.scored]
    return section("scores", title, table(title, head, rows, "drawn stacked"), layers, lead=LEAD)


def _layer(of: Scored, against: str, wording: Wording) -> Html:
    parts = [_field(of, key, against, wording) for key in of.fields]
    return fold(
        tag("span", tag("bdi", of.name), f", value by value, in {plural(of.articles, 'article')}"), note(RIGHT), parts
    )


def _field(of: Scored, key: str, against: str, wording: Wording) -> Html:
    label = wording.label(key)
    rows: list[list[Child]] = [
        [
            wording.column(each.label, key),
            plain(each.precision),
            plain(each.recall),
            plain(each.f1),
            f"{each.precision.n:,}",
            f"{each.recall.n:,}",
        ]
        for each in of.fields[key]
    ]
    head: list[Child] = ["Value", "Precision", "Recall", "F1", tag("bdi", of.name), tag("bdi", against)]
    values = table(f"{label}: {of.name} against {against}", head, rows) if rows else note("No value to compare.")
    met = of.confusion.get(key)
    name = f"{label}: which value of {against} met which of {of.name}"
    matrix = confusion(met, name, key, wording, (against, of.name)) if met is not None else None
    return tag("div", tag("h4", label), tag("div", values, matrix, class_="even"), class_="scored")
