"""Reviews to look at: layers as rows, opened by a real desk, and what the widgets make of them."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from textual.events import Key
from textual.geometry import Size
from textual.pilot import Pilot

from annotator.core.claim import Claim
from annotator.core.state import State
from annotator.project.review.desk import ReviewDesk
from annotator.project.review.setup import Setup
from annotator.tui.drawing.paint import Run, cut
from annotator.tui.drawing.theme import DARK, Theme
from annotator.tui.review.case_rows import CaseRows
from annotator.tui.review.case_view import CaseView
from annotator.tui.review.sight import Sights
from annotator.tui.sheet import Sheet
from tests.review.adjudicator import Adjudicator, mark

NINE = ("ana", "ben", "cleo", "dora", "emil", "finn", "gita", "hugo", "ines")
FELL, LONG = "Rents fell", "Rents fell in October"
WINDOW = (120, 40)
NAMES = {"⏎": ("enter", "\r"), "⌫": ("backspace", None), "⇥": ("tab", "\t"), " ": ("space", " ")}


def opened(window: Adjudicator, *rows: Claim, readers: Iterable[str] = ("ana", "ben", "cleo")) -> Adjudicator:
    """The rows as done layers of these readers, opened for review. Columns stand in the order of the names."""
    for who in readers:
        window.layer(who, *(row for row in rows if row.annotator == who))
    return window.begin()


def nine() -> list[Claim]:
    """Nine readers: ends and values that differ, a claim that two have, one that three have split."""
    rows = []
    for at, who in enumerate(NINE):
        rows.append(mark(who, FELL if at % 3 else LONG, stance=("asserts", "hedges", "asserts")[at % 3], cue="said"))
        if at in (2, 7):
            rows.append(mark(who, "nobody noticed", by="critics"))
        pieces = ("We will see", "in spring") if at > 5 else ("We will see … in spring",)
        rows += [mark(who, each, by="ruiz", quote="direct") for each in pieces]
    return rows


def tangle(count: int = 40) -> tuple[str, list[Claim]]:
    """A text of one long sentence, and so many claims of three on it that all hang together in one component."""
    words = [f"word{number}" for number in range(count + 4)]
    text = "Headline\n\n" + " ".join(words) + ".\n"
    readers = ("ana", "ben", "cleo")
    return text, [mark(readers[at % 3], " ".join(words[at : at + 3]), text) for at in range(count)]


def rows_of(state: State, cells: int = 53, height: int = 37, *, low: bool = False) -> list[list[Run]]:
    """The rows of the panel."""
    assert state.review is not None
    return CaseRows(state, state.review, Sights(plain=False).of(state.review), cells, height, low=low).made()[0]


def told(rows: Iterable[list[Run]], cells: int = 53) -> list[str]:
    """Rows as they are read, those that are blank left out."""
    return [text for row in rows if (text := "".join(words for words, _ in cut(row, cells)).rstrip())]


def styled(rows: Iterable[list[Run]], name: str) -> list[str]:
    """The runs of a style."""
    return [text for row in rows for text, style in row if style == name and text.strip()]


class Sized(CaseView):
    """A view of a fixed size that needs no app."""

    cells = Size(67, 20)

    @property
    def size(self) -> Size:
        """The size that a layout would give."""
        return self.cells


def view_of(state: State, theme: Theme = DARK, width: int = 67) -> Sized:
    """A view that shows this state."""
    view = Sized(theme)
    view.cells = Size(width, 20)
    view.show(state)
    return view


def painted(view: CaseView) -> list[str]:
    """All its rows as words."""
    return [view.paint_row(row, "").text.rstrip() for row in range(view.count)]


def lines(widget: Sheet) -> list[str]:
    """What a widget in an app shows."""
    return [widget.render_line(y).text.rstrip() for y in range(widget.size.height)]


async def press(pilot: Pilot[str], keys: str) -> None:
    """All keys at once, as a fast hand would; one pause at the end. `’` parts nothing: each character is a key."""
    for key in keys:
        name, character = NAMES.get(key, (key, key))
        await pilot.app.on_event(Key(name, character))
    await pilot.pause()


def desk_of(folder: Path, name: str = "rosa", **more: object) -> ReviewDesk:
    """A desk on a project that is there, surveyed."""
    from annotator.project.project import Project

    project = Project.open(folder)
    order = str(more.pop("order", "mass"))
    given = {"gold": project.config.gold, "seed": project.config.id, "blind": False, **more}
    desk = ReviewDesk(project, Setup(name, **given), order=order)  # type: ignore[arg-type]
    for _ in desk.survey():
        pass
    return desk
