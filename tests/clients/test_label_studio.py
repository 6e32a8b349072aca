"""Label Studio's own library checks our tasks against our configuration, and makes a project that we read."""

from __future__ import annotations

import json
import warnings
from pathlib import Path
from typing import Any

import pytest

from annotator.core.claim import Layer
from annotator.core.standoff.offset import UTF16, to_units
from annotator.formats.label_studio.format import FORMAT
from tests.clients.sample import laid, lines, sample, taken

# The library warns about its own age.
pytestmark = pytest.mark.filterwarnings("default")
with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    from label_studio_sdk.label_interface import LabelInterface

CONFIG = """
<View>
  <Labels name="label" toName="text"><Label value="Claim"/><Label value="Source"/></Labels>
  <Text name="text" value="$text"/>
  <Choices name="stance" toName="text" perRegion="true"><Choice value="Denies"/><Choice value="Asserts"/></Choices>
</View>
"""
TEXT = "👩🏽‍🔬 Rents fell 🇫🇷,\nthe mayor said."


def test_every_annotation_is_valid(tmp_path: Path) -> None:
    """No result names a control, label or choice that the configuration lacks, or has a value of another type."""
    data = sample()
    folder = laid(FORMAT, data, tmp_path / "ls")
    interface = LabelInterface((folder / "config.xml").read_text("utf-8"))
    interface.validate()
    tasks = json.loads((folder / "tasks.json").read_text("utf-8"))
    checked = 0
    for task in tasks:
        for made in task["annotations"]:
            assert interface._validate_object(made, return_errors=True) == []
            for result in made["result"]:
                if result["type"] == "labels":
                    value = result["value"]
                    assert task["data"]["text"][value["start"] : value["end"]] == value["text"]
                    checked += 1
    assert checked > 1500
    broken = {"result": [{**tasks[0]["annotations"][0]["result"][0], "from_name": "other"}]}
    assert interface._validate_object(broken, return_errors=True) != []


def made(unit: str) -> list[dict[str, Any]]:
    """A project that the library's own objects make, with offsets in a unit."""
    interface = LabelInterface(CONFIG)
    labels = interface.get_control("label")
    at = to_units(TEXT, unit)

    def region(label: str, words: str) -> Any:
        start = TEXT.index(words)
        return labels.label(label, start=at[start], end=at[start + len(words)])

    content, source = region("Claim", "Rents fell 🇫🇷"), region("Source", "the mayor")
    source.add_relation(region=content, label=["source"])
    results = [{**content._dict()}, {**source._dict()}]
    for result, words in zip(results, ("Rents fell 🇫🇷", "the mayor"), strict=True):
        result["value"]["text"] = words
    choice = {**interface.get_control("stance").label("Denies")._dict(), "id": content.id}
    task = {"id": 1, "data": {"text": TEXT}, "annotations": [{"completed_by": "ana@example.org"}]}
    task["annotations"][0]["result"] = [*results, choice, *source._dict_relations()]  # type: ignore[index]
    return [task]


@pytest.mark.parametrize("unit", ["codepoints", UTF16])
def test_a_project_of_theirs(unit: str, tmp_path: Path) -> None:
    """In code points and in UTF-16 the same claim comes in, goes out, and comes in as the same."""
    path = tmp_path / "export.json"
    path.write_text(json.dumps(made(unit)), "utf-8")
    data = sample()
    first = taken(FORMAT, path, data)
    (claim,) = first.layers[Layer("export-1", "ana")].claims
    words = {role: [TEXT[start:end] for start, end in parts] for role, parts in claim.spans.items()}
    assert words == {"content": ["Rents fell 🇫🇷"], "source": ["the mayor"]}
    assert claim.fields == {"stance": "denies"}
    again = taken(FORMAT, laid(FORMAT, first, tmp_path / "again"), data)
    assert lines(again, first) == lines(first, first)
