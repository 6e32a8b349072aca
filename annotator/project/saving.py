"""Saving: what a session shows on its way to the store, and what others have stored on its way to the screen.

A change is unsaved until the store has committed it. What another window has overtaken is run again on the fresh
claims, or it is said that it no longer applies.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from queue import Empty
from time import monotonic

from annotator.core.commands import draft
from annotator.core.history import Entry, History, Swap
from annotator.core.state import State
from annotator.project.attempt import Attempt, Clock, lapsed, resumed
from annotator.project.changes import swaps
from annotator.project.opening import Read, adopted, read
from annotator.project.recorder import Job, News, Recorder
from annotator.store import Store

SILENCE = 0.02
"""Seconds after which whoever waits for the store looks at the time, and reads again what could not be read."""


class Saving:
    """The state of one article, as it is shown; each session says what changes it."""

    def __init__(self, recorder: Recorder, clock: Clock, annotator: str, round: str) -> None:
        self.recorder, self.clock = recorder, clock
        self.annotator, self.round = annotator, round
        self.problem = ""
        """Why the last commit failed, until one succeeds."""
        self.lapsed = ""
        """What the last `settle` could not do again, as a sentence."""
        self.history = History()
        self.state: State
        self._counter = 0
        self._attempts: dict[str, Attempt] = {}
        self._stale: list[Attempt] = []
        self._asked: Callable[[Store], Read] | None = None
        """What is being read, in the thread that records; its answer is of the article that is shown."""
        self._spent = 0.0

    def show(self, state: State, found: Read) -> None:
        """Show an article that was opened just now, as it was read. An answer about the one before comes too late."""
        self.state, self.history, self._asked = state, found.history, None
        self.recorder.adopt(found.heads)
        self._spent = 0.0

    @property
    def unsaved(self) -> int:
        """How many changes are shown but not committed yet."""
        return len(self._attempts) + len(self._stale)

    @property
    def left(self) -> tuple[Job, ...]:
        """What is shown but not committed yet, in the order in which it was made."""
        return tuple(each.job for each in (*self._stale, *self._attempts.values()) if each.job is not None)

    def settle(self, seconds: float) -> bool:
        """Wait until all that is shown is committed, what was overtaken too; whether that is so within `seconds`."""
        end = monotonic() + seconds
        self.lapsed = ""
        self.drain()
        while self.unsaved and monotonic() < end:
            try:
                self._hear(self.recorder.inbox.get(timeout=SILENCE))
            except Empty:
                if self._stale:
                    self._ask()
            self.drain()
        return not self.unsaved

    def submit(self, made: tuple[Swap, ...], attempt: Attempt) -> None:
        """Put a batch on the undo stack and have it written; one in which nothing is left is not written."""
        self._counter += 1
        batch = f"{self.clock.prefix}.{self._counter}"
        ref = attempt.ref
        self.history = self.history.push(Entry(batch, made, ref))
        if not made:
            return
        article = self.state.article
        seconds = round(attempt.seconds, 1)
        self._spent = 0.0
        job = Job(
            batch, made, article.id, article.text, self.annotator, ref, seconds, self.state.proposals, self.texts(made)
        )
        self._attempts[batch] = replace(attempt, job=job)
        self.recorder.submit(job)

    def texts(self, made: tuple[Swap, ...]) -> dict[str, str]:
        """Texts of other articles that these swaps are about; labelling changes only the one that is shown."""
        return {}

    def drain(self) -> bool:
        """Take in what the recorder has said; whether anything is to be painted."""
        changed = False
        try:
            # On the way out another thread may listen, too: nobody waits here for what the other one has heard.
            while True:
                self._hear(self.recorder.inbox.get_nowait())
                changed = True
        except Empty:
            return changed

    def _hear(self, news: News) -> None:
        if news.kind == "saved":
            self._attempts.pop(news.batch, None)
            self.problem = ""
        elif news.kind == "stale":
            attempt = self._attempts.pop(news.batch, None)
            if attempt is not None:
                self._stale.append(attempt)
            self._ask()
        elif news.kind == "failed":
            self.problem = news.message
        elif news.kind == "changed":
            self._ask()
        elif news.kind == "unread":
            self.problem = news.message
            if news.asked is self._asked:
                self._asked = None
        elif news.kind == "read" and news.asked is self._asked and isinstance(news.found, Read):
            self._asked = None
            self.problem = ""
            if self._attempts:
                self._ask()
            else:
                self._adopt(news.found)

    def _ask(self) -> None:
        """Read the layer again, once all that is submitted is through."""
        if self._asked is None:
            self._asked = self.reader()
            self.recorder.read(self._asked)

    def reader(self) -> Callable[[Store], Read]:
        """What reads the article that is shown again."""
        article, annotator, round = self.state.article.id, self.annotator, self.round
        return lambda store: read(store, article, annotator, round)

    def adopted(self, found: Read) -> State:
        """The state with what was read just now."""
        return adopted(self.state, found)

    def _adopt(self, found: Read) -> None:
        self.state = draft.adrift(self.adopted(found), self.state)
        self.history = found.history
        self.recorder.adopt(found.heads)
        again, self._stale = self._stale, []
        for attempt in again:
            self._again(attempt)

    def _again(self, attempt: Attempt) -> None:
        """Run what was overtaken on the fresh claims, or say that it no longer applies."""
        problem = lapsed(self.state, attempt.before)
        if problem:
            self.lapsed = problem
            self.state = draft.lapsed(self.state, attempt.before, problem)
            return
        start = resumed(self.state, attempt.before)
        attempt.ids.again()
        after, _ = attempt.step(start)
        made = swaps(start, after)
        self.state = after
        if made:
            self.submit(made, attempt)
        else:
            text = after.message or "Changed in another window: there was nothing left to do."
            self.state = replace(after, message=text)
            # What asks once more is not done: nobody goes away from it unasked.
            self.lapsed = text if after.prompt is not None else self.lapsed
