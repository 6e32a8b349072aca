"""What an export says at its end: what was written, and what each format could not carry."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from annotator.core.records.format import Losses

FORMAT = "export-report/1"


@dataclass(slots=True)
class Written:
    """One format of an export."""

    format: str
    place: str = ""
    """Inside the folder of the export; empty when it is the whole export."""
    size: int = 0
    """Bytes."""
    losses: Losses = field(default_factory=Losses)

    def as_json(self) -> dict[str, Any]:
        """As it stands in the file of `--report`."""
        return {
            "format": self.format,
            "place": self.place,
            "bytes": self.size,
            "written": dict(self.losses.written),
            "losses": dict(self.losses.counts),
        }


@dataclass(slots=True)
class Report:
    """The whole export."""

    articles: int = 0
    layers: int = 0
    claims: int = 0
    written: list[Written] = field(default_factory=list)

    def sentences(self) -> list[str]:
        """The report in words, one line each."""
        size = sum(each.size for each in self.written)
        lines = [f"{self.claims} claims in {self.layers} layers of {self.articles} articles, {size:,} bytes."]
        several = len(self.written) > 1
        for each in self.written:
            lines += [f"note: {each.format + ': ' if several else ''}{loss}" for loss in each.losses]
        return lines

    def as_json(self) -> dict[str, Any]:
        """As it stands in the file of `--report`."""
        return {
            "format": FORMAT,
            "articles": self.articles,
            "layers": self.layers,
            "claims": self.claims,
            "formats": [each.as_json() for each in self.written],
        }

    def save(self, path: Path) -> None:
        """Write it as JSON. Raises OSError."""
        path.write_text(json.dumps(self.as_json(), ensure_ascii=True, indent=1) + "\n", "utf-8")
