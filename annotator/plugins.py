"""Which formats and corpora there are: those that come with the program, by tables; others by their packages' metadata.

The metadata of what is installed is read only when a name is not in the table, or when all names are asked for.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress
from difflib import get_close_matches
from importlib import import_module
from typing import Any

from annotator.core.errors import UsageError
from annotator.core.records.corpus import Corpus
from annotator.core.records.format import Reader, Writer

FORMATS = {
    "claims": "annotator.formats.claims:FORMAT",
    "articles": "annotator.formats.articles:FORMAT",
    "bundle": "annotator.formats.bundle:FORMAT",
    "decisions": "annotator.formats.decisions:FORMAT",
    "soft_labels": "annotator.formats.soft_labels:FORMAT",
    "llm": "annotator.formats.llm:FORMAT",
    "hf": "annotator.formats.hf.format:FORMAT",
    "spacy": "annotator.formats.spacy:FORMAT",
    "csv": "annotator.formats.csv.format:FORMAT",
    "xlsx": "annotator.formats.csv.xlsx:FORMAT",
    "brat": "annotator.formats.brat.format:FORMAT",
    "label_studio": "annotator.formats.label_studio.format:FORMAT",
    "prodigy": "annotator.formats.prodigy:FORMAT",
    "doccano": "annotator.formats.doccano:FORMAT",
    "conll": "annotator.formats.conll:FORMAT",
    "uima": "annotator.formats.uima.format:FORMAT",
    "web_annotation": "annotator.formats.web_annotation.format:FORMAT",
}
"""Name → `module:object`, in the order in which help lists them and a file is offered to their readers."""
GROUP = "annotator.formats"
"""The entry-point group of other packages: each entry names an object that reads, writes, or both."""
CORPORA = {
    "text": "annotator.formats.corpora.text:CORPUS",
    "markdown": "annotator.formats.corpora.markdown:CORPUS",
    "html": "annotator.formats.corpora.html:CORPUS",
    "jsonl": "annotator.formats.corpora.jsonl:CORPUS",
    "csv": "annotator.formats.corpora.csv:CORPUS",
    "parquet": "annotator.formats.corpora.parquet:CORPUS",
}
"""Where articles come from: name → `module:object`."""
CORPORA_GROUP = "annotator.corpora"
"""The entry-point group of other packages: each entry names a corpus."""
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


def corpus(name: str) -> Corpus:
    """The corpus of this name. Raises UsageError with near names when there is none."""
    found: Corpus | None = _load(CORPORA[name]) if name in CORPORA else _installed_corpus(name)
    if found is not None:
        return found
    known = [each.name for each in corpora()]
    near = get_close_matches(name, known, 3)
    hint = f"did you mean {' or '.join(near)}?" if near else f"there are {', '.join(known)}."
    raise UsageError(f"There is no corpus {name!r}; {hint}")


def corpora(*, installed: bool = True) -> Iterator[Corpus]:
    """Every corpus; `installed`: those of other packages too."""
    yield from map(_load, CORPORA.values())
    if installed:
        for name in sorted(_entries(CORPORA_GROUP)):
            found = None if name in CORPORA else _installed_corpus(name)
            if found is not None:
                yield found


def corpus_of(file: str, among: Iterable[Corpus]) -> Corpus:
    """Which of these corpora takes a file of this name, by its ending; `text` where none does."""
    return next((each for each in among if file.lower().endswith(each.endings)), None) or corpus("text")


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
        for name in sorted(_entries(GROUP)):
            if name not in FORMATS and name != ALL:
                # One that is broken is in nobody's way who has not named it.
                with suppress(UsageError):
                    yield _installed(name)


def _load(place: str) -> Any:
    module, _, name = place.partition(":")
    return getattr(import_module(module), name)


def _entries(group: str) -> set[str]:
    from importlib.metadata import entry_points

    return set(entry_points(group=group).names)


def entry(name: str, group: str, what: str) -> tuple[str, Any]:
    """(package, object) of another package's entry; the package is empty when there is none. Raises UsageError."""
    from importlib.metadata import entry_points

    found = next(iter(entry_points(group=group, name=name)), None)
    if found is None:
        return "", None
    package = found.dist.name if found.dist else found.module
    try:
        return package, found.load()
    except Exception as problem:
        # The code of another package: whatever it raises while it is loaded is that package's sentence.
        raise UsageError(f"The {what} {name!r} of the package {package} cannot be loaded: {problem}.") from problem


def _installed(name: str) -> Any:
    """The format that another package brings; None when none does. Raises UsageError when it is no format."""
    package, format = entry(name, GROUP, "format")
    if not package:
        return None
    texts = ("help", "suffix") if hasattr(format, "write") else ("help",)
    lacking = [each for each in texts if not isinstance(getattr(format, each, None), str)]
    if not (hasattr(format, "read") or hasattr(format, "write")):
        lacking.append("read or write")
    if getattr(format, "name", None) != name:
        lacking.append(f"the name {name}")
    if lacking:
        raise UsageError(f"The format {name!r} of the package {package} lacks {', '.join(lacking)}.")
    return format


def _installed_corpus(name: str) -> Any:
    """The corpus that another package brings; None when none does. Raises UsageError when it is no corpus."""
    package, found = entry(name, CORPORA_GROUP, "corpus")
    if not package:
        return None
    types = {"help": str, "endings": tuple, "many": bool}
    lacking = [each for each, type in types.items() if not isinstance(getattr(found, each, None), type)]
    if not hasattr(found, "read"):
        lacking.append("read")
    if getattr(found, "name", None) != name:
        lacking.append(f"the name {name}")
    if lacking:
        raise UsageError(f"The corpus {name!r} of the package {package} lacks {', '.join(lacking)}.")
    return found
