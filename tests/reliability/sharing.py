"""Three copies of a project, two of them of one annotator, that meet only in a folder: a state machine of Hypothesis.

The windows are real sessions on real stores, and a window stays open while a sync brings in what others have done. It
is no trial of disks, so the copies lie in memory where there is a file system for it.
"""

from __future__ import annotations

import shutil
import tempfile
import traceback
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, Phase, Verbosity, seed, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from annotator.core.article import freeze
from annotator.core.claim import Claim
from annotator.core.event import Batch, Change, EventId
from annotator.core.record import article_body, claim_body, quote_faults
from annotator.core.span import Span
from annotator.project.add import add
from annotator.project.create import create
from annotator.project.opening import read
from annotator.project.project import PROGRAM, STORE, Project
from annotator.project.sync.report import Shared
from annotator.project.sync.share import share
from annotator.store import Store
from annotator.store.check import check
from annotator.store.store import now_ms
from tests.hand import Hand
from tests.reliability.trial import Outcome

PEOPLE = (("ana", 0), ("ana", -3_600_000), ("ben", 60_000))
"""Who, and by how many milliseconds the clock of their machine is wrong."""
TEXT = "Rents fell by 4.1% in May, said Ilse Brandt. “The bridge is safe,” Ana Ruiz said.\n"
OTHERS = ("Wages rose in June.", "Water is safe, says nobody.")
STEPS = 7
MEMORY = Path("/dev/shm")

WHO = st.integers(0, 2)
WORDS = ("Rents", "Ilse Brandt", "The bridge", "Ana Ruiz")
NEW = ("z c", "z c t a", "q c t h", "z c @ ⏎", "z c t a y a ⏎", "s c i p")
"""What makes a claim."""
CHANGES = (*("t d", "t h", "y a", "i p", "d", "m 'seen ⏎", "z v", "1", "a @ ⏎", "z +", "c", "t a Z Z", "g s r 'x ⏎ q"),)
"""What changes the claim that was chosen."""


class Replica:
    """One copy of the project, and a window on it."""

    def __init__(self, folder: Path, annotator: str, wrong: int) -> None:
        self.folder, self.annotator = folder, annotator
        self.open_store = partial(Store.open, now=lambda: now_ms() + wrong)
        self.window: Hand | None = None
        self.acknowledged: dict[EventId, str] = {}

    @property
    def hand(self) -> Hand:
        """The window; opened when it is first needed."""
        if self.window is None:
            self.window = Hand(self.folder / STORE.parent, TEXT, annotator=self.annotator, open_store=self.open_store)
        return self.window

    def press(self, keys: str) -> None:
        """Press, leave what asks for more, and wait until it is saved."""
        self.hand.press(f"{keys} escape escape").settle()
        self.note()

    def note(self) -> None:
        """Everything that is in the store was acknowledged."""
        self.acknowledged |= {event.id: event.hash for event in self.hand.store.events()}

    def sync(self, shared: Path) -> Shared:
        """Exchange with the folder, as another process would, and let the window see it."""
        with Project.open(self.folder) as project:
            done = share(project, shared)
        assert done.faults == [], done.faults
        assert done.waiting == [], done.waiting
        if self.window is not None:
            self.window.recorder.poll()
            self.window.settle()
        return done

    def close(self) -> None:
        """Close the window."""
        if self.window is not None:
            self.window.close()
            self.window = None


