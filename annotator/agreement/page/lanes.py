"""Where the claims of an article stand: a lane for each annotator, and one for what differs."""

from __future__ import annotations

from annotator.agreement.page.markup import Html, tag
from annotator.agreement.page.passage import Passages
from annotator.agreement.page.wording import Wording
from annotator.agreement.report import Reading
from annotator.agreement.show.number import plural
from annotator.core.compare.kinds import names

HEIGHT = 14
"""Of a lane, in pixels."""
MOST = 12
"""Lanes; with more annotators they would be a wall."""


def lanes(reading: Reading, wording: Wording, passages: Passages, linked: frozenset[int]) -> Html | None:
    """The lanes. A component that is shown below can be clicked."""
    size = len(reading.article.text)
    if not size or len(reading.annotators) > MOST:
        return None
    place = {name: at for at, name in enumerate(reading.annotators)}
    height = HEIGHT * (len(place) + 1)
    shapes: list[Html] = [
        tag("line", x1="0%", x2="100%", y1=HEIGHT * at + HEIGHT / 2, y2=HEIGHT * at + HEIGHT / 2, class_="tick")
        for at in range(len(place))
    ]
    counts = dict.fromkeys(reading.annotators, 0)
    for number, shown in enumerate(reading.components, 1):
        rects: list[Html] = []
        ends: list[int] = []
        for by, claim in shown.component.members:
            counts[by] += 1
            for start, end in claim.pieces(wording.role):
                rects.append(_rect(start, end, size, HEIGHT * place[by] + 3, HEIGHT - 6, "claim"))
                ends += [start, end]
        if shown.findings:
            rects.append(_rect(min(ends), max(ends), size, height - HEIGHT + 3, HEIGHT - 5, "differs"))
        if number in linked:
            said = ", ".join(map(wording.kind, names(shown.findings)))
            rects.insert(0, tag("title", f"{number}: {said}"))
            shapes.append(tag("a", rects, href=f"#{passages.anchor(number)}", tabindex=-1))
        else:
            shapes += rects
    told = ", ".join(f"{name} {plural(n, 'claim')}" for name, n in counts.items())
    said = f"Where claims stand in the text: {told}."
    drawn = tag("svg", shapes, class_="lanes", role="img", aria_label=said, height=height, width="100%")
    labels = [tag("span", tag("bdi", name)) for name in reading.annotators]
    return tag(
        "div",
        tag("div", labels, tag("span", "differs", class_="what"), class_="names", aria_hidden="true"),
        drawn,
        class_="map-of-text",
    )


def _rect(start: int, end: int, size: int, y: float, height: float, name: str) -> Html:
    return tag(
        "rect",
        x=f"{100 * start / size:.3f}%",
        width=f"{100 * (end - start) / size:.3f}%",
        y=y,
        height=height,
        class_=name,
    )
