"""Passages of the guidelines: the words under a heading, by the slug that a scheme names."""

from __future__ import annotations

import pytest

from annotator.config.guidelines import passage, slug, slugs

TEXT = """\
# Guidelines

Before.

## Quote type

Words.

### Finer point ###

More words.

```
## not a heading
```

~~~text
## neither is this
~~~

````
```
## nor this
````

## Source & cue

#hashtag

## C#

Last.
"""


@pytest.mark.parametrize(
    ("heading", "expected"),
    [("Quote type", "quote-type"), ("  Über uns ", "über-uns"), ("What's new?", "whats-new"), ("A & B", "a--b")],
)
def test_slug(heading: str, expected: str) -> None:
    """As links in Markdown name a heading."""
    assert slug(heading) == expected


def test_slugs() -> None:
    """Every heading in order, none from inside code, and no hashtag."""
    assert slugs(TEXT) == ["guidelines", "quote-type", "finer-point", "source--cue", "c"]


@pytest.mark.parametrize(
    ("wanted", "first", "last"),
    [
        ("guidelines", "# Guidelines", "Last."),
        ("quote-type", "## Quote type", "````"),
        ("finer-point", "### Finer point ###", "````"),
        ("source--cue", "## Source & cue", "#hashtag"),
        ("c", "## C#", "Last."),
    ],
)
def test_passage(wanted: str, first: str, last: str) -> None:
    """From the heading to the next of its level or above; deeper ones belong to it."""
    found = (passage(TEXT, wanted) or "").split("\n")
    assert (found[0], found[-1]) == (first, last)


@pytest.mark.parametrize(
    ("line", "heading"),
    [("# a #", "a"), ("# a ## ", "a"), ("# C#", "c"), ("#  a b", "a-b"), ("# a" + " " * 100_000 + "b ##x", None)],
)
def test_closed_headings(line: str, heading: str | None) -> None:
    """What closes a heading is none of it; however long the line is, it is gone through once."""
    (found,) = slugs(line)
    assert found == (heading or slug(line[2:]))


@pytest.mark.parametrize(("text", "wanted"), [("", "x"), ("no heading", "no-heading"), (TEXT, "not-a-heading")])
def test_no_passage(text: str, wanted: str) -> None:
    """None, and never somebody else's words."""
    assert passage(text, wanted) is None


def test_windows_line_ends() -> None:
    """A file saved on Windows has the same headings."""
    assert slugs(TEXT.replace("\n", "\r\n")) == slugs(TEXT)
