"""Colours and attributes: a dark page, a light page, and a plain one without any colour.

Identity is told by hue, role by attribute, extent by lanes: no meaning rests on hue alone. Hues are taken in an order
in which neighbours differ most.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import NamedTuple

from rich.color import Color
from rich.style import Style


class Hue(NamedTuple):
    """One claim's colours, as `#rrggbb`: its number in the margin, its tint while active, and its tint otherwise."""

    ink: str
    strong: str
    faded: str


class Tint(NamedTuple):
    """The background that one content gives its text."""

    number: int
    """The claim's short number; it chooses the hue."""
    strong: bool


class Look(NamedTuple):
    """All that decides how a stretch of text is drawn."""

    tints: tuple[Tint, ...] = ()
    """Two at most."""
    strong: bool = False
    """Whether a part of the active claim lies here."""
    source: bool = False
    cue: bool = False
    other: bool = False
    """A part whose role is neither content, source nor cue."""
    ghost: bool = False
    """A part of the proposal that is shown and not stored."""
    held: bool = False
    """The piece in hand."""
    selected: bool = False
    cursor: bool = False
    dimmed: bool = False
    """Whether labels are shown that all else stands back behind."""
    label: bool = False
    lit: bool = False
    """Whether a speaker is named here whose mentions are highlighted."""


@dataclass(frozen=True, slots=True)
class Theme:
    """A page's colours, as `#rrggbb`; empty where the terminal's own colour stays."""

    name: str
    dark: bool = True
    paper: str = ""
    ink: str = ""
    quiet: str = ""
    rule: str = ""
    accent: str = ""
    warn: str = ""
    good: str = ""
    selection: str = ""
    """Background of the selection; its text has the page's colour."""
    cursor: str = ""
    """Background of the cursor's cell."""
    hues: tuple[Hue, ...] = ()
    styles: Mapping[str, Style] = field(default_factory=dict, repr=False, compare=False)
    """The named styles that runs refer to: `NAMES`."""

    @property
    def plain(self) -> bool:
        """Whether there are no colours, so that attributes and brackets carry everything."""
        return not self.hues

    @property
    def ansi(self) -> bool:
        """Whether Textual is to leave the terminal's own colours alone."""
        return self.plain

    @property
    def page(self) -> dict[str, Style]:
        """The styles of a page of text: plain, dim, strong, title, key, warn; `here` is laid over the chosen row."""
        names = {"plain": "text", "dim": "quiet", "strong": "strong", "title": "title", "key": "key", "warn": "warn"}
        here = Style(reverse=True) if self.plain else Style(color=self.paper, bgcolor=self.selection)
        return {page: self.styles[name] for page, name in names.items()} | {"here": here}

    def __hash__(self) -> int:
        return hash(self.name)

    def style(self, name: str) -> Style:
        """The style of this name, of a claim's number (`hue:3`), or of how much a number in a table is and of the bar
        beside it (`heat:0`, `fill:3`). The style of text for a name that is unknown."""
        if name.startswith("hue:"):
            return self.number(int(name[4:]))
        if name[:5] in ("heat:", "fill:") and not self.plain:
            _, strong, faded = self.hues[0]
            tint = (self.paper, faded, blend(faded, strong), strong)[int(name[5:])]
            return Style(color=self.ink if name[0] == "h" else self.quiet, bgcolor=tint)
        return self.styles.get(name) or self.styles["text"]

    def hue(self, number: int) -> Hue:
        """The hue of the claim with this short number."""
        return self.hues[(number - 1) % len(self.hues)]

    def number(self, number: int) -> Style:
        """How a claim's number and its lane are written."""
        if self.plain:
            return self.styles["text"]
        return Style(color=self.hue(number).ink, bgcolor=self.paper)

    def look(self, look: Look) -> Style:
        """The style of a stretch of text."""
        return _styled(self, look)


@lru_cache(2048)
def _styled(theme: Theme, look: Look) -> Style:
    lit = look.lit and not (look.dimmed or look.selected)
    if theme.plain:
        return Style(
            bold=look.label or lit or (not look.dimmed and (look.strong or look.held)),
            # Turned over, so that a mention is no selection, in the words of a source neither.
            underline=look.source is not lit,
            italic=look.cue,
            dim=(look.dimmed or look.ghost) and not look.label,
            # The cursor is always what its neighbours are not.
            reverse=((look.selected or lit) is not look.cursor) is not look.label,
        )
    if look.label:
        color, background = (theme.paper, theme.cursor) if look.cursor else (theme.accent, theme.paper)
        return Style(color=color, bgcolor=background, bold=True)
    background = theme.paper
    if look.tints:
        tints = [theme.hue(tint.number)[1 if tint.strong else 2] for tint in look.tints[:2]]
        background = blend(tints[0], tints[-1])
    color = theme.quiet if look.dimmed else theme.ink
    if look.cursor:
        color, background = theme.paper, theme.cursor
    elif look.selected:
        color, background = theme.paper, theme.selection
    elif lit:
        color, background = theme.paper, theme.good
    elif (look.held or look.ghost) and not look.dimmed:
        color = theme.accent
    return Style(
        color=color,
        bgcolor=background,
        bold=lit or (not look.dimmed and (look.held or (look.strong and bool(look.source or look.cue)))),
        underline=look.source or look.other,
        underline2=look.source and look.strong,
        italic=look.cue,
    )


