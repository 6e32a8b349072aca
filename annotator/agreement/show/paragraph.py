"""The report as a paragraph for a paper, filled in. What the program cannot know stands in square brackets."""

from __future__ import annotations

from collections.abc import Iterable

from annotator import __version__
from annotator.agreement.report import Adjudication, Estimate, FieldRow, Report
from annotator.agreement.show.grid import text
from annotator.agreement.show.number import apart, interval, percent, plural, recipe, share
from annotator.core.visible import visible

NAMED = 12
"""People that are named; more are counted."""
_DISTANCES = {
    "nominal": "nominal",
    "ordinal": "ordinal",
    "interval": "interval",
    "masi": "MASI distance",
    "jaccard": "Jaccard distance",
}
_KINDS = {
    "missing": "had a claim that somebody does not have",
    "boundary": "had different boundaries",
    "fragmentation": "had different pieces",
    "split_merge": "had one claim against several",
}


def paragraph(report: Report) -> str:
    """Wrapped at 80 columns; safe to print."""
    if report.articles:
        said = [_data(report), _matching(report), _found(report), _values(report), _kinds(report)]
    else:
        said = ["Nothing can be compared: no article has two layers that count."]
    said += [_scores(report), _left_out(report), _gold(report.adjudication) if report.articles else "", _tool(report)]
    return visible("\n".join(text(" ".join(filter(None, said)), indent=0)) + "\n", keep_newline=True)


def _data(report: Report) -> str:
    """Who labelled what, under which scheme."""
    names = list(dict.fromkeys(name.partition("/")[0] if report.repeated else name for name in report.annotators))
    people = plural(len(names), "annotator") + (f" ({', '.join(names)})" if len(names) <= NAMED else "")
    readers = [len(each.annotators) for each in report.articles]
    scheme = f"version {report.reference.version} of the scheme “{report.reference.id}”"
    if report.repeated:
        how = f"in the rounds {report.round}; each annotator's are compared with one another"
    elif min(readers) == max(readers):
        how = f"(round {report.round}), each by {readers[0]} of them"
    else:
        how = f"(round {report.round}), each by {min(readers)} to {max(readers)} of them"
    proposed = ""
    if report.claims:
        shown = percent(report.proposed / report.claims)
        proposed = f", of whose contents {shown} began as a proposal of the program" if report.proposed else ""
    return (
        f"{people} labelled {plural(len(report.articles), 'article')} under {scheme} {how} "
        f"[how they were trained; whether they saw each other's labels]. Their layers hold "
        f"{plural(report.claims, 'claim')}{proposed}."
    )


def _matching(report: Report) -> str:
    role = report.scheme.primary.label
    return (
        f"Two claims were matched when their {role} spans had an intersection over union (IoU) of at least "
        f"{report.threshold:g}, by the assignment of the greatest total IoU."
    )


def _with(of: Estimate, report: Report, *, first: bool = False) -> str:
    """A coefficient with its interval; how that was made is said the first time."""
    if of.value is None:
        return f"undefined ({of.reason})"
    between = interval(of)
    if not between:
        return share(of.value)
    how = f"95 % interval {between}, {report.resamples:,} resamples of the articles, seed {report.seed}"
    return f"{share(of.value)} ({how if first else between})"


def _found(report: Report) -> str:
    seen = report.overall
    ends = seen.boundary
    said = (
        f"Pairwise F1 was {_with(seen.f1, report, first=True)}, with identical spans {_with(seen.f1_exact, report)}, "
        f"and {_with(seen.f1_soft, report)} when every pair counts its IoU."
    )
    if seen.mean_iou.value is not None:
        said += (
            f" Matched claims had a mean IoU of {_with(seen.mean_iou, report)}; on average they began "
            f"{apart(ends.start.value)} and ended {apart(ends.end.value)} characters apart."
        )
    if report.gamma.estimate.value is not None:
        said += f" Gamma was {_with(report.gamma.estimate, report)} ({recipe(report.gamma)})."
    return said


def _values(report: Report) -> str:
    if not report.fields:
        return ""
    return f"On matched claims, Krippendorff's alpha was {_listed(_value(each, report) for each in report.fields)}."


def _value(of: FieldRow, report: Report) -> str:
    said = f"{_with(of.alpha, report)} for {of.label} ({_DISTANCES[of.level]}"
    if of.alpha.value is not None:
        said += f"; {plural(of.alpha.n, 'unit')}, {percent(of.coverage)} of all claims"
    if of.hint and of.ac1.value is not None:
        said += f"; one value prevails: AC1 {share(of.ac1.value)}, {percent(of.percent.value)} equal"
    return said + ")"


def _kinds(report: Report) -> str:
    found = [f"{percent(report.rate(kind))} {words}" for kind, words in _KINDS.items() if report.kinds.get(kind)]
    groups = plural(report.components, "group")
    return f"Of {groups} of overlapping claims, {_listed(found)}." if report.components and found else ""


def _scores(report: Report) -> str:
    found = (
        f"{each.name} ({plural(each.articles, 'article')}) has a precision of {_with(each.precision, report)}, "
        f"a recall of {_with(each.recall, report)} and an F1 of {_with(each.overlap.f1, report)}"
        for each in report.scored
    )
    return f"Against {report.against}, {_listed(found)}." if report.scored else ""


def _left_out(report: Report) -> str:
    found = "; ".join(f"{what} ({why})" for what, why in report.left_out)
    return f"Not counted were: {found}." if found else "No layer was left out."


def _gold(of: Adjudication | None) -> str:
    if of is None:
        return "Disagreements have not been adjudicated."
    said = []
    if of.by_hand:
        blind = ", without being shown whose version was whose" if of.blind else ""
        said.append(f"{_listed(of.names)} settled {plural(of.by_hand, 'disagreement')} one by one{blind}")
    if of.by_rule:
        was = "was" if of.by_rule == 1 else "were"
        said.append(f"{plural(of.by_rule, 'group')} on which all agreed {was} accepted by rule")
    if of.imported:
        whose = f" of {_listed(of.importers)}" if of.importers else ""
        said.append(f"{plural(of.imported, 'gold claim')}{whose} came in as a finished layer [how it was made]")
    where = plural(of.articles, "article")
    return f"For gold, in {where}, {_listed(said)}; all numbers rest on the layers as they were before."


def _tool(report: Report) -> str:
    return f"Computed with annotator {__version__}."


def _listed(parts: Iterable[str]) -> str:
    """`a, b and c`."""
    held = list(parts)
    return " and ".join([", ".join(held[:-1]), held[-1]]) if len(held) > 1 else "".join(held)
