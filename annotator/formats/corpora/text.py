"""Plain text: the file is the article."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from annotator.core.errors import Fault
from annotator.core.records.corpus import Chosen, Found, Raw
from annotator.core.records.format import Source
from annotator.formats.corpora.decode import decode
from annotator.formats.corpora.whole import whole


@dataclass(frozen=True, slots=True)
class TextCorpus:
    """Files of text, of whatever markup: the source is what is labelled."""

    name: str = "text"
    help: str = "the file is the article"
    endings: tuple[str, ...] = (".txt", ".text")
    many: bool = False
    markup: str = ""

    def read(self, source: Source, chosen: Chosen) -> Iterator[Found]:
        """The one article of a file, or why there is none."""
        raw = whole(source, chosen)
        if isinstance(raw, Fault):
            yield raw
            return
        decoded = decode(raw, declared=chosen.encoding)
        if decoded.problem:
            yield Fault(decoded.problem)
            return
        meta = {} if decoded.encoding == "utf-8" else {"encoding": decoded.encoding}
        if self.markup:
            meta["markup"] = self.markup
        yield Raw(decoded.text, meta=meta, source=raw, note=decoded.note)


CORPUS = TextCorpus()
