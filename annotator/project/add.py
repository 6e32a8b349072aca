"""Adding articles: files become frozen texts, once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from annotator.core.article import MAX_ID, Article, article_id, freeze
from annotator.core.event import Batch, Change
from annotator.core.record import article_body
from annotator.core.records import limits
from annotator.project.decode import decode
from annotator.project.desk import token
from annotator.project.project import GUIDELINES, PROGRAM, Project

ENDINGS = (".txt", ".text", ".md", ".markdown")
"""Files that are taken from a folder; a file that is named is taken whatever its ending."""


@dataclass(frozen=True, slots=True)
class Added:
    """What became of one file."""

    path: Path
    outcome: str
    """added, skipped or refused."""
    id: str = ""
    why: str = ""
    """A clause: what was assumed, or why not."""


def files(paths: Iterable[Path], own: Path) -> Iterator[tuple[Path, str]]:
    """Every file to be read, in order: (path, why it cannot be).

    A folder is searched without its hidden files and without `own`, the guidelines of the project.
    """
    for path in paths:
        if path.is_dir():
            found = sorted(
                each
                for each in path.rglob("*")
                if each.suffix.lower() in ENDINGS
                and each.is_file()
                and not any(part.startswith(".") for part in each.relative_to(path).parts)
                and each.resolve() != own
            )
            if not found:
                yield path, f"no file in it ends in {', '.join(ENDINGS)}"
            for each in found:
                yield each, ""
        elif path.is_file():
            yield path, ""
        elif path.exists():
            yield path, "it is a pipe or a device, not a file"
        else:
            yield path, "there is no such file"


def add(
    project: Project, paths: Iterable[Path], *, encoding: str = "", largest: int = limits.ARTICLE
) -> Iterator[Added]:
    """Add each file of at most `largest` bytes, and say what became of it. One that is refused stops no other."""
    known = {row.key[0]: str(row.body["sha256"]) for row in project.store.current("article")}
    folded = {id.casefold(): id for id in known}
    for path, problem in files(paths, project.folder.resolve() / GUIDELINES):
        yield _one(project, path, problem or _too_large(path, largest), encoding, known, folded)


def _one(
    project: Project, path: Path, problem: str, encoding: str, known: dict[str, str], folded: dict[str, str]
) -> Added:
    if problem:
        return Added(path, "refused", "", problem)
    try:
        raw = path.read_bytes()
    except OSError as error:
        return Added(path, "refused", "", f"it cannot be read: {error.strerror or error}")
    decoded = decode(raw, declared=encoding)
    if decoded.problem:
        return Added(path, "refused", "", decoded.problem)
    meta = {} if decoded.encoding == "utf-8" else {"encoding": decoded.encoding}
    if path.suffix.lower() in (".md", ".markdown"):
        meta["markup"] = "markdown"
    try:
        article = freeze(article_id(path.stem), decoded.text, source=raw, meta=meta)
    except ValueError as error:
        return Added(path, "refused", "", str(error))
    same = next((id for id, sha256 in known.items() if sha256 == article.sha256), "")
    if same:
        return Added(path, "skipped", same, f"its text is in the project already, as {same}")
    taken = article.id.casefold() in folded
    article = _renamed(article, folded)
    store_article(project, article)
    known[article.id] = article.sha256
    folded[article.id.casefold()] = article.id
    why = [decoded.note] if decoded.note else []
    if taken:
        why.append(f"another text is called {path.stem}")
    return Added(path, "added", article.id, "; ".join(why))


def _too_large(path: Path, largest: int) -> str:
    """Why the file is too large; empty when it is not, or cannot be looked at."""
    try:
        size = path.stat().st_size
    except OSError:
        return ""
    if size <= largest:
        return ""
    most = limits.LARGEST_ARTICLE
    right = (
        f"--largest {-(-size >> 20)} takes it" if size <= most else f"no article is larger than {limits.shown(most)}"
    )
    return f"it has {size:,} bytes, and at most {limits.shown(largest)} are taken; {right}"


def _renamed(article: Article, folded: dict[str, str]) -> Article:
    from dataclasses import replace

    id, number = article.id, 1
    while id.casefold() in folded:
        number += 1
        id = f"{article.id[: MAX_ID - len(str(number)) - 1]}-{number}"
    return replace(article, id=id)


def store_article(project: Project, article: Article) -> None:
    """Freeze an article into the store: one transaction, text and record together."""
    change = Change("article", (article.id,), article_body(article), project.store.head("article", (article.id,)))
    project.store.record(Batch(token(12), (change,), PROGRAM), texts={article.sha256: article.text})
