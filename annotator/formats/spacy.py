"""spaCy's DocBin, out: what `spacy train` reads, a file for each annotator, and for each portion of a split.

A span of spaCy is made of whole tokens, so the tokens are those of spaCy's own rules for the article's language: a
model that is trained on them has the same. What a span cannot say travels in `user_data`, as JSON.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from types import ModuleType
from typing import Any

from annotator.core.article import Article
from annotator.core.claim import Claim, Layer
from annotator.core.records.bare import bare_claim
from annotator.core.records.canonical import canonical
from annotator.core.records.dataset import Content, Dataset
from annotator.core.records.format import Losses, Part
from annotator.core.records.line import CLAIMS_FORMAT, Context, claim_line
from annotator.core.records.optional import needed
from annotator.core.span import Span
from annotator.core.text.segment import Segments
from annotator.core.text.token import covering, tokens
from annotator.formats.standoff.json_layer import article_keys, layer_keys
from annotator.formats.standoff.naming import layer_files, names

EVERYTHING = "sc"
"""The group of all spans, where spaCy's `spancat` looks unless told otherwise; each role has one of its own as well."""
_OWN = "documents in the program's own tokens: their language is not said, or spaCy has no rules for it here"
_LANGUAGE = re.compile(r"[a-z]{2,3}")
DOCS = 1_000
"""Documents after which a further file is begun, because spaCy has those of one in memory together."""


class SpacyFormat:
    """A folder of .spacy files."""

    name = "spacy"
    help = "spaCy's DocBin, to train spancat with: one file for each annotator (needs annotator[spacy])"
    suffix = ""

    def write(self, data: Dataset, losses: Losses) -> Iterator[Part]:
        """A part for each file. Layers that are not done are left out: what is missing there is no negative.

        Raises MissingError without spaCy.
        """
        assert data.scheme is not None
        library = needed("spacy", extra="spacy")
        labels = dict(names(data.scheme).roles)
        if EVERYTHING in labels:
            losses.add(f"roles called {EVERYTHING}, which have no group of their own")
        context, stems = Context(data.speakers, data.scheme), layer_files(data.layers)
        for portion, part in data.by_portion():
            bins: dict[str, _Bin] = {}
            cutter = _Cutter(library)
            for number, (article, layers) in enumerate(part.by_article(), 1):
                losses.add("articles without a layer, left out", not layers)
                for layer, content in layers:
                    if content.status != "done":
                        losses.add("layers that are not done, left out")
                        continue
                    stem = f"{stems[layer]}.{portion}" if portion else stems[layer]
                    doc = cutter.doc(article, losses)
                    _fill(doc, article, layer, content, labels, context, losses)
                    yield from bins.setdefault(stem, _Bin(library, stem)).add(doc)
                if number % DOCS == 0:
                    # A vocabulary never forgets a word.
                    cutter = _Cutter(library)
            for held in bins.values():
                yield from held.close()


class _Bin:
    """The files of one annotator and portion."""

    def __init__(self, spacy: ModuleType, stem: str) -> None:
        self.spacy, self.stem, self.number, self.docs = spacy, stem, 1, 0
        self.held = self._fresh()

    def _fresh(self) -> Any:
        return self.spacy.tokens.DocBin(attrs=[], store_user_data=True)

    def add(self, doc: Any) -> Iterator[Part]:
        """The file that is full, if there is one."""
        if self.docs == DOCS:
            yield from self.close()
        self.held.add(doc)
        self.docs += 1

    def close(self) -> Iterator[Part]:
        """The file with what it has."""
        name = f"{self.stem}.spacy" if self.number == 1 else f"{self.stem}.{self.number}.spacy"
        yield Part(name, self.held.to_bytes())
        self.held, self.docs, self.number = self._fresh(), 0, self.number + 1


