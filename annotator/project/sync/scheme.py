"""Whose scheme stands when it was changed in two places: the one that has all that the other has; else the later one.

Values are never deleted, so of two schemes neither of which has all of the other neither can stand: people write them
together into one file.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from annotator.config.scheme import read_scheme
from annotator.core.errors import Fault
from annotator.core.event import Batch, Body, Change
from annotator.core.scheme import Scheme, scheme_from_dict, vanished
from annotator.project.desk import token
from annotator.project.project import PROGRAM, SCHEME, SCHEME_KEY, Project, read_text
from annotator.store.place import appearing
from annotator.store.row import StoredEvent, body_of

THEIRS = "scheme.theirs.toml"
"""Where the other file is laid when a person has to put the two together."""


@dataclass(slots=True)
class Standing:
    """What follows for scheme.toml."""

    body: Body
    """Of the scheme that stands."""
    text: str | None = None
    """What is to be written to scheme.toml; None: it stays."""
    waits: str = ""
    """What is not here yet, without which it cannot stand."""
    theirs: str | None = None
    """The file that does not go together with the own one."""
    faults: list[Fault] = field(default_factory=list)


def judge(project: Project, events: Iterable[StoredEvent], text: Callable[[str], str | None]) -> Standing | None:
    """What follows from the schemes that come in, in their order; None when there is none here."""
    current = project.store.get("scheme", SCHEME_KEY)
    if current is None:
        return None
    # Of those with the same meaning for claims the later one stands.
    found = [((current.clock, *current.event), current.body)]
    found += [((each.clock, each.writer, each.seq), body_of(each.body) or {}) for each in events]
    found.sort(key=lambda each: each[0], reverse=True)
    schemes = {str(body.get("whole")): scheme_from_dict(body) for _, body in found}
    for _, body in found:
        whole = str(body.get("whole"))
        if not any(vanished(each, schemes[whole]) for each in schemes.values()):
            standing = Standing(body)
            if whole != current.body.get("whole"):
                _read(standing, scheme_from_dict(current.body), text)
            return standing
    mine = schemes[str(current.body.get("whole"))]
    for _, body in found:
        theirs = schemes[str(body.get("whole"))]
        back = vanished(theirs, mine)
        if back:
            return _apart(project, Standing(current.body), vanished(mine, theirs), back, text(theirs.whole))
    raise AssertionError("the own scheme has all of the others, and yet does not stand")


def _apart(project: Project, standing: Standing, lost: list[Fault], back: list[Fault], theirs: str | None) -> Standing:
    own, others = (", ".join(each.key for each in part) for part in (lost, back))
    what = f"the scheme was changed in two places: only the folder's has {others}"
    what += f", and only this one has {own}" if own else ""
    where = f"; theirs lies in {THEIRS}" if theirs is not None else ""
    right = f"write both into {SCHEME}, and sync again{where}"
    standing.faults, standing.theirs = [Fault(what, str(project.folder / SCHEME), right=right)], theirs
    return standing


def _read(standing: Standing, mine: Scheme, text: Callable[[str], str | None]) -> None:
    found = text(str(standing.body.get("whole")))
    if found is None:
        standing.waits = "the file of the changed scheme"
        return
    read, faults = read_scheme(found, file="the folder's scheme")
    # The file is what counts from now on, so it has to hold what its event says.
    standing.faults = faults if read is None else vanished(mine, read)
    standing.text = found


def lay(project: Project, name: str, text: str) -> None:
    """Write a file of the project, whole or not at all, with the rights of scheme.toml."""
    path = project.folder / name
    with appearing(path) as made:
        made.write_bytes(text.encode("utf-8"))
        made.chmod((project.folder / SCHEME).stat().st_mode & 0o777)


def own_text(project: Project) -> tuple[str, str]:
    """(hash, text) of scheme.toml as it is."""
    return project.scheme.whole, read_text(project.folder / SCHEME)


def stand(project: Project, standing: Standing) -> list[Batch]:
    """What is to be written within the transaction, so that the scheme that stands is current."""
    current = project.store.get("scheme", SCHEME_KEY)
    if current is None or current.body.get("whole") == standing.body.get("whole"):
        return []
    change = Change("scheme", SCHEME_KEY, standing.body, current.event)
    return [Batch(f"scheme-{token(12)}", (change,), PROGRAM)]
