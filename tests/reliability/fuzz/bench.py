"""A small project in which everything occurs, its exports, and a place to try what was mutated."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stderr, suppress
from dataclasses import replace
from io import StringIO
from pathlib import Path

from annotator import plugins
from annotator.cli import run
from annotator.config.scheme import write_scheme
from annotator.core.article import freeze
from annotator.core.records.format import Losses, Wanted
from annotator.core.records.optional import MissingError
from annotator.project.create import create
from annotator.project.exchange.asked import Asked
from annotator.project.exchange.incoming import bring_in
from annotator.project.exchange.moment import Moment
from annotator.project.exchange.outgoing import Export
from annotator.project.exchange.selection import select
from annotator.project.exchange.target import write as written
from annotator.project.plan import assign
from annotator.project.project import STORE, Project
from annotator.project.release.rehydrate import Texts
from tests.formats.standoff.hostile import hostile
from tests.reliability.fuzz.mutation import Files
from tests.values import SCHEME

ARTICLES = ("emoji",)
GUIDELINES = "# Guide\n\n## Stance\n\nWho says it?\n\n```toml\nx = 1\n```\n\n## Evidence\n\n- none\n"
LEXICON = '[verbs]\nclaim = "asserts"\n\n[forms]\nclaim = ["claims", "claimed"]\n\n[phrases]\n"is said to" = "hedges"\n'
RULINGS = """format = 1
version = "1.1"

[[ruling]]
name = "one"
date = "2026-01-31"
version = "1.1"
passage = "stance"
text = "Doubt is no denial."
points = ["p1"]

[ruling.look]
stance = ["denies"]
words = ["doubt"]
"""


class Bench:
    """One process's project and folder. What was taken in is put back before the next try."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.inbox = folder / "in"
        self.made = folder / "project"
        self.project = _project(folder, self.made)
        for words in (["release", "r1"], ["export", "--pseudonyms", "-o", str(folder / "masked.jsonl")]):
            with redirect_stderr(StringIO()):
                assert run(["-C", str(self.made), *words]) == 0
        self.records = sorted(self.made.rglob("*.json"))
        own = [*(path for path in self.made.iterdir() if path.is_file()), *self.records]
        self.config: Files = {str(path.relative_to(self.made)): path.read_bytes() for path in sorted(own)}
        self.seeds: dict[str, Files] = dict(_exports(self.project, folder / "out"))
        self.known = self.project.dataset()
        self.texts: Texts = {each.sha256: each.text for each in self.known.articles.values()}.get
        self.project.close()
        self.whole = (self.made / STORE).read_bytes()
        self.project = Project.open(self.made)
        self.before = self.project.store.vector()

    def close(self) -> None:
        """Close the project."""
        self.project.close()

    def place(self, files: Files) -> Path:
        """The files in a folder of their own; names that no file system takes are passed over."""
        shutil.rmtree(self.inbox, ignore_errors=True)
        self.inbox.mkdir()
        for name, data in files.items():
            with suppress(OSError, ValueError):
                path = self.inbox / name
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(data)
        return self.inbox

    def unchanged(self) -> bool:
        """Whether the store is as it was."""
        return self.project.store.vector() == self.before

    def back(self) -> None:
        """Put the project back as it was."""
        self.project.close()
        for end in ("", "-wal", "-shm", "-journal"):
            (self.made / f"{STORE}{end}").unlink(missing_ok=True)
        (self.made / STORE).write_bytes(self.whole)
        for path in set(self.made.rglob("*.json")) - set(self.records):
            path.unlink()
        for name, data in self.config.items():
            (self.made / name).write_bytes(data)
        self.project = Project.open(self.made)

    @contextmanager
    def with_config(self, files: Files) -> Iterator[Path]:
        """The project's folder with these files of its own instead; put back afterwards."""
        self.project.close()
        for name in self.config:
            (self.made / name).unlink(missing_ok=True)
        for name, data in files.items():
            if name in self.config:
                (self.made / name).write_bytes(data)
        try:
            yield self.made
        finally:
            self.back()


def _project(folder: Path, made: Path) -> Project:
    scheme = folder / "scheme.toml"
    scheme.write_text(write_scheme(replace(SCHEME, speaker_types=SCHEME.speaker_types[:5])), "utf-8")
    project = create(made, scheme=str(scheme), title="Fuzzed")
    for name, text in (("guidelines.md", GUIDELINES), ("lexicon.toml", LEXICON), ("rulings.toml", RULINGS)):
        (made / name).write_text(text, "utf-8")
    data = hostile()
    small = replace(
        data,
        articles={id: data.articles[id] for id in ARTICLES} | {"plain": freeze("plain", "Rents fell, she said.")},
        layers={layer: content for layer, content in data.layers.items() if layer.article in ARTICLES},
    )
    path = folder / "first.jsonl"
    written(path, plugins.writer("articles"), plugins.writer("articles").write(small, Losses()))
    done = bring_in(project, path, Wanted(), format="articles")
    assert done.written, done.faults
    assign(project, list(ARTICLES), ["ana", "zoe"], round="main")
    return project


def _exports(project: Project, folder: Path) -> Iterator[tuple[str, Files]]:
    """The project in every format that is both written and read and whose library is installed."""
    read = {each.name for each in plugins.readers()}
    for writer in plugins.writers():
        if writer.name not in read:
            continue
        place = folder / writer.name
        target = place if not writer.suffix else place.with_suffix(writer.suffix)
        folder.mkdir(exist_ok=True)
        with project.store.snapshot():
            try:
                Export(select(Moment.now(project), Asked()), [writer]).to_path(target)
            except MissingError:
                continue
        files = [target] if target.is_file() else sorted(each for each in target.rglob("*") if each.is_file())
        root = target if target.is_dir() else folder
        yield writer.name, {str(each.relative_to(root)): each.read_bytes() for each in files}