class _Cutter:
    """Texts into documents of spaCy, by the rules of their language."""

    def __init__(self, spacy: ModuleType) -> None:
        self.spacy = spacy
        self.own = spacy.blank("xx")
        self.rules: dict[str, Any] = {}
        """Language → its tokenizer; None where spaCy has none, or needs another library for it."""

    def doc(self, article: Article, losses: Losses) -> Any:
        """The article in tokens that make up exactly its text."""
        said = article.meta.get("language")
        language = said.replace("_", "-").split("-")[0].casefold() if isinstance(said, str) else ""
        if language not in self.rules:
            self.rules[language] = self._rules(language)
        if self.rules[language] is not None:
            doc = self.rules[language](article.text)
            if doc.text == article.text:
                return doc
        losses.add(_OWN)
        return self._doc(article.text)

    def _rules(self, language: str) -> Any:
        if not _LANGUAGE.fullmatch(language):
            return None
        try:
            return self.spacy.blank(language).tokenizer
        except (ImportError, OSError, ValueError):
            return None

    def _doc(self, text: str) -> Any:
        """Words and graphemes; blanks as spaCy keeps them: one space behind a token, what is more as tokens."""
        words, spaces, at = list[str](), list[bool](), 0
        for start, end in [*tokens(Segments(text)), (len(text), len(text))]:
            blank = text[at:start]
            if words and blank.startswith(" "):
                spaces[-1], blank = True, blank[1:]
            if blank:
                words.append(blank)
                spaces.append(False)
            if start < end:
                words.append(text[start:end])
                spaces.append(False)
            at = end
        return self.spacy.tokens.Doc(self.own.vocab, words=words, spaces=spaces)


def _fill(
    doc: Any,
    article: Article,
    layer: Layer,
    content: Content,
    labels: dict[str, str],
    context: Context,
    losses: Losses,
) -> None:
    """Write the layer into its document."""
    made = needed("spacy.tokens", extra="spacy").Span
    borders = [Span(token.idx, token.idx + len(token)) for token in doc]
    groups: dict[str, list[Any]] = {EVERYTHING: []}
    for role, label in labels.items():
        found = [
            made(doc, first, last, label=label, span_id=claim.id)
            for claim in content.claims
            for part in claim.pieces(role)
            for first, last in _tokens(borders, part, losses)
        ]
        groups[EVERYTHING] += found
        groups.setdefault(role, found)
    for key, found in groups.items():
        doc.spans[key] = sorted(found, key=lambda span: (span.start, span.end, span.label_, span.id_))
    losses.wrote("documents")
    losses.wrote("spans", len(groups[EVERYTHING]))
    for claim in content.claims:
        _count(claim, losses)
    lines = [{**bare_claim(claim_line(claim, article, context)), "format": CLAIMS_FORMAT} for claim in content.claims]
    said = {"article": article_keys(article), "layer": layer_keys(layer, content), "claims": lines}
    doc.user_data.update((key, canonical(value).decode("utf-8")) for key, value in said.items())


def _tokens(borders: Sequence[Span], part: Span, losses: Losses) -> Iterator[tuple[int, int]]:
    """The tokens that a span touches; nothing where it is no more than the space behind one."""
    first, last = covering(borders, part)
    if first == last:
        losses.add("spans of blanks alone, left out")
        return
    exact = borders[first].start == part.start and borders[last - 1].end == part.end
    losses.add("spans that do not fall on tokens, widened or trimmed to them", not exact)
    yield first, last


def _count(claim: Claim, losses: Losses) -> None:
    """Count what no span says."""
    losses.add("further pieces, spans of their own", sum(max(0, len(parts) - 1) for parts in claim.spans.values()))
    losses.add("claims without a span, in user_data alone", not any(claim.spans.values()))
    losses.add("fields, in user_data alone", len(claim.fields))
    losses.add("speakers, in user_data alone", len(claim.speakers))
    losses.add("links, in user_data alone", len(claim.links))
    losses.add("notes, in user_data alone", bool(claim.note))


FORMAT = SpacyFormat()
