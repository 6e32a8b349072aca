"""The planner: for each claim of a layer, in reading order, the fewest keys that a trained user would press for it.

Every way is tried on the real commands. Nothing is pressed whose effect is not on the screen: a proposal is corrected
only after it is shown, a value is left to Enter only when it stands there dim and is right.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from annotator.core import naming, prompt
from annotator.core.claim import Claim
from annotator.core.proposal import ghost
from annotator.core.proposal.dim import words_of
from annotator.core.scheme import Role, cue_role, open_parts, source_role
from annotator.core.span import Pieces, intersection
from annotator.core.speaker import AUTHOR, UNKNOWN, resolve
from annotator.core.state import State
from bench.keys.hand import Hand
from bench.keys.reach import STEPS, Keys, reach, side_right
from bench.keys.target import Layer

WALK = 12
"""Proposals that are walked past to reach a cue, at most; farther, selecting by hand is shorter."""


@dataclass(frozen=True, slots=True)
class Planned:
    """The keys of one claim."""

    spans: Keys
    """Until content, source and cue stand."""
    rest: Keys
    """Speaker, values, flags, chain, links, and Enter."""
    accepts: bool
    """Whether the spans need an Enter of their own, which a tag that follows has saved."""
    beyond: int = 0
    """Keys of the rest that are for chain, links and confidence."""

    @property
    def span_keys(self) -> int:
        """Keys until the spans are stored, if nothing else followed."""
        return len(self.spans) + self.accepts

    @property
    def keys(self) -> Keys:
        """All of them, in order."""
        return (*self.spans, *self.rest)


@dataclass(slots=True)
class Planner:
    """Plans one layer with one hand."""

    hand: Hand
    layer: Layer
    ids: dict[str, str] = field(default_factory=lambda: {AUTHOR: AUTHOR, UNKNOWN: UNKNOWN})
    """Speaker of the layer → speaker of the plan."""
    made: dict[str, str] = field(default_factory=dict)
    """Claim of the layer → claim of the plan."""
    _beyond: int = 0

    def plan(self) -> tuple[list[Planned], State]:
        """The keys of every claim, and the state in which they end."""
        state = self.hand.start()
        planned = []
        for goal in self.layer.claims:
            found, state = self.claim(state, goal)
            planned.append(found)
        return planned, state

    def claim(self, state: State, goal: Claim) -> tuple[Planned, State]:
        """The keys of one claim, and the state after them."""
        self.hand.forget(state)
        before = {claim.id for claim in state.claims}
        ways = sorted(self._ways(state, goal), key=lambda way: len(way[0]))
        assert ways, f"no way to mark {goal.id}"
        best: tuple[Planned, State] | None = None
        known, kept = self.ids, self.ids
        for keys, after, bare in ways[:6]:
            # What a way learns about speakers holds on that way only.
            self.ids = dict(known)
            rest, done = self._rest(after, goal, before)
            # What a tag would accept by itself needs no Enter of its own.
            short = keys[:-1] if bare is not None and rest and rest[0] != "enter" else keys
            if short is not keys and bare is not None:
                learned, self.ids = self.ids, dict(known)
                again, finished = self._rest(bare, goal, before)
                self.ids = learned if again != rest else self.ids
                if again == rest:
                    done = finished
                else:
                    short = keys
            found = Planned(short, rest, len(short) < len(keys), self._beyond)
            if best is None or len(found.keys) < len(best[0].keys):
                best, kept = (found, done), self.ids
        assert best is not None
        self.ids = kept
        planned, done = best
        made = next(claim.id for claim in done.claims if claim.id not in before)
        self.made[goal.id] = made
        self._learn(done, goal, made)
        return planned, done

    @property
    def _proposing(self) -> bool:
        return not self.hand.guide.silence

    # ── spans ────────────────────────────────────────────────────────────────────────────────────────────────────

    def _ways(self, state: State, goal: Claim) -> Iterator[tuple[Keys, State, State | None]]:
        """Ways to make the claim's spans: (keys, state after, state before an Enter that only accepts)."""
        if self._proposing:
            yield from self._by_proposal(state, goal)
        yield from self._by_twin(state, goal)
        found = self._by_hand(state, goal)
        if found is not None:
            yield (*found, None)

    def _by_proposal(self, state: State, goal: Claim) -> Iterator[tuple[Keys, State, State | None]]:
        """Walk to a proposal on the claim's cue or content, and put its parts right."""
        starts: list[tuple[Keys, State]] = []
        further = self.hand.press(state, ("C",))
        if further.ghost is not None:
            starts.append((("C",), further))
        for key in ("n", "N"):
            at = state
            for times in range(1, WALK + 1):
                at = self.hand.press(at, (key,))
                if at.ghost is None:
                    break
                starts.append(((key,) * times, at))
                if at.ghost.proposal.start > self._start(goal) + 600:
                    break
        for keys, at in starts:
            if at.ghost is not None and self._fits(at, goal):
                yield from self._corrected(keys, at, goal)

    def _fits(self, state: State, goal: Claim) -> bool:
        shown = ghost.claim_of(state, state.ghost, self.hand.segments) if state.ghost else None
        if shown is None:
            return False
        cue = cue_role(state.scheme)
        if cue and goal.pieces(cue.key) and intersection(goal.pieces(cue.key), shown.pieces(cue.key)):
            return True
        primary = state.scheme.primary.key
        wanted = goal.pieces(primary)
        return any(intersection(wanted, each) for each in (state.ghost.proposal.contents if state.ghost else ()))

    def _corrected(self, keys: Keys, state: State, goal: Claim) -> Iterator[tuple[Keys, State, State | None]]:
        """The ghost with `x` pressed where an alternative is right, accepted, and the rest corrected by hand."""
        scheme = state.scheme
        for role in (scheme.primary, source_role(scheme)):
            if role is None or state.ghost is None:
                continue
            found = self._cycled(state, role, goal.pieces(role.key))
            if found is not None:
                keys, state = (*keys, *found[0]), found[1]
        accepted = self.hand.press(state, ("enter",))
        done = self._fixed(accepted, goal, accepted.active)
        if done is not None:
            fix, after = done
            yield (*keys, "enter", *fix), after, state if not fix else None
        # A correction accepts by itself.
        direct = self._fixed(state, goal, "")
        if direct is not None and direct[0]:
            yield (*keys, *direct[0]), direct[1], None

    def _cycled(self, state: State, role: Role, target: Pieces) -> tuple[Keys, State] | None:
        """`x` until the ghost's part is right, if it ever is."""
        if state.ghost is None or self._part(state, role) == target:
            return None
        found = ghost.alternatives(state.ghost.proposal, role)
        if target not in found or (state.ghost.base and not role.primary):
            return None
        keys: Keys = () if state.hand == role.key else ("cav"[state.scheme.roles.index(role)],)
        at = self.hand.press(state, keys)
        for _ in range(len(found)):
            at, keys = self.hand.press(at, ("x",)), (*keys, "x")
            if self._part(at, role) == target:
                return keys, at
        return None

    def _part(self, state: State, role: Role) -> Pieces:
        if state.ghost is not None:
            return ghost.claim_of(state, state.ghost, self.hand.segments).pieces(role.key)
        claim = state.current
        return claim.pieces(role.key) if claim else ()

    def _fixed(self, state: State, goal: Claim, active: str) -> tuple[Keys, State] | None:
        """Keys that put every part right, the content first; None when one of them cannot be."""
        keys: Keys = ()
        for role in self._order(state):
            if role is None:
                continue
            target = goal.pieces(role.key)
            if self._part(state, role) == target:
                continue
            found = self._one_part(state, role, target)
            if found is None:
                return None
            keys, state = (*keys, *found), self.hand.press(state, found)
            if self._part(state, role) != target or (active and state.active != active):
                return None
            active = active or state.active
        return keys, state

    @staticmethod
    def _order(state: State) -> tuple[Role | None, ...]:
        return (state.scheme.primary, source_role(state.scheme), cue_role(state.scheme))

    def _one_part(self, state: State, role: Role, target: Pieces) -> Keys | None:
        """The fewest keys that put one part of the active claim or the ghost right."""
        key = "cav"[state.scheme.roles.index(role)]
        now = self._part(state, role)
        ways: list[Keys] = []
        if not target:
            if now and state.ghost is None:
                for start in ((), (key,)):
                    at = self.hand.press(state, start)
                    for times in range(1, len(now) + 1):
                        at = self.hand.press(at, ("-",))
                        if not self._part(at, role):
                            ways.append((*start, *("-",) * times))
                            break
            cycled = self._stored_cycle(state, role, target)
            ways += [cycled] if cycled else []
            return min(ways, key=len, default=None)
        if now:
            held: Keys = () if state.hand == role.key and state.held is not None else (key,)
            taken = self.hand.press(state, held)
            if len(now) == len(target) == 1:
                trimmed = self._trimmed(taken, role, target)
                ways += [(*held, *trimmed)] if trimmed is not None else []
            cycled = self._stored_cycle(state, role, target)
            ways += [cycled] if cycled else []
        chosen = self._marked(state, role, target, key)
        ways += [chosen] if chosen is not None else []
        return min(ways, key=len, default=None)

    def _stored_cycle(self, state: State, role: Role, target: Pieces) -> Keys | None:
        """`x` on a part of the stored claim, if an alternative is right."""
        if state.ghost is not None or not self._proposing:
            return None
        key = "cav"[state.scheme.roles.index(role)]
        keys: Keys = () if state.hand == role.key or (role.primary and not state.hand) else (key,)
        at = self.hand.press(state, keys)
        if at.hand != role.key and not (role.primary and not at.hand):
            return None
        for _ in range(STEPS):
            at, keys = self.hand.press(at, ("x",)), (*keys, "x")
            if at.warn:
                return None
            if self._part(at, role) == target:
                return keys
        return None

    def _trimmed(self, state: State, role: Role, target: Pieces) -> Keys | None:
        """Moves of the ends of the piece in hand."""
        goal = target[0]
        keys: Keys = ()
        at = state
        for side in ("end", "start"):
            found = side_right(self.hand, at, goal, role, 12, side)
            if found is None:
                return None
            keys, at = (*keys, *found), self.hand.press(at, found)
        return keys if self._part(at, role) == target else None

    def _marked(self, state: State, role: Role, target: Pieces, key: str) -> Keys | None:
        """The words selected anew and marked; further pieces added with `+`."""
        keys: Keys = ()
        at = state
        for number, piece in enumerate(target):
            found = reach(self.hand, at, piece, role)
            if found is None:
                return None
            press = (*found, key if number == 0 else "+")
            if number and self._quick(at, role, target[: number + 1]):
                press = ("q", "+")
            keys, at = (*keys, *press), self.hand.press(at, press)
        return keys if self._part(at, role) == target else None

    def _quick(self, state: State, role: Role, target: Pieces) -> bool:
        """Whether the next quotation is the further piece."""
        return self._part(self.hand.press(state, ("q", "+")), role) == target

    def _by_twin(self, state: State, goal: Claim) -> Iterator[tuple[Keys, State, State | None]]:
        """`R`: another speaker's claim on the words of one that is marked already."""
        primary = state.scheme.primary.key
        twins = [claim for claim in state.claims if claim.pieces(primary) == goal.pieces(primary)]
        if not twins:
            return
        for key in ("shift+tab", "tab"):
            at, keys = state, ()
            for _ in range(4):
                at, keys = self.hand.press(at, (key,)), (*keys, key)
                if at.active in {claim.id for claim in twins}:
                    made = self.hand.press(at, ("R",))
                    fixed = self._fixed(made, goal, made.active)
                    if fixed is not None:
                        yield (*keys, "R", *fixed[0]), fixed[1], None
                    break

    def _by_hand(self, state: State, goal: Claim) -> tuple[Keys, State] | None:
        """The content selected and marked as a new claim, then the other parts; a claim on the same cue by `C`."""
        scheme = state.scheme
        role = scheme.primary
        target = goal.pieces(role.key)
        base = state.claim(state.recent)
        others = [each.key for each in scheme.roles if not each.primary]
        if (
            base is not None
            and all(base.pieces(key) == goal.pieces(key) for key in others)
            and any(goal.pieces(key) for key in others)
        ):
            first = reach(self.hand, state, target[0], role)
            if first is not None:
                at = self.hand.press(state, (*first, "C"))
                keys: Keys = (*first, "C")
                fixed = self._pieces(at, role, target, keys)
                if fixed is not None and self._fixed(fixed[1], goal, fixed[1].active) is not None:
                    return fixed
        found = self._marked(state, role, target, "c")
        if found is None:
            return None
        at = self.hand.press(state, found)
        fixed_all = self._fixed(at, goal, at.active)
        return ((*found, *fixed_all[0]), fixed_all[1]) if fixed_all is not None else None

    def _pieces(self, state: State, role: Role, target: Pieces, keys: Keys) -> tuple[Keys, State] | None:
        """Further pieces of a claim that has its first."""
        for piece in target[1:]:
            found = reach(self.hand, state, piece, role)
            if found is None:
                return None
            keys, state = (*keys, *found, "+"), self.hand.press(state, (*found, "+"))
        return (keys, state) if self._part(state, role) == target else None

    def _start(self, goal: Claim) -> int:
        return min(part.start for parts in goal.spans.values() for part in parts)

    # ── everything else ──────────────────────────────────────────────────────────────────────────────────────────

    def _rest(self, state: State, goal: Claim, before: set[str]) -> tuple[Keys, State]:
        """Speakers, chain, values, links; then Enter, which takes the dim values that are right."""
        keys: Keys = ()
        self._beyond = 0
        for step in (self._speakers, self._chain, self._links, self._values):
            found = step(state, goal)
            self._beyond += len(found) if step in (self._chain, self._links) else 0
            keys, state = (*keys, *found), self.hand.press(state, found)
        after = self.hand.press(state, ("enter",))
        if state.ghost is not None:
            after, keys = self.hand.press(after, ("enter",)), (*keys, "enter")
        made = next((claim for claim in after.claims if claim.id not in before), None)
        assert made is not None, (goal.id, after.message)
        assert not open_parts(made, after.scheme), (goal.id, after.message)
        return (*keys, "enter"), after

    def _now(self, state: State) -> Claim:
        if state.ghost is not None:
            return ghost.claim_of(state, state.ghost, self.hand.segments)
        claim = state.current
        assert claim is not None, state.message
        return claim

    def _speakers(self, state: State, goal: Claim) -> Keys:
        now = self._now(state)
        wanted = goal.speakers
        if now.speakers and self._same(now.speakers, wanted):
            return ()
        dim = state.dim
        if not now.speakers and self._same(dim.speakers, wanted):
            return ()
        fresh = not now.speakers and len(wanted) == len(dim.new) == 1 and wanted[0] not in self.ids
        if fresh and self._named(dim.new[0].name, wanted[0], state) and self._typed(dim.new[0].type, wanted[0]):
            return ()
        keys: Keys = ()
        for number, id in enumerate(wanted):
            if number < len(now.speakers) and self.ids.get(id) == now.speakers[number]:
                continue
            found = self._person(state, id, "@" if number == 0 else "A")
            keys, state = (*keys, *found), self.hand.press(state, found)
            self._note(state, id, number)
        return keys

    def _note(self, state: State, id: str, number: int) -> None:
        speakers = self._now(state).speakers
        if id not in self.ids and number < len(speakers):
            self.ids[id] = speakers[number]

    def _same(self, have: tuple[str, ...], wanted: tuple[str, ...]) -> bool:
        return bool(have) and have == tuple(self.ids.get(id, "") for id in wanted)

    def _person(self, state: State, id: str, leader: str) -> Keys:
        """The shortest way to one speaker: a digit, or the registry with as many letters as it takes."""
        mine = self.ids.get(id)
        if leader == "@" and mine is not None:
            for digit in "123456789":
                after = self.hand.press(state, (digit,))
                if not after.warn and self._now(after).speakers == (mine,):
                    return (digit,)
        lead: Keys = tuple(leader.split())
        given = self.layer.speakers.get(id)
        names = [given.name, *given.aliases] if given else []
        if mine is not None:
            names = [resolve(mine, state.speakers).name]
        opened = self.hand.press(state, lead)
        ways = [self._chosen(opened, id, mine, name, state) for name in names]
        found = min((way for way in ways if way is not None), key=len, default=None)
        assert found is not None, f"{id} cannot be chosen"
        return (*lead, *found)

    def _chosen(self, opened: State, id: str, mine: str | None, name: str, state: State) -> Keys | None:
        """In the open registry: as many letters of a name as it takes, Tab to the type of a new one, then the row."""
        for typed in range(len(name) + 1):
            letters: Keys = tuple("space" if char == " " else char for char in name[:typed])
            ways = [
                self._turned(self.hand.press(opened, letters), id, mine, state, key) for key in ("tab", "shift+tab")
            ]
            found = min((way for way in ways if way is not None), key=len, default=None)
            if found is not None:
                return (*letters, *found)
        return None

    def _turned(self, at: State, id: str, mine: str | None, state: State, key: str) -> Keys | None:
        """Tab, or the other way round, to the type of a new speaker; then its row."""
        keys: Keys = ()
        for _ in range(8):
            rows = prompt.choices(at)
            index = next((i for i, row in enumerate(rows) if self._row_is(row, id, mine, state)), None)
            if index is not None:
                return (*keys, "enter" if index == 0 else str(index + 1))
            if mine is not None or not any(self._makes(row, id, state) for row in rows):
                break
            at, keys = self.hand.press(at, (key,)), (*keys, key)
        return None

    def _row_is(self, row: prompt.Choice, id: str, mine: str | None, state: State) -> bool:
        if mine is not None:
            return row.key == mine
        return self._makes(row, id, state) and self._typed(row.detail, id)

    def _makes(self, row: prompt.Choice, id: str, state: State) -> bool:
        """Whether the row makes a new speaker under a name that is right for this one."""
        return row.key == prompt.NEW and self._named(row.label.removeprefix("new: "), id, state)

    def _named(self, name: str, id: str, state: State) -> bool:
        """A new speaker may get its name, one of its aliases, or the words of the source."""
        given = self.layer.speakers[id]
        words = [given.name, *given.aliases, naming.name_of(words_of(state, self._now(state)))]
        return naming.plain(name) in {naming.plain(naming.name_of(each)) for each in words if each}

    def _typed(self, type: str, id: str) -> bool:
        wanted = self.layer.speakers[id].type
        return type == wanted or wanted not in self.hand.scheme.speaker_types

    def _chain(self, state: State, goal: Claim) -> Keys:
        """`r @` for each outer source, the innermost first."""
        wanted = tuple(tuple(self.ids.get(id, id) for id in link) for link in goal.attribution)
        if len(goal.attribution) < 2:
            return self._unchained(state)
        now = self._now(state).attribution or state.dim.attribution
        if now == wanted:
            return ()
        keys: Keys = ()
        if not self._now(state).speakers:
            found = self._person(state, goal.speakers[0], "@")
            keys, state = found, self.hand.press(state, found)
            self._note(state, goal.speakers[0], 0)
        for link in reversed(goal.attribution[:-1]):
            found = self._person(state, link[0], "r @")
            keys, state = (*keys, *found), self.hand.press(state, found)
            outer = self._now(state).attribution[0][0]
            self.ids.setdefault(link[0], outer)
        return keys

    def _unchained(self, state: State) -> Keys:
        """`r @` and the row that takes a chain away, when the claim has one that is not wanted."""
        if not self._now(state).attribution and not state.dim.attribution:
            return ()
        rows = prompt.choices(self.hand.press(state, ("r", "@")))
        index = next(i for i, row in enumerate(rows) if row.key == "-")
        return ("r", "@", str(index + 1))

    def _links(self, state: State, goal: Claim) -> Keys:
        wanted = {(link.type, self.made.get(link.target, "")) for link in goal.links}
        # A link to a claim that comes later is made from there: it is not part of this claim's work yet.
        wanted = {each for each in wanted if each[1]}
        have = {(link.type, link.target) for link in self._now(state).links}
        keys: Keys = ()
        for type, other in sorted(wanted ^ have):
            opened: Keys = ("r", ">")
            best: Keys | None = None
            for letters in ((), *((*self._opening(state, other, size),) for size in range(1, 16))):
                at = self.hand.press(state, (*opened, *letters))
                rows = prompt.choices(at)[:9]
                index = next((i for i, row in enumerate(rows) if row.key == f"{type}:{other}"), None)
                if index and letters[-1:] == ("space",):
                    # Behind a blank a digit is typed.
                    continue
                if index is not None and (best is None or len(letters) + 3 < len(best)):
                    best = (*opened, *letters, "enter" if index == 0 else str(index + 1))
            assert best is not None, f"no way to link {goal.id}"
            keys, state = (*keys, *best), self.hand.press(state, best)
        return keys

    @staticmethod
    def _opening(state: State, id: str, size: int) -> tuple[str, ...]:
        claim = state.claim(id)
        parts = claim.pieces(state.scheme.primary.key) if claim else ()
        words = state.article.text[parts[0].start : parts[0].start + size] if parts else ""
        return tuple("space" if char == " " else char for char in words if not char.isdigit())

    def _values(self, state: State, goal: Claim) -> Keys:
        """Each field whose value is neither there nor dim."""
        keys: Keys = ()
        for item in state.scheme.fields:
            now, wanted = self._now(state).fields.get(item.key), goal.fields.get(item.key)
            if now == wanted or (now is None and wanted == ()):
                continue
            if now is None and state.dim.fields.get(item.key) == wanted and item.required:
                continue
            leader: Keys = (item.leader,) if item.leader else ("r", item.hotkey)
            if item.type == "multi":
                have = set(now) if isinstance(now, tuple) else set()
                want = set(wanted) if isinstance(wanted, tuple) else set()
                pressed = [(*leader, value.hotkey) for value in item.values if value.key in have ^ want]
            else:
                chosen = item.value(str(wanted))
                assert chosen is not None, (goal.id, item.key, wanted)
                pressed = [(*leader, chosen.hotkey)]
            self._beyond += sum(map(len, pressed)) if item.advanced else 0
            for each in pressed:
                keys, state = (*keys, *each), self.hand.press(state, each)
        return keys

    def _learn(self, state: State, goal: Claim, made: str) -> None:
        """Which speakers of the plan are which of the layer."""
        claim = state.claim(made)
        for id, mine in zip(goal.speakers, claim.speakers if claim else (), strict=False):
            self.ids.setdefault(id, mine)
