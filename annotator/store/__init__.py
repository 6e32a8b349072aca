"""The event store: the only place that knows SQL."""

from __future__ import annotations

from annotator.store.row import StoredBatch, StoredChange
from annotator.store.store import StaleBatchError, Store

__all__ = ["StaleBatchError", "Store", "StoredBatch", "StoredChange"]
