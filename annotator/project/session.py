"""The label session: keys in, states out, every change on its way to the store. It knows nothing of a screen.

`press` is the only writer of `state`, apart from what comes back from the store (`saving`). A command runs at once;
what it changed is handed to the recorder and shown as unsaved until the store has committed it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from annotator.core import keymap, prompt
from annotator.core.article import Article
from annotator.core.claim import SchemeRef
from annotator.core.command import Call, Effect, calm
from annotator.core.commands import COMMANDS, claims, draft, label, move, perform
from annotator.core.proposal.guide import Guide
from annotator.core.scheme import Scheme
from annotator.core.state import Draft, Place, State
from annotator.core.text.motion import Rows
from annotator.core.text.segment import Segments
from annotator.project.attempt import Attempt, Clock, Ids
from annotator.project.changes import status_key, swaps
from annotator.project.opening import Read, fresh_state, read
from annotator.project.pace import Pace
from annotator.project.recorder import Recorder
from annotator.project.saving import Saving
from annotator.project.undoing import Step, Used, taking_back
from annotator.store import Store

if TYPE_CHECKING:
    from annotator.project.proposing import Proposing

PAUSE = 30.0
"""Seconds between two keys from which on the time does not count as work on a claim."""


class Session(Saving):
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
        super().__init__(recorder, clock, annotator, round)
        self.scheme = scheme
        if keys and not keys.keys() <= COMMANDS.keys():
            # Keys for reviewing are known to a hand that labels, too.
            from annotator.core.commands import review as _review  # noqa: F401 - its commands enter the table
        self.commands, _ = keymap.rekeyed(COMMANDS, keys or {})
        """All commands, with the person's own keys."""
        self._label, faults = keymap.build(COMMANDS, scheme, keys, self.screen)
        self._registry, more = keymap.build(COMMANDS, scheme, keys, "registry")
        self.faults = tuple(dict.fromkeys((*faults, *more)))
        """Faults of the person's own keys, all at once."""
        self._ids = Ids(self._new_id)
        """Of the key that was pressed last."""
        self.ref = SchemeRef(scheme.id, scheme.version, scheme.meaning)
        self._last_key = clock.seconds()
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
        self.segments, self.guide = segments, guide
        self.show(draft.greeted(state, drafts or {}), found)
        return self.state

    def show(self, state: State, found: Read) -> None:
        """Show an article that was opened just now, as it was read."""
        own = {name: row.keys for name, row in self.commands.items() if row is not COMMANDS[name]}
        super().show(replace(state, keys=own), found)
        self.pace = Pace(state)
        self._last_key = self.clock.seconds()

    @property
    def keys_per_claim(self) -> float | None:
        """Keys for each claim that was completed since the article was opened; None before the first."""
        return self.pace.keys_per_claim(self.state)

    @property
    def root(self) -> keymap.Node:
        """The keys of the screen that is shown: the article's, or the registry's."""
        return self._label if self.state.roster is None else self._registry

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

    def paste(self, text: str) -> None:
        """A text into the open prompt, at once."""
        self._tick()
        self._run(lambda now: (prompt.pasted(now, text), ()))

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
        self._ids = Ids(self._new_id)
        return Call(
            segments=self.segments,
            rows=rows,
            page=page,
            now=self.clock.now(),
            new_id=self._ids,
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
            self.submit(made, Attempt(step, before, self._spent, self._ids))
        for effect in effects:
            if effect.kind in ("undo", "redo"):
                self._back(redo=effect.kind == "redo")
        return tuple(effect for effect in effects if effect.kind not in ("undo", "redo"))

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
        self.submit(swaps(before, self.state), Attempt(step, before, 0.0, self._ids, entry.batch))
