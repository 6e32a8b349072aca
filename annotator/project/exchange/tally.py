"""What was counted while claims were read: each layer once, however many formats are written from it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

from annotator.core.claim import Claim, Layer
from annotator.core.edit import open_parts
from annotator.core.records.dataset import Content
from annotator.core.scheme import QUOTATION, Field, Scheme

COUNTED = ("nominal", "ordinal", "multi", "boolean")
"""Types of fields whose values are counted."""


class Tally:
    """Claims, what is open in them, and how often each value occurs, by portion and by type of quotation."""

    def __init__(self, scheme: Scheme, split: Mapping[str, str], portions: tuple[str, ...]) -> None:
        self.scheme, self.split, self.portions = scheme, split, portions
        self.quotation = next((each.key for each in scheme.fields if each.default == QUOTATION), "")
        self.fields = [each for each in scheme.fields if each.type in COUNTED and not each.advanced]
        self.claims: Counter[str] = Counter()
        """By portion; the empty name: of articles that belong to none, or of all without a split."""
        self.layers: Counter[str] = Counter()
        self.articles: dict[str, set[str]] = {}
        self.waiting = 0
        """Claims with something open."""
        self.dropped: Counter[str] = Counter()
        """Why claims were left out → how many."""
        self.links = 0
        """Links that lead to a claim that was left out."""
        self._values: Counter[tuple[str, str, str, str]] = Counter()
        """Field, value, portion, type of quotation."""
        self._seen: set[Layer] = set()

    def see(self, layer: Layer, content: Content, dropped: Mapping[str, int], links: int) -> None:
        """Count a layer, unless it was counted before."""
        if layer in self._seen:
            return
        self._seen.add(layer)
        portion = self.split.get(layer.article, "")
        self.claims[portion] += len(content.claims)
        self.layers[portion] += 1
        self.articles.setdefault(portion, set()).add(layer.article)
        self.dropped.update(dropped)
        self.links += links
        for claim in content.claims:
            self.waiting += bool(open_parts(claim, self.scheme))
            self._count(claim, portion)

    def _count(self, claim: Claim, portion: str) -> None:
        quotation = str(claim.fields.get(self.quotation, "")) if self.quotation else ""
        for field in self.fields:
            value = claim.fields.get(field.key)
            if value is None:
                continue
            for item in value if isinstance(value, tuple) else (value,):
                self._values[field.key, _key(item), portion, quotation] += 1

    def count(self, field: str, value: str, portion: str) -> int:
        """How many claims of a portion have a value."""
        return sum(
            found
            for (key, held, place, _), found in self._values.items()
            if (key, held, place) == (field, value, portion)
        )

    def empty(self) -> list[str]:
        """The values that a portion has no claim of: `evidence corroborated in test`."""
        return [
            f"{field.key} {value} in {portion}"
            for field in self.fields
            for value in _keys(field)
            for portion in self.portions
            if not self.count(field.key, value, portion)
        ]

    def as_json(self) -> dict[str, Any]:
        """Counts by portion, and field → value → portion → type of quotation → claims."""
        values: dict[str, Any] = {field.key: {value: {} for value in _keys(field)} for field in self.fields}
        for (key, value, portion, quotation), count in sorted(self._values.items()):
            values[key].setdefault(value, {}).setdefault(portion, {})[quotation] = count
        names = (*self.portions, "") if self.portions else ("",)
        return {
            "portions": {
                name: {
                    "articles": len(self.articles.get(name, ())),
                    "layers": self.layers[name],
                    "claims": self.claims[name],
                }
                for name in names
            },
            "values": values,
            "empty": self.empty(),
        }

    def table(self) -> list[str]:
        """The same at 80 columns: a row for each value, a column for each portion."""
        names = self.portions
        rows = [("", names)]
        for what, held in (
            ("articles", {name: len(self.articles.get(name, ())) for name in names}),
            ("layers", self.layers),
            ("claims", self.claims),
        ):
            rows.append((what, tuple(f"{held[name]:,}" for name in names)))
        for field in self.fields:
            for value in _keys(field):
                counts = tuple(f"{self.count(field.key, value, name):,}" for name in names)
                rows.append((f"{field.key} {value}", counts))
        wide = min(40, max(len(head) for head, _ in rows))
        return [f"  {head:<{wide}}" + "".join(f"{cell:>10}" for cell in cells) for head, cells in rows]


def _keys(field: Field) -> list[str]:
    return ["true", "false"] if field.type == "boolean" else [value.key for value in field.values if not value.retired]


def _key(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)
