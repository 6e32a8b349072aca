"""The report as LaTeX tables, for a paper: they need the package booktabs and nothing else."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from annotator.agreement.report import Estimate, Report
from annotator.agreement.show.kind import every_kind
from annotator.agreement.show.number import NONE, apart, interval, percent, plural, share
from annotator.core.text.latex import escape

MOST = 45
"""Rows of a table that still fit on a page."""


def latex(report: Report) -> str:
    """All tables, one after another."""
    what = f"{report.title}: {plural(len(report.annotators), 'annotator')}, {plural(len(report.articles), 'article')}"
    lines = [f"% {escape(what)}. Needs \\usepackage{{booktabs}}.", ""]
    parts = (_overview, _fields, _kinds, _pairs, _slices, _scored) if report.articles else (_scored,)
    for part in parts:
        for each in part(report):
            lines += [each, ""]
    if len(lines) == 2:
        lines.append("% Nothing can be compared: no article has two layers that count.")
    return "\n".join(lines).rstrip() + "\n"


def _table(caption: str, name: str, head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A floating table; the first column on the left, all others on the right."""
    shown = rows[:MOST]
    if len(rows) > MOST:
        caption += f" The first {MOST} of {len(rows)} rows."
    return "\n".join(
        [
            r"\begin{table}",
            r"\centering",
            rf"\caption{{{escape(caption)}}}",
            rf"\label{{tab:{name}}}",
            rf"\begin{{tabular}}{{l{'r' * (len(head) - 1)}}}",
            r"\toprule",
            _row(head),
            r"\midrule",
            *map(_row, shown),
            r"\bottomrule",
            r"\end{tabular}",
            r"\end{table}",
        ]
    )


def _row(cells: Iterable[str]) -> str:
    return " & ".join("--" if cell == NONE else escape(cell) for cell in cells) + r" \\"


def _overview(report: Report) -> Iterator[str]:
    seen, ends = report.overall, report.overall.boundary
    rows = [
        _coefficient(f"F1, IoU ≥ {report.threshold:g}", seen.f1),
        _coefficient("F1, soft", seen.f1_soft),
        _coefficient("F1, exact", seen.f1_exact),
        _coefficient("alpha of characters", report.character),
        *([_coefficient("gamma", report.gamma.estimate)] if report.gamma.estimate.value is not None else []),
        _coefficient("mean IoU of matched claims", seen.mean_iou),
        *(
            (f"{side} apart, characters", apart(of.value), interval(of, apart), str(of.n))
            for side, of in (("start", ends.start), ("end", ends.end))
        ),
    ]
    caption = (
        f"Agreement of {plural(len(report.annotators), 'annotator')} on {plural(len(report.articles), 'article')}; "
        f"intervals from {plural(report.resamples, 'resample')} of the articles."
    )
    yield _table(caption, "agreement", ("", "value", "95 %", "n"), rows)


def _coefficient(name: str, of: Estimate) -> tuple[str, str, str, str]:
    return name, share(of.value), interval(of) or NONE, f"{of.n:,}" if of.n else NONE


def _fields(report: Report) -> Iterator[str]:
    rows = [
        (
            each.label,
            each.level,
            share(each.alpha.value),
            interval(each.alpha) or NONE,
            percent(each.coverage),
            str(each.alpha.n),
            percent(each.percent.value),
            share(each.ac1.value),
        )
        for each in report.fields
    ]
    if rows:
        caption = (
            f"Krippendorff's alpha of the values of matched claims (IoU ≥ {report.threshold:g}); covered is the share "
            "of all claims that entered, n the units with two values."
        )
        yield _table(caption, "fields", ("", "distance", "alpha", "95 %", "covered", "n", "equal", "AC1"), rows)


def _kinds(report: Report) -> Iterator[str]:
    rows = [
        (
            kind,
            str(n),
            percent(report.rate(kind)),
            (interval(report.rates[kind], percent) if kind in report.rates else "") or NONE,
        )
        for kind, n in every_kind(report).items()
    ]
    caption = f"Kinds of disagreement among {plural(report.components, 'group')} of overlapping claims."
    yield _table(caption, "kinds", ("", "groups", "share", "95 %"), rows)


def _pairs(report: Report) -> Iterator[str]:
    rows = [
        (
            f"{row.annotators[0]}, {row.annotators[1]}",
            str(row.articles),
            f"{row.claims[0]}, {row.claims[1]}",
            str(row.overlap.matched),
            share(row.overlap.f1.value),
            interval(row.overlap.f1) or NONE,
            share(row.overlap.f1_soft.value),
            share(row.overlap.mean_iou.value),
        )
        for row in report.pairs
    ]
    head = ("", "articles", "claims", "matched", "F1", "95 %", "soft", "IoU")
    yield _table("Agreement by pair of annotators.", "pairs", head, rows)


def _slices(report: Report) -> Iterator[str]:
    if report.slices:
        labels = {each.key: each.label for each in report.fields}
        head = ("", "claims", "F1", "IoU", *labels.values())
        rows = [
            (
                each.name,
                str(each.claims),
                share(each.overlap.f1.value),
                share(each.overlap.mean_iou.value),
                *_alphas(each.fields, labels),
            )
            for each in report.slices
        ]
        yield _table(f"Agreement by {report.by}: F1, mean IoU and alpha.", f"by-{report.by}", head, rows)


def _alphas(fields: Mapping[str, Estimate], keys: Iterable[str]) -> tuple[str, ...]:
    return tuple(share(fields[key].value) if key in fields else NONE for key in keys)


def _scored(report: Report) -> Iterator[str]:
    if report.scored:
        rows = [
            (
                each.name,
                share(each.precision.value),
                share(each.recall.value),
                share(each.overlap.f1.value),
                interval(each.overlap.f1) or NONE,
                share(each.overlap.f1_exact.value),
            )
            for each in report.scored
        ]
        caption = f"Layers against {report.against}; a claim is found at IoU ≥ {report.threshold:g}."
        yield _table(caption, "scores", ("", "precision", "recall", "F1", "95 %", "exact"), rows)
