"""An open project: a folder, its two files, and its store."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from annotator.config.project import FILE, ProjectConfig, config_from_dict, read_project
from annotator.core.article import Article
from annotator.core.errors import AnnotatorError, FaultsError, StaleError, UsageError
from annotator.core.event import Batch, Change, Current, EventId, Key
from annotator.core.record import article_from_body, claim_from_body, speaker_from_body
from annotator.core.records import limits
from annotator.core.scheme import Scheme, scheme_from_dict, scheme_to_dict, vanished
from annotator.core.speaker import Speaker
from annotator.store import Store

if TYPE_CHECKING:
    from annotator.config.rulings import Rulings
    from annotator.core.claim import Claim, Layer
    from annotator.core.records.dataset import Content, Dataset

STORE = Path(".annotator") / "store.sqlite"
BACKUPS = "backups"
"""Beside the store: the daily ones."""
SCHEME = "scheme.toml"
GUIDELINES = "guidelines.md"
LEXICON = "lexicon.toml"
"""The project's own cues; it may be missing."""
RULINGS = "rulings.toml"
"""What meetings have ruled; it may be missing."""
RELEASES = "releases"
"""A folder with a file for each release, to be kept with the project; it may be missing."""
SCHEME_KEY = ("scheme",)
PROGRAM = "@program"
"""Who adds articles and schemes: no annotator."""
_CACHE = "2"
"""Version of what is kept under a file's hash."""


def find(start: Path) -> Path:
    """The folder of the project that holds `start`. Raises UsageError when there is none."""
    here = placed(start)
    for folder in (here, *here.parents):
        if (folder / FILE).is_file():
            return folder
    raise UsageError(f"{start} lies in no project; `annotator init` makes one, `annotator demo` opens a sample.")


def placed(folder: Path) -> Path:
    """The absolute folder. Raises UsageError when its name is no UTF-8, which a store cannot be opened by."""
    found = folder.absolute()
    try:
        str(found).encode("utf-8")
    except UnicodeEncodeError:
        raise UsageError(f"The name of the folder {found} is not UTF-8; rename it, and call again.") from None
    return found


