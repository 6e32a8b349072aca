"""The published JSON Schemas (2020-12) of the records; `python -m annotator.formats.json_schema DIR` writes them."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

NAMES = {
    "claim": "claims/1",
    "article": "article/1",
    "speaker": "speaker/1",
    "assignment": "assignment/1",
    "decision": "decision/1",
    "status": "status/1",
    "refusal": "refusal/1",
}
"""Name of the file → format of the lines that it describes."""


def json_schemas() -> dict[str, str]:
    """File name → its text."""
    from annotator.formats.records import LINES

    texts = {}
    for name, format in NAMES.items():
        schema: dict[str, Any] = {
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            "$id": f"urn:annotator:{format.replace('/', ':')}",
            **LINES[format].model_json_schema(),
            "title": format,
        }
        texts[f"{name}.schema.json"] = json.dumps(schema, indent=2, ensure_ascii=False) + "\n"
    return texts


def main(folder: str) -> None:
    """Write every schema into the folder."""
    for name, text in json_schemas().items():
        Path(folder, name).write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main(sys.argv[1])