def blend(a: str, b: str) -> str:
    """The colour half-way between two, as `#rrggbb`."""
    one, two = Color.parse(a).get_truecolor(), Color.parse(b).get_truecolor()
    return "#{:02x}{:02x}{:02x}".format(*((x + y) // 2 for x, y in zip(one, two, strict=True)))


NAMES = (
    *("text", "strong", "quiet", "rule", "title", "accent", "warn", "good", "key", "default", "chosen", "cursor"),
    "apart",
)
"""`default`: a value that stands unless another is given; `chosen`: the row that Enter takes; `apart`: words that only
some have."""


def _named(theme: Theme) -> Theme:
    """The theme with its named styles filled in."""
    if theme.plain:
        styles = {
            "text": Style(),
            "strong": Style(bold=True),
            "quiet": Style(dim=True),
            "rule": Style(dim=True),
            "title": Style(bold=True),
            "accent": Style(bold=True),
            "warn": Style(bold=True, underline=True),
            "good": Style(),
            "key": Style(bold=True),
            "default": Style(dim=True, italic=True),
            "chosen": Style(bold=True, reverse=True),
            "cursor": Style(reverse=True),
            "apart": Style(bold=True, underline=True),
        }
    else:
        paper = theme.paper
        styles = {
            "text": Style(color=theme.ink, bgcolor=paper),
            "strong": Style(color=theme.ink, bgcolor=paper, bold=True),
            "quiet": Style(color=theme.quiet, bgcolor=paper),
            "rule": Style(color=theme.rule, bgcolor=paper),
            "title": Style(color=theme.ink, bgcolor=paper, bold=True),
            "accent": Style(color=theme.accent, bgcolor=paper),
            "warn": Style(color=theme.warn, bgcolor=paper),
            "good": Style(color=theme.good, bgcolor=paper),
            "key": Style(color=theme.accent, bgcolor=paper, bold=True),
            "default": Style(color=theme.quiet, bgcolor=paper, italic=True),
            "chosen": Style(color=paper, bgcolor=theme.selection),
            "cursor": Style(color=paper, bgcolor=theme.cursor),
            "apart": Style(color=theme.ink, bgcolor=paper, bold=True, underline=True),
        }
    return replace(theme, styles=styles)


DARK = _named(
    Theme(
        name="annotator-dark",
        paper="#1b1915",
        ink="#dad4c7",
        quiet="#938f85",
        rule="#403d37",
        accent="#e2bf76",
        warn="#f0986f",
        good="#84be90",
        selection="#c7bda8",
        cursor="#ffda72",
        hues=(
            Hue("#8bbcef", "#2d5277", "#203347"),
            Hue("#d9af75", "#68491a", "#3e2e17"),
            Hue("#8ec899", "#2f5b39", "#213826"),
            Hue("#eaa0aa", "#733d46", "#45282c"),
            Hue("#6ac9ce", "#005c60", "#11383a"),
            Hue("#c9a8e3", "#5c446f", "#382b42"),
            Hue("#b5bf7b", "#4f5420", "#31341a"),
            Hue("#eaa48c", "#72412f", "#442a21"),
        ),
    )
)
LIGHT = _named(
    Theme(
        name="annotator-light",
        dark=False,
        paper="#fbf8f2",
        ink="#2a2520",
        quiet="#6d6861",
        rule="#d4d0c8",
        accent="#7d460b",
        warn="#a24019",
        good="#266739",
        selection="#343e4d",
        cursor="#97271b",
        hues=(
            Hue("#255e93", "#a7d6ff", "#daeeff"),
            Hue("#7c5000", "#f2ca92", "#f9e8d2"),
            Hue("#256b3a", "#a9e1b4", "#dcf2df"),
            Hue("#8b3e4d", "#ffbac4", "#ffe2e6"),
            Hue("#006b72", "#8ae2e7", "#d1f3f4"),
            Hue("#6d4886", "#e2c2fb", "#f2e5fd"),
            Hue("#596103", "#cfd898", "#eaeed4"),
            Hue("#8b432a", "#ffbfa7", "#ffe4da"),
        ),
    )
)
PLAIN = _named(Theme(name="annotator-plain"))
THEMES: Mapping[str, Theme] = {"dark": DARK, "light": LIGHT, "plain": PLAIN}


def choose(name: str, *, no_color: bool = False, colors: int = 1 << 24) -> Theme:
    """The theme of a setting (`dark`, `light`, `plain`; any other word is dark).

    It is the plain one whenever colours are not wanted or the terminal has fewer than 256, in which tints would
    become something else.
    """
    if no_color or colors < 256:
        return PLAIN
    return THEMES.get(name, DARK)
