"""The way out, and back in: what could not be saved lies in a file, and is saved when the project is opened again.

Each batch in it names the events that it replaces, so that what somebody has changed since is not overwritten.
"""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from annotator.core.article import fresh_id, text_hash
from annotator.core.errors import AnnotatorError, StaleError, StoreError
from annotator.core.event import CLASS_OF, Batch, Change, EventId, Key
from annotator.project.changes import change, value
from annotator.project.ending.crash import private
from annotator.project.recorder import Job
from annotator.store.place import reach

if TYPE_CHECKING:
    from annotator.project.ending.drafts import Drafts
    from annotator.project.session import Session
    from annotator.store import Store

NAME, OVERTAKEN = "unsaved-", "overtaken-"
KINDS = frozenset(CLASS_OF) - {"article", "scheme", "assign"}
"""What a screen changes."""


def put_away(session: Session, drafts: Drafts, seconds: float = 2.0, *, insist: bool = True) -> str:
    """Stop writing; a sentence when something could not be saved within `seconds`, and where it lies now.

    Raises StoreError when it could not be kept anywhere either and nobody insists: then nothing is stopped.
    """
    if not hasattr(session, "state"):  # nothing has been shown yet
        session.recorder.close(seconds)
        return ""
    drafts.end(session.state, unsaved=True)
    said = "" if session.settle(seconds) else _kept(session, drafts.places, insist=insist)
    session.recorder.close(0.2 if said else seconds)
    session.drain()
    if session.unsaved and not said:
        # Something was changed after all had been saved: by a key that came before the screen knew that it ends.
        said = _kept(session, drafts.places, insist=True)
    drafts.end(session.state, unsaved=bool(session.unsaved))
    return said if session.unsaved else session.lapsed


def _kept(session: Session, places: Sequence[Path], *, insist: bool) -> str:
    jobs, recorder = session.left, session.recorder
    why = session.problem.rstrip(".") or "the disk does not answer"
    lost, are = f"{_changes(len(jobs))} could not be saved ({why})", _are(len(jobs))
    they = "it" if len(jobs) == 1 else "they"
    for folder in (*places, None):
        with contextlib.suppress(OSError):
            path = rescue(jobs, recorder.known, recorder.screen, folder)
            again = f", and {are} saved when the project is opened again" if folder else ""
            return f"{lost}; {they} {are} kept in {path}{again}."
    if not insist:
        raise StoreError(
            f"{lost}, nor kept in any file. Make room first; the same key again leaves without what is unsaved."
        )
    return f"{lost}, nor kept in any file: {they} {are} lost."


def _changes(count: int) -> str:
    """What a hand has done: as many as `u` would take back."""
    return "1 change" if count == 1 else f"{count} changes"


def _are(count: int, one: str = "is", more: str = "are") -> str:
    return one if count == 1 else more


def rescue(jobs: Sequence[Job], heads: Mapping[tuple[str, Key], EventId], screen: str, folder: Path | None) -> Path:
    """Write batches that could not be saved to a new file that only its owner can read, one a line.

    `heads` are the events that they replace. Without a folder it lies among the temporary files. Raises OSError.
    """
    if folder is not None:
        private(folder)
    descriptor, path = tempfile.mkstemp(prefix=NAME, suffix=".jsonl", dir=folder)
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.writelines(json.dumps(_line(job, heads, screen)) + "\n" for job in jobs)
            file.flush()
            reach(file.fileno())
    except OSError:
        Path(path).unlink(missing_ok=True)
        raise
    return Path(path)


def _line(job: Job, heads: Mapping[tuple[str, Key], EventId], screen: str) -> dict[str, Any]:
    made = [change(swap, job.text_of(swap), heads, job.proposals) for swap in job.swaps]
    return {
        "batch": job.batch,
        "annotator": job.annotator,
        "article": job.article,
        "screen": screen,
        "ref": job.ref,
        "seconds": job.seconds,
        "text": text_hash(job.text) if job.text else "",
        "changes": [{"kind": each.kind, "key": each.key, "body": each.body, "prev": each.prev} for each in made],
    }


@dataclass(slots=True)
class Back:
    """What has become of changes that were left unsaved."""

    saved: int = 0
    overtaken: int = 0
    said: list[str] = field(default_factory=list)
    """Sentences about files that were left as they are."""

    def __str__(self) -> str:
        parts, left = [], self.overtaken
        if self.saved:
            what = f"{_changes(self.saved)} that could not be saved last time"
            parts.append(f"{what} {_are(self.saved)} saved now.")
        if left:
            what = f"{left} {_are(left, 'was', 'were')} overtaken by other changes"
            parts.append(f"{what} and {_are(left)} left in {OVERTAKEN}*.jsonl beside.")
        return " ".join([*parts, *self.said])