class Sharing(RuleBasedStateMachine):
    """Whatever is pressed, undone and exchanged, and in whatever order."""

    template: Path
    outcome: Outcome
    steps: list[str]
    """What was done in the example that runs: ids and clocks are of the moment, so that it cannot be run again."""

    def __init__(self) -> None:
        super().__init__()
        self.steps.clear()
        self.folder = Path(tempfile.mkdtemp(dir=self.template.parent))
        self.shared = self.folder / "shared"
        self.shared.mkdir()
        self.replicas: list[Replica] = []
        self.elsewhere: dict[str, str] = {}
        """Claim on another article → the words that it was made on."""

    @initialize()
    def copy(self) -> None:
        """Three copies of one project."""
        for number, (name, wrong) in enumerate(PEOPLE):
            shutil.copytree(self.template, self.folder / str(number))
            self.replicas.append(Replica(self.folder / str(number), name, wrong))

    @rule(who=WHO, words=st.sampled_from(WORDS), keys=st.sampled_from(NEW))
    def mark(self, who: int, words: str, keys: str) -> None:
        """A claim on some words."""
        self.steps.append(f"{who} marks {words}: {keys}")
        replica = self.replicas[who]
        replica.hand.on(words)
        replica.press(keys)
        self.outcome.add("edits")

    @rule(who=WHO, tab=st.sampled_from(("⇥", "⇤")), words=st.sampled_from(WORDS), keys=st.sampled_from(CHANGES))
    def change(self, who: int, tab: str, words: str, keys: str) -> None:
        """A change of a claim, whoever's machine it was made on."""
        self.steps.append(f"{who} changes {tab} {words}: {keys}")
        replica = self.replicas[who]
        replica.hand.press(tab).on(words)
        replica.press(keys)
        self.outcome.add("edits")

    @rule(words=st.sampled_from(WORDS), keys=st.tuples(st.sampled_from(CHANGES), st.sampled_from(CHANGES)))
    def meet(self, words: str, keys: tuple[str, str]) -> None:
        """One annotator changes the same claim on two machines, neither of which knows of the other's change."""
        self.steps.append(f"0 and 1 change one claim {words}: {keys}")
        first, second = self.replicas[:2]
        for replica in (first, second, first):
            self._sync(replica)
        if not first.hand.state.claims:
            first.hand.on(words)
            first.press("c")
            self._sync(first)
            self._sync(second)
        claim = first.hand.state.claims[0].id
        for replica, pressed in zip((first, second), keys, strict=True):
            replica.hand.session.choose(claim)
            replica.hand.on(words)
            replica.press(pressed)
        self.outcome.add("edits", 2)

    @rule(who=WHO, text=st.sampled_from(OTHERS))
    def add(self, who: int, text: str) -> None:
        """A claim on an article that is added when it is not here: two may add other texts under one id."""
        self.steps.append(f"{who} adds {text}")
        replica = self.replicas[who]
        with Project.open(replica.folder) as project:
            if "a2" not in project.article_ids():
                fresh = freeze("a2", text)
                change = Change("article", ("a2",), article_body(fresh))
                project.store.record(Batch(f"a2{who}", (change,), PROGRAM), texts={fresh.sha256: text})
            about = project.article("a2")
            id = f"x{len(self.elsewhere)}"
            claim = Claim(id, "a2", replica.annotator, spans={"content": (Span(0, 5),)})
            change = Change("put", claim.key, claim_body(claim, about.text))
            project.store.record(Batch(f"add{id}", (change,), replica.annotator, "a2", "label", text=about.sha256))
        self.elsewhere[id] = about.text[:5]
        self.outcome.add("edits")

    @rule(who=WHO, keys=st.sampled_from(("u", "u u", "U")))
    def back(self, who: int, keys: str) -> None:
        """Some steps back, or one forward again."""
        self.steps.append(f"{who} {keys}")
        self.replicas[who].press(keys)
        self.outcome.add("undone")

    @rule(who=WHO)
    def back_and_forth(self, who: int) -> None:
        """Undo and redo change nothing."""
        self.steps.append(f"{who} u and U")
        replica = self.replicas[who]
        if not replica.hand.session.history.done:
            # Then the first key does nothing, and the second one may do again what was undone before.
            return
        before = shown(replica.hand)
        replica.press("u")
        replica.press("U")
        assert shown(replica.hand) == before, "undo and redo are not nothing"
        self.outcome.add("undone")

    @rule(who=WHO)
    def sync(self, who: int) -> None:
        """Exchange with the folder."""
        self.steps.append(f"{who} syncs")
        self._sync(self.replicas[who])

    def _sync(self, replica: Replica) -> None:
        done = replica.sync(self.shared)
        self.outcome.add("syncs")
        self.outcome.add("changed in two places", len(done.meetings))

    @rule(who=WHO)
    def reopen(self, who: int) -> None:
        """End the program; the next one starts."""
        self.steps.append(f"{who} reopens")
        self.replicas[who].close()

    @invariant()
    def windows_show_what_is_stored(self) -> None:
        """Also what a sync has brought in."""
        for replica in self.replicas:
            if replica.window is not None:
                found = read(replica.window.store, "a1", replica.annotator, "main")
                same = sorted(found.claims, key=id_of) == sorted(replica.window.state.claims, key=id_of)
                assert same, "a window shows other claims than are stored"
                assert found.speakers == replica.window.state.speakers, "a window shows other speakers"

    def teardown(self) -> None:
        """A full round, after which all are the same and nothing is missing."""
        try:
            if self.replicas:
                self._round()
        finally:
            for replica in self.replicas:
                replica.close()
            shutil.rmtree(self.folder)

    def _round(self) -> None:
        for replica in (*self.replicas, *self.replicas[:2]):
            self._sync(replica)
        if self.elsewhere:
            # What was sorted out on the way has to go round, too.
            for replica in self.replicas:
                self._sync(replica)
        said = [self._state(replica) for replica in self.replicas]
        assert said[0] == said[1] == said[2], "the copies differ after a full round"
        made = {id: hash for replica in self.replicas for id, hash in replica.acknowledged.items()}
        for replica in self.replicas:
            replica.note()
            missing = made.items() - replica.acknowledged.items()
            assert not missing, f"{len(missing)} acknowledged events are missing"
        self.outcome.add("examples")
        self.outcome.add("events", len(made))
        self.windows_show_what_is_stored()

    def _state(self, replica: Replica) -> list[tuple[object, ...]]:
        store = Store.open(replica.folder / STORE)
        try:
            faults = check(store)
            texts = {row.key[0]: store.text(row.body["sha256"]) for row in store.current("article")}
            claims = store.current("put")
            faults += [fault for row in claims for fault in quote_faults(row.body, texts[row.key[0]])]
            assert not faults, [str(fault) for fault in faults]
            made = {row.key[-1]: row.body["spans"]["content"][0]["text"] for row in claims if row.key[0] != "a1"}
            assert made == self.elsewhere, "a claim is not on the text that it was made on"
            self.outcome.add("two texts of one id", len(texts) > 2)
            return sorted(store.engine.run("SELECT kind, key, body, writer, seq, clock FROM current"))
        finally:
            store.close()


