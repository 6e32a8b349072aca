"""One annotator's feedback: every place where gold is not what the annotator has, with the words of both."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from annotator.core.claim import Claim
from annotator.core.compare.kinds import SPLIT
from annotator.core.errors import UsageError
from annotator.core.feedback.difference import MISSED, REJECTED, Difference, differences, part_of, shift, sides
from annotator.core.feedback.pairing import Settled
from annotator.core.feedback.wording import quoted
from annotator.core.records.decision import Decision
from annotator.core.records.gold import ClaimKey
from annotator.core.span import hull
from annotator.core.text.segment import Segments
from annotator.project.feedback.ground import Ground, ground, left_out
from annotator.project.feedback.passage import passage_of
from annotator.project.project import Project


@dataclass(frozen=True, slots=True)
class Item:
    """One difference between an annotator and gold, in words."""

    article: str
    kind: str
    trivial: bool
    start: int
    """Where it is in the article's text."""
    words: str
    """The content of the claim as the annotator marked it, else as gold has it."""
    context: str
    """The sentences that it stands in."""
    mine: str
    gold: str
    shift: tuple[int, int] | None
    """Of a boundary or role: how many characters later gold begins, and how many later it ends."""
    passage: str
    """Slug of the guideline, or empty."""
    note: str
    tags: tuple[str, ...]
    adjudicator: str
    decision: str
    """Its id; empty where gold from outside has nothing to say of a claim."""
    claims: tuple[str, ...]
    gold_claims: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """What gold says of one article."""

    article: str
    title: str
    settled: int
    """Claims of the annotator that gold has something to say about."""
    same: int
    """Of these, those that are in gold word for word and value for value."""
    gold: int
    """Gold claims."""
    waiting: int
    """Claims that nobody has decided yet."""
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Own:
    """The whole feedback."""

    name: str
    title: str
    round: str
    pages: tuple[Page, ...]
    """Articles with gold, by id."""
    waiting: int
    """Claims of the annotator, in all articles, that are not decided yet."""
    left_out: tuple[tuple[str, str], ...]

    @property
    def items(self) -> tuple[Item, ...]:
        """All differences."""
        return tuple(item for page in self.pages for item in page.items)


def own(project: Project, name: str, round: str = "main") -> Own:
    """The feedback of an annotator, on layers that are done. Raises UsageError for a name that nobody has."""
    if not name:
        raise UsageError("Whose feedback? Say it with --as NAME.")
    found = ground(project, name, round)
    pages: list[Page] = []
    waiting = 0
    for article in sorted(each for each, readers in found.compared.items() if name in readers):
        page = _page(found, article, name)
        waiting += page.waiting
        if page.settled or page.gold:
            pages.append(page)
    return Own(name, project.title, round, tuple(pages), waiting, left_out(found))


def _page(found: Ground, article: str, name: str) -> Page:
    pairing = found.pairing(article, name)
    text = found.text(article)
    settled = found.settled.get(article, [])
    said = _sayings(found, settled)
    segments = Segments(text)
    items: list[Item] = []
    counts: Counter[str] = Counter()
    touched: set[str] = set()
    for component in pairing.components:
        for cluster in component.clusters:
            mine, gold = sides(cluster, name)
            counts.update(settled=len(mine), gold=len(gold))
        for each in differences(component, name, found.sense, text):
            touched |= {claim.id for claim in each.mine}
            items.append(_item(found, each, said, segments))
    return Page(
        article,
        found.data.articles[article].title,
        counts["settled"],
        counts["settled"] - len(touched),
        counts["gold"],
        len(pairing.waiting),
        tuple(items),
    )


def _sayings(found: Ground, settled: Iterable[Settled]) -> dict[ClaimKey, Decision]:
    """Claim → the decision that settled it, or that made it."""
    decisions = {each.id: each for each in found.decisions}
    said = {key: decisions[id] for key, id in found.gold.settled.items()}
    said.update((claim.key, each.decision) for each in settled for claim in each.gold)
    return said


def _item(found: Ground, each: Difference, said: dict[ClaimKey, Decision], segments: Segments) -> Item:
    text = segments.text
    role = found.sense.role
    part = part_of(each.kind, found.sense.scheme)
    mine, gold = _versions(found, each, part, text)
    decision = next((said[claim.key] for claim in (*each.gold, *each.mine) if claim.key in said), None)
    note = decision.note if decision else ""
    whole = hull(tuple(sorted(piece for claim in (*each.mine, *each.gold) for piece in claim.pieces(role))))
    moved = None
    if found.sense.scheme.role(part) is not None and len(each.mine) == len(each.gold) == 1 and each.kind != SPLIT:
        moved = shift(each.mine[0].pieces(part), each.gold[0].pieces(part))
    return Item(
        article=each.claims[0].article,
        kind=each.kind,
        trivial=each.trivial,
        start=each.claims[0].pieces(role)[0].start,
        words=" | ".join(quoted(claim.pieces(role), text) for claim in each.claims),
        context=_context(segments, whole.start, whole.end),
        mine=mine,
        gold=gold,
        shift=moved,
        passage=passage_of(part, found.sense.scheme, found.passages),
        note=note or next((claim.note for claim in each.gold if claim.note), ""),
        tags=decision.tags if decision else (),
        adjudicator=decision.adjudicator if decision else "",
        decision=decision.id if decision else "",
        claims=tuple(claim.id for claim in each.mine),
        gold_claims=tuple(claim.id for claim in each.gold),
    )


def _versions(found: Ground, each: Difference, part: str, text: str) -> tuple[str, str]:
    """What the annotator has, and what gold has, in words."""

    def all_of(claims: tuple[Claim, ...]) -> str:
        return " | ".join(found.wording.said(claim, part, text) for claim in claims)

    if each.kind == MISSED:
        return "no claim", found.wording.summary(each.gold[0])
    if each.kind == REJECTED:
        return found.wording.summary(each.mine[0]), "no claim"
    return all_of(each.mine), all_of(each.gold)


def _context(segments: Segments, start: int, end: int) -> str:
    """The sentences from the one that holds `start` to the one that holds the character before `end`."""
    first, last = segments.sentence(start), segments.sentence(max(start, end - 1))
    return " ".join(segments.text[first.start : last.end].split())


def by_kind(items: Iterable[Item], order: Iterable[str]) -> Iterator[tuple[str, int, int, str]]:
    """(kind, how many, of them trivial, passage) for every kind that occurs."""
    held = list(items)
    count = Counter(item.kind for item in held)
    trivial = Counter(item.kind for item in held if item.trivial)
    passages = {item.kind: item.passage for item in held}
    for kind in order:
        if count[kind]:
            yield kind, count[kind], trivial[kind], passages[kind]
