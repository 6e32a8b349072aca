"""One row of the article: what lies on it, and how that is drawn."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from operator import itemgetter

from rich.segment import Segment
from rich.style import Style

from annotator.core.proposal.ghost import ID as GHOST
from annotator.core.scheme import Scheme
from annotator.core.span import Span
from annotator.tui.drawing.glyphs import Glyphs
from annotator.tui.drawing.marks import Mark
from annotator.tui.drawing.overlay import Overlay
from annotator.tui.drawing.theme import Look, Theme, Tint

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
    overlay: Overlay | None = None
    """Labels on the words; all else is dimmed while they are shown."""
    covered: tuple[Span, ...] = ()
    """What the labels of the row cover."""
    lit: Sequence[Span] = ()
    """Mentions of the speaker that is highlighted, in order."""


def looks(start: int, end: int, marks: Sequence[Mark], scene: Scene) -> list[tuple[int, int, Look]]:
    """Cut [start, end) into stretches that are drawn alike, in order and without gaps."""
    cuts = {start, end}
    spans = ((mark.start, mark.end) for mark in marks)
    for a, b in [*spans, *scene.covered, *scene.lit, scene.selection, scene.cursor, scene.held or (0, 0)]:
        if start < a < end:
            cuts.add(a)
        if start < b < end:
            cuts.add(b)
    order = sorted(cuts)
    return [(a, b, look(a, [mark for mark in marks if mark.start <= a < mark.end], scene)) for a, b in pairwise(order)]


def look(offset: int, marks: Sequence[Mark], scene: Scene) -> Look:
    """How a code point is drawn that these marks cover."""
    kinds, active = scene.kinds, scene.active
    contents = [mark for mark in marks if kinds.get(mark.part.role, OTHER) == CONTENT and mark.part.claim != GHOST]
    if len(contents) > 1:
        contents.sort(key=lambda mark: (mark.part.claim != active, mark.end - mark.start, mark.start))
    drawn = {kinds.get(mark.part.role, OTHER) for mark in marks}
    return Look(
        tints=tuple(Tint(scene.numbers.get(mark.part.claim, 1), mark.part.claim == active) for mark in contents[:2]),
        strong=any(mark.part.claim == active for mark in marks),
        ghost=any(mark.part.claim == GHOST for mark in marks),
        source=SOURCE in drawn,
        cue=CUE in drawn,
        other=OTHER in drawn,
        held=scene.held is not None and scene.held.contains(offset),
        selected=scene.selection.contains(offset),
        cursor=scene.cursor.contains(offset),
        dimmed=scene.overlay is not None,
        label=_on(scene.covered, offset),
        lit=_on(scene.lit, offset),
    )


def _on(spans: Sequence[Span], offset: int) -> bool:
    """Whether one of these spans, in order, holds the offset."""
    index = bisect_right(spans, offset, key=_start) - 1
    return index >= 0 and spans[index].contains(offset)


_start = itemgetter(0)
_end = itemgetter(1)


def _within(spans: Sequence[Span], glyphs: Glyphs) -> Sequence[Span]:
    """Those of these disjoint spans, in order, that meet the row."""
    return spans[bisect_right(spans, glyphs.start, key=_end) : bisect_left(spans, glyphs.end, key=_start)]


def drawn(glyphs: Glyphs, marks: Sequence[Mark], scene: Scene, theme: Theme, room: int) -> list[Segment]:
    """The row's text: in colour or with brackets, and under labels while they are shown."""
    if scene.lit:
        scene = replace(scene, lit=_within(scene.lit, glyphs))
    if scene.overlay is not None:
        glyphs, covered = scene.overlay.over(glyphs)
        scene = replace(scene, covered=covered)
    return bracketed(glyphs, marks, scene, theme, room) if theme.plain else colored(glyphs, marks, scene, theme)


def colored(glyphs: Glyphs, marks: Sequence[Mark], scene: Scene, theme: Theme) -> list[Segment]:
    """The row's text in colour: tints, underlines and italics over unchanged cells."""
    segments = []
    for start, end, look in looks(glyphs.start, glyphs.end, marks, scene):
        text = glyphs.drawn(start, end)
        if text:
            segments.append(Segment(text, theme.look(look)))
    return segments


def bracketed_offset(glyphs: Glyphs, marks: Sequence[Mark], scene: Scene, theme: Theme, room: int, cell: int) -> int:
    """The offset of the text that `bracketed` draws at this cell; a bracket counts as what follows it."""
    at = 0
    for segment, start in _placed(glyphs, marks, scene, theme, room):
        if start is not None and cell < at + segment.cell_length:
            return glyphs.offset(glyphs.cell(start) + max(0, cell - at))
        at += segment.cell_length
    return glyphs.end


def bracketed(glyphs: Glyphs, marks: Sequence[Mark], scene: Scene, theme: Theme, room: int) -> list[Segment]:
    """The row's text with brackets put in where parts begin and end: `⟦1 rents fell 1⟧, {1 she} <1 said>`.

    As far as the row would else be wider than `room` cells, numbers are left out, the active claim's last, and then
    the brackets of all other claims.
    """
    return [segment for segment, _ in _placed(glyphs, marks, scene, theme, room)]


def _placed(
    glyphs: Glyphs, marks: Sequence[Mark], scene: Scene, theme: Theme, room: int
) -> list[tuple[Segment, int | None]]:
    """The segments of `bracketed`, each with the offset at which its text begins; None for a bracket."""
    active = [mark for mark in marks if mark.part.claim == scene.active]
    stretches = looks(glyphs.start, glyphs.end, marks, scene)
    placed: list[tuple[Segment, int | None]] = []
    for chosen, numbered in ((marks, marks), (marks, active), (marks, []), (active, [])):
        signs = signs_of(chosen, scene, numbered=numbered)
        placed = []
        for start, end, look in stretches:
            placed += _signs(signs, start, closing=True, theme=theme)
            placed += _signs(signs, start, closing=False, theme=theme)
            placed.append((Segment(glyphs.drawn(start, end), theme.look(look)), start))
        placed += _signs(signs, glyphs.end, closing=True, theme=theme)
        if sum(segment.cell_length for segment, _ in placed) <= room:
            break
    return placed


def signs_of(
    marks: Iterable[Mark], scene: Scene, *, numbered: Sequence[Mark]
) -> dict[tuple[int, bool], list[tuple[str, bool]]]:
    """(offset, whether it closes) → the brackets there as (text, whether the claim is active)."""
    signs: dict[tuple[int, bool], list[tuple[str, bool]]] = {}
    for mark in marks:
        kind = scene.kinds.get(mark.part.role, OTHER)
        number = str(scene.numbers.get(mark.part.claim, "")) if mark in numbered else ""
        number = "?" if mark.part.claim == GHOST else number
        active = mark.part.claim == scene.active
        opening = OPENING[kind] + (f"{number} " if number else "")
        closing = (f" {number}" if number and kind == CONTENT else "") + CLOSING[kind]
        signs.setdefault((mark.start, False), []).append((opening, active))
        signs.setdefault((mark.end, True), []).insert(0, (closing, active))
    return signs


def _signs(
    signs: Mapping[tuple[int, bool], list[tuple[str, bool]]], offset: int, *, closing: bool, theme: Theme
) -> list[tuple[Segment, int | None]]:
    styles: tuple[Style, Style] = (theme.style("text"), theme.style("strong"))
    return [(Segment(text, styles[active]), None) for text, active in signs.get((offset, closing), ())]
