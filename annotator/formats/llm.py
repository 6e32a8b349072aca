"""Chat messages to train or to test a language model with, and the JSON Schema of its answer.

The answer quotes the text word for word, because models do not count characters. Long articles are cut at paragraphs,
so that a turn stays short; the user's turn is the piece of the text and nothing else.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from annotator.core.article import Article
from annotator.core.claim import Claim
from annotator.core.records.canonical import canonical
from annotator.core.records.dataset import Dataset
from annotator.core.records.format import Losses, Part
from annotator.core.scheme import Field, Scheme
from annotator.core.span import Span
from annotator.core.speaker import Speaker, resolve
from annotator.core.text.segment import Segments

LIMIT = 8_000
"""Characters after which a chunk ends at the next paragraph; a longer paragraph is not cut."""
SCHEMA = "answer.schema.json"
MESSAGES, COMPLETIONS = "messages", "completions"
"""Stems of the files: whole chats, and the same in prompt and completion, so that only the answer is learned."""
_ROLES = ("system", "user", "assistant")
_SAID = {"boolean": " (true or false)", "number": " (a number)", "text": " (a text)", "entity": " (names)"}
_TYPES = {"boolean": "boolean", "number": "number", "text": "string"}


class LlmFormat:
    """A folder with the messages in two forms, a file for each portion of a split, and the answer's schema."""

    name = "llm"
    help = "chat messages whose answer quotes the claims, and the answer's JSON Schema (JSON Lines)"
    suffix = ""

    def write(self, data: Dataset, losses: Losses) -> Iterator[Part]:
        """A part for each message in each form.

        Layers that are not done are left out: what is missing there is no negative.
        """
        assert data.scheme is not None
        schema = json.dumps(answer_schema(data.scheme), ensure_ascii=True, indent=1) + "\n"
        yield Part(SCHEMA, schema.encode("ascii"))
        system = instruction(data.scheme)
        for name, portion in data.by_portion():
            ending = f".{name}.jsonl" if name else ".jsonl"
            for stem in (MESSAGES, COMPLETIONS):
                yield Part(stem + ending, b"")
            for article, layers in portion.by_article():
                pieces = chunks(article.text)
                for layer, content in layers:
                    if content.status != "done":
                        losses.add("layers that are not done, left out")
                        continue
                    side = {"annotator": layer.annotator, "round": layer.round, "layer": layer.kind}
                    _count(content.claims, pieces, losses)
                    for chunk in pieces:
                        held = [
                            _answer(each, article, chunk, data, losses) for each in content.claims if _in(each, chunk)
                        ]
                        losses.wrote("messages")
                        losses.wrote("claims", len(held))
                        said = (
                            system,
                            article.text[chunk.start : chunk.end],
                            canonical({"claims": held}).decode("utf-8"),
                        )
                        turns = [{"role": role, "content": words} for role, words in zip(_ROLES, said, strict=True)]
                        about = {"doc_id": article.id, "char_start": chunk.start, **side}
                        yield Part(MESSAGES + ending, canonical({"messages": turns, **about}) + b"\n")
                        parted = {"prompt": turns[:-1], "completion": turns[-1:]}
                        yield Part(COMPLETIONS + ending, canonical({**parted, **about}) + b"\n")


def chunks(text: str) -> list[Span]:
    """The text in pieces that follow each other, each but the first beginning with a paragraph."""
    borders = [0]
    for paragraph in Segments(text).paragraphs():
        if paragraph.end - borders[-1] > LIMIT and text[borders[-1] : paragraph.start].strip():
            borders.append(paragraph.start)
    return [Span(start, end) for start, end in zip(borders, [*borders[1:], len(text)], strict=True)]


def quote(text: str, span: Span) -> dict[str, Any]:
    """The words of a span, and which of the places where they stand is meant, from 1; None where there is one."""
    words = text[span.start : span.end]
    count, number, at = 0, 0, text.find(words)
    while at >= 0:
        count += 1
        if at == span.start:
            number = count
        at = text.find(words, at + 1)
    return {"quote": words, "occurrence": number if count > 1 else None}


