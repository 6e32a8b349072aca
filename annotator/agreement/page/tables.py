"""Sections, tables and folds: the furniture of the page."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from annotator.agreement.page.markup import Child, Html, tag

ALL = "annotator agreement --format json"


class Section(NamedTuple):
    """A part of the page that can be gone to."""

    id: str
    title: str
    body: Html


def section(id: str, title: str, *children: Child, lead: Child = None) -> Section:
    """A section with its heading and, below it, how to read it."""
    opening = tag("p", lead, class_="lead") if lead else None
    return Section(id, title, tag("section", tag("h2", title, id=f"{id}-title"), opening, *children, id=id))


def table(name: str, head: Sequence[Child], rows: Iterable[Sequence[Child]], class_: str = "") -> Html:
    """A table of figures that scrolls by itself where the page is narrow; each row begins with its name."""
    top = tag("thead", tag("tr", [tag("th", each, scope="col") for each in head]))
    body = [tag("tr", tag("th", row[0], scope="row"), [tag("td", each) for each in row[1:]]) for row in rows]
    return scrolled(name, tag("table", caption(name), top, tag("tbody", body), class_=f"figures {class_}".strip()))


def caption(name: str) -> Html:
    """The name of a table, for those who hear the page; others read the heading above it."""
    return tag("caption", tag("span", name, class_="heard"))


def scrolled(name: str, child: Child) -> Html:
    """A part of the page that may be wider than it; the keyboard can reach and scroll it."""
    return tag("div", child, class_="scroll", role="region", aria_label=name, tabindex=0)


def heading(above: str, name: str) -> Html:
    """The head of a column of a wide table, on two lines so that it stays narrow."""
    return tag("span", tag("small", above), " ", name)


def fold(summary: Child, *children: Child, open_: bool = False, class_: str = "fold", id: str | None = None) -> Html:
    """Something that is shown when it is asked for."""
    return tag("details", tag("summary", summary), *children, class_=class_, id=id, open=open_)


def shortened(shown: int, of: int, what: str) -> Html | None:
    """That a list was cut, and where all of it is; nothing when all is shown."""
    if shown >= of:
        return None
    return note(f"The first {shown:,} of {of:,} {what} are shown; ", tag("code", ALL), " has all.")


def note(*children: Child) -> Html:
    """A remark below something."""
    return tag("p", *children, class_="note")
