"""What has changed between two releases, or between a release and now, article by article."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from typing import Any

from annotator.core.claim import Claim, Layer
from annotator.core.errors import UsageError
from annotator.core.records.dataset import Dataset
from annotator.core.release.difference import ADDED, CHANGED, REMOVED, Difference, counts, differences
from annotator.project.exchange.asked import Asked
from annotator.project.exchange.moment import Moment
from annotator.project.exchange.selection import select
from annotator.project.project import Project
from annotator.project.release.manifest import NOW, Release, moment_of, release
from annotator.store import walk

FORMAT = "diff/1"
SIGNS = {ADDED: "+", REMOVED: "-", CHANGED: "~"}
WORDS = 48
"""Characters of a claim that a line shows."""


@dataclass(slots=True)
class Diff:
    """Everything that differs."""

    old: str
    new: str
    articles_added: list[str] = field(default_factory=list)
    articles_removed: list[str] = field(default_factory=list)
    claims: list[tuple[Difference, str]] = field(default_factory=list)
    """Each with the words of its primary role."""

    def as_json(self) -> dict[str, Any]:
        """As `annotator diff --json` prints it."""
        return {
            "format": FORMAT,
            "old": self.old,
            "new": self.new,
            "counts": counts(each for each, _ in self.claims),
            "articles": {"added": self.articles_added, "removed": self.articles_removed},
            "claims": [{**each.as_json(), "words": words} for each, words in self.claims],
        }

    def lines(self) -> Iterator[str]:
        """The same for reading: a line for each article that has changes, then one for each claim."""
        for id in self.articles_added:
            yield f"+ article {id}"
        for id in self.articles_removed:
            yield f"- article {id}"
        article = ""
        for each, words in self.claims:
            claim = each.claim
            if claim.article != article:
                article = claim.article
                yield article
            who = claim.annotator if claim.round == "main" else f"{claim.annotator}/{claim.round}"
            said = [
                f"{key} {_shown(was)} → {_shown(now)}"
                for key, (was, now) in (*each.moved.items(), *each.relabelled.items())
            ]
            yield f"  {SIGNS[each.change]} {who} {claim.id} “{words}”" + (f": {'; '.join(said)}" if said else "")
        found = counts(each for each, _ in self.claims)
        fields = ", ".join(f"{key} {count}" for key, count in found["fields"].items())
        yield (
            f"{found['added']} added, {found['removed']} removed, {found['moved']} moved, "
            f"{found['relabelled']} relabelled{f' ({fields})' if fields else ''}."
        )


def diff(project: Project, old: str, new: str = NOW) -> Diff:
    """What differs between two releases, or a release and `now`. Raises UsageError.

    The project as it is now is looked at through the filters of the release that it is compared with.
    """
    if old == NOW and new == NOW:
        raise UsageError("Name a release to compare with: annotator diff v1, or annotator diff v1 v2.")
    named = {name: release(project, name) for name in (old, new) if name != NOW}
    with ExitStack() as stack:
        stack.enter_context(project.store.snapshot())
        one = _side(project, stack, named.get(old), named.get(new))
        two = _side(project, stack, named.get(new), named.get(old))
        found = Diff(old, new)
        found.articles_added = sorted(set(two.articles) - set(one.articles))
        found.articles_removed = sorted(set(one.articles) - set(two.articles))
        role = (two.scheme or project.scheme).primary.key
        before, after = _by_article(one), _by_article(two)
        for id in sorted(before.keys() | after.keys()):
            changed = differences(_claims(one, before.get(id, ())), _claims(two, after.get(id, ())))
            if changed:
                text = (two if id in two.articles else one).articles[id].text
                found.claims += [(each, _words(each.claim, role, text)) for each in changed]
        return found


def _side(project: Project, stack: ExitStack, own: Release | None, other: Release | None) -> Dataset:
    moment = Moment.now(project) if own is None else stack.enter_context(moment_of(project, own))
    seen = own or other
    asked = seen.asked if seen is not None else Asked()
    return select(moment, replace(asked, pseudonyms=False, articles=_here(moment, asked.articles))).data


def _here(moment: Moment, articles: tuple[str, ...]) -> tuple[str, ...]:
    known = {key[0] for key in walk.keys(moment.store, "article")}
    return tuple(id for id in articles if id in known)


def _by_article(data: Dataset) -> Mapping[str, list[Layer]]:
    found: dict[str, list[Layer]] = {}
    for layer in data.layers:
        found.setdefault(layer.article, []).append(layer)
    return found


def _claims(data: Dataset, layers: list[Layer] | tuple[()]) -> list[Claim]:
    return [claim for layer in layers for claim in data.layers[layer].claims]


def _words(claim: Claim, role: str, text: str) -> str:
    parts = claim.pieces(role) or next(iter(claim.spans.values()), ())
    words = " … ".join(text[start:end] for start, end in parts)
    shown = " ".join(words.split())
    return shown if len(shown) <= WORDS else shown[: WORDS - 1] + "…"


def _shown(value: Any) -> str:
    if value is None:
        return "nothing"
    if isinstance(value, list):
        return "[" + ", ".join(_shown(item) for item in value) + "]"
    if isinstance(value, dict):
        return " ".join(str(item) for item in value.values())
    return str(value)
