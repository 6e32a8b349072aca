"""One small project as each import format has it, so that one thing at a time can be made wrong in it.

An article with a character of two UTF-16 units, two claims on it, one with a source; a second article with one claim.
"""

from __future__ import annotations

import json
from typing import Any

from annotator.core.article import freeze
from annotator.core.records.dataset import Dataset
from tests.values import SCHEME

TEXT, QUIET = "👍 Rents fell, the mayor said. Rents rose.", "Nothing happened here, he said."
KNOWN = Dataset({"rents": freeze("rents", TEXT), "quiet": freeze("quiet", QUIET)}, scheme=SCHEME)
EMPTY = Dataset(scheme=SCHEME)
_SPANS = [("c1", 2, 12, "Rents fell", "denies"), ("c2", 30, 40, "Rents rose", "asserts")]


def _jsonl(*records: Any) -> bytes:
    return b"".join(json.dumps(record, ensure_ascii=False).encode() + b"\n" for record in records)


def _claim(id: str, start: int, end: int, text: str, stance: str) -> dict[str, Any]:
    spans: dict[str, Any] = {"content": [{"start": start, "end": end, "text": text}]}
    if id == "c1":
        spans["source"] = [{"start": 14, "end": 23, "text": "the mayor"}]
    return {"id": id, "spans": spans, "fields": {"stance": stance}, "note": f"note {id}"}


RENTS = [_claim(*each) for each in _SPANS]
NOTHING = _claim("q1", 0, 7, "Nothing", "hedges")


def _line(claim: dict[str, Any], article: str) -> dict[str, Any]:
    held = KNOWN.articles[article]
    reference = {"id": article, "sha256": held.sha256}
    return {"format": "claims/1", "article": reference, "annotator": "ana", **claim}


def _article(id: str, text: str, *claims: dict[str, Any]) -> dict[str, Any]:
    layers = [{"annotator": "ana", "claims": list(claims)}]
    return {"format": "article/1", "id": id, "text": text, "layers": layers}


def _decision(claim: dict[str, Any], article: str) -> dict[str, Any]:
    result = {**claim, "article": article, "annotator": "gold", "layer": "gold"}
    head = {"format": "decision/1", "id": f"d-{claim['id']}", "article": article, "action": "import"}
    return {**head, "inputs": [], "adjudicator": "ana", "results": [result]}


def _task(id: int, text: str, *results: dict[str, Any]) -> dict[str, Any]:
    return {"id": id, "data": {"text": text}, "annotations": [{"completed_by": "ana", "result": list(results)}]}


def _region(id: str, start: int, end: int, text: str, label: str) -> dict[str, Any]:
    value = {"start": start, "end": end, "text": text, "labels": [label]}
    return {"id": id, "from_name": "label", "to_name": "text", "type": "labels", "value": value}


def _choice(id: str, stance: str) -> dict[str, Any]:
    return {"id": id, "from_name": "stance", "to_name": "text", "type": "choices", "value": {"choices": [stance]}}


def _annotation(id: str, start: int, end: int, text: str, label: str, *tags: str) -> dict[str, Any]:
    bodies = [{"type": "TextualBody", "purpose": "tagging", "value": tag} for tag in (label, *tags)]
    selectors = [
        {"type": "TextPositionSelector", "start": start, "end": end},
        {"type": "TextQuoteSelector", "exact": text},
    ]
    return {"id": f"#{id}", "creator": "ana", "body": bodies, "target": {"source": "rents.txt", "selector": selectors}}


_TIE = {"type": "relation", "from_id": "s1", "to_id": "c1", "labels": ["source"]}
_LINK = {"purpose": "linking", "source": "#c1", "label": "source"}
_TYPES = """<typeSystemDescription xmlns="http://uima.apache.org/resourceSpecifier"><types>
<typeDescription><name>webanno.custom.Claim</name><supertypeName>uima.tcas.Annotation</supertypeName><features>
<featureDescription><name>stance</name><rangeTypeName>uima.cas.String</rangeTypeName></featureDescription>
<featureDescription><name>source</name><rangeTypeName>uima.tcas.Annotation</rangeTypeName></featureDescription>
</features></typeDescription>
<typeDescription><name>webanno.custom.Source</name><supertypeName>uima.tcas.Annotation</supertypeName></typeDescription>
</types></typeSystemDescription>"""


def _xmi(text: str, members: str, *marks: str) -> bytes:
    head = '<xmi:XMI xmlns:xmi="http://www.omg.org/XMI" xmlns:cas="http:///uima/cas.ecore" '
    sofa = f'<cas:Sofa xmi:id="1" sofaNum="1" sofaID="_InitialView" sofaString="{text}"/>'
    lines = [f'{head}xmlns:custom="http:///webanno/custom.ecore">', *marks, sofa]
    return "\n".join([*lines, f'<cas:View sofa="1" members="{members}"/>', "</xmi:XMI>\n"]).encode()


