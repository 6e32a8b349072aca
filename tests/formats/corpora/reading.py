"""Reading bytes as a corpus."""

from __future__ import annotations

import io

from annotator.core.errors import Fault
from annotator.core.records.corpus import Chosen, Corpus, Note, Raw
from annotator.core.records.format import Source


def found(corpus: Corpus, raw: bytes, **chosen: object) -> tuple[list[Raw], list[str], list[str]]:
    """(articles, faults, notes) of a file with these bytes; faults with their lines in front."""
    raws: list[Raw] = []
    faults: list[str] = []
    notes: list[str] = []
    for each in corpus.read(Source("file", lambda: io.BytesIO(raw)), Chosen(**chosen)):  # type: ignore[arg-type]
        if isinstance(each, Raw):
            raws.append(each)
        elif isinstance(each, Fault):
            faults.append(str(each))
        else:
            assert isinstance(each, Note)
            notes.append(each.words)
    return raws, faults, notes
