"""A card for each annotator: how much, how long, where it begins and ends, which values, beside the others."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from annotator.agreement.page.charts import Axis, among, axis_of, interval, leaning
from annotator.agreement.page.markup import Html, tag
from annotator.agreement.page.tables import Section, fold, section, shortened
from annotator.agreement.page.wording import Wording, estimate, figure, minus
from annotator.agreement.report import Estimate, PersonRow, Report
from annotator.agreement.show.number import NONE, apart, per_thousand, plural, signed

OPEN_CARDS = 6
"""Annotators up to whom the values are unfolded."""
MOST = 100
LEAD = (
    "Each beside all others on the same articles; rings are the others. Nobody is right here: a bias says where habits "
    "differ, not whose is better."
)


def people(report: Report, wording: Wording) -> Section | None:
    """The cards."""
    if not report.people:
        return None
    shown = report.people[:MOST]
    leans = [
        abs(end.value or 0.0) for each in report.people for end in (each.boundary.start_bias, each.boundary.end_bias)
    ]
    tilts = [abs(share) for each in report.people for values in each.bias.values() for share in values.values()]
    frame = _Frame(report, wording, max([1.0, *leans]), max([0.02, *tilts]))
    left = shortened(len(shown), len(report.people), "annotators")
    cards = tag("div", [frame.card(each) for each in shown], class_="cards")
    return section("people", "Annotators", cards, left, lead=LEAD)


class _Frame:
    """What all cards share, so that they can be compared: their scales."""

    def __init__(self, report: Report, wording: Wording, lean: float, tilt: float) -> None:
        self.report, self.wording, self.lean, self.tilt = report, wording, lean, tilt
        self.axis = axis_of([each for row in report.people for each in row.alphas.values()])

    def card(self, row: PersonRow) -> Html:
        """One annotator."""
        amount = f"{plural(row.claims, 'claim')} in {plural(row.articles, 'article')}, {row.words:,} words"
        values = [self._values(key, held) for key, held in row.bias.items() if held]
        return tag(
            "article",
            tag("h3", tag("bdi", row.name)),
            tag("p", amount, class_="amount"),
            self._amounts(row),
            self._boundaries(row),
            self._alphas(row),
            fold("Values, beside the others’", values, open_=len(self.report.people) <= OPEN_CARDS) if values else None,
            class_="card",
        )

    def _amounts(self, row: PersonRow) -> Html:
        rows = [
            self._among("per 1,000 words", row, lambda each: each.per_thousand, per_thousand),
            self._among("characters each", row, lambda each: each.length, apart),
        ]
        rows += [
            self._share("found, of the others’", row.found),
            self._share("shared by the others", row.shared),
        ]
        return _grid("Claims", rows)

    def _among(
        self, name: str, row: PersonRow, of: Callable[[PersonRow], float | None], write: Callable[[float | None], str]
    ) -> Html:
        value = of(row)
        others = [held for each in self.report.people if each is not row and (held := of(each)) is not None]
        drawn = among(value, others, f"{name}: {write(value)}, beside the others") if value is not None else None
        return _line(name, tag("b", write(value)) if value is not None else NONE, drawn)

    def _share(self, name: str, of: Estimate) -> Html:
        return _line(name, estimate(of), interval(of, Axis(), name) if of.value is not None else None)

    def _boundaries(self, row: PersonRow) -> Html:
        ends = row.boundary
        rows = []
        for name, bias, far in (("begin", ends.start_bias, ends.start), ("end", ends.end_bias, ends.end)):
            if bias.value is None:
                rows.append(_line(name, estimate(bias), None))
                continue
            way = "earlier" if bias.value < 0 else "later"
            amount = figure(abs(bias.value), apart)
            said = f"{amount} {way}" if amount != "0.0" else "as the others"
            value = tag(
                "span", tag("b", said), tag("span", f"{figure(far.value, apart)} apart", class_="ci"), class_="est"
            )
            heard = f"{name} {figure(bias.value, signed)} characters beside the others"
            rows.append(_line(name, value, leaning(bias.value, self.lean, heard)))
        return _grid("Where they begin and end, in characters", rows)

    def _alphas(self, row: PersonRow) -> Html | None:
        rows = [
            _line(
                self.wording.label(key),
                estimate(of),
                interval(of, self.axis, self.wording.label(key)) if of.value is not None else None,
            )
            for key, of in row.alphas.items()
        ]
        return _grid("Alpha with the others", rows) if rows else None

    def _values(self, key: str, held: Mapping[str, float]) -> Html:
        name = self.wording.label(key)
        rows = []
        for value, share in held.items():
            label = self.wording.column(value, key)
            said = minus(f"{100 * share:+.1f}") if abs(share) >= 0.0005 else "0.0"
            rows.append(
                _line(label, tag("b", said), leaning(share, self.tilt, f"{label}: {said} points beside the others"))
            )
        return _grid(f"{name}, in percentage points", rows)


def _line(name: str, value: Html | str, drawn: Html | None) -> Html:
    return tag("tr", tag("th", name, scope="row"), tag("td", value), tag("td", drawn))


def _grid(name: str, rows: Sequence[Html]) -> Html:
    return tag("table", tag("caption", name), tag("tbody", rows), class_="lines")
