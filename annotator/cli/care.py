"""check, backup, doctor."""

from __future__ import annotations

import sys
from argparse import Namespace
from contextlib import closing
from pathlib import Path

from annotator.cli import say
from annotator.core.errors import UsageError
from annotator.core.record import quote_faults
from annotator.core.text.plural import plural
from annotator.core.visible import visible
from annotator.project.exchange.soundness import gold_faults
from annotator.project.project import STORE, Project, find
from annotator.project.proposing import own_lexicon
from annotator.store import Store


def check_(call: Namespace) -> int:
    """Every hash, gap, text, offset, the projection, and what gold says; 1 when something is not as it was written."""
    from annotator.store import log
    from annotator.store.check import check, rebuild
    from annotator.store.salvage import salvage

    folder = find(call.project)
    if call.salvage:
        lost = salvage(folder / STORE, call.salvage)
        for fault in lost:
            say(str(fault))
        with closing(Store.open(call.salvage, journal="delete")) as out:
            say(f"What is whole lies in {call.salvage}: {_held(out)}; {plural(len(lost), 'loss', 'losses')}.")
        return 1 if lost else 0
    if rotten := log.faults(folder / STORE):
        for fault in rotten:
            say(str(fault))
        return 1
    store = Store.open(folder / STORE)
    try:
        if call.rebuild:
            say(f"The projection was made anew: {rebuild(store)} things.")
        with store.snapshot():
            faults = check(store)
            if not faults:
                texts = {row.key[0]: store.text(str(row.body["sha256"])) for row in store.current("article")}
                for row in store.current("put"):
                    faults += quote_faults(row.body, texts.get(row.key[0], ""))
                count = sum(1 for _ in store.events())
    finally:
        store.close()
    for fault in faults:
        say(str(fault))
    if not faults:
        own_lexicon(folder)
        with Project.open(folder) as project, project.store.snapshot():
            held = _held(project.store)
            faults = gold_faults(project)
        for fault in faults:
            say(str(fault))
    if not faults:
        events = plural(count, "event")
        say(f"Nothing is lost: {events}, every hash, offset and the projection are as they were written.")
        say(f"Here are {held}.")
    return 1 if faults else 0


def _held(store: Store) -> str:
    """How much a store holds, so that one that is nearly empty is seen to be."""
    layers = store.counts_by_layer()
    kinds = {"article": "article", "decide": "decision"}
    articles, decisions = (plural(len(store.standing(kind)), word) for kind, word in kinds.items())
    return f"{articles}, {plural(len(layers), 'layer')}, {plural(sum(layers.values()), 'claim')}, {decisions}"


def backup_(call: Namespace) -> int:
    """A consistent copy of the store."""
    from annotator.store.check import backup

    with Project.open(call.project) as project:
        path = backup(project.store, call.path) if call.path else _daily(project)
    say(f"{path} holds everything; `annotator check` proves it after it was put in place of the store.")
    return 0


def _daily(project: Project) -> Path:
    from datetime import date

    from annotator.project.backups import daily

    path = daily(project.store, date.today())
    if path is None:
        why = "may only be read" if project.store.read_only else "has today's backup already"
        raise UsageError(f"{project.folder} {why}; name a file for another: annotator backup FILE.")
    return path


def doctor_(call: Namespace) -> int:
    """Versions, place, rights, store; 1 when something endangers labels."""
    from annotator.project.doctor import examine

    try:
        folder = find(call.project)
    except UsageError:
        folder = None
    found = examine(folder)
    width = max(len(each.what) for each in found)
    for each in found:
        sys.stdout.write(visible(f"{'!' if each.wrong else ' '} {each.what:<{width}}  {each.value}") + "\n")
    wrong = [each for each in found if each.wrong]
    for each in wrong:
        say(f"{each.what}: {each.wrong}.")
    if folder is None:
        say("This folder lies in no project; inside of one its place, rights and store are looked at too.")
    return 1 if wrong else 0