def id_of(claim: object) -> str:
    """The id of a claim."""
    return str(getattr(claim, "id", ""))


def shown(hand: Hand) -> tuple[object, ...]:
    """What undo and redo work on."""
    state = hand.state
    return sorted(state.claims, key=id_of), dict(state.speakers), state.done, dict(state.refused)


def share_folder(folder: Path, count: int, seeded: int) -> Outcome:
    """So many examples."""
    outcome = Outcome()
    outcome.figures |= {"examples": 0, "edits": 0, "undone": 0, "syncs": 0, "changed in two places": 0, "events": 0}
    where = Path(tempfile.mkdtemp(dir=MEMORY if MEMORY.is_dir() else folder))
    try:
        text = where / "a1.txt"
        text.write_text(TEXT, "utf-8")
        with create(where / "template") as project:
            assert [each.outcome for each in add(project, [text])] == ["added"]
        parts: dict[str, Any] = {"template": where / "template", "outcome": outcome, "steps": []}
        machine: Callable[[], Sharing] = type("Machine", (Sharing,), parts)
        chosen = settings(
            max_examples=count,
            stateful_step_count=STEPS,
            deadline=None,
            database=None,
            phases=(Phase.generate,),
            verbosity=Verbosity.quiet,
            suppress_health_check=list(HealthCheck),
        )
        try:
            run_state_machine_as_test(seed(seeded)(machine), settings=chosen)
        except Exception as problem:  # noqa: BLE001 - whatever it is, a promise was broken
            at = traceback.extract_tb(problem.__traceback__)[-1]
            words = f"{type(problem).__name__} in line {at.lineno} of {Path(at.filename).name}: {problem}"
            outcome.broken.append(" · ".join([words.replace("\n", " ")[:600], *parts["steps"]]))
    finally:
        shutil.rmtree(where)
    return outcome
