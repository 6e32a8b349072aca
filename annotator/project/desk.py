"""The desk: what the label screen needs of a project, so that the screen knows neither files nor the store."""

from __future__ import annotations

import os
import secrets
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from annotator.config.user import state_folder
from annotator.core.article import Article
from annotator.core.records.metadata import byline
from annotator.core.scheme import Scheme
from annotator.core.state import State
from annotator.project.attempt import Clock
from annotator.project.corpus.choosing import chosen
from annotator.project.ending.drafts import Drafts, places
from annotator.project.ending.rescue import bring_back, put_away
from annotator.project.opening import used_elsewhere
from annotator.project.proposing import ProjectProposing
from annotator.project.recorder import Recorder
from annotator.project.session import Session
from annotator.store import Store

if TYPE_CHECKING:
    from annotator.config.project import ProjectConfig
    from annotator.config.rulings import Rulings
    from annotator.project.compare.counting import Counting
    from annotator.project.feedback.advice import Advice
    from annotator.project.paper.block import Block

_LETTERS = "0123456789abcdefghjkmnpqrstvwxyz"


class Project(Protocol):
    """What the desk needs of an open project."""

    scheme: Scheme
    store: Store
    config: ProjectConfig

    @property
    def title(self) -> str:
        """The project's title."""

    @property
    def folder(self) -> Path:
        """The folder with annotator.toml."""

    def article_ids(self) -> list[str]:
        """Ids in the order of the project."""

    def article(self, id: str) -> Article:
        """The article, with its text."""

    def guidelines(self) -> str:
        """The guidelines as Markdown; empty when there are none."""

    def rulings(self) -> Rulings:
        """What meetings have ruled. Raises FaultsError."""


@dataclass(frozen=True, slots=True)
class Row:
    """One article in the list of the project."""

    id: str
    title: str
    claims: int
    status: str
    """Empty, `open` or `done`, for one's own layer."""
    assigned: bool
    byline: str = ""
    """Where and when it appeared."""


def token(length: int = 8) -> str:
    """A random prefix for ids, in characters that nobody confuses."""
    return "".join(secrets.choice(_LETTERS) for _ in range(length))


def utc_now() -> str:
    """Now, as `2026-01-31T09:00:00.000Z`."""
    return datetime.now(UTC).isoformat(timespec="milliseconds").removesuffix("+00:00") + "Z"


