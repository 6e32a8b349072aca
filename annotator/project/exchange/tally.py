"""What was counted while claims were read: each layer once, however many formats are written from it."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from annotator.core.claim import Claim, Layer
from annotator.core.record import claim_from_body
from annotator.core.records.cut import Cut
from annotator.core.records.dataset import Content
from annotator.core.scheme import QUOTATION, Field, Scheme, open_parts
from annotator.core.span import Span

COUNTED = ("nominal", "ordinal", "multi", "boolean")
"""Types of fields whose values are counted."""
FORMS = 5000
"""Kinds of claims that are put aside before they are counted."""
_ANYWHERE = (Span(0, 1),)


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
        self.dropped: Counter[str] = Counter()
        """Why claims were left out → how many."""
        self.links = 0
        """Links that lead to a claim that was left out."""
        self._values: Counter[tuple[str, str, str, str]] = Counter()
        """Field, value, portion, type of quotation."""
        self._seen: set[Layer] = set()
        self._open = 0
        self._required = [role.key for role in scheme.roles if role.required]
        self._forms: Counter[tuple[str, tuple[str, ...], bool, str]] = Counter()
        """Portion, required roles that are marked, whether there is no speaker, fields as JSON → claims."""

    def see(self, layer: Layer, content: Content, dropped: Mapping[str, int], links: int) -> None:
        """Count a layer, unless it was counted before."""
        if not self._first(layer, len(content.claims)):
            return
        portion = self.split.get(layer.article, "")
        self.dropped.update(dropped)
        self.links += links
        for claim in content.claims:
            self._open += bool(open_parts(claim, self.scheme))
            self._count(claim, portion, 1)

    def see_stored(self, layer: Layer, found: Sequence[Cut]) -> None:
        """Count a layer of which nothing is left out, unless it was counted before."""
        if not self._first(layer, len(found)):
            return
        portion = self.split.get(layer.article, "")
        required = [(role, f'"{role}":[') for role in self._required]
        self._forms.update(
            (
                portion,
                tuple([role for role, key in required if key in each.spans]),
                each.said.startswith(',"speakers":[]'),
                each.fields,
            )
            for each in found
        )
        if len(self._forms) > FORMS:
            self._settle()

    def _first(self, layer: Layer, claims: int) -> bool:
        """Whether a layer has not been counted; from now on it has."""
        if layer in self._seen:
            return False
        self._seen.add(layer)
        portion = self.split.get(layer.article, "")
        self.claims[portion] += claims
        self.layers[portion] += 1
        self.articles.setdefault(portion, set()).add(layer.article)
        return True

    def _settle(self) -> None:
        """Count what was put aside: claims that are alike in all that is counted are looked at once."""
        for (portion, roles, silent, fields), times in self._forms.items():
            claim = claim_from_body({"id": "", "article": "", "annotator": "", "fields": json.loads(fields)})
            whole = replace(claim, spans=dict.fromkeys(roles, _ANYWHERE), speakers=() if silent else ("@unknown",))
            self._open += times * bool(open_parts(whole, self.scheme))
            self._count(claim, portion, times)
        self._forms.clear()

    def _count(self, claim: Claim, portion: str, times: int) -> None:
        quotation = str(claim.fields.get(self.quotation, "")) if self.quotation else ""
        for field in self.fields:
            value = claim.fields.get(field.key)
            if value is None:
                continue
            for item in value if isinstance(value, tuple) else (value,):
                self._values[field.key, _key(item), portion, quotation] += times

    @property
    def waiting(self) -> int:
        """Claims with something open."""
        self._settle()
        return self._open

    def count(self, field: str, value: str, portion: str) -> int:
        """How many claims of a portion have a value."""
        self._settle()
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
        self._settle()
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
