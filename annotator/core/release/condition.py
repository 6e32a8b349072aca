"""Conditions on what is exported: `stance=denies,hedges`, `evidence>=attributed`, `date>=2026-05`.

One condition is a name, a comparison, and one or several values; several conditions must all hold.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from math import isfinite
from operator import ge, gt, le, lt
from typing import Any

from annotator.core.claim import KINDS, Claim, Layer
from annotator.core.errors import Fault
from annotator.core.records.check import one_of
from annotator.core.scheme import Field, Scheme
from annotator.core.speaker import TYPES, Speaker, resolve

_FORM = re.compile(r"\s*([^<>=!]+?)\s*(!=|<=|>=|=|<|>)\s*(.*?)\s*", re.DOTALL)
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_TO_COMPARE = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")
_ORDERS: Mapping[str, Callable[[Any, Any], bool]] = {"<": lt, "<=": le, ">": gt, ">=": ge}
LAYER_NAMES = ("annotator", "kind", "round")
META = "meta."
"""Before a key of an article's metadata that is called like something else."""


@dataclass(frozen=True, slots=True)
class Condition:
    """One condition. `level` says what it is asked of: article, layer, or claim."""

    words: str
    level: str
    name: str
    comparison: str
    values: tuple[str, ...]
    """Empty: the condition is about whether there is a value at all."""
    field: Field | None = None

    def of_article(self, id: str, meta: Mapping[str, Any]) -> bool:
        """Whether it holds for an article of this id and metadata."""
        return self._holds(id if self.name == "article" else meta.get(self.name.removeprefix(META)))

    def of_layer(self, layer: Layer) -> bool:
        """Whether it holds for a layer."""
        return self._holds(getattr(layer, self.name))

    def of_claim(self, claim: Claim, registry: Mapping[str, Speaker]) -> bool:
        """Whether it holds for a claim. A speaker that was merged into another counts as that other."""
        if self.field is not None:
            return self._holds(claim.fields.get(self.field.key))
        speakers = [resolve(id, registry) for id in claim.speakers]
        return self._holds([each.id if self.name == "speaker" else each.type for each in speakers])

    def _holds(self, held: Any) -> bool:
        found = list(held) if isinstance(held, (tuple, list)) else [] if held in (None, "") else [held]
        if self.comparison in _ORDERS:
            return any(self._compared(item) for item in found)
        if not self.values:
            return bool(found) == (self.comparison == "!=")
        same = any(_same(item, value) for item in found for value in self.values)
        return same == (self.comparison == "=")

    def _compared(self, item: Any) -> bool:
        (value,) = self.values
        order = _ORDERS[self.comparison]
        if self.field is not None and self.field.type == "ordinal":
            scale = [each.key for each in self.field.values]
            return item in scale and order(scale.index(item), scale.index(value))
        one, two = _number(item), _number(value)
        if one is not None and two is not None:
            return order(one, two)
        held = _text(item)
        if _TO_COMPARE.fullmatch(value) and not _TO_COMPARE.match(held):
            # “May 3” is neither before nor after 2026-05.
            return False
        return order(_as_precise(held, value), value)


def condition(words: str, scheme: Scheme, meta: Iterable[str] = ()) -> Condition | Fault:
    """The condition of these words, or what is wrong with them. `meta` are the keys of the articles' metadata.

    A name is looked for among the scheme's fields, then `speaker` and `speaker.type`, `annotator`, `kind` and `round`,
    `article`, then the metadata; `meta.KEY` is metadata in any case.
    """
    match = _FORM.fullmatch(words)
    if match is None:
        right = "a name, a comparison and a value, such as stance=denies or date>=2026-05"
        return Fault(f"{words!r} is no condition", key="--where", right=right)
    name, comparison, rest = match.groups()
    values = tuple(value.strip() for value in rest.split(",")) if rest else ()
    keys = sorted(set(meta))
    field = scheme.field_of(name)
    if field is not None or name in ("speaker", "speaker.type"):
        level = "claim"
    elif name in LAYER_NAMES:
        level = "layer"
    elif name == "article" or name in keys or (name.startswith(META) and name.removeprefix(META) in keys):
        level = "article"
    else:
        known = [*(each.key for each in scheme.fields), "speaker", "speaker.type", *LAYER_NAMES, "article", *keys]
        return Fault(f"nothing is called {name!r} here", key="--where", right=one_of(name, known))
    made = Condition(words.strip(), level, name, comparison, values, field)
    return _fault(made) or made


def _fault(made: Condition) -> Fault | None:
    """What is wrong with the values."""
    ordered = made.comparison in _ORDERS
    if ordered and len(made.values) != 1:
        return Fault(f"{made.words!r} needs one value", key="--where", right=f"such as {made.name}{made.comparison}x")
    known: tuple[str, ...] = ()
    if made.field is not None and made.field.type in ("nominal", "ordinal", "multi"):
        known = tuple(value.key for value in made.field.values)
        if ordered and made.field.type != "ordinal":
            what = f"the values of {made.name} have no order, so {made.comparison} says nothing"
            return Fault(what, key="--where", right="use = or !=")
    elif made.field is not None and made.field.type == "boolean":
        known = ("true", "false")
    elif made.field is not None and made.field.type == "number":
        odd = next((value for value in made.values if _number(value) is None), None)
        return Fault(f"{odd!r} is no number, as {made.name} is", key="--where") if odd is not None else None
    elif made.name in ("speaker.type", "kind"):
        known = TYPES if made.name == "speaker.type" else KINDS
    odd = next((value for value in made.values if known and value not in known), None)
    if odd is not None:
        return Fault(f"{made.name} has no value {odd!r}", key="--where", right=one_of(odd, known))
    return None


def _text(value: Any) -> str:
    """A value as it is written in a condition."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def _same(item: Any, value: str) -> bool:
    # A name of digits is a name: 007 is not 7, and the edition 1.10 is not 1.1.
    number = None if isinstance(item, str) else _number(item)
    if number is not None and number == _number(value):
        return True
    return _as_precise(_text(item), value) == value


def _as_precise(held: str, value: str) -> str:
    """A day cut to the precision of what it is compared with: all of May is 2026-05."""
    return held[: len(value)] if _TO_COMPARE.fullmatch(value) and _DATE.match(held) else held


def _number(value: Any) -> float | None:
    if isinstance(value, bool):
        return None
    try:
        number = float(value)
    except (TypeError, ValueError, OverflowError):
        return None
    return number if isfinite(number) else None
