"""The counter: what the counting process does for each question, from the store to the report."""

from __future__ import annotations

from collections.abc import Callable
from time import monotonic

from annotator.core.errors import AnnotatorError, UsageError
from annotator.project.compare.choice import Wanted
from annotator.project.compare.heard import Heard, Source
from annotator.project.compare.measure import Tallies, agreement
from annotator.project.compare.unread import unread
from annotator.project.project import Project
from annotator.store import Store

REST = 4
"""After counting it rests so many times as long, so that somebody who writes all the time costs no whole processor."""
SAID = 0.1
"""Seconds between two words about how far it is."""


class Counter:
    """Counts again whenever something was written since; the tallies of articles that nobody touched are kept."""

    def __init__(
        self, source: Source, tell: Callable[[Heard], None], *, clock: Callable[[], float] = monotonic
    ) -> None:
        self._source, self._tell, self._clock = source, tell, clock
        self._tallies = Tallies(told=self._told)
        self._project: Project | None = None
        self._seen = -1
        """Version of the store that the last answer is about."""
        self._resting = 0.0
        self._said = 0.0

    def answer(self) -> None:
        """One question: `report`, `same`, or `failed` with a sentence. Raises BrokenPipeError when nobody hears."""
        try:
            self._count()
        except BrokenPipeError:
            raise
        except UsageError as problem:
            self._tell(Heard("failed", message=str(problem)))
        except (AnnotatorError, OSError) as problem:
            # What the machine has refused may work the next time.
            self._seen = -1
            self._tell(Heard("failed", message=str(problem)))
        except Exception as problem:  # noqa: BLE001 - a fault of ours is a sentence, without the value of a variable
            self._tell(Heard("failed", message=f"The numbers could not be counted ({type(problem).__name__})."))

    def _count(self) -> None:
        source, start = self._source, self._clock()
        if self._project is None:
            self._project = Project(source.folder, source.config, source.scheme, Store.open(source.store))
        version = self._project.store.data_version()
        if version == self._seen or (self._seen != -1 and start < self._resting):
            self._tell(Heard("same"))
            return
        # Read before the layers: what is written meanwhile is counted the next time.
        self._seen = version
        report = agreement(self._project, Wanted(rounds=(source.round,)), self._tallies)
        waiting = unread(self._project, source.annotator, source.round)
        self._resting = self._clock() + REST * (self._clock() - start)
        self._tell(Heard("report", report=report, counted=self._tallies.counted, unread=waiting))

    def _told(self, done: int, of: int) -> None:
        if done == of or self._clock() >= self._said + SAID:
            self._said = self._clock()
            self._tell(Heard("count", done, of))
