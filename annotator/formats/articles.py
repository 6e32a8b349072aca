"""The native articles export: one article per line with its text, sentences and layers, for training on whole texts."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence

from annotator.core.article import Article
from annotator.core.claim import Layer
from annotator.core.records.bare import bare_article
from annotator.core.records.canonical import canonical
from annotator.core.records.dataset import Content, Dataset
from annotator.core.records.format import Losses, Part, Reading, Source, Wanted
from annotator.core.records.line import ARTICLE_FORMAT, Context, claim_line, joined_lines, nested
from annotator.core.records.splice import Splicer


class ArticlesFormat:
    """`article/1`: JSON Lines of articles."""

    name = "articles"
    help = "one article per line, with its text and all layers (JSON Lines)"
    suffix = ".jsonl"
    place = "native/documents.jsonl"
    bare = True

    def recognises(self, names: Sequence[str], head: bytes) -> bool:
        """Whether the first line says that it is an article."""
        early = head if len(names) == 1 else head[:200]
        return "speakers.jsonl" not in names and (b'"article/' in early or b'"article-bare/' in early)

    def read(self, sources: Sequence[Source], known: Dataset, wanted: Wanted) -> Reading:
        """The articles of the sources and their layers; several lines of one article are one."""
        from annotator.formats.gathering import Gathering
        from annotator.formats.intake import lines
        from annotator.formats.own_form import OwnForm

        gathering = Gathering(known, wanted)
        own = OwnForm(gathering, {})
        for source in sources:
            for taken in lines(source, ARTICLE_FORMAT, shortcut=own.take_article):
                gathering.article(taken)
        return gathering.reading()

    def write(self, data: Dataset, losses: Losses) -> Iterator[Part]:
        """A part for each line, speakers resolved through merges."""
        context = Context(data.speakers, data.scheme)
        splicer = Splicer(context) if data.scheme else None
        for article, layers in data.walk():
            held = [_written(layer, article, data, context, splicer) for layer in layers]
            losses.wrote("articles")
            losses.wrote("claims", sum(len(claims) for _, _, claims in held))
            for line in joined_lines(article, held):
                yield Part("", line if data.texts else canonical(bare_article(json.loads(line))) + b"\n")


def _written(
    layer: Layer, article: Article, data: Dataset, context: Context, splicer: Splicer | None
) -> tuple[Layer, Content, list[bytes]]:
    """A layer with its claims as they are nested."""
    stored = data.stored(layer) if splicer else None
    spliced = splicer.nested(stored.cuts) if splicer and stored else None
    if stored and spliced:
        return layer, stored.content, spliced
    content = data.content(layer)
    return layer, content, [canonical(nested(claim_line(claim, article, context))) for claim in content.claims]


FORMAT = ArticlesFormat()
