"""Choosing articles by what is known of them: `outlet=Harbor Post`, `date>=2026-05`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Protocol

from annotator.core.errors import Fault, UsageError
from annotator.core.event import Body
from annotator.core.scheme import Scheme
from annotator.store import Store

ABOUT = ("title",)
"""What can be asked of an article besides its metadata."""


class Project(Protocol):
    """What choosing needs of an open project."""

    scheme: Scheme
    store: Store

    def article_ids(self) -> list[str]:
        """Ids in the order of the project."""


def known_of(body: Body) -> Mapping[str, Any]:
    """What can be asked of an article: its metadata, and its title."""
    return {**{key: body.get(key, "") for key in ABOUT}, **body.get("meta", {})}


def choose(project: Project, where: Sequence[str]) -> list[str]:
    """Ids of the articles for which all conditions hold, in the order of the project; without any, all of them.

    Raises UsageError with all that is wrong with the conditions, and for one that is about claims or layers.
    """
    if not where:
        return project.article_ids()
    from annotator.core.release.condition import Condition, condition

    known = {row.key[0]: known_of(row.body) for row in project.store.current("article")}
    keys = {key for each in known.values() for key in each}
    made = [condition(words, project.scheme, keys) for words in where]
    wrong = [each for each in made if isinstance(each, Fault)]
    held = [each for each in made if isinstance(each, Condition)]
    wrong += [_about_others(each, keys) for each in held if each.level != "article"]
    if wrong:
        raise UsageError("\n".join(map(str, wrong)))
    return sorted(id for id, each in known.items() if all(one.of_article(id, each) for one in held))


def chosen(project: Project, where: Sequence[str]) -> list[str]:
    """As `choose`, for a screen, which needs an article. Raises UsageError when none is left."""
    found = choose(project, where)
    if not found and where:
        raise UsageError(f"No article fits {' and '.join(where)}; `annotator status` lists them with what is known.")
    return found


def among(id: str, ids: Sequence[str], where: Iterable[str]) -> str:
    """The article, if it is one of these. Raises UsageError."""
    if id not in ids:
        raise UsageError(f"{id} is not among the articles that fit {' and '.join(where)}.")
    return id


def _about_others(made: Any, keys: Iterable[str]) -> Fault:
    right = f"here only articles are chosen: article, {', '.join(sorted(keys))}"
    return Fault(f"{made.words!r} is about {made.level}s", key="--where", right=right)
