"""HTML: the article is taken out of the page by trafilatura; what stands around it is left.

Offsets are those of the text that was taken out. Which program did it, in which version, is kept with the article, and
the hash of the page; the same page is never taken apart a second time.
"""

from __future__ import annotations

import codecs
import logging
import re
from collections.abc import Iterator
from typing import Any

from annotator.core.errors import Fault
from annotator.core.records.check import shown
from annotator.core.records.corpus import EXTRACTOR, Chosen, Found, Raw
from annotator.core.records.format import Source
from annotator.core.records.optional import needed
from annotator.core.text.pattern import lazy
from annotator.formats.corpora.decode import decode
from annotator.formats.corpora.whole import whole

EXTRA = "html"
SHORTEST = 50
"""Characters of an article; what is shorter is a menu or a notice."""
_DECLARED = re.compile(
    rb"<(?:meta|\?xml)[^>]{0,200}?(?:charset|encoding)\s*=\s*[\"']?\s*([\w.:-]{1,40})", re.IGNORECASE
)
_LANGUAGE = lazy(r"(?i)<html\b[^>]{0,1000}?\b(?:xml:)?lang\s*=\s*[\"']?\s*([A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*)")
_ON_THE_WEB = {
    "ascii": "cp1252",
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "iso8859-11": "cp874",
    "tis-620": "cp874",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
}
"""What pages mean that declare these (WHATWG Encoding Standard): without it, quotation marks would become controls."""
_HEAD = 4096
"""Characters at the beginning among which a page says what it is."""
# What the page says itself counts; a date that is only guessed from its text or its copyright does not.
_DATES = {"extensive_search": False, "original_date": True, "outputformat": "%Y-%m-%d"}


class HtmlCorpus:
    """Pages with an article in each."""

    name = "html"
    help = "the article of a page (needs annotator[html])"
    endings = (".html", ".htm", ".xhtml")
    many = False

    def read(self, source: Source, chosen: Chosen) -> Iterator[Found]:
        """The article of a page, or why there is none. Raises MissingError."""
        trafilatura = needed("trafilatura", extra=EXTRA)
        raw = whole(source, chosen)
        if isinstance(raw, Fault):
            yield raw
            return
        decoded = decode(raw, declared=chosen.encoding or _declared(raw[:_HEAD]))
        if decoded.problem:
            yield Fault(decoded.problem)
            return
        found = _taken(trafilatura, decoded.text)
        text = _text(found, decoded.text)
        if not text:
            only = " ".join(str(found.get("text") or "").split())
            what = f"no article was found in the page{f' (only {shown(only)})' if only else ''}"
            yield Fault(what, right="save the text of the article as a file of its own")
            return
        meta = _meta(found, decoded.text)
        if decoded.encoding != "utf-8":
            meta["encoding"] = decoded.encoding
        meta[EXTRACTOR] = f"trafilatura {trafilatura.__version__}"
        yield Raw(text, title=_flat(found.get("title"))[:200], meta=meta, source=raw, note=decoded.note)


def _declared(head: bytes) -> str:
    """The encoding that a page says it has, as browsers understand it; empty when it says none, or an unknown one."""
    said = _DECLARED.search(head)
    try:
        name = codecs.lookup(said[1].decode("ascii")).name if said else ""
    except LookupError:
        return ""
    return _ON_THE_WEB.get(name, name)


def _taken(trafilatura: Any, page: str) -> dict[str, Any]:
    """What the library has found; empty when it has found nothing."""
    for name in ("trafilatura", "htmldate", "courlan", "justext"):
        # Their warnings would be printed between our own sentences.
        logging.getLogger(name).setLevel(logging.CRITICAL)
    document = trafilatura.bare_extraction(
        page,
        favor_precision=True,
        include_comments=False,
        with_metadata=True,
        date_extraction_params=_DATES,
    )
    if document is None:
        return {}
    keys = ("text", "title", "author", "date", "sitename", "hostname", "url")
    return {key: getattr(document, key) for key in keys}


def _text(found: dict[str, Any], page: str) -> str:
    """The title and the paragraphs, a blank line between them; empty when that is no article."""
    paragraphs = [line.strip() for line in str(found.get("text") or "").split("\n") if line.strip()]
    if sum(map(len, paragraphs)) < SHORTEST or "<" not in page:
        return ""
    title = _flat(found.get("title"))
    if title and _flat(paragraphs[0]).casefold() != title.casefold():
        paragraphs.insert(0, title)
    return "\n\n".join(paragraphs) + "\n"


def _meta(found: dict[str, Any], page: str) -> dict[str, Any]:
    language = _LANGUAGE.search(page[:_HEAD])
    authors = [name for name in map(_flat, str(found.get("author") or "").split(";")) if name]
    meta = {
        "outlet": _flat(found.get("sitename") or found.get("hostname")),
        "author": authors[0] if len(authors) == 1 else authors,
        "date": _flat(found.get("date")),
        "language": language[1] if language else "",
        "address": _flat(found.get("url")),
    }
    return {key: value for key, value in meta.items() if value}


def _flat(value: Any) -> str:
    return " ".join(str(value or "").split())[:1000]


CORPUS = HtmlCorpus()
