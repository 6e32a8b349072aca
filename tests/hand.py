"""A hand at the keys: presses a sequence on a real session with a real store, without a screen."""

from __future__ import annotations

import itertools
import threading
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path

from annotator.config.scheme import read_scheme
from annotator.core.article import Article, freeze
from annotator.core.claim import Claim
from annotator.core.command import Effect
from annotator.core.event import Batch, Change
from annotator.core.record import article_body
from annotator.core.scheme import Scheme
from annotator.core.state import State
from annotator.core.text.wrap import Wrap
from annotator.project.attempt import Clock
from annotator.project.opening import used_elsewhere
from annotator.project.proposing import Proposing
from annotator.project.recorder import Recorder
from annotator.project.session import Session
from annotator.store import Store

ROOT = Path(__file__).parent.parent
NAMED = {"↓": "down", "⏎": "enter", "⌫": "backspace", "⇥": "tab", "⇤": "shift+tab", "␣": "space"}
_prefixes = (f"w{number}" for number in itertools.count(1))


@lru_cache
def scheme(name: str = "claims") -> Scheme:
    """A ready scheme."""
    found, faults = read_scheme((ROOT / "schemas" / f"{name}.toml").read_text("utf-8"))
    assert found is not None, faults
    return found


class Hand:
    """One annotator's window on a project in a folder."""

    def __init__(
        self,
        folder: Path,
        *texts: str,
        annotator: str = "ana",
        scheme_name: str = "claims",
        proposing: Proposing | None = None,
        open_store: Callable[[Path], Store] = Store.open,
    ) -> None:
        path = folder / "store.sqlite"
        fresh = not path.exists()
        self.store = Store.open(path, create=fresh)
        self.articles: list[Article] = []
        for number, text in enumerate(texts, 1):
            article = freeze(f"a{number}", text)
            self.articles.append(article)
            if self.store.get("article", (article.id,)) is None:
                body = article_body(article)
                change = Change("article", (article.id,), body)
                self.store.record(Batch(f"add-{number}", (change,), annotator), texts={article.sha256: article.text})
        self.scheme = scheme(scheme_name)
        self.ticks = itertools.count()
        self.recorder = Recorder(path, open_store, retry_seconds=0.01)
        self.recorder.start()
        clock = Clock(self._now, lambda: float(next(self.ticks)), next(_prefixes))
        self.session = Session(
            self.scheme,
            annotator,
            self.recorder,
            clock,
            used_elsewhere=lambda speaker, layer: used_elsewhere(self.store, self.scheme, speaker, layer),
            proposing=proposing,
        )
        self.effects: list[Effect] = []
        self.open(0)

    def _now(self) -> str:
        return f"2026-01-31T09:{next(self.ticks) // 60 % 60:02d}:00.000Z"

    def open(self, index: int) -> State:
        """Show one of the articles."""
        self.settle()
        self.rows = Wrap(self.articles[index].text, 60)
        self.top = 0
        return self.session.open(self.articles[index], self.store)

    def at(self, words: str, start: int = 0) -> Hand:
        """Put the cursor at the start of these words."""
        offset = self.state.article.text.index(words, start)
        self.session.place(offset, offset)
        return self

    def on(self, words: str) -> Hand:
        """Select these words exactly, as the mouse would."""
        offset = self.state.article.text.index(words)
        self.session.place(offset, offset + len(words))
        return self

    def press(self, keys: str) -> Hand:
        """Press keys written with blanks between them; the word after `'` is typed letter by letter."""
        for key in keys.split():
            if key.startswith("'") and len(key) > 1:
                for letter in key[1:].replace("_", " "):
                    self._one(letter)
            else:
                self._one(NAMED.get(key, key))
        return self

    def _one(self, key: str) -> None:
        self.effects += self.session.press(key, self.rows, 10, self.top)

    def settle(self) -> Hand:
        """Wait until everything is saved, and take in what the recorder says."""
        if hasattr(self.session, "state"):
            for _ in range(20):
                assert self.recorder.flush(5.0)
                # A read that is under way answers after the flush, so the queue is let through once more.
                through = threading.Event()
                self.recorder.read(lambda store, through=through: through.set())  # type: ignore[misc]
                assert through.wait(5.0)
                self.session.drain()
                if not self.session.unsaved and self.session._asked is None:
                    break
        return self

    def close(self) -> None:
        """Close the window."""
        self.recorder.close()
        self.store.close()

    @property
    def state(self) -> State:
        """What the screen shows."""
        return self.session.state

    @property
    def message(self) -> str:
        """The last sentence."""
        return self.state.message

    @property
    def selected(self) -> str:
        """The selected words."""
        start, end = self.state.selection.span
        return self.state.article.text[start:end]

    def words(self, claim: Claim, role: str = "content") -> list[str]:
        """The pieces of a role, as words."""
        return [self.state.article.text[start:end] for start, end in claim.pieces(role)]

    @property
    def contents(self) -> list[list[str]]:
        """The contents of all claims, in order."""
        return [self.words(claim) for claim in self.state.claims]
