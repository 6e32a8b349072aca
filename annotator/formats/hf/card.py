"""README.md: which files make up which configuration, and what stands in their columns."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

from annotator.core.records.dataset import Dataset

CONFIGS = {
    "claims": "one row for each claim; spans quote the text, `fields` and `record` are JSON",
    "articles": "one row for each article, with the layers that were made of it",
    "sentences": "one row for each sentence and layer that is done, with the claims whose content touches it, or none",
}
"""Configuration → what it holds; the first is loaded unless another is named."""
_SIZES = ((1_000, "n<1K"), (10_000, "1K<n<10K"), (100_000, "10K<n<100K"), (1_000_000, "100K<n<1M"))


def card(data: Dataset, made: Mapping[str, Sequence[str]], claims: int, languages: Sequence[str]) -> str:
    """The whole card. `made`: configuration → the portions that have a file of it.

    No license is named: whose the texts are is not known here.
    """
    assert data.scheme is not None
    size = next((word for limit, word in _SIZES if claims < limit), "n>1M")
    lines = ["---", "task_categories:", "- token-classification", "size_categories:", f"- {size}"]
    if languages:
        lines += ["language:", *(f"- {_text(each)}" for each in languages)]
    written = [config for config in CONFIGS if made[config]]
    lines.append("configs:" if written else "configs: []")
    for config in written:
        lines += [f"- config_name: {config}", *(["  default: true"] if config == written[0] else []), "  data_files:"]
        for portion in made[config]:
            lines += [f"  - split: {_text(portion)}", f"    path: {_text(path(config, portion))}"]
    lines += ["---", "", f"# {data.scheme.title} {data.scheme.version}", ""]
    lines += [f"- `{config}`: {said}." for config, said in CONFIGS.items() if made[config]]
    lines += ["", "Offsets are Unicode code points, end exclusive, in `text` of the article.", "", "## Roles", ""]
    lines += [f"- `{role.key}`: {role.help or role.label}" for role in data.scheme.roles]
    for field in data.scheme.fields:
        lines += ["", f"## {field.label}", "", f"`{field.key}` ({field.type}). {field.help}".rstrip()]
        lines += ["", *(f"- `{value.key}`: {value.help or value.label}" for value in field.values)]
    return "\n".join(lines).rstrip("\n") + "\n"


def path(config: str, portion: str) -> str:
    """The file of a configuration and portion."""
    return f"data/{config}-{portion}.parquet"


def _text(word: str) -> str:
    """A text of YAML, in the form that JSON shares with it."""
    return json.dumps(word, ensure_ascii=True)
