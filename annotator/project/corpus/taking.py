"""Taking articles into a project: what is there already is skipped, what is new gets an id, and goes into the store."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple

from annotator.core.article import MAX_ID, Article, article_id, clean, first_line, freeze
from annotator.core.errors import Fault, StaleError
from annotator.core.event import Batch, Change
from annotator.core.record import article_body
from annotator.core.records.canonical import canonical, parse
from annotator.core.records.check import shown
from annotator.core.records.corpus import EXTRACTOR, Chosen, Corpus, Note, Raw
from annotator.core.records.format import Source
from annotator.core.text.pattern import lazy
from annotator.formats.corpora.whole import too_large
from annotator.project.desk import token
from annotator.project.project import PROGRAM, Project

ORIGINAL = "source_id"
"""The metadata that keeps an article's name in its file, where its id is another."""
ARTICLES = 200
"""That are written at once, at most."""
_WORD = lazy(r"[^\W_]+")
CHARACTERS = 4 << 20
"""Of all texts that are written at once."""


class Frozen(NamedTuple):
    """An article as its file gives it, before it is known whether the project has it."""

    article: Article
    line: int | None
    note: str


def frozen(corpus: Corpus, source: Source, chosen: Chosen, stem: str) -> Iterator[Frozen | Fault | Note]:
    """The articles of a file in their order, frozen, and every fault.

    `stem` is what an article without a name is called; where it is empty, its first words are that. Two articles
    with one name and another text are a fault: which of them is meant cannot be known.
    """
    named: dict[str, tuple[str, str, int | None]] = {}
    for raw in corpus.read(source, chosen):
        found = _freeze(raw, chosen, stem) if isinstance(raw, Raw) else raw
        if isinstance(found, Frozen) and isinstance(raw, Raw) and raw.name:
            sha256 = found.article.sha256
            name, first, line = named.setdefault(found.article.id.casefold(), (raw.name, sha256, raw.line))
            if first != sha256 and name.casefold() == raw.name.casefold():
                what = f"the article {shown(raw.name)} has another text in line {line}"
                found = Fault(what, line=raw.line, right="an id of its own for each article")
        yield found


def _freeze(raw: Raw, chosen: Chosen, stem: str) -> Frozen | Fault:
    name = raw.name or (f"{stem}-{raw.number}" if raw.number else stem or _first_words(raw.text))
    id = article_id(name)
    meta = dict(raw.meta) | ({ORIGINAL: raw.name[:1000]} if raw.name and raw.name != id else {})
    try:
        # What could not be read again, another copy of the project would refuse.
        parse(canonical(meta))
        article = freeze(id, raw.text, title=raw.title, source=raw.source, meta=meta)
    except (TypeError, ValueError) as problem:
        return Fault(str(problem), line=raw.line)
    if not article.text.strip():
        # Control characters have become blanks.
        return Fault("nothing is in it but blanks and control characters", line=raw.line)
    wrong = too_large(len(article.text.encode()), chosen.largest) if raw.line is not None else None
    if wrong is not None:
        return replace(wrong, line=raw.line)
    return Frozen(article, raw.line, raw.note)


class Taking:
    """Articles on their way into a project. Nothing is there before `flush`."""

    def __init__(self, project: Project) -> None:
        self.project = project
        self._waiting: list[tuple[str, Article]] = []
        """Each with the id that it is to have here."""
        self._characters = 0
        self._look()

    def _look(self) -> None:
        """See what the project has."""
        self._texts: dict[str, str] = {}
        self._pages: dict[str, str] = {}
        self._folded: set[str] = set()
        for row in self.project.store.current("article"):
            id = row.key[0]
            self._texts[str(row.body["sha256"])] = id
            self._folded.add(id.casefold())
            if EXTRACTOR in row.body.get("meta", {}):
                self._pages[str(row.body.get("source_sha256", ""))] = id

    @property
    def full(self) -> bool:
        """Whether it is time to write."""
        return len(self._waiting) >= ARTICLES or self._characters >= CHARACTERS

    def take(self, article: Article) -> tuple[str, str, str]:
        """(added or skipped, the id under which the project has it, why it is skipped or called otherwise)."""
        same = self._texts.get(article.sha256)
        if same is not None:
            return "skipped", same, f"its text is in the project already, as {same}"
        page = self._pages.get(article.source_sha256) if EXTRACTOR in article.meta else None
        if page is not None:
            return "skipped", page, f"the same page is in the project already, as {page}"
        id = self._free(article.id)
        why = "" if id == article.id else f"another text is called {article.id}"
        self._waiting.append((id, article))
        self._characters += len(article.text)
        self._texts[article.sha256] = id
        self._folded.add(id.casefold())
        if EXTRACTOR in article.meta:
            self._pages[article.source_sha256] = id
        return "added", id, why

    def _free(self, id: str) -> str:
        free, number = id, 1
        while free.casefold() in self._folded:
            number += 1
            free = f"{id[: MAX_ID - len(str(number)) - 1]}-{number}"
        return free

    def flush(self) -> dict[str, tuple[str, str, str]]:
        """Write what is waiting: texts and records, in one transaction.

        What is added elsewhere at the same time may have taken an id, or be the same text. Then it is seen to again:
        by the ids that `take` has given, what it would say now.
        """
        first = list(self._waiting)
        again: dict[str, tuple[str, str, str]] = {}
        while self._waiting:
            changes = tuple(
                Change("article", (id,), article_body(replace(article, id=id))) for id, article in self._waiting
            )
            texts = {article.sha256: article.text for _, article in self._waiting}
            self._waiting, self._characters = [], 0
            try:
                self.project.store.record(Batch(token(12), changes, PROGRAM), texts=texts)
            except StaleError:
                self._look()
                again = {id: self.take(article) for id, article in first}
        return {id: said for id, said in again.items() if said[:2] != ("added", id)}


def _first_words(text: str) -> str:
    return "-".join(_WORD.findall(first_line(clean(text)).lower())[:6])[:60] or "stdin"
