"""Text as LaTeX source: what LaTeX acts on is written so that it prints.

>>> escape("50 % of A&B_c: ≥ .5")
'50 \\\\% of A\\\\&B\\\\_c: $\\\\geq$ .5'
"""

from __future__ import annotations

import re

from annotator.core.visible import visible

_SPECIAL = {
    "\\": r"\textbackslash{}",
    "{": r"\{",
    "}": r"\}",
    "$": r"\$",
    "&": r"\&",
    "#": r"\#",
    "%": r"\%",
    "_": r"\_",
    "[": "{[}",
    "]": "{]}",
    "^": r"\textasciicircum{}",
    "~": r"\textasciitilde{}",
    "<": r"\textless{}",
    ">": r"\textgreater{}",
    "|": r"\textbar{}",
    "≥": r"$\geq$",
    "≤": r"$\leq$",
    "±": r"$\pm$",
    "×": r"$\times$",
    "·": r"$\cdot$",
    "→": r"$\rightarrow$",
    "−": "$-$",
}
"""A bracket could begin an option of the command before it."""
_TABLE = str.maketrans(_SPECIAL)
_DASH = re.compile("-(?=-)")
"""Two hyphens would print as one dash."""


def escape(text: str) -> str:
    """The text on one line, every character of it printed as it is."""
    return _DASH.sub("-{}", visible(" ".join(text.split())).translate(_TABLE))
