"""check and backup."""

from __future__ import annotations

from argparse import Namespace

from annotator.cli import say
from annotator.core.record import quote_faults
from annotator.project.project import STORE, Project, find
from annotator.project.proposing import own_lexicon
from annotator.store import Store


def check_(call: Namespace) -> int:
    """Every hash, gap, text, offset and the projection; 1 when something is not as it was written."""
    from annotator.store.check import check, rebuild
    from annotator.store.salvage import salvage

    folder = find(call.project)
    if call.salvage:
        lost = salvage(folder / STORE, call.salvage)
        for fault in lost:
            say(str(fault))
        say(f"What is whole lies in {call.salvage}; {len(lost)} losses.")
        return 1 if lost else 0
    store = Store.open(folder / STORE)
    try:
        if call.rebuild:
            say(f"The projection was made anew: {rebuild(store)} things.")
        faults = check(store)
        if not faults:
            texts = {row.key[0]: store.text(str(row.body["sha256"])) for row in store.current("article")}
            for row in store.current("put"):
                faults += quote_faults(row.body, texts.get(row.key[0], ""))
    finally:
        store.close()
    for fault in faults:
        say(str(fault))
    if not faults:
        own_lexicon(folder)
        with Project.open(folder) as project:
            count = sum(1 for _ in project.store.events())
        say(f"Nothing is lost: {count} events, every hash, offset and the projection are as they were written.")
    return 1 if faults else 0


def backup_(call: Namespace) -> int:
    """A consistent copy of the store."""
    from annotator.store.check import backup

    with Project.open(call.project) as project:
        path = backup(project.store, call.path)
    say(f"{path} holds everything; `annotator check` proves it after it was put in place of the store.")
    return 0
