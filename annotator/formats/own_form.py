"""Lines in the form in which exports are written: cut without parsing, and what occurs again is checked once.

Nothing is taken here that the long way (`intake`, then `Gathering`) would refuse or read otherwise: each piece goes the
long way when it is first seen, and a line that is not of this form, or about which there is any doubt, does as a whole.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from annotator.core.article import Article
from annotator.core.claim import Claim, Layer
from annotator.core.records.line import ARTICLE_FORMAT, CLAIMS_FORMAT
from annotator.core.span import Pieces, Span
from annotator.core.speaker import Speaker
from annotator.formats.gathering import Gathering
from annotator.formats.intake import Taken, record_of
from annotator.formats.remembered import Remembered, once

_ARTICLE = f'{{"format":"{ARTICLE_FORMAT}","id":'
_LAYER = re.compile(
    r'\{"annotator":"[^"\\]*","round":"[^"\\]*","kind":"\w+","status":"\w+"(?:,"proposals":"\w+")?,"claims":\['
)
_BETWEEN = '},{"id":"'
_BEGIN = f'{{"format":"{CLAIMS_FORMAT}","id":'
_TAIL = re.compile(
    r'("links":\[[^\[\]]*\]),"note":"((?:[^"\\\x00-\x1f]|\\.)*)"(,"origin":\{[^{}]*\}),"score":(null|\d\.\d{1,15}),'
    r'"derived_from":(\[[^\[\]]*\])(,"scheme":[^\[\]]*?),"created":"([^"\\]*)","updated":"([^"\\]*)",'
    r'"seconds":((?:0|[1-9]\d{0,9})\.\d{1,9})\}'
)
_UNFIT = re.compile("[\x00\ud800-\udfff]")
_decode = json.JSONDecoder().raw_decode
_TIME = re.compile(r"(?:\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d{1,9})?Z)?")


class _New(NamedTuple):
    """A claim, and the speakers that it names."""

    claim: Claim
    speakers: tuple[Speaker, ...]


class OwnForm:
    """The short way into a gathering."""

    def __init__(self, gathering: Gathering, given: Mapping[str, Any]) -> None:
        self._gathering = gathering
        self._pieces = Remembered(gathering.known.scheme, given)
        self._heads: dict[str, tuple[Article, Layer]] = {}
        scheme = gathering.known.scheme
        self._roles = {role.key: role.pieces for role in scheme.roles} if scheme else {}

    def take(self, raw: bytes, file: str, number: int) -> bool:
        """Take a claim's line; False: nothing was done, and it is to go the long way."""
        line = _decoded(raw)
        article_at = line.find(',"article":{')
        spans_at = line.find(',"spans":{', article_at)
        if not (0 < article_at < spans_at and line.startswith(_BEGIN)):
            return False
        head = once(self._heads, line[article_at:spans_at], self._head)
        if head is None:
            return False
        article, layer = head
        made = self._claim(line, line[len(_BEGIN) : article_at], spans_at, article, layer)
        if made is None or made.claim.id in self._gathering.layers.get(layer, ()):
            return False
        self._gathering.take(made.claim, layer, made.speakers, Taken(file, number, None))
        self._gathering.statuses.setdefault(layer, self._gathering.wanted.status)
        return True

    def take_article(self, raw: bytes, file: str, number: int) -> bool:
        """Take an article's line; False: nothing was done, and it is to go the long way."""
        line = _decoded(raw)
        at = line.find('],"layers":[{') + 1
        if at <= 0 or not line.startswith(_ARTICLE) or not line.endswith("]}]}"):
            return False
        record, faults = record_of(f"{line[:at]}}}".encode(), ARTICLE_FORMAT, {})
        if record is None or faults:
            return False
        article, faults = self._gathering.frozen(record)
        if article is None or faults:
            return False
        found: list[tuple[dict[str, Any], Layer, list[_New]]] = []
        ids: dict[Layer, set[str]] = {}
        at += len(',"layers":[')
        while at < len(line):
            head = _LAYER.match(line, at)
            said = self._pieces.layer(head[0]) if head else None
            if head is None or said is None:
                return False
            layer = self._gathering.whose(article.id, said, said["kind"])
            follows = line.find(']},{"annotator":"', head.end())
            end = follows if follows >= 0 else len(line) - len("]}]}")
            claims = self._nested(line[head.end() : end], article, layer)
            held = ids.setdefault(layer, set(self._gathering.layers.get(layer, ())))
            count = len(held)
            held.update(made.claim.id for made in claims or ())
            if claims is None or len(held) < count + len(claims):
                return False
            found.append((said, layer, claims))
            at = end + len("]},") if follows >= 0 else len(line)
        taken = Taken(file, number, None)
        self._gathering.articles[article.id] = article
        for index, (said, layer, claims) in enumerate(found):
            self._gathering.layer(taken, article.id, said, f"layers[{index}].")
            for order, made in enumerate(claims):
                self._gathering.take(made.claim, layer, made.speakers, taken, f"layers[{index}].claims[{order}].")
        return True

    def _nested(self, text: str, article: Article, layer: Layer) -> list[_New] | None:
        """The claims of a layer in an article's line; None: one of them is not of this form."""
        if layer.reserved:
            return None
        found = []
        for part in _parted(text):
            spans_at = part.find(',"spans":{')
            made = self._claim(part, part[len('{"id":') : spans_at], spans_at, article, layer)
            if made is None:
                return None
            found.append(made)
        return found

    def _claim(self, line: str, id_text: str, spans_at: int, article: Article, layer: Layer) -> _New | None:
        """The claim of a text from its spans on; None: it is not of this form, or something is wrong with it."""
        said_at = line.find('},"speakers":[', spans_at) + 1
        fields_at = line.find(',"fields":{', said_at)
        tail_at = line.find('},"links":[', fields_at) + 1
        tail = _TAIL.fullmatch(line, tail_at + 1) if 0 < spans_at < said_at < fields_at < tail_at else None
        if tail is None:
            return None
        links_text, note_text, origin, score, derived, scheme, created, updated, seconds = tail.groups()
        said = self._pieces.said(line[said_at:fields_at])
        fields = self._pieces.fields(line[fields_at:tail_at])
        made = self._pieces.made(origin + scheme)
        links = self._pieces.links("," + links_text)
        id, note = _id(id_text), _note(note_text)
        origins = () if derived == "[]" else _ids(derived)
        spans = self._spans(line[spans_at + 9 : said_at], article.text)
        timely = _TIME.fullmatch(created) and _TIME.fullmatch(updated)
        if said is None or fields is None or made is None or links is None or spans is None or not id or not timely:
            return None
        if note is None or origins is None:
            return None
        claim = Claim(
            *(id, article.id, layer.annotator, layer.round, layer.kind, spans, said.ids, said.attribution, fields),
            *(links, note, made.origin, None if score == "null" else float(score), origins, made.scheme),
            *(created, updated, float(seconds)),
        )
        return _New(claim, said.speakers)

    def _spans(self, text: str, article: str) -> dict[str, Pieces] | None:
        """The spans, if they are in order and quote the article word for word; None: look again, the long way."""
        try:
            record, stop = _decode(text)
        except (ValueError, RecursionError):
            return None
        if stop != len(text):
            return None
        found: dict[str, Pieces] = {}
        count = 0
        for role, parts in record.items():
            if type(parts) is not list:
                return None
            count += 1 + 3 * len(parts)
            if role not in self._roles or (len(parts) > 1 and not self._roles[role]):
                return None
            reached = -1
            pieces = []
            for part in parts:
                if type(part) is not dict:
                    return None
                start, end = part.get("start"), part.get("end")
                # Touching pieces are one piece, which is for the long way to say.
                if type(start) is not int or type(end) is not int or not reached < start < end <= len(article):
                    return None
                if article[start:end] != part.get("text"):
                    return None
                pieces.append(Span(start, end))
                reached = end
            if pieces:
                found[role] = tuple(pieces)
        # As many keys as were read: none was given twice.
        return found if text.count('":') - text.count('\\":') == count else None

    def _head(self, text: str) -> tuple[Article, Layer] | None:
        record = self._pieces.alone(text, "article", "annotator", "round", "layer")
        return self._gathering.place(record) if record else None


