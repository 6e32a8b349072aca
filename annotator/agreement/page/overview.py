"""The top of the page: what was compared, what came out in two sentences, and the five parts along one scale."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from annotator.agreement.page.charts import Axis, axis_of, interval, ruler
from annotator.agreement.page.kinds import rate_of
from annotator.agreement.page.markup import Child, Html, tag
from annotator.agreement.page.tables import Section, caption, note, section
from annotator.agreement.page.wording import Wording, Write, bound, estimate, figure, people, spoken
from annotator.agreement.report import NO_GAMMA, Estimate, FieldRow, Report
from annotator.agreement.show.kind import every_kind
from annotator.agreement.show.number import apart, percent, plural, share
from annotator.core.compare.kinds import AGREE, MISSING, SPLIT

NOTHING = "Nothing can be compared: no article has two layers that count."


class Row(NamedTuple):
    """A line of the overview."""

    name: str
    of: Estimate
    remark: str = ""
    write: Write = share
    drawn: bool = True
    """Whether it lies between 0 and 1, so that it has a place on the scale."""


class Part(NamedTuple):
    """One of the five parts."""

    letter: str
    title: str
    rows: tuple[Row, ...]
    below: Child = None


def header(report: Report, made: str) -> Html:
    """The title and what was compared."""
    scheme, role = report.reference, report.scheme.primary
    facts: list[tuple[str, Child]] = [
        ("Annotators", tag("bdi", people(report.annotators)) if report.annotators else "nobody"),
        ("Articles", f"{len(report.articles):,}"),
        ("Claims", f"{sum(each.claims for each in report.articles):,}"),
        ("Round", tag("bdi", report.round)),
        ("Scheme", f"{scheme.id} {scheme.version}"),
        ("A match", f"IoU of {role.label or role.key} ≥ {bound(report.threshold)}"),
    ]
    if made:
        facts.append(("Made", made))
    return tag(
        "header",
        tag("p", "Agreement", class_="kicker"),
        tag("h1", report.title, dir="auto"),
        tag("dl", [tag("div", tag("dt", name), tag("dd", value)) for name, value in facts], class_="facts"),
    )


def overview(report: Report, wording: Wording) -> Section:
    """The five parts. Without anything to compare: that there is nothing, and why no more can be said."""
    if not report.articles:
        return section("overview", "Overview", tag("p", NOTHING, class_="summary"), note(report.planning))
    parts = tuple(_parts(report, wording))
    axis = axis_of([row.of for part in parts for row in part.rows if row.drawn])
    return section(
        "overview",
        "Overview",
        tag("p", summary(report, wording), class_="summary"),
        _forest(parts, axis),
        note(method(report)),
        note(report.planning),
    )


def summary(report: Report, wording: Wording) -> str:
    """What came out, in words; no verdict."""
    seen = report.overall
    said = [f"Two annotators find the same claims with a pairwise F1 of {spoken(seen.f1)}."]
    if seen.f1.value is None:
        said = [f"The pairwise F1 is {spoken(seen.f1)}."]
    known = sorted(
        (each.alpha.value, wording.label(each.key)) for each in report.fields if each.alpha.value is not None
    )
    if len(known) > 1:
        (low, least), (high, most) = known[0], known[-1]
        said.append(f"On matched claims alpha lies between {figure(low)} ({least}) and {figure(high)} ({most}).")
    elif known:
        said.append(f"On matched claims the alpha of {known[0][1]} is {figure(known[0][0])}.")
    found = [(n, kind) for kind, n in report.kinds.items() if kind != AGREE]
    if found and report.components:
        n, kind = found[0]
        told = f"{n:,} of {plural(report.components, 'component')}"
        said.append(f"The most frequent disagreement is “{wording.kind(kind)}”: {told}.")
    elif report.components:
        said.append("No component has a disagreement.")
    return " ".join(said)


def method(report: Report) -> str:
    """What the intervals and components are."""
    said = "A component is all claims that hang together by shared characters; it may have several disagreements."
    if report.resamples and len(report.articles) > 1:
        said += (
            f" Intervals are the middle 95 % of {plural(report.resamples, 'resample')} of the articles "
            f"(seed {report.seed})."
        )
    if report.inexact:
        said += (
            f" {plural(report.inexact, 'component')} too tangled to prove that no better matching exists; the best "
            "that was found counts."
        )
    return said


def _parts(report: Report, wording: Wording) -> Iterator[Part]:
    seen, ends = report.overall, report.overall.boundary
    matched = f"{seen.matched:,} matched of {plural(seen.claims, 'claim')}, each counted once per pair"
    found = (
        Row(f"F1, IoU ≥ {bound(report.threshold)}", seen.f1, matched),
        Row("F1, soft", seen.f1_soft, "every pair counts its IoU"),
        Row("F1, exact", seen.f1_exact, f"{seen.exact:,} matches have the same characters"),
        Row("Alpha of characters", report.character, "inside or outside of a claim"),
    )
    yield Part("a", "Found by both", found)
    asked = report.gamma != NO_GAMMA
    gamma = (Row("Gamma", report.gamma.estimate),) if asked else ()
    yield Part(
        "b", "Place and value together", gamma, _recipe(report) if asked else f"Gamma: {report.gamma.estimate.reason}"
    )
    rows = (
        Row("Mean IoU", seen.mean_iou, "of matched claims"),
        Row("Start, characters apart", ends.start, "", apart, False),
        Row("End, characters apart", ends.end, "", apart, False),
    )
    yield Part("c", "Boundaries of the matches", rows)
    fields = [Row(f"Alpha of {wording.label(each.key)}", each.alpha, _rests_on(each)) for each in report.fields]
    yield Part("d", "Values of the matches", tuple(fields), None if fields else "No field of this scheme counts.")
    known = every_kind(report)
    kinds = [(AGREE, "Without a difference"), (MISSING, "With a missing claim"), (SPLIT, "Split or merged")]
    rates = [
        Row(name, rate_of(kind, known[kind], report), plural(known[kind], "component"), percent) for kind, name in kinds
    ]
    yield Part("e", f"Of {plural(report.components, 'component')}", tuple(rates))


def _rests_on(of: FieldRow) -> str:
    if of.alpha.value is None:
        return of.level
    return f"{of.level}, {plural(of.alpha.n, 'unit')}, covers {percent(of.coverage)}"


def _forest(parts: tuple[Part, ...], axis: Axis) -> Html:
    head = tag(
        "thead",
        tag(
            "tr",
            tag("th", tag("span", "Measure", class_="heard"), scope="col"),
            tag("th", tag("span", "Value and interval", class_="heard"), scope="col"),
            tag("th", ruler(axis), scope="col"),
        ),
    )
    groups = [
        tag(
            "tbody",
            tag(
                "tr",
                tag("th", tag("span", part.letter, class_="letter"), part.title, colspan=3, scope="colgroup"),
                class_="group",
            ),
            [_row(row, axis) for row in part.rows],
            tag("tr", tag("td", part.below, colspan=3, class_="below")) if part.below else None,
        )
        for part in parts
    ]
    return tag("table", caption("The five parts of agreement"), head, groups, class_="forest")


def _row(row: Row, axis: Axis) -> Html:
    remark = tag("small", row.remark) if row.remark else None
    return tag(
        "tr",
        tag("th", row.name, remark, scope="row"),
        tag("td", estimate(row.of, row.write)),
        tag("td", interval(row.of, axis, row.name) if row.drawn and row.of.value is not None else None),
    )


def _recipe(report: Report) -> Child:
    """All that gamma depends on; without it the number cannot be compared with another."""
    recipe = report.gamma.recipe
    if not recipe:
        return None
    return tag(
        "dl",
        [
            tag("div", tag("dt", key), tag("dd", f"{value:.6g}" if isinstance(value, float) else str(value)))
            for key, value in recipe.items()
        ],
        class_="recipe",
    )
