"""The lead's view: annotators beside gold, and decisions, on one page or as JSON."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from annotator.agreement.show.number import apart, percent, plural, signed
from annotator.core.compare.sense import Compared
from annotator.core.edit import label_of
from annotator.core.feedback.difference import kinds
from annotator.core.speaker import resolve
from annotator.project.feedback.decided import Decided, decided
from annotator.project.feedback.ground import Ground, ground, left_out
from annotator.project.feedback.people import Person, people
from annotator.project.paper.block import Block, Entry, Heading, Paragraph, Table
from annotator.project.project import Project

WIDEST = 9
"""Values of a field that a matrix shows; of a field with more, only the pairs that differ are listed."""


@dataclass(frozen=True, slots=True)
class Lead:
    """Everything on the page."""

    title: str
    ground: Ground
    people: tuple[Person, ...]
    decided: Decided


def lead(project: Project, round: str = "main") -> Lead:
    """The view of a round. Raises UsageError for a round that nobody has."""
    found = ground(project, round=round)
    return Lead(project.title, found, people(found), decided(found.data.decisions, found.sense))


def page(found: Lead) -> Iterator[Block]:
    """The whole page."""
    yield Heading(f"Annotators and decisions: {found.title}", 1)
    if not found.people:
        yield Paragraph("No done article has gold yet.")
    else:
        yield from _people(found)
        yield from _confusion(found)
        yield from _weeks(found)
    if found.decided.actions:
        yield from _decisions(found)
    rows = left_out(found.ground)
    if rows:
        yield Heading("Left out")
        yield Entry("Not compared:", rows)


def _people(found: Lead) -> Iterator[Block]:
    yield Heading("Annotators beside gold")
    rows = [
        (
            each.name,
            str(each.articles),
            str(each.settled),
            percent(each.same / each.settled if each.settled else None),
            signed(each.start),
            signed(each.end),
        )
        for each in found.people
    ]
    yield Table(("", "articles", "claims", "as gold", "start", "end"), tuple(rows))
    yield Paragraph(
        "claims: those that gold has settled; as gold: share that gold has word for word and value for value; start, "
        "end: characters by which gold begins and ends later (+) or earlier (-), on average."
    )
    wording = found.ground.wording
    order = kinds(wording.scheme, found.ground.sense)
    shown = [
        (wording.kind(kind).partition(":")[0], *(str(each.kinds[kind] or "") for each in found.people))
        for kind in order
        if any(each.kinds[kind] for each in found.people)
    ]
    if shown:
        yield Heading("What differs from gold, in places", 3)
        yield Table(("", *(each.name for each in found.people)), tuple(shown))


def _confusion(found: Lead) -> Iterator[Block]:
    scheme = found.ground.sense.scheme
    for key in found.ground.sense.keys:
        field = scheme.field_of(key)
        keys = [value.key for value in field.values] if field else []
        held = [each for each in found.people if any(a != b for a, b in each.confusion.get(key, ()))]
        if not held:
            continue
        yield Heading(f"{label_of(key, scheme).capitalize()}: annotator by gold", 3)
        for each in held:
            counts = each.confusion[key]
            steps = each.steps(key, keys) if field is not None and field.type == "ordinal" else None
            lean = (
                "" if steps is None else f", {abs(steps):.2f} steps {'above' if steps > 0 else 'below'} gold on average"
            )
            differ = sum(n for (a, b), n in counts.items() if a != b)
            yield Paragraph(
                f"{each.name}: {plural(sum(counts.values()), 'claim')}, {differ} with another value{lean}."
                f"{_leaning(each.bias(key)) if keys else ''}"
            )
            if field is not None and field.type in ("nominal", "ordinal") and len(keys) <= WIDEST:
                used = [value for value in keys if any(value in pair for pair in counts)]
                rows = [(mine, *(str(counts.get((mine, gold), "")) for gold in used)) for mine in used]
                yield Table((each.name, *used), tuple(rows))
            elif field is not None and field.type == "multi":
                yield Table((each.name, "both", "annotator only", "gold only"), tuple(_sets(counts, keys)))
            else:
                yield Entry("instead of gold's", tuple(_pairs(counts, found)))


def _leaning(bias: Mapping[str, int]) -> str:
    """The values that somebody gives more and less often than gold."""
    shown = [f"{value} {by:+}" for value, by in sorted(bias.items(), key=lambda item: (-item[1], item[0])) if by]
    return f" Given more (+) and less (-) often than in gold: {', '.join(shown)}." if shown else ""


def _sets(counts: Mapping[tuple[Compared, Compared], int], keys: Iterable[str]) -> Iterator[tuple[str, ...]]:
    """Each value of a set field by itself: how many claims have it in both, and in one of them alone."""
    for key in keys:
        cells = Counter[tuple[bool, bool]]()
        for (mine, gold), n in counts.items():
            if isinstance(mine, frozenset) and isinstance(gold, frozenset):
                cells[key in mine, key in gold] += n
        shown = [cells[both] for both in ((True, True), (True, False), (False, True))]
        if any(shown):
            yield (key, *(str(n or "") for n in shown))


def _pairs(counts: Mapping[tuple[Compared, Compared], int], found: Lead) -> Iterator[tuple[str, str]]:
    """The values that stand for another one, the most frequent first."""
    rows = [(-n, _value(gold, found), _value(mine, found)) for (mine, gold), n in counts.items() if mine != gold]
    for n, gold, mine in sorted(rows)[:WIDEST]:
        yield gold, f"{mine} ({-n})" if n < -1 else mine


def _value(value: Compared, found: Lead) -> str:
    """A value as it is compared, in words: sets and chains of speakers by their names."""
    if isinstance(value, frozenset):
        return ", ".join(sorted(_name(str(each), found) for each in value)) or "none"
    if isinstance(value, tuple):
        return " › ".join(" and ".join(_name(str(each), found) for each in link) for link in value)
    return str(value)


def _name(key: str, found: Lead) -> str:
    registry = found.ground.data.speakers
    return resolve(key, registry).name if key in registry or key.startswith("@") else key


def _weeks(found: Lead) -> Iterator[Block]:
    weeks = sorted({week for each in found.people for week in each.weeks})
    if len(weeks) < 2:
        return
    rows = []
    for week in weeks:
        cells = []
        for each in found.people:
            of = each.weeks.get(week)
            cells.append(f"{percent(of.differ / of.claims)} of {of.claims}" if of else "")
        rows.append((week, *cells))
    yield Heading("By week of making: claims that gold does not have as they are", 3)
    yield Table(("", *(each.name for each in found.people)), tuple(rows))


def _decisions(found: Lead) -> Iterator[Block]:
    of = found.decided
    yield Heading("Decisions")
    actions = sorted({action for counts in of.actions.values() for action in counts})
    yield Table(
        ("", "all", *actions),
        tuple(
            (name, str(sum(counts.values())), *(str(counts.get(action, "")) for action in actions))
            for name, counts in of.actions.items()
        ),
    )
    if of.spent:
        yield Heading("Time per decision", 3)
        rows = tuple(
            (key, str(each.n), apart(each.median)) for key, each in of.spent.items() if not key.startswith("kind ")
        )
        yield Table(("", "decisions", "median seconds"), rows)
    if of.kinds:
        yield Heading("Kinds of disagreement decided", 3)
        times = {kind: of.spent.get(f"kind {kind}") for kind in of.kinds}
        yield Table(
            ("", "decisions", "median seconds"),
            tuple((kind, str(n), apart(time.median) if (time := times[kind]) else "") for kind, n in of.kinds.items()),
        )
    if of.tags:
        yield Heading("Reasons", 3)
        yield Table(("", "decisions"), tuple((tag, str(n)) for tag, n in of.tags.items()))
    if of.ruled:
        yield Heading("By rule", 3)
        yield Table(
            ("", "decisions", "looked at", "overturned"),
            tuple((each.rule, str(each.n), str(each.looked_at), str(each.overturned)) for each in of.ruled),
        )
    yield from _both(of)


def _both(of: Decided) -> Iterable[Block]:
    if not of.both:
        return
    keys = list(dict.fromkeys(key for each in of.both for key in each.agree))
    yield Heading("Two adjudicators on the same claims: how often they say the same", 3)
    yield Table(
        ("", "decisions", *keys),
        tuple(
            (
                " ".join(each.adjudicators),
                str(each.n),
                *(f"{each.agree[key][0]}/{each.agree[key][1]}" if key in each.agree else "" for key in keys),
            )
            for each in of.both
        ),
    )


def as_dict(found: Lead) -> dict[str, Any]:
    """The page as plain values, `feedback-lead/1`."""
    of = found.decided
    return {
        "format": "feedback-lead/1",
        "round": found.ground.round,
        "annotators": [_person(each, found) for each in found.people],
        "decisions": {
            "actions": {name: dict(counts) for name, counts in of.actions.items()},
            "kinds": dict(of.kinds),
            "tags": dict(of.tags),
            "seconds": {key: {"n": each.n, "median": each.median} for key, each in of.spent.items()},
            "rules": [each._asdict() for each in of.ruled],
            "adjudicators": [
                {
                    "names": list(each.adjudicators),
                    "n": each.n,
                    "same": {key: {"same": same, "of": n} for key, (same, n) in each.agree.items()},
                }
                for each in of.both
            ],
        },
        "left_out": [{"what": what, "why": why} for what, why in left_out(found.ground)],
    }


def _person(each: Person, found: Lead) -> dict[str, Any]:
    def plain(value: Compared) -> Any:
        return sorted(map(str, value)) if isinstance(value, frozenset) else value

    return {
        "name": each.name,
        "articles": each.articles,
        "settled": each.settled,
        "same": each.same,
        "kinds": dict(sorted(each.kinds.items())),
        "boundary": {"start": each.start, "end": each.end, "n": len(each.shifts)},
        "confusion": {
            key: [
                {"annotator": plain(mine), "gold": plain(gold), "n": n}
                for (mine, gold), n in sorted(counts.items(), key=lambda item: (-item[1], str(item[0])))
            ]
            for key, counts in each.confusion.items()
        },
        "bias": {key: each.bias(key) for key in each.confusion if found.ground.sense.scheme.field_of(key)},
        "weeks": [week._asdict() for _, week in sorted(each.weeks.items())],
    }
