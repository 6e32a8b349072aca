"""The kinds of disagreement: how many components have each."""

from __future__ import annotations

from annotator.agreement.page.charts import bar
from annotator.agreement.page.markup import Html, tag
from annotator.agreement.page.tables import Section, caption, section
from annotator.agreement.page.wording import Wording, estimate, spoken
from annotator.agreement.report import Estimate, Report
from annotator.agreement.show.kind import every_kind
from annotator.agreement.show.number import percent, plural

NO_COMPONENT = Estimate(None, "no component")


def kinds(report: Report, wording: Wording) -> Section | None:
    """One row for every kind that the scheme makes possible."""
    if not report.articles:
        return None
    rates = {kind: rate_of(kind, n, report) for kind, n in every_kind(report).items()}
    most = max((end for of in rates.values() for end in (of.value, of.high) if end is not None), default=1.0)
    rows = [
        tag(
            "tr",
            tag("th", wording.kind(kind), tag("small", wording.test(kind)), scope="row"),
            tag("td", estimate(rates[kind], percent), tag("small", f"{n:,} of {report.components:,}")),
            tag("td", _drawn(wording.kind(kind), rates[kind], most)),
        )
        for kind, n in every_kind(report).items()
    ]
    heads = [tag("th", tag("span", name, class_="heard"), scope="col") for name in ("Kind", "Share", "Share, drawn")]
    head = tag("thead", tag("tr", heads))
    made = tag("table", caption("Kinds of disagreement"), head, tag("tbody", rows), class_="forest ruled")
    lead = (
        f"Of {plural(report.components, 'component')}; one may have several kinds, so shares need not add up to 100 %."
    )
    return section("kinds", "Kinds of disagreement", made, lead=lead)


def _drawn(name: str, of: Estimate, most: float) -> Html:
    return bar(of.value or 0.0, most, f"{name}: {spoken(of, percent)}", of)


def rate_of(kind: str, n: int, report: Report) -> Estimate:
    """The share of components that have a kind, with its interval where there is one."""
    known = report.rates.get(kind)
    if known is not None:
        return known
    return Estimate(n / report.components, "", report.components) if report.components else NO_COMPONENT
