"""guidelines.md: the passage under a heading, by its slug; its sections, and a passage put into another text."""

from __future__ import annotations

import re
from collections.abc import Iterator

_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})(.*)")
_HEADING = re.compile(r" {0,3}(#{1,6})\s+(.*)")


def slug(heading: str) -> str:
    """A heading as a link names it: lower case, blanks to hyphens, everything else but letters and digits away."""
    return re.sub(r"[^\w\- ]", "", heading.strip().lower()).replace(" ", "-")


def _headings(markdown: str) -> Iterator[tuple[int, int, str]]:
    """(line, level, heading) of every heading outside of fenced code."""
    fence = ""
    for number, line in enumerate(markdown.split("\n")):
        mark = _FENCE.match(line)
        if fence:
            # A fence ends at one of its own kind that is at least as long and has nothing behind it.
            if mark and mark[1].startswith(fence) and not mark[2].strip():
                fence = ""
        elif mark:
            fence = mark[1]
        elif found := _HEADING.match(line.rstrip()):
            yield number, len(found[1]), _unclosed(found[2])


def _unclosed(heading: str) -> str:
    """A heading without the #s that may close it, which stand behind a blank."""
    words = heading.rstrip("#")
    return words.rstrip() if words != heading and words[-1:].isspace() else heading


def slugs(markdown: str) -> list[str]:
    """The slugs of all headings, in order."""
    return [slug(heading) for _, _, heading in _headings(markdown)]


def passage(markdown: str, wanted: str) -> str | None:
    """The heading of this slug and everything under it, up to the next of its level; None when there is none."""
    lines = markdown.split("\n")
    start: int | None = None
    depth = 0
    for number, level, heading in _headings(markdown):
        if start is None and slug(heading) == wanted:
            start, depth = number, level
        elif start is not None and level <= depth:
            return "\n".join(lines[start:number]).strip()
    return None if start is None else "\n".join(lines[start:]).strip()


def sections(markdown: str) -> list[tuple[str, str]]:
    """Slug and text, heading included, of every section of the highest level below the title, in order."""
    found = list(_headings(markdown))
    levels = [level for _, level, _ in found]
    if levels[:1] == [min(levels, default=0)] and levels.count(levels[0]) == 1 and len(levels) > 1:
        found, levels = found[1:], levels[1:]
    if not found:
        return []
    top = min(levels)
    starts = [(number, heading) for number, level, heading in found if level == top]
    ends = [number for number, _ in starts[1:]]
    lines = markdown.split("\n")
    return [
        (slug(heading), "\n".join(lines[start:end]).strip())
        for (start, heading), end in zip(starts, [*ends, len(lines)], strict=True)
    ]


def body(passage: str, depth: int) -> str:
    """A passage without its own heading; the highest of its inner headings gets the level `depth`."""
    inner = list(_headings(passage))
    lines = passage.split("\n")
    if inner and inner[0][0] == 0:
        inner = inner[1:]
        lines[0] = ""
    highest = min((level for _, level, _ in inner), default=depth)
    for number, level, heading in inner:
        lines[number] = f"{'#' * min(6, level - highest + depth)} {heading}"
    return "\n".join(lines).strip()