def bring_back(store: Store, places: Sequence[Path], annotator: str) -> str:
    """Save what an annotator could not save when a screen was left; a sentence about it, empty when there is nothing.

    What was changed by somebody else meanwhile is left in a file beside.
    """
    back = Back()
    for folder in places:
        with contextlib.suppress(OSError):
            for path in sorted(folder.glob(f"{NAME}*.jsonl"), key=lambda each: each.stat().st_mtime_ns):
                _bring(store, path, annotator, back)
    return str(back)


def _bring(store: Store, path: Path, annotator: str, back: Back) -> None:
    # A file that may not be read is another person's.
    with contextlib.suppress(PermissionError, FileNotFoundError), path.open("rb") as file:
        if _alone(file, path):
            _take(store, path, file.read(), annotator, back)


def _alone(file: IO[bytes], path: Path) -> bool:
    """Whether no other window is at this file, nor has been since it was found."""
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:
        # A file system without locks.
        pass
    return os.path.samestat(os.fstat(file.fileno()), path.stat())


def _take(store: Store, path: Path, held: bytes, annotator: str, back: Back) -> None:
    try:
        lines = held.decode("utf-8").split("\n")[:-1]
        batches = [batch_of(json.loads(line)) for line in lines]
    except (AnnotatorError, OSError, ValueError, LookupError, TypeError, AttributeError, RecursionError):
        back.said.append(f"{path} cannot be read as changes that were not saved.")
        return
    if not lines or any(batch.annotator != annotator for batch in batches):
        return
    heads: dict[tuple[str, Key], EventId] = {}
    left = 0
    for batch in batches:
        try:
            _record(store, _on_its_text(store, batch), heads)
        except StaleError:
            left += 1
        except (AnnotatorError, ValueError, LookupError, TypeError) as problem:
            why = str(problem) if isinstance(problem, AnnotatorError) else "the file is not right."
            back.said.append(f"Changes in {path} are not saved yet: {why}")
            return
    back.saved += len(lines) - left
    back.overtaken += left
    if left:
        path.replace(path.with_name(path.name.replace(NAME, OVERTAKEN, 1)))
    else:
        path.unlink()


def _record(store: Store, batch: Batch, heads: dict[tuple[str, Key], EventId]) -> None:
    """Write a batch behind those before it. Raises StaleError; what is stored just so already was saved after all."""
    found = [store.get(each.kind, each.key) for each in batch.changes]
    if all((row.body if row else None) == each.body for row, each in zip(found, batch.changes, strict=True)):
        # Where the thing is no more, too: what follows may bring it back.
        heads |= {at: head for each in batch.changes if (head := store.head(*(at := (each.kind, each.key))))}
        return
    changes = tuple(
        Change(each.kind, each.key, each.body, heads.get((each.kind, each.key), each.prev)) for each in batch.changes
    )
    ids = store.record(replace(batch, changes=changes))
    heads |= {(each.kind, each.key): event for each, event in zip(changes, ids, strict=True)}


def _on_its_text(store: Store, batch: Batch) -> Batch:
    """The batch on the id that its text has by now, where another text came under the one that it was made on."""
    found = store.get("article", (batch.article,)) if batch.text else None
    if found is None or found.body.get("sha256") == batch.text:
        return batch
    fresh = fresh_id(batch.article, batch.text)
    there = store.get("article", (fresh,))
    if there is None or there.body.get("sha256") != batch.text:
        return batch
    changes = tuple(_moved(store, each, batch.article, fresh) for each in batch.changes)
    return replace(batch, article=fresh, changes=changes)


def _moved(store: Store, change: Change, article: str, fresh: str) -> Change:
    """A change of something on an article, on another id; made from what stands there, if it is what it was made
    from."""
    from annotator.store.union import body_of_event

    def renamed(body: Mapping[str, Any], id: str) -> dict[str, Any]:
        results = {"results": [{**claim, "article": id} for claim in body["results"]]} if "results" in body else {}
        return {**body, **results, "article": id}

    about = (change.body or {}).get("article", article) if change.kind == "decide" else change.key[0]
    if about != article:
        return change
    key = change.key if change.kind == "decide" else (fresh, *change.key[1:])
    now, before = store.get(change.kind, key), body_of_event(store, change.prev) if change.prev else None
    same = now is not None and before is not None and renamed(now.body, article) == before
    prev = now.event if now is not None and same else change.prev
    return replace(change, key=key, body=change.body and renamed(change.body, fresh), prev=prev)


def batch_of(held: Mapping[str, Any]) -> Batch:
    """The batch of a line. Raises ValueError, LookupError or TypeError when it is none."""
    changes = []
    for each in held["changes"]:
        kind, body, prev = each["kind"], each["body"], each["prev"]
        if kind not in KINDS:
            raise ValueError(kind)
        if body is not None:
            value(kind, body)
        before = EventId(str(prev[0]), int(prev[1])) if prev else None
        changes.append(Change(kind, tuple(map(str, each["key"])), body, before))
    words = ("batch", "annotator", "article", "screen", "ref", "text")
    batch, name, article, screen, ref, text = (str(held[word]) for word in words)
    return Batch(batch, tuple(changes), name, article, screen, ref, float(held["seconds"]), text)
