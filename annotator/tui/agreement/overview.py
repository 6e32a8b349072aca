"""The overview: the five parts of agreement on one screen, each number with its range."""

from __future__ import annotations

from collections.abc import Sequence

from annotator.agreement.bootstrap import TWO
from annotator.agreement.report import NO_GAMMA, Estimate, FieldRow, Report
from annotator.agreement.show.number import apart, interval, percent, plural, share
from annotator.core.compare.kinds import AGREE, MISSING, SPLIT
from annotator.tui.agreement.figure import RANGE, VALUE, axis, joined, left, right
from annotator.tui.agreement.view import Shown, View, heading, hint, sentence, stacked
from annotator.tui.drawing.paint import Run
from annotator.tui.listing import Line

NAME = 20
WIDE = 102
"""Cells from which on ranges are drawn on an axis, too."""
AXIS = 25
BESIDE = (("covers", 6), ("n", 6), ("AC1", 5), ("equal", 5))
"""Columns beside a field's alpha, with their cells."""
ASK_GAMMA = "takes its time: annotator agreement --gamma"
RATES = ((AGREE, "no difference"), (MISSING, "missed by a reader"), (SPLIT, "split or merged"))


def overview(report: Report, view: View) -> Shown:
    """Found, ends, values, kinds; then what the ranges are worth."""
    return Shown(stacked([part(report, view) for part in (found, ends, fields, rates, notes)], view))


def figure(
    name: str, of: Estimate, view: View, beside: Sequence[Run], *, number: str = "", range: str = "", axes: bool = True
) -> Line:
    """One row: name, number, range, the range on an axis where there is room, and what stands beside it."""
    style = "strong" if of.value is not None else "quiet"
    cells = [left(f"  {name}", NAME), right(number or share(of.value), VALUE, style)]
    cells.append(left(range or interval(of), RANGE, "quiet"))
    runs = joined(cells)
    if view.room >= WIDE:
        runs += [("  ", "text"), *(axis(of, AXIS) if axes else [(" " * AXIS, "text")])]
    return Line((*runs, ("  ", "text"), *beside))


def undefined(name: str, of: Estimate) -> Line:
    """A row without a number, and why."""
    return Line((*joined([left(f"  {name}", NAME), right(share(None), VALUE, "quiet")]), (f"  {of.reason}", "quiet")))


def row(name: str, of: Estimate, view: View, remark: str = "") -> Line:
    """A coefficient."""
    return undefined(name, of) if of.value is None else figure(name, of, view, [(remark, "quiet")])


def distance(name: str, of: Estimate, view: View) -> Line:
    """A distance in characters, which has no axis."""
    if of.value is None:
        return undefined(name, of)
    between = interval(of, apart) or " "
    beside = [("characters, on average", "quiet")]
    return figure(name, of, view, beside, number=apart(of.value), range=between, axes=False)


def found(report: Report, view: View) -> list[Line]:
    """Whether the same claims are found: F1, soft F1, and gamma."""
    seen, gamma = report.overall, report.gamma
    own = gamma.estimate._replace(reason=ASK_GAMMA) if gamma == NO_GAMMA else gamma.estimate
    recipe = ", ".join(f"{key} {each}" for key, each in gamma.recipe.items())
    return [
        heading("Are the same claims found?", f"{plural(seen.claims, 'claim')}, each counted once for every pair"),
        row("F1", seen.f1, view, f"overlap of {share(report.threshold)} or more"),
        row("F1, soft", seen.f1_soft, view, "a match counts its overlap"),
        row("gamma", own, view, recipe),
    ]


def ends(report: Report, view: View) -> list[Line]:
    """Whether matched claims begin and end alike."""
    seen, ends = report.overall, report.overall.boundary
    matched = f"{plural(int(seen.matched), 'matched pair')}, {seen.exact:,} of them exact"
    return [
        heading("Do they begin and end alike?", matched),
        row("overlap (IoU)", seen.mean_iou, view, "mean of the matched"),
        distance("starts differ by", ends.start, view),
        distance("ends differ by", ends.end, view),
    ]


def fields(report: Report, view: View) -> list[Line]:
    """Whether the same is said of them: alpha of each field, with what it covers and what is to be read beside it."""
    cells = [left("Is the same said?", NAME, "title"), right("alpha", VALUE, "quiet"), left("", RANGE)]
    if view.room >= WIDE:
        cells.append(left(f"0{'1':>{AXIS - 1}}", AXIS, "quiet"))
    lines = [Line((*joined(cells), ("  ", "text"), *_beside([name for name, _ in BESIDE], "quiet")))]
    if not report.fields:
        lines += sentence("  No field of this scheme counts.", view)
    return lines + [_field(each, view) for each in report.fields]


def _field(of: FieldRow, view: View) -> Line:
    if of.coverage is None:
        return undefined(of.label, of.alpha)
    beside = [percent(of.coverage), f"{of.alpha.n:,}", share(of.ac1.value), percent(of.percent.value)]
    return figure(f"{of.label}{' *' if of.hint else ''}", of.alpha, view, _beside(beside, "text"))


def _beside(texts: Sequence[str], style: str) -> list[Run]:
    return joined([right(text, size, style) for text, (_, size) in zip(texts, BESIDE, strict=True)])


def rates(report: Report, view: View) -> list[Line]:
    """How often something differs: components without a difference, with a missing claim, split or merged."""
    lines = [heading("How often do they differ?", f"{plural(report.components, 'component')} of claims that overlap")]
    for kind, name in RATES:
        of = report.rates.get(kind, Estimate(0.0) if report.components else Estimate(None, "nothing overlaps"))
        count = [(f"{report.kinds.get(kind, 0):,}", "quiet")]
        between = interval(of, percent) or " "
        lines.append(figure(name, of, view, count, number=percent(of.value), range=between))
    return lines


def notes(report: Report, view: View) -> list[Line]:
    """Hints, reasons of what is missing, and what the ranges are worth, in plain words."""
    lines: list[Line] = []
    for each in report.fields:
        lines += sentence(f"* {each.label}: {hint(each, report)}", view) if each.hint else []
        if each.alpha.value is None and each.coverage is not None:
            lines += sentence(f"{each.label}: no alpha, {each.alpha.reason}.", view)
    for reason, names in rangeless(report).items():
        lines += sentence(f"No range of {', '.join(names)}: {reason}.", view)
    if report.resamples and any(of.low is not None for _, of in ranged(report)):
        words = f"In brackets: the middle 95 % of what {report.resamples:,} random redraws of the articles give."
        lines += sentence(words, view)
    return lines + sentence(report.planning, view)


def ranged(report: Report) -> list[tuple[str, Estimate]]:
    """Every number that can have a range, by its name."""
    seen = report.overall
    found = [("F1", seen.f1), ("soft F1", seen.f1_soft), ("overlap", seen.mean_iou)]
    found += [("starts", seen.boundary.start), ("ends", seen.boundary.end)]
    return [*found, *((each.label, each.alpha) for each in report.fields), *report.rates.items()]


def rangeless(report: Report) -> dict[str, list[str]]:
    """Why some have none → which; what the planning rule says by itself is not said twice."""
    found: dict[str, list[str]] = {}
    for name, of in ranged(report):
        if of.no_interval and of.no_interval != TWO:
            found.setdefault(of.no_interval, []).append(name)
    return found
