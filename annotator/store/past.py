"""The past: a store as it was after some events. Nothing is copied by hand, because events are only ever added."""

from __future__ import annotations

from collections.abc import Mapping

from annotator.core.errors import StoreError
from annotator.store.store import Store


def at(store: Store, vector: Mapping[str, int]) -> Store:
    """A store on the same file that reads what was current after these events (writer → its last) and writes nothing.

    Raises StoreError when some of them are not here.
    """
    here = store.vector()
    lacking = sorted(writer for writer, seq in vector.items() if here.get(writer, 0) < seq)
    if lacking:
        what = f"{len(lacking)} writers" if len(lacking) > 1 else "a writer"
        raise StoreError(f"Events of {what} are not in {store.path} ({', '.join(lacking[:3])}); bring them in first.")
    past = Store.open(store.path)
    try:
        past.engine.rewind(vector)
    except BaseException:
        past.close()
        raise
    return past