def _parted(text: str) -> Iterator[str]:
    """The claims of a layer. Two are parted where two speakers may be as well, but a claim ends with a number."""
    first, *rest = text.split(_BETWEEN)
    held = [first]
    for piece in rest:
        if held[-1][-1:].isdigit():
            yield _BETWEEN.join(held) + "}"
            held = ['{"id":"' + piece]
        else:
            held.append(piece)
    if text:
        yield _BETWEEN.join(held)


def _decoded(raw: bytes) -> str:
    """The line; empty when it is no UTF-8, which is for the long way to say."""
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return ""


def _note(text: str) -> str | None:
    """The note of its JSON text; None when it is for the long way to say what is wrong with it."""
    if "\\" not in text:
        return text
    try:
        note, _ = _decode(f'"{text}"')
    except ValueError:
        return None
    return None if _UNFIT.search(note) else str(note)


def _ids(text: str) -> tuple[str, ...] | None:
    """A list of plain ids; None when there is something else in it."""
    found = tuple(_id(part) for part in text[1:-1].split(","))
    return found if all(found) else None


def _id(text: str) -> str:
    """The id of its JSON text; empty when it cannot be one."""
    if "\\" in text:
        return ""
    id = text[1:-1]
    return id if len(id) <= 200 and id.isprintable() and text[:1] == text[-1:] == '"' and '"' not in id else ""
