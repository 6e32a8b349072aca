"""The agreement page: the parts of a report over any screen, counted elsewhere and following what is written.

A screen mounts it, opens it, and hands it keys until it asks to be left.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual.events import Resize
from textual.strip import Strip

from annotator.project.compare.counting import Counting
from annotator.project.compare.heard import Heard
from annotator.tui.agreement.view import BLANK, View, sentence
from annotator.tui.drawing.paint import Run, columns, strip
from annotator.tui.drawing.theme import DARK, Theme
from annotator.tui.hint_bar import Hint, keys
from annotator.tui.listing import MARGIN, Line, Listing

if TYPE_CHECKING:
    from annotator.agreement.report import Report
    from annotator.tui.agreement.parts import Part

KIND = "agreement"
POLL_SECONDS = 1.0
"""How often the page asks for numbers while it is open; nothing is counted that has not changed."""
HINT = -2
"""The row of the keys, which stands at the last line of the screen whatever is scrolled."""
READING = "reading the layers"
RANGES = "working out the ranges"
STEPS = {"tab": 1, "shift+tab": -1}
CHOICES = {"l": 1, "right": 1, "h": -1, "left": -1}


class AgreementPage(Listing):
    """The numbers. `press` says `leave` or `take`, which means the article `chosen`."""

    def __init__(
        self,
        counting: Counting,
        theme: Theme = DARK,
        *,
        id: str | None = None,
    ) -> None:
        super().__init__(theme, id=id)
        self.kind = KIND
        self.report: Report | None = None
        self.counted = 0
        """Articles that were counted for it, ever."""
        self.part = 0
        self._counting = counting
        self._unread: frozenset[str] = frozenset()
        self._choice: dict[str, int] = {}
        self._status, self._problem, self._ended = READING, "", False
        self._head = 0

    @property
    def pinned(self) -> int:
        """Rows of title, parts, and heads of columns."""
        return self._head

    @property
    def page_rows(self) -> int:
        """Rows in view, without that of the keys."""
        return max(1, self.size.height - 1)

    def row_at(self, y: int) -> int:
        """The row at this line; the keys at the last one."""
        return HINT if 0 < y == self.size.height - 1 else super().row_at(y)

    def on_mount(self) -> None:
        """Listen, and ask again and again while the page is open."""
        self._counting.wake = self._wake
        self.set_interval(POLL_SECONDS, self._poll)

    def open(self) -> None:
        """Show what is known at once, and ask for what is new."""
        self.display, self._ended = True, False
        self._fill()
        self._poll()

    def _poll(self) -> None:
        if self.display and not self._ended:
            self._counting.look()

    def _wake(self) -> None:
        """Called from the thread that listens to the counting."""
        # Loaded here, so that no key waits for it.
        import annotator.tui.agreement.parts  # noqa: F401

        if self.is_running:
            self.call_later(self.hear)

    def hear(self) -> None:
        """Take in what the counting has told."""
        before = self.report, self._problem
        while not self._counting.inbox.empty():
            self._take(self._counting.inbox.get())
        if before != (self.report, self._problem):
            self._fill()
        elif self.lines:
            self.lines = (self._title(), *self.lines[1:])
            self.refresh_rows([0])

    def _take(self, heard: Heard) -> None:
        if heard.kind == "count":
            self._status = RANGES if heard.done == heard.of else f"counting {heard.done} of {heard.of}"
            return
        self._status = ""
        if heard.kind == "report":
            self.report, self.counted, self._problem = heard.report, heard.counted, ""
            self._unread = heard.unread
        elif heard.message:
            self._problem, self._ended = heard.message, heard.kind == "ended"

    @property
    def parts(self) -> Sequence[Part]:
        """What the page can show now."""
        if self.report is None:
            return ()
        from annotator.tui.agreement.parts import parts_of

        return parts_of(self.report)

    def press(self, key: str) -> str:
        """One key: what it asks for (`take`, `leave`), or empty."""
        names = [each.name for each in self.parts]
        if key in STEPS or (key.isdecimal() and 0 < int(key) <= len(names)):
            if names:
                self._turn((self.part + STEPS[key]) % len(names) if key in STEPS else int(key) - 1)
        elif key in CHOICES:
            self._choose(CHOICES[key])
        elif key != "enter" or self.chosen:
            return super().press(key)
        return ""

    def _turn(self, part: int) -> None:
        self.part, self.top, self.at = part, 0, -1
        self._fill()

    def _choose(self, step: int) -> None:
        if self.report is None or not self.parts:
            return
        part = self.parts[self.part]
        count = len(part.choices(self.report))
        if count:
            self._choice[part.name] = (self._choice.get(part.name, 0) + step) % count
            self._fill()

    def _title(self) -> Line:
        left: list[Run] = [("Agreement", "title")]
        if self.report is not None:
            from annotator.tui.agreement.parts import about

            left.append((f"   {about(self.report)}", "quiet"))
        warned = bool(self._problem) and self.report is not None
        right: Run = (self._problem, "warn") if warned else (self._status, "quiet")
        return Line(tuple(columns(left, [right] if right[0] else [], self._room)))

    @property
    def _room(self) -> int:
        """Cells of a row."""
        return max(10, self.size.width - 2 * len(MARGIN) + 2)

    def _fill(self) -> None:
        """All rows anew, with what is chosen and what is in view kept."""
        head, room = [self._title()], self._room
        chosen = self.chosen
        if self.report is None:
            words = self._problem or "The numbers appear here as soon as they are counted."
            head, lines = [*head, BLANK], sentence(words, View(room, 0), "warn" if self._problem else "quiet")
        else:
            lines = list(self._body(self.report, head, room))
        self.lines, self._head = (*head, *lines), len(head)
        keyed = [row for row, line in enumerate(self.lines) if line.key]
        self.at = next((row for row in keyed if self.lines[row].key == chosen), keyed[0] if keyed else -1)
        self.top = max(0, min(self.top, self.last_top))
        self.repaint()

    def _body(self, report: Report, head: list[Line], room: int) -> Sequence[Line]:
        """The rows of the part at hand; what never scrolls away goes to `head`."""
        from annotator.tui.agreement.parts import shown, tabs

        choice = 0
        if self.parts:
            self.part = min(self.part, len(self.parts) - 1)
            part = self.parts[self.part]
            head.append(Line(tuple(tabs([each.name for each in self.parts], self.part, room))))
            names = part.choices(report)
            choice = min(self._choice.get(part.name, 0), max(0, len(names) - 1))
            rule: list[Run] = [("─" * room, "rule")]
            head.append(Line(tuple(tabs(names, choice, room, numbered=False) if names else rule)))
        found = shown(report, self.part, View(room, self.page_rows - len(head), choice, self._unread))
        head += [*found.head] if found.head else []
        return found.lines

    def hints(self) -> Sequence[Hint]:
        """What the keys do now."""
        found: list[Hint] = [("j k", "move" if self.chosen else "scroll")]
        if self.report is not None and self.parts:
            found.append((f"Tab 1-{len(self.parts)}", "part"))
            if self.parts[self.part].choices(self.report):
                found.append(("h l", self.parts[self.part].chooses))
        found += [("⏎", "open the article")] if self.chosen else []
        return [*found, ("⌫", "back")]

    def paint_row(self, row: int, edge: str) -> Strip:
        """One row of the page, or the keys."""
        if row == HINT:
            return strip(keys(self.hints(), self.size.width), self.theme, self.size.width)
        return super().paint_row(row, edge)

    def on_resize(self, event: Resize) -> None:
        """Lay it out for the new size."""
        super().on_resize(event)
        self._fill()
