"""Check and rebuild beside a window that goes on writing: nothing saved is forgotten, nothing whole called damaged."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from annotator.core.errors import StoreError
from annotator.core.event import Batch, Change
from annotator.store import Store
from annotator.store.check import check, rebuild
from annotator.store.row import StoredEvent


class Beside(Store):
    """A store beside which something happens each time that its events were read."""

    meanwhile: Callable[[], object] = staticmethod(int)

    def events(self) -> Iterator[StoredEvent]:
        yield from super().events()
        self.meanwhile()


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Beside]:
    """One with a claim, and another connection that saves a further one each time."""
    path = tmp_path / "store.sqlite"
    window = Store.open(path, create=True)
    window.engine.lock._patience = 0.0

    def save() -> None:
        number = sum(1 for _ in window.events())
        key = ("a", "human", "ana", "main", f"c{number}")
        window.record(Batch(f"b{number}", (Change("put", key, {"n": number}),), "ana", "a"))

    save()
    found = Beside.open(path)
    assert isinstance(found, Beside)
    found.meanwhile = save
    yield found
    found.close()
    window.close()


def test_rebuild_forgets_nothing(store: Beside) -> None:
    """What another window has saved before it is in the projection; what comes while it runs waits."""
    save = store.meanwhile

    def patient() -> None:
        with suppress(StoreError):
            save()

    store.meanwhile = patient
    rebuild(store)
    store.meanwhile = int
    assert check(store) == []
    assert len(store.current("put")) == sum(1 for _ in store.events())


def test_check_sees_one_moment(store: Beside) -> None:
    """Three commits come between its reads, and none is a fault."""
    assert check(store) == []
    store.meanwhile = int
    assert sum(1 for _ in store.events()) == 4
    assert check(store) == []
