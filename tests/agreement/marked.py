"""Layers in marked text: one row a claim, `<…>` around its content, then what is said about it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TypeAlias

from annotator.core.article import Article, freeze
from annotator.core.claim import Claim, FieldValue
from annotator.core.compare.sense import Sense
from annotator.core.span import Span
from tests.notation import parse
from tests.values import SCHEME

Row: TypeAlias = tuple[str, dict[str, FieldValue]]
SENSE = Sense(SCHEME, {})


def row(marked: str, stance: str = "asserts", **fields: FieldValue) -> Row:
    """A claim: marked text, stance, further fields; `speaker` is one of them, `ministry` unless given."""
    return marked, {"stance": stance, **fields}


def layers(id: str = "a", **rows: Sequence[Row]) -> tuple[Article, dict[str, tuple[Claim, ...]]]:
    """The article, and name → claims. Every row marks the same text; ids are the name and a number."""
    texts = {parse(marked)[0] for held in rows.values() for marked, _ in held}
    assert len(texts) == 1, "every row marks the same text"
    found = {name: tuple(_claim(id, name, at, each) for at, each in enumerate(held)) for name, held in rows.items()}
    return freeze(id, texts.pop(), title=id.title()), found


def _claim(article: str, name: str, at: int, row: Row) -> Claim:
    _, start, end = parse(row[0])
    fields: Mapping[str, FieldValue] = row[1]
    speaker = str(fields.get("speaker", "ministry"))
    said = {key: value for key, value in fields.items() if key != "speaker" and value != ""}
    spans = {"content": (Span(start, end),)}
    return Claim(f"{name}{at}", article, name, spans=spans, speakers=(speaker,), fields=said)
