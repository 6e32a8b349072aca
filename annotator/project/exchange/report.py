"""What an export says at its end: what was written, what was left out, and what each format could not carry."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from annotator.core.records.format import Losses, Part
from annotator.core.text.plural import plural
from annotator.project.exchange.target import write_file

FORMAT = "export/1"
SHOWN = 8
"""Rows of one kind that are printed; the rest are counted."""


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
    waiting: int = 0
    """Claims with something open, written without it."""
    written: list[Written] = field(default_factory=list)
    skipped: dict[str, str] = field(default_factory=dict)
    """Format → why it was not written, as a sentence."""
    missing: dict[str, str] = field(default_factory=dict)
    """Of these, formats that lack a library → the extra that has it; empty where it is there but cannot be loaded."""
    lost: list[tuple[str, str]] = field(default_factory=list)
    """What the filters left out, and why."""
    unplaced: dict[str, str] = field(default_factory=dict)
    """Article → why it is in no portion of the split."""
    counts: dict[str, Any] = field(default_factory=dict)
    """Of a split: by portion, value and type of quotation."""
    table: list[str] = field(default_factory=list)

    def sentences(self) -> list[str]:
        """The report in words, one line each."""
        size = sum(each.size for each in self.written)
        where = f"in {plural(self.layers, 'layer')} of {plural(self.articles, 'article')}"
        lines = [f"{plural(self.claims, 'claim')} {where}, {size:,} bytes."]
        lines += self.table
        empty = self.counts.get("empty", ())
        if empty:
            lines.append(f"no claim has: {_few(list(empty))}")
        if self.waiting:
            lines.append(f"note: claims with something open, written without it: {self.waiting}")
        lines += [f"left out: {what}: {why}" for what, why in self.lost[:SHOWN]]
        if len(self.lost) > SHOWN:
            lines.append(f"left out: … and {len(self.lost) - SHOWN} more; --report FILE has them all")
        lines += [f"in no portion: {id}: {why}" for id, why in list(self.unplaced.items())[:SHOWN]]
        if len(self.unplaced) > SHOWN:
            lines.append(f"in no portion: … and {len(self.unplaced) - SHOWN} more; --report FILE has them all")
        several = len(self.written) > 1
        for each in self.written:
            # A loss that says nothing of what became of it is one of what the format has no place for.
            named = f"{each.format}: " if several else ""
            lines += [f"{'note' if ', ' in loss else 'not carried'}: {named}{loss}" for loss in each.losses]
        return [*lines, *(f"skipped: {why}" for why in self._skipped())]

    def _skipped(self) -> list[str]:
        """Why each was not written; where several lack a library, one command for all of them."""
        absent = {name: extra for name, extra in self.missing.items() if extra}
        if len(absent) < 2:
            return list(self.skipped.values())
        command = f"pip install 'annotator[{','.join(dict.fromkeys(absent.values()))}]'"
        said = f"{', '.join(absent)}: their libraries are not installed; install them with: {command}"
        return [*(why for name, why in self.skipped.items() if name not in absent), said]

    def as_json(self) -> dict[str, Any]:
        """As it stands in the file of `--report` and in a manifest."""
        found: dict[str, Any] = {
            "articles": self.articles,
            "layers": self.layers,
            "claims": self.claims,
            "incomplete_claims": self.waiting,
            "left_out": [{"what": what, "why": why} for what, why in self.lost],
            "formats": [each.as_json() for each in self.written],
            "skipped": self.skipped,
        }
        if self.counts:
            found["counts"] = self.counts
            found["in_no_portion"] = self.unplaced
        return found

    def save(self, path: Path, more: dict[str, Any]) -> None:
        """Write it as JSON, with what the export was asked for. Raises AnnotatorError."""
        record = {"format": FORMAT, **more, **self.as_json()}
        write_file(path, [Part("", (json.dumps(record, ensure_ascii=True, indent=1) + "\n").encode())])


def _few(names: list[str]) -> str:
    more = f" and {len(names) - SHOWN} more" if len(names) > SHOWN else ""
    return ", ".join(names[:SHOWN]) + more
