"""Rows of the article, broken after blanks."""

from __future__ import annotations

from bisect import bisect_right

from annotator.tui.glyphs import clusters


class Wrap:
    def __init__(self, text: str, width: int) -> None:
        self.text = text
        self.starts: list[int] = []
        at = 0
        for line in text.split("\n"):
            self.starts.append(at)
            used = 0
            brk = None
            row = at
            for off, ch, w in clusters(text, at, at + len(line)):
                if used + w > width and ch != " ":
                    if brk is None or brk <= row:
                        brk = off
                    self.starts.append(brk)
                    row = brk
                    used = sum(x[2] for x in clusters(text, row, off))
                    brk = None
                used += w
                if ch == " ":
                    brk = off + 1
            at += len(line) + 1

    @property
    def count(self) -> int:
        return len(self.starts)

    def row_of(self, offset: int) -> int:
        return max(0, bisect_right(self.starts, offset) - 1)

    def start(self, row: int) -> int:
        return self.starts[row]

    def end(self, row: int) -> int:
        end = self.starts[row + 1] if row + 1 < len(self.starts) else len(self.text)
        return end - 1 if end > self.starts[row] and self.text[end - 1] == "\n" else end
