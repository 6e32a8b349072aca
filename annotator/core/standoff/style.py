"""The style of a format: what of a claim it can show beside the text. What it cannot, travels in the record alone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from annotator.core.scheme import FIELD_TYPES, Scheme
from annotator.core.span import Pieces, pieces

LISTS = frozenset({"nominal", "ordinal", "boolean", "multi"})
"""Fields whose values are a closed list."""
ALL = frozenset(FIELD_TYPES) - {"entity"}


@dataclass(frozen=True, slots=True)
class Style:
    """One format's way of showing claims."""

    pieces: bool = False
    """A mark may have several spans; otherwise each piece is a mark of its own, tied to the one before it."""
    line_ends: bool = True
    """A span may reach over a line end; otherwise it is split there."""
    shared: bool = False
    """Several claims with one label on one span share the mark."""
    fields: frozenset[str] = frozenset()
    """Types of field that are shown."""
    speakers: bool = False
    """Whether the names of the speakers are shown."""
    note: bool = False
    relations: bool = True
    """Whether marks can be tied to each other."""

    def shown(self, parts: Pieces, text: str) -> Pieces:
        """The spans of a role as the format shows them; blank lines between pieces are nobody's."""
        if self.line_ends:
            return parts
        found = []
        for start, end in parts:
            while start < end:
                stop = text.find("\n", start, end)
                stop = end if stop < 0 else stop
                found.append((start, stop))
                start = stop + 1
        return pieces(found)


def shown_fields(fields: Mapping[str, Any], style: Style, scheme: Scheme) -> dict[str, Any]:
    """The values that the format shows, keys of a list sorted."""
    types = {item.key: item.type for item in scheme.fields}
    return {
        key: sorted(set(value)) if isinstance(value, (list, tuple)) else value
        for key, value in fields.items()
        if types.get(key) in style.fields and not (types[key] == "multi" and not value)
    }
