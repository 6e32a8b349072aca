"""The whole page: one file that loads nothing and runs nothing. The same report gives the same bytes."""

from __future__ import annotations

from base64 import b64encode
from hashlib import sha256

from annotator.agreement.page.articles import BUDGET, Chosen, articles, readings
from annotator.agreement.page.fields import fields
from annotator.agreement.page.kinds import kinds
from annotator.agreement.page.markup import Html, join, tag
from annotator.agreement.page.matrices import pairs
from annotator.agreement.page.overview import header, overview
from annotator.agreement.page.parts import left_out, rounds, slices
from annotator.agreement.page.people import people
from annotator.agreement.page.scores import scores
from annotator.agreement.page.style import style
from annotator.agreement.page.tables import Section
from annotator.agreement.page.wording import Wording
from annotator.agreement.report import Report
from annotator.core.compare.kinds import AGREE


def page(report: Report, made: str = "", budget: int = BUDGET) -> str:
    """The report as HTML. `made` is a date to print; without it nothing on the page depends on when it is made.

    Disagreements stand in their texts when the report keeps these (`readings`), until `budget` claims are shown.
    """
    wording, chosen = Wording(report), Chosen(report, budget)
    parts: list[Section | None] = [
        overview(report, wording),
        pairs(report, wording),
        fields(report, wording),
        kinds(report, wording),
        people(report, wording),
        rounds(report, wording),
        slices(report, wording),
        scores(report, wording),
        articles(report, wording, frozenset(chosen.numbers)),
        readings(report, wording, chosen),
        left_out(report, wording),
    ]
    held = [each for each in parts if each is not None]
    body = tag(
        "body",
        tag("a", "To the numbers", href="#overview", class_="skip"),
        tag("div", header(report, made), _contents(held), tag("main", [each.body for each in held]), class_="page"),
    )
    looks = style(sum(kind != AGREE for kind in report.kinds))
    return f"<!DOCTYPE html>\n{tag('html', _head(report, looks), body, lang='en')}\n"


def _contents(held: list[Section]) -> Html:
    items = [tag("li", tag("a", each.title, href=f"#{each.id}")) for each in held]
    return tag("nav", tag("ul", items), aria_label="Contents")


def _head(report: Report, looks: str) -> Html:
    """Nothing may be loaded or run; the one style is allowed by its hash."""
    digest = b64encode(sha256(looks.encode("utf-8")).digest()).decode("ascii")
    policy = f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    return tag(
        "head",
        tag("meta", charset="utf-8"),
        join(Html(f'<meta http-equiv="Content-Security-Policy" content="{policy}">')),
        tag("meta", name="viewport", content="width=device-width, initial-scale=1"),
        tag("meta", name="color-scheme", content="light dark"),
        tag("meta", name="referrer", content="no-referrer"),
        tag("meta", name="robots", content="noindex"),
        tag("title", f"Agreement: {report.title}"),
        tag("style", Html(looks)),
    )
