"""The report as text for a terminal of 80 columns: the five parts first, then whose, where, and what was left out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from annotator.agreement.bootstrap import TWO
from annotator.agreement.report import Estimate, FieldRow, Report
from annotator.agreement.show.detail import details
from annotator.agreement.show.grid import INDENT, WIDTH, grid, text
from annotator.agreement.show.kind import every_kind, kind_label
from annotator.agreement.show.number import NONE, apart, interval, percent, plural, recipe, share
from annotator.core.visible import visible

NAMED = 12
"""Annotators that the heading names."""


def table(report: Report) -> str:
    """The whole report; safe to print."""
    lines = [*heading(report), ""]
    if report.articles:
        for part in (found, gamma, boundaries, fields, kinds):
            lines += part(report)
    elif not report.scored:
        lines += text("Nothing can be compared: no article has two layers that count.", indent=0)
    return visible("\n".join([*lines, *details(report)]) + "\n", keep_newline=True)


def heading(report: Report) -> list[str]:
    """What was compared, and how."""
    if report.repeated:
        people, rounds = "each annotator with themselves", f"rounds {report.round}"
    else:
        people, rounds = plural(len(report.annotators), "annotator"), f"round {report.round}"
    what = f"{report.title} · {people} · {plural(len(report.articles), 'article')} · {rounds}"
    names = ", ".join(report.annotators[:NAMED])
    more = f" and {len(report.annotators) - NAMED} more" if len(report.annotators) > NAMED else ""
    scheme = report.reference
    how = (
        f"Scheme {scheme.id} {scheme.version}. Two claims match when the IoU of their {report.scheme.primary.label} is "
        f"at least {report.threshold:g}."
    )
    if report.resamples and len(report.articles) > 1:
        how += f" In brackets: the middle 95 % of {plural(report.resamples, 'resample')} of the articles."
    return [*text(what, indent=0), *text(f"{names}{more}", indent=0), *text(how, indent=0)]


def rows(of: Iterable[tuple[str, str, str, str]]) -> list[str]:
    """Lines of name, value, interval and a remark."""
    lines = []
    for name, value, between, remark in of:
        line = f"{'':{INDENT}}{name:<24}{value:>6}  {between:<15}"
        beside = f"{line} {remark}" if between else f"{line.rstrip()}  {remark}"
        if len(beside) <= WIDTH:
            lines.append(beside.rstrip())
        else:
            lines += [line.rstrip(), *text(remark, indent=2 * INDENT)]
    return lines


def row(name: str, of: Estimate, remark: str = "") -> tuple[str, str, str, str]:
    """A coefficient with its interval, or why there is none."""
    return name, share(of.value), interval(of), why(of) or remark


def why(of: Estimate) -> str:
    """Why it has no value or no interval. That one article gives no interval stands once, at the end."""
    return of.reason or (of.no_interval if of.no_interval != TWO else "")


def found(report: Report) -> list[str]:
    """(a) Pairwise F1, and alpha over characters beside it."""
    seen = report.overall
    return [
        f"(a) Found by both: {seen.matched:,} matched of {plural(seen.claims, 'claim')}, each counted once per pair",
        *rows(
            [
                row(f"F1, IoU ≥ {report.threshold:g}", seen.f1),
                row("F1, soft", seen.f1_soft, "every pair counts its IoU"),
                row("F1, exact", seen.f1_exact, "the same characters"),
                row("alpha of characters", report.character, "in or out of a claim"),
            ]
        ),
    ]


def gamma(report: Report) -> list[str]:
    """(b) Gamma with its whole recipe, or why there is none."""
    of, told = report.gamma.estimate, recipe(report.gamma)
    line, *below = rows([row("", of)])
    return ["(b) Gamma" + line[len("(b) Gamma") :], *below, *(text(told) if told else [])]


def boundaries(report: Report) -> list[str]:
    """(c) Mean IoU and offsets of matched claims."""
    seen, ends = report.overall.mean_iou, report.overall.boundary
    sides = [("start", ends.start), ("end", ends.end)]
    return [
        "(c) Boundaries of the matches",
        *rows(
            [
                row("mean IoU", seen),
                *((f"{side}: characters apart", apart(of.value), interval(of, apart), why(of)) for side, of in sides),
            ]
        ),
    ]


def fields(report: Report) -> list[str]:
    """(d) Alpha of each field with its coverage, n, AC1 and percent."""
    head = ("", "alpha", "95 %", "covers", "n", "differ", "equal", "AC1")
    shown = [
        (
            f"{each.label}, {each.level}",
            share(each.alpha.value),
            interval(each.alpha),
            percent(each.coverage),
            str(each.alpha.n),
            str(each.disagreements),
            percent(each.percent.value),
            share(each.ac1.value),
        )
        for each in report.fields
    ]
    lines = ["(d) Values of the matches: Krippendorff's alpha"]
    lines += grid(head, shown) if shown else text("No field of this scheme counts.")
    for each in report.fields:
        lines += remarks(each)
    return lines


def remarks(of: FieldRow) -> list[str]:
    """Why a field has no alpha or no interval, what else is to be read, and further measures."""
    lines = []
    if of.alpha.value is None:
        lines += text(f"{of.label}: undefined, {of.alpha.reason}.")
    elif why(of.alpha):
        lines += text(f"{of.label}: no interval, {why(of.alpha)}.")
    if of.hint:
        lines += text(f"{of.label}: {of.hint}")
    for name, other in of.others.items():
        value = share(other.value) if other.value is not None else f"{NONE} ({other.reason})"
        lines += text(f"{of.label}: {name} {value}")
    return lines


def kinds(report: Report) -> list[str]:
    """(e) How many components have which disagreement."""
    lines = [f"(e) Of {plural(report.components, 'component')} (claims that overlap), a component may have several"]
    shown: list[Sequence[str]] = []
    for kind, n in every_kind(report).items():
        rate = report.rates.get(kind)
        between = interval(rate, percent) if rate is not None else ""
        shown.append((kind_label(kind, report), str(n), percent(report.rate(kind)), between))
    lines += grid(("", "", "", ""), shown)
    if report.inexact:
        lines += text(
            f"{plural(report.inexact, 'component')} too tangled to prove that no better matching exists; the best that "
            "was found counts."
        )
    return lines
