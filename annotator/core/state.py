"""State: all that the label screen shows, as one frozen value. A command makes the next one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from annotator.core.article import Article
from annotator.core.claim import MAIN, Claim, FieldValue
from annotator.core.scheme import Scheme
from annotator.core.span import Pieces, Span, pieces
from annotator.core.speaker import Speaker

if TYPE_CHECKING:
    from annotator.core.proposal.proposal import Proposal
    from annotator.core.records.assignment import Refusal
    from annotator.core.review.review import Review


@dataclass(frozen=True, slots=True)
class Selection:
    """Anchor and head are gaps between code points, always on grapheme boundaries; equal: a bare cursor."""

    anchor: int = 0
    head: int = 0
    unit: str = ""
    """The text object that made it, so that the same key again takes the next one too."""

    @property
    def empty(self) -> bool:
        """Whether it is a bare cursor."""
        return self.anchor == self.head

    @property
    def span(self) -> Span:
        """From the smaller end to the larger."""
        return Span(min(self.anchor, self.head), max(self.anchor, self.head))


@dataclass(frozen=True, slots=True)
class Prompt:
    """A line being typed, with choices that narrow as it grows."""

    kind: str
    """speaker, note, search, palette, link, chain, tag, value …: what Enter will do with it."""
    label: str = ""
    """What the hint bar asks."""
    text: str = ""
    index: int = 0
    """The choice that Enter takes; -1: none yet."""
    field: str = ""
    """The field it is for, if any."""
    base: str = ""
    """What was stored there when it was opened: what Enter may replace without asking."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One row of the numbered list in the hint bar."""

    key: str
    """What is stored or run when it is taken."""
    label: str
    detail: str = ""


class Place(NamedTuple):
    """Where something is typed that would be missed: what a draft belongs to."""

    article: str
    """Empty for what belongs to the registry."""
    about: str
    """The claim's id, the proposal's or the case's key, or the speaker's id."""
    kind: str
    """The kind of the prompt."""
    field: str = ""


class Draft(NamedTuple):
    """What was being typed when the program ended."""

    text: str
    base: str = ""
    """What was stored there at that time."""


class Jump(NamedTuple):
    """Labels on the words in view, of which the next keys choose one."""

    labels: Mapping[str, Span]
    """Label → the word that it stands on; none begins with another."""
    extend: bool = False
    """Whether the selection is extended to the word, instead of the cursor put on its start."""
    typed: str = ""
    """The first character of a label of two."""


class Ghost(NamedTuple):
    """A proposal that is shown and not stored, with the alternatives that are chosen now."""

    proposal: Proposal
    content: int = 0
    source: int = 0
    base: str = ""
    """The claim whose cue, source and speaker it shares."""


class Dim(NamedTuple):
    """What Enter would give the open parts of the ghost or the active claim: shown dim, never stored by itself."""

    speakers: tuple[str, ...] = ()
    """Ids; those of `new` are not registered yet."""
    new: tuple[Speaker, ...] = ()
    """Speakers that would be made."""
    attribution: tuple[tuple[str, ...], ...] = ()
    question: bool = False
    """Whether the speaker is only guessed, as behind a pronoun."""
    fields: Mapping[str, FieldValue] = MappingProxyType({})

    def __bool__(self) -> bool:
        return bool(self.speakers or self.fields)


NOTHING = Dim()
"""Nothing is suggested."""


@dataclass(frozen=True, slots=True)
class Roster:
    """The screen of the registry, while it is open."""

    at: str = ""
    """The key of the chosen row."""
    typed: str = ""
    """What narrows the list."""


