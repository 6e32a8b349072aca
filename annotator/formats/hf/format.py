"""The dataset folder, out: three configurations as Parquet, a file for each portion, and the card.

Written by pyarrow alone: a file that carries the feature names of one version of `datasets` is refused by others.
Types are the same whatever the scheme is, because free-form values travel as JSON.
"""

from __future__ import annotations

import io
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from itertools import chain
from types import ModuleType
from typing import Any

from annotator.core.article import Article
from annotator.core.claim import Layer
from annotator.core.records.bare import bare_claim
from annotator.core.records.canonical import canonical
from annotator.core.records.dataset import Content, Dataset
from annotator.core.records.format import Losses, Part
from annotator.core.records.line import CLAIMS_FORMAT, Context, claim_line
from annotator.core.records.optional import needed
from annotator.core.text.segment import Segments
from annotator.formats.hf.card import CONFIGS, card, path

WHOLE = "train"
"""The portion of everything, where there is no split: `datasets` knows no nameless one."""
ROWS = 2_000
"""Rows of a group, after which they are written."""


class HfFormat:
    """A folder with README.md and data/*.parquet."""

    name = "hf"
    help = "a dataset folder for Hugging Face's datasets: Parquet and a card (needs annotator[hf])"
    suffix = ""

    def write(self, data: Dataset, losses: Losses) -> Iterator[Part]:
        """A part for each group of rows, the card last. Raises MissingError without pyarrow."""
        assert data.scheme is not None
        arrow, parquet = needed("pyarrow", extra="hf"), needed("pyarrow.parquet", extra="hf")
        schemas = _schemas(arrow)
        context, claims, languages = Context(data.speakers, data.scheme), 0, set[str]()
        made: dict[str, list[str]] = {config: [] for config in CONFIGS}
        for name, portion in data.by_portion():
            tables = {config: _Table(parquet, schemas[config], path(config, name or WHOLE)) for config in CONFIGS}
            for article, layers in portion.by_article():
                languages.update(_language(article))
                for config, rows in _rows(article, layers, context, losses).items():
                    claims += len(rows) if config == "claims" else 0
                    losses.wrote(config, len(rows))
                    yield from tables[config].add(rows)
            for config, table in tables.items():
                if table.begun:
                    made[config].append(name or WHOLE)
                    yield from table.close()
                else:
                    # `datasets` loads nothing at all where one file has no rows.
                    losses.add("files without a row, left out")
        yield Part("README.md", card(data, made, claims, sorted(languages)).encode("utf-8"))


class _Sink(io.RawIOBase):
    """What is written and has not been taken yet."""

    def __init__(self) -> None:
        super().__init__()
        self._held = bytearray()
        self._size = 0

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        self._held += data
        count = memoryview(data).nbytes
        self._size += count
        return count

    def tell(self) -> int:
        return self._size

    def taken(self) -> bytes:
        """The bytes since it was last asked."""
        found = bytes(self._held)
        self._held.clear()
        return found


class _Table:
    """One Parquet file, handed on group by group."""

    def __init__(self, parquet: ModuleType, schema: Any, file: str) -> None:
        self.file, self.schema, self.rows, self.sink = file, schema, list[dict[str, Any]](), _Sink()
        self.writer = parquet.ParquetWriter(self.sink, schema, compression="zstd")
        self.begun = False
        """Whether it has any rows."""

    def add(self, rows: list[dict[str, Any]]) -> Iterator[Part]:
        """The part that is complete with these rows, if there is one."""
        self.rows += rows
        self.begun = self.begun or bool(rows)
        if len(self.rows) >= ROWS:
            yield self._group()

    def close(self) -> Iterator[Part]:
        """The rest of the file."""
        if self.rows:
            yield self._group()
        self.writer.close()
        yield Part(self.file, self.sink.taken())

    def _group(self) -> Part:
        self.writer.write_table(needed("pyarrow", extra="hf").Table.from_pylist(self.rows, self.schema))
        self.rows = []
        return Part(self.file, self.sink.taken())