def answer_schema(scheme: Scheme) -> dict[str, Any]:
    """JSON Schema of an answer. Every key is required and none may be added, as strict structured output wants it."""
    quoted = _object({"quote": {"type": "string"}, "occurrence": {"type": ["integer", "null"]}})
    claim = _object(
        {
            "spans": _object({role.key: {"type": "array", "items": quoted} for role in scheme.roles}),
            "speakers": {"type": "array", "items": {"type": "string"}},
            "fields": _object({field.key: _values(field) for field in scheme.fields}),
        }
    )
    head = {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": f"{scheme.title} {scheme.version}"}
    return {**head, **_object({"claims": {"type": "array", "items": claim}})}


def instruction(scheme: Scheme) -> str:
    """The system's turn: what to look for and how to answer, made from the scheme."""
    lines = [
        'Mark the claims of the text. Answer with one JSON object, {"claims": [...]}, and nothing else; claims in the '
        "order of the text, an empty list where there are none.",
        "spans: for each part a list of quotes, word for word as in the text, several where other words stand between. "
        "occurrence: where the same words stand in the text several times, which one is meant, from 1; else null.",
    ]
    lines += [f"- {_named(role.key, role.label, role.help)}" for role in scheme.roles]
    lines.append("speakers: the names of those who answer for the claim.")
    lines.append("fields: null, or an empty list, where nothing is said.")
    for field in scheme.fields:
        several = field.type in ("multi", "entity")
        what = (" (any of)" if several else " (one of)") if field.values else _SAID.get(field.type, "")
        lines.append(f"- {_named(field.key, field.label + what, field.help)}")
        lines += [f"  - {_named(value.key, value.label, value.help)}" for value in field.offered]
    return "\n".join(lines)


def _named(key: str, label: str, help: str) -> str:
    said = "; ".join(part for part in ("" if label == key else label, help) if part)
    return f"{key}: {said}" if said else key


def _object(properties: dict[str, Any]) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def _values(field: Field) -> dict[str, Any]:
    keys = [value.key for value in field.values]
    if field.type == "multi":
        return {"type": "array", "items": {"type": "string", "enum": keys} if keys else {"type": "string"}}
    if field.type == "entity":
        return {"type": "array", "items": {"type": "string"}}
    if field.type in _TYPES:
        return {"type": [_TYPES[field.type], "null"]}
    return {"type": ["string", "null"], "enum": [*keys, None]}


def _in(claim: Claim, chunk: Span) -> bool:
    parts = [part for held in claim.spans.values() for part in held]
    return bool(parts) and all(chunk.start <= part.start and part.end <= chunk.end for part in parts)


def _count(claims: tuple[Claim, ...], pieces: list[Span], losses: Losses) -> None:
    """Count what no answer says."""
    for claim in claims:
        if not any(claim.spans.values()):
            losses.add("claims without a span, left out")
        elif not any(_in(claim, chunk) for chunk in pieces):
            losses.add("claims that reach from one chunk into another, left out")
        else:
            losses.add("links", len(claim.links))
            losses.add("notes", bool(claim.note))
            losses.add("chains of attribution", bool(claim.attribution))


def _answer(claim: Claim, article: Article, chunk: Span, data: Dataset, losses: Losses) -> dict[str, Any]:
    """The claim as an answer has it, each quote from the chunk."""
    assert data.scheme is not None
    text, registry = article.text[chunk.start : chunk.end], data.speakers
    return {
        "spans": {
            role.key: [
                quote(text, Span(part.start - chunk.start, part.end - chunk.start)) for part in claim.pieces(role.key)
            ]
            for role in data.scheme.roles
        },
        "speakers": _names([resolve(id, registry) for id in claim.speakers]),
        "fields": {field.key: _value(field, claim, data, losses) for field in data.scheme.fields},
    }


def _value(field: Field, claim: Claim, data: Dataset, losses: Losses) -> Any:
    """The value as the schema has it; one that the scheme does not know is counted, and left out."""
    value = claim.fields.get(field.key)
    if field.type == "entity":
        return _names([resolve(id, data.speakers) for id in value]) if isinstance(value, tuple) else []
    if field.type == "multi":
        given = value if isinstance(value, tuple) else ()
        known = [key for key in given if field.value(key)]
        losses.add("values that the scheme does not have, left out", len(given) - len(known))
        return known
    if field.type in _TYPES or value is None or (isinstance(value, str) and field.value(value)):
        return value
    losses.add("values that the scheme does not have, left out")
    return None


def _names(speakers: list[Speaker]) -> list[str]:
    return list(dict.fromkeys(speaker.name for speaker in speakers))


FORMAT = LlmFormat()
