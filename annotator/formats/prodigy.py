"""Prodigy's JSON Lines, in and out: one record for an article and layer.

Prodigy ties spans to each other by tokens, and a tokenizer is the user's own choice. So none are written; the claims
travel whole under an extra key, and come back together by their spans.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from annotator.core.record import canonical
from annotator.core.records.check import shown
from annotator.core.records.dataset import Dataset
from annotator.core.records.format import Losses, Part, Reading, Source, Wanted
from annotator.core.records.line import Context
from annotator.core.span import Span
from annotator.core.standoff.document import Document, Mark, Place, Relation, Sheet
from annotator.core.standoff.marks import sheet_of
from annotator.core.standoff.style import Style
from annotator.formats.standoff.json_layer import (
    ARTICLE,
    CLAIMS,
    LAYER,
    about,
    article_keys,
    layer_keys,
    take_article,
    take_claims,
    take_layer,
)
from annotator.formats.standoff.json_text import json_lines
from annotator.formats.standoff.naming import layer_files, names
from annotator.formats.standoff.reading import Found, Ways, listed, said_by, understood, whole

STYLE = Style(shared=True, relations=False)
_KNOWN = ("text", "spans", "tokens", "relations", "answer", "meta", ARTICLE, LAYER, CLAIMS, "options", "accept")


class ProdigyFormat:
    """A file for each layer."""

    name = "prodigy"
    help = "Prodigy's JSON Lines: texts with spans, one file for each annotator"
    suffix = ""

    def recognises(self, names: Sequence[str], head: bytes) -> bool:
        """Whether the first line looks like a task of Prodigy."""
        return b'"_task_hash"' in head or b'"_view_id"' in head

    def read(self, sources: Sequence[Source], known: Dataset, wanted: Wanted) -> Reading:
        """The accepted tasks; rejected and ignored ones are counted."""
        found = Found()
        for source in sources:
            for item in json_lines(source):
                if item.fault:
                    found.faults.append(item.fault)
                elif item.record is not None:
                    document = _document(item.record, item.place, found)
                    if document:
                        found.documents.append(document)
        return understood(found, Ways(STYLE), known, wanted)

    def write(self, data: Dataset, losses: Losses) -> Iterator[Part]:
        """A part for each record. Hashes are left out: Prodigy makes them itself."""
        assert data.scheme is not None
        called = names(data.scheme)
        context = Context(data.speakers, data.scheme)
        stems = layer_files(data.layers)
        for portion, part in data.by_portion():
            ending = f".{portion}.jsonl" if portion else ".jsonl"
            for article, layers in part.by_article():
                losses.add("articles without a layer, left out", not layers)
                for layer, content in layers:
                    sheet = sheet_of(content.claims, article, context, STYLE, losses)
                    spans = [
                        {"start": mark.spans[0].start, "end": mark.spans[0].end, "label": called.roles[mark.labels[0]]}
                        for mark in sheet.marks
                    ]
                    record = {
                        "_view_id": "spans_manual",
                        ARTICLE: article_keys(article),
                        "text": article.text,
                        "spans": sorted(spans, key=lambda span: (span["start"], span["end"])),
                        "meta": {"article": article.id, "annotator": layer.annotator},
                        "answer": "accept",
                        "_annotator_id": layer.annotator,
                        LAYER: layer_keys(layer, content),
                        CLAIMS: [carried.record for carried in sheet.carried],
                    }
                    yield Part(stems[layer] + ending, canonical(record) + b"\n")


def _document(record: dict[str, Any], place: Place, found: Found) -> Document | None:
    """The document of a task; None when it was not accepted, or has no text."""
    answer = record.get("answer", "accept")
    if answer in ("reject", "ignore"):
        found.notes[f"tasks whose answer is {answer}, left out"] += 1
        return None
    text = record.get("text")
    if answer != "accept" or not isinstance(text, str):
        what = f"the answer is {shown(answer)}" if answer != "accept" else f"the text is {shown(text)}"
        found.faults.append(place.fault(what, "a task with a text, and the answer accept, reject or ignore"))
        return None
    document, sheet = Document(text, place), Sheet()
    if not take_article(document, record.get(ARTICLE)):
        meta = record.get("meta")
        held = meta if isinstance(meta, dict) else {}
        named = next((held[key] for key in ("article", "id", "doc_id") if isinstance(held.get(key), (str, int))), "")
        document.id = str(named)
        known = (*_KNOWN, *(key for key in record if key.startswith("_")))
        document.article = about(record, known)
    if not take_layer(sheet, record.get(LAYER)):
        by = record.get("_annotator_id") or record.get("_session_id")
        sheet.annotator = said_by(by) if isinstance(by, str) else ""
    if record.get("options") is not None:
        found.notes["tasks with options, which are left out"] += 1
    tokens = _tokens(record.get("tokens"))
    spans = listed(record, "spans", place, found)
    sheet.marks = [_mark(span, number, tokens, text, place, found) for number, span in enumerate(spans)]
    take_claims(sheet, record.get(CLAIMS), place, found)
    relations = listed(record, "relations", place, found)
    sheet.tied = bool(relations) or not sheet.carried
    on: dict[Span, list[Mark]] = {}
    for mark in sheet.marks:
        for where in mark.spans:
            on.setdefault(where, []).append(mark)
    for number, relation in enumerate(relations):
        made = _relation(relation, on, tokens, place._replace(key=f"relations[{number}]"), found)
        if made:
            sheet.relations.append(made)
    document.sheets.append(sheet)
    return document


class Token(NamedTuple):
    """A token as far as the task says what it is."""

    span: Span
    words: str | None
    """The token and the blank behind it; None when the task does not say."""


def _tokens(given: Any) -> dict[int, Token]:
    found: dict[int, Token] = {}
    for number, token in enumerate(given if isinstance(given, list) else ()):
        if isinstance(token, dict):
            start, end, id = whole(token.get("start")), whole(token.get("end")), whole(token.get("id", number))
            text, blank = token.get("text"), token.get("ws")
            words = text + " " * blank if isinstance(text, str) and isinstance(blank, bool) else None
            if start is not None and end is not None and id is not None:
                found[id] = Token(Span(start, end), words)
    return found


def _words(first: int, last: int, tokens: dict[int, Token]) -> str | None:
    """What the tokens say together; None when one of them does not."""
    if last - first >= len(tokens):
        return None
    said = [tokens[id].words if id in tokens else None for id in range(first, last + 1)]
    joined = "".join(each for each in said if each is not None)
    return None if None in said else joined.removesuffix(" ")


def _mark(span: Any, number: int, tokens: dict[int, Token], text: str, place: Place, found: Found) -> Mark:
    """The mark of a span; its last token is inclusive."""
    place = place._replace(key=f"spans[{number}]")
    held = span if isinstance(span, dict) else {}
    label, id = held.get("label"), f"span-{number}"
    first, last = whole(held.get("token_start")), whole(held.get("token_end"))
    by_token = None
    if first is not None and last is not None and first in tokens and last in tokens:
        by_token = Span(tokens[first].span.start, tokens[last].span.end)
    start, end = whole(held.get("start")), whole(held.get("end"))
    given = Span(start, end) if start is not None and end is not None else by_token
    words = held.get("text")
    if words is None and by_token is not None and first is not None and last is not None:
        words = _words(first, last, tokens)
    if given is None or not isinstance(label, str):
        what = f"the span {shown(span)} has no start, end and label"
        found.faults.append(place.fault(what, "start and end, whole numbers, and a label"))
        return Mark(id, (), (), place=place, named=False, wrong=True)
    if by_token is not None and by_token != given:
        what = f"the span [{given.start}, {given.end}) is not that of its tokens {first} to {last}"
        right = f"[{by_token.start}, {by_token.end}); token_end is the last token itself"
        found.faults.append(place.fault(what, right))
        return Mark(id, (label,), (given,), place=place, named=False, wrong=True)
    return Mark(id, (label,), (given,), words if isinstance(words, str) else None, place=place, named=False)


def _relation(
    given: Any, on: dict[Span, list[Mark]], tokens: dict[int, Token], place: Place, found: Found
) -> Relation | None:
    """The relation between the marks that its ends name: by their spans, else by a token of theirs."""
    held = given if isinstance(given, dict) else {}
    label = held.get("label")
    ends = [_end(held.get(f"{side}_span"), whole(held.get(side)), on, tokens) for side in ("head", "child")]
    if not isinstance(label, str) or None in ends:
        what = f"the relation {shown(label)} leads to tokens that are in no span"
        found.faults.append(place.fault(what, "head and child, tokens of two spans, and a label"))
        return None
    return Relation(label, str(ends[0]), str(ends[1]), place)


def _end(span: Any, token: int | None, on: dict[Span, list[Mark]], tokens: dict[int, Token]) -> str | None:
    held = span if isinstance(span, dict) else {}
    start, end = whole(held.get("start")), whole(held.get("end"))
    exact = on.get(Span(start, end), []) if start is not None and end is not None else []
    if exact:
        return next((mark for mark in exact if held.get("label") in mark.labels), exact[0]).id
    known = tokens.get(-1 if token is None else token)
    if known is None:
        return None
    at = known.span
    around = [where for where in on if where.start <= at.start and at.end <= where.end]
    return on[min(around, key=lambda where: where.length)][0].id if around else None


FORMAT = ProdigyFormat()