def _schemas(arrow: ModuleType) -> dict[str, Any]:
    text, offset = arrow.string(), arrow.int32()

    def listed(**keys: Any) -> Any:
        return arrow.list_(arrow.struct(list(keys.items())))

    def schema(**keys: Any) -> Any:
        return arrow.schema(list(keys.items()))

    layer = {"annotator": text, "round": text, "layer": text}
    spans = listed(role=text, start=offset, end=offset, text=text)
    speakers = listed(id=text, name=text, type=text)
    said = {"text": text, "spans": spans, "speakers": speakers, "fields": text, "record": text}
    about = {"title": text, "text": text, "sha256": text, "meta": text}
    held = listed(**layer, status=text, claims=offset)
    return {
        "claims": schema(id=text, article=text, **layer, **said),
        "articles": schema(id=text, **about, layers=held),
        "sentences": schema(article=text, **layer, start=offset, end=offset, text=text, claims=arrow.list_(text)),
    }


def _rows(
    article: Article, layers: list[tuple[Layer, Content]], context: Context, losses: Losses
) -> dict[str, list[dict[str, Any]]]:
    """Configuration → the rows of an article."""
    claims: list[dict[str, Any]] = []
    sentences: list[dict[str, Any]] = []
    made: list[dict[str, Any]] = []
    cut = Segments(article.text).sentences()
    for layer, content in layers:
        said = {"annotator": layer.annotator, "round": layer.round, "layer": layer.kind}
        made.append({**said, "status": content.status, "claims": len(content.claims)})
        claims += [{**_claim(claim_line(claim, article, context), context), **said} for claim in content.claims]
        if content.status == "done":
            sentences += _sentences(article, cut, content, context, said)
        else:
            losses.add("layers that are not done, whose sentences are left out")
    about = {"title": article.title, "text": article.text, "sha256": article.sha256}
    row = {"id": article.id, **about, "meta": _json(dict(article.meta)), "layers": made}
    return {"claims": claims, "articles": [row], "sentences": sentences}


def _claim(line: dict[str, Any], context: Context) -> dict[str, Any]:
    assert context.scheme is not None
    words = [part["text"] for part in line["spans"].get(context.scheme.primary.key, ())]
    return {
        "id": line["id"],
        "article": line["article"]["id"],
        "text": " … ".join(words),
        "spans": [{"role": role, **part} for role, parts in line["spans"].items() for part in parts],
        "speakers": [{key: speaker[key] for key in ("id", "name", "type")} for speaker in line["speakers"]],
        "fields": _json(line["fields"]),
        "record": _json({**bare_claim(line), "format": CLAIMS_FORMAT}),
    }


def _sentences(
    article: Article, cut: tuple[Any, ...], content: Content, context: Context, said: dict[str, str]
) -> Iterator[dict[str, Any]]:
    """Every sentence with the claims whose primary part touches it; without any, it is a negative."""
    assert context.scheme is not None
    role = context.scheme.primary.key
    starts, ends = [start for start, _ in cut], [end for _, end in cut]
    held: list[list[str]] = [[] for _ in cut]
    for claim in content.claims:
        # Sentences follow one another: a piece touches all from the first that ends behind its start.
        touched = [range(bisect_right(ends, s), bisect_left(starts, e)) for s, e in claim.pieces(role)]
        for number in sorted(set(chain.from_iterable(touched))):
            held[number].append(claim.id)
    for (start, end), ids in zip(cut, held, strict=True):
        yield {
            "article": article.id,
            **said,
            "start": start,
            "end": end,
            "text": article.text[start:end],
            "claims": ids,
        }


def _language(article: Article) -> list[str]:
    found = article.meta.get("language") or article.meta.get("lang")
    return [found] if isinstance(found, str) else []


def _json(value: Any) -> str:
    return canonical(value).decode("utf-8")


FORMAT = HfFormat()
