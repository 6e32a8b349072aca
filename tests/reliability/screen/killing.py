"""The real screen, labelling and reviewing in turn, killed at random instants while keys come in, and opened again."""

from __future__ import annotations

import itertools
import random
import re
import signal
import time
from pathlib import Path

from annotator.core.commands.draft import SAID
from annotator.core.record import claim_from_body
from annotator.project.ending.drafts import read
from annotator.project.project import STORE
from annotator.store import Store
from annotator.store.check import check
from tests.reliability.screen.window import ARTICLE, WHO, Window, apart, main, project
from tests.reliability.trial import Outcome

LIFE = 1.2
"""Longest life of a screen from its first frame, in seconds."""
TOKEN = re.compile(r"k\d+x\d+z")
"""What is written into notes, so that each can be looked for; its end says that it was not cut off."""


class Watched(Window):
    """Remembers every token that was in view while the screen said that all was saved."""

    def __init__(self, folder: Path, screen: str) -> None:
        self.said: set[str] = set()
        super().__init__(folder, screen)

    def seen(self) -> None:
        """The line at the top is painted first: when it says saved, what is below it is no newer."""
        top, *rows = self.screen.display
        if top.rstrip().endswith("saved") and not top.rstrip().endswith("not saved"):
            # The last two rows are what is being typed.
            self.said.update(TOKEN.findall("\n".join(rows[:-2])))


def keys(screen: str, token: str, dice: random.Random) -> tuple[str, str]:
    """A claim with a note, or a decision with one; and what is done next."""
    if screen == "label":
        return f"sc m{token}⏎", dice.choice(("", "ta", "yn", "u", "uU")) + ("d" if dice.random() < 0.8 else "j")
    return f"{dice.choice(('1', '2', ''))} m{token}⏎", dice.choice(("1", "uu", "⏎", "uuU", "n"))


def trial(folder: Path, count: int, seed: int) -> Outcome:
    """Kill so many screens; whatever was called saved is stored, and is what the next screen opens with."""
    dice, outcome = random.Random(seed), Outcome()
    place = project(folder)
    said: set[str] = set()
    stored: set[str] = set()
    for life in range(count):
        screen = "label" if life % 2 else "review"
        window = Watched(place, screen)
        if dice.random() < 0.1:
            window.read(dice.random() * LIFE)
        else:
            shown = window.first().wait(lambda text: text.split("\n", 1)[0].rstrip().endswith("saved"))
            outcome.broken += differing(place, screen, shown)
            end = time.monotonic() + dice.random() * LIFE
            window.type("⇥d" if screen == "label" else "")
            for number in itertools.count():
                token = f"k{life}x{number}z"
                first, then = keys(screen, token, dice)
                window.type(first)
                # A hand goes on when it has seen what it did, or without looking up.
                looks = dice.random() < 0.7
                while (left := end - time.monotonic()) > 0 and token not in window.said:
                    if not window.read_once(left if looks else 0):
                        break
                window.type(then)
                if left <= 0:
                    break
        window.kill(signal.SIGKILL)
        if window.wait_end() != -signal.SIGKILL:
            outcome.broken.append(f"a {screen} screen ended by itself: {window.text}")
        window.read(0)
        window.close()
        outcome.add("kills")
        outcome.add(f"{screen}: called saved", len(window.said - said))
        said |= window.said
        # A note that waits for its decision is in a file of its own until then.
        for path in (place / STORE).parent.glob("drafts/typed-*.json"):
            found = read(path)
            stored.update(TOKEN.findall(found[2].text) if found and found[1].kind in SAID else ())
    store = Store.open(place / STORE)
    stored |= {token for event in store.events() if event.body for token in TOKEN.findall(event.body)}
    outcome.add("lost", len(said - stored))
    outcome.broken += [f"{token} was called saved and is gone" for token in sorted(said - stored)]
    outcome.broken += [str(fault) for fault in check(store)]
    store.close()
    return outcome


def differing(place: Path, screen: str, shown: str) -> list[str]:
    """What a screen that was just opened shows otherwise than the store has it."""
    if screen != "label":
        return []
    store = Store.open(place / STORE)
    rows = store.current("put", (ARTICLE[screen], "human", WHO[screen], "main"))
    claims = [claim_from_body(row.body) for row in rows]
    store.close()
    counted = re.search(r"CLAIMS (\d+)", shown)
    found = int(counted[1]) if counted else 0
    return [] if found == len(claims) else [f"{found} claims are shown, and {len(claims)} are stored"]


def screen(folder: Path, count: int, seed: int) -> Outcome:
    """The trial, in a process of its own."""
    return apart("killing", folder, count, seed)


if __name__ == "__main__":
    main(trial)
