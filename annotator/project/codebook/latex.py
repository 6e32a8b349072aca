"""A codebook in Markdown as LaTeX source: a part of an appendix, to be read with `\\input`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from annotator.core.text.latex import escape

if TYPE_CHECKING:
    from markdown_it.token import Token

_LEVELS = ("section", "subsection", "subsubsection", "paragraph", "subparagraph", "subparagraph")
_OPEN = {
    "bullet_list_open": "\\begin{itemize}\n",
    "bullet_list_close": "\\end{itemize}\n\n",
    "ordered_list_open": "\\begin{enumerate}\n",
    "ordered_list_close": "\\end{enumerate}\n\n",
    "list_item_open": "\\item ",
    "blockquote_open": "\\begin{quote}\n",
    "blockquote_close": "\\end{quote}\n\n",
    "hr": "\\bigskip\n\n",
    "strong_open": "\\textbf{",
    "strong_close": "}",
    "em_open": "\\emph{",
    "em_close": "}",
    "softbreak": "\n",
    "hardbreak": " \\\\\n",
}
"""Tokens that are the same words always."""
_WIDTH = 0.92
"""Of the line that a table may take, its gaps apart."""


def latex(markdown: str) -> str:
    """The Markdown as LaTeX. HTML in it is text like any other."""
    from markdown_it import MarkdownIt

    tokens = MarkdownIt("commonmark", {"html": False}).enable("table").parse(markdown)
    return (
        "% Read it with \\input; it needs the packages booktabs and longtable.\n\n" + _written(tokens).rstrip() + "\n"
    )


def _written(tokens: Sequence[Token]) -> str:
    found: list[str] = []
    at = 0
    while at < len(tokens):
        token = tokens[at]
        if token.type == "table_open":
            end = next(i for i in range(at, len(tokens)) if tokens[i].type == "table_close")
            found.append(_table(tokens[at:end]))
            at = end
        elif token.type == "heading_open":
            found.append(f"\\{_LEVELS[int(token.tag[1]) - 1]}{{")
        elif token.type == "heading_close":
            found.append("}\n\n")
        elif token.type == "paragraph_close":
            found.append("\n" if token.hidden else "\n\n")
        elif token.type in ("fence", "code_block"):
            lines = "".join(f"\\texttt{{{escape(line)}}}\\\\\n" for line in token.content.rstrip("\n").split("\n"))
            found.append(f"\\begin{{quote}}\n{lines}\\end{{quote}}\n\n")
        elif token.type == "inline":
            found.append(_inline(token.children or []))
        else:
            found.append(_OPEN.get(token.type, ""))
        at += 1
    return "".join(found)


def _inline(tokens: Sequence[Token]) -> str:
    found = []
    for token in tokens:
        if token.type == "text":
            found.append(_spaced(token.content))
        elif token.type == "code_inline":
            found.append(f"\\texttt{{{escape(token.content)}}}")
        elif token.type == "image":
            found.append(_spaced(token.content))
        else:
            found.append(_OPEN.get(token.type, ""))
    return "".join(found)


def _spaced(words: str) -> str:
    """Escaped, with the blanks at its ends: emphasis stands right beside them."""
    inner = escape(words)
    before = " " if words[:1].isspace() else ""
    return f"{before}{inner}{' ' if inner and words[-1:].isspace() else ''}"


def _table(tokens: Sequence[Token]) -> str:
    rows: list[list[tuple[str, int]]] = []
    for token in tokens:
        if token.type == "tr_open":
            rows.append([])
        elif token.type == "inline":
            rows[-1].append((_inline(token.children or []), len(token.content)))
    # A long column gets more room, but a short one is not squeezed away.
    sizes = [max(1, max(row[at][1] for row in rows)) ** 0.5 for at in range(len(rows[0]))]
    columns = "".join(f"p{{{_WIDTH * size / sum(sizes):.2f}\\linewidth}}" for size in sizes)
    head, *rest = (" & ".join(cell for cell, _ in row) + " \\\\" for row in rows)
    lines = [f"\\begin{{longtable}}{{{columns}}}", "\\toprule", head, "\\midrule", "\\endhead", *rest]
    return "\n".join([*lines, "\\bottomrule", "\\end{longtable}", "", ""])
