"""Makes the store file of today's schema version: `python -m tests.golden.make`. Run once a version, and kept."""

from __future__ import annotations

from itertools import count
from pathlib import Path

from annotator.core.article import freeze
from annotator.core.event import Batch, Change, EventId
from annotator.core.record import article_body
from annotator.store import Store
from annotator.store.migrations import VERSION

HERE = Path(__file__).parent
ARTICLE = freeze("bridge", "Bridge is safe, says mayor 👩🏽‍🔬\r\n\r\n“No,” said Žofie.", source=b"raw")
CLAIM = ("bridge", "human", "ana", "main", "w1-1")
LAYER = CLAIM[:4]


def fill(store: Store) -> None:
    """One event of each kind, a replaced claim, a deleted one, and an undo."""

    def record(id: str, *changes: Change, screen: str = "", ref: str = "") -> EventId:
        article = "bridge" if screen else ""
        texts = {ARTICLE.sha256: ARTICLE.text} if changes[0].kind == "article" else {}
        return store.record(Batch(id, changes, "ana", article, screen, ref, 1.5), texts=texts)[-1]

    record("b1", Change("article", ("bridge",), article_body(ARTICLE)))
    record("b2", Change("scheme", ("scheme",), {"id": "claims", "version": "1.0"}))
    record("b3", Change("speaker", ("zofie",), {"id": "zofie", "name": "Žofie", "type": "person"}))
    first = record("b4", Change("put", CLAIM, {"id": "w1-1", "note": "one\u2028two"}), screen="label")
    second = record("b5", Change("put", CLAIM, {"id": "w1-1", "note": "three"}, first), screen="label")
    record("b6", Change("put", CLAIM, {"id": "w1-1", "note": "one\u2028two"}, second), screen="label", ref="b5")
    gone = record("b7", Change("put", (*LAYER, "w1-2"), {"id": "w1-2"}), screen="label")
    record("b8", Change("put", (*LAYER, "w1-2"), None, gone), screen="label")
    record("b9", Change("status", LAYER, {"status": "done"}), screen="label")
    record("b10", Change("assign", ("bridge", "ana", "main"), {"article": "bridge"}))
    record("b11", Change("decide", ("d1",), {"id": "d1", "article": "bridge"}))
    record("b12", Change("refuse", ("bridge", "ana", "main", "r1"), {"id": "r1"}))


if __name__ == "__main__":
    path = HERE / f"store-v{VERSION}.sqlite"
    path.unlink(missing_ok=True)
    ticks, writers = count(1_769_850_000_000), count(1)
    store = Store.open(
        path, create=True, journal="delete", now=lambda: next(ticks), writer_id=lambda: f"golden{next(writers):06d}"
    )
    fill(store)
    store.close()
    path.with_name(path.name + ".lock").unlink(missing_ok=True)
