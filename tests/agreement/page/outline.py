"""A page as a reader of HTML sees it: every element, checked while it is read."""

from __future__ import annotations

from collections.abc import Iterator
from html.parser import HTMLParser
from typing import NamedTuple

VOID = {"meta", "input", "br"}
SHAPES = {"line", "rect", "circle"}
KNOWN = (
    {
        *(
            "html",
            "head",
            "title",
            "style",
            "body",
            "a",
            "div",
            "header",
            "nav",
            "main",
            "section",
            "article",
        ),
        *("h1", "h2", "h3", "h4", "p", "ul", "ol", "li", "dl", "dt", "dd", "span", "b", "bdi", "small", "code", "mark"),
        *("table", "caption", "thead", "tbody", "tr", "th", "td", "details", "summary", "fieldset", "legend", "label"),
        *("svg", "text"),
    }
    | VOID
    | SHAPES
)
"""All that a page is made of: nothing here loads, runs or sends anything. A link leads to a place on the page."""
ATTRIBUTES = {
    *(
        "class",
        "id",
        "title",
        "dir",
        "lang",
        "role",
        "aria-label",
        "aria-hidden",
        "tabindex",
        "scope",
        "colspan",
        "href",
    ),
    *("charset", "name", "content", "http-equiv", "type", "checked", "open", "width", "height", "x", "y", "x1", "x2"),
    *("y1", "y2", "cx", "cy", "r", "text-anchor"),
}


class Element(NamedTuple):
    """One element that was read."""

    name: str
    attributes: dict[str, str]
    path: tuple[str, ...]
    """Names of the elements it stands in, outermost first."""


class Outline(HTMLParser):
    """Reads a page, and fails on what is not well formed."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[Element] = []
        self.data: list[tuple[tuple[int, ...], str]] = []
        """(numbers of the elements around it, text), in order."""
        self._open: list[int] = []
        self.feed(page)
        self.close()
        assert not self._open, f"never closed: {[self.elements[at].name for at in self._open]}"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = [name for name, _ in attrs]
        assert len(names) == len(set(names)), f"<{tag}> has an attribute twice: {names}"
        path = tuple(self.elements[at].name for at in self._open)
        self.elements.append(Element(tag, {name: value or "" for name, value in attrs}, path))
        if tag not in VOID:
            self._open.append(len(self.elements) - 1)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in SHAPES, f"<{tag}/> is no shape"
        self.handle_starttag(tag, attrs)
        self._open.pop()

    def handle_endtag(self, tag: str) -> None:
        assert self._open, f"</{tag}> ends nothing"
        last = self.elements[self._open.pop()].name
        assert tag == last, f"</{tag}> ends <{last}>"

    def handle_data(self, data: str) -> None:
        self.data.append((tuple(self._open), data))

    def handle_comment(self, data: str) -> None:
        raise AssertionError(f"a comment: {data}")

    def all(self, *names: str) -> Iterator[Element]:
        """The elements of these names."""
        return (each for each in self.elements if each.name in names)

    def text_in(self, number: int) -> str:
        """What is written inside an element."""
        return "".join(data for around, data in self.data if number in around)

    @property
    def text(self) -> str:
        """All that is written in the body."""
        body = next(at for at, each in enumerate(self.elements) if each.name == "body")
        return self.text_in(body)

    @property
    def said(self) -> str:
        """The text, and what is said in attributes."""
        return "\n".join([self.text, *(each.attributes.get(key, "") for each in self.elements for key in _SAID)])


_SAID = ("title", "aria-label")


def checked(page: str) -> Outline:
    """The outline of a page that is whole, lonely and legible to those who hear it."""
    assert page.startswith("<!DOCTYPE html>\n<html ")
    found = Outline(page)
    assert {each.name for each in found.elements} <= KNOWN
    assert {name for each in found.elements for name in each.attributes} <= ATTRIBUTES
    ids = [each.attributes["id"] for each in found.elements if "id" in each.attributes]
    assert len(ids) == len(set(ids))
    for each in found.elements:
        assert each.attributes.get("href", "#") in {"#", *(f"#{id}" for id in ids)}, each
    policy = next(each.attributes["content"] for each in found.all("meta") if "http-equiv" in each.attributes)
    assert policy.startswith("default-src 'none'; style-src 'sha256-")
    sheets = [found.text_in(at) for at, each in enumerate(found.elements) if each.name == "style"]
    assert len(sheets) == 1
    assert not any(word in sheets[0] for word in ("url(", "@import", "image-set(", "src:", "<"))
    for at, each in enumerate(found.elements):
        if each.name == "svg":
            assert each.attributes["role"] == "img"
            assert each.attributes["aria-label"].strip()
        if each.name == "table":
            assert found.elements[at + 1].name == "caption"
            assert found.text_in(at + 1).strip()
        if each.name == "input":
            assert "label" in each.path
        if each.name == "th":
            assert each.attributes["scope"] in ("row", "col", "colgroup")
    return found
