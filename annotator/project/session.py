"""The label session: keys in, states out, every change on its way to the store. It knows nothing of a screen.

`press` is the only writer of `state`. A command runs at once; what it changed is handed to the recorder and shown as
unsaved until the store has committed it. What another window has overtaken is run again on the fresh claims.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from annotator.core import keymap, prompt
from annotator.core.article import Article
from annotator.core.claim import SchemeRef
from annotator.core.command import Call, Effect, calm
from annotator.core.commands import COMMANDS, claims, draft, label, move, perform
from annotator.core.errors import Fault
from annotator.core.history import Entry, History, Swap
from annotator.core.proposal.guide import Guide
from annotator.core.scheme import Scheme
from annotator.core.state import Draft, Place, State
from annotator.core.text.motion import Rows
from annotator.core.text.segment import Segments
from annotator.project.attempt import Attempt, Clock, lapsed, resumed
from annotator.project.changes import status_key, swaps
from annotator.project.opening import Read, adopted, fresh_state, read
from annotator.project.pace import Pace
from annotator.project.recorder import Job, News, Recorder
from annotator.project.undoing import Step, Used, taking_back
from annotator.store import Store

if TYPE_CHECKING:
    from annotator.project.proposing import Proposing

PAUSE = 30.0
"""Seconds between two keys from which on the time does not count as work on a claim."""


class Session:
    """One annotator labelling articles of one project, one at a time."""

    screen = "label"

    def __init__(
        self,
        scheme: Scheme,
        annotator: str,
        recorder: Recorder,
        clock: Clock,
        *,
        round: str = "main",
        keys: dict[str, str] | None = None,
        used_elsewhere: Used = lambda speaker, layer: 0,
        proposing: Proposing | None = None,
    ) -> None:
        """`used_elsewhere(speaker, layer)` says how many claims outside of this layer name the speaker."""
        self._used_elsewhere = used_elsewhere
        self._proposing = proposing
        self.scheme, self.annotator, self.round = scheme, annotator, round
        self.recorder, self.clock = recorder, clock
        self._label, faults = keymap.build(COMMANDS, scheme, keys, self.screen)
        self._registry, more = keymap.build(COMMANDS, scheme, keys, "registry")
        self.key_faults = tuple(dict.fromkeys((*faults, *more)))
        self.ref = SchemeRef(scheme.id, scheme.version, scheme.meaning)
        self.problem = ""
        """Why the last commit failed, until one succeeds."""
        self._counter = 0
        self._attempts: dict[str, Attempt] = {}
        self._stale: list[Attempt] = []
        self._reading = False
        self._spent = 0.0
        self._last_key = clock.seconds()
        self.history = History()
        self.state: State
        self.segments: Segments
        self.guide: Guide
        self.pace: Pace

    def open(self, article: Article, store: Store, drafts: Mapping[Place, Draft] | None = None) -> State:
        """Show an article; what is unsaved of the one before must have been flushed. Raises StoreError, and the screen
        stays as it is."""
        found = read(store, article.id, self.annotator, self.round)
        state = fresh_state(article, self.scheme, self.annotator, self.round, found)
        segments = Segments(article.text)
        guide = Guide(segments)
        if self._proposing is not None:
            guide = Guide(segments, self._proposing.source(article))
            mode, sticky = self._proposing.mode(article.id), self._proposing.sticky
            state = replace(state, proposals=mode, sticky=sticky, suggests=self._proposing.suggests)
        self.segments, self.guide, self.history = segments, guide, found.history
        self.state = draft.greeted(state, drafts or {})
        self.pace = Pace(self.state)
        self.recorder.adopt(found.heads)
        self._spent, self._last_key = 0.0, self.clock.seconds()
        return self.state

    @property
    def keys_per_claim(self) -> float | None:
        """Keys for each claim that was completed since the article was opened; None before the first."""
        return self.pace.keys_per_claim(self.state)

    @property
    def faults(self) -> tuple[Fault, ...]:
        """Faults of the person's own keys, all at once."""
        return self.key_faults

    @property
    def root(self) -> keymap.Node:
        """The keys of the screen that is shown: the article's, or the registry's."""
        return self._label if self.state.roster is None else self._registry

    @property
    def unsaved(self) -> int:
        """How many changes are shown but not committed yet."""
        return len(self._attempts) + len(self._stale)

    def press(self, key: str, rows: Rows, page: int, top: int = 0) -> tuple[Effect, ...]:
        """One key, while `page` rows from `top` on are in view; what the screen has to do besides is returned."""
        self.pace.keys += 1
        self._tick()
        state = self.state
        call = self._call(rows, page, top)
        if state.prompt is not None:
            meant = prompt.meant(state, key)
            return self._run(lambda now: prompt.feed(now, call, key, meant))
        if state.jump is not None:
            return self._run(lambda now: label(now, call, key))
        fed = keymap.feed(self.root, state.pending, key)
        if fed.binding is not None:
            return self.run(fed.binding.command, fed.binding.arg, rows, page, top)
        message = ""
        if fed.cancelled:
            message = f"{' '.join(state.pending)} {key} means nothing."
        elif not fed.pending:
            message = f"{key} means nothing here; ? shows the keys."
        confirm = state.confirm if fed.pending else ""
        self.state = replace(state, pending=fed.pending, message=message, warn=bool(message), confirm=confirm)
        return ()

    def run(self, name: str, arg: str, rows: Rows, page: int, top: int = 0) -> tuple[Effect, ...]:
        """One command by its name."""
        call = replace(self._call(rows, page, top), arg=arg)
        return self._run(lambda now: perform(name, now, call))

    def tell(self, message: str, *, warn: bool = False) -> None:
        """Put a sentence on the screen."""
        self.state = replace(self.state, message=message, warn=warn)

    def place(self, anchor: int, head: int) -> None:
        """Put the selection where the mouse points."""
        snap = self.segments.snap
        moved = move.put(replace(calm(self.state), confirm=""), snap(anchor), snap(head))
        self.state = draft.aside(self.state, moved)

    def choose(self, claim: str) -> None:
        """Make the claim active that the mouse points at."""
        found = self.state.claim(claim)
        if found is not None:
            self.state = draft.aside(self.state, claims.activate(replace(calm(self.state), confirm=""), found))

    def _call(self, rows: Rows, page: int, top: int) -> Call:
        return Call(
            segments=self.segments,
            rows=rows,
            page=page,
            now=self.clock.now(),
            new_id=self._new_id,
            scheme=self.ref,
            spent=self._spent,
            guide=self.guide,
            top=top,
            elsewhere=lambda speaker: self._used_elsewhere(speaker, status_key(self.state)),
        )

    def _new_id(self) -> str:
        self._counter += 1
        # Of one length, so that claims on the same words keep the order in which they were made.
        return f"{self.clock.prefix}-{self._counter:05d}"

    def _tick(self) -> None:
        now = self.clock.seconds()
        gap, self._last_key = now - self._last_key, now
        if 0 <= gap <= PAUSE:
            self._spent += gap

    def _run(self, step: Step) -> tuple[Effect, ...]:
        """Take a step; undo and redo are answered here, the other effects by the screen."""
        before = self.state
        after, effects = step(before)
        self.state = after
        made = swaps(before, after)
        if made:
            self._submit(made, Attempt(step, before, self._spent))
        for effect in effects:
            if effect.kind in ("undo", "redo"):
                self._back(redo=effect.kind == "redo")
        return tuple(effect for effect in effects if effect.kind not in ("undo", "redo"))

    def _submit(self, made: tuple[Swap, ...], attempt: Attempt) -> None:
        self._counter += 1
        batch = f"{self.clock.prefix}.{self._counter}"
        ref = attempt.ref
        self.history = self.history.push(Entry(batch, made, ref))
        if not made:
            return
        self._attempts[batch] = attempt
        article = self.state.article
        seconds = round(attempt.seconds, 1)
        self._spent = 0.0
        job = Job(
            batch, made, article.id, article.text, self.annotator, ref, seconds, self.state.proposals, self.texts(made)
        )
        self.recorder.submit(job)

    def texts(self, made: tuple[Swap, ...]) -> dict[str, str]:
        """Texts of other articles that these swaps are about; labelling changes only the one that is shown."""
        return {}

    def _back(self, *, redo: bool) -> None:
        """Undo or redo one batch, apart from what another batch has changed since."""
        stack = self.history.undone if redo else self.history.done
        if not stack:
            word = "redo" if redo else "undo"
            self.state = replace(self.state, message=f"Nothing to {word} in this article.", warn=True)
            return
        entry = stack[-1]

        step = taking_back(entry, self._used_elsewhere, redo=redo)
        before = self.state
        self.state, _ = step(before)
        self._submit(swaps(before, self.state), Attempt(step, before, 0.0, entry.batch))

    def drain(self) -> bool:
        """Take in what the recorder has said; whether anything is to be painted."""
        changed = False
        while not self.recorder.inbox.empty():
            self._hear(self.recorder.inbox.get())
            changed = True
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
        elif news.kind == "read" and isinstance(news.found, Read):
            self._reading = False
            if self._attempts:
                self._ask()
            else:
                self._adopt(news.found)

    def _ask(self) -> None:
        """Read the layer again, once all that is submitted is through."""
        if self._reading:
            return
        self._reading = True
        self.recorder.read(self.reader())

    def reader(self) -> Callable[[Store], Read]:
        """What reads the article that is shown again."""
        article, annotator, round = self.state.article.id, self.annotator, self.round
        return lambda store: read(store, article, annotator, round)

    def adopted(self, found: Read) -> State:
        """The state with what was read just now."""
        return adopted(self.state, found)

    def _adopt(self, found: Read) -> None:
        self.state = self.adopted(found)
        self.history = found.history
        self.recorder.adopt(found.heads)
        again, self._stale = self._stale, []
        for attempt in again:
            self._again(attempt)

    def _again(self, attempt: Attempt) -> None:
        """Run what was overtaken on the fresh claims, or say that it no longer applies."""
        problem = lapsed(self.state, attempt.before)
        if problem:
            self.tell(problem, warn=True)
            return
        start = resumed(self.state, attempt.before)
        after, _ = attempt.step(start)
        made = swaps(start, after)
        self.state = after
        if made:
            self._submit(made, attempt)
        else:
            text = after.message or "Changed in another window: there was nothing left to do."
            self.state = replace(after, message=text)
