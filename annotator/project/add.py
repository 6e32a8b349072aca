"""Adding articles: files become frozen texts, once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from annotator import plugins
from annotator.core.errors import Fault
from annotator.core.records.corpus import Chosen, Corpus, Note
from annotator.core.records.format import Source
from annotator.core.records.optional import MissingError
from annotator.project.corpus.files import STDIN, files, opened
from annotator.project.corpus.taking import Frozen, Taking, frozen
from annotator.project.project import GUIDELINES, Project

OFTEN = 500
"""Records after which it is said how far a file has been read."""


@dataclass(frozen=True, slots=True)
class Added:
    """What became of one file, or of one record of a file that has many."""

    path: Path
    outcome: str
    """added, skipped or refused; note: a clause about the file as a whole."""
    id: str = ""
    why: str = ""
    """A clause: what was assumed, or why not."""
    line: int | None = None
    """Where the record stands; None: it is the file."""
    record: bool = False
    """Whether it is about a record."""


def add(
    project: Project,
    paths: Iterable[Path],
    chosen: Chosen | None = None,
    *,
    corpus: str = "",
    keep_going: bool = False,
    progress: Callable[[str], None] = lambda words: None,
) -> Iterator[Added]:
    """Add the articles of each file, and say what became of them. One file that is refused stops no other.

    Of a file with many articles, all are added or none: with any fault none, unless `keep_going` is said. `corpus` is
    what the files are, whatever they are called; else their endings say it. Raises UsageError for an unknown one.
    """
    chosen = chosen or Chosen()
    asked = plugins.corpus(corpus) if corpus else None
    every = [asked] if asked else list(plugins.corpora())
    endings = tuple(ending for each in every if asked or not each.many for ending in each.endings)
    tables = tuple(ending for each in every if each.many for ending in each.endings)
    taking = Taking(project)
    for path, problem in files(paths, endings, project.folder.resolve() / GUIDELINES, tables):
        if problem:
            yield Added(path, "refused", why=problem)
            continue
        held = asked or plugins.corpus_of(path.name, every)
        try:
            with opened(path) as source:
                yield from _file(taking, held, path, source, chosen, keep_going, progress)
        except MissingError as missing:
            yield Added(path, "refused", why=str(missing))
        except OSError as error:
            yield Added(path, "refused", why=f"it cannot be read: {error.strerror or error}")


def _file(
    taking: Taking,
    corpus: Corpus,
    path: Path,
    source: Source,
    chosen: Chosen,
    keep_going: bool,
    progress: Callable[[str], None],
) -> Iterator[Added]:
    stem = path.stem if path != STDIN else "stdin" if corpus.many else ""
    if corpus.many and not keep_going:
        faults = right = 0
        for number, found in enumerate(frozen(corpus, source, chosen, stem), 1):
            if number % OFTEN == 0:
                progress(f"{path}: {number:,} records looked at")
            if isinstance(found, Fault):
                faults += 1
                yield _refused(path, found, corpus)
            right += isinstance(found, Frozen)
        if faults:
            hint = f"; --keep-going adds the {right:,} that are right" if right else ""
            yield Added(path, "note", why=f"nothing of it was added{hint}")
            return
    waiting: list[Added] = []
    for number, found in enumerate(frozen(corpus, source, chosen, stem), 1):
        if isinstance(found, Fault):
            waiting.append(_refused(path, found, corpus))
        elif isinstance(found, Note):
            waiting.append(Added(path, "note", why=found.words))
        else:
            waiting.append(_taken(taking, path, found, corpus))
        if taking.full:
            progress(f"{path}: {number:,} records read")
            yield from _written(taking, waiting)
            waiting.clear()
    yield from _written(taking, waiting)


def _written(taking: Taking, waiting: Iterable[Added]) -> Iterator[Added]:
    """What was said of articles, once it is so: somebody may have added others meanwhile."""
    otherwise = taking.flush()
    for each in waiting:
        if each.outcome == "added" and each.id in otherwise:
            outcome, id, why = otherwise[each.id]
            each = replace(each, outcome=outcome, id=id, why="; ".join(filter(None, (each.why, why))))
        yield each


def _taken(taking: Taking, path: Path, found: Frozen, corpus: Corpus) -> Added:
    outcome, id, why = taking.take(found.article)
    clauses = [each for each in (found.note, why) if each]
    return Added(path, outcome, id, "; ".join(clauses), found.line, corpus.many)


def _refused(path: Path, fault: Fault, corpus: Corpus) -> Added:
    why = str(replace(fault, file="", line=None)).removesuffix(".")
    return Added(path, "refused", "", why, fault.line, corpus.many)
