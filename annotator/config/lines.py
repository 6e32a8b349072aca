"""Where a table or a key stands in a TOML text, so that a fault can name its line."""

from __future__ import annotations

import re
from collections.abc import Sequence

_HEADER = re.compile(r"\s*\[\[?\s*([\w.\-\"']+)\s*\]\]?")


def line_of(text: str, place: Sequence[str | int]) -> int | None:
    """The one-based line of a place such as ("field", 2, "value", 0, "key").

    Of a key that is missing, the line of its table; None when not even the table stands in the text.
    """
    tables = [part for part in place if isinstance(part, str)]
    counts = [part for part in place if isinstance(part, int)]
    best: int | None = None
    seen: dict[str, int] = {}
    here = ""
    inside = False
    wanted = [".".join(tables[: depth + 1]) for depth in range(len(tables))]
    for number, line in enumerate(text.split("\n"), 1):
        header = _HEADER.match(line)
        if header:
            here = header.group(1)
            if line.lstrip().startswith("[["):
                seen[here] = seen.get(here, -1) + 1
                for name in [name for name in seen if name.startswith(here + ".")]:
                    del seen[name]
            depth = here.count(".")
            parents = [seen.get(".".join(here.split(".")[: level + 1]), 0) for level in range(depth + 1)]
            fits = depth < len(wanted) and wanted[depth] == here
            inside = fits and parents == (counts + [0] * len(parents))[: len(parents)]
            if inside:
                best = number
        elif inside or not here:
            key = tables[len(here.split(".")) if here else 0 :][:1]
            if key and re.match(rf"\s*[\"']?{re.escape(key[0])}[\"']?\s*=", line) and inside == bool(here):
                return number
    return best
