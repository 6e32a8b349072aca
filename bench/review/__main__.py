"""`python -m bench.review`: keys for a disagreement on the samples that have gold, beside the same work elsewhere."""

from __future__ import annotations

import json
import sys
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from statistics import median
from typing import NamedTuple

from annotator.core.claim import Claim
from annotator.core.compare.sense import sense_of
from annotator.core.event import Batch, Change
from annotator.core.record import claim_from_body
from annotator.core.review.case import Case
from annotator.core.span import iou
from annotator.core.text.segment import Segments
from annotator.core.text.wrap import Wrap
from annotator.project.practice.demo import demo
from annotator.project.review.desk import ReviewDesk
from annotator.project.review.setup import Setup
from bench.keys.__main__ import shown
from bench.keys.hand import CELLS, ROWS, Hand, followed
from bench.keys.plan import Planner
from bench.keys.target import SAMPLES, Layer, layers, scheme
from bench.review.chair import Chair
from bench.review.plan import Plan, plan, same


class Settled(NamedTuple):
    """One case, its plan, and what it is to give."""

    case: Case
    wanted: tuple[Claim, ...]
    plan: Plan | None


class Work(NamedTuple):
    """One article whose gold exists."""

    article: str
    readers: int
    cases: tuple[Settled, ...]
    added: tuple[Claim, ...]
    """Gold that stands on nobody's claim."""
    hand: Chair


def gold() -> dict[str, tuple[Claim, ...]]:
    """Article → gold claims that an adjudicator of the samples made."""
    found: dict[str, list[Claim]] = {}
    for line in (SAMPLES / "decisions.jsonl").read_text("utf-8").splitlines():
        body = json.loads(line)
        for each in body["results"]:
            speakers = [given["id"] if isinstance(given, dict) else given for given in each["speakers"]]
            found.setdefault(body["article"], []).append(claim_from_body({**each, "speakers": speakers}))
    return {article: tuple(claims) for article, claims in found.items()}


def work() -> list[Work]:
    """Every article with gold, each case planned."""
    own = scheme()
    target = gold()
    held: dict[str, list[Layer]] = {}
    for layer in layers(SAMPLES):
        held.setdefault(layer.article.id, []).append(layer)
    found = []
    for article, claims in target.items():
        mine = held[article]
        speakers = {id: each for layer in mine for id, each in layer.speakers.items()}
        hand = Chair(
            mine[0].article,
            own,
            [claim for layer in mine for claim in layer.claims],
            sorted(layer.annotator for layer in mine),
            speakers,
        )
        review = hand.first.review
        assert review is not None
        wanted = assigned(review.cases, claims, sense_of(own, speakers).role)
        cases = tuple(Settled(case, wanted[case.key], plan(hand, case, wanted[case.key])) for case in review.cases)
        rest = {claim.id for found in wanted.values() for claim in found}
        added = tuple(claim for claim in claims if claim.id not in rest)
        found.append(Work(article, len(mine), cases, added, hand))
    return found


def assigned(cases: Iterable[Case], claims: Sequence[Claim], role: str) -> dict[str, tuple[Claim, ...]]:
    """Case → the gold claims that are about it: one for each cluster at most, the best first."""
    held = {case.key: case for case in cases}
    pairs = sorted(
        (
            (*max(_near(claim, each, role) for each in case.members), claim.id, key)
            for claim in claims
            for key, case in held.items()
        ),
        reverse=True,
    )
    by_id = {claim.id: claim for claim in claims}
    taken: dict[str, str] = {}
    for share, _, id, key in pairs:
        room = sum(each == key for each in taken.values()) < len(held[key].clusters)
        if share >= 0.5 and id not in taken and room:
            taken[id] = key
    found: dict[str, list[Claim]] = {key: [] for key in held}
    for id, key in taken.items():
        found[key].append(by_id[id])
    return {key: tuple(sorted(each, key=lambda claim: claim.pieces(role))) for key, each in found.items()}


def _near(claim: Claim, other: Claim, role: str) -> tuple[float, int]:
    """How near two claims are: on the same words, whose speaker and stance are the same tell them apart."""
    parts = (claim.speakers == other.speakers, claim.fields.get("stance") == other.fields.get("stance"))
    return iou(claim.pieces(role), other.pieces(role)), 2 * parts[0] + parts[1]