class Project:
    """One project, open. `close` it, or use it in a `with` block."""

    def __init__(self, folder: Path, config: ProjectConfig, scheme: Scheme, store: Store) -> None:
        self.folder, self.config, self.scheme, self.store = folder, config, scheme, store

    @classmethod
    def open(cls, start: Path) -> Project:
        """The project that holds `start`. Raises FaultsError with all faults of its files, StoreError, UsageError."""
        folder = find(start)
        store = Store.open(folder / STORE, create=not (folder / STORE).exists())
        try:
            config = _config(folder, store)
            scheme = _scheme(folder, store)
        except BaseException:
            store.close()
            raise
        return cls(folder, config, scheme, store)

    def __enter__(self) -> Project:
        return self

    def __exit__(self, *problem: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the store."""
        self.store.close()

    @property
    def title(self) -> str:
        """The project's title."""
        return self.config.title

    def guidelines(self) -> str:
        """The guidelines as Markdown; empty when there are none."""
        try:
            return (self.folder / GUIDELINES).read_text("utf-8")
        except (OSError, UnicodeDecodeError):
            return ""

    def rulings(self) -> Rulings:
        """What meetings have ruled. Raises FaultsError with all faults of the file."""
        from annotator.config.rulings import Rulings, read_rulings

        path = self.folder / RULINGS
        if not path.exists():
            return Rulings()
        found, faults = read_rulings(read_text(path), file=str(path))
        if faults:
            raise FaultsError(faults)
        return found

    def article_ids(self) -> list[str]:
        """Ids in order."""
        return sorted(row.key[0] for row in self.store.current("article"))

    def resolve_id(self, asked: str) -> str:
        """The id that a person means: as it is, in another case, or its beginning. Raises UsageError."""
        return self.resolve_ids([asked])[0]

    def resolve_ids(self, asked: Iterable[str]) -> list[str]:
        """The ids that a person means, as `resolve_id` has it; the project's are read once. Raises UsageError."""
        ids = dict.fromkeys(self.article_ids())
        return [each if each in ids else _meant(each, ids) for each in asked]

    def article(self, id: str) -> Article:
        """The article with its text. Raises UsageError when there is none."""
        row = self.store.get("article", (id,))
        if row is None:
            raise UsageError(f"There is no article {id!r}; `annotator status` lists them.")
        return self._article(row)

    def _article(self, row: Current) -> Article:
        return article_from_body(row.body, self.store.text(str(row.body["sha256"])))

    def articles(self) -> dict[str, Article]:
        """All articles, by id."""
        return {row.key[0]: self._article(row) for row in self.store.current("article")}

    def speakers(self) -> dict[str, Speaker]:
        """The registry."""
        return {row.key[0]: speaker_from_body(row.body) for row in self.store.current("speaker")}

    def layers(self, known: dict[EventId, Claim] | None = None) -> dict[Layer, Content]:
        """All layers that have a claim or a status, gold from the decisions included.

        `known` has claims that were read before, by the event that each is as it stands: only the others are read,
        and afterwards it has just those that there are.
        """
        from annotator.core.claim import Layer
        from annotator.core.records.dataset import Content

        claims: dict[Layer, list[Claim]] = {}
        for claim in self._claims(known):
            layer = Layer(claim.article, claim.annotator, claim.round, claim.layer)
            claims.setdefault(layer, []).append(claim)
        status: dict[Layer, str] = {}
        proposals: dict[Layer, str] = {}
        for row in self.store.current("status"):
            article, kind, annotator, round = row.key
            layer = Layer(article, annotator, round, kind)
            status[layer] = str(row.body.get("status", "open"))
            proposals[layer] = str(row.body.get("proposals", ""))
        return {
            layer: Content(status.get(layer, "open"), tuple(claims.get(layer, ())), proposals.get(layer, ""))
            for layer in sorted({*claims, *status})
        }

    def _claims(self, known: dict[EventId, Claim] | None) -> Iterable[Claim]:
        if not known:
            found = {row.event: claim_from_body(row.body) for row in self.store.current("put")}
        else:
            found = {
                event: known[event] if event in known else self._claim(key) for key, event in self.store.standing("put")
            }
        if known is not None:
            known.clear()
            known.update(found)
        return found.values()

    def _claim(self, key: Key) -> Claim:
        row = self.store.get("put", key)
        assert row is not None, "read in one transaction with its head"
        return claim_from_body(row.body)

    def dataset(self, known: dict[EventId, Claim] | None = None) -> Dataset:
        """Everything, as one value; `known` as for `layers`."""
        from annotator.core.records.assignment import assignment_from_body, refusal_from_body
        from annotator.core.records.dataset import Dataset
        from annotator.core.records.decision import decision_from_body

        with self.store.snapshot():
            return Dataset(
                articles=self.articles(),
                layers=self.layers(known),
                speakers=self.speakers(),
                assignments=tuple(assignment_from_body(row.body) for row in self.store.current("assign")),
                decisions=tuple(decision_from_body(row.body) for row in self.store.current("decide")),
                refusals=tuple(refusal_from_body(row.body) for row in self.store.current("refuse")),
                scheme=self.scheme,
                files=self.files(),
            )

    def files(self) -> dict[str, str]:
        """The project's own files, word for word."""
        paths = [self.folder / name for name in (FILE, SCHEME, GUIDELINES, LEXICON, RULINGS)]
        return {path.name: read_text(path) for path in paths if path.exists()}


def _meant(asked: str, ids: Collection[str]) -> str:
    folded = [id for id in ids if id.casefold() == asked.casefold()]
    starting = [id for id in ids if id.casefold().startswith(asked.casefold())]
    found = folded or starting
    if len(found) == 1:
        return found[0]
    from difflib import get_close_matches

    near = found or get_close_matches(asked, ids, 3)
    hint = f"did you mean {' or '.join(near[:3])}?" if near else "`annotator status` lists them."
    raise UsageError(f"There is no article {asked!r}; {hint}")


def read_text(path: Path) -> str:
    """A file of the project as UTF-8, word for word. Raises AnnotatorError."""
    try:
        size = path.stat().st_size
        if path.suffix == ".toml" and size > limits.WRITTEN_TOML:
            # Looked at before it is read: what is larger than memory would end the program.
            most = limits.shown(limits.WRITTEN_TOML)
            raise AnnotatorError(f"{path} has {size:,} bytes; no TOML file of a project has more than {most}.")
        return path.read_bytes().decode("utf-8")
    except FileNotFoundError:
        raise UsageError(f"{path} is missing; restore it, or make a new project with `annotator init`.") from None
    except (OSError, UnicodeDecodeError) as problem:
        raise AnnotatorError(f"{path} cannot be read: {problem}.") from problem


def _config(folder: Path, store: Store) -> ProjectConfig:
    text = read_text(folder / FILE)
    key = f"project:{_CACHE}:{sha256(text.encode()).hexdigest()}"
    kept = store.cache_get(key)
    if kept is not None:
        return config_from_dict(json.loads(kept))
    config, faults = read_project(text, file=str(folder / FILE))
    if config is None:
        raise FaultsError(faults)
    store.cache_put(key, json.dumps(config.to_dict()).encode())
    return config


def _scheme(folder: Path, store: Store) -> Scheme:
    """The scheme of the file, validated once; a changed one becomes an event."""
    text = read_text(folder / SCHEME)
    key = f"scheme:{_CACHE}:{sha256(text.encode()).hexdigest()}"
    kept = store.cache_get(key)
    if kept is not None:
        scheme = scheme_from_dict(json.loads(kept))
    else:
        from annotator.config.scheme import read_scheme

        read, faults = read_scheme(text, file=str(folder / SCHEME))
        if read is None:
            raise FaultsError(faults)
        scheme = read
        store.cache_put(key, json.dumps(scheme_to_dict(scheme)).encode())
    current = store.get("scheme", SCHEME_KEY)
    if current is None or current.body.get("whole") != scheme.whole:
        try:
            _adopt(folder, store, scheme, current, text)
        except StaleError:
            # Another opening was faster, with this file or with what it has become since.
            return _scheme(folder, store)
    return scheme


def _adopt(folder: Path, store: Store, scheme: Scheme, current: Current | None, text: str) -> None:
    if current is not None:
        faults = vanished(scheme_from_dict(current.body), scheme)
        if faults:
            from dataclasses import replace

            raise FaultsError([replace(fault, file=str(folder / SCHEME)) for fault in faults])
    if store.read_only:
        return
    change = Change("scheme", SCHEME_KEY, scheme_to_dict(scheme), current.event if current else None)
    batch = Batch(f"scheme-{scheme.whole[:16]}-{current.clock if current else 0}", (change,), PROGRAM)
    # The file itself, too: whoever takes the event in gets it word for word.
    store.record(batch, texts={scheme.whole: text})
