"""Which formats there are: those that come with the program, by a table; those of other packages, by their metadata.

The metadata of what is installed is read only when a name is not in the table, or when all names are asked for.
"""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches
from importlib import import_module
from typing import Any

from annotator.core.errors import UsageError
from annotator.core.records.format import Reader, Writer

FORMATS = {
    "claims": "annotator.formats.claims:FORMAT",
    "articles": "annotator.formats.articles:FORMAT",
    "bundle": "annotator.formats.bundle:FORMAT",
    "decisions": "annotator.formats.decisions:FORMAT",
    "soft_labels": "annotator.formats.soft_labels:FORMAT",
    "llm": "annotator.formats.llm:FORMAT",
    "hf": "annotator.formats.hf.format:FORMAT",
    "csv": "annotator.formats.csv.format:FORMAT",
    "brat": "annotator.formats.brat.format:FORMAT",
    "label_studio": "annotator.formats.label_studio.format:FORMAT",
    "prodigy": "annotator.formats.prodigy:FORMAT",
    "doccano": "annotator.formats.doccano:FORMAT",
    "uima": "annotator.formats.uima.format:FORMAT",
    "web_annotation": "annotator.formats.web_annotation.format:FORMAT",
}
"""Name → `module:object`, in the order in which help lists them and a file is offered to their readers."""
GROUP = "annotator.formats"
"""The entry-point group of other packages: each entry names an object that reads, writes, or both."""
ALL = "all"
"""What `export --format` calls all of them; no format may have this name."""


def reader(name: str) -> Reader:
    """The format of this name. Raises UsageError with near names when there is none, or when it cannot be imported."""
    found: Reader = _found(name, "read", "import")
    return found


def writer(name: str) -> Writer:
    """The format of this name. Raises UsageError with near names when there is none, or when it cannot be exported."""
    found: Writer = _found(name, "write", "export")
    return found


def readers(*, installed: bool = True) -> Iterator[Reader]:
    """Every format that can be imported; `installed`: those of other packages too."""
    return (each for each in _each(installed) if hasattr(each, "read"))


def writers(*, installed: bool = True) -> Iterator[Writer]:
    """Every format that can be exported; `installed`: those of other packages too."""
    return (each for each in _each(installed) if hasattr(each, "write"))


def _found(name: str, method: str, verb: str) -> Any:
    format = _load(FORMATS[name]) if name in FORMATS else _installed(name)
    if format is not None and hasattr(format, method):
        return format
    known = [each.name for each in (readers() if method == "read" else writers())]
    near = get_close_matches(name, known, 3)
    hint = f"did you mean {' or '.join(near)}?" if near else f"there are {', '.join(known)}."
    what = f"The format {name!r} has no {verb}" if format is not None else f"There is no format {name!r} to {verb}"
    raise UsageError(f"{what}; {hint}")


def _each(installed: bool) -> Iterator[Any]:
    yield from map(_load, FORMATS.values())
    if installed:
        for name in sorted(_entries()):
            if name not in FORMATS and name != ALL:
                yield _installed(name)


def _load(place: str) -> Any:
    module, _, name = place.partition(":")
    return getattr(import_module(module), name)


def _entries() -> set[str]:
    from importlib.metadata import entry_points

    return set(entry_points(group=GROUP).names)


def _installed(name: str) -> Any:
    """The format that another package brings; None when none does. Raises UsageError when it is no format."""
    from importlib.metadata import entry_points

    found = next(iter(entry_points(group=GROUP, name=name)), None)
    if found is None:
        return None
    package = found.dist.name if found.dist else found.module
    try:
        format = found.load()
    except Exception as problem:
        raise UsageError(f"The format {name!r} of the package {package} cannot be loaded: {problem}.") from problem
    texts = ("help", "suffix") if hasattr(format, "write") else ("help",)
    lacking = [each for each in texts if not isinstance(getattr(format, each, None), str)]
    if not (hasattr(format, "read") or hasattr(format, "write")):
        lacking.append("read or write")
    if getattr(format, "name", None) != name:
        lacking.append(f"the name {name}")
    if lacking:
        raise UsageError(f"The format {name!r} of the package {package} lacks {', '.join(lacking)}.")
    return format