@dataclass(frozen=True, slots=True)
class State:
    """The label screen. Everything is derived from this; nothing else is remembered between keys."""

    article: Article
    scheme: Scheme
    annotator: str
    round: str = MAIN
    claims: tuple[Claim, ...] = ()
    """One's own layer, by first start, end, id."""
    speakers: Mapping[str, Speaker] = field(default_factory=dict)
    """The project's registry."""
    done: bool = False
    selection: Selection = Selection()
    goal: int | None = None
    """Cell column that up and down try to keep."""
    active: str = ""
    """Id of the active claim, or empty."""
    hand: str = ""
    """Role that is taken up: reshaping the selection re-cuts that part of the active claim."""
    held: Span | None = None
    """The piece of that role that is in hand."""
    digits: tuple[str, ...] = ()
    """Speaker ids in the order in which the article used them: digit n is the nth, for as long as it is open."""
    numbers: Mapping[str, int] = field(default_factory=dict)
    """Claim id → short number shown on the screen; a number is never given twice while the article is open."""
    only: str = ""
    """Filter of the claim panel: empty, `open`, `speaker:ID`, `flag:FIELD=VALUE`."""
    prompt: Prompt | None = None
    drafts: Mapping[Place, Draft] = field(default_factory=dict)
    """What was being typed in this article when the program ended, until it is taken; empty when it was dropped."""
    jump: Jump | None = None
    """The labels that are shown on the words in view."""
    roster: Roster | None = None
    """The registry, over the article."""
    lit: str = ""
    """Id of the speaker whose mentions are highlighted in the article."""
    pending: tuple[str, ...] = ()
    """Keys of a sequence that is not complete yet."""
    message: str = ""
    """One sentence about the last key: what it did, or why it did nothing."""
    warn: bool = False
    """Whether the message is a refusal."""
    search: str = ""
    confirm: str = ""
    """The command that must be pressed again to take effect."""
    last: tuple[tuple[str, object], ...] = ()
    """The last tagging (field or `speakers`, value), for repeat."""
    trail: tuple[Selection, ...] = ()
    """Selections that expand has left behind, for shrink."""
    ghost: Ghost | None = None
    """The proposal that is shown now."""
    dim: Dim = NOTHING
    """What Enter would fill in."""
    refused: Mapping[str, Refusal] = field(default_factory=dict)
    """Proposals that are not shown again, by their key."""
    recent: str = ""
    """Id of the claim that Enter has finished last; a further claim on its cue can still be begun."""
    sticky: tuple[str, ...] = ()
    """Keys of the fields whose last value is offered for the next claim."""
    suggests: bool = True
    """Whether open values are suggested dim."""
    proposals: str = "on"
    """on, off, or held_out: whether this article is shown with proposals; kept with its status."""
    keys: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """The person's own keys, by command; other commands have those of the table."""
    review: Review | None = None
    """What is decided here, on the review screen: `claims` are gold then."""

    def claim(self, id: str) -> Claim | None:
        """The claim of this id, in this layer."""
        return next((claim for claim in self.claims if claim.id == id), None)

    @property
    def current(self) -> Claim | None:
        """The active claim."""
        return self.claim(self.active) if self.active else None

    def with_claim(self, claim: Claim) -> State:
        """The state with this claim put in place of the one with its id, or added."""
        rest = [other for other in self.claims if other.id != claim.id]
        numbers = self.numbers
        if claim.id not in numbers:
            numbers = {**numbers, claim.id: max(numbers.values(), default=0) + 1}
        digits = self.digits + tuple(id for id in claim.speakers if id not in self.digits and not id.startswith("@"))
        return replace(self, claims=in_order([*rest, claim], self.scheme), numbers=numbers, digits=digits)

    def without_claim(self, id: str) -> State:
        """The state without the claim of this id."""
        return replace(
            self,
            claims=tuple(claim for claim in self.claims if claim.id != id),
            active="" if self.active == id else self.active,
            hand="" if self.active == id else self.hand,
            held=None if self.active == id else self.held,
        )


def in_order(claims: list[Claim], scheme: Scheme) -> tuple[Claim, ...]:
    """By first start, end, id; claims without any span come last."""

    def place(claim: Claim) -> tuple[int, int, str]:
        marked = everything(claim, scheme)
        return (marked[0].start, marked[-1].end, claim.id) if marked else (1 << 60, 0, claim.id)

    return tuple(sorted(claims, key=place))


def everything(claim: Claim, scheme: Scheme) -> Pieces:
    """The pieces of the primary role or, while there are none, of all other roles together."""
    return claim.pieces(scheme.primary.key) or pieces(part for role in claim.spans.values() for part in role)
