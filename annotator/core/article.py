"""The article: a text that is decoded once, cleaned one-to-one, and then frozen for good."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from annotator.core.text.pattern import lazy

MAX_ID = 100
_NOT_ID = lazy(r"[^\w.\-]")

# One code point for one code point, so that offsets made by others on the raw text stay valid. The order matters
# only for CR: one that belongs to a CRLF becomes a blank, a lone one ends a line.
_LINE_ENDS = dict.fromkeys((0x85, 0x2028, 0x2029, 0x0B, 0x0C, 0x0D), "\n")
_BLANKS = dict.fromkeys((*range(0x0A), *range(0x0E, 0x20), *range(0x7F, 0x85), *range(0x86, 0xA0)), " ")
_CLEAN = _LINE_ENDS | _BLANKS
_TO_CLEAN = lazy("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029]")
_SURROGATE = lazy("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Article:
    """A frozen text and its two hashes."""

    id: str
    text: str
    title: str = ""
    sha256: str = ""
    """Of the frozen text in UTF-8; filled in by `freeze`."""
    source_sha256: str = ""
    """Of the raw bytes that the text was read from; empty when they are not known."""
    meta: Mapping[str, Any] = field(default_factory=dict)
    """What the source said about itself: outlet, author, date, address, encoding."""
    extra: Mapping[str, Any] = field(default_factory=dict)
    """Unknown keys of the record, kept through a round trip."""


def clean(raw: str) -> str:
    """The text with line ends and control characters replaced one for one; the length never changes.

    CR of a CRLF → blank, lone CR, NEL, LS, PS, VT, FF → LF, TAB and every other control character → blank.
    Nothing else changes: no normalisation, no stripping, no folding of quotes. Raises ValueError, naming the offset,
    for a lone surrogate, which no UTF-8 file can hold.
    """
    odd = _SURROGATE.search(raw)
    if odd:
        raise ValueError(f"a lone surrogate (U+{ord(odd[0]):04X}) stands at character {odd.start()}")
    # Most texts have nothing to clean, and are looked through faster than they are translated.
    return raw.replace("\r\n", " \n").translate(_CLEAN) if _TO_CLEAN.search(raw) else raw


def text_hash(text: str) -> str:
    """SHA-256 of the text in UTF-8, as 64 hex digits."""
    return sha256(text.encode("utf-8")).hexdigest()


def fresh_id(id: str, sha256: str) -> str:
    """The id of a text that does not keep its own, because another text came under it."""
    return f"{id}~{sha256[:8]}"


def freeze(
    id: str, raw: str, *, title: str = "", source: bytes = b"", meta: Mapping[str, Any] | None = None
) -> Article:
    """The article of a decoded text: cleaned and hashed. `source` is the raw file, when there is one."""
    text = clean(raw)
    return Article(
        id=id,
        text=text,
        title=title or first_line(text) or id,
        sha256=text_hash(text),
        source_sha256=sha256(source).hexdigest() if source else "",
        meta=dict(meta or {}),
    )


def first_line(text: str) -> str:
    """The first line with letters in it, without a Markdown heading mark: what stands for a missing title."""
    for line in text.split("\n", 20)[:20]:
        shown = line.strip().lstrip("#").strip()
        if shown:
            return shown[:200]
    return ""


def article_id(stem: str) -> str:
    """An id from a file stem: NFC, everything but letters, digits, `_`, `.`, `-` becomes `-`, at most 100 characters.

    Ids are compared case-folded. A stem with nothing usable becomes `article`.
    """
    cleaned = _NOT_ID.sub("-", unicodedata.normalize("NFC", stem))[:MAX_ID]
    return cleaned if cleaned.strip("-.") else "article"
