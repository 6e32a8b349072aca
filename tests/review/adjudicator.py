"""An adjudicator at the keys: layers written as rows, decided on a real review session with a real store."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from pathlib import Path

from annotator.core.article import freeze
from annotator.core.claim import Claim, Link
from annotator.core.command import Effect
from annotator.core.edit import with_field, with_role, with_speakers
from annotator.core.event import Batch, Change
from annotator.core.record import article_body, claim_body, speaker_body
from annotator.core.records.assignment import Status, status_body
from annotator.core.review.case import Case
from annotator.core.review.review import Review
from annotator.core.span import Span, pieces
from annotator.core.speaker import Speaker
from annotator.core.state import State
from annotator.core.text.wrap import Wrap
from annotator.project.attempt import Clock
from annotator.project.create import create
from annotator.project.project import Project
from annotator.project.review.desk import ReviewDesk
from annotator.project.review.setup import Setup
from tests.hand import NAMED

TEXT = (
    "Rents fell in October, the mayor said. Critics say that nobody noticed. "
    "The council may vote in May, Ruiz told reporters. “We will see,” she added, “in spring.”"
)
SPEAKERS = ("mayor", "ruiz", "critics")
_numbers = [itertools.count()]


def mark(who: str, content: str, text: str = TEXT, id: str = "", **parts: str) -> Claim:
    """A claim as one row: its words (pieces parted by ` … `), then roles, `by`, fields and `links` by name.

    Whatever is not named is said by the mayor, asserted, attributed, without flags; `-` leaves it open.
    """
    given = {"by": "mayor", "stance": "asserts", "evidence": "attributed", **parts}
    claim = Claim(id or f"{who}{next(_numbers[0])}", "a1", who)
    claim = with_role(claim, "content", pieces(_words(each, text) for each in content.split(" … ")))
    for key, value in given.items():
        if value == "-":
            continue
        if key in ("source", "cue"):
            claim = with_role(claim, key, (_words(value, text),))
        elif key == "by":
            claim = with_speakers(claim, tuple(value.split("+")))
        elif key == "links":
            claim = Claim(**{**_plain(claim), "links": (Link("responds_to", value),)})
        elif key == "flags":
            claim = with_field(claim, key, tuple(sorted(value.split("+"))))
        else:
            claim = with_field(claim, key, value)
    return claim


def _plain(claim: Claim) -> dict[str, object]:
    return {name: getattr(claim, name) for name in Claim.__slots__}


def _words(words: str, text: str) -> Span:
    at = text.index(words)
    return Span(at, at + len(words))


class Adjudicator:
    """One adjudicator's window on a project of one or more articles."""

    def __init__(self, folder: Path, *, name: str = "lead", second: bool = False, order: str = "mass") -> None:
        self.folder = folder
        if not (folder / "annotator.toml").exists():
            # Ids decide which rulings are drawn to be looked at: a test's own must not depend on those before it.
            _numbers[:] = [itertools.count()]
            create(folder, scheme="claims", title="Rents").close()
        self.project = Project.open(folder)
        self.name, self.second, self.order = name, second, order
        self.ticks = itertools.count()
        self.effects: list[Effect] = []
        self.desk: ReviewDesk

    def texts(self, *texts: str) -> Adjudicator:
        """Articles a1, a2, … and the speakers."""
        changes = []
        held = {}
        for number, text in enumerate(texts, 1):
            article = freeze(f"a{number}", text)
            held[article.sha256] = article.text
            changes.append(Change("article", (article.id,), article_body(article)))
        changes += [Change("speaker", (id,), speaker_body(Speaker(id, id.title(), "person"))) for id in SPEAKERS]
        self.project.store.record(Batch("texts", tuple(changes), "lead"), texts=held)
        return self

    def layer(self, who: str, *claims: Claim, article: str = "a1", done: bool = True) -> Adjudicator:
        """One annotator's whole layer, done unless told otherwise; what was there and is no more is deleted."""
        store, text = self.project.store, self.project.article(article).text
        prefix = (article, "human", who, "main")
        held = {claim.id: Claim(**{**_plain(claim), "article": article}) for claim in claims}
        changes = [
            Change("put", row.key, None, row.event) for row in store.current("put", prefix) if row.key[-1] not in held
        ]
        for claim in held.values():
            changes.append(Change("put", claim.key, claim_body(claim, text), store.head("put", claim.key)))  # type: ignore[arg-type]
        status = Status(article, who, "main", "human", "done" if done else "open", "")
        changes.append(Change("status", status.key, status_body(status), store.head("status", status.key)))
        store.record(Batch(f"layer-{next(_numbers[0])}", tuple(changes), who))
        return self

    def begin(self, **more: object) -> Adjudicator:
        """Survey the project and open the first case."""
        config = self.project.config
        setup = Setup(
            self.name,
            gold=config.gold,
            second=self.second,
            seed="s",
            blind=bool(more.get("blind")),
            trivial=bool(more.get("trivial")),
        )
        self.desk = ReviewDesk(self.project, setup, order=self.order)
        # Another window makes other ids, and time goes on.
        self.desk.session.clock = Clock(self._now, lambda: float(next(self.ticks)), f"{self.name}{next(_numbers[0])}")
        self.surveyed = list(self.desk.survey())
        self.desk.start(lambda: None)
        return self.go(str(more.get("article", "")) or self.desk.first().article)

    def go(self, article: str, case: str = "") -> Adjudicator:
        """Show an article, once all is saved."""
        if hasattr(self.desk.session, "state"):
            self.saved()
        self.desk.open(article, case)
        self.rows = Wrap(self.state.article.text, 60)
        return self

    def _now(self) -> str:
        tick = next(self.ticks)
        return f"2026-02-01T{9 + tick // 3600:02d}:{tick // 60 % 60:02d}:{tick % 60:02d}.000Z"

    def press(self, keys: str) -> Adjudicator:
        """Press keys written with blanks between them; the word after `'` is typed letter by letter."""
        for key in keys.split():
            letters = key[1:].replace("_", " ") if key.startswith("'") and len(key) > 1 else ""
            for each in letters or (NAMED.get(key, key),):
                self.effects += self.desk.session.press(each, self.rows, 10, 0)
        return self

    def on(self, words: str) -> Adjudicator:
        """Select these words exactly, as the mouse would."""
        span = _words(words, self.state.article.text)
        self.desk.session.place(*span)
        return self

    def saved(self) -> Adjudicator:
        """Wait until everything is stored, and take in what the recorder says."""
        for _ in range(20):
            assert self.desk.recorder.flush(5.0)
            through: list[bool] = []
            self.desk.recorder.read(lambda store, through=through: through.append(True))  # type: ignore[misc]
            while not through:
                assert self.desk.recorder.flush(5.0)
            self.desk.session.drain()
            if not self.desk.session.unsaved and self.desk.session._asked is None:
                break
        return self

    def close(self) -> None:
        """Close the window."""
        assert self.desk.close() == ""
        self.project.close()

    @property
    def state(self) -> State:
        """What the screen shows."""
        return self.desk.session.state

    @property
    def review(self) -> Review:
        """What is decided."""
        return self.desk.session.review

    @property
    def focus(self) -> Case:
        """The case in focus."""
        case = self.review.focus
        assert case is not None
        return case

    @property
    def status(self) -> str:
        """Of the case in focus."""
        return self.review.status(self.focus)

    @property
    def gold(self) -> list[str]:
        """Each gold claim as `words / speakers / stance / evidence`, in order."""
        return [self.told(claim) for claim in self.state.claims]

    def told(self, claim: Claim) -> str:
        """A claim in a row."""
        text = self.state.article.text
        words = " … ".join(text[start:end] for start, end in claim.pieces("content"))
        return " / ".join([words or "?", "+".join(claim.speakers) or "?", *self._fields(claim)])

    def _fields(self, claim: Claim) -> Sequence[str]:
        return [str(claim.fields.get(key, "?")) for key in ("stance", "evidence")]
