"""Lines spliced from cut bodies: what a body and a line have in common is copied, not parsed and written anew.

A law holds what comes out equal to the long way through a claim.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from typing import Any

from annotator.core.article import Article
from annotator.core.claim import Layer
from annotator.core.record import claim_from_body
from annotator.core.records.canonical import canonical
from annotator.core.records.cut import Cut
from annotator.core.records.line import CLAIMS_FORMAT, Context, claim_line

KEPT = 4096
"""Different renderings that are kept at once."""
_PIECE = re.compile(r'\{"start":(\d+),"end":(\d+),"text":"')


class Splicer:
    """Makes lines of cuts. What speakers and fields look like in a line is rendered once for each that differs."""

    def __init__(self, context: Context) -> None:
        """`context` must have a scheme, none of whose fields is called like a key that is cut at."""
        assert context.scheme is not None
        self._context = context
        self._scheme = context.scheme
        self._roles = [f'"{role.key}":[' for role in self._scheme.roles]
        self._primary = f'"{self._scheme.primary.key}":['
        self._entities = [f'"{item.key}":[' for item in self._scheme.fields if item.type == "entity"]
        self._said: dict[str, str] = {}
        self._fields: dict[str, str] = {}

    def lines(self, parts: Iterable[Cut], article: Article, layer: Layer) -> list[bytes] | None:
        """The whole `claims/1` lines of a layer, in the order of all exports, without their line ends.

        None when a claim has to go the long way.
        """
        reference = {"id": article.id, "sha256": article.sha256, "length": len(article.text)}
        said = {"article": reference, "annotator": layer.annotator, "round": layer.round, "layer": layer.kind}
        head = f'{{"format":"{CLAIMS_FORMAT}","id":'
        between = "," + canonical(said).decode()[1:-1] + ',"spans":'
        return self._lines(parts, head, between)

    def nested(self, parts: Iterable[Cut]) -> list[bytes] | None:
        """The same as they stand inside an article's line."""
        return self._lines(parts, '{"id":', ',"spans":')

    def _lines(self, parts: Iterable[Cut], head: str, between: str) -> list[bytes] | None:
        found: list[tuple[int, int, str, str]] = []
        for each in parts:
            spans, primary = self._spans(each.spans)
            if not spans:
                return None
            id = each.id[1:-1] if "\\" not in each.id else json.loads(each.id)
            pieces = _PIECE.findall(primary or each.spans)
            if len(pieces) == 1:
                ((first, last),) = pieces
                start, end = int(first), int(last)
            else:
                start = min((int(first) for first, _ in pieces), default=1 << 60)
                end = max((int(last) for _, last in pieces), default=0)
            found.append((start, end, id, f"{head}{each.id}{between}{spans}{self._words(each)}{each.tail}"))
        found.sort()
        return [line.encode() for _, _, _, line in found]

    def _spans(self, spans: str) -> tuple[str, str]:
        """The spans in the scheme's order, with the roles that are not marked, and the primary one alone.

        Empty: there is a role that the scheme has not, or a text that looks like the end of one.
        """
        found, count, primary = [], 0, ""
        for key in self._roles:
            at = spans.find(key)
            if at < 0:
                found.append(f"{key}]")
                continue
            count += 1
            # This ends a role. A quoted text may end like this as well; then there are more ends than roles below.
            end = spans.find('],"', at)
            held = spans[at : end + 1 if end >= 0 else -1]
            found.append(held)
            if key == self._primary:
                primary = held
        whole = 0 if spans == "{}" else spans.count('],"') + 1
        return (f"{{{','.join(found)}}}", primary) if count == whole else ("", "")

    def _words(self, each: Cut) -> str:
        """From `speakers` to `fields`, as a line has them."""
        # What is mentioned depends on the fields only where a field names speakers.
        both = each.said + each.fields if self._entities and any(key in each.fields for key in self._entities) else ""
        fields, said = self._fields.get(each.fields), self._said.get(both or each.said)
        if fields is None or said is None:
            said, fields = self._rendered(each)
            if len(self._fields) > KEPT or len(self._said) > KEPT:
                self._fields.clear()
                self._said.clear()
            self._fields[each.fields] = fields
            self._said[both or each.said] = said
        return f'{said},"fields":{fields}'

    def _rendered(self, each: Cut) -> tuple[str, str]:
        """The same, the long way."""
        body: dict[str, Any] = json.loads(f'{{"id":"","article":"","annotator":""{each.said},"fields":{each.fields}}}')
        line = claim_line(claim_from_body(body), Article("", ""), self._context)
        said = {key: line[key] for key in ("speakers", "attribution", "mentioned")}
        return "," + canonical(said).decode()[1:-1], canonical(line["fields"]).decode()
