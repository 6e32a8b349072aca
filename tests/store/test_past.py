"""The past: whatever was written since, a store reads what was current after some events."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.core.errors import StoreError
from annotator.core.event import KINDS, Batch, Change, Key
from annotator.store import Store
from annotator.store.past import at
from annotator.store.walk import layers

steps = st.lists(
    st.tuples(st.integers(0, 1), st.sampled_from(["c1", "c2", "c3"]), st.none() | st.integers(0, 3)), max_size=12
)


def put(store: Store, key: Key, value: int | None, name: str = "ana") -> None:
    """One claim's new state, or its end."""
    body = None if value is None else {"id": key[-1], "value": value}
    store.record(Batch(f"b{store.vector()}", (Change("put", key, body, store.head("put", key)),), name))


def state(store: Store) -> object:
    """All that is current."""
    assert sorted(layers(store)) == sorted(store.counts_by_layer())
    return {kind: store.current(kind) for kind in KINDS}, store.counts_by_layer()


@given(steps)
def test_every_moment_can_be_read_again(
    tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[int, str, int | None]]
) -> None:
    """By two windows, with claims that come, change and go."""
    path = tmp_path_factory.mktemp("past") / "store.sqlite"
    windows = [Store.open(path, create=True), Store.open(path)]
    try:
        moments = [(windows[0].vector(), state(windows[0]))]
        for window, id, value in steps:
            put(windows[window], ("a", "human", "ana", "main", id), value)
            moments.append((windows[0].vector(), state(windows[0])))
        for vector, then in moments:
            past = at(windows[0], vector)
            try:
                assert state(past) == then
                with pytest.raises(StoreError, match="can only be read"):
                    put(past, ("a", "human", "ana", "main", "c1"), 9)
            finally:
                past.close()
    finally:
        for window in windows:
            window.close()


def test_events_that_are_not_here(tmp_path: Path) -> None:
    """A vector of another store is refused, and says whose events are lacking."""
    store = Store.open(tmp_path / "store.sqlite", create=True)
    put(store, ("a", "human", "ana", "main", "c1"), 1)
    with pytest.raises(StoreError, match=r"Events of a writer are not in .* \(nobody\); bring them in first"):
        at(store, {"nobody": 1})
    (writer,) = store.vector()
    with pytest.raises(StoreError, match="Events of 2 writers"):
        at(store, {writer: 2, "nobody": 1})
    store.close()


def test_claims_are_counted_whatever_their_ids(tmp_path: Path) -> None:
    """Ids may hold commas, quotation marks and brackets."""
    store = Store.open(tmp_path / "store.sqlite", create=True)
    keys = [
        (article, "human", name, "main", id)
        for article in ("a", ",", 'x","y', "é", "]")
        for name in ("ana", "@b")
        for id in ("c1", ",", '","', "\\", '"]', "c,")
    ]
    for key in keys:
        put(store, key, 1)
    assert store.counts_by_layer() == {key[:4]: 6 for key in keys}
    assert sorted(layers(store)) == sorted({key[:4] for key in keys})
    store.close()
