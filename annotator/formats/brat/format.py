"""brat standoff, in and out. The claims themselves travel in AnnotatorNotes, so that nothing of them is lost."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from annotator.core.article import Article
from annotator.core.record import canonical
from annotator.core.records.dataset import Content, Dataset
from annotator.core.records.filename import file_names
from annotator.core.records.format import Losses, Part, Reading, Source, Wanted
from annotator.core.records.line import Context
from annotator.core.scheme import Scheme
from annotator.core.speaker import resolve
from annotator.core.standoff.document import Sheet
from annotator.core.standoff.marks import sheet_of
from annotator.formats.brat.ann import NOTES
from annotator.formats.brat.conf import annotation_conf, flag
from annotator.formats.brat.reader import INDEX, STYLE, read_folder
from annotator.formats.standoff.naming import Names, layer_files, names


class BratFormat:
    """A folder for each layer, with a `.txt` and an `.ann` for each article."""

    name = "brat"
    help = "a folder of .txt and .ann files, one folder for each annotator, with annotation.conf"
    suffix = ""
    deep = True

    def recognises(self, names: Sequence[str], head: bytes) -> bool:
        """Whether there are annotation files."""
        return any(name.endswith(".ann") for name in names)

    def read(self, sources: Sequence[Source], known: Dataset, wanted: Wanted) -> Reading:
        """The texts of a folder and what is marked in them."""
        return read_folder(sources, known, wanted)

    def write(self, data: Dataset, losses: Losses) -> Iterator[Part]:
        """The folder. Texts are frozen ones, in which no CR and no TAB is left that brat's readers stumble over."""
        scheme = data.scheme
        assert scheme is not None
        called = names(scheme, plain=True)
        stems, folders = file_names(data.articles), layer_files(data.layers)
        yield Part("annotation.conf", annotation_conf(scheme, called).encode("utf-8"))
        for name, portion in data.by_portion():
            within = f"{name}/" if name else ""
            yield Part(f"{within}{INDEX}", b"")
            for article, layers in portion.by_article():
                losses.add("unknown article keys named file, left out", "file" in article.extra)
                entry = _entry(article, stems[article.id])
                for layer, content in layers:
                    said = {"annotator": layer.annotator, "round": layer.round, "kind": layer.kind}
                    said |= {"status": content.status, "proposals": content.proposals}
                    entry["layers"].append({"folder": folders[layer], **said})
                    file = f"{within}{folders[layer]}/{stems[article.id]}"
                    yield Part(f"{file}.txt", article.text.encode("utf-8"))
                    written = self._ann(article, content, Context(data.speakers, scheme), scheme, called, losses)
                    yield Part(f"{file}.ann", written)
                losses.add("articles without a layer, left out", not layers)
                yield Part(f"{within}{INDEX}", canonical(entry) + b"\n")

    def _ann(
        self, article: Article, content: Content, context: Context, scheme: Scheme, called: Names, losses: Losses
    ) -> bytes:
        sheet = sheet_of(content.claims, article, context, STYLE, losses)
        return "".join(line + "\n" for line in _lines(sheet, scheme, context, called, losses)).encode("utf-8")


def _entry(article: Article, stem: str) -> dict[str, Any]:
    extra = {key: value for key, value in article.extra.items() if key != "file"}
    said = {"title": article.title, "sha256": article.sha256, "source_sha256": article.source_sha256}
    return {"file": stem, "id": article.id, **said, "meta": dict(article.meta), "layers": [], **extra}


def _lines(sheet: Sheet, scheme: Scheme, context: Context, called: Names, losses: Losses) -> Iterator[str]:
    for mark in sheet.marks:
        offsets = ";".join(f"{start} {end}" for start, end in mark.spans)
        yield f"T{mark.id}\t{called.roles[mark.labels[0]]} {offsets}\t{mark.words}"
    for number, relation in enumerate(sheet.relations, 1):
        yield f"R{number}\t{called.relations[relation.type]} Arg1:T{relation.head} Arg2:T{relation.tail}"
    fields = {item.key: item for item in scheme.fields}
    number = 0
    for mark in sheet.marks:
        for key, value in mark.values:
            number += 1
            if fields[key].type == "multi":
                yield f"A{number}\t{flag(fields[key], called, str(value))} T{mark.id}"
            else:
                word = str(value).lower() if isinstance(value, bool) else value
                yield f"A{number}\t{called.fields[key]} T{mark.id} {word}"
    hung: dict[str, list[dict[str, Any]]] = {}
    for carried in sheet.carried:
        hung.setdefault(carried.mark, []).append(carried.record)
    number = 0
    for id, records in hung.items():
        known = {each["id"]: resolve(each["id"], context.registry) for record in records for each in record["speakers"]}
        for speaker in known.values():
            if any(char.isspace() for char in speaker.wikidata or ""):
                losses.add("items of Wikidata with blanks in them, kept in the record alone")
            elif speaker.wikidata:
                number += 1
                yield f"N{number}\tReference T{id} Wikidata:{speaker.wikidata}\t{' '.join(speaker.name.split())}"
    for number, (id, records) in enumerate(hung.items(), 1):
        yield f"#{number}\t{NOTES} T{id}\t{canonical(records[0] if len(records) == 1 else records).decode('utf-8')}"


FORMAT = BratFormat()
