"""One row of the article: what lies on it, and how that is drawn."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from rich.segment import Segment
from rich.style import Style

from annotator.core.scheme import Scheme
from annotator.core.span import Span
from annotator.tui.glyphs import Glyphs
from annotator.tui.marks import Mark
from annotator.tui.theme import Look, Theme, Tint

CONTENT, SOURCE, CUE, OTHER = "content", "source", "cue", "other"
OPENING = {CONTENT: "⟦", SOURCE: "{", CUE: "<", OTHER: "("}
CLOSING = {CONTENT: "⟧", SOURCE: "}", CUE: ">", OTHER: ")"}

NOWHERE = Span(0, 0)


def kinds(scheme: Scheme) -> Mapping[str, str]:
    """Role key → how it is drawn: the primary role as content, then source, cue, and any other."""
    return {
        role.key: CONTENT if role.primary else SOURCE if role.speaker else CUE if role.cue else OTHER
        for role in scheme.roles
    }


@dataclass(frozen=True, slots=True)
class Scene:
    """What the rows show besides the text; offsets in code points."""

    kinds: Mapping[str, str]
    numbers: Mapping[str, int]
    active: str = ""
    held: Span | None = None
    selection: Span = NOWHERE
    cursor: Span = NOWHERE
    """The one cluster that shows where the cursor is; at a line's end it lies behind the text."""


def looks(start: int, end: int, marks: Sequence[Mark], scene: Scene) -> list[tuple[int, int, Look]]:
    """Cut [start, end) into stretches that are drawn alike, in order and without gaps."""
    cuts = {start, end}
    for a, b in [*((mark.start, mark.end) for mark in marks), scene.selection, scene.cursor, scene.held or (0, 0)]:
        if start < a < end:
            cuts.add(a)
        if start < b < end:
            cuts.add(b)
    order = sorted(cuts)
    return [(a, b, look(a, [mark for mark in marks if mark.start <= a < mark.end], scene)) for a, b in pairwise(order)]


def look(offset: int, marks: Sequence[Mark], scene: Scene) -> Look:
    """How a code point is drawn that these marks cover."""
    kinds, active = scene.kinds, scene.active
    contents = [mark for mark in marks if kinds.get(mark.part.role, OTHER) == CONTENT]
    if len(contents) > 1:
        contents.sort(key=lambda mark: (mark.part.claim != active, mark.end - mark.start, mark.start))
    drawn = {kinds.get(mark.part.role, OTHER) for mark in marks}
    return Look(
        tints=tuple(Tint(scene.numbers.get(mark.part.claim, 1), mark.part.claim == active) for mark in contents[:2]),
        strong=any(mark.part.claim == active for mark in marks),
        source=SOURCE in drawn,
        cue=CUE in drawn,
        other=OTHER in drawn,
        held=scene.held is not None and scene.held.contains(offset),
        selected=scene.selection.contains(offset),
        cursor=scene.cursor.contains(offset),
    )


def colored(glyphs: Glyphs, marks: Sequence[Mark], scene: Scene, theme: Theme) -> list[Segment]:
    """The row's text in colour: tints, underlines and italics over unchanged cells."""
    segments = []
    for start, end, look in looks(glyphs.start, glyphs.end, marks, scene):
        text = glyphs.drawn(start, end)
        if text:
            segments.append(Segment(text, theme.look(look)))
    return segments


def bracketed(glyphs: Glyphs, marks: Sequence[Mark], scene: Scene, theme: Theme, room: int) -> list[Segment]:
    """The row's text with brackets put in where parts begin and end: `⟦1 rents fell 1⟧, {1 she} <1 said>`.

    Numbers are left out, and then the brackets of all but the active claim, as far as the row would else be wider
    than `room` cells.
    """
    segments: list[Segment] = []
    for numbered, chosen in (
        (True, marks),
        (False, marks),
        (False, [m for m in marks if m.part.claim == scene.active]),
    ):
        segments = _bracketed(glyphs, chosen, marks, scene, theme, numbered=numbered)
        if sum(segment.cell_length for segment in segments) <= room:
            break
    return segments


def _bracketed(
    glyphs: Glyphs, chosen: Sequence[Mark], marks: Sequence[Mark], scene: Scene, theme: Theme, *, numbered: bool
) -> list[Segment]:
    signs = signs_of(chosen, scene, numbered=numbered)
    segments: list[Segment] = []
    stretches = looks(glyphs.start, glyphs.end, marks, scene)
    for start, end, look in stretches:
        segments += _signs(signs, start, closing=True, theme=theme)
        segments += _signs(signs, start, closing=False, theme=theme)
        text = glyphs.drawn(start, end)
        if text:
            segments.append(Segment(text, theme.look(look)))
    segments += _signs(signs, glyphs.end, closing=True, theme=theme)
    return segments


def signs_of(marks: Iterable[Mark], scene: Scene, *, numbered: bool) -> dict[tuple[int, bool], list[tuple[str, bool]]]:
    """(offset, whether it closes) → the brackets there as (text, whether the claim is active)."""
    signs: dict[tuple[int, bool], list[tuple[str, bool]]] = {}
    for mark in marks:
        kind = scene.kinds.get(mark.part.role, OTHER)
        number = str(scene.numbers.get(mark.part.claim, "")) if numbered else ""
        active = mark.part.claim == scene.active
        opening = OPENING[kind] + (f"{number} " if number else "")
        closing = (f" {number}" if number and kind == CONTENT else "") + CLOSING[kind]
        signs.setdefault((mark.start, False), []).append((opening, active))
        signs.setdefault((mark.end, True), []).insert(0, (closing, active))
    return signs


def _signs(
    signs: Mapping[tuple[int, bool], list[tuple[str, bool]]], offset: int, *, closing: bool, theme: Theme
) -> list[Segment]:
    styles: tuple[Style, Style] = (theme.style("text"), theme.style("strong"))
    return [Segment(text, styles[active]) for text, active in signs.get((offset, closing), ())]
