"""The articles: where the disagreement is, and each of them as it was read."""

from __future__ import annotations

from annotator.agreement.page.charts import bar
from annotator.agreement.page.lanes import lanes
from annotator.agreement.page.markup import Child, Html, tag
from annotator.agreement.page.passage import Passages
from annotator.agreement.page.tables import Section, fold, note, section, shortened, table
from annotator.agreement.page.wording import Wording, figure, people, plain, shortly
from annotator.agreement.report import ArticleRow, Report
from annotator.agreement.show.number import plural
from annotator.core.compare.kinds import AGREE

MOST = 500
"""Articles of the list."""
UNFOLDED = 25
BUDGET = 5000
"""Claims in disagreements that are shown in their text; the articles with the most disagreement come first."""
LONG = 200
"""Disagreements from which an article is not unfolded at first, and is laid out only where it is looked at."""
TOLD = 3
"""Kinds that a row names."""


def articles(report: Report, wording: Wording, shown: frozenset[str]) -> Section | None:
    """All articles by disagreement mass."""
    if not report.articles:
        return None
    held = report.articles[:MOST]
    most = max(row.mass for row in held)
    head: list[Child] = ["Article", "Claims", "Components", "Mass", tag("span", "Mass, drawn", class_="heard")]
    head += ["F1", "F1 soft", "Mean IoU", "Most frequent"]
    rows: list[list[Child]] = [_row(row, at, most, wording, row.id in shown) for at, row in enumerate(held, 1)]
    first = table("Articles by disagreement mass", head, rows[:UNFOLDED], "drawn wide")
    more = None
    if len(rows) > UNFOLDED:
        rest = table("Further articles by disagreement mass", head, rows[UNFOLDED:], "drawn wide")
        more = fold(f"{len(rows) - UNFOLDED:,} further articles", rest)
    left = shortened(len(held), len(report.articles), "articles")
    lead = "Mass: 1 for each component with a disagreement, ½ if all is trivial (white space, punctuation, “that”)."
    return section("articles", "Articles by disagreement", first, more, left, lead=lead)


def _row(row: ArticleRow, at: int, most: float, wording: Wording, linked: bool) -> list[Child]:
    name = tag("bdi", shortly(row.title or row.id))
    found = [f"{wording.kind(kind)} {n}" for kind, n in row.kinds.items() if kind != AGREE][:TOLD]
    return [
        tag(
            "span",
            tag("a", name, href=f"#a{at}") if linked else name,
            tag("small", tag("bdi", row.id), "; ", tag("bdi", people(row.annotators, 4))),
        ),
        f"{row.claims:,}",
        f"{row.components:,}",
        f"{row.mass:g}",
        bar(row.mass, most, f"Mass {row.mass:g}"),
        plain(row.overlap.f1),
        plain(row.overlap.f1_soft),
        plain(row.overlap.mean_iou),
        ", ".join(found) or "none",
    ]


class Chosen:
    """The disagreements that are shown: of whole articles by mass, until the budget is spent."""

    def __init__(self, report: Report, budget: int) -> None:
        self.numbers: dict[str, list[int]] = {}
        """Article id → numbers of its components that are shown, from 1."""
        self.left = 0
        """Disagreements that are not shown."""
        for row in report.articles:
            reading = report.readings.get(row.id)
            if reading is None:
                continue
            for number, shown in enumerate(reading.components, 1):
                if not shown.findings:
                    continue
                size = len(shown.component.members)
                if budget < size:
                    self.left += 1
                    budget = 0
                    continue
                budget -= size
                self.numbers.setdefault(row.id, []).append(number)

    @property
    def size(self) -> int:
        """Disagreements that are shown."""
        return sum(map(len, self.numbers.values()))


def readings(report: Report, wording: Wording, chosen: Chosen) -> Section | None:
    """Each article with its disagreements in the text."""
    if not report.readings:
        return None
    kinds = {kind: at for at, kind in enumerate(kind for kind in report.kinds if kind != AGREE)}
    if not chosen.size:
        return section("disagreements", "Disagreements", tag("p", "There is none."))
    parts = [
        _reading(row, at, report, wording, chosen.numbers[row.id], kinds)
        for at, row in enumerate(report.articles, 1)
        if row.id in chosen.numbers
    ]
    lead = (
        "In the text, each version with its annotators; the first row is the one that most have. Underlined: marked by "
        "all who have this claim. Double underlined and warmer: marked by some of them only."
    )
    left = None
    if chosen.left:
        left = note(
            f"{chosen.size:,} disagreements are shown, of the articles with the most; {chosen.left:,} are not. ",
            tag("code", "annotator agreement --articles ID --format html"),
            " shows those of an article.",
        )
    return section("disagreements", "Disagreements", left, _filters(report, wording, kinds), parts, lead=lead)


def _filters(report: Report, wording: Wording, kinds: dict[str, int]) -> Html:
    """One kind at a time, by style alone: nothing runs."""
    chips = [
        ("every kind", None, "all"),
        *((wording.kind(kind), report.kinds[kind], str(at)) for kind, at in kinds.items()),
    ]
    made = [
        tag(
            "label",
            tag("input", type="radio", name="kind", id=f"only-{key}", checked=key == "all"),
            tag("span", name, tag("small", f"{n:,}") if n is not None else None),
        )
        for name, n, key in chips
    ]
    every = tag(
        "label", tag("input", type="checkbox", id="unfold"), tag("span", "unfold all articles"), class_="unfold"
    )
    return tag("fieldset", tag("legend", "Show"), made, every, class_="filters")


def _reading(
    row: ArticleRow, at: int, report: Report, wording: Wording, numbers: list[int], kinds: dict[str, int]
) -> Html:
    reading = report.readings[row.id]
    made = Passages(reading, wording, kinds, f"a{at}")
    differ = sum(bool(each.findings) for each in reading.components)
    facts = f"{differ:,} of {plural(row.components, 'component')} with a difference"
    if row.overlap.f1.value is not None:
        facts += f", F1 {figure(row.overlap.f1.value)}"
    held = [made.passage(reading.components[number - 1], number) for number in numbers]
    left = note(f"The first {len(numbers):,} of {differ:,} are shown.") if len(numbers) < differ else None
    long = len(numbers) > LONG
    summary = tag(
        "span",
        tag("b", tag("bdi", row.title or row.id)),
        tag("small", f"{facts}; ", tag("bdi", people(row.annotators))),
    )
    return fold(
        summary,
        lanes(reading, wording, made, frozenset(numbers)),
        left,
        held,
        open_=at == 1 and not long,
        class_="reading long" if long else "reading",
        id=f"a{at}",
    )
