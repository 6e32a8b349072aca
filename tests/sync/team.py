"""People who work on copies of one project and meet in a folder."""

from __future__ import annotations

import json
import shutil
from itertools import count
from pathlib import Path
from typing import Any

from annotator.core.claim import Claim
from annotator.core.event import Batch, Change, EventId
from annotator.core.record import claim_body
from annotator.core.span import Span
from annotator.project.add import add
from annotator.project.create import create
from annotator.project.project import STORE, Project
from annotator.project.sync.report import Shared
from annotator.project.sync.share import share
from annotator.store import Store
from annotator.store.check import check

TEXT = "Rents fell by 4.1% in May, said Ilse Brandt. “The bridge is safe,” Ana Ruiz said.\n"
_batches = count(1)


class Team:
    """One project, copied for each of them; `folder` is what they share."""

    def __init__(self, place: Path, *names: str, texts: tuple[str, ...] = (TEXT,)) -> None:
        self.place, self.folder = place, place / "shared"
        self.folder.mkdir()
        first = place / "origin"
        with create(first, title="Rents") as project:
            for number, text in enumerate(texts, 1):
                self.add(project, f"a{number}", text)
        for name in names:
            shutil.copytree(first, place / name)

    def add(self, project: Project, id: str, text: str) -> None:
        """Add an article."""
        file = self.place / f"{id}.txt"
        file.write_bytes(text.encode())
        assert [each.outcome for each in add(project, [file])] == ["added"]

    def open(self, name: str) -> Project:
        """Somebody's copy."""
        return Project.open(self.place / name)

    def sync(self, *names: str) -> Shared:
        """One after the other; what the last of them was told."""
        for name in names:
            with self.open(name) as project:
                done = share(project, self.folder)
        return done

    def put(self, name: str, id: str, note: str, *, who: str = "", article: str = "a1", gone: bool = False) -> EventId:
        """Somebody makes or changes a claim of theirs."""
        with self.open(name) as project:
            who = who or name
            text = project.article(article).text
            claim = Claim(id, article, who, spans={"content": (Span(0, 5),)}, note=note)
            change = Change(
                "put", claim.key, None if gone else claim_body(claim, text), project.store.head("put", claim.key)
            )
            return project.store.record(Batch(f"b{next(_batches)}", (change,), who, article, "label"))[0]

    def notes(self, name: str) -> dict[str, str]:
        """Claim → note, as somebody has it."""
        with self.open(name) as project:
            return {f"{row.key[0]} {row.key[-1]}": row.body["note"] for row in project.store.current("put")}

    def everything(self, name: str) -> tuple[Any, ...]:
        """All events and what is current; and nothing is wrong with it."""
        store = Store.open(self.place / name / STORE)
        try:
            assert [str(fault) for fault in check(store)] == []
            return sorted(store.events()), sorted(store.engine.run("SELECT * FROM current"))
        finally:
            store.close()

    def same(self, *names: str) -> bool:
        """Whether all of them have the same."""
        found = [self.everything(name) for name in names]
        return all(each == found[0] for each in found)

    def file(self, id: EventId) -> Path:
        """The file of a writer."""
        return self.folder / f"{id.writer}.jsonl"

    def rewrite(self, path: Path, line: int, **values: Any) -> None:
        """Change values of a line, with a hash that fits; None takes a value out."""
        from annotator.project.sync.line import event_line
        from annotator.store.row import StoredEvent

        lines = path.read_bytes().splitlines(keepends=True)
        given = json.loads(lines[line - 1])
        if line > 1:
            event = StoredEvent(**{**given, "clock": (given["clock"][0] << 16) + given["clock"][1], **values}).sealed()
            lines[line - 1] = event_line(event)
        else:
            lines[0] = json.dumps({**given, **values}).encode() + b"\n"
        path.write_bytes(b"".join(lines))
