"""The same colours for what Textual draws itself."""

from __future__ import annotations

from textual.theme import Theme as TextualTheme

from annotator.tui.drawing.theme import Theme


def textual_theme(theme: Theme) -> TextualTheme:
    """The same colours for what Textual draws itself."""
    if theme.plain:
        return TextualTheme(
            name=theme.name, primary="ansi_default", foreground="ansi_default", background="ansi_default", dark=True
        )
    return TextualTheme(
        name=theme.name,
        primary=theme.accent,
        secondary=theme.hues[0].ink,
        warning=theme.warn,
        error=theme.warn,
        success=theme.good,
        accent=theme.accent,
        foreground=theme.ink,
        background=theme.paper,
        surface=theme.paper,
        panel=theme.paper,
        dark=theme.dark,
    )
