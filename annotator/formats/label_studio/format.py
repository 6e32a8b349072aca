"""Label Studio, in and out: one task for an article, one annotation for a layer, predictions for models."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from annotator.core.article import Article
from annotator.core.claim import Layer
from annotator.core.record import canonical
from annotator.core.records.dataset import Content, Dataset
from annotator.core.records.format import Losses, Part, Reading, Source, Wanted
from annotator.core.records.line import Context
from annotator.core.scheme import Scheme
from annotator.core.standoff.document import Mark, Sheet
from annotator.core.standoff.mapping import NOTE, SPEAKER
from annotator.core.standoff.marks import sheet_of
from annotator.formats.label_studio.config import LAYER, RECORD, ROLE, TEXT, config_xml
from annotator.formats.label_studio.reader import STYLE, read_tasks
from annotator.formats.standoff.json_layer import ARTICLE, article_keys, layer_keys
from annotator.formats.standoff.naming import Names, names

TASKS, CONFIG = "tasks.json", "config.xml"


class LabelStudioFormat:
    """`tasks.json` to import, and `config.xml` for the project that it is imported into."""

    name = "label_studio"
    help = "tasks for Label Studio (JSON), with the labelling configuration"
    suffix = ""

    def recognises(self, names: Sequence[str], head: bytes) -> bool:
        """Whether files look like an export of Label Studio."""
        if CONFIG in names and any(name.startswith("tasks.") and name.endswith(".json") for name in names):
            return True
        return names[0].endswith(".json") and (b'"annotations"' in head or b'"predictions"' in head)

    def read(self, sources: Sequence[Source], known: Dataset, wanted: Wanted) -> Reading:
        """The tasks of the `.json` files."""
        return read_tasks(sources, known, wanted)

    def write(self, data: Dataset, losses: Losses) -> Iterator[Part]:
        """The configuration, then a part for each task. `completed_by` is left out: a server refuses ids it lacks."""
        assert data.scheme is not None
        called = names(data.scheme)
        yield Part(CONFIG, config_xml(data.scheme, called).encode("utf-8"))
        context = Context(data.speakers, data.scheme)
        for name, portion in data.by_portion():
            file = f"tasks.{name}.json" if name else TASKS
            opening = b"["
            for article, layers in portion.by_article():
                task = _task(article, layers, context, data.scheme, called, losses)
                yield Part(file, opening + b"\n" + canonical(task))
                opening = b","
            yield Part(file, b"\n]\n" if opening == b"," else b"[]\n")


def _task(
    article: Article,
    layers: Iterable[tuple[Layer, Content]],
    context: Context,
    scheme: Scheme,
    called: Names,
    losses: Losses,
) -> dict[str, Any]:
    task: dict[str, Any] = {"data": {ARTICLE: article_keys(article), TEXT: article.text}}
    task |= {"annotations": [], "predictions": []}
    for layer, content in layers:
        result = _result(sheet_of(content.claims, article, context, STYLE, losses), scheme, called)
        result.append(_layer(layer, content))
        if layer.kind == "model":
            task["predictions"].append({"model_version": layer.annotator, "result": result})
        else:
            task["annotations"].append({"result": result})
    return task


def _layer(layer: Layer, content: Content) -> dict[str, Any]:
    """Whose work an annotation is; it survives on a server that gives annotations authors and ids of its own."""
    value = {"text": [canonical(layer_keys(layer, content)).decode("utf-8")]}
    return {"id": LAYER, "from_name": LAYER, "to_name": TEXT, "type": "textarea", "value": value}


def _result(sheet: Sheet, scheme: Scheme, called: Names) -> list[dict[str, Any]]:
    records = {carried.mark: carried.record for carried in sheet.carried}
    ids = {mark.id: f"r{mark.id}" for mark in sheet.marks}
    result: list[dict[str, Any]] = []
    for mark in sheet.marks:
        (span,) = mark.spans
        base = {"start": span.start, "end": span.end, "text": mark.words}
        head = {"id": ids[mark.id], "to_name": TEXT}
        labels = {**base, "labels": [called.roles[mark.labels[0]]]}
        result.append({**head, "from_name": ROLE, "type": "labels", "value": labels})
        for name, type, value in _values(mark, scheme, called):
            result.append({**head, "from_name": name, "type": type, "value": {**base, **value}})
        if mark.id in records:
            value = {**base, "text": [canonical(records[mark.id]).decode("utf-8")]}
            result.append({**head, "from_name": RECORD, "type": "textarea", "value": value})
    for relation in sheet.relations:
        ends = {"from_id": ids[relation.head], "to_id": ids[relation.tail]}
        label = called.relations[relation.type]
        result.append({"type": "relation", **ends, "direction": "right", "labels": [label]})
    return result


def _values(mark: Mark, scheme: Scheme, called: Names) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """(control, type, value) of each field that is shown at a region."""
    held: dict[str, list[Any]] = {}
    for key, value in mark.values:
        held.setdefault(key, []).append(value)
    types = {item.key: item.type for item in scheme.fields} | {SPEAKER: "text", NOTE: "text"}
    for key, values in held.items():
        if types[key] == "number":
            yield called.fields[key], "number", {"number": values[0]}
        elif types[key] == "text":
            yield called.fields[key], "textarea", {"text": values}
        else:
            words = [str(value).lower() if isinstance(value, bool) else value for value in values]
            yield called.fields[key], "choices", {"choices": words}


FORMAT = LabelStudioFormat()
