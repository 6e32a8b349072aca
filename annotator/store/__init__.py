"""The event store: the only place that knows SQL."""

from __future__ import annotations

from annotator.store.store import StaleBatchError, Store, StoredBatch, StoredChange

__all__ = ["StaleBatchError", "Store", "StoredBatch", "StoredChange"]