_SHEET = """id,article,annotator,content_text,content_offsets,source_text,source_offsets,stance,note
c1,rents,ana,Rents fell,2-12,the mayor,14-23,denies,note c1
c2,rents,ana,Rents rose,30-40,,,asserts,note c2
q1,quiet,ana,Nothing,0-7,,,hedges,note q1
"""
_ARTICLES = _jsonl(_article("rents", TEXT, *RENTS), _article("quiet", QUIET, NOTHING))
_DOCCANO = [
    {
        "text": TEXT,
        "entities": [
            {"id": 1, "label": "Claim", "start_offset": 3, "end_offset": 13},
            {"id": 2, "label": "Source", "start_offset": 15, "end_offset": 24},
            {"id": 3, "label": "Claim", "start_offset": 31, "end_offset": 41},
        ],
        "relations": [{"id": 4, "from_id": 2, "to_id": 1, "type": "source"}],
    },
    {"text": QUIET, "entities": [{"id": 5, "label": "Claim", "start_offset": 0, "end_offset": 7}], "relations": []},
]
_PRODIGY = [
    {
        "text": TEXT,
        "spans": [
            {"start": 2, "end": 12, "label": "Claim"},
            {"start": 14, "end": 23, "label": "Source"},
            {"start": 30, "end": 40, "label": "Claim"},
        ],
        "relations": [
            {
                "head_span": {"start": 14, "end": 23, "label": "Source"},
                "child_span": {"start": 2, "end": 12, "label": "Claim"},
                "label": "source",
            }
        ],
        "answer": "accept",
        "_annotator_id": "ana",
    },
    {"text": QUIET, "spans": [{"start": 0, "end": 7, "label": "Claim"}], "answer": "accept", "_annotator_id": "ana"},
]
_TASKS = [
    _task(
        1,
        TEXT,
        _region("c1", 2, 12, "Rents fell", "Claim"),
        _choice("c1", "denies"),
        _region("s1", 14, 23, "the mayor", "Source"),
        _region("c2", 30, 40, "Rents rose", "Claim"),
        _TIE,
    ),
    _task(2, QUIET, _region("q1", 0, 7, "Nothing", "Claim")),
]
_SOURCE = _annotation("s1", 14, 23, "the mayor", "Source")
_SOURCE["body"].append(_LINK)
_QUIET = _annotation("q1", 0, 7, "Nothing", "Claim")
_QUIET["target"]["source"] = "quiet.txt"
_PAGES = [
    _annotation("c1", 2, 12, "Rents fell", "Claim", "stance:denies"),
    _SOURCE,
    _annotation("c2", 30, 40, "Rents rose", "Claim"),
    _QUIET,
]
FILES: dict[str, dict[str, bytes]] = {
    "claims": {"in.jsonl": _jsonl(*(_line(each, "rents") for each in RENTS), _line(NOTHING, "quiet"))},
    "articles": {"in.jsonl": _ARTICLES},
    "bundle": {"articles.jsonl": _ARTICLES, "speakers.jsonl": b"", "assignments.jsonl": b"", "decisions.jsonl": b""},
    "decisions": {"in.jsonl": _jsonl(*(_decision(each, "rents") for each in RENTS), _decision(NOTHING, "quiet"))},
    "csv": {"in.csv": _SHEET.encode()},
    "brat": {
        "rents.txt": TEXT.encode(),
        "rents.ann": b"T1\tClaim 2 12\tRents fell\nA1\tstance T1 denies\nT2\tSource 14 23\tthe mayor\n"
        b"R1\tsource Arg1:T2 Arg2:T1\nT3\tClaim 30 40\tRents rose\n",
        "quiet.txt": QUIET.encode(),
        "quiet.ann": b"T1\tClaim 0 7\tNothing\n",
    },
    "label_studio": {"in.json": b"[" + b",\n".join(_jsonl(each).strip() for each in _TASKS) + b"]\n"},
    "doccano": {"in.jsonl": _jsonl(*_DOCCANO)},
    "prodigy": {"in.jsonl": _jsonl(*_PRODIGY)},
    "uima": {
        "f/TypeSystem.xml": _TYPES.encode(),
        "f/rents.xmi": _xmi(
            TEXT,
            "2 3 4",
            '<custom:Claim xmi:id="2" sofa="1" begin="3" end="13" stance="denies" source="3"/>',
            '<custom:Source xmi:id="3" sofa="1" begin="15" end="24"/>',
            '<custom:Claim xmi:id="4" sofa="1" begin="31" end="41"/>',
        ),
        "f/quiet.xmi": _xmi(QUIET, "2", '<custom:Claim xmi:id="2" sofa="1" begin="0" end="7"/>'),
    },
    "web_annotation": {
        "in.jsonld": b"[" + b",\n".join(_jsonl(each).strip() for each in _PAGES) + b"]\n",
        "rents.txt": TEXT.encode(),
        "quiet.txt": QUIET.encode(),
    },
}
"""Format → file → bytes. The claims say the same everywhere, as far as a format can say it."""