class Desk:
    """One annotator at work in one project."""

    def __init__(
        self,
        project: Project,
        annotator: str,
        *,
        round: str = "main",
        keys: dict[str, str] | None = None,
        where: Sequence[str] = (),
    ) -> None:
        """`where` are conditions on the articles of the queue. Raises UsageError when none fits."""
        self.project, self.annotator, self.round = project, annotator, round
        self.where = tuple(where)
        self.recorder = Recorder(project.store.path, Store.open)
        self.session = Session(
            project.scheme,
            annotator,
            self.recorder,
            Clock(utc_now, time.monotonic, token()),
            round=round,
            keys=keys,
            used_elsewhere=lambda speaker, layer: used_elsewhere(project.store, project.scheme, speaker, layer),
            proposing=ProjectProposing(project),
        )
        self.drafts = drafts_of(project, annotator, round, self.recorder)
        self.ids = chosen(project, where)
        self._counting: Counting | None = None

    def start(self, wake: Callable[[], None]) -> str:
        """Begin to write; `wake` is called from another thread whenever there is news. What there is to say of changes
        that could not be saved the last time."""
        self.recorder.wake = wake
        said = bring_back(self.project.store, self.drafts.places, self.annotator)
        self.recorder.start()
        return said

    def keep(self, *, typing: bool = True) -> None:
        """Have kept what is being typed and, not at each key while it is, what was typed."""
        if typing or self.session.state.prompt is None:
            self.drafts.follow(self.session.state, unsaved=bool(self.session.unsaved))

    def open(self, id: str) -> State:
        """Show this article. Raises StoreError, and all stays as it is."""
        if hasattr(self.session, "state"):
            # What was typed and is saved since the last beat is no draft any more.
            self.keep()
        drafts = self.drafts.of(id)
        state = self.session.open(self.project.article(id), self.project.store, drafts)
        self.drafts.at(drafts)
        return state

    def first(self) -> str:
        """The first article that is not done, in the order of the project; the first one when all are."""
        rows = self.rows()
        waiting = [row for row in rows if row.status != "done"]
        assigned = [row for row in waiting if row.assigned]
        return (assigned or waiting or rows)[0].id

    def neighbour(self, step: int) -> str | None:
        """The article before or after the one that is shown; from one that is not in the queue, the first."""
        here = self.session.state.article.id
        index = self.ids.index(here) + step if here in self.ids else 0
        return self.ids[index] if 0 <= index < len(self.ids) else None

    def place(self) -> tuple[int, int]:
        """(number of the article that is shown, of how many); 0 when it is not in the queue."""
        here = self.session.state.article.id
        return (self.ids.index(here) + 1 if here in self.ids else 0), len(self.ids)

    def rows(self) -> list[Row]:
        """Every article with one's own progress."""
        store = self.project.store
        claims: dict[str, int] = {}
        done: dict[str, str] = {}
        assigned: set[str] = set()
        for (article, *mine), count in store.counts_by_layer().items():
            if mine == ["human", self.annotator, self.round]:
                claims[article] = count
        for row in store.current("status"):
            article, layer, annotator, round = row.key
            if (layer, annotator, round) == ("human", self.annotator, self.round):
                done[article] = str(row.body.get("status", ""))
        for row in store.current("assign"):
            article, annotator, round = row.key
            if (annotator, round) == (self.annotator, self.round):
                assigned.add(article)
        found = {row.key[0]: row.body for row in store.current("article")}
        return [
            Row(
                id,
                str(found[id].get("title", "")) if id in found else id,
                claims.get(id, 0),
                done.get(id) or ("open" if claims.get(id) else ""),
                id in assigned,
                byline(found[id].get("meta", {})) if id in found else "",
            )
            for id in self.ids
        ]

    def advice(self, topic: str) -> Advice:
        """The guidelines on a topic, with examples from the gold of articles that the annotator has done: no others,
        so that nobody sees what is still to be labelled."""
        from annotator.project.feedback.advice import advice

        done = [row.id for row in self.rows() if row.status == "done"]
        return advice(self.project, topic, done, round=self.round)

    def page(self, kind: str) -> Callable[[Any], Iterable[Block]]:
        """How the page `feedback` or `meeting` is made of an open project: of articles that the annotator has done."""
        name, round = self.annotator, self.round
        done = {row.id for row in self.rows() if row.status == "done"}

        def made(project: Any) -> Iterable[Block]:
            from annotator.core.feedback.wording import Wording
            from annotator.project.feedback import own, show
            from annotator.project.meeting.agenda import agenda
            from annotator.project.meeting.brief import brief

            if kind == "meeting":
                return brief(agenda(project, round=round), done)
            return show.page(own.own(project, name, round), Wording(project.scheme, project.speakers()))

        return made

    def counting(self) -> Counting:
        """The process that counts agreement; it starts with the first look, and is kept."""
        if self._counting is None:
            self._counting = counting_of(self.project, self.annotator, self.round)
        return self._counting

    def close(self, seconds: float = 2.0, *, insist: bool = True) -> str:
        """Save what can be saved; a sentence when something could not be, and where it lies now.

        Raises StoreError when it lies nowhere and nobody insists: then all goes on.
        """
        said = put_away(self.session, self.drafts, seconds, insist=insist)
        if self._counting is not None:
            self._counting.close()
        return said


def drafts_of(project: Project, annotator: str, round: str, recorder: Recorder) -> Drafts:
    """The drafts of an annotator, written by the thread that records."""
    folders = places(project.folder, project.config.id, state_folder(os.environ, sys.platform))
    return Drafts(folders, annotator, round, lambda write: recorder.later(lambda store: write()))


def counting_of(project: Project, name: str, round: str) -> Counting:
    """What counts the agreement of a project, in a process of its own; `name` is who looks at it."""
    from annotator.project.compare.counting import Counting
    from annotator.project.compare.heard import Source

    return Counting(Source(project.folder, project.config, project.scheme, project.store.path, name, round))