def elsewhere(one: Work) -> tuple[list[int], list[int]]:
    """(keys in SLATE's compare mode, keys of labelling anew) for each disputed claim of gold.

    SLATE colours what differs and settles it with its ordinary commands: one key is counted to get to the place, then a
    key for each token that the selection grows by and one to mark, for every span. It has no attributes.
    """
    text = one.hand.article.text
    segments = Segments(text)
    starts = [word.start for index in range(len(segments.paragraphs())) for word in segments.words_of(index)]

    def at(offset: int) -> int:
        return max((index for index, start in enumerate(starts) if start <= offset), default=0)

    disputed = [each for each in one.cases if not each.case.agrees]
    slate = [
        sum(
            2 + at(end - 1) - at(start)
            for claim in each.wanted
            for parts in claim.spans.values()
            for start, end in parts
        )
        or 2
        for each in disputed
    ]
    claims = tuple(claim for each in disputed for claim in each.wanted)
    whole = tuple(sorted((*claims, *one.added), key=lambda claim: claim.pieces("content")))
    layer = Layer(one.hand.article, "gold", whole, one.hand.first.speakers, unseen=True)
    planned, _ = Planner(Hand(one.hand.article, scheme(), shown), layer).plan()
    return slate, [len(each.keys) for each in planned]


def pressed(one: Work, folder: Path) -> list[str]:
    """Press every plan on a real session with a real store; what the store then says otherwise than gold."""
    faults = []
    with demo(folder) as project:
        store = project.store
        gone = [Change("decide", row.key, None, row.event) for row in store.about("decide", one.article)]
        store.record(Batch("without gold", tuple(gone), "hand"))
        desk = ReviewDesk(project, Setup("hand", seed="bench"))
        for _ in desk.survey():
            pass
        desk.start(lambda: None)
        rows = Wrap(one.hand.article.text, CELLS)
        for settled in one.cases:
            if settled.plan is None:
                continue
            desk.open(one.article, settled.case.key)
            top = one.hand.top_at(settled.case)
            for key in settled.plan.keys:
                before = desk.session.state
                desk.session.press(key, rows, ROWS, top)
                top = followed(rows, top, before, desk.session.state)
            assert desk.recorder.flush(30.0), desk.session.problem
            desk.session.drain()
            desk.open(one.article, settled.case.key)
            review = desk.session.review
            case = review.focus
            if case is None or not same(review.results(case), settled.wanted, review.sense):
                faults.append(f"{one.article} {settled.case.span}: {' '.join(settled.plan.keys)}")
        assert desk.close() == ""
    return faults


def main() -> int:
    """Print the table; 1 when a pressed plan gives other gold than it was made for, or a case has no plan."""
    found = work()
    cases = [each for one in found for each in one.cases]
    plans = [(each, each.plan) for each in cases if each.plan is not None]
    ruled = [each for each, made in plans if not made.keys]
    enter = [each for each, made in plans if made.majority and made.keys]
    others = [len(made.keys) for _, made in plans if not made.majority]
    slate, anew = zip(*(elsewhere(one) for one in found), strict=True)
    by_slate, by_hand = [keys for each in slate for keys in each], [keys for each in anew for keys in each]
    print("| keys a case | cases | median | p90 |\n|---|---|---|---|")
    print(f"| settled by rule | {len(ruled)} | 0 | 0 |")
    print(f"| the majority is right | {len(enter)} | 1 | 1 |")
    print(f"| all others | {len(others)} | {median(others):g} | {p90(others)} |")
    print(f"| SLATE's compare mode, spans alone | {len(by_slate)} | {median(by_slate):g} | {p90(by_slate)} |")
    print(f"| labelling the disputed claims anew | {len(by_hand)} | {median(by_hand):g} | {p90(by_hand)} |")
    print(f"\nGold that stands on nobody's claim: {sum(len(one.added) for one in found)}.")
    faults = [f"no plan: {one.article} {each.case.span}" for one in found for each in one.cases if each.plan is None]
    for one in found:
        with tempfile.TemporaryDirectory() as folder:
            faults += pressed(one, Path(folder) / "demo")
    print(f"{len(plans)} plans pressed on a real session; {len(faults)} differences.")
    for fault in faults:
        print(fault, file=sys.stderr)
    return 1 if faults else 0


def p90(values: Sequence[int]) -> int:
    """The 90th percentile."""
    return sorted(values)[int(0.9 * len(values))]


if __name__ == "__main__":
    raise SystemExit(main())
