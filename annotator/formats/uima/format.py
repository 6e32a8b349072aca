"""UIMA CAS, in and out: XMI for each article and layer, with one type system, as INCEpTION reads and writes them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from annotator.core.article import Article
from annotator.core.claim import Layer
from annotator.core.record import canonical
from annotator.core.records.dataset import Content, Dataset
from annotator.core.records.format import Losses, Part, Reading, Source, Wanted
from annotator.core.records.line import Context
from annotator.core.standoff.document import Mark, Sheet, Value
from annotator.core.standoff.marks import sheet_of
from annotator.core.standoff.offset import UTF16, to_units
from annotator.formats.standoff.json_layer import article_keys, layer_keys
from annotator.formats.standoff.naming import page_files
from annotator.formats.uima.cas import XMI
from annotator.formats.uima.characters import escaped, in_json, shown
from annotator.formats.uima.element import escaped as in_xml
from annotator.formats.uima.element import written
from annotator.formats.uima.layers import ARTICLE, EXPORT, LAYER, ODD, PACKAGE, RECORD, Layers, layers_of
from annotator.formats.uima.reader import STYLE, TYPES, read_files
from annotator.formats.uima.types import short, write_types

_SPACES = {"xmi": XMI, "cas": "http:///uima/cas.ecore", "custom": "http:///webanno/custom.ecore"}
_SPACES |= {"annotator": "http:///annotator.ecore"}
_PREFIXES = {PACKAGE: "custom", "annotator": "annotator"}
_SOFA = 1


class UimaFormat:
    """A file for each article and layer, and `TypeSystem.xml`."""

    name = "uima"
    help = "UIMA CAS XMI with its type system, for INCEpTION: one file for each article and annotator"
    suffix = ""
    place = "inception/"
    deep = True

    def recognises(self, names: Sequence[str], head: bytes) -> bool:
        """Whether there are XMI files, or the first file is CAS JSON or a zip file in which such names stand."""
        if any(name.casefold().endswith(".xmi") for name in names):
            return True
        packed = head.startswith(b"PK") and names[0].casefold().endswith(".zip")
        return (packed and (b".xmi" in head or b".json" in head)) or b'"%FEATURE_STRUCTURES"' in head

    def read(self, sources: Sequence[Source], known: Dataset, wanted: Wanted) -> Reading:
        """The texts of the files and what is marked in them."""
        return read_files(sources, known, wanted)

    def write(self, data: Dataset, losses: Losses) -> Iterator[Part]:
        """The type system, then one file after the other. Offsets are UTF-16 units, as UIMA counts."""
        assert data.scheme is not None
        layers, context = layers_of(data.scheme), Context(data.speakers, data.scheme)
        files = page_files(data.layers)
        yield Part(TYPES, write_types(layers.types()))
        for name, portion in data.by_portion():
            within = f"{name}/" if name else ""
            for article, held in portion.by_article():
                losses.add("articles without a layer, left out", not held)
                for layer, content in held:
                    sheet = sheet_of(content.claims, article, context, STYLE, losses)
                    made = _Writing(article, layers).whole(sheet, layer, content, losses)
                    yield Part(f"{within}{files[layer]}.xmi", made)


class _Writing:
    """One file while it is made. Structures are numbered: the text, who made it, the marks, then links between them."""

    def __init__(self, article: Article, layers: Layers) -> None:
        self.article, self.layers = article, layers
        self._at = to_units(article.text, UTF16)
        self._links: list[str] = []

    def whole(self, sheet: Sheet, layer: Layer, content: Content, losses: Losses) -> bytes:
        """The bytes of the file."""
        text, odd = shown(self.article.text)
        losses.add("characters that XML cannot hold, shown as U+FFFD", len(odd))
        spaces = "".join(f' xmlns:{prefix}="{address}"' for prefix, address in _SPACES.items())
        lines = ['<?xml version="1.0" encoding="UTF-8"?>\n', f'<xmi:XMI{spaces} xmi:version="2.0">\n']
        lines.append(written("cas:NULL", [("xmi:id", 0)]))
        said = {ARTICLE: article_keys(self.article), LAYER: layer_keys(layer, content), ODD: odd}
        told = [(key, in_json(canonical(value).decode("utf-8"))) for key, value in said.items() if value]
        lines.append(written(self._tag(EXPORT), [("xmi:id", _SOFA + 1), ("sofa", _SOFA), *told]))
        ids = {mark.id: _SOFA + 1 + number for number, mark in enumerate(sheet.marks, 1)}
        self._next = _SOFA + 2 + len(ids)
        records = {carried.mark: canonical(carried.record).decode("utf-8") for carried in sheet.carried}
        ties = self._ties(sheet)
        for mark in sheet.marks:
            lines.append(self._mark(mark, ties.get(mark.id, {}), ids, records.get(mark.id, "")))
        lines += self._links
        head = [("xmi:id", _SOFA), ("sofaNum", 1), ("sofaID", "_InitialView"), ("mimeType", "text/plain")]
        lines.append(written("cas:Sofa", [*head, ("sofaString", text)]))
        members = " ".join(map(str, range(_SOFA + 1, _SOFA + 2 + len(ids))))
        lines += [written("cas:View", [("sofa", _SOFA), ("members", members)]), "</xmi:XMI>\n"]
        return "".join(lines).encode("utf-8")

    def _mark(self, mark: Mark, ties: dict[str, list[str]], ids: dict[str, int], record: str) -> str:
        (role,), (span,) = mark.labels, mark.spans
        values: list[tuple[str, object]] = [("xmi:id", ids[mark.id]), ("sofa", _SOFA)]
        values += [("begin", self._at[span.start]), ("end", self._at[span.end])]
        inner = ""
        for key, value in mark.values:
            name, text = self.layers.names.fields[key], escaped(_worded(value))
            if key in self.layers.several():
                inner += written(name, (), in_xml(text)).strip() if text else f"<{name}></{name}>"
            else:
                values.append((name, text))
        for tie, targets in ties.items():
            links = [self._link(role, tie, ids[target]) for target in targets]
            values.append((self.layers.ties[tie], " ".join(map(str, links))))
        if record:
            values.append((RECORD, in_json(record)))
        return written(self._tag(self.layers.type(role)), values, inner)

    def _ties(self, sheet: Sheet) -> dict[str, dict[str, list[str]]]:
        """Mark → tie → what it leads to: from a claim to its parts and to other claims, from a piece to the one before.

        Relations of a sheet lead the other way for parts and pieces; an annotator in INCEpTION fills slots of a claim.
        """
        found: dict[str, dict[str, list[str]]] = {}
        for type, head, tail, _ in sheet.relations:
            own, other = (head, tail) if type in self.layers.scheme.links else (tail, head)
            found.setdefault(own, {}).setdefault(type, []).append(other)
        return found

    def _link(self, role: str, tie: str, target: int) -> int:
        id, self._next = self._next, self._next + 1
        values = [("xmi:id", id), ("role", self.layers.ties[tie]), ("target", target)]
        self._links.append(written(self._tag(self.layers.link(role, tie)), values))
        return id

    def _tag(self, type: str) -> str:
        return f"{_PREFIXES[type.rpartition('.')[0]]}:{short(type)}"


def _worded(value: Value) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


FORMAT = UimaFormat()
