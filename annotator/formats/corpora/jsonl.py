"""JSON Lines: an article in each line, its text and its metadata under keys."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from annotator.core.errors import Fault
from annotator.core.records.canonical import parse
from annotator.core.records.check import shown
from annotator.core.records.corpus import Chosen, Found, Note
from annotator.core.records.format import Source
from annotator.core.records.raw_line import raw_lines
from annotator.formats.corpora.columns import Rows

NESTED = ("meta", "metadata")
"""Keys whose object is looked into for metadata, too."""
_BOM = b"\xef\xbb\xbf"
_OURS = "article/"


class JsonlCorpus:
    """Lines are split at LF only, one at a time."""

    name = "jsonl"
    help = "an article in each line, as a JSON object"
    endings = (".jsonl", ".ndjson", ".json")
    many = True

    def read(self, source: Source, chosen: Chosen) -> Iterator[Found]:
        """The article of each line, or why there is none; blank lines are passed over."""
        rows = Rows(chosen)
        with source.open() as stream:
            number, known = 0, False
            for line, raw, wrong in raw_lines(stream):
                if wrong:
                    number += 1
                    yield replace(wrong, line=line)
                    continue
                raw = raw.removeprefix(_BOM) if line == 1 else raw
                if not raw.strip():
                    continue
                number += 1
                if number == 1 and raw.lstrip().startswith(b"["):
                    yield Fault("the file is one list", line=line, right="one JSON object in each line (jq -c '.[]')")
                    return
                record = _record(raw)
                if isinstance(record, Fault):
                    yield replace(record, line=line)
                    continue
                if not known and rows.columns(record).faults:
                    # What the first line lacks is what all of them lack: it is said once.
                    yield from (replace(fault, line=line) for fault in rows.columns(record).faults)
                    return
                if not known and str(record.get("format", "")).startswith(_OURS):
                    yield Note("these are lines of an export; `annotator import` brings their layers as well")
                known = True
                yield rows.article(record, number, line, raw.rstrip(b"\r\n"))
        if not number:
            yield Fault("it is empty")
        yield from rows.notes()


def _record(raw: bytes) -> dict[str, Any] | Fault:
    """The object of a line; the metadata that it keeps in an object of its own stands beside the rest."""
    try:
        record = parse(raw)
    except ValueError as problem:
        return Fault(str(problem))
    if not isinstance(record, dict):
        return Fault(f"the line is {shown(record)}", right="one JSON object in each line")
    for key in NESTED:
        if isinstance(record.get(key), dict):
            inner = record.pop(key)
            record = {**record, **{name: value for name, value in inner.items() if name not in record}}
    return record


CORPUS = JsonlCorpus()
