"""CoNLL-U Plus with a column for each role, and two columns for old trainers: spans as B-, I- and O, out only.

Tokens are the program's own, so that no grapheme is parted; their offsets in the article stand beside them. A column
holds one span at a place: of those that overlap, the longest is written and the others are counted.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from annotator.core.article import Article
from annotator.core.claim import Claim, Layer
from annotator.core.records.dataset import Content, Dataset
from annotator.core.records.format import Losses, Part
from annotator.core.scheme import Scheme
from annotator.core.span import Span
from annotator.core.text.segment import Segments
from annotator.core.text.token import covering, tokens
from annotator.formats.standoff.naming import layer_files, layer_name, names

PREFIX = "ANNOTATOR"
"""Before the names of columns that CoNLL-U does not have."""
OUTSIDE = "O"


class ConllFormat:
    """A folder with two files for each annotator."""

    name = "conll"
    help = "tokens with B-, I- and O: CoNLL-U Plus, a column for each role, and a table of two columns"
    suffix = ""

    def write(self, data: Dataset, losses: Losses) -> Iterator[Part]:
        """Two parts for each article and layer that is done: what is missing in another is not outside."""
        assert data.scheme is not None
        roles = _roles(data.scheme)
        stems = layer_files(data.layers)
        for portion, part in data.by_portion():
            begun: set[str] = set()
            for article, layers in part.by_article():
                losses.add("articles without a layer, left out", not layers)
                cut: _Cut | None = None
                for layer, content in layers:
                    if content.status != "done":
                        losses.add("layers that are not done, left out")
                        continue
                    cut = cut or _Cut.of(article)
                    stem = f"{stems[layer]}.{portion}" if portion else stems[layer]
                    head = "" if stem in begun else _head(roles)
                    begun.add(stem)
                    table, pairs = _written(article, layer, content, cut, roles, losses)
                    yield Part(f"{stem}.conllup", (head + table).encode("utf-8"))
                    yield Part(f"{stem}.bio.tsv", pairs.encode("utf-8"))


class _Role(NamedTuple):
    key: str
    label: str
    """In B- and I-."""
    column: str


class _Cut(NamedTuple):
    """An article in tokens."""

    tokens: Sequence[Span]
    starts: Sequence[int]
    """The tokens with which its sentences begin."""
    paragraphs: frozenset[int]
    """Those of them with which its paragraphs begin."""

    @classmethod
    def of(cls, article: Article) -> _Cut:
        segments = Segments(article.text)
        found = tokens(segments)

        def first(spans: Iterable[Span]) -> set[int]:
            return {low for low, high in (covering(found, span) for span in spans) if low < high}

        paragraphs = frozenset(first(segments.paragraphs()))
        return cls(found, sorted(first(segments.sentences()) | paragraphs | ({0} if found else set())), paragraphs)


class _Held(NamedTuple):
    """A span, in tokens `[first, last)`."""

    first: int
    last: int
    label: str


def _roles(scheme: Scheme) -> list[_Role]:
    called = names(scheme, plain=True).roles
    return [_Role(role.key, called[role.key], f"{PREFIX}:{called[role.key].upper()}") for role in scheme.roles]


def _head(roles: Sequence[_Role]) -> str:
    columns = " ".join(["ID", "FORM", "MISC", *(role.column for role in roles)])
    return f"# global.columns = {columns}\n"


def _written(
    article: Article, layer: Layer, content: Content, cut: _Cut, roles: Sequence[_Role], losses: Losses
) -> tuple[str, str]:
    """The layer as it stands in both files."""
    spans = {role: _spans(content.claims, role, cut, losses) for role in roles}
    held = {role: _apart(found, losses, "the column of its role") for role, found in spans.items()}
    alone = _apart([each for found in held.values() for each in found], losses, "the one column of bio.tsv")
    for claim in content.claims:
        _count(claim, losses)
    losses.wrote("spans", sum(map(len, held.values())))
    losses.wrote("tokens", len(cut.tokens))
    starts = _whole(cut.starts, [each for found in held.values() for each in found])
    losses.wrote("sentences", len(starts))
    columns = [_tags(found, len(cut.tokens)) for found in held.values()]
    tags = _tags(alone, len(cut.tokens))
    text, lines, pairs = article.text, [f"# newdoc id = {article.id}", f"# layer = {layer_name(layer)}"], []
    for number, (first, last) in enumerate(pairwise([*starts, len(cut.tokens)]), 1):
        lines += ["# newpar"] if first in cut.paragraphs else []
        whole = text[cut.tokens[first].start : cut.tokens[last - 1].end]
        shown = "".join(" " if char.isspace() else char for char in whole)
        lines += [f"# sent_id = {article.id}-{number}", f"# text = {shown}"]
        for index in range(first, last):
            start, end = cut.tokens[index]
            form = text[start:end]
            glued = index + 1 < last and cut.tokens[index + 1].start == end
            misc = f"start_char={start}|end_char={end}" + ("|SpaceAfter=No" if glued else "")
            lines.append("\t".join([str(index - first + 1), form, misc, *(column[index] for column in columns)]))
            # Old trainers take any blank for a border of columns.
            pairs.append(f"{''.join(form.split())}\t{tags[index]}")
        lines.append("")
        pairs.append("")
    if len(lines) == 2:
        losses.add("articles without a token, left out")
        return "", ""
    return "\n".join(lines) + "\n", "\n".join(pairs) + "\n"


def _spans(claims: Iterable[Claim], role: _Role, cut: _Cut, losses: Losses) -> list[_Held]:
    """Every piece of a role once, widened to whole tokens."""
    parts = {part for claim in claims for part in claim.pieces(role.key)}
    losses.add("further pieces, spans of their own", sum(max(0, len(claim.pieces(role.key)) - 1) for claim in claims))
    found = []
    for part in sorted(parts):
        first, last = covering(cut.tokens, part)
        if first == last:
            losses.add("spans of blanks alone, left out")
            continue
        exact = cut.tokens[first].start == part.start and cut.tokens[last - 1].end == part.end
        losses.add("spans that do not fall on tokens, widened or trimmed to them", not exact)
        found.append(_Held(first, last, role.label))
    return found


def _apart(found: Sequence[_Held], losses: Losses, where: str) -> list[_Held]:
    """Those that can stand in one column: the longest first, and of equals the first."""
    taken: list[_Held] = []
    used: set[int] = set()
    for each in sorted(found, key=lambda held: (held.first - held.last, held.first, held.label)):
        inside = range(each.first, each.last)
        if used.isdisjoint(inside):
            used.update(inside)
            taken.append(each)
        else:
            losses.add(f"spans that overlap a longer one, left out of {where}")
    return sorted(taken)


def _whole(starts: Sequence[int], held: Iterable[_Held]) -> list[int]:
    """The starts of sentences without those inside a span, which no reader could put together again."""
    inside = {at for each in held for at in range(each.first + 1, each.last)}
    return [start for start in starts if start not in inside]


def _tags(held: Iterable[_Held], size: int) -> list[str]:
    found = [OUTSIDE] * size
    for each in held:
        found[each.first : each.last] = [f"I-{each.label}"] * (each.last - each.first)
        found[each.first] = f"B-{each.label}"
    return found


def _count(claim: Claim, losses: Losses) -> None:
    """Count what no column says."""
    losses.add("claims without a span, left out", not any(claim.spans.values()))
    losses.add("fields", len(claim.fields))
    losses.add("speakers", len(claim.speakers))
    losses.add("chains of attribution", bool(claim.attribution))
    losses.add("links", len(claim.links))
    losses.add("notes", bool(claim.note))


FORMAT = ConllFormat()
