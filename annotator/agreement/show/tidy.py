"""The report as CSV, one number a row: what R, pandas and a spreadsheet read without being told anything.

Columns: the table, the row's name, what of it (a field, a value, two values), the measure, its value, the interval, n,
and why there is no value or no interval. Numbers are rounded to six places. No cell is a formula to a spreadsheet.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from io import StringIO
from typing import NamedTuple

from annotator.agreement.report import Boundary, Confusion, Estimate, FieldRow, Overlap, Report, Scored
from annotator.agreement.show.kind import every_kind
from annotator.core.text.cell import safe
from annotator.core.visible import visible

HEAD = ("table", "name", "of", "measure", "value", "low", "high", "n", "reason")
BETWEEN = " | "
"""Between two annotators, and between two values that met."""
_PLACES = 6


class Row(NamedTuple):
    """One number."""

    table: str
    name: str
    of: str
    measure: str
    estimate: Estimate


def tidy(report: Report) -> str:
    """All numbers of the report."""
    out = StringIO()
    write = csv.writer(out, lineterminator="\n").writerow
    write(HEAD)
    for *place, of in rows(report):
        numbers = [_number(each) for each in (of.value, of.low, of.high)]
        reason = "; ".join(why for why in (of.reason, of.no_interval) if why)
        write([*(_text(str(each)) for each in place), *numbers, of.n or "", _text(reason)])
    return out.getvalue()


def _text(said: str) -> str:
    """What somebody has written, harmless to a terminal and to a spreadsheet."""
    return safe(visible(said))


def _number(value: float | None) -> str:
    if value is None:
        return ""
    rounded = round(value, _PLACES)
    return str(int(rounded)) if rounded == int(rounded) else f"{rounded:.{_PLACES}f}".rstrip("0")


def _count(table: str, name: str, measure: str, value: float | None, of: str = "") -> Row:
    return Row(table, name, of, measure, Estimate(value))


def rows(report: Report) -> Iterator[Row]:
    """Table after table, in the order of the report."""
    yield _count("overall", "", "articles", len(report.articles))
    yield _count("overall", "", "annotators", len(report.annotators))
    yield _count("overall", "", "components", report.components)
    yield from _overlap("overall", "", report.overall)
    yield Row("overall", "", "", "character_alpha", report.character)
    yield Row("overall", "", "", "gamma", report.gamma.estimate)
    for field in report.fields:
        yield from _field(field)
    for kind, n in every_kind(report).items():
        yield _count("kind", kind, "components", n)
        if kind in report.rates:
            yield Row("kind", kind, "", "rate", report.rates[kind])
    for pair in report.pairs:
        name = BETWEEN.join(pair.annotators)
        yield from _overlap("pair", name, pair.overlap)
        yield from _alphas("pair", name, pair.fields)
    for person in report.people:
        for measure, value in (
            ("articles", person.articles),
            ("claims", person.claims),
            ("words", person.words),
            ("claims_per_thousand_words", person.per_thousand),
            ("claim_length", person.length),
        ):
            yield _count("annotator", person.name, measure, value)
        yield Row("annotator", person.name, "", "found", person.found)
        yield Row("annotator", person.name, "", "shared", person.shared)
        yield from _boundary("annotator", person.name, person.boundary)
        yield from _alphas("annotator", person.name, person.alphas)
        for key, shares in person.bias.items():
            for name, share in shares.items():
                yield _count("annotator", person.name, "bias", share, f"{key}={name}")
    for article in report.articles:
        yield _count("article", article.id, "mass", article.mass)
        yield from _overlap("article", article.id, article.overlap)
    for part in report.slices:
        yield from _overlap(f"by {report.by}", part.name, part.overlap)
        yield from _alphas(f"by {report.by}", part.name, part.fields)
    for round in report.rounds:
        yield from _overlap("round", round.round, round.overlap)
        yield from _alphas("round", round.round, round.fields)
    for layer in report.scored:
        yield from _scored(layer)
    for what, why in report.left_out:
        yield Row("left out", what, "", "", Estimate(None, why))


def _overlap(table: str, name: str, of: Overlap) -> Iterator[Row]:
    yield _count(table, name, "claims", of.claims)
    yield _count(table, name, "matched", of.matched)
    yield _count(table, name, "exact", of.exact)
    for measure in ("f1", "f1_soft", "f1_exact", "mean_iou"):
        yield Row(table, name, "", measure, getattr(of, measure))
    yield from _boundary(table, name, of.boundary)


def _boundary(table: str, name: str, of: Boundary) -> Iterator[Row]:
    for measure, estimate in of._asdict().items():
        yield Row(table, name, "", f"boundary_{measure}", estimate)


def _alphas(table: str, name: str, fields: Mapping[str, Estimate]) -> Iterator[Row]:
    for key, estimate in fields.items():
        yield Row(table, name, key, "alpha", estimate)


def _field(of: FieldRow) -> Iterator[Row]:
    for measure, estimate in (("alpha", of.alpha), ("ac1", of.ac1), ("percent", of.percent), *of.others.items()):
        yield Row("field", of.key, of.level if measure == "alpha" else "", measure, estimate)
    yield _count("field", of.key, "coverage", of.coverage)
    yield _count("field", of.key, "disagreements", of.disagreements)
    yield from _confusion("confusion", of.key, of.confusion)


def _confusion(table: str, name: str, of: Confusion) -> Iterator[Row]:
    for one, counts in zip(of.values, of.counts, strict=True):
        for two, n in zip(of.values, counts, strict=True):
            if n:
                yield _count(table, name, "count", n, f"{one}{BETWEEN}{two}")


def _scored(of: Scored) -> Iterator[Row]:
    yield _count("scored", of.name, "articles", of.articles)
    yield Row("scored", of.name, "", "precision", of.precision)
    yield Row("scored", of.name, "", "recall", of.recall)
    yield from _overlap("scored", of.name, of.overlap)
    for key, values in of.fields.items():
        for value in values:
            for measure in ("precision", "recall", "f1"):
                yield Row("scored", of.name, f"{key}={value.value}", measure, getattr(value, measure))
    for key, table in of.confusion.items():
        yield from _confusion(f"scored confusion of {key}", of.name, table)
