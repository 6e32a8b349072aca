"""Lines without words: offsets, hashes and the address, for articles whose text may not be passed on."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from annotator.core.article import first_line
from annotator.core.records.line import ARTICLE_FORMAT, CLAIMS_FORMAT

BARE_CLAIMS, BARE_ARTICLE = "claims-bare/1", "article-bare/1"
FORMATS = {BARE_CLAIMS: CLAIMS_FORMAT, BARE_ARTICLE: ARTICLE_FORMAT}
"""What a line without words calls itself → what it was."""
ADDRESS = "address"
"""Key of an article's metadata that says where it can be found."""


def bare_claim(line: Mapping[str, Any], address: str = "") -> dict[str, Any]:
    """A claim's line (or the claim as it is nested in an article's) without the words of its spans."""
    found = {**line, "spans": _without(line["spans"])}
    if "format" in found:
        found["format"] = BARE_CLAIMS
        if address:
            found["article"] = {**line["article"], ADDRESS: address}
    return found


def bare_article(line: Mapping[str, Any]) -> dict[str, Any]:
    """An article's line without its text, and without a title that is the first line of the text."""
    text = line["text"]
    found = {key: value for key, value in line.items() if key != "text"}
    found["format"] = BARE_ARTICLE
    if found.get("title") == first_line(text):
        del found["title"]
    found["layers"] = [
        {**layer, "claims": [bare_claim(claim) for claim in layer["claims"]]} for layer in line["layers"]
    ]
    return _after(found, "sha256", "length", len(text))


def reference(record: Mapping[str, Any]) -> tuple[str, str, int]:
    """Id of the article, hash and length of its text, as a line without words names them; empty where it does not."""
    said = record.get("article") if record.get("format") == BARE_CLAIMS else record
    said = said if isinstance(said, dict) else {}
    length = said.get("length")
    return str(said.get("id", "")), str(said.get("sha256", "")), length if isinstance(length, int) else -1


def filled(record: Mapping[str, Any], text: str) -> dict[str, Any] | str:
    """The line as it was, with the words of this text; or what is wrong with it, as a clause."""
    try:
        if record["format"] == BARE_CLAIMS:
            article = {key: value for key, value in record["article"].items() if key != ADDRESS}
            return {**_claim(record, text), "format": CLAIMS_FORMAT, "article": article}
        found = {key: value for key, value in record.items() if key != "length"}
        found["format"] = ARTICLE_FORMAT
        if "title" not in found:
            found = _after(found, "id", "title", first_line(text))
        found = _after(found, "title", "text", text)
        found["layers"] = [
            {**layer, "claims": [_claim(claim, text) for claim in layer["claims"]]} for layer in record["layers"]
        ]
        return found
    except (KeyError, TypeError, AttributeError, ValueError) as problem:
        return f"the record does not have the shape of a line without words ({problem})"


def _claim(claim: Mapping[str, Any], text: str) -> dict[str, Any]:
    spans: dict[str, list[dict[str, Any]]] = {}
    for role, parts in claim["spans"].items():
        spans[role] = []
        for part in parts:
            start, end = part["start"], part["end"]
            if not (type(start) is type(end) is int and 0 <= start < end <= len(text)):
                raise ValueError(f"the span [{start}, {end}) is empty or lies outside the article")
            spans[role].append({"start": start, "end": end, "text": text[start:end]})
    return {**claim, "spans": spans}


def _without(spans: Mapping[str, Any]) -> dict[str, Any]:
    return {role: [{"start": part["start"], "end": part["end"]} for part in parts] for role, parts in spans.items()}


def _after(record: Mapping[str, Any], key: str, new: str, value: Any) -> dict[str, Any]:
    """The record with a new key behind another."""
    found: dict[str, Any] = {}
    for each, held in record.items():
        found[each] = held
        if each == key:
            found[new] = value
    return found
