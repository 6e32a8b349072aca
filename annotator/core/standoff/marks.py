"""From a layer's claims to marks and relations, as a format can show them; what it cannot show is counted.

The sheet speaks the scheme's own words: labels and relations are keys of roles (a relation leads from the mark of that
role to the claim's primary mark), types of link, or `PIECE`; attributes are keys of fields, `SPEAKER` or `NOTE`. Each
format puts its own names for them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from annotator.core.article import Article
from annotator.core.claim import Claim
from annotator.core.records.format import Losses
from annotator.core.records.line import Context, claim_line, nested
from annotator.core.scheme import Scheme
from annotator.core.span import Pieces
from annotator.core.standoff.document import Carried, Mark, Relation, Sheet, Value
from annotator.core.standoff.mapping import NOTE, PIECE, SPEAKER
from annotator.core.standoff.style import Style, shown_fields


def sheet_of(claims: Iterable[Claim], article: Article, context: Context, style: Style, losses: Losses) -> Sheet:
    """The marks, relations and carried records of one layer's claims, in their order. The scheme must be given."""
    drawing = _Drawing(article, context, style, losses)
    claims = list(claims)
    for claim in claims:
        drawing.claim(claim)
    for claim in claims:
        drawing.links(claim)
    return drawing.sheet


class _Drawing:
    """A sheet while it is made."""

    def __init__(self, article: Article, context: Context, style: Style, losses: Losses) -> None:
        assert context.scheme is not None
        self.article, self.context, self.style, self.losses = article, context, style, losses
        self.scheme: Scheme = context.scheme
        self.sheet = Sheet()
        self._known: dict[tuple[str, Pieces], str] = {}
        self._hooks: dict[str, str] = {}
        self._carrying: set[str] = set()
        """Marks on which a claim hangs."""
        self._ties: set[tuple[str, str, str]] = set()

    def claim(self, claim: Claim) -> None:
        """Draw the marks of a claim and tie them."""
        text, style = self.article.text, self.style
        line = nested(claim_line(claim, self.article, self.context))
        hook = ""
        for role in [self.scheme.primary.key, *(each.key for each in self.scheme.roles if not each.primary)]:
            parts = claim.pieces(role)
            spans = style.shown(parts, text)
            self.losses.add("spans split at line ends", max(0, len(spans) - len(parts)))
            if parts and not spans:
                self.losses.add("parts of a claim that cover only line ends")
            groups = [spans] if style.pieces and spans else [(span,) for span in spans]
            before = ""
            for group in groups:
                mark = self._mark(role, group)
                if not hook:
                    hook = mark
                    self._values(claim, line, hook)
                if before:
                    self._tie(PIECE, before, mark)
                elif mark != hook and role != self.scheme.primary.key:
                    self._tie(role, mark, hook)
                before = mark
        if not hook:
            self.losses.add("claims without a span that could be shown")
            return
        self._hooks[claim.id] = hook
        self.losses.wrote("claims")
        self._carrying.add(hook)
        self.sheet.carried.append(Carried(line, hook))

    def links(self, claim: Claim) -> None:
        """Draw the links to other claims of the layer."""
        hook = self._hooks.get(claim.id, "")
        for link in claim.links if hook else ():
            target = self._hooks.get(link.target, "")
            if not target or not own(link._asdict()):
                self.losses.add("links to claims of other layers, kept in the record alone")
            elif target == hook:
                self.losses.add("links between claims on one span, kept in the record alone")
            else:
                self._tie(link.type, hook, target)

    def _mark(self, role: str, spans: Pieces) -> str:
        known = self._known.get((role, spans)) if self.style.shared else None
        if known:
            return known
        id = str(len(self.sheet.marks) + 1)
        words = " ".join(self.article.text[start:end] for start, end in spans)
        self.losses.wrote("spans", len(spans))
        self.sheet.marks.append(Mark(id, (role,), spans, words))
        self._known[(role, spans)] = id
        return id

    def _tie(self, type: str, head: str, tail: str) -> None:
        if not self.style.relations:
            self.losses.add("ties between spans, kept in the record alone")
        elif (type, head, tail) not in self._ties:
            self._ties.add((type, head, tail))
            self.sheet.relations.append(Relation(type, head, tail))

    def _values(self, claim: Claim, line: Mapping[str, Any], hook: str) -> None:
        style = self.style
        shown = shown_fields(line["fields"], style, self.scheme)
        hidden = len(claim.fields) - len(shown)
        values: list[tuple[str, Value]] = []
        for key, held in shown.items():
            values += [(key, each) for each in (held if isinstance(held, list) else [held])]
        if style.speakers:
            values += [(SPEAKER, speaker["name"]) for speaker in line["speakers"]]
        elif claim.speakers:
            self.losses.add("claims whose speakers stand in the record alone")
        if claim.note and style.note:
            values.append((NOTE, claim.note))
        elif claim.note:
            self.losses.add("notes kept in the record alone")
        index = int(hook) - 1
        mark = self.sheet.marks[index]
        if hook in self._carrying:
            self.losses.add("claims on the span of another, whose fields stand in the record alone")
            return
        self.losses.add("values of fields kept in the record alone", hidden)
        self.sheet.marks[index] = replace(mark, values=tuple(values))


def own(link: Mapping[str, str]) -> bool:
    """Whether a link (as JSON has it) leads to a claim of the same layer."""
    return not (link.get("annotator") or link.get("round") or link.get("article"))
