"""Reading Label Studio's JSON: tasks whose annotations and predictions are lists of results."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import PurePath
from typing import Any

from annotator.core.records.canonical import parse
from annotator.core.records.check import quotes, shown
from annotator.core.records.dataset import Dataset
from annotator.core.records.format import Reading, Source, Wanted
from annotator.core.standoff.document import Document, Place, Sheet
from annotator.core.standoff.style import ALL, Style
from annotator.formats.label_studio.config import LAYER, TEXT
from annotator.formats.label_studio.result import read_result
from annotator.formats.standoff.json_layer import ARTICLE, about, take_article, take_layer
from annotator.formats.standoff.json_text import json_array
from annotator.formats.standoff.reading import Found, Ways, listed, said_by, understood, whole

_IDS = ("article_id", "doc_id", "id")
STYLE = Style(fields=ALL, speakers=True, note=True)


def read_tasks(sources: Sequence[Source], known: Dataset, wanted: Wanted) -> Reading:
    """Every task of the files that end in `.json`, or of the one file that is given."""
    found = Found()
    files = [source for source in sources if source.name.endswith(".json")] or sources
    for source in files:
        for item in json_array(source):
            if item.fault:
                found.faults.append(item.fault)
            elif item.record is not None:
                found.documents += _task(item.record, item.place, PurePath(source.name).stem, found)
    return understood(found, Ways(STYLE, same=same), known, wanted)


def same(words: str, found: str) -> bool:
    r"""Whether a region's text stands there. It is for display: a line end is written as `\n`, blanks collapse."""
    return quotes(words, found) or _displayed(words) == _displayed(found)


def _displayed(words: str) -> str:
    return " ".join(words.replace("\\n", " ").replace("\\r", " ").split())


def _task(task: dict[str, Any], place: Place, stem: str, found: Found) -> Iterator[Document]:
    """The document of a task; none, and faults, when its parts are not what they are called."""
    data = task.get("data")
    if not isinstance(data, dict):
        right = "a task as Label Studio exports it (JSON, not JSON-MIN)"
        found.faults.append(place._replace(key="data").fault(f"{shown(data)} is no task's data", right))
        return
    key = _text_key(data)
    if not key:
        texts = [name for name, value in data.items() if isinstance(value, str)]
        what = f"of the keys {', '.join(map(shown, texts)) or 'of data'} none is known to hold the text"
        found.faults.append(place._replace(key="data").fault(what, f"the text under {TEXT}, or as the only text"))
        return
    document = Document(data[key], place)
    if not take_article(document, data.get(ARTICLE)):
        named = next((data[name] for name in _IDS if isinstance(data.get(name), (str, int))), "")
        number = task.get("id")
        document.id = str(named) if named else f"{stem}-{number}" if whole(number) is not None else ""
        document.article = about(data, (key, *_IDS, ARTICLE))
    for kind in ("annotations", "predictions", "completions"):
        for number, made in enumerate(listed(task, kind, place, found)):
            sheet = _sheet(made, kind, place._replace(key=f"{kind}[{number}]"), found)
            if sheet is not None:
                document.sheets.append(sheet)
    yield document


def _text_key(data: dict[str, Any]) -> str:
    texts = [name for name, value in data.items() if isinstance(value, str)]
    return TEXT if TEXT in texts else texts[0] if len(texts) == 1 else ""


def _sheet(made: Any, kind: str, place: Place, found: Found) -> Sheet | None:
    """What one annotation says; None when it was cancelled, or is none."""
    if not isinstance(made, dict):
        found.faults.append(place.fault(f"{shown(made)} is no annotation", "an object with a result"))
        return None
    if made.get("was_cancelled"):
        found.notes["annotations that were cancelled, left out"] += 1
        return None
    results = listed(made, "result", place, found)
    sheet = read_result(results, place, found)
    if kind == "predictions":
        sheet.kind = "model"
        sheet.annotator = said_by(str(made.get("model_version") or "")) or "model"
    else:
        sheet.annotator = _who(made.get("completed_by"))
    for result in results:
        if isinstance(result, dict) and result.get("from_name") == LAYER:
            _signed(sheet, result, place, found)
    return sheet


def _who(by: Any) -> str:
    """The annotator of `completed_by`: a number, an address, or a person's object. Empty: it does not say."""
    if isinstance(by, dict):
        by = by.get("email") or by.get("username") or by.get("id")
    if isinstance(by, int) and not isinstance(by, bool):
        return f"user-{by}"
    return said_by(by) if isinstance(by, str) else ""


def _signed(sheet: Sheet, result: dict[str, Any], place: Place, found: Found) -> None:
    """Whose work it is, as an export of ours says."""
    value = result.get("value")
    text = value.get("text") if isinstance(value, dict) else None
    try:
        said = parse(text[0]) if isinstance(text, list) and text and isinstance(text[0], str) else None
    except ValueError:
        said = None
    if not take_layer(sheet, said):
        what = f"{shown(text)} does not say whose work it is"
        found.faults.append(place.fault(what, f"the text of {LAYER} as an export writes it"))
