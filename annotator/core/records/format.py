"""What a format is: an object that reads sources into a dataset, writes a dataset as bytes, or both.

A format is one file and one entry point (group `annotator.formats`) that names such an object. It speaks core values
only, imports its client library inside the method that needs it, and never drops anything in silence.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from typing import BinaryIO, NamedTuple, Protocol

from annotator.core.errors import Fault
from annotator.core.records.dataset import Dataset
from annotator.core.standoff.mapping import LabelMapping


class Source(NamedTuple):
    """One file to read."""

    name: str
    """As the person named it; for a file in a folder, the folder and the path inside it."""
    open: Callable[[], BinaryIO]


class Part(NamedTuple):
    """Some bytes of an export."""

    file: str
    """Path inside the export's folder; empty when the format writes a single file."""
    data: bytes


class Wanted(NamedTuple):
    """What the person asked an import to be, whatever the file says. Empty: as the file says."""

    annotator: str = ""
    layer: str = ""
    """One of `KINDS`."""
    round: str = ""
    status: str = "done"
    """Status of layers for which the file gives none."""
    mapping: LabelMapping | None = None
    """What the words of a file from elsewhere mean; None: they are guessed."""
    offsets: str = ""
    """The unit in which a file from elsewhere counts (`core.standoff.offset.UNITS`); empty: as the format says."""


class Reading(NamedTuple):
    """What an import brings: everything that is right, and every fault."""

    data: Dataset
    faults: tuple[Fault, ...] = ()
    notes: tuple[str, ...] = ()
    """Sentences about what was mapped or left out on purpose."""
    mapping: LabelMapping | None = None
    """What the words of a file from elsewhere were taken for, as it was given or guessed."""
    exact: bool = False
    """Whether it is a copy of a whole project, of which each record holds as it is."""


class Losses:
    """What one format wrote and what it could not carry, counted while it is written: the report of an export."""

    def __init__(self) -> None:
        self.counts: Counter[str] = Counter()
        self.written: Counter[str] = Counter()

    def add(self, what: str, count: int = 1) -> None:
        """Count something that was lost or changed, named as a plural noun phrase (`spans split at line breaks`)."""
        if count:
            self.counts[what] += count

    def wrote(self, what: str, count: int = 1) -> None:
        """Count what stands in the export (`claims`, `spans`, `sentences`)."""
        if count:
            self.written[what] += count

    def __iter__(self) -> Iterator[str]:
        """One phrase per thing counted, in order of first mention: `articles without claims: 1`."""
        return (f"{what}: {count}" for what, count in self.counts.items())


class Reader(Protocol):
    """A format that can be imported.

    It may have a method `recognises(names, head) -> bool`: whether files of these names, the first of which begins with
    these bytes, look like its own. Without it, the format must be named. It may have `deep = True`: it reads the files
    of a folder's folders, too.
    """

    name: str
    help: str
    """One line for `import --help`."""

    def read(self, sources: Sequence[Source], known: Dataset, wanted: Wanted) -> Reading:
        """The records of the sources. `known` is the project: its articles, scheme, registry and layers.

        Never raises for what a file contains: every fault is returned, with file, line and key.
        """
        ...


class Writer(Protocol):
    """A format that can be exported.

    It may have a text `place`: where it stands in an export of all formats, as `native/claims.jsonl` for a single file
    or `hf/` for a folder, else a folder of its name; `bare = True` when it can leave out texts and quoted words where
    `data.texts` says so, else it is not asked to; `binary = True` when its single file is no text, so that it is not
    written to a terminal; and a tuple of texts `files`: what an older export of it may have left in its folder besides
    the files that are written again. A dataclass with a field `offsets` takes the unit in which it counts, one of
    `core.standoff.offset.UNITS`.
    """

    name: str
    help: str
    """One line for `export --help`."""
    suffix: str
    """Of the single file (`.jsonl`), or empty: it writes a folder."""

    def write(self, data: Dataset, losses: Losses) -> Iterator[Part]:
        """The export, piece by piece, each file's pieces in order. The same dataset gives the same bytes."""
        ...


def place_of(writer: Writer) -> str:
    """Where a format stands in an export of all formats: a file, or a folder that ends in a slash."""
    return str(getattr(writer, "place", f"{writer.name}/"))
