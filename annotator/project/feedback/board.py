"""The lead's view as a page: tables of annotators beside gold, and of decisions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from annotator.agreement.show.number import apart, percent, plural, signed
from annotator.core.compare.sense import Compared
from annotator.core.edit import label_of
from annotator.core.feedback.difference import kinds
from annotator.core.speaker import resolve
from annotator.project.feedback.decided import Decided
from annotator.project.feedback.ground import left_out
from annotator.project.feedback.lead import Lead
from annotator.project.paper.block import Block, Entry, Heading, Paragraph, Table

WIDEST = 9
"""Values of a field that a matrix shows; of a field with more, only the pairs that differ are listed."""


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
            differ = sum(n for (a, b), n in counts.items() if a != b)
            yield Paragraph(
                f"{each.name}: {plural(sum(counts.values()), 'claim')}, {differ} with another value{lean(steps)}."
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


def lean(steps: float | None) -> str:
    """How far above or below gold somebody is; nothing where that would be written as 0."""
    shown = f"{abs(steps or 0):.2f}"
    return "" if shown == "0.00" else f", {shown} steps {'above' if steps and steps > 0 else 'below'} gold on average"


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
    if found.overturned.parts:
        yield from _overturned(found)
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


def _overturned(found: Lead) -> Iterator[Block]:
    of = found.overturned
    yield Heading("Gold against the majority", 3)
    share = percent(of.against / of.n if of.n else None)
    yield Paragraph(
        f"Most annotators had settled {plural(of.n, 'decision')} wholly; in {of.against} gold says something else "
        f"({share}). By part, where there was a majority:"
    )
    yield Table(
        ("", "majorities", "overturned", "rate"),
        tuple((part, str(n), str(against), percent(against / n)) for part, (against, n) in of.parts.items()),
    )


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
