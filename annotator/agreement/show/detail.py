"""The report's lower half as text: pairs, people, a breakdown, rounds, scores, articles, and what was left out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from annotator.agreement.report import Confusion, Estimate, Overlap, PairRow, Report, Scored
from annotator.agreement.scoring import ABSENT
from annotator.agreement.show.grid import grid, text
from annotator.agreement.show.number import apart, interval, per_thousand, percent, plural, reasons, share, signed

MOST = 20
"""Rows of a list that are shown; the rest are counted."""
CELLS = 5
"""Pairs of values of one field."""
_OVERLAP = ("match", "F1", "soft", "exact", "IoU")


def details(report: Report) -> list[str]:
    """All that follows the five parts, each with an empty line before it."""
    lines: list[str] = []
    parts = (pairs, people, mixed, articles) if len(report.annotators) > 1 else ()
    for part in (*parts, breakdown, rounds, scores, left_out, planning):
        found = part(report)
        lines += ["", *found] if found else []
    return lines


def _overlap(of: Overlap) -> tuple[str, ...]:
    return (
        str(of.matched),
        share(of.f1.value),
        share(of.f1_soft.value),
        share(of.f1_exact.value),
        share(of.mean_iou.value),
    )


def _undefined(estimates: Iterable[Estimate]) -> list[str]:
    found = reasons(estimates)
    return text(f"– undefined: {'; '.join(found)}.") if found else []


def _more(shown: int, all_: int, word: str) -> list[str]:
    return text(f"… and {plural(all_ - shown, word)} more; --format json has all.") if all_ > shown else []


def rank(row: PairRow) -> tuple[bool, float, tuple[str, str]]:
    """Those who agree least come first; those of whom nothing is known come last."""
    f1 = row.overlap.f1.value
    return f1 is None, f1 or 0.0, row.annotators


def pairs(report: Report) -> list[str]:
    """Every two annotators; of many, those who agree least."""
    held = report.pairs
    title = "Pairs"
    if len(held) > MOST:
        held = tuple(sorted(held, key=rank))[:MOST]
        title = f"Pairs: the {MOST} that agree least"
    rows = [
        (
            "  ".join(row.annotators),
            str(row.articles),
            f"{row.claims[0]} {row.claims[1]}",
            *_overlap(row.overlap)[:3],
            interval(row.overlap.f1),
            share(row.overlap.mean_iou.value),
        )
        for row in held
    ]
    return [
        title,
        *grid(("", "articles", "claims", "match", "F1", "soft", "95 % of F1", "IoU"), rows),
        *_undefined(each for row in held for each in (row.overlap.f1, row.overlap.mean_iou)),
        *_more(len(held), len(report.pairs), "pair"),
        *(["", "alpha by pair", *_alphas(report, [("  ".join(row.annotators), row.fields) for row in held])]),
    ]


def _alphas(report: Report, rows: Sequence[tuple[str, Mapping[str, Estimate]]]) -> list[str]:
    """A grid of alphas, one column for each field."""
    keys = [(each.key, each.label) for each in report.fields if any(each.key in fields for _, fields in rows)]
    if not keys:
        return []
    shown = [(name, *(share(fields[key].value) if key in fields else "" for key, _ in keys)) for name, fields in rows]
    return [
        *grid(("", *(label for _, label in keys)), shown),
        *_undefined(each for _, fields in rows for each in fields.values()),
    ]


def people(report: Report) -> list[str]:
    """Each annotator beside the others."""
    held = report.people[:MOST]
    rows = [
        (
            each.name,
            str(each.claims),
            per_thousand(each.per_thousand),
            apart(each.length),
            percent(each.found.value),
            percent(each.shared.value),
            signed(each.boundary.start_bias.value),
            signed(each.boundary.end_bias.value),
        )
        for each in held
    ]
    head = ("", "claims", "/1,000 words", "length", "found", "shared", "start", "end")
    return [
        "Annotators beside the others",
        *grid(head, rows),
        *_undefined(each for row in held for each in (row.found, row.shared, row.boundary.start)),
        *text(
            "found: share of the others' claims that this one has too; shared: share of this one's claims that the "
            "others have; start, end: characters earlier (-) or later (+) than theirs."
        ),
        *_more(len(held), len(report.people), "annotator"),
    ]


def mixed(report: Report) -> list[str]:
    """Which values met which others on matched claims."""
    lines = [line for each in report.fields for line in _cells(each.label, each.confusion, " / ", symmetric=True)]
    return ["Values that were given for the same claim, most often first", *lines] if lines else []


def _cells(name: str, of: Confusion, between: str, *, symmetric: bool) -> list[str]:
    """The largest cells beside the diagonal, without claims that only one side has."""
    found = [
        (f"{of.labels[one]}{between}{of.labels[two]}", n)
        for one, counts in enumerate(of.counts)
        for two, n in enumerate(counts)
        if n and (one < two if symmetric else one != two) and str(ABSENT) not in (of.values[one], of.values[two])
    ]
    found.sort(key=lambda cell: -cell[1])
    shown = [f"{pair} {n}" for pair, n in found[:CELLS]]
    more = [plural(len(found) - CELLS, "other")] if len(found) > CELLS else []
    return text(f"{name}: {', '.join([*shown, *more])}", hang=2) if shown else []


def articles(report: Report) -> list[str]:
    """The articles with the most disagreement."""
    held = report.articles[: MOST // 2]
    rows = [
        (
            each.id,
            str(len(each.annotators)),
            str(each.claims),
            str(each.components),
            f"{each.mass:g}",
            share(each.overlap.f1.value),
        )
        for each in held
    ]
    return [
        "Articles by disagreement mass: components that differ, half if only trivially",
        *grid(("", "readers", "claims", "components", "mass", "F1"), rows),
        *_undefined(row.overlap.f1 for row in held),
        *_more(len(held), len(report.articles), "article"),
    ]


def breakdown(report: Report) -> list[str]:
    """The slices that were asked for."""
    if not report.by:
        return []
    held = report.slices
    if not held:
        return [f"By {report.by}", *text("Nothing to show: no claim counts.")]
    return [
        f"By {report.by}",
        *grid(("", "claims", *_OVERLAP), [(each.name, str(each.claims), *_overlap(each.overlap)) for each in held]),
        *_undefined(each for row in held for each in (row.overlap.f1, row.overlap.mean_iou)),
        "",
        f"alpha by {report.by}",
        *_alphas(report, [(each.name, each.fields) for each in held]),
    ]


def rounds(report: Report) -> list[str]:
    """How agreement changed from round to round."""
    held = report.rounds
    if not held:
        return []
    rows = [(each.round, str(len(each.annotators)), str(each.articles), *_overlap(each.overlap)) for each in held]
    return [
        "By round",
        *grid(("", "annotators", "articles", *_OVERLAP), rows),
        "",
        "alpha by round",
        *_alphas(report, [(each.round, each.fields) for each in held]),
    ]


def scores(report: Report) -> list[str]:
    """Layers against the reference."""
    if not report.against:
        return []
    held = report.scored
    title = f"Scored against {report.against}"
    if not held:
        return [title, *text("No layer that counts shares an article with it.")]
    rows = [
        (
            each.name,
            share(each.precision.value),
            interval(each.precision),
            share(each.recall.value),
            interval(each.recall),
            share(each.overlap.f1.value),
            interval(each.overlap.f1),
        )
        for each in held
    ]
    lines = [
        title,
        *grid(("", "precision", "95 %", "recall", "95 %", "F1", "95 %"), rows),
        *_undefined(each for row in held for each in (row.precision, row.recall, row.overlap.f1)),
    ]
    for each in held:
        lines += _values(each, report)
    return lines


def _values(of: Scored, report: Report) -> list[str]:
    """F1 of each value: found at all, and with this value."""
    lines: list[str] = []
    labels = {each.key: each.label for each in report.fields}
    rows = [
        (
            f"{labels.get(key, key)}: {value.label}",
            share(value.precision.value),
            share(value.recall.value),
            share(value.f1.value),
            str(value.recall.n),
        )
        for key, values in of.fields.items()
        for value in values
    ]
    if rows:
        lines = ["", f"{of.name}: claims found, with the right value, in {plural(of.articles, 'article')}"]
        lines += grid(("", "precision", "recall", "F1", f"in {report.against}"), rows)
    for key, table in of.confusion.items():
        lines += _cells(f"{labels.get(key, key)}, {report.against} > {of.name}", table, " > ", symmetric=False)
    return lines


def left_out(report: Report) -> list[str]:
    """What does not count, and why."""
    if not report.left_out:
        return []
    return ["Left out", *(line for what, why in report.left_out for line in text(f"{what}: {why}", hang=2))]


def planning(report: Report) -> list[str]:
    """What an interval of so many articles is worth."""
    return text(report.planning, indent=0) if report.planning else []
