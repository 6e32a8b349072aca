"""Markdown: the source is the article, marks and all, so that offsets are those of the file."""

from __future__ import annotations

from annotator.formats.corpora.text import TextCorpus

CORPUS = TextCorpus("markdown", "the source is the article", (".md", ".markdown"), markup="markdown")
