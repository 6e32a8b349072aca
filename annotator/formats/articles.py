"""The native articles export: one article per line with its text, sentences and layers, for training on whole texts."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence

from annotator.core.records.bare import bare_article
from annotator.core.records.canonical import canonical
from annotator.core.records.dataset import Dataset
from annotator.core.records.format import Losses, Part, Reading, Source, Wanted
from annotator.core.records.line import ARTICLE_FORMAT, Context, article_lines


class ArticlesFormat:
    """`article/1`: JSON Lines of articles."""

    name = "articles"
    help = "one article per line, with its text and all layers (JSON Lines)"
    suffix = ".jsonl"
    place = "native/documents.jsonl"
    bare = True

    def recognises(self, names: Sequence[str], head: bytes) -> bool:
        """Whether the first line says that it is an article."""
        return len(names) == 1 and (b'"article/' in head or b'"article-bare/' in head)

    def read(self, sources: Sequence[Source], known: Dataset, wanted: Wanted) -> Reading:
        """The articles of the sources and their layers; several lines of one article are one."""
        from annotator.formats.gathering import Gathering
        from annotator.formats.intake import lines

        gathering = Gathering(known, wanted)
        for source in sources:
            for taken in lines(source, ARTICLE_FORMAT):
                gathering.article(taken)
        return gathering.reading()

    def write(self, data: Dataset, losses: Losses) -> Iterator[Part]:
        """A part for each line, speakers resolved through merges."""
        context = Context(data.speakers, data.scheme)
        for article, layers in data.by_article():
            losses.wrote("articles")
            losses.wrote("claims", sum(len(content.claims) for _, content in layers))
            for line in article_lines(article, layers, context):
                yield Part("", line if data.texts else canonical(bare_article(json.loads(line))) + b"\n")


FORMAT = ArticlesFormat()
